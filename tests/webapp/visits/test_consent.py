"""A yes is given to what was shown, and whoever gave it is told when that changes."""

from collections.abc import Callable
from dataclasses import fields

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farmer, a_party, a_person, a_slot, a_visit
from tests.page import Page
from tests.webapp.visits.test_messages import Recorder, send
from webapp.channels.truth import is_true
from webapp.ground.errors import RuleBroken
from webapp.models import HOLDING, Answer, Message, MessageState, Side, Visit, VisitState
from webapp.services.engine.lodging import Lodging, lodging_of
from webapp.services.records.tokens import visit_token
from webapp.services.visits import answers, consent, misfits, shown
from webapp.wording import compose, label

YES, NO = Answer.YES, Answer.NO
Change = Callable[[Visit], object]


def of_the_farm(**values: object) -> Change:
    def change(visit: Visit) -> None:
        for name, value in values.items():
            setattr(visit.farm, name, value)

    return change


def of_the_party(**values: object) -> Change:
    def change(visit: Visit) -> None:
        for name, value in values.items():
            setattr(visit.party, name, value)

    return change


CHANGES: list[tuple[Side, Change, str]] = [
    (Side.PARTY, of_the_farm(commune="14118"), "place"),
    (Side.PARTY, of_the_farm(address="3 rue du Port"), "address"),
    (Side.PARTY, of_the_farm(station="Lison"), "station"),
    (Side.PARTY, of_the_farm(languages=["fr", "pt"]), "languages"),
    (Side.PARTY, of_the_farm(adults=1), "household"),
    (Side.PARTY, of_the_farm(woman_host=False), "household"),
    (Side.PARTY, of_the_farm(features=["vegetarian"]), "welcome"),
    (Side.PARTY, of_the_farm(hazards=["bees"]), "hazards"),
    (Side.PARTY, of_the_farm(house_rules=["no-smoking"]), "house-rules"),
    (Side.PARTY, lambda visit: setattr(visit.slot.offer, "women_only", True), "household"),
    (Side.PARTY, lambda visit: setattr(visit.slot.offer, "production", "bees"), "production"),
    (Side.PARTY, lambda visit: setattr(visit.farm.rooms[0], "lockable", True), "rooms"),
    (Side.FARM, of_the_party(needs=["step-free"]), "needs"),
    (Side.FARM, of_the_party(interpreter=True), "languages"),
    (Side.FARM, lambda visit: setattr(visit.party.persons[0], "french", "B2"), "languages"),
]


@pytest.fixture
def visit(db: Session) -> Visit:
    """A visit that both sides have said yes to."""
    made = a_visit(db)
    a_farmer(db, made.farm)
    answers.answer(db, made, Side.PARTY, YES)
    answers.answer(db, made, Side.FARM, YES)
    misfits.look_again(db)
    return made


def messages(db: Session, side: Side) -> list[Message]:
    found = db.query(Message).filter_by(kind="visit-changed", side=side)
    return list(found.order_by(Message.id))


def test_a_yes_stands_on_what_was_shown(db: Session, visit: Visit) -> None:
    for side in Side:
        assert visit.shown_to(side) == consent.facts(db, visit, side)
        assert consent.changed_since_yes(db, visit, side) == ()
        assert messages(db, side) == []


@pytest.mark.parametrize(("side", "change", "fact"), CHANGES)
def test_whoever_said_yes_is_told_what_has_changed(
    db: Session, visit: Visit, side: Side, change: Change, fact: str
) -> None:
    change(visit)
    misfits.look_again(db)
    assert consent.changed_since_yes(db, visit, side) == (fact,)
    assert len(messages(db, side)) == 1
    misfits.look_again(db)
    assert len(messages(db, side)) == 1


def test_who_has_not_answered_yet_is_not_told(db: Session) -> None:
    visit = a_visit(db)
    visit.farm.languages = ["fr", "pt"]
    misfits.look_again(db)
    assert messages(db, Side.PARTY) == []


