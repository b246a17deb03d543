// Keeps what is typed into a long form for later, sealed with its writer's account and never in the
// browser, which others may use as well. Without it the button “Keep for later” does the same.
for (const told of document.querySelectorAll("[data-kept]")) {
  const form = told.closest("form");
  let waiting = 0;
  let underWay = null;
  const keep = async () => {
    waiting = 0;
    const typed = new FormData(form);
    typed.set(told.dataset.kept, "meanwhile");
    try {
      const answer = await fetch(window.location.href, {
        method: "POST", body: typed, redirect: "manual", keepalive: true,
      });
      told.hidden = answer.status !== 204;
    } catch {
      told.hidden = true;
    }
    underWay = null;
  };
  const keepNow = () => {
    clearTimeout(waiting);
    if (waiting) underWay = keep();
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { underWay = keep(); }, 2000);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) keepNow();
  });
  // What is on its way arrives first: nothing is kept any more of what was sent.
  form.addEventListener("submit", async (event) => {
    clearTimeout(waiting);
    waiting = 0;
    if (!underWay) return;
    event.preventDefault();
    await underWay;
    form.requestSubmit(event.submitter);
  });
}
