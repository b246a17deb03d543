"""The board: what cannot wait on top, counted over all, for everyone or one caseworker's files."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_help_call, a_party, a_person, a_slot, a_visit
from tests.page import Page
from tests.webapp.test_queries import counted
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import Answer, Message, Misfit, Party, PartyState, User, Visit, VisitState
from webapp.services.parties import board
from webapp.services.parties.taking_part import is_incomplete
from webapp.services.visits import deadlines, nudging, proposing
from webapp.services.visits.nudging import COOL_DOWN

YES = {"party_answer": Answer.YES, "farm_answer": Answer.YES}
DAY = timedelta(days=1)


def of_each_kind(db: Session, user: User) -> dict[str, Visit]:
    """Visits that wait for something, by the heading under which each stands."""

    def visit(days: int, **given: Any) -> Visit:
        slot = a_slot(db, arrival=today() + days * DAY)
        return a_visit(db, a_party(db, user.organisation, referent_id=user.id), slot, **given)

    confirmed = {"state": VisitState.CONFIRMED, **YES}
    made = {
        "Help was asked for": visit(20, **confirmed),
        "No sign of arrival yet": visit(0, state=VisitState.UNDER_WAY, **YES),
        "No longer fits": visit(21, **confirmed),
        "Leave by tomorrow": visit(1, **confirmed),
        "Answers awaited": visit(22),
        "Without a place again": visit(23, state=VisitState.DECLINED, ended_at=now()),
        "Soon on their way": visit(9, **confirmed),
    }
    a_help_call(db, made["Help was asked for"])
    made["No longer fits"].misfits.append(Misfit(rule="distance"))
    visit(1, journey_ready_at=now(), **confirmed)
    db.flush()
    return made


def test_what_cannot_wait_stands_on_top_then_answers_then_what_is_free(
    desk: Page, db: Session, caseworker: User
) -> None:
    made = of_each_kind(db, caseworker)
    text = desk.visit("/casework/").text
    places = [text.index(heading) for heading in [*made, "Places that are free again"]]
    assert all(first < second for first, second in pairwise(places))
    counts = [each.get_text() for each in desk.soup.select("h2 .count")]
    assert counts == ["1", "1", "1", "1", "1", "1", "2", "1"]  # soon: one whose journey is ready
    assert desk.soup.select_one("nav.portal .count").get_text() == "5"  # type: ignore[union-attr]


def test_the_board_of_one_caseworker_has_their_files_alone(
    desk: Page, db: Session, caseworker: User
) -> None:
    made = of_each_kind(db, caseworker)
    assert caseworker.organisation_id is not None
    theirs = board.Desk(caseworker.organisation_id, referent=str(caseworker.id))
    nobodys = board.Desk(caseworker.organisation_id, referent="nobody")
    assert board.todo(db, theirs).count == 5
    assert board.todo(db, nobodys).count == 0
    db.execute(update(Party).values(referent_id=None))
    assert board.todo(db, nobodys).count == 5
    desk.visit(f"/casework/?referent={caseworker.id}")
    assert "Nothing waits about these files" not in desk.text  # the free place is everybody's
    assert made["Answers awaited"].party.code not in desk.text


def test_a_long_board_shows_some_says_how_many_and_leads_to_all(
    desk: Page, db: Session, caseworker: User
) -> None:
    slots = [a_slot(db, arrival=today() + timedelta(days=30 + 7 * n)) for n in range(13)]
    for slot in slots:
        a_visit(db, a_party(db, caseworker.organisation), slot)
    desk.visit("/casework/")
    assert len(desk.soup.select("input[name=visit]")) == board.SHOWN
    desk.follow("See all 13")
    assert len(desk.soup.select("input[name=visit]")) == 13
    assert "Soon on their way" not in desk.follow("Back to the whole board").text
    desk.visit("/casework/?only=misfits&page=7")
    assert "Nothing of this waits any more" in desk.text


def test_a_journey_noted_as_ready_leaves_the_board_and_can_be_taken_back(
    desk: Page, db: Session, caseworker: User
) -> None:
    visit = of_each_kind(db, caseworker)["Leave by tomorrow"]
    desk.visit("/casework/").submit(button="Their journey is ready")
    assert "Leave by tomorrow" not in desk.visit("/casework/").text
    desk.visit(f"/casework/visits/{visit.id}").submit(button="Their journey is not ready")
    assert "Leave by tomorrow" in desk.visit("/casework/").text


def pause_without_days(party: Party) -> None:
    party.pause()
    party.availabilities.clear()


LACKS: dict[str, Callable[[Party], object]] = {
    "nothing": lambda _party: None,
    "people": lambda party: party.persons.clear(),
    "a telephone": lambda party: party.set_phone(None),
    "days": lambda party: party.availabilities.clear(),
    "a kind of visit": lambda party: setattr(party, "frames", []),
    "an adult": lambda party: setattr(party.persons[0], "birth_year", today().year - 9),
    "a known age": lambda party: setattr(party.persons[0], "birth_year", today().year - 18),
    "readiness": pause_without_days,
}


@pytest.mark.parametrize("lack", LACKS)
def test_the_database_and_the_file_agree_on_what_is_incomplete(db: Session, lack: str) -> None:
    party = a_party(db, persons=[a_person(), a_person(birth_year=today().year - 5)])
    LACKS[lack](party)
    db.flush()
    db.refresh(party)
    found = db.scalars(select(Party).where(is_incomplete())).all()
    ready = party.state is PartyState.READY
    assert (party in found) == (ready and not party.takes_part)


def asked(db: Session, ago: timedelta, **given: Any) -> Visit:
    """Return a proposal whose two sides were asked so long ago."""
    visit = a_visit(db, **given)
    proposing.tell_both(db, visit, "visit-proposed")
    db.execute(update(Message).where(Message.visit_id == visit.id).values(created_at=now() - ago))
    return visit


def test_only_who_has_not_answered_is_asked_again_and_not_within_two_days(db: Session) -> None:
    long_ago = COOL_DOWN + timedelta(minutes=1)
    both, one = asked(db, long_ago), asked(db, long_ago, party_answer=Answer.YES)
    lately = asked(db, COOL_DOWN - timedelta(minutes=1))
    by_call = asked(db, long_ago)
    by_call.party.channel = "phone-call"
    over = asked(db, long_ago, answer_by=today() - DAY)
    visits = [both, one, lately, by_call, over]
    written = nudging.ask_again(db, visits)
    assert [(visit.id, side.value) for visit, side in written] == [
        (both.id, "party"),
        (both.id, "farm"),
        (one.id, "farm"),
        (by_call.id, "farm"),
    ]
    with pytest.raises(RuleBroken, match="nobody-to-ask-again") as refused:
        nudging.ask_again(db, visits)
    assert refused.value.facts == {"lately": 4, "settled": 1}


def test_why_nobody_is_asked_again_is_said_by_its_cause(db: Session, page: Page) -> None:
    reader = a_caseworker(db, language="en")
    long_ago, party = 2 * COOL_DOWN, a_party(db, reader.organisation)
    visit = asked(db, long_ago, party=party, farm_answer=Answer.YES)
    page.sign_in(reader).visit("/casework/")
    sent = update(Message).where(Message.visit_id == visit.id)
    db.execute(sent.values(created_at=now()))
    db.commit()
    chosen, button = {"visit": [str(visit.id)]}, "Ask those ticked again"
    page.submit(chosen, button=button)
    assert "Nobody was written to. 1 visit: asked less than two days ago" in page.text
    assert "owes an answer" not in page.text
    db.execute(sent.values(created_at=now() - long_ago))
    db.commit()
    page.visit("/casework/")
    visit.party_answer = Answer.YES
    db.commit()
    page.submit(chosen, button=button)
    assert "Nobody was written to. 1 visit: nobody who reads messages owes an answer" in page.text
    assert "two days ago" not in page.text


def test_who_is_asked_again_near_the_end_is_not_reminded_a_day_later(
    db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadlines, "is_by_day", lambda _at: True)
    visit = asked(db, timedelta(days=4), answer_by=today() + DAY)
    visit.created_at = now() - timedelta(days=4)
    nudging.ask_again(db, [visit])
    deadlines.remind_due(db)
    reminders = select(Message).where(Message.kind == "visit-reminder")
    assert len(db.scalars(reminders).all()) == 2


def test_a_board_asks_for_nothing_of_a_single_visit(
    desk: Page, db: Session, caseworker: User
) -> None:
    of_each_kind(db, caseworker)["Leave by tomorrow"].ticket_from = "association"
    slot = a_slot(db, arrival=today() + 2 * DAY)
    party = a_party(db, caseworker.organisation)
    a_visit(db, party, slot, state=VisitState.CONFIRMED, **YES)
    with counted() as statements:
        desk.visit("/casework/")
    assert "They were called" in desk.text
    assert [each for each in statements if "visits.id = %(pk_1)s" in each] == []
