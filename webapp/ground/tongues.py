"""Which languages are one for a conversation, and names of languages that no list has.

Somebody's languages are codes of `vocabulary.LANGUAGES`, or a name as it was typed, which begins
with a capital: no code does.
"""

from collections.abc import Iterable
from typing import Final

from webapp.ground.names import plain
from webapp.ground.vocabulary import LANGUAGES

ONE_FOR_A_CONVERSATION: Final = (
    # ISO 639-3 (SIL, macrolanguage mappings): Iranian Persian and Dari are both Persian (fas).
    frozenset({"fa", "prs"}),
    # Glottolog, Manding: Bambara, Dyula and Maninka are one chain of neighbours who talk freely;
    # `man` is what people call Malinké or Mandingue.
    frozenset({"man", "bm", "dyu"}),
)

NOT_ONE: Final = (
    ("kmr", "ckb"),  # ISO 639-3 has both under Kurdish; speakers of one do not follow the other
    ("prs", "ps"),  # two languages of one country
    ("uk", "ru"),  # many speak both: then both are ticked
    ("am", "ti"),  # one alphabet, two languages
    ("so", "om"),
    ("sus", "man"),  # Mande both, and far apart
    ("es", "pt"),
    ("es", "it"),
    ("tr", "kmr"),
)
"""Pairs that are near on a list, in a family or on a map, and are no common language."""


def understood(spoken: Iterable[str]) -> tuple[str, ...]:
    """Return the languages in which those who speak these can hold a conversation."""
    known = [spelled(language) for language in spoken]
    beside = {
        each for group in ONE_FOR_A_CONVERSATION for each in group if not group.isdisjoint(known)
    }
    return (*known, *sorted(beside - set(known)))


def spelled(language: str) -> str:
    """Return a code as it is, and a name in the one spelling by which two of them are the same."""
    return language if language in LANGUAGES else plain(language).capitalize()
