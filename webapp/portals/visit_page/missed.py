"""Nobody came: each side says why with one tap, and guests that what is noted is not right."""

from flask import abort, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import MISSED_CAUSES, Side
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import Opened, open_guests_link, open_link
from webapp.services.visits import missed
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.not_right_form import NotRightForm
from webapp.web.pages import page


@portal.get("/<token>/missed")
def tell_missed(token: str) -> str | Response:
    """Ask why nobody came."""
    link = open_link(token)
    if not missed.may_be_said(link.visit):
        return redirect(link.page())
    said = missed.of_side(db, link.visit, link.side)
    return page(
        view=link.view(), token=token, causes=MISSED_CAUSES, chosen=said.cause if said else None
    )


@portal.post("/<token>/missed")
def keep_missed(token: str) -> Response:
    """Keep what a side says."""
    link = open_link(token)
    with acting() as act:
        missed.say(db, link.visit, link.side, request.form.get("answer", ""))
        act.tell(_("Thank you! What you said is noted."))
    again = not act.done and missed.may_be_said(link.visit)
    return redirect(link.page("visit_page.tell_missed" if again else "visit_page.show_visit"))


@portal.route("/<token>/missed/contest", methods=["GET", "POST"])
def contest_missed(token: str) -> str | Response:
    """Take that what is noted of guests is not right, with a word or without one."""
    link = _noted(token)
    said = missed.of_side(db, link.visit, Side.PARTY)
    contested = said if said is not None and said.contested_at else None
    form = NotRightForm()
    if form.validate_on_submit():
        with acting(form, "contest") as act:
            missed.contest(db, link.visit, form.contest.data or "")
            act.tell(_("It is noted that you do not agree. Your association talks with you."))
        if act.done:
            return redirect(link.page())
    by_guests = link.visit.ended_by is Side.PARTY
    shown = {"contested": contested, "by_guests": by_guests}
    return page(view=link.view(), token=token, form=form, **shown)


@portal.post("/<token>/missed/contest/withdrawal")
def take_contest_back(token: str) -> Response:
    """Keep that what is noted is right after all."""
    link = _noted(token)
    with acting() as act:
        missed.withdraw(db, link.visit)
        act.tell(_("It is noted that you agree after all."))
    return redirect(link.page())


def _noted(token: str) -> Opened:
    """Return what a guest's link opens, where it is noted that nobody came; else a 404."""
    link = open_guests_link(token)
    if not missed.may_be_contested(link.visit):
        abort(404)
    return link
