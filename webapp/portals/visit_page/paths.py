"""Somebody's own path behind their household's link: what they want, and what comes next."""

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Person
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.workshops import open_household
from webapp.services.parties import assessments, paths
from webapp.web import guest_pages
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.get("/path/<token>")
def show_path(token: str) -> str:
    """Show the path of the one adult whose telephone it is, in their language."""
    return page(token=token, **guest_pages.of_path(_open(token)))


@portal.route("/questions/<token>", methods=["GET", "POST"])
def show_questions(token: str) -> str | Response:
    """Ask the questions of the phase in which somebody is, and keep what they answer."""
    person = _open(token)
    asked = guest_pages.of_questions(person)
    form = asked["form"]
    if form.validate_on_submit():
        with acting(form) as act:
            assessments.answer(db, person, form.answers, by_link=True)
            act.tell(_("Thank you, it is noted."))
        if act.done:
            return redirect(url_for("visit_page.show_path", token=token))
    return page(token=token, **asked)


def _open(token: str) -> Person:
    return paths.whose_telephone(db, open_household(token)) or abort(404)
