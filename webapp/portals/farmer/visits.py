"""The farm's visits: who is coming, as far as it may be known, and the farm's answer."""

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from webapp.models import HOLDING, SHUT_OUT, Answer, Side, Slot, Visit
from webapp.portals.farmer import portal
from webapp.portals.farmer.loaders import own_farm
from webapp.services.accounts import proofs
from webapp.services.after import feedback, follow_ups, relationships, thanks
from webapp.services.visits import (
    answers,
    arrival_hours,
    counted,
    disclosure,
    evenings,
    farm_notes,
    help_calls,
    missed,
    stays,
    threads,
)
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting, note_reading
from webapp.web.extensions import current_language, db
from webapp.web.left_out import hold_settings
from webapp.web.pages import page, shown_page
from webapp.web.phrases_shown import card_of, has_card
from webapp.web.unchanged import given_again
from webapp.web.visit_sheet import visit_sheet

A_PAGE = 20


def own_visit(visit_id: int) -> Visit:
    """Return a visit at the farmer's farm, or answer 404."""
    mine = Visit.farm_id == signed_in_user().farm_id
    whole = joinedload(Visit.party), joinedload(Visit.slot).joinedload(Slot.offer)
    return find_or_404(Visit, Visit.id == visit_id, mine, whole=whole)


def staged(visit: Visit) -> disclosure.View:
    """Return what the farm may see: a proof of this week stands for the code by telephone."""
    return disclosure.view(db, visit, Side.FARM, code_given=proofs.is_proved(current_user.session))


@portal.get("/visits")
@given_again()
def list_visits() -> str:
    """Show the visits to answer, to come and under way, then the past ones."""
    farm = own_farm()
    mine = Visit.farm_id == farm.id
    standing = select(Visit).where(mine, Visit.state.in_(HOLDING)).order_by(Visit.stay, Visit.id)
    over = select(Visit).where(mine, Visit.state.not_in(HOLDING))
    past = db.scalars(over.order_by(Visit.stay.desc(), Visit.id)).all()
    number, pages = shown_page(len(past), A_PAGE)
    return page(
        standing=[(visit, staged(visit)) for visit in db.scalars(standing)],
        past=past[(number - 1) * A_PAGE : number * A_PAGE],
        number=number,
        pages=pages,
        farm=farm,
        stopped=farm.state in SHUT_OUT,
    )


@portal.get("/visits/<int:visit_id>")
def show_visit(visit_id: int) -> str:
    """Show who is coming, staged, and the answers; reading is kept."""
    visit = own_visit(visit_id)
    view = staged(visit)
    note_reading("visit.read", visit, side=Side.FARM.value, stage=view.stage.value)
    hold_settings()
    reasons = answers.reasons(visit, Side.FARM)
    return page(
        visit=visit,
        view=view,
        has_card=has_card(view),
        is_counted=visit.both_said_yes and counted.is_counted(visit),
        reasons=reasons,
        reason=visit.farm_reason,
        told_how=feedback.told(db, visit, Side.FARM),
        may_tell=feedback.may_be_given(visit),
        may_be_related=relationships.may_be_seen(db, visit),
        missed=missed.shown_to(db, visit, Side.FARM),
        since=follow_ups.to_tell(db, visit, Side.FARM),
        thanks=thanks.of_visit(db, visit),
        thread=threads.may_be_read(db, visit, Side.FARM)
        and ("news" if threads.has_news(db, visit, Side.FARM) else "read"),
        answered=next((each for each in farm_notes.of_visit(db, visit) if each.answer), None),
    )


@portal.get("/visits/<int:visit_id>/phrases")
def show_phrases(visit_id: int) -> str:
    """Show sentences to point at, once both have said yes."""
    visit = own_visit(visit_id)
    card = card_of(visit, staged(visit))
    if card is None:
        abort(404)
    return page(visit=visit, card=card)


