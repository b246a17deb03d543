"""Visits of the past and present, in every state, as a programme of some years has them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from webapp.demo.distributions import draw, table
from webapp.ground.clock import now, today
from webapp.ground.vocabulary import CANCEL_REASONS, DECLINE_REASONS
from webapp.models import (
    Answer,
    MatchingRound,
    Party,
    Side,
    Slot,
    Visit,
    VisitState,
)
from webapp.services.engine import fitting
from webapp.services.visits import consent
from webapp.services.visits.safeguarding import needs_lift

ANSWER_DAYS = 5
DECLINED = DECLINE_REASONS["party"]
NOT_YET_ASKED = 2
"""So many of the last visits to be over wait to be evaluated."""
ONE_OF_EACH = ("evaluated", "cancelled", "early", "declined", "no-show")
"""How the first visits of the past end, so that every way to end is seen; then chance decides."""
REASONS = {
    "administrative_appointment": "appointment",
    "job_or_training_start": "course",
    "transport": "transport",
    "health_or_fatigue": "personal",
    "childcare": "family",
    "fear_or_changed_mind": "not-alone",
    "unknown": "other",
}


@dataclass(frozen=True)
class VisitMaker:
    """Makes visits that have gone some way already, without the messages of the time."""

    session: Session
    rng: Random

    def fill(self, slots: list[Slot], parties: list[Party], of: MatchingRound) -> list[Visit]:
        """Give each slot a party that may go there, as far as they reach."""
        waiting, made = list(parties), []
        for slot in slots:
            party = next((each for each in waiting if may_go(each, slot)), None)
            if party is not None:
                waiting.remove(party)
                made.append(self.make(party, slot, of))
        return made

    def make(self, party: Party, slot: Slot, of: MatchingRound | None) -> Visit:
        """Make a proposed visit that holds its beds."""
        visit = Visit(
            party=party,
            organisation_id=party.organisation_id,
            slot=slot,
            farm_id=slot.farm_id,
            round=of,
            people=party.people,
            stay=Range(slot.arrival, slot.departure, bounds="[]"),
            answer_by=min(today() + timedelta(days=ANSWER_DAYS), slot.arrival - timedelta(days=1)),
        )
        slot.hold(visit.people)
        self.session.add(visit)
        self.session.flush()
        return visit

    def confirm(self, visit: Visit) -> None:
        """Let both sides say yes."""
        for side in Side:
            visit.record_answer(side, Answer.YES, None)

    def end_all(self, visits: list[Visit]) -> None:
        """Let visits whose stay is over end, mostly well; the last of them only just."""
        by_end = sorted(visits, key=lambda visit: visit.departure)
        long_over, just_over = by_end[:-NOT_YET_ASKED], by_end[-NOT_YET_ASKED:]
        for visit, fate in zip(long_over, self._fates_of_the_past(), strict=False):
            self.end(visit, fate)
        for visit in just_over:
            self.end(visit, "completed")

    def _fates_of_the_past(self) -> Iterator[str]:
        yield from ONE_OF_EACH
        chances = table("process_outcomes")["assumed"]
        fates = {
            "declined": chances["participant_declines_proposal"],
            "cancelled": chances["host_cancels"],
            "no-show": chances["no_show"],
            "early": chances["ended_early"],
        }
        fates["evaluated"] = 1 - sum(fates.values())
        while True:
            yield draw(self.rng, fates)

    def end(self, visit: Visit, fate: str) -> None:
        """Let a visit whose stay is over have ended so."""
        self._meet(visit, fate)
        if not visit.holds and visit.state not in {VisitState.COMPLETED, VisitState.EVALUATED}:
            visit.slot.release(visit.people)

    def _meet(self, visit: Visit, fate: str) -> None:
        if fate == "declined":
            visit.record_answer(Side.PARTY, Answer.NO, self.reason(DECLINED))
            return
        self.confirm(visit)
        if fate == "cancelled":
            visit.cancel(Side.FARM, self.reason())
        elif fate == "no-show":
            visit.miss(Side.PARTY, self.reason())
        else:
            visit.begin()
            visit.arrive()
            if fate == "early":
                visit.end_early(Side.PARTY, self.reason())
            else:
                visit.complete()
                for each in visit.attestations:
                    each.issued_on = min(visit.departure + timedelta(days=1), today())
                if fate == "evaluated":
                    visit.evaluate()

    def reason(self, among: Collection[str] = CANCEL_REASONS) -> str:
        """Draw why something did not take place, in words that may be said of it."""
        found = REASONS[draw(self.rng, table("process_outcomes")["cancel_reasons"])]
        return found if found in among else "other"

    def answer_variously(self, visits: list[Visit]) -> None:
        """Leave the visits of a published round as they are some days later."""
        for visit, fate in zip(visits, self._fates(), strict=False):
            if fate == "confirmed":
                self.confirm(visit)
            elif fate == "party-yes":
                visit.record_answer(Side.PARTY, Answer.YES, None)
            elif fate == "farm-yes":
                visit.record_answer(Side.FARM, Answer.YES, None)
            elif fate == "expired":
                visit.expire()
                visit.slot.release(visit.people)
            elif fate in {"no", "other-dates"}:
                visit.record_answer(Side.PARTY, Answer(fate), self.reason(DECLINED))
                visit.slot.release(visit.people)

    def keep_what_was_shown(self, visits: list[Visit]) -> None:
        """Keep what each yes stands on, as if its page had been read."""
        for visit in visits:
            for side in Side:
                if visit.holds and visit.answer_of(side) is Answer.YES:
                    consent.keep(self.session, visit, side)

    def _fates(self) -> Iterator[str]:
        first = ("party-yes", "confirmed", "no", "expired", "awaited", "confirmed", "farm-yes",
                 "other-dates", "confirmed", "awaited")  # fmt: skip
        yield from first
        while True:
            yield self.rng.choice(first)

    def be_under_way(self, visit: Visit) -> None:
        """Let a visit be going on today, arrived yesterday."""
        self.confirm(visit)
        visit.begin()
        visit.arrived_at = now() - timedelta(hours=20)
        visit.party_well_at = visit.farm_well_at = now() - timedelta(hours=16)


def may_go(party: Party, slot: Slot) -> bool:
    """Whether a party may be shown at a slot that nobody has yet, by the rules of any round."""
    return (
        not fitting.would_break(party, slot)
        and not needs_lift(party, slot.farm, slot.arrival)
        and not any(
            visit.holds and visit.arrival <= slot.departure and slot.arrival <= visit.departure
            for visit in party.visits
        )
    )
