"""What a cell means, as the value that a form takes.

What a cell cannot mean stays as it is written: the form refuses it, in the words it has for what
somebody types.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from flask_babel import force_locale

from matching.checks import ProblemError
from matching.command import cells
from webapp.ground.languages import PUBLIC
from webapp.ground.names import plain
from webapp.wording import label

YES, NO = {*cells.YES, "نعم"}, {*cells.NO, "لا"}
OTHER_WORDS: Final[dict[str, dict[str, str]]] = {
    "sex": {
        "h": "man", "m": "man", "masculin": "man", "male": "man", "garcon": "man", "mr": "man",
        "f": "woman", "feminin": "woman", "female": "woman", "fille": "woman", "mme": "woman",
        "autre": "not-said", "other": "not-said", "nsp": "not-said",
    },
    "channel": {"appel": "phone-call", "telephone": "phone-call", "call": "phone-call"},
    "frame": {"decouverte": "discovery", "pmsmp": "immersion"},
    "language": {"farsi": "fa", "peul": "ff", "pular": "ff", "malinke": "man", "kurde": "kmr"},
}  # fmt: skip
"""What people write beside the codes and their labels, in small letters without accents."""
_ONE_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{4}")
_LEVEL = re.compile(r"\b([ABC][012])\b", re.IGNORECASE)
_HOURS = re.compile(r"(\d+)\s*h\s*/\s*(\d+)\s*h", re.IGNORECASE)


@cache
def codes_by_word(kind: str, codes: tuple[str, ...]) -> dict[str, str]:
    """Return the codes of a kind by every word for them: the code, its labels in each language."""
    words: dict[str, str] = {}
    for language in PUBLIC:
        with force_locale(language.locale):
            words |= {plain(str(label(kind, code))): code for code in codes}
    words |= {plain(code): code for code in codes}
    return words | OTHER_WORDS.get(kind, {})


def choice(kind: str, codes: tuple[str, ...], cell: str) -> str:
    """Return the code that a cell means."""
    return codes_by_word(kind, codes).get(plain(cell), cell)


def level(kind: str, codes: tuple[str, ...], cell: str) -> str:
    """Return a level of French, also where a test has cut it finer: ``A1.1``."""
    found = choice(kind, codes, cell)
    written = _LEVEL.search(found)
    return written[1].upper() if found == cell and written else found


def several(kind: str, codes: tuple[str, ...], cell: str) -> list[str]:
    """Return the codes that a list means, each once."""
    return list(dict.fromkeys(choice(kind, codes, each) for each in cells.items(cell)))


def yes_no(cell: str) -> bool | None:
    """Return yes or no; none for what is neither."""
    word = plain(cell)
    return True if word in YES else False if word in NO else None


def number(cell: str) -> str:
    """Return a whole number, without a unit."""
    return str(cells.whole(re.sub(r"\s*km$", "", cell.strip(), flags=re.IGNORECASE)))


def day(cell: str) -> str:
    """Return a day as 2027-04-05."""
    try:
        return cells.day(cell)
    except ProblemError:
        return cell


def year(cell: str) -> str:
    """Return a year, also of a whole day of birth, which is not kept."""
    written = _ONE_DAY.search(cell)
    return day(written[0])[:4] if written else number(cell)


@lru_cache(maxsize=4096)
def telephone(cell: str) -> str:
    """Return a telephone number, with the 0 or the + that a spreadsheet took for nothing."""
    figures = re.sub(r"[\s.\-]", "", cell.removesuffix(".0"))
    if re.fullmatch(r"[1-9]\d{8}", figures):
        return f"0{figures}"
    return f"+{figures}" if re.fullmatch(r"33[1-9]\d{8}", figures) else cell


def spans(cell: str) -> Iterable[tuple[str, str, str, str]]:
    """Give each item of a list of days: what is before, first and last day, what is after.

    A single day is both; an item without any, or with more than two, has the cell as its days.
    """
    for item in filter(None, map(str.strip, re.split(r"[;|\n]", cell))):
        found = list(_ONE_DAY.finditer(item))
        if len(found) not in {1, 2}:
            yield "", item, item, ""
            continue
        before, after = item[: found[0].start()].strip(), item[found[-1].end() :].strip()
        yield (
            re.sub(r"\b(du|from|:)$", "", before).strip(),
            day(found[0][0]),
            day(found[-1][0]),
            after,
        )


def hours(words: str) -> dict[str, str]:
    """Return the hours of a day of a course, and those that visits may take: ``3 h / 12 h``."""
    found = _HOURS.search(words)
    return dict(zip(("hours", "missable"), found.groups(), strict=True)) if found else {}


def weekdays(words: str) -> list[str]:
    """Return the days of the week that some words begin: ``lun mar``."""
    known = codes_by_word("weekday", tuple("1234567"))
    found = []
    for word in plain(_HOURS.sub("", words)).split():
        codes = {
            code for name, code in known.items() if name.startswith(word[:3]) and len(word) > 1
        }
        found.append(known.get(word) or (codes.pop() if len(codes) == 1 else word))
    return found
