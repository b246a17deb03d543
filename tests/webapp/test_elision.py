"""French runs small words together with a vowel: “d’Omid”, which no sentence can know before."""

import re
from pathlib import Path

from babel.messages.pofile import read_po

from webapp.ground.languages import TRANSLATIONS

SMALL = re.compile(r"\b(?:de|que|ne|se|je|jusque|lorsque|puisque) (?:<[^>]*>)*%\((\w+)\)s", re.I)
RUN_TOGETHER = re.compile(r"\b(?:d|l|qu|n|s|jusqu|lorsqu)’(?:<[^>]*>)*%\((\w+)\)s", re.I)
BEGIN_ALIKE = {
    "code", "codes",  # P-017
    "adults", "days", "fewest", "min", "most", "nights", "people", "silent", "starts",  # numbers
    "wrong",
}  # fmt: skip
"""What such a word may stand before: a code or a number, which never takes its vowel."""


def french() -> list[str]:
    """Return every sentence of the screens in French."""
    with (Path(TRANSLATIONS) / "fr" / "LC_MESSAGES" / "messages.po").open("rb") as kept:
        catalogue = read_po(kept, locale="fr")
    said: list[str] = []
    for each in catalogue:
        if each.id and each.string:
            said += [each.string] if isinstance(each.string, str) else [*each.string]
    return said


def test_no_french_sentence_puts_a_name_after_a_word_that_may_lose_its_vowel() -> None:
    found = [words for words in french() if set(SMALL.findall(words)) - BEGIN_ALIKE]
    assert not found, "Word them so that none is needed: " + "\n".join(found)


def test_no_french_sentence_takes_the_vowel_away_before_a_name_it_does_not_know() -> None:
    found = [words for words in french() if RUN_TOGETHER.search(words)]
    assert not found, "\n".join(found)
