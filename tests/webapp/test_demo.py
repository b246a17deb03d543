"""The demonstration: a programme that looks alive, whatever its size."""

import itertools
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import matching
from webapp import demo
from webapp.demo import desk, names
from webapp.ground.clock import PARIS, now, today
from webapp.ground.telephones import KEPT_FOR_FICTION, takes_texts
from webapp.models import (
    MONTHS,
    Attestation,
    Committee,
    CommitteeState,
    Duty,
    Event,
    Farm,
    FarmState,
    FollowUp,
    FollowUpState,
    MatchingRound,
    Message,
    Offer,
    Organisation,
    Party,
    PartyState,
    Person,
    Programme,
    Report,
    RoundState,
    Side,
    Site,
    Slot,
    SlotState,
    User,
    Visit,
    VisitState,
)
from webapp.services.engine import fitting
from webapp.services.parties import asking_interest
from webapp.services.reports import loading
from webapp.services.reports.definitions import Selection
from webapp.services.reports.indicators import INDICATORS
from webapp.services.reports.series import series, within
from webapp.services.reports.tables import rounding_of, tabulate
from webapp.services.visits.safeguarding import needs_lift
from webapp.wording import report_files

pytestmark = pytest.mark.xdist_group("pilot")


def test_a_pilot_programme_has_the_people_farms_and_slots_it_says(pilot: Session) -> None:
    """Beside those of the year before, who have left."""
    wanted = demo.SIZES["pilot"]
    assert pilot.scalar(select(func.count()).select_from(Farm)) == wanted["farms"]
    here = select(func.count(Person.id)).join(Person.party).where(Party.state != PartyState.LEFT)
    people = pilot.scalar(here) or 0
    assert wanted["participants"] <= people < wanted["participants"] + 8
    since = today() - timedelta(days=120)
    slots = pilot.scalar(select(func.count(Slot.id)).where(Slot.arrival >= since)) or 0
    assert wanted["slots"] * 0.8 <= slots <= wanted["slots"] * 1.2


def test_a_pilot_programme_has_a_year_behind_it(pilot: Session) -> None:
    """Of each kind there is something in every quarter, or enough to be told in parts."""
    facts = loading.load(pilot)
    year = Selection(today() - timedelta(days=365), today(), today())
    rounding = rounding_of(pilot)
    wholes = series(facts, within(year)[1][1:], year, rounding)
    for code in ("people-enrolled", "in-progress", "visits-proposed", "visits"):
        assert all(line.among.told for line in wholes[code]), code
    for table in tabulate(facts, INDICATORS.values(), year, rounding):
        if table.indicator.code in TOLD_IN_PARTS:
            assert not table.undivided, table.indicator.code
    told = {each.months for each in pilot.scalars(select(FollowUp))}
    assert told == set(MONTHS)
    assert set(pilot.scalars(select(FollowUp.state))) == set(FollowUpState)


TOLD_IN_PARTS = (
    "people-enrolled", "visits-proposed", "no-show-fault", "visits-by-territory",
    "known-by-territory", "ways-out", "guests-again", "farms-again", "outcome-1", "outcome-3",
    "outcome-6",
)  # fmt: skip


def test_reports_of_several_funders_are_made_again_byte_for_byte(pilot: Session) -> None:
    frozen = pilot.scalars(select(Report).where(Report.said.is_not(None))).all()
    assert len({each.funder_id for each in frozen}) == len(frozen) == 3
    assert any(each.funder.first_titles for each in frozen)
    oldest = min(frozen, key=lambda each: each.as_of)
    assert oldest.frozen_at
    assert oldest.frozen_at < now() - timedelta(days=150)
    assert report_files.digests(oldest.said or {}) == oldest.digests


def test_who_came_in_the_year_was_prepared_first_and_left_after_visits(pilot: Session) -> None:
    gone = pilot.scalars(select(Party).where(Party.state == PartyState.LEFT)).all()
    assert len(gone) > 30
    acts = select(Event.subject_id, Event.at).where(Event.act == "party.left")
    left = {number: at.astimezone(PARIS).date() for number, at in pilot.execute(acts)}
    for party in gone:
        came = party.created_at.astimezone(PARIS).date()
        assert came < left[party.id] < today()
        for visit in party.visits:
            assert came < visit.created_at.astimezone(PARIS).date() < visit.arrival
            assert visit.departure < left[party.id]


