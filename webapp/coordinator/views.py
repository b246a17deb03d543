"""The first page of the portal."""

from webapp.access import signed_in_user
from webapp.coordinator import portal
from webapp.extensions import db
from webapp.pages import page
from webapp.services import vetting


@portal.get("/")
def show_todo() -> str:
    """Show which farms wait for the coordinator."""
    return page(todo=vetting.todo(db, signed_in_user()))
