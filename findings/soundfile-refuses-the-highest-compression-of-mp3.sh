#!/bin/sh
# soundfile 0.14.0 (libsndfile 1.2.2 in its wheel) takes a compression level from 0 to 1 and refuses
# its own highest, 1.0, for MP3 alone; for Opus, Vorbis and FLAC the same level is written.
# Seen with Python 3.11, numpy 2.4. Valid input: one second of a tone in 48 kHz, each format at 0.99
# and at 1.0.
# Output seen: MP3 0.99 written, MP3 1.0 LibsndfileError "Error set compression level 1.0(Garbled
# error message from libsndfile)"; OPUS, VORBIS and FLAC written at both.
# So the speech that we write has a level below 1, and a test measures its kilobytes a second.
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check soundfile==0.14.0 numpy==2.4.6
"$folder/env/bin/python" - <<'PYTHON'
import io
import sys

import numpy
import soundfile

tone = 0.3 * numpy.sin(numpy.arange(48_000) / 20)
seen = {}
for kind, coding in (
    ("MP3", "MPEG_LAYER_III"), ("OGG", "OPUS"), ("OGG", "VORBIS"), ("FLAC", "PCM_16"),
):
    for level in (0.99, 1.0):
        written = io.BytesIO()
        try:
            soundfile.write(
                written, tone, 48_000, format=kind, subtype=coding, compression_level=level
            )
            seen[coding, level] = "written"
        except soundfile.LibsndfileError as error:
            seen[coding, level] = f"{type(error).__name__}: {error}"
        print(f"{coding} {level}: {seen[coding, level]}")
refused = [each for each, said in seen.items() if said != "written"]
as_before = refused == [("MPEG_LAYER_III", 1.0)]
print(
    f"soundfile {soundfile.__version__}, {soundfile.__libsndfile_version__}:",
    "as before" if as_before else "changed",
)
sys.exit(0 if as_before else 1)
PYTHON
