"""By what a name sounds alike in every spelling and script: its consonants, in Latin letters.

Offices write one name in many ways: محمد is Mohamed, Muhammad or Mohammad, Юсуф is Youssef. Vowels
are what differs, and are often not written at all; so are w, v and y, which one script takes for a
vowel where another does not. What sounds alike may be two people: it is asked about, never decided.
"""

import re
import unicodedata
from typing import Final

from webapp.ground.names import ARTICLES, plain

ENOUGH: Final = 4
"""Consonants that a whole name must have: with fewer, too many names sound alike."""

CONSONANTS: Final = {
    # Arabic, with the letters of Persian, Pashto and Urdu; alef, waw, yeh and ain are left out.
    "ب": "b", "پ": "b", "ت": "t", "ٹ": "t", "ټ": "t", "ث": "t", "ج": "j", "چ": "s", "ح": "h",
    "خ": "h", "څ": "s", "ځ": "z", "د": "d", "ډ": "d", "ڈ": "d", "ذ": "z", "ر": "r", "ړ": "r",
    "ڑ": "r", "ز": "z", "ژ": "j", "ږ": "j", "س": "s", "ش": "s", "ښ": "s", "ص": "s", "ض": "z",
    "ط": "t", "ظ": "z", "غ": "g", "ف": "f", "ڤ": "f", "ق": "k", "ك": "k", "گ": "g", "ګ": "g",
    "ل": "l", "م": "m", "ن": "n", "ں": "n", "ڼ": "n", "ه": "h",
    # Cyrillic.
    "б": "b", "г": "g", "ґ": "g", "д": "d", "ж": "j", "з": "z", "к": "k", "л": "l", "м": "m",
    "н": "n", "п": "b", "р": "r", "с": "s", "т": "t", "ф": "f", "х": "h", "ц": "s", "ч": "s",
    "ш": "s", "щ": "s",
}  # fmt: skip
TOGETHER: Final = (
    ("sch", "s"), ("tch", "s"), ("tsh", "s"), ("sh", "s"), ("ch", "s"), ("ts", "s"), ("kh", "h"),
    ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("dj", "j"), ("zh", "j"), ("ck", "k"),
    ("ce", "s"), ("ci", "s"), ("x", "ks"), ("q", "k"), ("c", "k"), ("p", "b"),
)  # fmt: skip
"""Latin signs for one sound, the longest first."""
LATIN: Final = frozenset("bdfghjklmnrstz")
SYLLABLE: Final = re.compile(r"(ETHIOPIC SYLLABLE|BENGALI LETTER) ([A-Z]+)$")
"""Letters whose own name says how they sound."""


def sounds_like(*names: str) -> str:
    """Return what is the same for names that sound alike, in whatever order they are put.

    Empty where too few consonants are left to tell anybody apart.
    """
    words = [word for word in plain(" ".join(names)).split() if word not in ARTICLES]
    skeletons = sorted(filter(None, map(_skeleton, words)))
    return " ".join(skeletons) if sum(map(len, skeletons)) >= ENOUGH else ""


def _skeleton(word: str) -> str:
    """Return the consonants of a word, each once in a row; a last h is not heard."""
    if word.startswith("ال"):
        word = word[2:]
    latin = "".join(map(_latin, word))
    for signs, sound in TOGETHER:
        latin = latin.replace(signs, sound)
    heard = "".join(sign for sign in latin if sign in LATIN)
    return re.sub(r"(.)\1+", r"\1", heard).removesuffix("h")


def _latin(letter: str) -> str:
    if letter.isascii():
        return letter
    named = SYLLABLE.match(unicodedata.name(letter, ""))
    if named:
        return named[2].lower().replace("x", "h")
    return CONSONANTS.get(letter, "")