def test_an_address_that_was_never_shown_has_not_changed(db: Session) -> None:
    visit = a_visit(db)
    answers.answer(db, visit, Side.PARTY, YES)
    visit.farm.address, visit.farm.station = "3 rue du Port", "Lison"
    answers.answer(db, visit, Side.FARM, YES)
    assert consent.changed_since_yes(db, visit, Side.PARTY) == ()
    visit.farm.address = "4 rue du Port"
    assert consent.changed_since_yes(db, visit, Side.PARTY) == ("address",)


def test_a_room_that_comes_to_be_shared_is_told_and_one_that_no_longer_is_is_not(
    db: Session, visit: Visit
) -> None:
    beside = a_visit(db, a_party(db), visit.slot)
    assert consent.changed_since_yes(db, visit, Side.PARTY) == ("sharing",)
    answers.answer(db, visit, Side.PARTY, YES)
    assert consent.changed_since_yes(db, visit, Side.PARTY) == ()
    beside.state = VisitState.DECLINED
    db.flush()
    assert consent.changed_since_yes(db, visit, Side.PARTY) == ()


def test_whoever_said_yes_is_told_at_once_of_a_stranger_in_the_room(
    db: Session, visit: Visit
) -> None:
    a_visit(db, a_party(db), visit.slot)
    misfits.look_again(db)
    [message] = messages(db, Side.PARTY)
    assert is_true(message)
    assert messages(db, Side.FARM) == []


def test_a_text_says_what_has_changed_and_of_several_the_last_leaves(
    app: Flask, db: Session, visit: Visit
) -> None:
    sender = Recorder()
    visit.party.language = "en"
    visit.farm.station = "Lison"
    misfits.look_again(db)
    visit.farm.languages = ["fr", "pt"]
    misfits.look_again(db)
    first, last = messages(db, Side.PARTY)
    for message in (first, last):
        send(app, db, message, sender)
    assert first.state is MessageState.NOT_NEEDED
    [letter] = sender.letters
    assert "the languages and the station" in letter.body


def test_a_change_that_was_taken_back_is_not_told(app: Flask, db: Session, visit: Visit) -> None:
    sender = Recorder()
    visit.farm.station = "Lison"
    misfits.look_again(db)
    visit.farm.station = "Carentan"
    [message] = messages(db, Side.PARTY)
    send(app, db, message, sender)
    assert sender.letters == []


@pytest.mark.parametrize("state", VisitState)
def test_a_change_is_told_while_the_visit_stands(
    db: Session, visit: Visit, state: VisitState
) -> None:
    visit.farm.station = "Lison"
    misfits.look_again(db)
    [message] = messages(db, Side.PARTY)
    visit.state = state
    assert is_true(message) is (state in HOLDING)


def test_many_changes_fit_into_a_text(app: Flask, db: Session, visit: Visit) -> None:
    of_the_farm(station="Lison", languages=["pt"], adults=3, hazards=["bees"])(visit)
    misfits.look_again(db)
    [message] = messages(db, Side.PARTY)
    for language in ("fr", "en", "ar"):
        message.language = language
        with app.app_context():
            words = compose(message).body.partition("https://")[0]
        assert len(words) <= 110


def test_a_yes_to_an_older_page_is_not_taken(db: Session) -> None:
    visit = a_visit(db)
    shown = consent.version(db, visit, Side.PARTY)
    visit.farm.hazards = ["bees"]
    with pytest.raises(RuleBroken, match="facts-changed") as refused:
        answers.answer(db, visit, Side.PARTY, YES, shown=shown)
    assert refused.value.facts["changed"] == ("hazards",)
    assert visit.party_answer is Answer.AWAITED


def test_a_page_carries_no_digest_of_the_address_that_anybody_can_make(
    db: Session, visit: Visit
) -> None:
    carried = consent.version(db, visit, Side.PARTY)
    assert "address:" in carried
    assert not [each for each in consent.facts(db, visit, Side.PARTY).values() if each in carried]


def test_a_no_is_taken_whatever_was_shown(db: Session) -> None:
    visit = a_visit(db)
    answers.answer(db, visit, Side.PARTY, NO, shown="")
    assert visit.state is VisitState.DECLINED


