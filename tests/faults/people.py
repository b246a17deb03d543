"""Somebody at work: invites people and runs rounds, one after the other, until told to stop."""

import threading
from itertools import count

from tests.faults.browser import Browser
from tests.faults.ledger import Ledger
from webapp.models import RoundState

OVER = (RoundState.DRAFT, RoundState.SOLVED, RoundState.FAILED, RoundState.CANCELLED)


class Coordinator:
    """Acts on the pages, and keeps in the ledger what the pages said was done.

    Parameters
    ----------
    browser, ledger
        Their tools.
    """

    def __init__(self, browser: Browser, ledger: Ledger) -> None:
        self.browser, self.ledger = browser, ledger
        self.runs = self.again = 0
        self.stumbled: BaseException | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work)

    def begin(self) -> None:
        self._thread.start()

    def end(self) -> None:
        """Finish what is being done, and tell what went wrong."""
        self._stop.set()
        self._thread.join()
        if self.stumbled is not None:
            raise self.stumbled

    def _work(self) -> None:
        try:
            for number in count(1):
                if self._stop.is_set():
                    return
                self.invite(f"person-{number}@association.example")
                self.run(self.ledger.rounds_in(*OVER))
        except BaseException as error:
            self.stumbled = error

    def invite(self, email: str) -> None:
        """Invite a coordinator; once the page says so, a message is owed."""
        page = "/programme/people/invite-coordinator"
        self.browser.send(page, page, email=email, name="Sam Exemple", language="fr")
        self.ledger.invited.append(email)

    def run(self, rounds: list[int]) -> None:
        """Have rounds solved, those again whose page says that they failed."""
        for each in rounds:
            page = f"/programme/rounds/{each}"
            self.browser.send(f"{page}/health", f"{page}/run", max_moves="")
            self.runs += 1

    def try_again(self) -> None:
        """Do what the pages of a failed round and of failed advice offer."""
        failed, unadvised = self.ledger.rounds_in(RoundState.FAILED), self.ledger.without_advice()
        self.again += len(failed) + len(unadvised)
        self.run(failed)
        for each in unadvised:
            page = f"/programme/rounds/{each}/advice"
            self.browser.send(page, page)
