"""Sillon on several machines: what is promised holds when one of them is gone."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from itertools import count

import pytest
from sqlalchemy import func, select

from tests.databases import Databases
from tests.hosts.network import Host
from tests.hosts.site import Site, running
from tests.waiting import wait_until
from webapp.jobs.upkeep import STALLED_SECONDS
from webapp.models import Event, RoundState, User

pytestmark = [
    pytest.mark.process,
    pytest.mark.long,
    pytest.mark.pgbouncer,
    pytest.mark.nginx,
    pytest.mark.xdist_group("pgbouncer"),
]

LEASE_SECONDS = STALLED_SECONDS + 60
"""Missed signs of life, then the minute's look (docs/operations.md)."""
SOLVED_SECONDS = 60
CALM_SECONDS = 3
PATIENCE_SECONDS = 60


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("hosts"), databases) as started:
        yield started


def times_solved(site: Site, round_id: int) -> int:
    query = select(func.count()).where(Event.act == "round.solved", Event.subject_id == round_id)
    return site.ledger.ask(lambda session: session.scalar(query) or 0)


def test_a_round_of_a_worker_that_is_cut_off_is_solved_by_the_other_within_its_lease(
    site: Site,
) -> None:
    coordinator, [round_id, *_] = site.coordinator(), site.ledger.rounds
    coordinator.run([round_id])
    wait_until(site.solving)
    lost = site.solving()
    assert lost is not None
    lost.cut_off()
    began = time.monotonic()
    assert site.ledger.rounds_in(RoundState.RUNNING) == [round_id]
    wait_until(lambda: site.ledger.rounds_in(RoundState.SOLVED) == [round_id])
    assert time.monotonic() - began < LEASE_SECONDS + SOLVED_SECONDS
    lost.put_back()
    # It has heard of nobody for long: it ends, and whoever keeps workers up starts another. The
    # other may have been so quick that this one had not noticed yet: then it is heard of again.
    wait_until(lambda: lost.ended or site.heard_of() == len(site.workers))
    if lost.ended:
        site.start(lost)
    assert times_solved(site, round_id) == 1


@dataclass
class Crowd:
    """People who ask for pages and send forms all the while.

    Parameters
    ----------
    failed
        When each request that failed was begun and over, and what came of it.
    """

    site: Site
    answered: int = 0
    failed: list[tuple[float, float, str]] = field(default_factory=list)
    invited: list[str] = field(default_factory=list)

    def during(self, act: Callable[[], None]) -> tuple[float, float]:
        """Let three people work before, during and after an act; return when it began and ended."""
        over = threading.Event()
        people = [threading.Thread(target=self._work, args=[each, over]) for each in range(3)]
        for each in people:
            each.start()
        time.sleep(CALM_SECONDS)
        began = time.monotonic()
        act()
        ended = time.monotonic()
        done = self.answered
        wait_until(lambda: self.answered > done + 60)
        over.set()
        for each in people:
            each.join()
        return began, ended

    def _work(self, person: int, over: threading.Event) -> None:
        browser, page = self.site.coordinator().browser, "/programme/people/invite-coordinator"
        for number in count():
            if over.is_set():
                return
            email = f"{person}-{number}-{time.monotonic_ns()}@association.example"
            guard = self._ask(partial(browser.ask, "GET", page), 200)
            if guard:
                sent = {"email": email, "name": "Sam Exemple", "language": "fr"}
                fields = {**sent, "csrf_token": browser.guard(guard)}
                if self._ask(partial(browser.ask, "POST", page, fields), 302) is not None:
                    self.invited.append(email)
            time.sleep(0.2)

    def _ask(self, ask: Callable[[], tuple[int, str]], wanted: int) -> str | None:
        began = time.monotonic()
        try:
            status, text = ask()
        except (OSError, HTTPException) as error:
            self.failed.append((began, time.monotonic(), repr(error)))
            return None
        if status != wanted:
            self.failed.append((began, time.monotonic(), f"{status} {text[:200]}"))
            return None
        self.answered += 1
        return text


def kill(host: Host) -> None:
    host.kill()


def cut_off(host: Host) -> None:
    host.cut_off()


@pytest.mark.parametrize("lose", [kill, cut_off])
def test_a_web_that_is_lost_takes_no_request_along_but_those_in_flight(
    site: Site, lose: Callable[[Host], None]
) -> None:
    crowd, [lost, _] = Crowd(site), site.webs
    began, gone = crowd.during(lambda: lose(lost))
    lost.put_back()
    lost.kill()
    site.start(lost)
    # In flight is what was asked before the last of its processes was gone, and not yet answered.
    assert [each for each in crowd.failed if each[0] > gone or each[1] < began] == []
    known = site.ledger.ask(lambda session: set(session.scalars(select(User.email))))
    assert set(crowd.invited) <= known
    assert crowd.answered > 0


def test_a_letter_leaves_once_whichever_worker_has_it(site: Site) -> None:
    coordinator = site.coordinator()
    for number in range(20):
        coordinator.invite(f"letter-{number}@association.example")
    [one, _other] = site.workers
    one.kill()
    for number in range(20, 30):
        coordinator.invite(f"letter-{number}@association.example")
    wait_until(lambda: not site.ledger.owed_letters())
    site.start(one)
    taken = site.letters.drawn
    sent = {each: len(taken[each].names) for each in site.ledger.invited}
    assert sent == dict.fromkeys(site.ledger.invited, 1)
