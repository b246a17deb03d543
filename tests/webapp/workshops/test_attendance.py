"""Who was there: noted in few presses, changed later, and never guessed."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_party, a_person, a_programme
from tests.page import Page, shown_values
from tests.webapp.pdf.reading import bare, text_of
from tests.webapp.workshops.builders import a_seat, a_series, a_sitting
from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.models import Event, Presence, SeatState
from webapp.services.records import audit
from webapp.services.workshops import attendance, passing, planning

PRESENT, ABSENT, UNKNOWN = Presence.PRESENT, Presence.ABSENT, Presence.UNKNOWN


def test_nothing_is_noted_before_a_sitting_begins_or_of_one_that_is_cancelled(db: Session) -> None:
    series = a_series(db)
    seat = a_seat(db, series)
    with pytest.raises(RuleBroken, match="sitting-to-come"):
        attendance.note(db, series.sittings[0], {seat.id: PRESENT})
    planning.cancel_sitting(db, series.sittings[0])
    with pytest.raises(RuleBroken, match="sitting-cancelled"):
        attendance.note(db, series.sittings[0], {seat.id: PRESENT})


def test_what_is_noted_late_takes_the_place_of_unknown_and_can_be_put_right(db: Session) -> None:
    series = a_series(db, days=-1)
    came, absent, open_ = (a_seat(db, series) for _ in range(3))
    passing.conclude_due(db)
    assert came.state is SeatState.UNKNOWN
    sitting = series.sittings[0]
    assert attendance.note(db, sitting, {came.id: PRESENT, absent.id: ABSENT}) == 2
    assert [each.state for each in (came, absent, open_)] == [
        SeatState.ATTENDED, SeatState.ABSENT, SeatState.UNKNOWN,
    ]  # fmt: skip
    attendance.note(db, sitting, {absent.id: UNKNOWN})
    assert (absent.state, came.state) == (SeatState.UNKNOWN, SeatState.ATTENDED)


def test_a_series_is_concluded_with_its_last_sitting(db: Session) -> None:
    series = a_series(db, days=-1)
    a_sitting(db, series, 3)
    seat = a_seat(db, series)
    attendance.note(db, series.sittings[0], {seat.id: PRESENT})
    assert seat.state == "signed-up"
    with time_machine.travel(now() + timedelta(days=4)):
        attendance.note(db, series.sittings[1], {seat.id: PRESENT})
    assert seat.state == "attended"


def test_the_others_are_present_by_one_press_and_an_association_notes_its_own(
    page: Page, db: Session
) -> None:
    a_programme(db)
    reader, series = a_caseworker(db, language="en"), a_series(db, days=-1, seats=4)
    party = a_party(db, reader.organisation, persons=[a_person(), a_person()])
    mine = [a_seat(db, series, person=each) for each in party.persons]
    theirs = a_seat(db, series)
    page.sign_in(reader).visit(f"/casework/workshops/sittings/{series.sittings[0].id}/attendance")
    page.submit({f"seat_{mine[0].id}": "absent"}, button="The others were there: save")
    assert "was absent: their association is asked to talk about it with them." in page.text
    for seat in (*mine, theirs):
        db.refresh(seat)
    assert [each.state for each in (*mine, theirs)] == [
        SeatState.ABSENT, SeatState.ATTENDED, SeatState.SIGNED_UP,
    ]  # fmt: skip


def test_what_a_colleague_noted_meanwhile_stays_and_is_said_where_both_noted_the_same(
    page: Page, db: Session
) -> None:
    a_programme(db)
    reader, series = a_caseworker(db, language="en"), a_series(db, days=-1, seats=4)
    colleague = a_caseworker(db, reader.organisation, name="Ana Roy")
    people = [a_person(first_name=name) for name in ("Nour", "Ali", "Zoé")]
    party = a_party(db, reader.organisation, code="P-7", persons=people)
    both, theirs, mine = (a_seat(db, series, person=each) for each in party.persons)
    page.sign_in(reader).visit(f"/casework/workshops/sittings/{series.sittings[0].id}/attendance")
    audit.set_actor(db, audit.Actor("user", colleague.id))
    noted = {both.id: PRESENT, theirs.id: ABSENT}
    attendance.note(db, series.sittings[0], noted, {theirs.id: "course"})
    db.commit()
    typed = {f"seat_{both.id}": "excused", f"why_{both.id}": "childcare"}
    page.submit({**typed, f"seat_{mine.id}": "present"}, button="Save as it is")
    assert "P-7 · Nour: “There” is stored now, and you wrote “Excused”." in page.text
    assert "The last change here is by Ana Roy" in page.text
    shown = {f"seat_{theirs.id}": "absent", f"why_{theirs.id}": "course"}
    [form] = page.read.css("form:has([type=radio])")
    given_back = {**typed, **shown, f"seat_{mine.id}": "present"}
    assert given_back == {name: shown_values(form)[name][0] for name in given_back}
    db.expire_all()
    assert [each.state for each in (both, mine)] == [SeatState.ATTENDED, SeatState.UNKNOWN]
    page.submit(button="Save as it is")
    db.expire_all()
    assert (both.state, both.reason) == (SeatState.EXCUSED, "childcare")
    assert (theirs.state, theirs.reason) == (SeatState.ABSENT, "course")
    assert mine.state is SeatState.ATTENDED


def test_the_roll_and_the_sheet_tell_first_names_and_their_reading_is_kept(
    page: Page, db: Session
) -> None:
    a_programme(db)
    series = a_series(db, days=-1, knows_people="Nadia", knows_trade="Jean")
    series.workshop.materials = "A table and bread"
    a_seat(db, series, person=a_party(db, code="P-7", persons=[a_person(first_name="Xan",
                                      last_name="Ombre")]).persons[0])  # fmt: skip
    page.sign_in(a_coordinator(db, language="en"))
    for topic in ("attendance", "sheet"):
        page.visit(f"/programme/workshops/sittings/{series.sittings[0].id}/{topic}")
        assert "P-7 · Xan" in page.text
        assert "Ombre" not in page.text
    lines = text_of(page.follow("as PDF").response.data).splitlines()
    assert "Held by: Nadia and Jean" in lines
    copied = bare("".join(lines))
    for said in ("P-7 · Xan", series.workshop.title, "A table and bread", "Signature"):
        assert bare(said) in copied
    assert "Ombre" not in copied
    read = [event.act for event in db.query(Event).filter(Event.act.like("sitting.%-read"))]
    assert read == ["sitting.roll-read", "sitting.sheet-read", "sitting.sheet-read"]
