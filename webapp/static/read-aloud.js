// Reads the page aloud, for who reads little: with a voice that lives on the phone itself where
// there is one (some browsers have voices that send the text to someone else), else with ours,
// which the link leads to by itself. Without either, the link stays hidden.
(() => {
  const link = document.querySelector("[data-read-aloud]");
  if (!link) return;
  const phone = window.speechSynthesis;
  const sameVoices = { prs: "fa" }; // phones know Dari as Persian
  const spoken = (tag) => {
    const base = tag.toLowerCase().split(/[-_]/)[0];
    return sameVoices[base] ?? base;
  };
  const language = spoken(document.documentElement.lang);
  // Firefox has the system's voices only, and says of most of them on Linux that they are not local.
  const staysHere = (voice) => voice.localService || voice.voiceURI.startsWith("urn:moz-tts:");
  const voice = (tag = language) =>
    phone?.getVoices().find((one) => staysHere(one) && spoken(one.lang) === spoken(tag));
  const ours = "sound" in link.dataset;
  const show = () => {
    link.hidden = !ours && !voice();
    for (const rest of document.querySelectorAll("[data-rest]")) rest.hidden = !ours || Boolean(voice());
  };

  const say = (text, by) => {
    const words = new SpeechSynthesisUtterance(text);
    words.voice = by;
    words.lang = by.lang;
    phone.speak(words);
  };

  const speak = () => {
    if (phone.speaking) {
      phone.cancel();
      return;
    }
    const parts = [...document.querySelectorAll(link.dataset.readAloud)];
    for (const part of parts) {
      if (part.closest("[hidden]")) continue;
      if (parts.some((other) => other !== part && other.contains(part))) continue;
      let rest = part.innerText;
      for (const foreign of part.querySelectorAll("[data-unheard]")) {
        rest = rest.replace(foreign.innerText, "");
        if (voice(foreign.lang)) say(foreign.innerText, voice(foreign.lang));
        else say(foreign.dataset.unheard, voice());
      }
      say(rest, voice());
    }
  };

  // The sound of each link, one at a time: a long page has several. Where Opus is played, half as
  // much is fetched.
  const small = new Audio().canPlayType('audio/ogg; codecs="opus"') ? "&opus" : "";
  const links = [link, ...document.querySelectorAll("[data-rest]")];
  const sounds = new Map();
  const play = (one) => {
    const before = sounds.get(one);
    const again = before && !before.paused;
    sounds.forEach((each) => each.pause());
    if (again) return;
    const sound = before ?? new Audio(one.href + small);
    if (!before) {
      sounds.set(one, sound);
      for (const heard of ["playing", "pause", "error"]) {
        sound.addEventListener(heard, () => one.removeAttribute("aria-busy"));
      }
      sound.addEventListener("error", () => location.assign(one.href)); // it says why
    }
    one.setAttribute("aria-busy", "true");
    sound.play().catch(() => {});
  };

  for (const one of links) {
    one.addEventListener("click", (event) => {
      event.preventDefault();
      if (voice()) speak();
      else play(one);
    });
  }
  phone?.addEventListener("voiceschanged", show);
  addEventListener("pagehide", () => phone?.cancel());
  show();
})();
