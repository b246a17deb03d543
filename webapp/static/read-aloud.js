// Reads the page aloud, for who reads little. Only with a voice that lives on the phone itself: some
// browsers have voices that send the text to someone else. Without one, the button stays hidden.
(() => {
  const button = document.querySelector("[data-read-aloud]");
  if (!button || !("speechSynthesis" in window)) return;
  const sameVoices = { prs: "fa" }; // phones know Dari as Persian
  const spoken = (tag) => {
    const base = tag.toLowerCase().split(/[-_]/)[0];
    return sameVoices[base] ?? base;
  };
  const language = spoken(document.documentElement.lang);
  // Firefox has the system's voices only, and says of most of them on Linux that they are not local.
  const staysHere = (voice) => voice.localService || voice.voiceURI.startsWith("urn:moz-tts:");
  const speaks = (voice) => staysHere(voice) && spoken(voice.lang) === language;
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
