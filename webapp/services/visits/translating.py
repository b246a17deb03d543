"""What a message says in another language: a place for a translator, and the one within Sillon.

The original is always shown. Words leave the house only where an installation says to whom; the
translator within knows ready sentences alone, which the catalogues say in every language.
"""

from functools import lru_cache
from typing import Final, Protocol

import requests

from webapp.ground import logs

CARDS: Final = ("at-station", "late", "fetch", "wait-at-station", "thanks", "not-understood")
"""The ready sentences."""


class Translator(Protocol):
    """Whoever says words in another language."""

    def translate(self, words: str, source: str, target: str) -> str | None:
        """Return the words in another language; none where that cannot be said."""
        ...


class CardsOnly:
    """The translator within: it says nothing of free words rather than something wrong."""

    def translate(self, _words: str, _source: str, _target: str) -> str | None:
        """Return nothing: ready sentences need no translator."""
        return None


class Server:
    """A server of the installation that speaks as LibreTranslate does.

    Parameters
    ----------
    url
        Where it is, without `/translate`.
    """

    SECONDS: Final = 3.0
    """A page does not wait longer: it shows the original alone."""
    CODES: Final = {"prs": "fa"}
    """What it calls a language otherwise than our pages do."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._asked = lru_cache(256)(self._ask)

    def translate(self, words: str, source: str, target: str) -> str | None:
        """Ask the server; none where it fails, which is asked again another time."""
        if source == target:
            return None
        try:
            return self._asked(words, source, target)
        except (requests.RequestException, ValueError, KeyError) as error:
            logs.log.warning("not-translated", kind=type(error).__name__)
            return None

    def _ask(self, words: str, source: str, target: str) -> str:
        called = {each: self.CODES.get(each, each) for each in (source, target)}
        asked = {"q": words, "source": called[source], "target": called[target], "format": "text"}
        answer = requests.post(f"{self._url}/translate", json=asked, timeout=self.SECONDS)
        answer.raise_for_status()
        return str(answer.json()["translatedText"])


def translator_of(url: str) -> Translator:
    """Return who translates in this installation."""
    return Server(url) if url else CardsOnly()
