"""How the installation does, for whoever looks after it."""

from webapp.models import MessageState
from webapp.portals.coordinator import portal
from webapp.services.records import operations
from webapp.web import figures
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.get("/settings/operations")
def show_operations() -> str:
    """Show what has to be seen to, then the figures that metrics tell as well."""
    return page(seen=operations.look(db, figures.replica()), states=list(MessageState))
