"""One spelling for the names of people and farms, to find them by and to see who is there twice.

Names come from many alphabets and keyboards. What a hand, a keyboard or an office writes in several
ways is folded here to one; two alphabets are never taken for each other. Communes have a spelling
of their own (`geography.spelling`), which knows of Saint and of what is heard.
"""

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

LETTERS: Final = str.maketrans(
    {
        # Latin letters that are no plain letter with a mark on it.
        "ı": "i", "ł": "l", "đ": "d", "ð": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ŋ": "n",
        "œ": "oe", "æ": "ae", "þ": "th", "ə": "e", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y",
        "ɛ": "e", "ɔ": "o", "ɲ": "n",
        # Arabic letters that Persian, Pashto and Urdu keyboards give another code, or that are
        # written one for the other at the end of a word.
        "ى": "ي", "ی": "ي", "ې": "ي", "ۍ": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ۃ": "ه",
        "ہ": "ه", "ە": "ه", "ھ": "ه", "ٱ": "ا", "ء": "", "ـ": "",
        # What letter keyboards put inside a word for want of a letter, and half spaces.
        "ʼ": " ", "ʻ": " ", "ʿ": " ", "ʾ": " ", "\u200c": "", "\u200d": "",
    }
)  # fmt: skip
_SPACES: Final = {code: " " for code in range(128) if not chr(code).isalnum()}
"""What is no letter and no figure among the signs of English, of which most texts are made."""
ARTICLES: Final = {"al", "el", "ul", "as", "ash", "ar", "at", "az", "ad", "d", "l", "n", "m", "o"}
"""What belongs to the word after it: Al Hassan is Al-Hassan and Alhassan, N Diaye is N'Diaye."""


def plain(text: str) -> str:
    """Return a text in small letters, one spelling each, and figures 0 to 9, in single spaces.

    >>> plain("Al-Hassan, ŁUCJA")
    'al hassan lucja'
    """
    if text.isascii():
        return " ".join(text.lower().translate(_SPACES).split())
    apart = unicodedata.normalize("NFKD", text.casefold()).translate(LETTERS)
    return " ".join("".join(map(_sign, apart)).split())


def finds(wanted: str, *texts: str) -> bool:
    """Whether all that is wanted occurs in the texts, in any order, or as one word in one of them.

    Nothing wanted is found everywhere.
    """
    return finder(wanted)(*texts)


def finder(wanted: str) -> Callable[..., bool]:
    """Return `finds` for what is wanted of many: it is folded once."""
    words = plain(wanted).split()
    joined = "".join(words)

    def is_found(*texts: str) -> bool:
        folded = [plain(text) for text in texts]
        if all(any(word in text for text in folded) for word in words):
            return True
        return any(joined in text.replace(" ", "") for text in folded)

    return is_found


def same_words(*names: str) -> str:
    """Return what is the same for one person in whatever order and fields their names are put."""
    joined, start = [], ""
    for word in plain(" ".join(names)).split():
        if word in ARTICLES:
            start += word
        else:
            joined.append(start + word)
            start = ""
    return " ".join(sorted([*joined, start] if start else joined))


@lru_cache(maxsize=4096)
def _sign(sign: str) -> str:
    """Return a letter, a figure from 0 to 9, nothing for a mark on a letter, else a space.

    A vowel that stands on its letter, as in Bengali, is one of the word's own.
    """
    if sign.isdecimal():
        return str(int(sign))
    if sign.isalpha():
        return sign
    if unicodedata.combining(sign):
        return ""
    return sign if unicodedata.category(sign).startswith("M") else " "