@portal.get("/visits/<int:visit_id>/sheet.pdf")
def download_sheet(visit_id: int) -> Response:
    """Give the sheet of its guests for paper, once both have said yes."""
    visit = own_visit(visit_id)
    view = staged(visit)
    if view.stage is disclosure.Stage.CODE:
        return redirect(url_for("farmer.prove_again", visit_id=visit_id))
    if view.stage is not disclosure.Stage.SHEET:
        abort(404)
    note_reading("visit.read", visit, side=Side.FARM.value, stage=view.stage.value)
    return visit_sheet(visit, Side.FARM, current_language())


@portal.post("/visits/<int:visit_id>/arrival")
def report_arrival(visit_id: int) -> Response:
    """Record that the guests are there, as the farm says."""
    visit = own_visit(visit_id)
    if not staged(visit).begun:
        abort(404)
    with acting() as act:
        stays.arrive(db, visit)
        act.tell(_("It is noted that they are here; the association reads it."))
    return redirect(url_for("farmer.show_visit", visit_id=visit_id))


@portal.post("/visits/<int:visit_id>/well")
def say_well(visit_id: int) -> Response:
    """Keep that all is well, as the farm says."""
    visit = own_visit(visit_id)
    if not staged(visit).begun:
        abort(404)
    with acting() as act:
        evenings.say_well(db, visit, Side.FARM)
        act.tell(_("Thank you: it is noted that all is well."))
    return redirect(url_for("farmer.show_visit", visit_id=visit_id))


@portal.post("/visits/<int:visit_id>/help")
def ask_help(visit_id: int) -> Response:
    """Put the farm's call for help before somebody, and show the numbers at once."""
    visit = own_visit(visit_id)
    if not visit.holds:
        abort(404)
    with acting():
        help_calls.call(db, visit, Side.FARM)
    return redirect(url_for("farmer.show_help", visit_id=visit_id))


@portal.post("/visits/<int:visit_id>/help/withdrawal")
def withdraw_help(visit_id: int) -> Response:
    """Keep that the farm needs nobody any more, or had pressed by mistake."""
    visit = own_visit(visit_id)
    with acting() as act:
        help_calls.withdraw(db, visit, Side.FARM)
        act.tell(_("It is noted that you need no help any more."))
    return redirect(url_for("farmer.show_help", visit_id=visit_id))


@portal.get("/visits/<int:visit_id>/help")
def show_help(visit_id: int) -> str:
    """Show whom to call, and where the farm's call for help went."""
    visit = own_visit(visit_id)
    call, between = help_calls.latest(db, visit, Side.FARM), relationships.of_visit(db, visit)
    return page(visit=visit, view=staged(visit), call=call, relationship=between)


@portal.post("/visits/<int:visit_id>/answer")
def answer_visit(visit_id: int) -> Response:
    """Record the farm's answer."""
    visit = own_visit(visit_id)
    yes, other = _("Thank you! Your yes is noted."), _("Your answer is noted.")
    with acting() as act:
        given = answers.read_answer(request.form.get("answer", ""))
        answers.answer(db, visit, Side.FARM, given, shown=request.form.get("shown", ""))
        act.tell(yes if given is Answer.YES else other)
    return redirect(url_for("farmer.show_visit", visit_id=visit_id))


@portal.post("/visits/<int:visit_id>/hour")
def propose_hour(visit_id: int) -> Response:
    """Keep the hour of arrival that the farm proposes."""
    visit, hour = own_visit(visit_id), request.form.get("hour", type=int)
    with acting() as act:
        arrival_hours.propose(db, visit, hour, request.form.get("shown", ""))
        act.tell(_("It is noted. We tell the other side."))
    return redirect(url_for("farmer.show_visit", visit_id=visit_id))


@portal.post("/visits/<int:visit_id>/reason")
def give_reason(visit_id: int) -> Response:
    """Keep why the farm declined, or when it could, if it likes to tell."""
    visit, reason = own_visit(visit_id), request.form.get("reason", "")
    if reason in answers.reasons(visit, Side.FARM):
        with acting() as act:
            answers.give_reason(db, visit, Side.FARM, reason)
            act.tell(_("Thank you for telling us."))
    return redirect(url_for("farmer.show_visit", visit_id=visit_id))