@pytest.mark.parametrize("written", ["", "place", "place:,,:", "days:00000000"])
def test_a_yes_from_nowhere_is_not_taken(db: Session, written: str) -> None:
    with pytest.raises(RuleBroken, match="facts-changed"):
        answers.answer(db, a_visit(db), Side.FARM, YES, shown=written)


def test_the_page_asks_again_and_says_what_changed(page: Page, db: Session) -> None:
    visit = a_visit(db, a_party(db, language="en"))
    page.visit(f"/v/{visit_token(visit, Side.PARTY)}")
    visit.farm.hazards = ["bees"]
    db.commit()
    page.submit(button="Yes, I come")
    assert "Something changed since you opened this page" in page.text
    db.refresh(visit)
    assert visit.party_answer is Answer.AWAITED
    page.submit(button="Yes, I come")
    db.refresh(visit)
    assert visit.party_answer is YES


def test_a_farm_is_asked_again_where_it_signs_in(page: Page, db: Session) -> None:
    visit = a_visit(db)
    page.sign_in(a_farmer(db, visit.farm, language="en")).visit(f"/farm/visits/{visit.id}")
    visit.party.needs = ["step-free"]
    db.commit()
    page.submit(button="Yes, they are welcome")
    db.refresh(visit)
    assert visit.farm_answer is Answer.AWAITED
    page.submit(button="Yes, they are welcome")
    db.refresh(visit)
    assert visit.farm_answer is YES


def test_whoever_reads_of_a_change_says_that_it_still_suits(
    page: Page, db: Session, visit: Visit
) -> None:
    visit.party.language = "en"
    visit.farm.station = "Lison"
    db.commit()
    page.visit(f"/v/{visit_token(visit, Side.PARTY)}")
    assert "Since your yes, this has changed: the station" in page.text
    page.submit(button="It still suits me")
    assert "Since your yes" not in page.text
    db.refresh(visit)
    assert consent.changed_since_yes(db, visit, Side.PARTY) == ()
    assert visit.state is VisitState.CONFIRMED


def test_an_answer_told_by_telephone_is_given_to_what_is_so_now(page: Page, db: Session) -> None:
    visit = a_visit(db, a_party(db, persons=[a_person()]), a_slot(db))
    caseworker = a_caseworker(db, visit.party.organisation)
    page.sign_in(caseworker)
    answers.answer(db, visit, Side.PARTY, YES, late=True)
    assert visit.party_shown == consent.facts(db, visit, Side.PARTY)


OF_A_FACT = {
    "commune", "production", "rooms", "lockable", "languages", "adults", "women_only", "features",
    "hazards", "house_rules", "arrival", "departure", "barriers",
    "people", "children", "french", "interpreter", "needs", "sharing", "strangers", "fetched",
}  # fmt: skip
FOLLOWS = {"nights", "region", "journey_minutes", "changes", "wish_rank"}
"""What follows from other facts, or from what the reader has told."""


@pytest.mark.parametrize("shown_to", [shown.Place, shown.Guests])
def test_whatever_a_side_is_shown_is_a_fact_or_follows_from_one(
    shown_to: type[shown.Place | shown.Guests],
) -> None:
    names = {each.name for each in fields(shown_to)}
    assert names <= OF_A_FACT | FOLLOWS, "Say in `consent` what a yes to it stands on"


def test_every_fact_has_a_name_on_screen(db: Session, visit: Visit) -> None:
    told = {name for side in Side for name in consent.facts(db, visit, side)}
    assert all(label("shown-fact", name) for name in told | {"sharing", "companions", "fetched"})


def test_where_they_sleep_is_planned_once_for_a_yes(
    db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit, planned = a_visit(db), list[int]()

    def counted(session: Session, of: Visit) -> Lodging | None:
        planned.append(of.id)
        return lodging_of(session, of)

    for module in (answers, consent):
        monkeypatch.setattr(module, "lodging_of", counted)
    shown_then = consent.version(db, visit, Side.PARTY, lodging_of(db, visit))
    answers.answer(db, visit, Side.PARTY, YES, shown=shown_then)
    assert visit.party_answer is YES
    assert planned == [visit.id]
