"""What is to be done next, on one board."""

from webapp.ground.clock import today
from webapp.portals.caseworker import portal
from webapp.services.rounds import plan
from webapp.services.visits import board
from webapp.web.access import signed_in_user
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.get("/")
def show_todo() -> str:
    """Show what waits for this association, most pressing first."""
    organisation_id = signed_in_user().organisation_id or 0
    todo, sendings = board.todo(db, organisation_id), plan.due_rounds(db, organisation_id)
    return page(todo=todo, sendings=sendings, todo_count=todo.count + len(sendings), today=today())
