"""What a message says in another language: a place for a translator, and the one within Sillon.

The original is always shown. Words leave the house only where an installation says to whom; the
translator within knows ready sentences alone, which the catalogues say in every language.
"""

from collections import OrderedDict
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as NoAnswerYet
from queue import Queue
from threading import Lock, Thread
from typing import Final, Protocol

from webapp.ground import logs

LATE: Final = ("late", "late-train", "late-missed", "late-rest")
"""The ready sentences by which somebody on the way says that they will be late, and why."""
LATE_TOGETHER: Final = ("we-late", "we-late-train", "we-late-missed", "we-late-rest")
"""The same of several who travel together: nobody waits for the others of them."""
AT_STATION: Final = ("at-station", "we-at-station")
"""Those by which guests say that they wait to be fetched: whoever says so is late no more."""
OF_GUESTS: Final = ("at-station", *LATE, "wait-at-station", "thanks", "not-understood")
"""The ready sentences of whoever travels alone."""
OF_SEVERAL: Final = (
    "we-at-station", *LATE_TOGETHER, "wait-at-station", "thanks", "not-understood",
)  # fmt: skip
"""Those of a household that travels together."""
OF_HOSTS: Final = ("at-station", "late", "fetch", "wait-at-station", "thanks", "not-understood")
"""Those of whoever awaits them: a farm, or the association, has missed no train."""
ON_THE_WAY: Final = frozenset({*LATE, *LATE_TOGETHER, *AT_STATION})
"""By which guests tell where they are: of these whoever awaits them is told at once."""
CARDS: Final = frozenset({*OF_GUESTS, *OF_SEVERAL, *OF_HOSTS})
"""The ready sentences."""


Asked = tuple[str, str, str]
"""Words, their language, and that of whoever reads them."""


class Translator(Protocol):
    """Whoever says words in another language."""

    def translate(self, words: str, source: str, target: str, within: float) -> str | None:
        """Return the words in another language; none where that cannot be said, or not yet.

        Parameters
        ----------
        within
            How many seconds whoever asks can wait; with 0 it is asked for, and had another time.
        """
        ...


class CardsOnly:
    """The translator within: it says nothing of free words rather than something wrong."""

    def translate(self, _words: str, _source: str, _target: str, _within: float) -> str | None:
        """Return nothing: ready sentences need no translator."""
        return None


class Server:
    """A server of the installation that speaks as LibreTranslate does.

    It is asked beside the pages: one that is slow holds none of them for longer than a page waits,
    and what it says later is shown when the page is opened again.

    Parameters
    ----------
    url
        Where it is, without `/translate`.
    """

    SECONDS: Final = 10.0
    """Nobody waits longer for its next word."""
    CODES: Final = {"prs": "fa"}
    """What it calls a language otherwise than our pages do."""
    KEPT: Final = 256
    """So many translations are kept, or waited for."""
    AT_ONCE: Final = 2

    def __init__(self, url: str) -> None:
        self._url = url
        self._asked: OrderedDict[Asked, Future[str]] = OrderedDict()
        self._lock = Lock()
        self._to_ask: Queue[tuple[Asked, Future[str]]] = Queue()
        for _ in range(self.AT_ONCE):
            Thread(target=self._work, daemon=True).start()

    def translate(self, words: str, source: str, target: str, within: float) -> str | None:
        """Ask the server; none where it fails, which is asked again another time."""
        if source == target:
            return None
        asked = words, source, target
        try:
            return self._answer(asked).result(within)
        except (NoAnswerYet, CancelledError):
            return None
        except (OSError, ValueError, KeyError) as error:
            logs.log.warning("not-translated", kind=type(error).__name__)
            with self._lock:
                self._asked.pop(asked, None)
            return None

    def _answer(self, asked: Asked) -> Future[str]:
        with self._lock:
            if asked not in self._asked:
                self._asked[asked] = Future()
                self._to_ask.put((asked, self._asked[asked]))
            self._asked.move_to_end(asked)
            if len(self._asked) > self.KEPT:
                self._asked.popitem(last=False)[1].cancel()
            return self._asked[asked]

    def _work(self) -> None:
        while True:
            asked, answer = self._to_ask.get()
            if not answer.set_running_or_notify_cancel():
                continue
            try:
                answer.set_result(self._ask(*asked))
            except Exception as error:  # told to whoever waits for it
                answer.set_exception(error)

    def _ask(self, words: str, source: str, target: str) -> str:
        import requests  # noqa: PLC0415 (few installations have a server)

        called = {each: self.CODES.get(each, each) for each in (source, target)}
        asked = {"q": words, "source": called[source], "target": called[target], "format": "text"}
        answer = requests.post(f"{self._url}/translate", json=asked, timeout=self.SECONDS)
        answer.raise_for_status()
        return str(answer.json()["translatedText"])


def translator_of(url: str) -> Translator:
    """Return who translates in this installation."""
    return Server(url) if url else CardsOnly()
