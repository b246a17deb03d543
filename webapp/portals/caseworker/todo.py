"""What is to be done next, on one board, and asking many again at once."""

from dataclasses import fields
from typing import Any

from flask import redirect, request, url_for
from flask_babel import ngettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import User, Visit
from webapp.portals.caseworker import portal
from webapp.services.after import follow_ups
from webapp.services.parties import board, case_meetings, referents, urgent
from webapp.services.retention import due
from webapp.services.rounds import plan
from webapp.services.visits import incidents, nudging
from webapp.services.visits.search import is_of, load_visits
from webapp.services.workshops import absences, giving_on, waiting
from webapp.web.access import possible_numbers, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import asked_page, has_workshops, page, shown_page

KINDS = [each.name for each in fields(board.Todo)]


@portal.get("/")
def show_todo() -> str:
    """Show what waits for this association, most pressing first."""
    organisation_id = signed_in_user().organisation_id or 0
    accompany = referents.referents(db, organisation_id)
    desk = asked_desk(organisation_id, accompany)
    todo, sendings = board.todo(db, desk), plan.due_rounds(db, organisation_id)
    to_sign = [] if desk.only else giving_on.awaiting(db, signed_in_user())
    left = [] if desk.only else giving_on.left(db, signed_in_user())
    rows = getattr(todo, desk.only).count if desk.only else 0
    shows_workshops = has_workshops() and not desk.only
    number, pages = shown_page(rows, board.A_PAGE)
    return page(
        todo=todo,
        asked=nudging.may_be_asked(db, todo.awaited.shown),
        sendings=[] if desk.only else sendings,
        ending=0 if desk.only else due.count_told(db, organisation_id),
        workshops=waiting.for_files(db, *desk.parties()) if shows_workshops else None,
        follow_ups=0 if desk.only else follow_ups.count_open(db, *desk.parties()),
        to_sign=to_sign,
        left=left,
        cases=[] if desk.only else case_meetings.awaiting(db, signed_in_user()),
        urgent=0 if desk.only else len(urgent.unseen(db, signed_in_user())),
        absences=0 if desk.only else absences.count_open(db, *desk.parties()),
        todo_count=todo.count + len(sendings) + len(to_sign) + len(left),
        reads_incidents=incidents.reads_any(db, signed_in_user()),
        desk=desk,
        referents=accompany,
        number=number,
        pages=pages,
        today=today(),
    )


def asked_desk(organisation_id: int, accompany: list[User]) -> board.Desk:
    """Return whose files the address of a page asks for, of those who accompany some."""
    referent, only = request.args.get("referent", ""), request.args.get("only", "")
    return board.Desk(
        organisation_id,
        referent=referent
        if referent in {*(str(user.id) for user in accompany), referents.NOBODY}
        else "",
        only=only if only in KINDS else "",
        number=asked_page(),
    )


@portal.post("/reminders")
def ask_again() -> Response:
    """Ask those who were chosen for their answer once more."""
    chosen = possible_numbers(request.form.getlist("visit"))
    mine = select(Visit.id).where(is_of(signed_in_user().organisation_id or 0))
    numbers = db.scalars(mine.where(Visit.id.in_(chosen)).order_by(Visit.id)).all()
    with acting() as act:
        if not numbers:
            raise RuleBroken("nobody-chosen")
        count = len({visit.id for visit, _side in nudging.ask_again(db, load_visits(db, numbers))})
        act.tell(ngettext("%(num)d visit: asked again.", "%(num)d visits: asked again.", count))
        if left := len(numbers) - count:
            act.tell(_left(left), "info")
    seen: dict[str, Any] = {name: request.args.get(name) for name in ("referent", "only")}
    return redirect(url_for("caseworker.show_todo", **seen))


def _left(left: int) -> str:
    return str(
        ngettext(
            "%(num)d is left in peace: answered, or asked less than two days ago.",
            "%(num)d are left in peace: answered, or asked less than two days ago.",
            left,
        )
    )
