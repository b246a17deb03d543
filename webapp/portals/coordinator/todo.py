"""The first page of the portal."""

from webapp.portals.coordinator import portal
from webapp.services.farms import board
from webapp.services.records import unattended
from webapp.services.rounds import plan
from webapp.services.visits import misfits
from webapp.web.access import signed_in_user
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.get("/")
def show_todo() -> str:
    """Show which farms wait, which visits no longer fit, and what failed where nobody looks."""
    return page(
        todo=board.todo(db, signed_in_user()),
        misfits=misfits.waiting(db),
        sendings=plan.due_rounds(db, None),
        troubles=unattended.count_troubles(db),
    )
