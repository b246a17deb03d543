"""A place that a visit gave back: the three who could come, and proposing it in one click."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from webapp.access import signed_in_user
from webapp.caseworker import portal
from webapp.caseworker.files import own_party
from webapp.clock import today
from webapp.errors import RuleBroken
from webapp.extensions import db
from webapp.models import Slot
from webapp.pages import page
from webapp.services import backfill, board
from webapp.wording import sentence


def freed_slot(slot_id: int) -> Slot:
    """Return a slot in which a visit of the association left beds free, or answer 404."""
    freed = board.freed_slots(db, signed_in_user().organisation_id or 0)
    found = next((slot for slot in freed if slot.id == slot_id), None)
    return found or abort(404)


@portal.get("/free-places/<int:slot_id>")
def show_free_place(slot_id: int) -> str:
    """Show who could take the place, best first."""
    slot = freed_slot(slot_id)
    groups = backfill.could_come(db, slot, signed_in_user().organisation_id or 0)
    shown = groups[: backfill.SHOWN]
    return page(slot=slot, groups=shown, others=len(groups) - len(shown), today=today())


@portal.post("/free-places/<int:slot_id>")
def fill_place(slot_id: int) -> Response:
    """Propose the place to a party and its companions."""
    slot = freed_slot(slot_id)
    asked = request.form.get("party", "")
    party = own_party(int(asked)) if asked.isascii() and asked.isdigit() else abort(404)
    try:
        made = backfill.propose(db, slot, party)
    except RuleBroken as refused:
        db.rollback()
        flash(sentence(refused), "error")
        return redirect(url_for("caseworker.show_free_place", slot_id=slot_id))
    db.commit()
    flash(
        ngettext(
            "The visit is proposed: both sides receive their message now.",
            "%(num)d visits are proposed: both sides receive their messages now.",
            len(made),
        ),
        "success",
    )
    return redirect(url_for("caseworker.show_visit", visit_id=made[0].id))
