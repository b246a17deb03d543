"""The first page of the portal."""

from webapp.portals.coordinator import portal
from webapp.services.farms import vetting
from webapp.web.access import signed_in_user
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.get("/")
def show_todo() -> str:
    """Show which farms wait for the coordinator."""
    return page(todo=vetting.todo(db, signed_in_user()))
