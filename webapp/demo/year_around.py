"""What went on around the visits of a pilot's year: workshops, who sent people, ties, evenings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.demo import before_after, immersions, staff, ties, workshops
from webapp.demo.earlier import at
from webapp.demo.farms import FarmMaker
from webapp.demo.people import PartyMaker
from webapp.demo.year import Year
from webapp.ground.clock import PARIS, today
from webapp.models import (
    AbsenceReview,
    Farm,
    MatchingRound,
    MissedWord,
    Party,
    Person,
    Prescriber,
    Presence,
    Referral,
    ReferralState,
    Seat,
    SeatState,
    Side,
    User,
    Visit,
    VisitState,
    Waiver,
    Workshop,
    WorkshopKind,
)

TOGETHER: Final = 3
"""So many households prepare themselves together."""
MISSED: Final = (
    ("transport", "transport"), ("appointment", "other-dates"), ("childcare", "childcare"),
    ("language", "interpreter"),
)  # fmt: skip
"""What kept people from a workshop, in their own words, and what helped."""
SENT_BY: Final = ("france-travail", "mission-locale", "centre", "association", "mission-locale")
NOT_PURSUED: Final = ("unreachable", "not-interested", "elsewhere", "not-now", "unreachable")
UNPREPARED: Final = "A suivi le même atelier dans un autre programme ; l’attestation a été vue."
WAIT: Final = (
    ("Yasmine", "Haddad", "+33639980111", 2), ("Daniel", "Tesfay", "+33639980112", 9),
    ("Olena", "Kovalenko", "+33639980113", 13),
)  # fmt: skip
"""Who was sent lately, and how many days ago."""


def live_a_year(
    session: Session,
    makers: tuple[PartyMaker, FarmMaker],
    a_round: Callable[[str, int, int], MatchingRound],
    farms: Sequence[Farm],
    parties: Sequence[Party],
    users: Sequence[User],
) -> "Lived":
    """Let there have been a year before: people who came, went on visits and left.

    Parameters
    ----------
    a_round
        Makes a round that is over, by its name and its days counted from today.
    parties
        Those who are here: they came in that year as well.
    """
    rng = Random("a year")
    referents = staff.first_of_each(users)
    year = Year(session, replace(makers[0], rng=rng), replace(makers[1], rng=rng), a_round, rng)
    year.came_before(parties)
    gone = year.live(referents, farms)
    before_after.answer_questions(session, gone, year.left)
    around = Around(session, gone, referents)
    around.live(farms)
    went = around.visits(VisitState.EVALUATED)
    before_after.invite_over_a_year(session, went)
    contacts = ties.stay_in_contact(session, went, year.left, referents)
    body = immersions.go_over_a_year(session, contacts, users[0])
    return Lived(gone, year.left, body)


@dataclass(frozen=True)
class Lived:
    """Who had gone by the end of the year, on which day each, and who prescribed immersions."""

    gone: Sequence[Party]
    left: Mapping[int, date]
    body: Prescriber


@dataclass
class Around:
    """What belongs to households of the year, in the order in which they came."""

    session: Session
    parties: Sequence[Party]
    referents: Mapping[int, User]
    rng: Random = field(default_factory=lambda: Random("around a year"))

    def live(self, farms: Sequence[Farm]) -> None:
        """Add all of it."""
        self._prepare_guests()
        self._prepare_others(farms)
        self._be_sent()
        self._say_why_nobody_came()
        self.session.flush()

    def _prepare_guests(self) -> None:
        """Let three households at a time have been at a workshop before their visits."""
        workshop = self._workshop(WorkshopKind.GUESTS)
        late: list[Person] = []
        for first in range(0, len(self.parties), TOGETHER):
            households = self.parties[first : first + TOGETHER]
            day = came_on(households[-1]) + timedelta(days=4)
            adults = [each for party in households for each in party.persons if each.is_adult(day)]
            series = workshops.series(self.session, workshop, [(day - today()).days], seats=16)
            coming, late = [*late, *adults][:16], []
            for number, person in enumerate(coming):
                chance = self.rng.random() if person in adults else 0
                presence = (
                    Presence.PRESENT if chance < 0.84
                    else Presence.ABSENT if chance < 0.93 else Presence.EXCUSED
                )  # fmt: skip
                of = {"person_id": person.id, "party_id": person.party_id}
                self.session.add(workshops.seat_of(series, number + 1, presence, **of))
                if presence is not Presence.PRESENT:
                    late.append(person)
            self.session.flush()
            self._talk_with_absent(series.id, day)
        spared = self.parties[-1]
        of = {"party_id": spared.id, "person_id": spared.persons[0].id}
        said = {"reason": UNPREPARED, "at": at(came_on(spared))}
        self.session.add(Waiver(**of, **said, by_id=self._referent(spared).id))

    def _talk_with_absent(self, series_id: int, day: date) -> None:
        missed = select(Seat).where(Seat.series_id == series_id)
        for seat in self.session.scalars(missed.where(Seat.state == SeatState.ABSENT)):
            assert seat.party is not None  # noqa: S101 (a guest's)
            reason, remedy = self.rng.choice(MISSED)
            seat.reason, seat.ended_at = reason, at(day, 17)
            self._talk(AbsenceReview(seat_id=seat.id), seat.party, day, reason, remedy)

    def _talk(
        self, review: AbsenceReview, party: Party, missed: date, reason: str, remedy: str
    ) -> None:
        review.party_id, review.flagged_at = party.id, at(missed + timedelta(days=1))
        self.session.add(review)
        self.session.flush()
        review.talk(self._referent(party), missed + timedelta(days=4), party.language, reason)
        review.mend(remedy)

    def _prepare_others(self, farms: Sequence[Farm]) -> None:
        """Let farms and staff have been prepared as well, and neighbours have come."""
        for ago, some in ((355, farms[:7]), (190, farms[7:14]), (75, farms[14:20])):
            workshop = self._workshop(WorkshopKind.FARMERS)
            held = workshops.series(self.session, workshop, [-ago], seats=10)
            for number, farm in enumerate(some, 1):
                name = farm.host_names or farm.name
                seat = workshops.seat_of(held, number, Presence.PRESENT, farm_id=farm.id, name=name)
                self.session.add(seat)
        for ago in (310, 120):
            workshop = self._workshop(WorkshopKind.STAFF)
            held = workshops.series(self.session, workshop, [-ago], seats=15)
            for number, user in enumerate(self.referents.values(), 1):
                self.session.add(workshops.seat_of(held, number, Presence.PRESENT, user_id=user.id))
        for ago, came in ((280, 31), (195, 27), (100, 44)):
            workshop = self._workshop(WorkshopKind.VILLAGE)
            held = workshops.series(self.session, workshop, [-ago], seats=60)
            held.sittings[0].came = came

    def _be_sent(self) -> None:
        """Let most have been sent by somebody; some who were sent never came, three wait now."""
        for number, party in enumerate(self.parties):
            if number % 4 == 3:
                continue
            came = came_on(party)
            made = self._referral(party, number, came - timedelta(days=16))
            made.state, made.party_id = ReferralState.ENROLLED, party.id
            made.contacted_at = at(came - timedelta(days=11))
            made.interested_at, made.enrolled_at = at(came - timedelta(days=7)), at(came)
        for number, reason in enumerate(NOT_PURSUED):
            party = self.parties[number * 8]
            day = came_on(party) - timedelta(days=20)
            made = self._referral(party, number + 2, day)
            made.state, made.reason = ReferralState.NOT_PURSUED, reason
            made.ended_at = at(day + timedelta(days=15))

        for number, (first_name, last_name, phone, ago) in enumerate(WAIT):
            made = self._referral(self.parties[0], number, today() - timedelta(days=ago))
            made.first_name, made.last_name, made.phone = first_name, last_name, phone
            if number:
                made.contact()
            if number > 1:
                made.interest()

    def _referral(self, party: Party, number: int, day: date) -> Referral:
        made = Referral(
            organisation_id=party.organisation_id,
            state=ReferralState.ORIENTED,
            prescriber=SENT_BY[number % len(SENT_BY)],
            language=party.language,
            created_at=at(day),
        )
        self.session.add(made)
        return made

    def _say_why_nobody_came(self) -> None:
        for number, visit in enumerate(self.visits(VisitState.NO_SHOW)):
            word = MissedWord(party_id=visit.party_id, visit_id=visit.id, side=Side.PARTY)
            word.cause = "guest" if number % 2 else "transport"
            word.said_at = at(visit.arrival + timedelta(days=1))
            self.session.add(word)
            if visit.ended_by is Side.PARTY:
                review = AbsenceReview(visit_id=visit.id)
                reason, remedy = MISSED[number % 2]
                self._talk(review, visit.party, visit.arrival, reason, remedy)

    def _workshop(self, kind: WorkshopKind) -> Workshop:
        return self.session.scalars(select(Workshop).where(Workshop.kind == kind)).one()

    def _referent(self, party: Party) -> User:
        return self.referents[party.organisation_id]

    def visits(self, state: VisitState) -> list[Visit]:
        """Return those of these households that came to an end, the first arrival first."""
        visits = [each for party in self.parties for each in party.visits]
        return sorted(
            (each for each in visits if each.state is state), key=lambda each: each.arrival
        )


def came_on(party: Party) -> date:
    """Return the day on which a household came into the programme."""
    return party.created_at.astimezone(PARIS).date()
