"""How far people come: from being sent to being followed up, and where and why some go no further.

Each step has its day in a row that exists for the work itself. Whoever has no file yet is counted
by their referral, everybody else by their file; a file that nobody sent begins with its enrolment.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from webapp.ground.clock import PARIS
from webapp.ground.vocabulary import PRESCRIBERS
from webapp.models import Party, Referral
from webapp.services.parties import how_far
from webapp.services.parties.how_far import STAGES, Files, Way
from webapp.services.parties.leaving import BY_MISTAKE
from webapp.services.parties.noted import Who, noted_by

NOBODY_SENT: Final = "unsent"
"""Of a file that an association began by itself."""
ORIGINS: Final = (*PRESCRIBERS, NOBODY_SENT)


@dataclass(frozen=True)
class Step:
    """One step of one person, or their way out.

    Parameters
    ----------
    stage
        One of `STAGES`, or ``out``.
    who
        Whoever noted it; none where nobody had to.
    """

    stage: str
    on: date
    who: Who | None = None
    why: tuple[str, str] | None = None


class Funnel:
    """How many came how far, by who sent them, and where and why they went out."""

    def __init__(self, ways: Iterable[Way]) -> None:
        self._furthest: Counter[tuple[str, str]] = Counter()
        self._out: Counter[tuple[str, str, tuple[str, str]]] = Counter()
        for each in ways:
            self._furthest[each.origin, each.stage] += 1
            if each.out:
                self._out[each.origin, each.stage, each.out] += 1

    def reached(self, stage: str, origins: Sequence[str] = ORIGINS) -> int:
        """Return how many of these came to a step, or further."""
        further = STAGES[STAGES.index(stage) :]
        return sum(self._furthest[one, each] for one in origins for each in further)

    def out(self, stage: str, origins: Sequence[str] = ORIGINS) -> Counter[tuple[str, str]]:
        """Return why how many went no further than a step."""
        found: Counter[tuple[str, str]] = Counter()
        for (origin, at, why), count in self._out.items():
            if origin in origins and at == stage:
                found[why] += count
        return found

    def there(self, stage: str, origins: Sequence[str] = ORIGINS) -> int:
        """Return how many are at a step now, and may still go further."""
        came = sum(self._furthest[origin, stage] for origin in origins)
        return came - self.out(stage, origins).total()


def funnel(session: Session, organisation_id: int | None, first: date, last: date) -> Funnel:
    """Count who was sent, and whose file was begun unsent, between two days, both included.

    Parameters
    ----------
    organisation_id
        The association; none: all that the session may see.
    """
    since = datetime.combine(first, time(), PARIS)
    until = datetime.combine(last + timedelta(days=1), time(), PARIS)
    sent = select(Referral).where(Referral.created_at >= since, Referral.created_at < until)
    began = Party.created_at >= since, Party.created_at < until
    unsent = select(Party.id).where(*began, Party.merged_into_id.is_(None), ~_was_sent())
    unsent = unsent.where(Party.outcome.is_distinct_from(BY_MISTAKE))
    if organisation_id is not None:
        sent = sent.where(Referral.organisation_id == organisation_id)
        unsent = unsent.where(Party.organisation_id == organisation_id)
    files = how_far.files(session)
    return Funnel(
        [_way(each, files) for each in session.scalars(sent)]
        + [files.way(number, NOBODY_SENT) for number in session.scalars(unsent)]
    )


def steps(session: Session, sent: Sequence[Referral]) -> dict[int, list[Step]]:
    """Return the steps of some referrals by their number, each with its day and who noted it."""
    files = how_far.files(session, {each.party_id for each in sent if each.party_id})
    who, found = noted_by(session, sent), {}
    for each in sent:
        way, by = _way(each, files), who[each.id]
        steps = [Step(one, way.days[one], by.get(one)) for one in STAGES if one in way.days]
        if way.out and way.out_on:
            steps.append(Step("out", way.out_on, by.get("out"), way.out))
        found[each.id] = steps
    return found


def _way(sent: Referral, files: Files) -> Way:
    instants = (sent.created_at, sent.contacted_at, sent.interested_at, sent.enrolled_at)
    days = {one: how_far.day(at) for one, at in zip(STAGES, instants, strict=False) if at}
    number = files.stands_for(sent.party_id)
    if number is not None:
        return files.way(number, sent.prescriber, days)
    out = ("referral-reason", sent.reason) if sent.reason else None
    return Way(sent.prescriber, days, out, how_far.day(sent.ended_at) if sent.ended_at else None)


def _was_sent() -> ColumnElement[bool]:
    """Say of a file that somebody was sent who has it, or one that was put together with it."""
    theirs = aliased(Party)
    same = or_(theirs.id == Party.id, theirs.merged_into_id == Party.id)
    query = select(Referral.id).join(theirs, theirs.id == Referral.party_id)
    return query.where(same).exists()
