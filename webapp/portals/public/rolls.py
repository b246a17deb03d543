"""Animators note who was at their sitting: behind its link, once they have given its code."""

from datetime import timedelta

from flask import abort, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from webapp.ground import languages
from webapp.ground.database import Scope, set_scope
from webapp.models import Sitting
from webapp.portals.public import portal
from webapp.portals.seats.roll import told_of
from webapp.portals.seats.roll_form import KNOWN, RollForm
from webapp.services.records import audit
from webapp.services.workshops import animators, attendance
from webapp.web.access import possible_numbers, wait_to_knock
from webapp.web.acts import acting
from webapp.web.extensions import db, offer_languages
from webapp.web.forms import Form, required
from webapp.web.pages import page
from webapp.web.throttle import Door
from webapp.wording import until_then

PROVED = "roll"
"""In the cookie: the link whose code was given in this browser."""
A_WHILE = timedelta(minutes=15)
TRIES = 5


class RollCodeForm(Form):
    """The code that was told by telephone."""

    code = StringField(
        _l("The code that you were told"),
        [required(_l("Enter the six digits that you were told")), Length(max=20)],
    )


@portal.route("/roll/<token>", methods=["GET", "POST"])
def show_roll(token: str) -> str | Response:
    """Ask for the code, then show who has a place, and ask who is there."""
    sitting, form = _open(token), RollCodeForm()
    if _is_proved(token, sitting):
        return page(sitting=sitting, form=_roll(sitting), token=token)
    if sitting.opens_to_animators and form.validate_on_submit() and _is_right(sitting, form):
        with acting(form, "code"):
            audit.record(db, "sitting.roll-opened", sitting)
        session[PROVED] = token
        return redirect(url_for("public.show_roll", token=token))
    return page(sitting=sitting, form=form if sitting.opens_to_animators else None, token=token)


@portal.post("/roll/<token>/presences")
def note_roll(token: str) -> str | Response:
    """Note who was there, as somebody who holds the sitting says."""
    sitting = _open(token)
    if not _is_proved(token, sitting):
        return redirect(url_for("public.show_roll", token=token))
    attendance.hold(db, sitting)  # whoever notes at the same moment is read before
    roll = _roll(sitting)
    known = possible_numbers(request.form.getlist(KNOWN))
    if roll.validate_on_submit() and not roll.refuse_unseen(known):
        with acting(roll) as act:
            act.tell(told_of(attendance.note(db, sitting, roll.noted, roll.why)))
        if act.done:
            return redirect(url_for("public.show_roll", token=token))
    return render_template("public/show_roll.html", sitting=sitting, form=roll, token=token)


def _is_proved(token: str, sitting: Sitting) -> bool:
    """Whether the code was given in this browser, and the roll opens; then it is seen."""
    proved = session.get(PROVED) == token and sitting.opens_to_animators
    if proved:
        set_scope(db, Scope("sitting", sitting.id))  # and nobody else's rows
    return proved


def _roll(sitting: Sitting) -> RollForm:
    seats = animators.roll(db, sitting)
    return RollForm.of(
        sitting, seats, lambda seat: f"{seat.number} · {seat.first_name}", shows_why=False
    )


def _open(token: str) -> Sitting:
    """Return the sitting of a link, or answer 404; a link alone opens no name."""
    offer_languages(languages.STAFF)
    sitting = animators.find(db, token)
    if sitting is None:
        abort(404)
    audit.set_actor(db, audit.Actor("animator"))
    return sitting


def _is_right(sitting: Sitting, form: RollCodeForm) -> bool:
    if wait := wait_to_knock(Door(f"roll:{sitting.id}:{sitting.roll_version}", TRIES, A_WHILE)):
        told = _("Several codes were tried. Wait %(time)s, or call.", time=until_then(wait))
        form.refuse("code", told)
        return False
    if not animators.is_code(sitting, form.code.data or ""):
        form.refuse("code", _("This is not the code. Call whoever sent you the link."))
        return False
    return True
