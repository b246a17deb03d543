"""Yes, no and stop, as people write them in a text message: whole words, and figures."""

import unicodedata
from typing import Final

YES, NO, STOP = "yes", "no", "stop"

EVERYWHERE: Final = {"1": YES, "2": NO, "stop": STOP, "oui": YES, "non": NO, "yes": YES, "no": NO}
"""Understood from everyone: French and English are read beside one's own language."""
WORDS: Final = {
    "fr": {"arret": STOP},
    "en": {"unsubscribe": STOP},
    "ar": {"نعم": YES, "لا": NO, "توقف": STOP, "قف": STOP, "ايقاف": STOP},
    "prs": {"بله": YES, "بلی": YES, "نه": NO, "نخیر": NO, "توقف": STOP},
    "ps": {"هو": YES, "نه": NO, "ودرېږه": STOP, "بند": STOP},
    "ti": {"እወ": YES, "ኣይፋል": NO, "ኣይፋልን": NO, "ኣይኮነን": NO, "ደው": STOP},
    "uk": {"так": YES, "ні": NO, "стоп": STOP},
    "ru": {"да": YES, "нет": NO, "стоп": STOP},
    "bn": {"হ্যাঁ": YES, "হ্যা": YES, "না": NO, "বন্ধ": STOP, "থামুন": STOP},
    "so": {"haa": YES, "maya": NO, "jooji": STOP},
    "tr": {"evet": YES, "hayır": NO, "hayir": NO, "dur": STOP},
}
"""By the language of whoever writes: a word that says yes in one says something else in another."""


def understood(words: str, language: str) -> str | None:
    """Return what a text says, if it says it whole and nothing beside; else none."""
    said = _plain(words)
    known = {**EVERYWHERE, **WORDS.get(language, {})}
    return next((meaning for word, meaning in known.items() if _plain(word) == said), None)


def _plain(words: str) -> str:
    """Return the letters and figures alone, without case, accents or signs around them."""
    folded = unicodedata.normalize("NFKD", words.strip()).casefold().replace("ı", "i")
    kept = (sign for sign in folded if unicodedata.category(sign)[0] in "LNZ" or sign in "\t\n")
    figures = (str(unicodedata.digit(sign, sign)) for sign in kept)
    return " ".join("".join(figures).split()).replace("أ", "ا").replace("إ", "ا")
