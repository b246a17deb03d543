"""How the visits went, as both sides tell it: counts, a list, and one with its private word."""

import re
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from webapp.models import Feedback, Organisation, Side
from webapp.portals.coordinator import portal
from webapp.services.after import feedback, feedback_list
from webapp.services.after.feedback_list import TOLD, Asked
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting, note_reading
from webapp.web.days import asked_month
from webapp.web.extensions import db
from webapp.web.kept_searches import searches
from webapp.web.pages import page, shown_page
from webapp.web.unchanged import given_again
from webapp.wording import format_date, label

A_PAGE = 25
ASKED = ("side", "told", "month", "association")
"""What the address of the list may ask for, beside the page."""
A_NUMBER = re.compile(r"[0-9]{1,9}")


@portal.route("/feedback", methods=["GET", "POST"])
@given_again(has_form=True)
def list_feedback() -> str | Response:
    """Show how both sides answered, and the visits that are asked for; keep the search."""
    kept = searches(ASKED)
    if kept.done:
        return kept.again()
    asked = _asked()
    found = feedback_list.count_visits(db, asked)
    number, pages = shown_page(found, A_PAGE)
    return page(
        asked=asked,
        found=found,
        counts=feedback_list.count(db, asked),
        shown=feedback_list.list_visits(db, asked, (number - 1) * A_PAGE, A_PAGE),
        number=number,
        pages=pages,
        choices=_choices(),
        **kept.shown,
    )


@portal.get("/feedback/<int:feedback_id>")
def show_feedback(feedback_id: int) -> str:
    """Show what one side said, with its private word; that it was read is kept."""
    said = find_or_404(Feedback, Feedback.id == feedback_id)
    note_reading("visit.feedback-read", said.visit, side=said.side.value)
    return page(said=said, visit=said.visit)


@portal.post("/feedback/<int:feedback_id>/seen")
def see_to_word(feedback_id: int) -> Response:
    """Record that a private word was seen to."""
    said = find_or_404(Feedback, Feedback.id == feedback_id, lock=True)
    with acting() as act:
        feedback.see_to(db, said, signed_in_user())
        act.tell(_("Noted: this word was seen to."))
    return redirect(url_for("coordinator.show_feedback", feedback_id=feedback_id))


def _choices() -> dict[str, list[tuple[Any, Any]]]:
    associations = select(Organisation.id, Organisation.name).order_by(Organisation.name)
    return {
        "side": [(side.value, label("side", side)) for side in Side],
        "told": [(each, label("feedback-told", each)) for each in TOLD],
        "month": [
            (month.isoformat()[:7], format_date(month, "MMMM y"))
            for month in feedback_list.months(db)
        ],
        "association": [(each.id, each.name) for each in db.execute(associations)],
    }


def _asked() -> Asked:
    """Read what the address asks for; what no list offers asks for nothing."""
    said = request.args
    side, told, association = (
        said.get("side", ""),
        said.get("told", ""),
        said.get("association", ""),
    )
    return Asked(
        side=side if side in set(Side) else "",
        told=told if told in TOLD else "",
        month=asked_month("month", said),
        organisation_id=int(association) if A_NUMBER.fullmatch(association) else None,
    )
