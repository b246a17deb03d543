"""What of an immersion cannot wait stands on the caseworker's board: nobody goes unaccepted."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party
from tests.page import Page
from tests.webapp.agreements.builders import an_agreement
from webapp.ground.clock import now, today
from webapp.models import Agreement, AgreementState
from webapp.services.parties import board, digest

HEADING = "Immersions that begin, not accepted"


def on_the_board(db: Session, agreement: Agreement) -> list[Agreement]:
    desk = board.Desk(agreement.party.organisation_id)
    return board.todo(db, desk).immersions.shown


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
