"""Says words with espeak-ng, in a process which may neither grow nor last: a program, not a part.

Parts come on standard input as JSON, `[[[voice, text], …], …]`; their sound leaves as MP3, or as
Opus where the program is told `opus`. What somebody recorded comes in place of a text, as MP3 in
base64, with `recorded` for its voice.
"""

import base64
import ctypes
import io
import json
import os
import resource
import sys
from typing import Any

MOST_MEMORY = 768 * 2**20
MOST_SECONDS = 15
PAUSE = 0.35
"""Seconds of silence after a part."""
WORDS_A_MINUTE = 160
"""A little slower than espeak-ng's 175: it comes out of a small loudspeaker."""
AS_MP3: dict[str, Any] = {
    "format": "MP3", "subtype": "MPEG_LAYER_III",
    "compression_level": 0.95, "bitrate_mode": "CONSTANT",
}  # fmt: skip
"""By libsndfile's measure, where 1 is the smallest, 16 kbit a second: 2 kB."""
AS_OPUS: dict[str, Any] = {"format": "OGG", "subtype": "OPUS", "compression_level": 1.0}
"""6 kbit a second, and what holds it together: 0.8 kB."""
OF_OPUS = 16_000
"""Points a second, one of those that Opus takes; at 8,000 consonants are lost and nothing saved."""
AT_ONCE, MADE_OF_THEM = 441, 320
"""So many points of espeak-ng's 22,050 a second become so many of Opus's."""

SYNCHRONOUS = 2
UTF8 = 1
RATE = 1
FAILED = -1
"""Numbers of espeak-ng's `speak_lib.h`."""
HEARD = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class Speaker:
    """espeak-ng, saying what it is given into memory."""

    def __init__(self) -> None:
        import espeakng_loader  # noqa: PLC0415 (after the limits, which hold for it too)

        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = str(espeakng_loader.get_data_path()).encode()
        self.points_a_second = self._library.espeak_Initialize(SYNCHRONOUS, 0, data, 0)
        if self.points_a_second == FAILED:
            raise RuntimeError("espeak-ng does not start")
        self._said = bytearray()
        self._hear = HEARD(self._heard)  # kept: the library calls it later
        self._library.espeak_SetSynthCallback(self._hear)
        self._library.espeak_SetParameter(RATE, WORDS_A_MINUTE, 0)

    def _heard(self, points: "ctypes._Pointer[ctypes.c_short]", count: int, _events: int) -> int:
        if count > 0:
            self._said += ctypes.string_at(points, 2 * count)
        return 0

    def say(self, voice: str, text: str) -> bytes:
        """Return the points of a text, 16 bits each."""
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise RuntimeError(f"espeak-ng has no voice {voice}")
        self._said.clear()
        written = text.encode() + b"\0"
        self._library.espeak_Synth(written, len(written), 0, 0, 0, UTF8, None, None)
        return bytes(self._said)

    def silence(self, seconds: float) -> bytes:
        """Return the points of a pause."""
        return bytes(2 * int(seconds * self.points_a_second))


def recorded(text: str) -> bytes:
    """Return the points of a recorded phrase, which has as many a second as espeak-ng."""
    import soundfile  # noqa: PLC0415

    with soundfile.SoundFile(io.BytesIO(base64.b64decode(text))) as sound:
        # Not `buffer_read`: an MP3 may hold fewer points than its header says, which it forbids.
        return bytes(sound.read(dtype="int16").tobytes())


def fewer(points: bytes) -> bytes:
    """Return the same sound in as many points a second as Opus takes."""
    import numpy  # noqa: PLC0415

    given = numpy.frombuffer(points, "int16").astype("float32")
    given = numpy.pad(given, (0, -len(given) % AT_ONCE))
    many = len(given) * MADE_OF_THEM // AT_ONCE
    waves = numpy.fft.rfft(given)[: many // 2 + 1]
    made = numpy.fft.irfft(waves, many) * MADE_OF_THEM / AT_ONCE
    return bytes(made.clip(-(2**15), 2**15 - 1).astype("int16").tobytes())


def sound_of(parts: list[list[tuple[str, str]]], *, small: bool) -> bytes:
    """Return the sound of all parts: as Opus where it is to be small, else as MP3."""
    import soundfile  # noqa: PLC0415

    speaker = Speaker()
    written = io.BytesIO()
    kind, points = (AS_OPUS, OF_OPUS) if small else (AS_MP3, speaker.points_a_second)
    with soundfile.SoundFile(written, "w", points, 1, **kind) as sound:
        for part in parts:
            for voice, text in part:
                said = recorded(text) if voice == "recorded" else speaker.say(voice, text)
                sound.buffer_write(fewer(said) if small else said, "int16")
            silence = speaker.silence(PAUSE)
            sound.buffer_write(fewer(silence) if small else silence, "int16")
    return written.getvalue()


if __name__ == "__main__":
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # each thread reserves memory that the limit counts
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "darwin":
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    sys.stdout.buffer.write(sound_of(json.load(sys.stdin.buffer), small="opus" in sys.argv))
