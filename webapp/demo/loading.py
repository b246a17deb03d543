"""Loads a whole programme in one transaction; the same seed on the same day gives the same."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import pairwise
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.demo import around, desk, nearby, staff, year_around
from webapp.demo.distributions import table
from webapp.demo.farms import NOT_YET_VETTED, FarmMaker
from webapp.demo.history import VisitMaker
from webapp.demo.memory import remember_all
from webapp.demo.people import PartyMaker, miss_a_course
from webapp.ground.clock import now, today
from webapp.ground.database import EVERYONE, make_engine, set_scope
from webapp.ground.encryption import Cipher
from webapp.models import (
    Companions,
    Engagement,
    Farm,
    FarmState,
    MatchingRound,
    Organisation,
    Party,
    Programme,
    RoundState,
    Slot,
    User,
    Visit,
    VisitState,
)
from webapp.services import rounds
from webapp.services.parties.codes import next_code
from webapp.services.rounds.judging import COUNTS
from webapp.services.visits import misfits, proposing

SIZES: dict[str, dict[str, int]] = table("programme_sizes")["demo"]
"""How many people, farms and slots: `small`, `pilot`, `regional`, `national_stress`."""
EMPTY = "empty"
"""A programme with its associations and their staff, and nobody and nothing else."""
ONE_REGION = ("small", "pilot")
WITH_A_YEAR = "pilot"
"""The size that tells of a whole year: the one that somebody looks at."""
ONE_AT_A_TIME = 0x5112
"""Key of the advisory lock that a loading holds."""
PAST_DAYS, PRESENT_DAYS, COMING_DAYS = 120, 21, 120
WHY = "Le comité veut aussi savoir qui a été sollicité, et ce que les personnes en disent."
"""Why a round is judged by more than was said at first."""


def is_loaded(session: Session) -> bool:
    """Whether this database has a programme already."""
    return session.scalar(select(Programme)) is not None


@dataclass
class Loading:
    """One run of the generator."""

    session: Session
    rng: Random
    size: str

    def run(self) -> None:
        """Add everything; the caller commits."""
        wanted = SIZES[self.size]
        organisations = staff.make_programme(self.session)
        farms = self.make_farms(wanted["farms"])
        users = staff.make_users(self.session, organisations, farms)
        staff.open_accounts(self.session, farms)
        coordinators = [user for user in users.values() if user.email.startswith(("cam", "dom"))]
        self.vet(farms, coordinators)
        parties = self.make_parties(list(organisations.values()), wanted["participants"])
        referents = staff.first_of_each(users.values())
        for party in parties:
            party.referent = referents[party.organisation_id]
        self.past(farms, parties, coordinators[0], wanted["slots"] // 3)
        asked = self.present(farms, parties, users["claire@sillon.example"])
        nearby.look_after_visits(self.session, users["lise@sillon.example"])
        remember_all(self.session)
        claire, mehdi = (users[f"{name}@sillon.example"] for name in ("claire", "mehdi"))
        around.follow_visits(self.session, self.rng, claire)
        self.let_one_no_longer_fit(asked)
        miss_a_course(self.session, asked)
        self.slots(farms, wanted["slots"] * 2 // 5, PRESENT_DAYS + 7, COMING_DAYS)
        desk.mind(self.session, parties)
        desk.quieten(self.session, farms)
        self.coming(claire, mehdi)
        live = partial(self.a_year, farms, parties, [*users.values()])
        around.go_on(self.session, farms, parties, users, live)
        self.session.flush()

    def a_year(
        self, farms: list[Farm], parties: list[Party], users: list[User]
    ) -> year_around.Lived | None:
        """Let there have been a year before, where there is one to tell of."""
        if self.size != WITH_A_YEAR:
            return None
        closed = partial(self.a_round, by=users[0], state=RoundState.CLOSED)
        makers = self.party_maker, self.farm_maker
        return year_around.live_a_year(self.session, makers, closed, farms, parties, users)

    def make_farms(self, count: int) -> list[Farm]:
        """Make farms; the second has only just signed up."""
        hosting = table("farm_region_hosting")
        shares = hosting["shares_pilot" if self.size in ONE_REGION else "shares_national"]
        self.farm_maker = FarmMaker(self.rng, shares)
        farmers = (*staff.FARMERS, *[""] * count)[:count]
        farms = [self.farm_maker.make(farmer) for farmer in farmers]
        self.session.add_all(farms)
        self.session.flush()
        return farms

    def vet(self, farms: list[Farm], coordinators: list[User]) -> None:
        """Approve most farms, and give each of these an offer."""
        for number, farm in enumerate(farms):
            if number != 0 and (number == 1 or self.rng.random() < NOT_YET_VETTED):
                continue
            self.farm_maker.approve(farm, coordinators)
            self.session.add(self.farm_maker.make_offer(farm))
        waiting = [farm for farm in farms if farm.state is FarmState.APPLIED]
        for farm in waiting[2:]:
            farm.meet(on=today() - timedelta(days=3))
        self.session.flush()

    def make_parties(self, organisations: list[Organisation], people: int) -> list[Party]:
        """Make parties until so many people are enrolled; nine in ten are ready."""
        tables = table(
            "residence_region_pilot" if self.size in ONE_REGION else "residence_region_national"
        )
        maker = self.party_maker = PartyMaker(self.rng, tables["shares"])
        parties: list[Party] = []
        made = 0
        while made < people:
            organisation = organisations[0 if self.rng.random() < 0.75 else 1]
            party = maker.make(organisation, code=next_code(self.session))
            if self.rng.random() < 0.9:
                maker.make_ready(party)
            parties.append(party)
            made += party.people
        self.session.add_all(parties)
        self.befriend(parties)
        self.session.flush()
        return parties

    def befriend(self, parties: list[Party]) -> None:
        """Let some who live in one town and are accompanied together wish to travel together."""
        alone = [party for party in parties if party.people == 1]
        for one, other in pairwise(alone):
            near = one.organisation is other.organisation and one.commune == other.commune
            if near and one.companions is None:
                one.companions = other.companions = Companions(organisation_id=one.organisation.id)

    def slots(self, farms: list[Farm], count: int, first: int, last: int) -> list[Slot]:
        """Open slots between two days counted from today."""
        start, end = today() + timedelta(days=first), today() + timedelta(days=last)
        offers = [offer for farm in farms for offer in farm.offers]
        made = []
        for number in range(count):
            slot = self.farm_maker.make_slot(offers[number % len(offers)], start, end)
            if slot is not None:
                self.session.add(slot)
                made.append(slot)
        self.session.flush()
        return made

    def past(self, farms: list[Farm], parties: list[Party], by: User, count: int) -> None:
        """Let a round of last season have taken place."""
        slots = self.slots(farms, count, -PAST_DAYS, -10)
        ready = [party for party in parties if party.waiting_since is not None]
        round_ = self.a_round("La saison passée", -PAST_DAYS, -10, by, RoundState.CLOSED)
        maker = VisitMaker(self.session, self.rng)
        maker.end_all(maker.fill(slots, ready, round_))
        for slot in slots:
            slot.pass_by()

    def present(self, farms: list[Farm], parties: list[Party], by: User) -> list[Visit]:
        """Let a published round be going on: some under way, some asked, which are returned."""
        mine = [
            party
            for party in parties
            if party.organisation_id == by.organisation_id and party.waiting_since is not None
        ]
        maker = VisitMaker(self.session, self.rng)
        round_ = self.a_round("Les prochaines semaines", -3, PRESENT_DAYS, by, RoundState.PUBLISHED)
        here = maker.fill(self.slots(farms, 3, -2, -1), mine[1::3], round_)
        for visit in here:
            maker.be_under_way(visit)
        soon = maker.fill(self.slots(farms, 14, 7, PRESENT_DAYS), [*mine[2::3], *mine[::3]], round_)
        maker.answer_variously(soon)
        maker.keep_what_was_shown([*here, *soon])
        self.write([*here, *soon])
        return soon

    def write(self, asked: list[Visit]) -> None:
        """Write to both sides of what stands, so that each page behind a link can be opened."""
        kinds = {VisitState.PROPOSED: "visit-proposed"}
        for visit in asked:
            if visit.holds:
                proposing.tell_both(self.session, visit, kinds.get(visit.state, "visit-confirmed"))

    def let_one_no_longer_fit(self, visits: list[Visit]) -> None:
        """Let a party with a confirmed visit have been given an appointment on its second day."""
        visit = next((each for each in visits if each.state is VisitState.CONFIRMED), None)
        if visit is None:  # a programme of a few people may have none
            return
        day = visit.arrival + timedelta(days=1)
        visit.party.engagements.append(
            Engagement(kind="appointment", first_day=day, last_day=day, weekdays=[])
        )
        visit.party.keep_civic_days([visit.departure + timedelta(days=each) for each in (9, 16)])
        misfits.look_again(self.session)

    def coming(self, solves: User, opens: User) -> None:
        """Ask for a run of one association's next round, and leave another's to be opened."""
        window = ("La prochaine saison", PRESENT_DAYS + 7, COMING_DAYS)
        asked = self.a_round(*window, solves, RoundState.DRAFT)
        rounds.ask_for_a_run(self.session, asked)
        self.a_round(*window, opens, RoundState.DRAFT)

    def a_round(
        self, name: str, first: int, last: int, by: User, state: RoundState
    ) -> MatchingRound:
        """Make a round; one that is over or going on was published by the same person."""
        published = state in {RoundState.PUBLISHED, RoundState.CLOSED}
        made = MatchingRound(
            organisation_id=by.organisation_id,
            name=name,
            first_day=today() + timedelta(days=first),
            last_day=today() + timedelta(days=last),
            weights=rounds.weights_of(rounds.USUAL),
            judged_by=[*COUNTS],
            answer_by=today() + timedelta(days=5 if last > 0 else first),
            state=state,
            created_by=by,
            approved_by=by if published else None,
            published_at=now() + timedelta(days=min(first, -2)) if published else None,
        )
        if state is RoundState.PUBLISHED:
            until = now() + timedelta(days=min(first, -2) - 3)
            made.judged_before = [{"by": [*COUNTS][1:3], "until": until.isoformat(), "why": WHY}]
        self.session.add(made)
        self.session.flush()
        return made


def load(session: Session, size: str = "pilot", seed: int = 1) -> None:
    """Add a whole demonstration programme; the caller commits.

    Parameters
    ----------
    size
        One of `SIZES`; or `EMPTY`, for whoever begins one themselves.
    seed
        The same seed gives the same programme on the same day.
    """
    set_scope(session, EVERYONE)
    if size == EMPTY:
        staff.make_users(session, staff.make_programme(session), [])
        return
    Loading(session, Random(seed), size).run()


def fill_if_empty(database_url: str, data_key: str, size: str = "pilot") -> bool:
    """Load the demonstration into an empty database, whole or not at all; whether it did.

    Several starts at once wait for each other, and only the first finds the database empty.
    """
    Cipher.use(data_key)
    engine = make_engine(database_url)
    with Session(engine) as session:
        session.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
        empty = not is_loaded(session)
        if empty:
            load(session, size)
        session.commit()
    engine.dispose()
    return empty
