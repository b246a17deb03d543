"""Telephone numbers as people write them, kept as E.164, and what can be sent to them."""

import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import Any

OVERSEAS = ("RE", "YT", "GP", "MQ", "GF", "PM")
"""Departments whose numbers are dialled like the mainland's, with a country code of their own."""
OVERSEAS_STARTS = (
    "0262", "0263", "0269", "0508", "0590", "0594", "0596", "0639",
    "0690", "0691", "0692", "0693", "0694", "0695", "0696", "0697",
)  # fmt: skip
"""How they begin in the national numbering plan (Arcep): never a number of the mainland."""
KEPT_FOR_FICTION = ("+3319900", "+3326191", "+3335301", "+3346571", "+3353649", "+3363998")
"""French numbers that nobody is given (Arcep): invented people have them; the last are mobile."""
FICTION_MOBILE = "+3363998"


class Line(StrEnum):
    """What a number can carry."""

    MOBILE = "mobile"
    """Text messages and calls."""
    FIXED = "fixed"
    """Calls only."""
    SURCHARGED = "surcharged"
    """Nobody should have to pay for reaching a person here."""


@lru_cache(maxsize=64)
def read_number(typed: str) -> str | None:
    """Return a number as E.164, or none if it is not one.

    Signs between the figures do not count, nor the script of the figures. A number without its
    country is French, of the mainland or overseas, and never guessed into another country.
    """
    import phonenumbers  # noqa: PLC0415 (its tables take a while to load; few pages need them)

    figures = _figures(typed)
    if figures is None:
        return None
    for region in _regions(figures):
        try:
            number = phonenumbers.parse(figures, region)
        except phonenumbers.NumberParseException:
            continue
        written = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
        if _is_given(number, region, written):
            return written
    return None


def _figures(typed: str) -> str | None:
    """Return figures 0 to 9, after a + if there is one; none when there are letters."""
    folded = unicodedata.normalize("NFKC", typed).strip()
    if any(sign.isalpha() for sign in folded):
        return None
    figures = "".join(str(int(sign)) for sign in folded if sign.isdecimal())
    abroad = folded.lstrip("\u200e\u200f\u2066\u2068(").startswith("+")
    if abroad or figures.startswith("00"):
        figures = figures if abroad else figures[2:]
        return "+" + (figures.replace("330", "33", 1) if figures.startswith("330") else figures)
    return figures


def _regions(figures: str) -> tuple[str, ...]:
    if figures.startswith("+"):
        return ("ZZ",)
    overseas = figures.startswith(OVERSEAS_STARTS)
    is_fiction = f"+33{figures[1:]}".startswith(KEPT_FOR_FICTION)
    return ("FR",) if not overseas or is_fiction else OVERSEAS


def _is_given(number: Any, region: str, written: str) -> bool:
    import phonenumbers  # noqa: PLC0415 (as above)

    if written.startswith(KEPT_FOR_FICTION):
        return bool(phonenumbers.is_possible_number(number))
    if region == "ZZ":
        return bool(phonenumbers.is_valid_number(number))
    return bool(phonenumbers.is_valid_number_for_region(number, region))


@lru_cache(maxsize=4096)
def line_of(number: str) -> Line:
    """Return what a number, in E.164, can carry."""
    import phonenumbers  # noqa: PLC0415 (as above)

    if number.startswith(KEPT_FOR_FICTION):
        return Line.MOBILE if number.startswith(FICTION_MOBILE) else Line.FIXED
    kinds = phonenumbers.PhoneNumberType
    kind = phonenumbers.number_type(phonenumbers.parse(number))
    if kind in {kinds.PREMIUM_RATE, kinds.SHARED_COST}:
        return Line.SURCHARGED
    # Some countries, the United States among them, do not tell the two apart.
    return Line.MOBILE if kind in {kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE} else Line.FIXED


def takes_texts(number: str | None) -> bool:
    """Whether a text message to this number can arrive."""
    return number is not None and line_of(number) is Line.MOBILE
