"""What of an immersion cannot wait stands on the caseworker's board: nobody goes unaccepted."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farmer, a_party, a_person
from tests.page import Page
from tests.webapp.agreements.builders import an_agreement
from tests.webapp.agreements.test_signing import by_day, messages
from webapp.ground.clock import now, today
from webapp.models import Agreement, AgreementState, Message, MessageState, Party, Signer
from webapp.services.agreements import signing
from webapp.services.parties import board, digest
from webapp.services.workshops import telling

__all__ = ["by_day"]  # the day of these tests as well

HEADING = "Immersions that begin, not accepted"


def on_the_board(db: Session, agreement: Agreement) -> list[Agreement]:
    desk = board.Desk(agreement.party.organisation_id)
    return board.todo(db, desk).immersions.shown


def undelivered(db: Session, signer: Signer, **given: Any) -> Message:
    """The link to sign of somebody whom it did not reach."""
    agreement = an_agreement(db, **given)
    a_farmer(db, agreement.farm)
    signing.ask(db, agreement)
    message = messages(db, signing.TO_SIGN)[signer]
    message.state, message.failure = MessageState.FAILED, "mail-refused"
    db.flush()
    return message


def beginning(db: Session, days: int = 3, **given: Any) -> Agreement:
    return an_agreement(db, first_day=today() + timedelta(days=days), **given)


@pytest.mark.parametrize("state", list(AgreementState))
def test_an_immersion_that_begins_soon_is_on_the_board_until_it_is_accepted_or_ended(
    db: Session, state: AgreementState
) -> None:
    agreement = beginning(db, state=state)
    ended = {AgreementState.ACCEPTED, AgreementState.REJECTED, AgreementState.CANCELLED}
    assert on_the_board(db, agreement) == ([] if state in ended else [agreement])


@pytest.mark.parametrize(
    ("days", "told"),
    [(-40, "its days are over"), (-2, "has begun"), (0, "today"), (9, "in 9 days"), (12, None)],
)
def test_the_board_says_how_soon_it_begins(
    db: Session, page: Page, days: int, told: str | None
) -> None:
    agreement = beginning(db, days)
    page.sign_in(a_caseworker(db, agreement.party.organisation, language="en")).visit("/casework/")
    assert (HEADING in page.text) is (told is not None)
    if told:
        assert told in page.text
        page.follow(agreement.party.code)
        assert agreement.farm.name in page.text


def test_the_first_to_begin_stands_first(db: Session) -> None:
    party = a_party(db)
    later, begun = (beginning(db, days, person=party.persons[0]) for days in (5, -1))
    assert on_the_board(db, later) == [begun, later]


def test_no_other_association_reads_of_it_nor_anybody_of_a_file_that_is_erased(
    db: Session,
) -> None:
    agreement = beginning(db)
    other = a_caseworker(db)
    assert board.todo(db, board.Desk(other.organisation_id or 0)).immersions.count == 0
    agreement.party.anonymous_since = now()
    db.flush()
    assert on_the_board(db, agreement) == []


def test_the_morning_letter_counts_it(db: Session) -> None:
    agreement = beginning(db)
    assert digest.urgent(db, agreement.party.organisation_id) == {"immersions": 1}


@pytest.mark.parametrize("signer", signing.WRITTEN_TO)
def test_a_link_to_sign_that_did_not_arrive_is_on_the_board_and_leaves_again(
    db: Session, page: Page, signer: Signer
) -> None:
    young = a_party(db, persons=[a_person(birth_year=today().year - 17)]).persons[0]
    represented = {"representative_name": "Nour", "representative_phone": "+33612345679"}
    message = undelivered(db, signer, person=young, terms=represented)
    signature = message.signature
    assert signature
    party = signature.agreement.party
    page.sign_in(a_caseworker(db, party.organisation, language="en")).visit("/casework/")
    assert "Messages that did not arrive" in page.text
    assert ("Call them" in page.text) is (signer is Signer.PERSON)
    page.follow(party.code)
    assert "our message did not arrive" in page.text
    page.visit("/casework/").submit(button="Send again")
    assert message.state is MessageState.QUEUED
    assert "Messages that did not arrive" not in page.text
    page.visit(f"/casework/agreements/{signature.agreement_id}")
    assert "our message did not arrive" not in page.text


def test_what_is_signed_meanwhile_or_does_not_stand_is_closed_instead_of_sent(
    db: Session, page: Page
) -> None:
    message = undelivered(db, Signer.PRESCRIBER)
    agreement = message.signature.agreement if message.signature else None
    assert agreement
    signing.change(db, agreement)
    page.sign_in(a_caseworker(db, agreement.party.organisation, language="en")).visit("/casework/")
    page.submit(button="Send again")
    assert "no longer needed" in page.text
    assert message.state is MessageState.NOT_NEEDED


def test_nobody_else_reads_or_repeats_it(db: Session, page: Page) -> None:
    message = undelivered(db, Signer.PRESCRIBER)
    assert message.file
    page.sign_in(a_caseworker(db, language="en")).visit("/casework/")
    assert "Messages that did not arrive" not in page.text
    theirs = telling.about_files(Party.organisation_id == a_caseworker(db).organisation_id)
    assert db.scalars(select(Message).where(theirs)).all() == []
    own = telling.about_files(Party.organisation_id == message.file.organisation_id)
    assert message in db.scalars(select(Message).where(own)).all()