def test_a_pilot_programme_has_a_visit_in_every_state(pilot: Session) -> None:
    assert set(pilot.scalars(select(Visit.state))) == set(VisitState)


def test_both_sides_of_each_visit_that_stands_have_been_written_to(pilot: Session) -> None:
    standing = [visit for visit in pilot.scalars(select(Visit)) if visit.holds]
    of_visits = pilot.scalars(select(Message).where(Message.visit_id.is_not(None)))
    written = [(each.visit_id, each.side) for each in of_visits]
    assert set(written) == {(visit.id, side) for visit in standing for side in Side}
    assert len(standing) >= 5


def test_more_visits_of_the_past_went_well_than_ended_in_any_other_way(pilot: Session) -> None:
    over = select(Visit.state).where(Visit.round.has(name="La saison passée"))
    states = Counter(pilot.scalars(over))
    well = states.pop(VisitState.EVALUATED) + states.pop(VisitState.COMPLETED)
    assert well > 2 * max(states.values())


def test_the_visits_that_wait_to_be_evaluated_are_the_last_that_ended(pilot: Session) -> None:
    departures: dict[VisitState, list[date]] = {}
    for visit in pilot.scalars(select(Visit)):
        departures.setdefault(visit.state, []).append(visit.departure)
    waiting = departures[VisitState.COMPLETED]
    assert min(waiting) >= max(departures[VisitState.EVALUATED])


def test_a_visit_and_a_workshop_are_attested_on_the_day_after_them(pilot: Session) -> None:
    attested = pilot.scalars(select(Attestation)).all()
    assert {each.visit is None for each in attested} == {True, False}
    for each in attested:
        last = each.visit.departure if each.visit else date.fromisoformat((each.days or [])[-1])
        assert each.issued_on == last + timedelta(days=1)


def test_beds_held_are_those_of_the_visits_that_hold(pilot: Session) -> None:
    for slot in pilot.scalars(select(Slot)):
        holding = sum(visit.people for visit in slot.visits if visit.holds)
        if slot.state is not SlotState.PAST:
            assert slot.people_held == holding


def test_every_visit_tells_its_life_in_the_order_it_had(pilot: Session) -> None:
    for visit in pilot.scalars(select(Visit)):
        told = pilot.scalars(
            select(Event)
            .where(Event.subject == "visits", Event.subject_id == visit.id)
            .order_by(Event.id)
        ).all()
        assert told[0].act == "visit.proposed"
        assert [event.at for event in told] == sorted(event.at for event in told)
        assert told[-1].at <= now()


def test_no_visit_puts_a_lone_woman_with_a_host_living_alone(pilot: Session) -> None:
    for visit in pilot.scalars(select(Visit)):
        assert not needs_lift(visit.party, visit.farm, visit.arrival)


def test_one_farm_has_just_applied_and_most_are_approved(pilot: Session) -> None:
    states = Counter(pilot.scalars(select(Farm.state)))
    assert states[FarmState.APPLIED] >= 1
    assert states[FarmState.APPROVED] > demo.SIZES["pilot"]["farms"] / 2


def test_families_are_as_families_can_be(pilot: Session) -> None:
    for party in pilot.scalars(select(Party)):
        names = [person.first_name for person in party.persons]
        assert len(set(names)) == len(names)
        born = [person.birth_year for person in party.persons if person.is_adult(today())]
        for child in party.persons:
            if not child.is_adult(today()):
                assert child.birth_year - max(born) >= 18
                assert child.birth_year - min(born) <= 45


def test_every_farm_can_receive_an_e_mail(pilot: Session) -> None:
    assert [farm.name for farm in pilot.scalars(select(Farm)) if not farm.users] == []


def test_one_round_waits_for_the_worker_and_one_to_be_opened(pilot: Session) -> None:
    states = Counter(pilot.scalars(select(MatchingRound.state)))
    assert states[RoundState.QUEUED] == states[RoundState.DRAFT] == 1


def test_the_round_that_waits_places_people(pilot: Session) -> None:
    waiting = select(MatchingRound).where(MatchingRound.state == RoundState.QUEUED)
    asked = pilot.scalars(waiting).one().asked or {}
    problem = matching.from_json(asked["problem"])
    people = {party.id: party.people for party in problem.parties}
    found, by_hand = matching.solve(problem, 10), matching.first_come_first_served(problem)
    placed = [sum(people[party] for party, _ in each.matches) for each in (found, by_hand)]
    assert placed[0] > placed[1] > 0


