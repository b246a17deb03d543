"""One date of mine: changed or taken back while nobody is expected, and offered again."""

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.portals.farmer import portal
from webapp.portals.farmer.loaders import own_slot
from webapp.portals.farmer.papers import beyond_papers, told_of_papers
from webapp.portals.farmer.rooms_offered import as_chosen, people_chosen, questions, with_rooms
from webapp.portals.farmer.slot_forms import SlotForm, WithdrawalForm
from webapp.services.farms import offers
from webapp.services.records import audit
from webapp.web.acts import acting, over
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.route("/dates/<int:slot_id>", methods=["GET", "POST"])
def edit_slot(slot_id: int) -> str | Response:
    """Show a date; change its last day and its rooms while nobody is expected."""
    slot = own_slot(slot_id, lock=request.method == "POST")
    rooms = slot.farm.rooms
    chosen = {"departure": slot.departure, **as_chosen(slot, rooms)}
    form = with_rooms(SlotForm, rooms)(data=chosen)
    if form.validate_on_submit():
        with acting(form, "departure") as act:
            offers.change_slot(db, slot, form.departure.data, people_chosen(form, rooms))
            audit.record(db, "slot.changed", slot, beds=slot.beds, nights=slot.nights)
            act.tell(_("Saved."))
            if end := beyond_papers(slot.farm, [slot.departure]):
                act.tell(told_of_papers(end), "warning")
        if act.done:
            return _back_to(slot_id)
    return page(form=form, slot=slot, rooms=questions(form, rooms))


@portal.route("/dates/<int:slot_id>/withdrawal", methods=["GET", "POST"])
def withdraw_slot(slot_id: int) -> str | Response:
    """Take a date back, with a word on why."""
    slot = own_slot(slot_id, lock=request.method == "POST")
    form = WithdrawalForm()
    if form.validate_on_submit():
        with acting(form, "reason") as act:
            slot.withdraw()
            audit.record(db, "slot.withdrawn", slot, reason=form.reason.data)
            act.tell(_("This date is withdrawn."))
        if act.done:
            return _back_to(slot_id)
    form.over = over(slot.why_kept)
    return page(form=form, slot=slot)


@portal.post("/dates/<int:slot_id>/reopening")
def reopen_slot(slot_id: int) -> Response:
    """Offer a withdrawn date again."""
    slot = own_slot(slot_id, lock=True)
    with acting() as act:
        offers.reopen(db, slot)
        audit.record(db, "slot.reopened", slot)
        act.tell(_("This date is open again."))
    return _back_to(slot_id)


@portal.post("/dates/<int:slot_id>/confirmation")
def confirm_slot(slot_id: int) -> Response:
    """Say that a date stays open after a no to guests."""
    slot = own_slot(slot_id, lock=True)
    with acting() as act:
        slot.confirm()
        audit.record(db, "slot.confirmed", slot)
        act.tell(_("This date stays open: others may be proposed to you."))
    return redirect(url_for("farmer.show_todo"))


def _back_to(slot_id: int) -> Response:
    return redirect(url_for("farmer.edit_slot", slot_id=slot_id))
