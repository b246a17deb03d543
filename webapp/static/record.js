// Records a phrase with the microphone and puts it into the form's file field, as WAV: browsers
// record in formats of their own, which they can decode themselves. Without it, a file is chosen;
// one that we do not read, such as a telephone's M4A, is turned into WAV as well where that can be.
(() => {
  const place = document.querySelector("[data-record]");
  if (!place || !window.AudioContext || !window.DataTransfer) return;
  const [start, hear, told] = ["[data-start]", "[data-hear]", "[role=status]"].map(
    (each) => place.querySelector(each));
  const field = document.getElementById(place.dataset.record);
  const context = () => new AudioContext();
  let recorder = null, heard = null;
  place.hidden = !navigator.mediaDevices || !window.MediaRecorder;

  const wav = (sound) => {
    const points = sound.getChannelData(0);
    const view = new DataView(new ArrayBuffer(44 + 2 * points.length));
    const write = (at, text) => [...text].forEach((sign, n) => view.setUint8(at + n, sign.charCodeAt(0)));
    write(0, "RIFF"); view.setUint32(4, 36 + 2 * points.length, true); write(8, "WAVEfmt ");
    view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
    view.setUint32(24, sound.sampleRate, true); view.setUint32(28, 2 * sound.sampleRate, true);
    view.setUint16(32, 2, true); view.setUint16(34, 16, true);
    write(36, "data"); view.setUint32(40, 2 * points.length, true);
    points.forEach((point, n) =>
      view.setInt16(44 + 2 * n, Math.max(-1, Math.min(1, point)) * 32767, true));
    return new File([view], "recording.wav", { type: "audio/wav" });
  };

  const kept = async (pieces) => {
    heard = await context().decodeAudioData(await new Blob(pieces).arrayBuffer());
    const files = new DataTransfer();
    files.items.add(wav(heard));
    field.files = files.files;
    hear.hidden = false;
  };

  field.addEventListener("change", () => {
    const [file] = field.files;
    if (file && !/\.(wav|mp3|ogg|flac)$/i.test(file.name)) kept([file]).catch(() => {});
  });

  start.addEventListener("click", async () => {
    if (recorder?.state === "recording") return recorder.stop();
    try {
      const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
      const pieces = [];
      recorder = new MediaRecorder(microphone);
      recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
      recorder.addEventListener("stop", () => {
        microphone.getTracks().forEach((track) => track.stop());
        start.textContent = start.dataset.words;
        kept(pieces).catch(() => { told.textContent = told.dataset.failed; });
      });
      const mine = recorder;
      mine.start();
      start.textContent = start.dataset.stop;
      setTimeout(() => mine.state === "recording" && mine.stop(), 1000 * place.dataset.full);
    } catch { told.textContent = told.dataset.failed; }
  });

  hear.addEventListener("click", () => {
    const here = context(), sound = here.createBufferSource();
    sound.buffer = heard;
    sound.connect(here.destination);
    sound.start();
  });
})();
