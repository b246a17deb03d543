#!/bin/sh
# fpdf2 2.8.9 with text shaping cuts a line where the script of a character is "Inherited", as that
# of the Arabic vowel marks is: the mark becomes a run of its own and is shaped without its letter.
# HarfBuzz, given the whole word in one run, places the mark over its letter.
# Valid input: set_text_shaping(True) and cell(text=...) of a word of three letters that ends in a
# tanwin (U+064C), in DejaVu Sans, which has all of them.
# Output seen: runs of the word: 2 (the letters, the mark alone); the text read back by pdfium begins
# with the mark on a line of its own, then the word: '\u064c' '\u0628\u064a\u062a'.
# So webapp/pdf joins runs of one font again before they are shaped (test_document.py reads each
# language back).
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check \
    fpdf2==2.8.9 uharfbuzz==0.57.0 matplotlib==3.10.7 pypdfium2==5.15.2
"$folder/env/bin/python" - <<'PYTHON'
import sys
from pathlib import Path

import fpdf
import matplotlib
import pypdfium2

font = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
word = "\u0628\u064a\u062a\u064c"
page = fpdf.FPDF()
page.add_page()
page.add_font("sans", fname=str(font))
page.set_font("sans", size=20)
page.set_text_shaping(True)
runs = [run.string for run in page._preload_bidirectional_text(word, markdown=False)]
page.cell(text=word)
read = pypdfium2.PdfDocument(bytes(page.output()))[0].get_textpage().get_text_range()
print(fpdf.__version__, "runs:", ascii(runs), "read back:", [ascii(line) for line in read.split()])
sys.exit(read.split() != ["\u064c", "\u0628\u064a\u062a"])
PYTHON
