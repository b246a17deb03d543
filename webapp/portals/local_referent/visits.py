"""The visits that somebody looks after near the farm: arrival, help, and what they write down."""

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.validators import Length, Optional

from webapp.ground.clock import today
from webapp.models import HOLDING, NoteKind, Visit
from webapp.portals.local_referent import portal
from webapp.services.visits import help_calls, local_referents, possible, stays
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting, note_reading
from webapp.web.extensions import db
from webapp.web.forms import Form, LinesField, choices, required
from webapp.web.pages import page


class NoteForm(Form):
    """A call about their arrival, or a note for the association."""

    kind = RadioField(
        _l("What do you write down?"),
        [required(_l("Choose one"))],
        choices=choices("visit-note", NoteKind),
    )
    words = LinesField(
        _l("In your words"),
        [Optional(), Length(max=1000)],
        description=_l("The association reads it, with your name. Nothing about health, religion "
                       "or anybody’s story."),
    )  # fmt: skip


def own_visit(visit_id: int) -> Visit:
    """Return a visit that is given to the reader and seen now, or answer 404."""
    return find_or_404(Visit, Visit.id == visit_id, *local_referents.seen_by(signed_in_user()))


@portal.get("/")
def list_visits() -> str:
    """Show today's visits, those to come, and those of the last week."""
    mine = select(Visit).where(*local_referents.seen_by(signed_in_user()))
    visits = db.scalars(mine.order_by(Visit.stay, Visit.id)).all()
    is_over = [visit for visit in visits if visit.state not in HOLDING]
    ahead = [visit for visit in visits if visit.state in HOLDING]
    return page(
        groups=(
            (_("Today"), [each for each in ahead if each.arrival <= today()]),
            (_("To come"), [each for each in ahead if each.arrival > today()]),
            (_("Just over"), is_over),
        ),
        seen={visit.id: local_referents.view(db, visit) for visit in visits},
        nearby=signed_in_user().nearby,
    )


@portal.get("/visits/<int:visit_id>")
def show_visit(visit_id: int) -> str:
    """Show who comes, when and where, and what to do on the day; reading is kept."""
    visit = own_visit(visit_id)
    note_reading("visit.read", visit)
    return page(
        visit=visit,
        seen=local_referents.view(db, visit),
        notes=local_referents.notes(db, visit),
        mine=_may_take_back(visit),
    )


@portal.post("/visits/<int:visit_id>/arrival")
def report_arrival(visit_id: int) -> Response:
    """Record that the guests are there, as the local referent says."""
    visit = own_visit(visit_id)
    if not local_referents.view(db, visit).may_say_arrived:
        abort(404)
    with acting() as act:
        stays.arrive(db, visit)
        act.tell(_("It is noted that they are here; the association reads it."))
    return redirect(url_for("local_referent.show_visit", visit_id=visit_id))


@portal.post("/visits/<int:visit_id>/arrival/mistake")
def take_back_arrival(visit_id: int) -> Response:
    """Record that the guests are not there after all: who said it here was mistaken."""
    visit = own_visit(visit_id)
    with acting() as act:
        stays.take_back_own_arrival(db, visit, signed_in_user())
        act.tell(_("It is taken back: nobody is noted as arrived."))
    return redirect(url_for("local_referent.show_visit", visit_id=visit_id))


def _may_take_back(visit: Visit) -> bool:
    is_possible = "take_back_arrival" in possible.acts_on(visit)
    return is_possible and stays.said_by(db, visit, signed_in_user())


@portal.route("/visits/<int:visit_id>/notes", methods=["GET", "POST"])
def write_note(visit_id: int) -> str | Response:
    """Ask what was heard, and keep it for the association."""
    visit, form = own_visit(visit_id), NoteForm()
    if form.validate_on_submit():
        with acting(form, "words") as act:
            kind, words = NoteKind(form.kind.data), form.words.data or ""
            local_referents.note(db, visit, signed_in_user(), kind, words)
            act.tell(_("It is noted. The association reads it."))
        if act.done:
            return redirect(url_for("local_referent.show_visit", visit_id=visit_id))
    return page(visit=visit, form=form)


@portal.post("/visits/<int:visit_id>/help")
def ask_help(visit_id: int) -> Response:
    """Put a call for help before somebody, and show the numbers at once."""
    visit = own_visit(visit_id)
    if not visit.holds:
        abort(404)
    with acting():
        help_calls.call(db, visit, None)
    return redirect(url_for("local_referent.show_help", visit_id=visit_id))


@portal.post("/visits/<int:visit_id>/help/withdrawal")
def withdraw_help(visit_id: int) -> Response:
    """Keep that nobody is needed any more, or that it was pressed by mistake."""
    visit = own_visit(visit_id)
    with acting() as act:
        help_calls.withdraw(db, visit, None)
        act.tell(_("It is noted that you need no help any more."))
    return redirect(url_for("local_referent.show_help", visit_id=visit_id))


@portal.get("/visits/<int:visit_id>/help")
def show_help(visit_id: int) -> str:
    """Show whom to call, and where the call for help went."""
    visit = own_visit(visit_id)
    view = local_referents.view(db, visit)
    return page(visit=visit, view=view, call=help_calls.latest(db, visit, None))
