"""How a file ends."""

from sqlalchemy.orm import Session

from tests.webapp.forms.caseworker_files import a_file
from tests.webapp.forms.places import audited
from tests.webapp.forms.row import Row, World, typed
from webapp.portals.caseworker.file_end import ErasureForm


def a_file_with_a_code(db: Session) -> World:
    """A file whose code is known."""
    world = a_file(db)
    world.party.code = "P-017"
    db.flush()
    return world


ROWS = [
    Row(
        "caseworker.erase_party",
        a_file_with_a_code,
        form=ErasureForm,
        subject="party",
        fields={"code": typed("p-017", True, at=audited("party.anonymised"))},
    )
]
