#!/bin/sh
# espeak-ng 1.52 (of the wheel espeakng-loader 0.2.4) says nothing for the sign of the euro in
# Persian, Ukrainian, Russian and Bengali: of a fare of 3 € its listener hears "three". In French,
# English, Arabic, Tigrinya and Turkish the same sign is said. Two voices say "two dots" within an
# hour of the clock (Persian, Ukrainian), where the seven others pause or say the word for hours.
# The dash of a range is silent in all nine: 18–20 is "eighteen twenty".
# Seen with Python 3.11. Valid input: espeak_TextToPhonemes of "3 €", "14:30" and "18–20".
# Output seen: the phonemes below. So a page that is read aloud says these in words.
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check espeakng-loader==0.2.4
"$folder/env/bin/python" - <<'PYTHON'
import ctypes
import sys
from importlib.metadata import version

import espeakng_loader

RETRIEVAL, UTF8, IPA = 1, 1, 2
library = ctypes.CDLL(espeakng_loader.get_library_path())
library.espeak_Initialize(RETRIEVAL, 0, str(espeakng_loader.get_data_path()).encode(), 0)
library.espeak_TextToPhonemes.restype = ctypes.c_char_p
library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]


def said(voice: str, text: str) -> str:
    library.espeak_SetVoiceByName(voice.encode())
    written = ctypes.create_string_buffer(text.encode())
    at = ctypes.c_void_p(ctypes.addressof(written))
    parts = []
    while at.value:
        parts.append(library.espeak_TextToPhonemes(ctypes.byref(at), UTF8, IPA).decode())
    return " ".join(" ".join(parts).split())


without_currency, two_dots, dash_said = [], [], []
for voice in ("fr", "en", "ar", "fa", "ti", "uk", "ru", "bn", "tr"):
    sum_, alone = said(voice, "3 €"), said(voice, "3")
    hour, apart = said(voice, "14:30"), said(voice, "14 30")
    stay, both = said(voice, "18–20"), said(voice, "18 20")
    print(f"{voice}: 3 € = {sum_}; 3 = {alone}; 14:30 = {hour}; 18–20 = {stay}")
    without_currency += [voice] * (sum_ == alone)
    two_dots += [voice] * (len(hour.split()) >= len(apart.split()) + 1 and voice != "fr")
    dash_said += [voice] * (stay != both)
print("the euro is silent:", without_currency)
print("a colon is said:", two_dots)
print("the dash of a range is said:", dash_said)
as_before = without_currency == ["fa", "uk", "ru", "bn"] and two_dots == ["fa", "uk"] and not dash_said
print(f"espeakng-loader {version('espeakng-loader')}:", "as before" if as_before else "changed")
sys.exit(0 if as_before else 1)
PYTHON
