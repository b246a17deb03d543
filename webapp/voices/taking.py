"""Writes a sound that was sent anew, in a process which may neither grow nor last: a program.

The file comes on standard input; one channel of it leaves as MP3, as loud as the others and
without the silence around it. What it told beside (who, where, with which telephone) is gone.
"""

import io
import os
import resource
import sys

MOST_MEMORY = 768 * 2**20
MOST_CPU = 15
MOST_SECONDS = 20
"""Of a phrase: the longest sentence takes twelve."""
FEWEST_SECONDS = 0.15
MOST_RATE, MOST_CHANNELS = 192_000, 8
POINTS_A_SECOND = 22_050
"""As espeak-ng speaks, so that both stand in one sound."""
QUIET, LOUD = 0.02, 0.8
"""Of the loudest point: what counts as silence, and how loud a phrase becomes."""
NOTHING = 0.002
"""Below this a sound is silence all over."""
BREATH = 0.08
"""Seconds that stay around the words."""
QUALITY = 0.9

UNREADABLE, TOO_LONG, SILENT = 3, 4, 5
"""How the process ends when a sound is not taken."""


def anew(sent: bytes) -> bytes:
    """Return the sound as it is kept, or end and say why not."""
    import numpy as np  # noqa: PLC0415 (after the limits, which hold for them too)
    import soundfile  # noqa: PLC0415

    try:
        with soundfile.SoundFile(io.BytesIO(sent)) as sound:
            rate = sound.samplerate
            if rate > MOST_RATE or sound.channels > MOST_CHANNELS or rate < 1:
                raise SystemExit(UNREADABLE)
            points = sound.read(int((MOST_SECONDS + 1) * rate), dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, ValueError) as error:
        raise SystemExit(UNREADABLE) from error
    if len(points) > MOST_SECONDS * rate:
        raise SystemExit(TOO_LONG)
    one = np.nan_to_num(points.mean(axis=1))
    loudest = float(np.abs(one).max(initial=0))
    heard = np.flatnonzero(np.abs(one) > QUIET * loudest)
    if loudest < NOTHING or (heard[-1] - heard[0]) < FEWEST_SECONDS * rate:
        raise SystemExit(SILENT)
    around = int(BREATH * rate)
    one = one[max(0, heard[0] - around) : heard[-1] + around] * (LOUD / loudest)
    kept = max(1, round(len(one) * POINTS_A_SECOND / rate))
    waves = np.fft.rfft(one)[: kept // 2 + 1]  # whatever the new rate cannot hold is left out
    one = np.fft.irfft(waves, kept) * (kept / len(one))
    written = io.BytesIO()
    soundfile.write(
        written,
        np.clip(one, -1, 1),
        POINTS_A_SECOND,
        format="MP3",
        subtype="MPEG_LAYER_III",
        compression_level=QUALITY,
        bitrate_mode="CONSTANT",
    )
    return written.getvalue()


if __name__ == "__main__":
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # each thread reserves memory that the limit counts
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU, MOST_CPU))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "darwin":
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    sys.stdout.buffer.write(anew(sys.stdin.buffer.read()))
