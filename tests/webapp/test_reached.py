"""Nobody waits for a text message on a number that takes none, whichever way it came to a file."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_party
from webapp.services.parties import merge_facts

FIXED, MOBILE = "+33231000000", "+33639980001"


@pytest.mark.parametrize(
    ("channel", "number", "becomes", "reads"),
    [
        ("sms", FIXED, "phone-call", False), ("sms", MOBILE, "sms", True),
        ("sms", None, "sms", False), ("phone-call", MOBILE, "phone-call", False),
        ("email", FIXED, "email", True),
    ],
)  # fmt: skip
def test_who_has_a_number_that_takes_no_texts_is_called(
    db: Session, channel: str, number: str | None, becomes: str, *, reads: bool
) -> None:
    party = a_party(db, channel=channel, email="noor@post.example", number=number)
    assert (party.channel, party.reads_messages) == (becomes, reads)


def test_two_files_that_become_one_with_the_others_fixed_line_are_called(db: Session) -> None:
    kept, other = a_party(db, number=MOBILE), a_party(db, number=FIXED)
    assert (kept.channel, other.channel) == ("sms", "phone-call")
    merge_facts.take(kept, other, {"phone": merge_facts.OTHER})
    assert (kept.phone, kept.channel) == (FIXED, "phone-call")
