"""Says words with espeak-ng, in a process which may neither grow nor last: a program, not a part.

Parts come on standard input as JSON, `[[[voice, text], …], …]`; their sound leaves as MP3. What
somebody recorded comes in place of a text, as MP3 in base64, with `recorded` for its voice.
"""

import base64
import ctypes
import io
import json
import os
import resource
import sys

MOST_MEMORY = 768 * 2**20
MOST_SECONDS = 15
PAUSE = 0.45
"""Seconds of silence after a part."""
WORDS_A_MINUTE = 155
"""A little slower than espeak-ng's 175: it comes out of a small loudspeaker."""
QUALITY = 0.95
"""libsndfile's measure, 0 the best and 1 the smallest: here 16 kbit a second, 2 kB."""

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


def sound_of(parts: list[list[tuple[str, str]]]) -> bytes:
    """Return the sound of all parts as MP3."""
    import soundfile  # noqa: PLC0415

    speaker = Speaker()
    written = io.BytesIO()
    with soundfile.SoundFile(
        written,
        "w",
        speaker.points_a_second,
        1,
        subtype="MPEG_LAYER_III",
        format="MP3",
        compression_level=QUALITY,
        bitrate_mode="CONSTANT",
    ) as sound:
        for part in parts:
            for voice, text in part:
                said = recorded(text) if voice == "recorded" else speaker.say(voice, text)
                sound.buffer_write(said, "int16")
            sound.buffer_write(speaker.silence(PAUSE), "int16")
    return written.getvalue()


if __name__ == "__main__":
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # each thread reserves memory that the limit counts
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "darwin":
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    sys.stdout.buffer.write(sound_of(json.load(sys.stdin.buffer)))
