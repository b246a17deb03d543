"""Signing up the people of files: looked over first, undone afterwards, and one's own alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_party,
    a_person,
    a_programme,
    a_slot,
    a_visit,
)
from tests.page import Page
from tests.webapp.workshops.builders import a_seat, a_series
from webapp.channels.truth import is_true
from webapp.ground.clock import now
from webapp.ground.database import EVERYONE, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Message,
    MessageState,
    PartyState,
    Programme,
    Seat,
    SeatSide,
    SeatState,
    Series,
)
from webapp.services.workshops import bulk, seats


@pytest.fixture
def series(db: Session) -> Series:
    return a_series(db, seats=2)


def test_adults_get_seats_in_order_others_wait_and_files_without_one_are_left(
    db: Session, series: Series
) -> None:
    pair = a_party(db, code="P-1", persons=[a_person(), a_person(), a_person(birth_year=2020)])
    gone = a_party(db, code="P-2", state=PartyState.LEFT)
    children = a_party(db, code="P-3", persons=[a_person(birth_year=2020)])
    late = a_party(db, code="P-4")
    looked = bulk.preview(db, series, [pair, gone, children, late])
    assert [(party.code, len(people)) for party, people in looked.seated] == [("P-1", 2)]
    assert [party.code for party, _people in looked.waiting] == ["P-4"]
    assert [(party.code, rule.code) for party, rule in looked.left] == [
        ("P-2", "party-not-taking-part"), ("P-3", "workshop-for-adults"),
    ]  # fmt: skip
    made = bulk.sign_up(db, series, [pair, gone, children, late])
    assert [each.state for each in made] == [
        SeatState.SIGNED_UP, SeatState.SIGNED_UP, SeatState.WAITING,
    ]  # fmt: skip
    with pytest.raises(RuleBroken, match="nobody-touched"):
        bulk.sign_up(db, series, [pair])


def test_a_sign_up_is_undone_whole_and_its_seat_goes_to_the_line(
    db: Session, series: Series
) -> None:
    made = bulk.sign_up(db, series, [a_party(db), a_party(db)])
    waits = seats.sign_up(db, series, seats.Comer(person=a_party(db).persons[0]), made[0].asked_by)
    assert bulk.undo(db, made[:1]) == 1
    assert waits.is_offered
    assert db.scalar(select(Message).where(Message.seat_id == made[0].id)) is None
    seats.give_back(db, made[1], made[1].asked_by)
    with pytest.raises(RuleBroken, match="sign-up-stands"):
        bulk.undo(db, made[1:])


def test_who_would_have_liked_to_come_is_signed_up_with_the_others(
    db: Session, series: Series
) -> None:
    party = a_party(db)
    wish = a_seat(db, series, person=party.persons[0], state=SeatState.WISHED)
    assert bulk.sign_up(db, series, [party]) == [wish]
    assert wish.state is SeatState.SIGNED_UP


def test_undoing_leaves_a_wish_as_it_was_and_is_offered_only_while_nobody_was_told(
    db: Session, series: Series
) -> None:
    wish = a_seat(
        db, series, state=SeatState.WISHED, asked_by=SeatSide.GUEST,
        asked_at=now() - timedelta(days=3),
    )  # fmt: skip
    assert wish.party is not None
    made = bulk.sign_up(db, series, [wish.party, a_party(db)])
    assert bulk.may_undo(db, made)
    bulk.undo(db, made)
    assert (wish.state, wish.number) == (SeatState.WISHED, None)
    again = bulk.sign_up(db, series, [a_party(db)])
    [message] = db.scalars(select(Message).where(Message.seat_id == again[0].id))
    message.state = MessageState.SENT
    assert not bulk.may_undo(db, again)
    with pytest.raises(RuleBroken, match="sign-up-stands"):
        bulk.undo(db, again)


@pytest.mark.parametrize(("by", "told"), [(SeatSide.STAFF, 1), (SeatSide.GUEST, 0)])
def test_whoever_had_a_seat_is_told_when_others_give_it_back(
    db: Session, series: Series, by: SeatSide, told: int
) -> None:
    seat = a_seat(db, series)
    seats.give_back(db, seat, by)
    written = db.scalars(select(Message).where(Message.kind == "seat-returned")).all()
    assert [is_true(each) for each in written] == [True] * told


def test_an_association_sees_its_own_seats_and_counts_them_all(db: Session, series: Series) -> None:
    mine, theirs = a_seat(db, series), a_seat(db, series)
    assert mine.party is not None
    assert theirs.party is not None
    set_scope(db, Scope("organisation", mine.party.organisation_id))
    db.expire_all()
    assert list(db.scalars(select(Seat))) == [mine]
    with pytest.raises(RuleBroken, match="seat-decided"):
        seats.take_up(db, mine)
    waits = seats.sign_up(
        db, series, seats.Comer(person=a_party(db, mine.party.organisation).persons[0]),
        mine.asked_by,
    )  # fmt: skip
    assert waits.state is SeatState.WAITING
    set_scope(db, EVERYONE)


def test_files_stay_ticked_from_one_search_to_the_next_and_who_is_signed_up_leaves_the_list(
    page: Page, db: Session, series: Series
) -> None:
    reader = a_caseworker(db, language="en")
    a_programme(db)
    names = ("Ghazal", "Tesfaye", "Petrenko", "Oumar")
    parties = {
        name: a_party(db, reader.organisation, code=f"P-9{at}", persons=[a_person(first_name=name)])
        for at, name in enumerate(names)
    }
    a_seat(db, series, person=parties["Oumar"].persons[0])
    a_party(db, reader.organisation, code="P-990", state=PartyState.LEFT)
    page.sign_in(reader).visit(f"/casework/workshops/dates/{series.id}")
    assert list(ticks(page)) == ["P-90", "P-91", "P-92"]
    for name in ("Tesfaye", "Petrenko"):
        chosen = [value for value, ticked in ticks(page).values() if ticked]
        page.submit({"text": name, "party": [*chosen, str(parties["Ghazal"].id)]}, button="Find")
    assert {code: ticked for code, (_value, ticked) in ticks(page).items()} == {
        "P-90": True, "P-92": False,
    }  # fmt: skip
    day = series.sittings[0].day
    for name, arrival in (("Tesfaye", day), ("Ghazal", day + timedelta(days=1))):
        a_visit(db, parties[name], a_slot(db, arrival=arrival))
    page.submit({"party": [str(parties[name].id) for name in names[:3]]}, button="Look over")
    assert "Places are given in the order below" in page.text
    away = [each.text for each in page.soup.select("li") if "On a visit then: " in each.text]
    assert [each[:4] for each in away] == ["P-91"]
    assert "On a visit on one of these days: P-91." in page.text
    page.submit(button="Sign up")
    assert "Undo these 3 sign-ups" in page.text
    assert ticks(page) == {}
    page.submit(button="Undo these 3 sign-ups")
    assert list(ticks(page)) == ["P-90", "P-91", "P-92"]


def ticks(page: Page) -> dict[str, tuple[str, bool]]:
    """Return what may be ticked, by the file's code: its value, and whether it is ticked."""
    boxes = page.soup.select("input[type=checkbox][name=party]")
    return {
        str(box.find_next("b").string): (str(box["value"]), box.has_attr("checked"))  # type: ignore[union-attr]
        for box in boxes
    }


