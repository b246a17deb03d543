"""Files on their way from one association to another."""

from typing import Any

from sqlalchemy.orm import Session

from tests.builders import a_caseworker
from webapp.models import Organisation, Party, Transfer, TransferState


def a_transfer(db: Session, party: Party, to: Organisation, **given: Any) -> Transfer:
    """A file that is proposed to another association; with `said_at` its people have agreed."""
    agreed = given.get("said_at") is not None
    proposed = Transfer(
        party_id=party.id,
        from_id=party.organisation_id,
        to_id=to.id,
        state=TransferState.AGREED if agreed else TransferState.ASKED,
        code=party.code,
        people=party.people,
        asked_by_id=a_caseworker(db, party.organisation).id,
        **given,
    )
    db.add(proposed)
    db.flush()
    return proposed
