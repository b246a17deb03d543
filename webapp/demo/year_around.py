"""What went on around the visits of a pilot's year: workshops, who sent people, ties, evenings."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.demo import paths, village, workshops
from webapp.demo.farms import FarmMaker
from webapp.demo.people import PartyMaker
from webapp.demo.year import Year, at
from webapp.ground.clock import PARIS, today
from webapp.models import (
    AbsenceReview,
    Farm,
    MatchingRound,
    MissedWord,
    Party,
    Person,
    Presence,
    Referral,
    ReferralState,
    Relationship,
    RelationshipState,
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
from webapp.services.after import sharing

TOGETHER: Final = 3
"""So many households prepare themselves together."""
MISSED: Final = (
    ("transport", "transport"), ("appointment", "other-dates"), ("childcare", "childcare"),
    ("language", "interpreter"),
)  # fmt: skip
"""What kept people from a workshop, in their own words, and what helped."""
SENT_BY: Final = ("france-travail", "mission-locale", "centre", "association", "mission-locale")
NOT_PURSUED: Final = ("unreachable", "not-interested", "elsewhere", "not-now", "unreachable")
CAME_OF_IT: Final = (
    (("call", 12), ("letter", 30), ("stay", 75), ("training", 140)),
    (("call", 9), ("call", 40), ("immersion", 95), ("job", 150)),
    (("letter", 20), ("stay", 60)),
    (("call", 15),),
)
"""What came of four friendships, and how many days after the visit."""
UNPREPARED: Final = "A suivi le même atelier dans un autre programme ; l’attestation a été vue."
EVENINGS: Final = (
    (-335, 28, (8, {"met-before": {"often": 1, "once": 2, "never": 5},
                    "spoke": {"much": 1, "a-little": 3, "not": 4},
                    "again": {"yes": 3, "perhaps": 4, "no": 1}}),
     (17, {"met-before": {"often": 2, "once": 3, "never": 12},
           "spoke": {"much": 2, "a-little": 7, "not": 8},
           "again": {"yes": 7, "perhaps": 7, "no": 3}})),
    (-130, 52, (14, {"met-before": {"often": 4, "once": 6, "never": 4},
                     "spoke": {"much": 7, "a-little": 6, "not": 1},
                     "again": {"yes": 11, "perhaps": 3, "no": 0}}),
     (30, {"met-before": {"often": 9, "once": 12, "never": 9},
           "spoke": {"much": 14, "a-little": 12, "not": 4},
           "again": {"yes": 22, "perhaps": 6, "no": 2}})),
)  # fmt: skip
"""On which day, how many came, and what they answered by telephone and on paper."""


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
    users: Iterable[User],
) -> None:
    """Let there have been a year before: people who came, went on visits and left.

    Parameters
    ----------
    a_round
        Makes a round that is over, by its name and its days counted from today.
    parties
        Those who are here: they came in that year as well.
    """
    rng = Random("a year")
    referents = {each.organisation_id: each for each in users if each.organisation_id}
    year = Year(session, replace(makers[0], rng=rng), replace(makers[1], rng=rng), a_round, rng)
    year.came_before(parties)
    gone = year.live(referents, farms)
    paths.answer_questions(session, gone)
    Around(session, gone, referents).live(farms)


@dataclass
class Around:
    """What belongs to households of the year, in the order in which they came."""

    session: Session
    parties: Sequence[Party]
    referents: dict[int, User]
    rng: Random = field(default_factory=lambda: Random("around a year"))

    def live(self, farms: Sequence[Farm]) -> None:
        """Add all of it."""
        self._prepare_guests()
        self._prepare_others(farms)
        self._be_sent()
        self._say_why_nobody_came()
        self._stay_in_contact()
        self._invite_neighbours()
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
        for ago, some in ((355, farms[:7]), (190, farms[7:14])):
            workshop = self._workshop(WorkshopKind.FARMERS)
            held = workshops.series(self.session, workshop, [-ago], seats=10)
            for number, farm in enumerate(some, 1):
                name = farm.host_names or farm.name
                seat = workshops.seat_of(held, number, Presence.PRESENT, farm_id=farm.id, name=name)
                self.session.add(seat)
        held = workshops.series(self.session, self._workshop(WorkshopKind.STAFF), [-310], seats=15)
        for number, user in enumerate(self.referents.values(), 1):
            self.session.add(workshops.seat_of(held, number, Presence.PRESENT, user_id=user.id))
        for ago, came in ((280, 31), (100, 44)):
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
        for number, visit in enumerate(self._visits(VisitState.NO_SHOW)):
            word = MissedWord(party_id=visit.party_id, visit_id=visit.id, side=Side.PARTY)
            word.cause = "guest" if number % 2 else "transport"
            word.said_at = at(visit.arrival + timedelta(days=1))
            self.session.add(word)
            if visit.ended_by is Side.PARTY:
                review = AbsenceReview(visit_id=visit.id)
                reason, remedy = MISSED[number % 2]
                self._talk(review, visit.party, visit.arrival, reason, remedy)

    def _stay_in_contact(self) -> None:
        for visit, ties in zip(self._visits(VisitState.EVALUATED)[::3], CAME_OF_IT, strict=False):
            kept = Relationship.of(visit, Side.PARTY)
            kept.state = RelationshipState.PROPOSED
            self.session.add(kept)
            for side in (Side.PARTY, Side.FARM):
                kept.say_yes(side, ["phone"], sharing.told(visit, side, ["phone"], None))
            kept.party_said_at = at(visit.departure + timedelta(days=5))
            kept.farm_said_at = at(visit.departure + timedelta(days=6))
            for kind, days in ties:
                on = visit.departure + timedelta(days=days)
                if on < today():
                    kept.note(kind, on, self._referent(visit.party))

    def _invite_neighbours(self) -> None:
        """Let a village have been asked before its first guests, and months after."""
        went = self._visits(VisitState.EVALUATED)
        if not went:
            return
        commune = max({each.farm.commune for each in went}, key=lambda code: code or "")
        for days, came, by_telephone, on_paper in EVENINGS:
            where = {**village.IN_A_HALL, "commune": commune}
            held = village.announced(day=today() + timedelta(days=days), **where)
            held.came = came
            self.session.add(held)
            self.session.flush()
            village.let_speak(self.session, held, by_telephone, on_paper)

    def _workshop(self, kind: WorkshopKind) -> Workshop:
        return self.session.scalars(select(Workshop).where(Workshop.kind == kind)).one()

    def _referent(self, party: Party) -> User:
        return self.referents[party.organisation_id]

    def _visits(self, state: VisitState) -> list[Visit]:
        visits = [each for party in self.parties for each in party.visits]
        return sorted(
            (each for each in visits if each.state is state), key=lambda each: each.arrival
        )


def came_on(party: Party) -> date:
    """Return the day on which a household came into the programme."""
    return party.created_at.astimezone(PARIS).date()
