"""What is to be done next, on one board."""

from webapp.access import signed_in_user
from webapp.caseworker import portal
from webapp.clock import today
from webapp.extensions import db
from webapp.pages import page
from webapp.services import board


@portal.get("/")
def show_todo() -> str:
    """Show what waits for this association, most pressing first."""
    todo = board.todo(db, signed_in_user().organisation_id or 0)
    return page(todo=todo, todo_count=todo.count, today=today())