def test_telephone_numbers_are_those_kept_for_fiction(pilot: Session) -> None:
    columns = (Party.phone, Farm.phone, Organisation.phone, Programme.on_duty_phone, Duty.phone)
    numbers = [number or "" for column in columns for number in pilot.scalars(select(column))]
    assert [each for each in numbers if not each.startswith(KEPT_FOR_FICTION)] == []
    assert {len(each) for each in numbers} == {len("+33199000000")}


def test_whoever_is_written_to_by_text_message_has_a_mobile(pilot: Session) -> None:
    assert all(takes_texts(number) for number in pilot.scalars(select(Party.phone)))
    farms = [takes_texts(number) for number in pilot.scalars(select(Farm.phone))]
    assert 0 < farms.count(True) < len(farms)  # the others are called, or written to by e-mail


def test_a_farm_is_signed_in_to_by_one_of_those_who_live_there(pilot: Session) -> None:
    for farm in pilot.scalars(select(Farm)):
        firsts, _, family = (farm.host_names or "").rpartition(" ")
        live_there = [f"{first} {family}" for first in firsts.split(" et ")]
        assert len(set(live_there)) == farm.adults
        assert {user.name for user in farm.users} <= set(live_there)
        assert farm.woman_host == any(names.is_womans(name) for name in live_there)


def test_whoever_signs_in_in_the_demonstration_finds_their_own_farm(pilot: Session) -> None:
    for account in demo.ACCOUNTS:
        user = pilot.scalars(select(User).where(User.email == account.email)).one()
        assert user.name == account.name
        assert user.farm is None or account.name.split()[0] in (user.farm.host_names or "")


def test_a_farm_can_be_asked_whether_it_is_still_interested(pilot: Session) -> None:
    looked = asking_interest.look_at_farms(pilot)
    assert looked.asked
    assert looked.left


def test_a_farm_receives_at_its_house_and_at_a_site(pilot: Session) -> None:
    site = pilot.scalars(select(Site)).one()
    farm = pilot.get_one(Farm, site.farm_id)
    assert {each.stands_at for each in farm.offers} == {farm, site}
    [elsewhere] = [each for each in farm.offers if each.stands_at is site]
    assert [each.beds > 0 for each in elsewhere.slots] == [True]


def test_names_are_names_of_where_someone_comes_from(pilot: Session) -> None:
    known = set(names.OTHER_SURNAMES).union(*names.SURNAMES.values())
    known |= {last for _first, last, _born in desk.SPELT_TWICE}
    assert {person.last_name for person in pilot.scalars(select(Person))} <= known
    assert names.SURNAMES.keys() == names.FIRST_NAMES.keys()


def test_every_apostrophe_is_a_french_one(pilot: Session) -> None:
    texts = [
        text for farm in pilot.scalars(select(Farm)) for text in (farm.name, farm.presentation)
    ]
    texts += [
        text for offer in pilot.scalars(select(Offer)) for text in (offer.title, offer.description)
    ]
    assert [text for text in texts if "'" in (text or "")] == []


def test_a_visit_that_stands_fits_but_the_one_that_shows_how_that_is_told(pilot: Session) -> None:
    standing = [visit for visit in pilot.scalars(select(Visit)) if visit.holds]
    unfit = [visit for visit in standing if fitting.broken_rules(visit)]
    (shown,) = unfit
    assert shown.state is VisitState.CONFIRMED
    assert [misfit.rule for misfit in shown.misfits] == ["dates"]
    assert not any(visit.misfits for visit in standing if visit not in unfit)


def test_a_committee_has_met_and_signed_each_month_and_one_is_in_preparation(
    pilot: Session,
) -> None:
    *past, coming = pilot.scalars(select(Committee).order_by(Committee.day)).all()
    assert coming.state is CommitteeState.PREPARED
    assert len(past) > 10
    for each in past:
        assert each.state is CommitteeState.SIGNED
        assert each.begun_at
        days = {signed.at.astimezone(PARIS).date() for signed in each.signatures if signed.at}
        assert days == {each.begun_at.astimezone(PARIS).date()} == {each.day}
    for earlier, later in itertools.pairwise([*past, coming]):
        assert later.day - earlier.day == timedelta(weeks=4)
    assert past[-1].day < today() < coming.day
