"""The year behind a pilot programme: households that came, went on visits, and went their way."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.demo import aftermath
from webapp.demo.distributions import draw
from webapp.demo.earlier import at
from webapp.demo.farms import FarmMaker
from webapp.demo.history import VisitMaker
from webapp.demo.memory import remember
from webapp.demo.people import PartyMaker
from webapp.ground.clock import PARIS, today
from webapp.models import (
    UNKNOWN,
    Availability,
    Event,
    Farm,
    FarmState,
    FollowUp,
    Goal,
    MatchingRound,
    Organisation,
    Party,
    Side,
    User,
    Visit,
    VisitState,
)
from webapp.services.after import follow_ups
from webapp.services.parties.codes import next_code

HOUSEHOLDS: Final = 46
CAME: Final = (470, 190)
"""Between so many days ago they came into the programme."""
SEASONS: Final = (-440, -355, -280, -205, -125)
"""On which days, counted from today, the rounds of the year began, and the last one ended."""
PLACES: Final = 20
"""Dates that farms had in each."""
FATES: Final = {
    "evaluated": 0.78, "declined": 0.07, "cancelled": 0.05, "no-show": 0.06, "early": 0.04,
}  # fmt: skip
"""How their visits ended."""
ONCE_MORE: Final = 0.3
"""How many of those who had been on a visit went on another one."""
LONGER: Final = (280, 330, 130, 300, 260)
"""So many more days than others each household in turn is accompanied after its last visit."""
WAYS_OUT: Final = {
    "farm-work": 0.16, "farm-training": 0.16, "other-work": 0.2, "other-training": 0.16,
    "moved": 0.12, "own-wish": 0.1, "unknown": 0.1,
}  # fmt: skip
BECAME: Final = {
    "farm-work": "durable-job", "farm-training": "positive-exit", "other-work": "transition-job",
    "other-training": "positive-exit", "moved": "moved", "own-wish": "other", "unknown": UNKNOWN,
}  # fmt: skip
"""What is told after a visit of those who have left by then, as is noted why they left."""
STILL_THERE: Final = ("farm-contact", "farm-contact", "second-stay", "other")
TOLD: Final = {"link": 0.42, "call": 0.25, "meeting": 0.1, "": 0.23}
"""How sides are reached; nothing: they are asked three times in vain."""
MONTHS: Final = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip


@dataclass
class Year:
    """The year, with chances of its own: what else is invented stays the same."""

    session: Session
    people: PartyMaker
    farms: FarmMaker
    a_round: Callable[[str, int, int], MatchingRound]
    rng: Random
    left: dict[int, date] = field(default_factory=dict)
    """By the number of each household that has left, on which day."""

    def live(self, referents: Mapping[int, User], farms: Sequence[Farm]) -> list[Party]:
        """Add who came and has left by now, and their visits; return them in their order."""
        self._receive_since(farms)
        parties = [self._household(number, referents) for number in range(HOUSEHOLDS)]
        visits = [
            visit
            for first, after in pairwise(SEASONS)
            for visit in self._season(parties, farms, first, after - 1)
        ]
        self.session.flush()
        remember(self.session, visits)
        self._say_how_it_went(visits)
        for party in parties:
            self._leave(party)
        self.session.flush()
        self._follow_up(visits, referents)
        self.session.flush()
        return parties

    def came_before(self, parties: Iterable[Party]) -> None:
        """Let those who are here have come before they waited, had a goal or were on a visit."""
        goals = select(Goal.party_id, func.min(Goal.said_on)).group_by(Goal.party_id)
        said = dict(self.session.execute(goals).all())
        for party in parties:
            days = [visit.created_at.astimezone(PARIS).date() for visit in party.visits]
            first = min([*days, party.waiting_since or today(), said.get(party.id, today())])
            party.created_at = at(first - timedelta(days=self.rng.randint(8, 25)))

    def _receive_since(self, farms: Sequence[Farm]) -> None:
        met = today() - timedelta(days=CAME[0] + 30)
        for farm in farms:
            if farm.state is FarmState.APPROVED:
                farm.met_on = met
                farm.charter_signed_on = farm.host_trained_on = met + timedelta(days=12)

    def _household(self, number: int, referents: Mapping[int, User]) -> Party:
        referent = [*referents.values()][0 if self.rng.random() < 0.7 else 1]
        home = self.session.get_one(Organisation, referent.organisation_id)
        party = self.people.make(home, next_code(self.session))
        since, until = CAME
        came = today() - timedelta(days=since - number * (since - until) // HOUSEHOLDS)
        days = came + timedelta(days=28), came + timedelta(days=150)
        party.availabilities = [Availability(first_day=days[0], last_day=days[1])]
        party.engagements = []
        self.people.make_ready(party)
        party.waiting_since, party.created_at = came + timedelta(days=6), at(came)
        party.referent = referent
        self.session.add(party)
        self.session.flush()
        return party

    def _season(
        self, parties: Sequence[Party], farms: Sequence[Farm], first: int, last: int
    ) -> list[Visit]:
        start, end = (today() + timedelta(days=days) for days in (first, last))
        begun = (
            f"{MONTHS[start.month - 1]} {start.year}"
            if start.year < end.year
            else MONTHS[start.month - 1]
        )
        name = f"Séjours de {begun} à {MONTHS[end.month - 1]} {end.year}"
        offers = [offer for farm in farms for offer in farm.offers if offer.site is None]
        slots = [
            slot
            for offer in self.rng.sample(offers, min(PLACES, len(offers)))
            if (slot := self.farms.make_slot(offer, start, end)) is not None
        ]
        self.session.add_all(slots)
        self.session.flush()
        waiting = [party for party in parties if not party.visits or self.rng.random() < ONCE_MORE]
        maker = VisitMaker(self.session, self.rng)
        made = maker.fill(slots, waiting, self.a_round(name, first, last))
        for visit in made:
            maker.end(visit, draw(self.rng, FATES))
        for slot in slots:
            slot.pass_by()
        self.session.flush()
        for party in parties:
            self.session.refresh(party, ["visits"])
        return made

    def _say_how_it_went(self, visits: Sequence[Visit]) -> None:
        for visit in visits:
            for side in Side if visit.state is VisitState.EVALUATED else ():
                if self.rng.random() >= aftermath.SILENT[side]:
                    self.session.add(aftermath.told(visit, side, self.rng))

    def _leave(self, party: Party) -> None:
        """Let a household go some months after its last visit, or when it waited in vain."""
        last = max((visit.departure for visit in party.visits), default=None)
        last = last or party.created_at.astimezone(PARIS).date() + timedelta(days=90)
        stayed = self.rng.randint(25, 150) + LONGER[len(self.left) % len(LONGER)]
        lately = today() - timedelta(days=6 + 17 * len(self.left) % 40)
        on = min(last + timedelta(days=stayed), lately)
        outcome = draw(self.rng, WAYS_OUT)
        party.leave(outcome)
        of = {
            "subject": "parties",
            "subject_id": party.id,
            "organisation_id": party.organisation_id,
        }
        facts = {"outcome": outcome, "cancelled": 0}
        self.session.add(
            Event(at=at(on), actor="user", act="party.left", actor_id=None, facts=facts, **of)
        )
        self.left[party.id] = on

    def _follow_up(self, visits: Sequence[Visit], referents: Mapping[int, User]) -> None:
        asked = follow_ups.days_come().where(Visit.id.in_([each.id for each in visits]))
        by_id = {each.id: each for each in visits}
        days = self.session.execute(asked.order_by(Visit.id)).all()
        made = [
            FollowUp(visit_id=visit_id, months=months, due_on=due_on, side=side)
            for visit_id, months, due_on in days
            for side in Side
        ]
        self.session.add_all(made)
        self.session.flush()
        for each in made:
            self._ask(each, by_id[each.visit_id], referents)

    def _ask(self, made: FollowUp, visit: Visit, referents: Mapping[int, User]) -> None:
        way, party = draw(self.rng, TOLD), visit.party
        if way:
            has_left = self.left[party.id] <= made.due_on and party.outcome is not None
            became = BECAME[party.outcome or UNKNOWN] if has_left else self.rng.choice(STILL_THERE)
            own = "portal" if made.side is Side.FARM and way == "link" else way
            on = min(made.due_on + timedelta(days=self.rng.randint(0, 9)), today())
            made.reach(became, own, on)
            return
        for days in (1, 11, 26):
            on = made.due_on + timedelta(days=days)
            if on <= today():
                made.attempt("call", on, referents[visit.organisation_id])
