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
TYPED: Final = {
    "ar": {"أيوه": YES, "ايوا": YES, "naam": YES, "na3am": YES, "aywa": YES, "كلا": NO, "la": NO},
    "prs": {"آری": YES, "bale": YES, "bali": YES, "baleh": YES, "na": NO, "nakhair": NO},
    "ti": {"ewe": YES, "ኣይፋሉን": NO, "ayfal": NO, "aykonen": NO},
    "bn": {"হাঁ": YES, "hae": YES, "na": NO},
}
"""What is typed beside these: other words for the same, and Latin letters on a French telephone."""
SAME_LETTER: Final = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ـ": None, "አ": "ኣ"})
"""One letter of two keyboards (Arabic and Persian), the stroke that only stretches, one sound."""


def understood(words: str, language: str) -> str | None:
    """Return what a text says, if it says it whole and nothing beside; else none."""
    said = _plain(words)
    known = {**EVERYWHERE, **WORDS.get(language, {}), **TYPED.get(language, {})}
    return next((meaning for word, meaning in known.items() if _plain(word) == said), None)


def _plain(words: str) -> str:
    """Return the letters and figures alone, without case, accents or signs around them."""
    folded = unicodedata.normalize("NFKD", words.strip()).casefold().replace("ı", "i")
    kept = (sign for sign in folded if _counts(sign))
    figures = (str(unicodedata.digit(sign, sign)) for sign in kept)
    return " ".join("".join(figures).split()).translate(SAME_LETTER)


def _counts(sign: str) -> bool:
    """Return whether a sign makes the word: a Bengali vowel does (না is no, নে is "take")."""
    category = unicodedata.category(sign)
    return category[0] in "LNZ" or category == "Mc" or sign in "\t\n"
