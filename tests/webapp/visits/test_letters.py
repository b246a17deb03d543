"""Asked on paper: a proposal as a letter, noted once it has left, and a list to hang up."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_person, a_visit
from tests.page import SITE, Page
from tests.webapp.forms.centres import a_centre
from tests.webapp.pdf.reading import text_of
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import Answer, Channel, Message, MessageState, Side, User, Visit, VisitState
from webapp.services.visits import letters, nudging
from webapp.web.printing import Reader


@pytest.fixture
def caseworker(db: Session) -> User:
    return a_caseworker(db, language="en")


def a_proposal(db: Session, by: User, language: str = "en") -> Visit:
    person = a_person(first_name="Xanthippe")
    return a_visit(db, a_party(db, by.organisation, language=language, persons=[person]))


def read(page: Page, address: str) -> str:
    answer = page.client.get(address, base_url=SITE)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return " ".join(text_of(answer.data).split())


def test_a_letter_has_the_facts_of_the_page_the_day_of_the_answer_and_answers_to_tick(
    page: Page, db: Session, caseworker: User
) -> None:
    visit = a_proposal(db, caseworker)
    page.sign_in(caseworker).visit(f"/casework/visits/{visit.id}")
    assert "Letter to the guests, in their language (PDF)" in page.text
    said = read(page, f"/casework/visits/{visit.id}/party-letter.pdf")
    for words in ("Tick one answer", "Yes, I come", "No, thank you", str(visit.answer_by.day)):
        assert words in said
    assert visit.farm.name not in said
    assert visit.party.organisation.phone[-2:] in said


@pytest.mark.parametrize("language", ["ar", "ti", "ps"])
def test_a_letter_is_in_the_language_of_its_reader(
    page: Page, db: Session, caseworker: User, language: str
) -> None:
    visit = a_proposal(db, caseworker, language)
    page.sign_in(caseworker).visit("/casework/visits")
    said = read(page, f"/casework/visits/{visit.id}/party-letter.pdf")
    assert "Your answer" not in said
    assert "Xanthippe" not in said
    assert "2 / 2" not in said  # the code stands on the sheet that is given back


def test_no_telephone_number_is_torn_apart_on_paper() -> None:
    reader = Reader()
    reader.feed("<p>Call\n  <bdi>01\u00a099\u00a000\u00a000\u00a093</bdi> </p>")
    assert [each.text for each in reader.blocks] == [
        "Call \u206801\u00a099\u00a000\u00a000\u00a093\u2069"
    ]


def test_a_letter_is_noted_as_a_message_that_left_and_the_guests_count_as_asked(
    page: Page, db: Session, caseworker: User
) -> None:
    visit = a_proposal(db, caseworker)
    page.sign_in(caseworker).visit(f"/casework/visits/{visit.id}")
    page.submit({}, button="The letter to the guests has left")
    assert "It is noted that the letter has left" in page.text
    assert "Letter, " in page.text
    [letter] = db.scalars(select(Message).where(Message.channel == Channel.LETTER))
    assert (letter.state, letter.side) == (MessageState.SENT, Side.PARTY)
    asked = nudging.may_be_asked(db, [visit])[visit.id]
    assert Side.PARTY not in asked.sides, "Whoever was written to by letter answers in peace"


def test_a_letter_is_noted_once_a_day(db: Session, caseworker: User) -> None:
    visit = a_proposal(db, caseworker)
    letters.post(db, visit, Side.FARM)
    with pytest.raises(RuleBroken, match="letter-noted"):
        letters.post(db, visit, Side.FARM)


@pytest.mark.parametrize(
    "given",
    [
        {"state": VisitState.CANCELLED},
        {"party_answer": Answer.YES},
        {"answer_by": today() - timedelta(days=1)},
    ],
    ids=["cancelled", "answered", "too late"],
)
def test_nobody_is_asked_by_letter_what_they_cannot_answer(
    db: Session, caseworker: User, given: dict[str, object]
) -> None:
    visit = a_proposal(db, caseworker)
    for name, value in given.items():
        setattr(visit, name, value)
    db.flush()
    with pytest.raises(RuleBroken, match="nothing-to-post"):
        letters.post(db, visit, Side.PARTY)


def test_a_yes_by_telephone_is_recorded_by_one_press_on_the_page_of_the_visit(
    page: Page, db: Session, caseworker: User
) -> None:
    visit = a_proposal(db, caseworker)
    page.sign_in(caseworker).visit(f"/casework/visits/{visit.id}")
    page.submit({}, button="The guests said yes by telephone")
    assert "The answer is recorded" in page.text
    assert db.get_one(Visit, visit.id).party_answer is Answer.YES


def test_a_list_in_large_print_has_first_names_and_days_of_ones_own_and_no_place(
    page: Page, db: Session, caseworker: User
) -> None:
    visit, other = a_proposal(db, caseworker), a_visit(db)
    page.sign_in(caseworker).visit("/casework/visits")
    said = read(page, "/casework/visits/list-to-hang-up.pdf")
    assert "Xanthippe" in said
    assert visit.farm.name not in said
    assert other.party.code not in said


def test_a_centre_s_list_has_its_own_people_alone(
    page: Page, db: Session, caseworker: User
) -> None:
    inside, outside = a_proposal(db, caseworker), a_visit(
        db, a_party(db, caseworker.organisation, persons=[a_person(first_name="Outis")])
    )  # fmt: skip
    inside.party.centre = a_centre(db)
    db.commit()
    page.sign_in(caseworker).visit("/casework/visits")
    assert "The same for CADA du Bessin" in page.text
    centre = inside.party.centre_id
    said = read(page, f"/casework/visits/list-to-hang-up.pdf?centre={centre}")
    assert "CADA du Bessin" in said
    assert "Xanthippe" in said
    assert outside.party.code not in said
    assert outside.party.code in read(page, "/casework/visits/list-to-hang-up.pdf")
    page.visit("/casework/visits/list-to-hang-up.pdf?centre=999999", status=404)


def test_a_file_says_what_was_sent_last_to_its_people_and_what_became_of_it(
    page: Page, db: Session, caseworker: User
) -> None:
    visit = a_proposal(db, caseworker)
    page.sign_in(caseworker).visit(f"/casework/parties/{visit.party_id}/contacts")
    assert "never yet" in page.text
    for kind, side in (("visit-proposed", Side.PARTY), ("visit-soon", Side.FARM)):
        message = Message(
            kind=kind, channel=Channel.SMS, side=side, language="fr", visit=visit,
            idempotency_key=kind,
        )  # fmt: skip
        db.add(message)
        db.flush()
        message.send()
    message.sent_at = now() + timedelta(minutes=5)
    db.commit()
    said = page.visit(f"/casework/parties/{visit.party_id}/contacts").text
    assert "never yet" not in said
    assert "Proposal ·" in said
    assert "Sent, no receipt" in said
    assert "Reminder before arrival" not in said
