"""What is to be done next, on one board, and asking many again at once."""

from dataclasses import fields
from functools import cache
from typing import Any

from flask import redirect, request, url_for
from flask_babel import ngettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from webapp.ground.at_once import Question, given
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Party, User, Visit
from webapp.portals.caseworker import portal
from webapp.services.after import follow_ups
from webapp.services.parties import board, case_meetings, referents, transfers, urgent
from webapp.services.retention import due
from webapp.services.rounds import plan
from webapp.services.visits import incidents, nudging
from webapp.services.visits.search import is_of, load_visits
from webapp.services.workshops import absences, giving_on, waiting
from webapp.web.access import possible_numbers, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import asked_page, has_workshops, page, shown_page
from webapp.web.unchanged import given_again
from webapp.wording.asking_again import left_in_peace

KINDS = [each.name for each in fields(board.Todo)]


@portal.get("/")
@given_again(may_be_late=True)
def show_todo() -> str:
    """Show what waits for this association, most pressing first."""
    organisation_id = signed_in_user().organisation_id or 0
    accompany = referents.referents(db, organisation_id)
    desk = asked_desk(organisation_id, accompany)
    user = signed_in_user()
    some = _waits(desk.whose).ask(db, **desk.values, user=user.id)
    todo = board.todo(db, desk, some)
    rows = getattr(todo, desk.only).count if desk.only else 0
    number, pages = shown_page(rows, board.A_PAGE)
    beside = _beside(desk, user, some)
    lists = (beside["sendings"], beside["to_sign"], beside["left"])
    return page(
        todo=todo,
        asked=nudging.may_be_asked(db, todo.awaited.shown),
        todo_count=todo.count + sum(map(len, lists)),
        desk=desk,
        referents=accompany,
        number=number,
        pages=pages,
        today=today(),
        **beside,
    )


def _beside(desk: board.Desk, user: User, some: Any) -> dict[str, Any]:
    """Return what the whole board tells beside its parts; where one kind is looked at, nothing."""
    whole = not desk.only
    kinds = {kind for kind in waiting.KINDS if getattr(some, kind)}
    workshops = None
    if whole and has_workshops():
        files, _visits = referents.asked_of(desk.whose)
        workshops = waiting.for_files(db, files, desk.values, kinds)
    talked = whole and some.talked
    return {
        "sendings": plan.due_rounds(db, desk.organisation_id) if whole and some.sendings else [],
        "to_sign": giving_on.awaiting(db, user) if talked else [],
        "left": giving_on.left(db, user) if talked else [],
        "cases": case_meetings.awaiting(db, user) if whole and some.cases else [],
        "workshops": workshops,
        "urgent": len(urgent.unseen(db, user)) if whole and some.urgent else 0,
        "ending": due.count_told(db, desk.organisation_id) if whole and some.told_of else 0,
        "reads_incidents": some.incidents,
        "nobody_yet": not some.files,
        **{number: getattr(some, number) if whole else 0 for number in NUMBERS},
    }


NUMBERS = ("follow_ups", "absences", "transfers", "left_behind")


@cache
def _waits(whose: str) -> Question:
    """Ask at once whether there is anything on the board and beside it, and how much of some."""
    files, _visits = referents.asked_of(whose)
    user = given("user")
    return Question(
        {
            **board.waits(),
            **waiting.questions(),
            "sendings": plan.due_matches(),
            "talked": giving_on.talked(),
            "cases": case_meetings.to_sign(user),
            "incidents": incidents.read_by(user),
            "urgent": urgent.that_nobody_saw(),
            "told_of": due.that_were_told_of(),
            "files": select(Party.id).where(Party.organisation_id == given("organisation")),
        },
        {
            "follow_ups": follow_ups.open_ones(*files),
            "absences": absences.open_ones(*files),
            "transfers": transfers.how_many_offered_to(given("organisation")),
            "left_behind": referents.left_behind(*files),
        },
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
        visits = load_visits(db, numbers)
        asked = {visit.id for visit, _side in nudging.ask_again(db, visits)}
        count, left = len(asked), [each for each in visits if each.id not in asked]
        act.tell(ngettext("%(num)d visit: asked again.", "%(num)d visits: asked again.", count))
        if left:
            act.tell(left_in_peace(*nudging.why_not(db, left)), "info")
    seen: dict[str, Any] = {name: request.args.get(name) for name in ("referent", "only")}
    return redirect(url_for("caseworker.show_todo", **seen))
