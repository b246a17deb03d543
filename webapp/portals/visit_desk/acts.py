"""What is done to a visit: answers by telephone, an end, a new link, a message again."""

from collections.abc import Callable

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.channels.delivery import is_needed
from webapp.channels.truth import may_ring_at_night
from webapp.models import Answer, Message, Side, Visit
from webapp.portals.rounds.forms import LiftForm
from webapp.portals.visit_desk.forms import (
    EndForm,
    KeepForm,
    MissForm,
    RoomsForm,
    TelephoneAnswerForm,
)
from webapp.portals.visit_desk.routes import act_page, back_to, routes, seen_visit
from webapp.services.engine.lodging import ways_to_lodge
from webapp.services.records import audit, outbox
from webapp.services.visits import bedrooms, misfits, stays, together, undoing, unmaking
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import Act, acting
from webapp.web.extensions import db
from webapp.wording.leaving import leaves_again, strangers_share_a_room


@routes.route("/visits/<int:visit_id>/answer", methods=["GET", "POST"])
def record_answer(visit_id: int) -> str | Response:
    """Record what a side said by telephone."""
    visit, form = seen_visit(visit_id), TelephoneAnswerForm()
    if form.validate_on_submit():
        side, given = Side(form.side.data), Answer(form.answer.data)
        reason = form.reason.data or None
        with acting(form, "answer") as act:
            undoing.answer_by_telephone(db, visit, side, given, reason)
            act.tell(_("The answer is recorded."))
        if act.done:
            return back_to(visit_id)
    return act_page(visit, form, companions=together.others_there(db, visit))


@routes.route("/visits/<int:visit_id>/cancellation", methods=["GET", "POST"])
def cancel_visit(visit_id: int) -> str | Response:
    """Cancel a visit before it begins, with side and reason."""
    told = _("The visit is cancelled: both sides are written to.")
    soon = _(
        "The visit is cancelled. Both sides are written to once it can no longer be taken back."
    )
    return _end(visit_id, stays.cancel, told, soon)


@routes.post("/visits/<int:visit_id>/undo")
def undo_act(visit_id: int) -> Response:
    """Take the last act on a visit back, before anybody is told; its proposal with it, if new."""
    visit = seen_visit(visit_id)
    unmade = unmaking.unmade_until(visit) is not None
    with acting() as act:
        if unmade:
            unmaking.unmake(db, unmaking.made_with(db, visit))
            act.tell(_("The proposal is taken back, and nobody was told."))
        else:
            undoing.undo(db, visit)
            act.tell(_("It is taken back: the visit stands as before, and nobody was told."))
    return redirect(url_for(".show_todo")) if act.done and unmade else back_to(visit_id)


@routes.post("/visits/<int:visit_id>/restoration")
def restore_visit(visit_id: int) -> Response:
    """Let a visit stand again that was ended by mistake."""
    visit = seen_visit(visit_id)
    with acting() as act:
        undoing.restore(db, visit)
        act.tell(_("The visit stands again; whoever was told of its end is told so."))
    return back_to(visit_id)


@routes.route("/visits/<int:visit_id>/early-end", methods=["GET", "POST"])
def end_visit(visit_id: int) -> str | Response:
    """Record that a stay ended before its last day."""
    return _end(visit_id, stays.end_early, _("It is recorded that the stay ended early."))


@routes.route("/visits/<int:visit_id>/absence", methods=["GET", "POST"])
def record_absence(visit_id: int) -> str | Response:
    """Record that a visit did not take place."""
    told = _("It is recorded that the visit did not take place. Each side is asked for its word.")
    return _end(visit_id, stays.miss, told, form_of=MissForm)


@routes.route("/visits/<int:visit_id>/absence/correction", methods=["GET", "POST"])
def correct_absence(visit_id: int) -> str | Response:
    """Note anew why nobody came."""
    told = _("It is noted anew. What each side says stays beside it.")
    return _end(visit_id, stays.correct_miss, told, form_of=MissForm)


@routes.route("/visits/<int:visit_id>/lift", methods=["GET", "POST"])
def lift_on_visit(visit_id: int) -> str | Response:
    """Write down why a visit is safe although the host has come to live alone."""
    visit, form = seen_visit(visit_id), LiftForm()
    if form.validate_on_submit():
        with acting(form, "reason") as act:
            stays.lift(db, visit, form.reason.data)
            act.tell(_("The reason is kept with the visit, which can go on."))
        if act.done:
            return back_to(visit_id)
    return act_page(visit, form)


@routes.route("/visits/<int:visit_id>/keeping", methods=["GET", "POST"])
def keep_visit(visit_id: int) -> str | Response:
    """Let a visit go on although it no longer fits, with a written reason."""
    visit, form = seen_visit(visit_id), KeepForm()
    if form.validate_on_submit():
        with acting(form, "reason") as act:
            misfits.keep(db, visit, form.reason.data, signed_in_user())
            act.tell(_("The reason is kept with the visit, which goes on."))
        if act.done:
            return back_to(visit_id)
    return act_page(visit, form)


