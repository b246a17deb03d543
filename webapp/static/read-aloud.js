// Reads the page aloud, for who reads little. Only with a voice that lives on the phone itself: many
// browsers have voices that send the text to someone else. Without one, the button stays hidden.
(() => {
  const button = document.querySelector("[data-read-aloud]");
  if (!button || !("speechSynthesis" in window)) return;
  const language = document.documentElement.lang;
  const speaks = (voice) => voice.localService && voice.lang.toLowerCase().split(/[-_]/)[0] === language;
  const voice = () => speechSynthesis.getVoices().find(speaks);
  const show = () => { button.hidden = !voice(); };
  const parts = "main h1, main .lead, main h2, main h3, main .facts div, main .note div, main .notice div, main form p, main .answer";

  button.addEventListener("click", () => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      return;
    }
    for (const part of document.querySelectorAll(parts)) {
      const words = new SpeechSynthesisUtterance(part.innerText);
      words.voice = voice();
      words.lang = words.voice.lang;
      speechSynthesis.speak(words);
    }
  });
  speechSynthesis.addEventListener("voiceschanged", show);
  addEventListener("pagehide", () => speechSynthesis.cancel());
  show();
})();
