#!/bin/sh
# Pillow 13.0.0 writes a JPEG's comment again when the picture is resized or turned and saved anew,
# while EXIF of the same file is left out: whoever re-encodes a photo so that nothing tells where it
# was taken keeps the words in which it may stand. Saved as PNG or WebP they are gone.
# Valid input: a JPEG of 8 × 8 points with an EXIF description and a comment, resized to 4 × 4.
# Output seen: "JPEG: comment kept, EXIF left out", "PNG: neither", "WEBP: neither".
# So a farm's photo is made anew from its points alone, tested for every kind of word in a file.
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check pillow==13.0.0
"$folder/env/bin/python" - <<'PYTHON'
import sys
from io import BytesIO

from PIL import Image

DESCRIPTION = 0x010E
exif = Image.Exif()
exif[DESCRIPTION] = "told by exif"
written = BytesIO()
Image.new("RGB", (8, 8)).save(written, "JPEG", exif=exif, comment=b"told by comment")
seen = {}
for kind in ("JPEG", "PNG", "WEBP"):
    saved = BytesIO()
    Image.open(BytesIO(written.getvalue())).resize((4, 4)).save(saved, kind)
    seen[kind] = b"told by comment" in saved.getvalue(), b"told by exif" in saved.getvalue()
words = {(True, False): "comment kept, EXIF left out", (False, False): "neither"}
for kind, found in seen.items():
    print(f"{kind}: {words.get(found, found)}")
neither = (False, False)
sys.exit(0 if seen == {"JPEG": (True, False), "PNG": neither, "WEBP": neither} else 1)
PYTHON