@routes.route("/visits/<int:visit_id>/rooms", methods=["GET", "POST"])
def choose_rooms(visit_id: int) -> str | Response:
    """Give the guests other rooms, out of those that fit beside the others."""
    visit = seen_visit(visit_id)
    ways = ways_to_lodge(db, visit) if visit.holds else []
    form = RoomsForm(visit, ways)
    if form.validate_on_submit():
        with acting(form, "rooms") as act:
            told = bedrooms.choose(db, visit, form.chosen)
            act.tell(_told_of_rooms(told))
        if act.done:
            return back_to(visit_id)
    return act_page(visit, form, ways=ways)


def _end(
    visit_id: int,
    end: Callable[..., None],
    told: str,
    soon: str = "",
    form_of: Callable[[Visit], EndForm] = lambda _visit: EndForm(),
) -> str | Response:
    """End a visit in one way; `soon` is told where nobody else hears of it for a while."""
    visit = seen_visit(visit_id)
    form = form_of(visit)
    if form.validate_on_submit():
        with acting(form) as act:
            end(db, visit, form.side, form.reason.data)
            act.tell(soon or told if visit.undo else told)
        if act.done:
            return back_to(visit_id)
    return act_page(visit, form, companions=together.others_there(db, visit))


@routes.post("/visits/<int:visit_id>/arrival")
def record_arrival(visit_id: int) -> Response:
    """Record that the party is there."""
    visit = seen_visit(visit_id)
    with acting() as act:
        stays.arrive(db, visit)
        act.tell(_("Their arrival is recorded."))
    return back_to(visit_id)


@routes.post("/visits/<int:visit_id>/arrival/mistake")
def take_back_arrival(visit_id: int) -> Response:
    """Record that the party is not there after all."""
    visit = seen_visit(visit_id)
    with acting() as act:
        stays.take_back_arrival(db, visit)
        act.tell(_("It is noted that they are not there: call them."))
    return back_to(visit_id)


@routes.post("/visits/<int:visit_id>/journey")
def prepare_journey(visit_id: int) -> Response:
    """Record that their way there is arranged, or that it is not after all."""
    visit, ready = seen_visit(visit_id), request.form.get("ready") == "yes"
    with acting() as act:
        stays.prepare_journey(db, visit, ready=ready)
        act.tell(
            _("Their journey is noted as ready.") if ready else _("Their journey is not ready.")
        )
    return back_to(visit_id)


@routes.post("/visits/<int:visit_id>/call-ahead")
def note_call_ahead(visit_id: int) -> Response:
    """Record the call before arrival, or that it was not made after all."""
    visit, called = seen_visit(visit_id), request.form.get("called") == "yes"
    with acting() as act:
        stays.note_call_ahead(db, visit, signed_in_user(), called=called)
        act.tell(
            _("It is noted that you have called them.")
            if called
            else _("It is noted that nobody has called them yet.")
        )
    return back_to(visit_id)


@routes.post("/visits/<int:visit_id>/links")
def renew_links(visit_id: int) -> Response:
    """End every link after a lost phone, and send new ones."""
    visit = seen_visit(visit_id)
    with acting() as act:
        stays.renew_links(db, visit)
        act.tell(
            _("The former links are dead; new ones are on their way.")
            if visit.holds
            else _("The former links are dead; the next message about this visit brings a new one.")
        )
    return back_to(visit_id)


@routes.post("/visits/<int:visit_id>/messages/<int:message_id>")
def repeat_message(visit_id: int, message_id: int) -> Response:
    """Send a message that failed once more, unless what it says is over."""
    visit = seen_visit(visit_id)
    mine = Message.visit_id == visit.id
    message = find_or_404(Message, Message.id == message_id, mine, lock=True)
    with acting() as act:
        if send_once_more(act, message):
            audit.record(db, "visit.message-repeated", visit, kind=message.kind)
    return back_to(visit_id)


def send_once_more(act: Act, message: Message) -> bool:
    """Queue a message that failed, or close it where what it says is over; say which it is."""
    needed = is_needed(db, message)
    if needed:
        outbox.send_again(db, message)
        act.tell(leaves_again(message, at_any_hour=may_ring_at_night(message)))
    else:
        message.close()
        act.tell(_("This message is no longer needed: what it says is over."))
    return needed


def _told_of_rooms(changed: list[Visit]) -> str:
    """Say that the rooms are others now, and who is told of it."""
    kept = _("They have these rooms now: a new plan does not change them while they fit.")
    told = _("Nobody is written to: nobody who said yes comes to share a room with a stranger.")
    return f"{kept} {strangers_share_a_room(changed) if changed else told}"
