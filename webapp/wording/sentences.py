"""The sentences of a language as its translators work on them, beside French."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po
from flask_babel import gettext as _

from webapp.ground.languages import DEFAULT, PUBLIC, TRANSLATIONS, Language
from webapp.wording.lists import in_a_row

PLACES = re.compile(r"%\(\w+\)[sd]|%%")
IN_ORDER = ("zero", "one", "two", "few", "many", "other")
"""CLDR's plural forms, as catalogues have them."""
COUNTED_TO = 30
TRANSLATED = tuple(language for language in PUBLIC if not language.staff)
"""What is translated for guests, and may be said better."""

Said = dict[str, tuple[str, ...]]
"""By the English of a sentence: what is said instead of the catalogue's."""


@dataclass(frozen=True)
class Sentence:
    """A sentence in English, in French and in a language.

    Parameters
    ----------
    english, french, said
        One text, or the forms of a counted one.
    """

    english: tuple[str, ...]
    french: tuple[str, ...]
    said: tuple[str, ...]

    @property
    def key(self) -> str:
        """What stands for it in addresses."""
        return hashlib.sha256(self.english[0].encode()).hexdigest()[:16]

    @property
    def is_a_text_message(self) -> bool:
        """Whether it leaves by SMS, where each sign costs."""
        return self.english[0].startswith("Sillon: ")

    def wrong_in(self, said: Sequence[str]) -> str:
        """Say what keeps other words from standing in its place; nothing if nothing does."""
        if len(said) != len(self.said):
            return str(_("Write %(lines)s lines, one for each count.", lines=len(self.said)))
        possible = [Counter(PLACES.findall(each)) for each in self.english]
        if any(Counter(PLACES.findall(each)) not in possible for each in said):
            places = " ".join(dict.fromkeys(PLACES.findall(self.english[-1])))
            return str(_("Keep these marks as they are: %(places)s", places=places or "–"))
        return ""


def sentences_of(language: Language, reworded: Said) -> dict[str, Sentence]:
    """Return the sentences of a language as they are said now, by their key."""
    french = _sentences(DEFAULT)
    found = {}
    for key, (english, said) in _sentences(language).items():
        if said[0]:
            _id, in_french = french.get(key, ((), ()))
            sentence = Sentence(english, in_french, reworded.get(english[0], said))
            found[sentence.key] = sentence
    return found


def numbers_of(language: Language) -> list[str]:
    """Return some numbers for each plural form of a language, in the order of its forms."""
    rule = Locale.parse(language.locale).plural_form
    forms = [each for each in IN_ORDER if each in {*rule.tags, "other"}]
    taken = {form: [n for n in range(COUNTED_TO) if rule(n) == form] for form in forms}
    return [in_a_row(map(str, taken[form][:5])) or "–" for form in forms]


def reworded_catalogue(language: Language, reworded: Said) -> Catalog:
    """Return a language's catalogue with what is said instead."""
    catalogue = _read(language)
    for english, said in reworded.items():
        message = catalogue.get(english)
        if message is not None and len(_forms(message.string)) == len(said):
            message.string = tuple(said) if message.pluralizable else said[0]
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as a gettext file, as Weblate and Poedit read it."""
    file = BytesIO()
    write_po(file, catalogue, width=100, ignore_obsolete=True)
    return file.getvalue()


def read_better(file: bytes, language: Language, reworded: Said) -> tuple[Said, int]:
    """Return what a gettext file says better, and how many of its sentences cannot be taken.

    Raises
    ------
    ValueError
        If it is no gettext file.
    """
    try:
        theirs = read_po(BytesIO(file), locale=language.locale, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        raise ValueError(str(error)) from error
    better, refused = {}, 0
    for sentence in sentences_of(language, reworded).values():
        message: Message | None = theirs.get(sentence.english[0])
        said = _forms(message.string) if message and not message.fuzzy else ("",)
        if not all(said) or said == sentence.said:
            continue
        if sentence.wrong_in(said):
            refused += 1
        else:
            better[sentence.english[0]] = said
    return better, refused


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


@lru_cache(maxsize=2)
def _sentences(
    language: Language,
) -> dict[tuple[str, str | None], tuple[tuple[str, ...], tuple[str, ...]]]:
    """Read what a catalogue says, by English and context; French and one beside stay read.

    A catalogue as babel reads it takes four times the memory of its words.
    """
    return {
        (_forms(each.id)[0], each.context): (_forms(each.id), _forms(each.string))
        for each in _read(language)
        if each.id
    }


def _read(language: Language) -> Catalog:
    file = TRANSLATIONS / language.locale / "LC_MESSAGES" / "messages.po"
    with file.open("rb") as readable:
        return read_po(readable, locale=language.locale)
