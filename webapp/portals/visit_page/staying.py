"""Under way: "I have arrived" and "I need help"."""

from flask import abort, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Side
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import holding_or_back, open_link, relationship_of
from webapp.services.visits import evenings, help_calls, stays
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.post("/<token>/arrival")
def report_arrival(token: str) -> Response:
    """Record that the party is there, whichever side says so."""
    link = open_link(token)
    if not link.view().begun:
        abort(404)
    with acting() as act:
        stays.arrive(db, link.visit)
        act.tell(
            _("It is noted that you have arrived. Enjoy your stay!")
            if link.side is Side.PARTY
            else _("Thank you! What you said is noted.")
        )
    return redirect(link.page())


@portal.post("/<token>/well")
def say_well(token: str) -> Response:
    """Keep that all is well, in one tap."""
    link = open_link(token)
    if not link.view().begun:
        abort(404)
    with acting() as act:
        evenings.say_well(db, link.visit, link.side)
        act.tell(_("Thank you: it is noted that all is well."))
    return redirect(link.page())


@portal.post("/<token>/help")
def ask_help(token: str) -> Response:
    """Put this side's call for help before somebody, and show the numbers at once."""
    link = open_link(token)
    holding_or_back(link)
    with acting():
        help_calls.call(db, link.visit, link.side)
    return redirect(link.page("visit_page.show_help"))


@portal.post("/<token>/help/withdrawal")
def withdraw_help(token: str) -> Response:
    """Keep that this side needs nobody any more, or had pressed by mistake."""
    link = open_link(token)
    with acting() as act:
        help_calls.withdraw(db, link.visit, link.side)
        act.tell(_("It is noted that you need no help any more."))
    return redirect(link.page("visit_page.show_help"))


@portal.get("/<token>/help")
def show_help(token: str) -> str:
    """Show whom to call, and where this side's call for help went; never the other side's."""
    link = open_link(token)
    call = help_calls.latest(db, link.visit, link.side)
    between = relationship_of(link)
    return page(view=link.view(), token=token, call=call, relationship=between)
