"""What a committee has before it, by rules alone: each line with the facts as they are today.

No line names anybody: files by their code, all else by its number. So minutes keep nobody from
being erased.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import cast, func, select
from sqlalchemy.dialects.postgresql import JSONPATH
from sqlalchemy.orm import Session, joinedload, selectinload

from webapp.ground.clock import PARIS, now, today
from webapp.models import (
    AbsenceReview,
    CommitteeLine,
    Farm,
    FarmState,
    LineKind,
    MatchingRound,
    Party,
    PartyState,
    PlannedMatch,
    RoundState,
    Visit,
)
from webapp.models.absences import OPEN
from webapp.models.states import BEEN_AWAY, HOLDING
from webapp.services.engine.ids import party_id
from webapp.services.farms.board import SOON
from webapp.services.rounds.result import read_result
from webapp.services.visits import incidents

PAPERS = ("approved_until", "insured_until", "hosts_until")
"""What a farm has until a day."""
ROUNDS_IN_VAIN = 2
"""So many rounds without a place are a matter for the committee."""
LOOKED_BACK = timedelta(days=731)
SERVES_NOBODY = (
    RoundState.DRAFT, RoundState.CANCELLED, RoundState.FAILED, RoundState.CLOSED,
)  # fmt: skip
"""A draft may lie there for ever: people wait until it is run."""


def lines(session: Session) -> list[CommitteeLine]:
    """Return what the rules find today, as lines that are kept nowhere yet."""
    waiting = _waiting(session)
    return [
        *_rounds_to_open(session, waiting),
        *_rounds_to_approve(session),
        *_incidents(session),
        *_absences(session),
        *_farms(session),
        *_people(session, waiting),
    ]


def _line(kind: LineKind, subject_id: int, **facts: Any) -> CommitteeLine:
    written = {name: _written(fact) for name, fact in facts.items()}
    return CommitteeLine(kind=kind, subject_id=subject_id, facts=written)


def _written(fact: Any) -> Any:
    return fact.isoformat() if isinstance(fact, date) else fact


def _waiting(session: Session) -> list[Party]:
    """Return the files that are ready and have no visit, those that wait longest first."""
    held = select(Visit.id).where(Visit.party_id == Party.id, Visit.state.in_(HOLDING))
    query = select(Party).where(Party.state == PartyState.READY, ~held.exists())
    whole = selectinload(Party.persons), joinedload(Party.organisation)
    return list(session.scalars(query.order_by(Party.waiting_since, Party.id).options(*whole)))


def _rounds_to_open(session: Session, waiting: list[Party]) -> Iterator[CommitteeLine]:
    """Tell of each association whose people wait, and which has no round ahead but a draft."""
    ahead = MatchingRound.last_day >= today(), MatchingRound.state.not_in(SERVES_NOBODY)
    covered = set(session.scalars(select(MatchingRound.organisation_id).where(*ahead)))
    if None in covered:
        return
    people: Counter[int] = Counter()
    since: dict[int, date | None] = {}
    for party in waiting:
        people[party.organisation_id] += party.people
        since.setdefault(party.organisation_id, party.waiting_since)
    for organisation_id in sorted(set(people) - covered):
        facts = {"people": people[organisation_id], "since": since[organisation_id]}
        yield _line(LineKind.ROUND_TO_OPEN, organisation_id, **facts)


def _rounds_to_approve(session: Session) -> Iterator[CommitteeLine]:
    solved = MatchingRound.state == RoundState.SOLVED
    for found in session.scalars(select(MatchingRound).where(solved).order_by(MatchingRound.id)):
        result = read_result(found)
        yield _line(
            LineKind.ROUND_TO_APPROVE,
            found.id,
            first=found.first_day,
            last=found.last_day,
            placed=result.placed if result else None,
            people=result.people if result else None,
        )


def _incidents(session: Session) -> Iterator[CommitteeLine]:
    """Tell of every open incident; `keeping.readable` shows them to their readers alone."""
    for found in incidents.waiting(session):
        opened = found.opened_at.astimezone(PARIS).date()
        yield _line(LineKind.INCIDENT, found.id, severity=found.severity.value, opened=opened)


def _absences(session: Session) -> Iterator[CommitteeLine]:
    kept = AbsenceReview.party.has(Party.anonymous_since.is_(None))
    query = select(AbsenceReview).where(AbsenceReview.state.in_(OPEN), kept)
    whole = (
        joinedload(AbsenceReview.party),
        joinedload(AbsenceReview.seat),
        joinedload(AbsenceReview.visit),
    )
    for review in session.scalars(query.order_by(AbsenceReview.id).options(*whole)):
        if review.stands:
            yield _line(
                LineKind.ABSENCE,
                review.id,
                code=review.party.code,
                missed="workshop" if review.seat else "visit",
                flagged=review.flagged_at.astimezone(PARIS).date(),
                state=review.state.value,
                visit=review.visit_id,
                series=review.seat.series_id if review.seat else None,
            )


def _farms(session: Session) -> Iterator[CommitteeLine]:
    """Tell of each approved farm of which a paper, or the approval, ends soon or has ended."""
    last = today() + SOON
    query = select(Farm).where(Farm.state == FarmState.APPROVED).order_by(Farm.id)
    for farm in session.scalars(query):
        days = {name: getattr(farm, name) for name in PAPERS}
        ending = {name: day.isoformat() for name, day in days.items() if day and day <= last}
        if ending:
            yield _line(LineKind.FARM_ENDS, farm.id, papers=ending)


def _people(session: Session, waiting: list[Party]) -> Iterator[CommitteeLine]:
    """Tell of each file for which rounds were sent since its last visit, and brought it none."""
    in_vain = _rounds_in_vain(session, [party.id for party in waiting])
    for party in waiting:
        rounds = in_vain[party.id]
        if len(rounds) >= ROUNDS_IN_VAIN:
            facts = {"rounds": len(rounds), "round": rounds[-1], "since": party.waiting_since}
            yield _line(LineKind.WAITING, party.id, code=party.code, people=party.people, **facts)


def _rounds_in_vain(session: Session, parties: list[int]) -> dict[int, list[int]]:
    """Return which rounds each party was in that were sent and gave it neither visit nor plan."""
    visits = select(Visit.party_id, Visit.round_id, Visit.stay, Visit.state)
    visited = session.execute(visits.where(Visit.party_id.in_(parties))).all()
    plans = select(PlannedMatch.round_id, PlannedMatch.party_id)
    given = {(each.round_id, each.party_id) for each in (*visited, *session.execute(plans))}
    last: dict[int, date] = {}
    for each in visited:
        if each.state in BEEN_AWAY:
            last[each.party_id] = max(last.get(each.party_id, date.min), each.stay.lower)
    found: dict[int, list[int]] = {party: [] for party in parties}
    for round_id, sent_on, inside in _sent(session):
        for party in parties:
            since = last.get(party, date.min)
            if party_id(party) in inside and (round_id, party) not in given and sent_on > since:
                found[party].append(round_id)
    return found


def _sent(session: Session) -> Iterator[tuple[int, date, set[str]]]:
    """Return the rounds of two years that were sent: when, and who was in them."""
    inside = func.jsonb_path_query_array(MatchingRound.problem, cast("$.parties[*].id", JSONPATH))
    sent = MatchingRound.published_at >= now() - LOOKED_BACK, MatchingRound.problem.is_not(None)
    query = select(MatchingRound.id, MatchingRound.published_at, inside).where(*sent)
    for number, at, parties in session.execute(query.order_by(MatchingRound.published_at)):
        yield number, at.date(), set(parties)
