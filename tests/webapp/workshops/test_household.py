"""A household chooses its workshops behind its link, in its language, and a farm on its portal."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_farmer, a_party, a_person, a_programme, a_slot, a_visit
from tests.page import Page
from tests.webapp.workshops.builders import a_seat, a_series
from webapp.channels.truth import is_true
from webapp.ground.clock import now, today
from webapp.ground.database import EVERYONE, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import Message, MessageState, Party, PartyState, Seat, SeatState
from webapp.services.records.tokens import household_token
from webapp.services.visits import stays
from webapp.services.workshops import household, seats, telling
from webapp.services.workshops.household import Said
from webapp.wording import compose

WISHED, SIGNED_UP, WAITING, CANCELLED = (
    SeatState.WISHED, SeatState.SIGNED_UP, SeatState.WAITING, SeatState.CANCELLED,
)  # fmt: skip


@pytest.fixture
def pair(db: Session) -> Party:
    """Two adults and a child who read Arabic."""
    a_programme(db)
    adults = [a_person(first_name="Nour"), a_person(first_name="Karim")]
    persons = [*adults, a_person(birth_year=2020)]
    return a_party(db, persons=persons, language="ar", number="+33639980001")


def states(db: Session, party: Party) -> list[SeatState]:
    return list(db.scalars(select(Seat.state).where(Seat.party_id == party.id).order_by(Seat.id)))


@pytest.mark.parametrize(
    ("seats", "said", "after"),
    [
        (2, [Said.COME], [SIGNED_UP] * 2), (1, [Said.COME], [SIGNED_UP, WAITING]),
        (2, [Said.WISH], [WISHED] * 2), (2, [Said.WISH, Said.COME], [SIGNED_UP] * 2),
        (2, [Said.COME, Said.COME], [SIGNED_UP] * 2), (2, [Said.RETURN], []),
        (1, [Said.COME, Said.RETURN], [CANCELLED] * 2), (1, [Said.COME, Said.COME],
                                                         [SIGNED_UP, WAITING]),
    ],
)  # fmt: skip
def test_a_household_says_what_it_wants_and_its_adults_follow(
    db: Session, pair: Party, seats: int, said: list[Said], after: list[SeatState]
) -> None:
    series = a_series(db, seats=seats)
    db.commit()
    set_scope(db, Scope("party", pair.id))
    for each in said:
        household.say(db, pair, series, each)
    set_scope(db, EVERYONE)
    assert states(db, pair) == after


def test_a_kept_seat_is_taken_behind_the_link(db: Session, pair: Party) -> None:
    series = a_series(db, seats=1)
    seat = a_seat(db, series, person=pair.persons[0], kept_until=now())
    household.say(db, pair, series, Said.KEEP)
    assert (seat.kept_until, seat.state) == (None, SIGNED_UP)


def test_what_is_said_of_a_kept_seat_leaves_the_others_as_they_are(
    db: Session, pair: Party
) -> None:
    series = a_series(db, seats=2)
    has = a_seat(db, series, person=pair.persons[0])
    kept = a_seat(db, series, person=pair.persons[1], kept_until=now())
    household.say(db, pair, series, Said.LET_GO)
    assert (has.state, kept.state) == (SIGNED_UP, CANCELLED)
    for late in (Said.KEEP, Said.LET_GO):
        with pytest.raises(RuleBroken, match="seat-not-kept"):
            household.say(db, pair, series, late)
    assert household.say(db, pair, series, Said.RETURN) == [has]


def test_a_seat_that_they_have_already_went_to_nobody_else(
    page: Page, db: Session, pair: Party
) -> None:
    series, until = a_series(db), now() + timedelta(hours=9)
    kept = [a_seat(db, series, person=each, kept_until=until) for each in pair.persons[:2]]
    page.visit(f"/v/workshops/{household_token(pair)}?lang=en")
    for seat in kept:
        seats.accept(db, seat)
    page.submit({"said": Said.KEEP.value}, button="We come to the workshop")
    assert "went to the next" not in page.text
    assert [(seat.is_held, seat.is_offered) for seat in kept] == [(True, False)] * 2


@pytest.mark.parametrize("said", [Said.COME, Said.KEEP])
def test_whoever_says_that_they_come_takes_the_seat_that_is_kept_for_them(
    db: Session, pair: Party, said: Said
) -> None:
    seat = a_seat(db, a_series(db), person=pair.persons[0], kept_until=now())
    household.say(db, pair, seat.series, said)
    assert (seat.is_held, seat.is_offered) == (True, False)


def test_whoever_let_a_seat_go_by_is_told_so_and_may_ask_again_behind_the_others(
    page: Page, db: Session, pair: Party
) -> None:
    series = a_series(db, seats=1)
    a_seat(db, series)
    long_ago, passed = now() - timedelta(days=9), {"state": WAITING, "passed_at": now()}
    late = a_seat(db, series, person=pair.persons[0], asked_at=long_ago, **passed)
    waits = a_seat(db, series, state=WAITING)
    db.commit()
    page.visit(f"/v/workshops/{household_token(pair)}?lang=en")
    assert "kept for N went to somebody else" in page.text
    assert "Waiting for a place: N" in page.submit(button="N comes").text
    db.refresh(late)
    assert (late.state, late.passed_at, late.asked_at > waits.asked_at) == (WAITING, None, True)


def test_the_workshops_are_sent_once_a_day_to_a_telephone_and_only_where_there_are_any(
    db: Session, pair: Party
) -> None:
    with pytest.raises(RuleBroken, match="no-workshop-to-come"):
        telling.send_link(db, pair)
    a_series(db)
    telling.send_link(db, pair)
    with pytest.raises(RuleBroken, match="workshops-sent-today"):
        telling.send_link(db, pair)
    [message] = db.scalars(select(Message).where(Message.kind == telling.LINK))
    message.state = MessageState.FAILED
    telling.send_link(db, pair)
    assert message.state is MessageState.QUEUED
    pair.set_phone("+33639980077")
    telling.send_link(db, pair)
    assert db.query(Message).filter(Message.kind == telling.LINK).count() == 2
    pair.set_phone("+33231000000")
    with pytest.raises(RuleBroken, match="no-message-arrives"):
        telling.send_link(db, pair)
    pair.state = PartyState.LEFT
    with pytest.raises(RuleBroken, match="party-not-taking-part"):
        telling.send_link(db, pair)


def test_the_link_opens_one_household_alone_until_it_is_renewed_or_another_telephone(
    db: Session, pair: Party
) -> None:
    mine, theirs = a_seat(db, person=pair.persons[0]), a_seat(db)
    token = household_token(pair)
    assert household.find_party(db, token) is pair
    assert list(db.scalars(select(Seat))) == [mine]
    assert db.scalars(select(Party)).all() == [pair]
    assert household.find_party(db, f"{theirs.party_id}-{token.partition('-')[2]}") is None
    set_scope(db, EVERYONE)
    stays.renew_links(db, a_visit(db, pair, a_slot(db, rooms=[3])))
    assert household.find_party(db, token) is None
    set_scope(db, EVERYONE)
    fresh = household_token(pair)
    pair.set_phone("+33639980077")
    assert household.find_party(db, fresh) is None
    set_scope(db, EVERYONE)
    pair.state = PartyState.LEFT
    assert household.find_party(db, household_token(pair)) is None


def test_the_page_names_nobody_and_the_text_message_leads_to_it(
    app: Flask, page: Page, db: Session, pair: Party
) -> None:
    series = a_series(db, seats=2, interpreted=["ar"])
    series.workshop.aims = "On fait le pain ensemble."
    telling.send_link(db, pair)
    [message] = db.scalars(select(Message).where(Message.kind == telling.LINK))
    assert is_true(message)
    with app.test_request_context():
        written = compose(message).body
    assert written.endswith(household_token(pair))
    db.commit()
    page.visit(f"/v/workshops/{household_token(pair)}?lang=en")
    assert "Nour" not in page.text
    assert "On fait le pain ensemble." in page.text
    page.submit(button="We come to the workshop")
    assert "With a place: N" in page.text
    for letter in ("N", "K"):
        page.submit(button=f"Give back the place of {letter}")
    assert states(db, pair) == [CANCELLED] * 2
    series.sittings[0].cancelled_at = now()
    db.flush()
    assert not is_true(message)
    page.visit("/v/workshops/7-AAAAAAAAAAAAAAAAAAAAAA", status=404)


def test_a_farm_signs_up_its_adults_and_sees_no_other_farm(page: Page, db: Session) -> None:
    a_programme(db)
    farm, series = a_farm(db), a_series(db, "farmers", seats=2)
    a_seat(db, series, farm=a_farm(db), name="Zénobie")
    page.sign_in(a_farmer(db, farm, language="en", name="Luc Duval"))
    page.visit("/farm/workshops")
    assert "1 free place" in page.text
    assert "Zénobie" not in page.text
    page.visit(f"/farm/workshops/{series.id}").submit({"name": "Luc Duval"}, button="Sign up")
    page.visit(f"/farm/workshops/{series.id}").submit({"name": "luc  duval"}, button="Wait for a")
    assert "They are signed up already" in page.text
    mine = db.scalars(select(Seat).where(Seat.farm_id == farm.id)).all()
    assert [(seat.name, seat.state) for seat in mine] == [("Luc Duval", SIGNED_UP)]
    assert series.sittings[0].day > today()
