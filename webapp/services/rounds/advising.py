"""Which places to look for: invented ones that would give a place to most who have none.

They are looked for by a job: each is tried by solving the round again with it.
"""

import operator
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Select, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

import matching
from webapp.geography import Point, distance_km
from webapp.ground import job_queue, logs
from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.models import MatchingRound, RoundState
from webapp.services.records import audit
from webapp.services.records.steps import open_step
from webapp.services.records.unattended import Work
from webapp.services.rounds.steps import held_round

TASK = "advise_round"
TRIED = 10
SECONDS_EACH = 20
"""After so long, trying a place ends with what is known of it."""
EVERY = 1.0
"""Seconds between two looks at the row while looking for places."""
PATIENCE = timedelta(minutes=5)
"""Advice that takes longer may be asked for again: its job may be lost."""
BROKEN = "engine-broke"


@dataclass(frozen=True)
class WantedPlace:
    """A place that no farm has offered, and what it would change.

    Parameters
    ----------
    language
        The language to look for, beside French; none: any.
    near
        The slot (`s34`) of a farm that hosts in this area already.
    people
        How many more people would have a place.
    placed
        The parties (`p12`) who would have one only then.
    is_exact
        Whether the figure is proven.
    """

    arrival: date
    departure: date
    rooms: tuple[int, ...]
    language: str | None
    features: tuple[str, ...]
    children: bool
    near: str
    people: int
    placed: tuple[str, ...]
    is_exact: bool


def ask_for_advice(session: Session, of_round: MatchingRound) -> None:
    """Enqueue the looking for places, in the caller's transaction; once is enough."""
    if not (of_round.problem and of_round.solution):
        raise RuleBroken("round-not-solved")
    if of_round.awaits_advice and not is_overdue(of_round):
        return
    of_round.ask_for_advice()
    job_queue.defer(session, TASK, round_id=of_round.id)
    audit.record(session, "round.advice-asked", of_round)


def stop_advice(session: Session, of_round: MatchingRound) -> None:
    """Look for no places any more, and keep none: whoever looks sees it within a second."""
    if not of_round.awaits_advice:
        raise RuleBroken("advice-over")
    of_round.stop_advice()
    audit.record(session, "round.advice-stopped", of_round)


def is_overdue(of_round: MatchingRound) -> bool:
    """Whether advice was asked for so long ago that it may be asked for again."""
    asked_at = of_round.advice_asked_at
    return asked_at is not None and now() - asked_at > PATIENCE


def unadvised() -> Select[int]:
    """Select the rounds whose places are being looked for."""
    nothing_yet = or_(MatchingRound.advice.is_(None), MatchingRound.advice == JSON.NULL)
    return select(MatchingRound.id).where(
        MatchingRound.advice_asked_at.is_not(None),
        MatchingRound.advice_failure.is_(None),
        nothing_yet,
    )


def give_up(session: Session, round_id: int) -> bool:
    """Say that the looking was begun in vain as often as it may be; return whether it waited."""
    found = held_round(session, round_id)
    if found is None or not found.awaits_advice:
        return False
    found.advice_failure = BROKEN
    return True


ADVICE = Work(TASK, "round_id", unadvised, give_up)


def advise(
    sessions: sessionmaker[Session], round_id: int, call: Callable[..., Any] = operator.call
) -> None:
    """Look for places that would help, and keep them, unless the round was run again meanwhile.

    Parameters
    ----------
    call
        How the engine is called, as for `solve`.

    Raises
    ------
    SQLAlchemyError
        When the database was lost: the places are looked for again.
    """
    with open_step(sessions) as session:
        found = session.get(MatchingRound, round_id)
        if found is None or not found.awaits_advice:
            return
        asked_at = found.advice_asked_at
        problem = matching.from_json(found.problem or {})
        solution = matching.from_json(found.solution or {})
    watch = _Watch(sessions, round_id, asked_at)
    watched = {"on_progress": watch.note, "should_stop": watch.must_stop}
    try:
        told = call(matching.advise, problem, solution, TRIED, time_limit=SECONDS_EACH, **watched)
    except SQLAlchemyError:
        raise
    except Exception as error:
        logs.log.error("engine-broke", round_id=round_id, **logs.describe(error))
        _keep(sessions, round_id, asked_at, BROKEN)
        return
    _keep(sessions, round_id, asked_at, [_written(each, problem) for each in _worth_telling(told)])


class _Watch:
    """Writes how many places are tried, and reads whether they are to be looked for still."""

    def __init__(
        self, sessions: sessionmaker[Session], round_id: int, asked_at: datetime | None
    ) -> None:
        self._sessions, self._round_id, self._asked_at = sessions, round_id, asked_at
        self._looked = time.monotonic()
        self._stop = False

    def note(self, tried: matching.Tried) -> None:
        """Keep how many places are tried; a run that began meanwhile tells of itself alone."""
        with open_step(self._sessions) as session:
            found = self._held(session)
            if found is not None and found.state not in {RoundState.QUEUED, RoundState.RUNNING}:
                found.progress = {"tried": tried.done, "of": tried.of}
                session.commit()

    def must_stop(self) -> bool:
        """Whether nobody waits for these places any more."""
        if not self._stop and time.monotonic() - self._looked >= EVERY:
            self._looked = time.monotonic()
            with open_step(self._sessions) as session:
                self._stop = self._held(session) is None
        return self._stop

    def _held(self, session: Session) -> MatchingRound | None:
        """Return the round while its places are to be looked for."""
        found = held_round(session, self._round_id)
        waits = found is not None and found.awaits_advice
        return found if found and waits and found.advice_asked_at == self._asked_at else None


def _keep(
    sessions: sessionmaker[Session],
    round_id: int,
    asked_at: datetime | None,
    outcome: list[dict[str, Any]] | str,
) -> None:
    with open_step(sessions) as session:
        found = held_round(session, round_id)
        if found is None or not found.awaits_advice or found.advice_asked_at != asked_at:
            return
        if isinstance(outcome, str):
            found.advice_failure = outcome
        else:
            found.advice = outcome
        session.commit()


def _worth_telling(told: Iterable[matching.Advice]) -> list[matching.Advice]:
    """Keep the places that help someone; of several that help the same people, the first."""
    kept: dict[tuple[str, ...], matching.Advice] = {}
    for each in told:
        if each.people > 0:
            kept.setdefault(each.placed, each)
    return list(kept.values())


def _written(advice: matching.Advice, problem: matching.Problem) -> dict[str, Any]:
    slot = advice.slot
    foreign = [language for language in slot.languages if language != "fr"]
    near = min(problem.slots, key=lambda each: distance_km(Point(*each.place), Point(*slot.place)))
    return {
        "arrival": slot.arrival.isoformat(),
        "departure": slot.departure.isoformat(),
        "rooms": [room.beds for room in slot.rooms],
        "language": foreign[0] if foreign else None,
        "features": list(slot.features),
        "children": slot.children,
        "near": near.id,
        "people": advice.people,
        "placed": list(advice.placed),
        "is_exact": advice.is_exact,
    }


def read_advice(of_round: MatchingRound) -> list[WantedPlace]:
    """Return the places worth looking for, best first."""
    return [
        WantedPlace(
            arrival=date.fromisoformat(each["arrival"]),
            departure=date.fromisoformat(each["departure"]),
            rooms=tuple(each["rooms"]),
            language=each["language"],
            features=tuple(each["features"]),
            children=each["children"],
            near=each["near"],
            people=each["people"],
            placed=tuple(each["placed"]),
            is_exact=each["is_exact"],
        )
        for each in of_round.advice or ()
    ]
