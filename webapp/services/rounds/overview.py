"""A round looked over: before solving what is in the way, after it how groups fared."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

import matching
from webapp.models import HOLDING, MatchingRound, Party, PartyState, Programme, Visit
from webapp.services.engine.ids import is_party, party_id
from webapp.services.rounds.cast import Cast, find_slots
from webapp.services.rounds.result import Result
from webapp.services.rounds.snapshot import take_snapshot

SMALL_CELL = 5
"""Groups of fewer people are not told apart: nobody is to be recognised in a figure."""


@dataclass(frozen=True)
class Overview:
    """The problem as it would be frozen now, its health, and who is in it."""

    problem: matching.Problem
    health: matching.Health
    safeguarded: frozenset[tuple[str, str]]
    refused: frozenset[tuple[str, str]]
    too_long_away: frozenset[tuple[str, str]]
    on_an_immersion: frozenset[tuple[str, str]]
    cast: Cast
    aside: list[tuple[Party, str]]
    """Parties that are ready and yet not in it: `visit` (they have one) or `companions`."""

    departures_a_week: int | None
    """How many files one caseworker sees off in a week; none where nothing is said."""

    @property
    def calls_left(self) -> list[tuple[date, int]]:
        """How many visits with an interpreter can still begin, by the Monday of each week."""
        used: Counter[str] = Counter()
        for party, slot in self.problem.pinned:
            place = self.problem.slot_of[slot]
            if not is_party(party):
                guests = self.problem.party_of[party]
                used[matching.week_of(place.arrival)] += matching.needs_interpreter(guests, place)
        weeks = sorted(self.problem.interpreter_weeks.items())
        return [(_monday(week), most - used[week]) for week, most in weeks]

    @property
    def people(self) -> int:
        """How many people take part, guests of standing visits aside."""
        return sum(party.people for party in self.problem.parties if is_party(party.id))

    @property
    def beds(self) -> int:
        """How many beds are free."""
        guests = (party for party in self.problem.parties if not is_party(party.id))
        return self.health.beds - sum(party.people for party in guests)

    @property
    def parties(self) -> int:
        """How many files take part."""
        return sum(is_party(party.id) for party in self.problem.parties)


def look_over(session: Session, of_round: MatchingRound) -> Overview:
    """Return what a round looks like before it is solved."""
    programme = session.get_one(Programme, 1)  # first, so that a snapshot does not ask for it anew
    snapshot = take_snapshot(session, of_round)
    problem, ready = snapshot.problem, _ready(session, of_round)
    by_id = {party_id(each.id): each for each in ready}
    taking_part = {each: party for each, party in by_id.items() if each in problem.party_of}
    missing = [party for each, party in by_id.items() if each not in taking_part]
    return Overview(
        problem=problem,
        health=matching.health(without_guests(problem)),
        safeguarded=snapshot.safeguarded,
        refused=snapshot.refused,
        too_long_away=snapshot.too_long_away,
        on_an_immersion=snapshot.on_an_immersion,
        cast=Cast(taking_part, find_slots(session, problem.slot_of)),
        aside=_aside(session, of_round, missing),
        departures_a_week=programme.departures_a_week,
    )


def _monday(week: str) -> date:
    """Return the first day of a week that is named as the engine does."""
    return datetime.strptime(f"{week}-1", "%G-W%V-%u").date()  # noqa: DTZ007 (a day)


def without_guests(problem: matching.Problem) -> matching.Problem:
    """Return a round without those who are expected already.

    They are guests of any association: no figure may tell one of the visits of another.
    """
    parties = tuple(party for party in problem.parties if is_party(party.id))

    def of_these(pairs: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        return frozenset(pair for pair in pairs if is_party(pair[0]))

    return replace(
        problem,
        parties=parties,
        pinned=of_these(problem.pinned),
        excluded=of_these(problem.excluded),
        previous=of_these(problem.previous),
    )


def _ready(session: Session, of_round: MatchingRound) -> list[Party]:
    """Return the parties of a round's association that its reader may see, taking part or not."""
    query = select(Party).where(Party.state == PartyState.READY).order_by(Party.id)
    if of_round.organisation_id is not None:
        query = query.where(Party.organisation_id == of_round.organisation_id)
    whole = (Party.persons, Party.availabilities, Party.engagements)
    return list(session.scalars(query.options(*map(selectinload, whole))))


def _aside(
    session: Session, of_round: MatchingRound, missing: list[Party]
) -> list[tuple[Party, str]]:
    holding = select(Visit.party_id).where(
        Visit.party_id.in_([party.id for party in missing]), Visit.state.in_(HOLDING)
    )
    received = set(session.scalars(holding)) if missing else set[int]()
    return [(party, _why_aside(party, of_round, received)) for party in missing]


def _why_aside(party: Party, of_round: MatchingRound, received: set[int]) -> str:
    if party.id in of_round.without:
        return "chosen"
    if party.id in received:
        return "visit"
    return "companions" if party.takes_part else "incomplete"


@dataclass(frozen=True)
class GroupFigures:
    """How a group fared: people, placed by the round, placed by first come, first served.

    The figures are none when they are not told: see `_masked`.
    """

    code: str
    people: int | None
    placed: int | None
    placed_by_hand: int | None


def household_kind(party: matching.Party) -> str:
    """Return which kind of household a party is, as figures are grouped by."""
    if party.children:
        return "family"
    if party.men and party.women:
        return "couple"
    return "women" if party.women else "men"


GROUPINGS: dict[str, Callable[[matching.Party], str]] = {
    "household": household_kind,
    "french": lambda party: party.french,
    "experience": lambda party: "again" if party.past_visits else "first",
}


def compare_groups(result: Result, grouping: str) -> list[GroupFigures]:
    """Return how the groups of one grouping fared, without those that could name someone."""
    group_of = GROUPINGS[grouping]
    codes = {party.id: group_of(party) for party in result.parties}
    ours = matching.fairness(result.problem, result.solution, codes)
    by_hand = matching.fairness(result.problem, result.baseline, codes)
    masked = _masked({each.code: each.people for each in ours})
    return [
        GroupFigures(each.code, None, None, None)
        if each.code in masked
        else GroupFigures(each.code, each.people, each.placed, other.placed)
        for each, other in zip(ours, by_hand, strict=True)
    ]


def _masked(people: Mapping[str, int]) -> set[str]:
    """Return the small groups, and the next ones until subtraction from the total finds nobody."""
    by_size = sorted(people, key=lambda code: (people[code], code))
    masked = [code for code in by_size if people[code] < SMALL_CELL]
    for code in by_size[len(masked) :]:
        if not masked or (len(masked) > 1 and sum(people[each] for each in masked) >= SMALL_CELL):
            break
        masked.append(code)
    return set(masked)
