"""Matching rounds: opened, looked over, queued, followed while they are solved."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, load_only
from werkzeug.wrappers import Response

from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import MatchingRound, Programme, RoundState, RoundTemplate
from webapp.portals.rounds.forms import RoundForm, RunForm, SettingsForm
from webapp.portals.rounds.loaders import may_name, seen_round, seen_rounds
from webapp.portals.rounds.routes import page, routes
from webapp.portals.rounds.templates import own_template
from webapp.services import rounds
from webapp.services.records import audit
from webapp.services.rounds import judging, plan, removing, templates
from webapp.services.rounds.overview import look_over
from webapp.web.access import number_or_404, signed_in_user
from webapp.web.acts import acting, note_reading
from webapp.web.extensions import db
from webapp.web.pages import shown_page
from webapp.web.removals import offer
from webapp.web.unchanged import given_again
from webapp.wording import clashes, explanations, sentence
from webapp.wording.days import window_name

A_PAGE = 20
EARLIER = 6
"""So many earlier rounds are offered, whose settings a new one may take over."""
PREPARATION = timedelta(days=14)
LISTED = (
    load_only(
        MatchingRound.name,
        MatchingRound.first_day,
        MatchingRound.last_day,
        MatchingRound.state,
        raiseload=True,
    ),
    joinedload(MatchingRound.organisation),
)
"""What a list shows; the frozen problem and the solution are megabytes of each round."""


@routes.get("/rounds")
@given_again()
def list_rounds() -> str:
    """Show the rounds of the association, or all for a coordinator, the newest first."""
    mine = seen_rounds()
    total = db.scalar(select(func.count()).select_from(MatchingRound).where(mine)) or 0
    number, pages = shown_page(total, A_PAGE)
    query = select(MatchingRound).where(mine).options(*LISTED).order_by(MatchingRound.id.desc())
    shown = db.scalars(query.offset((number - 1) * A_PAGE).limit(A_PAGE)).all()
    until = plan.answers_until(db, [each.id for each in shown])
    return page(rounds=shown, answers_until=until, number=number, pages=pages)


@routes.route("/rounds/new", methods=["GET", "POST"])
def open_round() -> str | Response:
    """Open a round: its window, what counts, and the deadline; an earlier one is a template."""
    like = seen_round(number_or_404(request.args["like"])) if "like" in request.args else None
    kept, taken = _taken_up()
    suggested = {} if request.method == "POST" else _suggested(like) | _of_kept(kept, taken)
    form = RoundForm(**suggested)
    if form.validate_on_submit():
        user = signed_in_user()
        made = MatchingRound(organisation_id=user.organisation_id, created_by_id=user.id)
        _fill(made, form)
        with acting(form) as act:
            db.add(made)
            audit.record(db, "round.opened", made)
        if act.done:
            return redirect(url_for(".show_health", round_id=made.id))
    return page(
        form=form,
        levels=rounds.LEVELS,
        like=like,
        earlier=_earlier(),
        templates=templates.find(db, signed_in_user()),
        chosen=kept,
        lost=taken.lost if taken else [],
    )


def _taken_up() -> tuple[RoundTemplate | None, templates.TakenUp | None]:
    """Return the kept settings that the address asks for, and what a new round takes of them."""
    if "template" not in request.args:
        return None, None
    kept = own_template(number_or_404(request.args["template"]))
    return kept, templates.take_up(kept, _first_day())


def _of_kept(kept: RoundTemplate | None, taken: templates.TakenUp | None) -> dict[str, Any]:
    """Return the fields that kept settings fill in; what they no longer hold stays as usual."""
    if kept is None or taken is None:
        return {}
    days = {"last_day": _first_day() + timedelta(days=kept.window_days)}
    if taken.answer_by is not None:
        days["answer_by"] = taken.answer_by
    return {**days, **{name: value for name, value in taken.given.items() if value}}


def _first_day() -> date:
    """Return the first day that is suggested: a Monday, with time to prepare."""
    first = today() + PREPARATION
    return first + timedelta(days=-first.weekday() % 7)


def _earlier() -> Sequence[MatchingRound]:
    """Return the rounds whose settings may be taken over, the newest first."""
    newest = select(MatchingRound).where(seen_rounds()).options(*LISTED)
    return db.scalars(newest.order_by(MatchingRound.id.desc()).limit(EARLIER)).all()


@routes.route("/rounds/<int:round_id>/settings", methods=["GET", "POST"])
def edit_round(round_id: int) -> str | Response:
    """Change the settings of a round that is not published; they count from the next run."""
    found = seen_round(round_id, lock=True)
    if found.is_published:
        flash(sentence(RuleBroken("round-is-published")), "error")
        return redirect(url_for(".show_round", round_id=found.id))
    form = SettingsForm(obj=found, data=rounds.levels_of(found.weights))
    if form.validate_on_submit():
        with acting(form, "judged_by") as act:
            _fill(found, form)
            audit.record(db, "round.changed", found)
            act.tell(_("Saved. The next run follows these settings."))
        if act.done:
            return redirect(url_for(".show_round", round_id=found.id))
    return page(form=form, round=found, levels=rounds.LEVELS)


def _suggested(like: MatchingRound | None) -> dict[str, Any]:
    """Return the usual settings, or those of another round: as long, and what counts in it."""
    programme = db.get_one(Programme, 1)
    first = _first_day()
    lasts = like.last_day - like.first_day if like else timedelta(days=programme.window_days)
    return {
        "first_day": first,
        "last_day": first + lasts,
        "answer_by": today() + timedelta(days=programme.answer_days),
        "judged_by": judging.usual(db),
        **(
            {"floors_by": like.floors_by, "judged_by": like.judged_by or judging.usual(db)}
            | rounds.levels_of(like.weights)
            if like
            else {}
        ),
    }


def _fill(made: MatchingRound, form: RoundForm) -> None:
    made.first_day, made.last_day = form.first_day.data, form.last_day.data
    made.name = (form.name.data or "").strip() or window_name(made.first_day, made.last_day)
    made.weights, made.floors_by = rounds.weights_of(form.levels), form.floors_by.data or None
    why = form.why.data if isinstance(form, SettingsForm) else ""
    made.be_judged_by(form.judged_by.data or [], why or "")
    made.answer_by, made.note = form.answer_by.data, form.note.data or None


@routes.get("/rounds/<int:round_id>/health")
def show_health(round_id: int) -> str | Response:
    """Show who has no possible place, what closes, and what is nearest to opening."""
    found = seen_round(round_id)
    if found.is_published:
        return redirect(url_for(".list_round_visits", round_id=found.id))
    overview = look_over(db, found)
    note_reading("round.read", found, page="health")
    return page(
        round=found,
        overview=overview,
        health=overview.health,
        clashes=rounds.find_clashes(found, overview.problem),
        clash_sentence=clashes.clash_sentence,
        words=explanations,
        may_name=may_name,
        removable=removing.may_be_removed(found),
    )


@routes.post("/rounds/<int:round_id>/removal")
def remove_round(round_id: int) -> Response:
    """Delete a round that has found nothing."""
    found = seen_round(round_id, lock=True)
    with acting() as act:
        act.tell(_("The round “%(name)s” is deleted.", name=found.name))
        offer(act, found, found.name, url_for(".list_rounds"))
        removing.remove(db, found)
    if act.done:
        return redirect(url_for(".list_rounds"))
    return redirect(url_for(".show_round", round_id=round_id))


@routes.post("/rounds/<int:round_id>/run")
def run_round(round_id: int) -> Response:
    """Freeze the problem and enqueue its solving, in one transaction."""
    found = seen_round(round_id, lock=True)
    form = RunForm()
    if not form.validate_on_submit():
        flash(_("Choose how many may move."), "error")
        return redirect(url_for(".show_round", round_id=found.id))
    with acting() as act:
        rounds.ask_for_a_run(db, found, form.moves)
    following = ".show_progress" if act.done else ".show_health"
    return redirect(url_for(following, round_id=round_id))


@routes.get("/rounds/<int:round_id>/progress")
def show_progress(round_id: int) -> str | Response:
    """Show how far the solving is; the page renews itself until it is over."""
    found = seen_round(round_id)
    if found.state not in {RoundState.QUEUED, RoundState.RUNNING}:
        return redirect(url_for(".show_round", round_id=found.id))
    return page(
        round=found,
        elapsed=int((now() - found.queued_at).total_seconds()) if found.queued_at else 0,
        is_stalled=found.state is RoundState.RUNNING and rounds.is_silent(found),
    )


@routes.post("/rounds/<int:round_id>/cancellation")
def cancel_round(round_id: int) -> Response:
    """Stop a run, or end a round that is not published."""
    found = seen_round(round_id, lock=True)
    with acting() as act:
        rounds.ask_to_cancel(db, found)
        act.tell(_("The run is being stopped."), "info")
    return redirect(url_for(".show_progress", round_id=round_id))
