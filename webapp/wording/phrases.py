"""What is recorded of a language: the fixed pieces of its sentences, its numbers, days and months.

A sentence with places that are filled in ("for %(num)d people") is said in pieces: what stands
before and after them, and what fills them in where that is a number or a name of the calendar.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale
from flask_babel import gettext as _
from jinja2.ext import babel_extract

from webapp.ground.clock import today
from webapp.ground.languages import Language
from webapp.wording.day_patterns import WEEKDAYS
from webapp.wording.sentences import PLACES, TRANSLATED, Said, Sentence, sentences_of
from webapp.wording.solar_hijri import MONTHS, solar_hijri

TEMPLATES: Final = Path(__file__).parents[1] / "templates"
BEHIND_A_LINK: Final = ("visit_page/**/*.html", "components/*.html")
WORD: Final = re.compile(r"[^\s–—.,;:!?؟،؛።፣፤…()«»“”\"/|·]+")
"""A word, as recorded phrases are found again within a page."""
COUNTED_TO: Final = 60
OTHER_MONTHS: Final = {"ar": (Locale.parse("ar_SY"),)}
"""Months stand by both their names in Arabic."""
NOT_RECORDED: Final = "This part is not recorded yet."
"""What is said where nobody has recorded the words of a page."""


@dataclass(frozen=True)
class Phrase:
    """What is said in one breath.

    Parameters
    ----------
    key
        What stands for it in addresses.
    words
        As they are said, without signs around them.
    french
        The sentence that they are of, for whoever records.
    sentence
        The same in the language; empty where it is the words themselves.
    """

    key: str
    words: str
    french: str
    sentence: str = ""


def spoken_words(text: str) -> tuple[str, ...]:
    """Return the words of a text, numbers in the digits that every language counts with."""
    return tuple(
        str(int(word)) if word.isdecimal() else word.casefold() for word in WORD.findall(text)
    )


def phrases_of(language: Language, reworded: Said) -> dict[str, Phrase]:
    """Return what can be recorded of a language by its key, what is needed most first."""
    of = language if language in TRANSLATED else TRANSLATED[0]
    said = [each for each in sentences_of(of, reworded).values() if each.key in of_guests()]
    sentences = [each for each in said if not each.is_a_text_message]
    sentences.sort(key=lambda each: _rank(each.english[0]))
    found: dict[str, Phrase] = {}
    seen: set[tuple[str, ...]] = set()
    pieces = [*_pieces(sentences[:1], language), *_calendar(language)]
    for phrase in (*pieces, *_pieces(sentences[1:], language)):
        if (words := spoken_words(phrase.words)) not in seen:
            seen.add(words)
            found[phrase.key] = phrase
    return found


@cache
def of_guests() -> frozenset[str]:
    """Return the keys of what every language of guests has: Arabic has words of the desk beside."""
    return frozenset.intersection(*(frozenset(sentences_of(each, {})) for each in TRANSLATED))


def honest_phrase() -> str:
    """Return, in the reader's language, what is said where something is not recorded."""
    return _pieces_of(_("This part is not recorded yet."))[0]


def _rank(english: str) -> int:
    """Order sentences: that something is missing, the pages behind a link, anything else."""
    if english == NOT_RECORDED:
        return 0
    return 1 if english in behind_a_link() else 2


def _pieces(sentences: Sequence[Sentence], language: Language) -> Iterator[Phrase]:
    for sentence in sentences:
        forms = {"fr": sentence.french, "en": sentence.english}.get(language.code, sentence.said)
        french = " / ".join(sentence.french or sentence.english)
        number = 0
        for form in forms:
            pieces = _pieces_of(form)
            for words in pieces:
                key = f"{sentence.key}-{number}" if number else sentence.key
                yield Phrase(key, words, french, form if len(pieces) > 1 else "")
                number += 1


def _pieces_of(text: str) -> list[str]:
    """Return the pieces between the places that are filled in, without signs around them."""
    pieces = []
    for piece in PLACES.split(text):
        words = list(WORD.finditer(piece))
        if any(sign.isalpha() for word in words for sign in word[0]):
            pieces.append(piece[words[0].start() : words[-1].end()])
    return pieces


def _calendar(language: Language) -> Iterator[Phrase]:
    """Give numbers, days and months, as pages write them."""
    here, there = Locale.parse("fr"), Locale.parse(language.locale)
    years = [today().year, today().year + 1]
    if language.locale.split("_")[0] in MONTHS:
        years += [solar_hijri(date(year, 6, 1))[0] for year in years]
    for number in (*range(COUNTED_TO + 1), *years):
        yield _named(str(number), str(number))
    days = WEEKDAYS.get(language.locale)
    for number, name in enumerate(days or ()):
        yield _named(name, here.days["format"]["wide"][number])
    for kind in ("months",) if days else ("days", "months"):
        french = getattr(here, kind)["format"]["wide"]
        for locale in (there, *OTHER_MONTHS.get(language.locale, ())):
            for width in ("wide", "abbreviated"):
                for use in ("format", "stand-alone"):
                    for number, name in getattr(locale, kind)[use][width].items():
                        yield _named(" ".join(name.rstrip(".").split()), french[number])
    for name in MONTHS.get(language.locale.split("_")[0], ()):
        yield _named(name, name)


def _named(words: str, french: str) -> Phrase:
    return Phrase(hashlib.sha256(words.encode()).hexdigest()[:16], words, french)


@cache
def behind_a_link() -> frozenset[str]:
    """Return the English of the sentences in templates of pages behind a link."""
    found = set[str]()
    for pattern in BEHIND_A_LINK:
        for path in TEMPLATES.glob(pattern):
            with path.open("rb") as template:
                for _line, _function, said, _notes in babel_extract(
                    template, ("_", "gettext", "ngettext"), (), {}
                ):
                    found.add(said if isinstance(said, str) else str((said or [""])[0]))
    return frozenset(found)