def test_no_caseworker_meets_a_guest_of_another_association(page: Page, db: Session) -> None:
    reader, series = a_caseworker(db, language="en"), a_series(db)
    a_programme(db)
    other = a_seat(db, series, person=a_party(db, persons=[a_person(first_name="Xan")]).persons[0])
    page.sign_in(reader).visit(f"/casework/workshops/dates/{series.id}")
    assert "Xan" not in page.text
    page.visit(f"/casework/workshops/seats/{other.id}/return", status=404)


@pytest.mark.parametrize("kind", ["farmers", "village"])
def test_an_association_finds_nothing_of_workshops_to_which_none_of_its_people_come(
    page: Page, db: Session, kind: str
) -> None:
    a_programme(db)
    series, coordinator = a_series(db, kind, days=-1), a_coordinator(db)
    here = f"/workshops/dates/{series.id}"
    roll = f"/workshops/sittings/{series.sittings[0].id}/attendance"
    page.sign_in(coordinator).visit(f"/programme{here}").visit(f"/programme{roll}")
    page.sign_in(a_caseworker(db))
    for address in (here, roll, roll.replace("attendance", "sheet")):
        page.visit(f"/casework{address}", status=404)


def test_coordinators_read_who_comes_by_code(page: Page, db: Session) -> None:
    reader, series = a_coordinator(db, language="en"), a_series(db)
    a_programme(db)
    party = a_party(db, code="P-777", persons=[a_person(first_name="Xan", last_name="Ombre")])
    a_seat(db, series, person=party.persons[0])
    page.sign_in(reader).visit(f"/programme/workshops/dates/{series.id}")
    assert "P-777" in page.text
    assert "Xan" not in page.text


def test_a_programme_without_workshops_names_them_in_no_menu(page: Page, db: Session) -> None:
    a_programme(db)
    page.sign_in(a_caseworker(db, language="en")).visit("/casework/parties")
    assert "Workshops" in page.text
    db.get_one(Programme, 1).has_workshops = False
    db.commit()
    page.visit("/casework/parties")
    assert "Workshops" not in page.text
