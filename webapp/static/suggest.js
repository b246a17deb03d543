// Fills a field's list with what the address in data-suggest answers to the text typed so far.
// Without it the form works as well: it asks back where several things are meant.
for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = document.getElementById(input.getAttribute("list"));
  let waiting;
  const suggest = async () => {
    const text = input.value.trim();
    if (text.length < 2) return;
    const answer = await fetch(`${input.dataset.suggest}?text=${encodeURIComponent(text)}`);
    if (!answer.ok || text !== input.value.trim()) return;
    const options = (await answer.json()).map((label) => new Option("", label));
    list.replaceChildren(...options);
  };
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(suggest, 150);
  });
}
