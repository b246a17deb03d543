"""Which sentences a page chooses, whatever language it says them in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from flask_babel import Domain


class Noting:
    """Translations that note what is looked up, by its English words."""

    def __init__(self, translations: Any, chosen: set[str]) -> None:
        self.translations, self.chosen = translations, chosen

    def ugettext(self, words: str) -> Any:
        self.chosen.add(words)
        return self.translations.ugettext(words)

    def ungettext(self, one: str, several: str, number: int) -> Any:
        self.chosen.add(one)
        return self.translations.ungettext(one, several, number)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.translations, name)


@contextmanager
def chosen_words() -> Iterator[set[str]]:
    """Note the sentences that are chosen inside."""
    chosen: set[str] = set()
    find = Domain.get_translations

    def get_translations(domain: Domain) -> Noting:
        return Noting(find(domain), chosen)

    with patch.object(Domain, "get_translations", get_translations):
        yield chosen
