"""Staying in contact with the farm: a yes with what is shared, or an end, at any time."""

from typing import Final

from flask import abort, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.ground.errors import RuleBroken
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import Opened, open_guests_link, want
from webapp.services.after import relationships, sharing
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page

SHARED: Final[dict[str, list[str]]] = {"phone": ["phone"], "nothing": []}
"""What a guest's yes lets the farm see."""


def _met(token: str) -> Opened:
    """Return what a guest's link opens, where the two may stay in contact or did; else a 404.

    Whatever became of the farm, an end is in the guests' hands.
    """
    link = open_guests_link(token)
    if not relationships.may_be_seen(db, link.visit):
        abort(404)
    return link


@portal.get("/<token>/relationship")
def show_relationship(token: str) -> str:
    """Show how it stands; how to reach the farm, to whoever holds the telephone."""
    link = _met(token)
    want(link)
    shared = relationships.shown_to(db, link.visit, link.side) if link.code_given else None
    found = relationships.of_visit(db, link.visit)
    return page(
        view=link.view(),
        token=token,
        relationship=found,
        lapsed=found is not None and sharing.lapsed(found, link.visit, link.side),
        phone=link.visit.party.phone if link.code_given else None,
        seen_names=sharing.names_there(link.visit) if link.code_given else [],
        may_begin=relationships.may_begin(link.visit),
        shared=shared,
        code_given=link.code_given,
    )


@portal.post("/<token>/relationship")
def answer_relationship(token: str) -> Response:
    """Keep a yes, with or without the telephone number, or end it.

    Yes is said by whoever holds the telephone; an end, by whoever has the link.
    """
    link, said = _met(token), request.form.get("answer", "")
    if said in SHARED and not link.code_given:
        return redirect(link.page("visit_page.show_relationship"))
    with acting() as act:
        if said == "end":
            relationships.close(db, link.visit, link.side)
            act.tell(_("It is noted. The farm sees nothing of you."))
        elif said not in SHARED:
            raise RuleBroken("answer-missing")
        else:
            relationships.say_yes(db, link.visit, link.side, SHARED[said])
            act.tell(_("Thank you! Your yes is noted."))
    return redirect(link.page("visit_page.show_relationship"))
