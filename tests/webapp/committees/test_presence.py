"""Who was at a committee: they sign, sign anew, leave out themselves, or have left."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.builders import a_coordinator
from tests.page import Page
from tests.webapp.committees.builders import (
    a_committee,
    a_line,
    minutes_of,
    that_meets,
    to_sign,
    two_coordinators,
)
from tests.webapp.pdf.reading import text_of
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import CommitteeState
from webapp.services.committees import board, keeping


def test_minutes_say_who_left_without_signing_and_who_else_was_there(
    db: Session, page: Page
) -> None:
    one, other = two_coordinators(db)
    committee = a_line(db, that_meets(db)).committee
    address = f"/programme/committees/{committee.id}"
    page.sign_in(one).visit(f"{address}/closing")
    present = [str(one.id), str(other.id)]
    page.submit({"present": present, "others": "la région"}, button="Freeze the minutes")
    page.submit(button="I sign")
    assert "has left without signing" not in page.text
    other.suspended_at = now()
    db.flush()
    page.visit(address).submit(button=f"{other.name} has left without signing")
    assert committee.state is CommitteeState.SIGNED
    said = page.text
    paper = " ".join(text_of(minutes_of(page, committee)).split())
    assert f"{other.name} was there, has left without signing" in said
    assert f"{other.name} a participé, départ sans signature" in paper
    assert "Also present: la région." in said
    assert "Autres présences : la région." in paper
    other.name = "Other"
    db.flush()
    assert "Other" not in text_of(minutes_of(page, committee))


def test_only_whose_account_is_closed_is_not_awaited_and_somebody_signs(db: Session) -> None:
    one, other = two_coordinators(db)
    committee = to_sign(db, one, other)
    with pytest.raises(RuleBroken, match="signature-still-awaited"):
        keeping.leave_unsigned(db, committee, other)
    one.suspended_at = other.suspended_at = now()
    db.flush()
    keeping.leave_unsigned(db, committee, other)
    db.flush()
    with pytest.raises(RuleBroken, match="nobody-signed"):
        keeping.leave_unsigned(db, committee, one)
    assert committee.state is CommitteeState.SIGNING


def test_only_who_was_there_signs_and_once(db: Session) -> None:
    one, other = two_coordinators(db)
    committee = to_sign(db, one, a_coordinator(db))
    with pytest.raises(RuleBroken, match="signature-not-awaited"):
        keeping.sign(db, committee, other)
    keeping.sign(db, committee, one)
    db.flush()
    with pytest.raises(RuleBroken, match="signature-not-awaited"):
        keeping.sign(db, committee, one)
    assert board.waiting(db, one) == []


def test_a_committee_taken_up_again_is_signed_anew_by_all_who_were_there(db: Session) -> None:
    one, other = two_coordinators(db)
    committee = to_sign(db, one, other)
    keeping.sign(db, committee, one)
    keeping.take_up(db, committee, other)
    db.flush()
    assert (committee.state, committee.said) == (CommitteeState.MEETING, None)
    with pytest.raises(RuleBroken, match="was-named-as-present"):
        keeping.close(db, committee, {"title": "Comité"}, [other], other)
    keeping.close(db, committee, {"title": "Comité"}, [one, other], other)
    db.flush()
    assert [(each.user_id, each.at) for each in committee.signatures] == [
        (one.id, None), (other.id, None),
    ]  # fmt: skip


def test_whoever_had_signed_reads_who_took_it_up_until_they_sign_anew(
    db: Session, page: Page
) -> None:
    one, other = two_coordinators(db)
    committee = to_sign(db, one, other)
    address, told = f"/programme/committees/{committee.id}", f"taken up again since by {other.name}"
    page.sign_in(one).visit(address).submit(button="I sign")
    page.sign_in(other).visit(address).submit(button="Take it up again")
    assert told in page.text
    assert told not in page.visit("/programme/").text
    assert told in page.sign_in(one).visit("/programme/").text
    page.sign_in(other).visit(f"{address}/closing")
    page.submit({"present": [str(other.id)]}, button="Freeze the minutes")
    assert "only they themselves can leave themselves out" in page.text
    page.visit(f"{address}/closing").submit(button="Freeze the minutes")  # both are ticked
    assert told in page.sign_in(one).visit("/programme/").text
    page.visit(address).submit(button="I sign")
    assert board.waiting(db, one) == []
    assert [each.user_id for each in committee.signatures] == [one.id, other.id]


def test_somebody_named_as_present_by_mistake_leaves_out_themselves(db: Session) -> None:
    one, other = two_coordinators(db)
    committee = to_sign(db, one, other)
    keeping.take_up(db, committee, other)
    keeping.close(db, committee, {"title": "Comité"}, [one], other)
    db.flush()
    assert [each.user_id for each in committee.signatures] == [one.id]


def test_the_last_of_two_who_sign_at_one_instant_ends_it(db: Session) -> None:
    """What another has signed meanwhile is read anew under the lock."""
    one, other = two_coordinators(db)
    committee = to_sign(db, one, other)
    assert committee.awaits(one)
    elsewhere = text("UPDATE committee_signatures SET at = now() WHERE user_id = :user")
    db.execute(elsewhere, {"user": one.id})
    keeping.sign(db, committee, other)
    assert committee.state is CommitteeState.SIGNED


def test_minutes_need_somebody_who_was_there(db: Session) -> None:
    one, _other = two_coordinators(db)
    with pytest.raises(RuleBroken, match="nobody-was-there"):
        keeping.close(db, that_meets(db), {"title": "Comité"}, [], one)


def test_a_committee_of_today_or_left_open_stands_before_every_coordinator(
    db: Session, page: Page
) -> None:
    one, other = two_coordinators(db)
    for state, days in {"prepared": 7, "meeting": -3}.items():
        begun = now() if state == "meeting" else None
        a_committee(db, day=today() + timedelta(days=days), state=state, begun_at=begun)
    a_committee(db), a_committee(db, day=today() - timedelta(days=1))
    steps = [(each.committee.day, each.step) for each in board.waiting(db, one)]
    assert steps == [
        (today() - timedelta(days=3), board.Step.CLOSE),
        (today() - timedelta(days=1), board.Step.BEGIN_LATE),
        (today(), board.Step.BEGIN),
    ]
    said = page.sign_in(other).visit("/programme/").text
    for words in ("begun, and not closed yet", "has not begun", "today: begin it"):
        assert words in said


def test_minutes_to_sign_are_not_shown_as_those_that_are_signed(db: Session, page: Page) -> None:
    one, _other = two_coordinators(db)
    committee = to_sign(db, one)
    page.sign_in(one).visit("/programme/committees")
    assert page.soup.select("li .tag.wait")
    keeping.sign(db, committee, one)
    db.flush()
    page.visit("/programme/committees")
    assert page.soup.select("li .tag.ok")


def test_a_page_that_is_older_than_a_signature_takes_nothing_up_again(
    db: Session, page: Page
) -> None:
    one, other = two_coordinators(db)
    committee = to_sign(db, one, other)
    page.sign_in(one).visit(f"/programme/committees/{committee.id}")
    keeping.sign(db, committee, other)
    db.flush()
    page.submit(button="Take it up again")
    assert "Nothing is done yet." in page.text
    assert "Minutes of a committee signed" in page.text
    assert committee.state.value == "signing"
    page.submit(button="Take it up again")
    assert committee.state.value == "meeting"
