"""Words for what a page writes in signs: a voice would leave them out, or name them for the eye.

What espeak-ng 1.52 makes of each sign was listened to voice by voice: of « 18–20 décembre » it says
« dix-huit vingt décembre », of a sum in Russian the number alone, of 14:30 in Ukrainian "fourteen
two dots thirty", and between the two names of an Arabic month the English word "slash".
"""

import re
from functools import lru_cache, partial
from typing import Final, NamedTuple

from babel import Locale
from babel.units import format_unit

RANGE: Final = re.compile(r"(?<=[\w)])\s*–\s*(?=\d)|(?<=\d)\s*–\s*(?=\S+ \d)")
"""Between two ends, of which the second begins with a number, or with the name of a day or month
and its number after one."""
CLOCK: Final = re.compile(r"(?<=\d):(?=\d\d)")
"""The colon of an hour: alone it is a pause, and no sign that a voice names."""
SLASH: Final = re.compile(r"(?<=\w)\s*/\s*(?=\w)")


class Signs(NamedTuple):
    """What a voice does not say of signs as its listeners would.

    Parameters
    ----------
    to
        The word between the two ends of a range.
    units
        What its pages shorten hours and minutes to, in this order; empty where they do not.
    named
        What is said in place of a sign.
    """

    to: str
    units: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()


SIGNS: Final = {
    "fr": Signs("à", ("h", "min")),
    "en": Signs("to", ("h", "min")),
    "ar": Signs("إلى", named=(("%", "بالمئة"),)),
    "fa": Signs("تا", named=(("€", "یورو"), (":", ""))),
    "ti": Signs("ክሳብ"),
    "uk": Signs("до", ("год", "хв"), (("€", "євро"), ("№", "номер"), ("…", ""), (":", ""))),
    "ru": Signs("до", ("ч", "мин"), (("€", "евро"),)),
    "bn": Signs("থেকে", named=(("€", "ইউরো"),)),
    "tr": Signs("ila", ("sa", "dk")),
}
"""By voice. No native speaker has judged these words yet."""


def _shortened(language: str, *others: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return what finds the short words of a language, and the whole one for each."""
    names = Locale.parse(language).days["format"]
    days = {short: names["wide"][number] for number, short in names["abbreviated"].items()}
    found = "|".join(rf"{re.escape(short)}(?![\w.])" for short in days)
    return re.compile("|".join([rf"\b(?:{found})", *others])), days


NUMBER: Final = "numéro "
"""For n°, which French pages shorten beside the days."""
SHORTENED: Final = {
    "fr": _shortened("fr", r"\bn°\s*"),
    "en": _shortened("en"),
}
"""By voice, what its pages shorten; the other languages write days in full."""


UNITS: Final = {
    voice: [
        (re.compile(rf"(\d+)\s*{short}\b"), f"duration-{unit}")
        for short, unit in zip(signs.units, ("hour", "minute"), strict=False)
    ]
    for voice, signs in SIGNS.items()
}
"""By voice, what finds a number of hours or minutes, and Babel's name of the unit."""


def said_in_full(text: str, voice: str) -> str:
    """Return a text with whole words for signs, and for what is shortened for the eye.

    Each page is read so: what stands in no text of it is looked for in the quickest way.
    """
    if voice in SHORTENED:
        short, whole = SHORTENED[voice]
        text = short.sub(lambda found: whole.get(found[0], NUMBER), text)
    if (signs := SIGNS.get(voice)) is None:
        return text
    if "–" in text:
        text = RANGE.sub(f" {signs.to} ", text)
    if "/" in text:
        text = SLASH.sub(" ", text)
    for sign, words in signs.named:
        if sign in text:
            text = CLOCK.sub(" ", text) if sign == ":" else text.replace(sign, f" {words}")
    for numbered, unit in UNITS[voice]:
        text = numbered.sub(partial(_found, unit, voice), text)
    return text


def _found(unit: str, voice: str, found: re.Match[str]) -> str:
    return _long(found[1], unit, voice)


@lru_cache(maxsize=512)
def _long(number: str, unit: str, voice: str) -> str:
    return format_unit(int(number), unit, "long", locale=voice)
