"""Animators note who was at their sitting: behind its link, once they have given its code."""

from datetime import timedelta

from flask import abort, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from webapp.ground import languages
from webapp.ground.database import Scope, set_scope
from webapp.ground.vocabulary import ABSENCE_REASONS
from webapp.models import Presence, Sitting
from webapp.portals.public import portal
from webapp.portals.seats.roll import why_said
from webapp.services.records import audit
from webapp.services.workshops import animators, attendance
from webapp.web.access import wait_to_knock
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
    if session.get(PROVED) == token and sitting.opens_to_animators:
        _see_roll(sitting)
        seats = animators.roll(db, sitting)
        rows = [(seat, attendance.noted_at(seat, sitting)) for seat in seats]
        given = {"presences": list(Presence), "reasons": ABSENCE_REASONS, "token": token}
        return page(sitting=sitting, seats=rows, **given)
    if sitting.opens_to_animators and form.validate_on_submit() and _is_right(sitting, form):
        with acting(form, "code"):
            audit.record(db, "sitting.roll-opened", sitting)
        session[PROVED] = token
        return redirect(url_for("public.show_roll", token=token))
    return page(sitting=sitting, form=form if sitting.opens_to_animators else None, token=token)


@portal.post("/roll/<token>/presences")
def note_roll(token: str) -> Response:
    """Note who was there, as somebody who holds the sitting says."""
    sitting = _open(token)
    if session.get(PROVED) == token and sitting.opens_to_animators:
        _see_roll(sitting)
        numbers = [seat.id for seat in animators.roll(db, sitting)]
        why = {number: each for number, each in why_said(numbers).items() if each}
        with acting() as act:
            known = attendance.note(db, sitting, _changed(numbers), why)
            told = ngettext("Noted: it is known of %(num)d person.",
                            "Noted: it is known of %(num)d people.", known)  # fmt: skip
            act.tell(told)
    return redirect(url_for("public.show_roll", token=token))


def _changed(seats: list[int]) -> dict[int, Presence]:
    """Return what is said otherwise than the page showed: two who note at once lose nothing."""
    sent = {number: request.form.get(f"seat_{number}", "") for number in seats}
    shown = {number: request.form.get(f"shown_{number}", "") for number in seats}
    return {
        number: Presence(each)
        for number, each in sent.items()
        if each in set(Presence) and each != shown[number]
    }


def _open(token: str) -> Sitting:
    """Return the sitting of a link, or answer 404; a link alone opens no name."""
    offer_languages(languages.STAFF)
    sitting = animators.find(db, token)
    if sitting is None:
        abort(404)
    audit.set_actor(db, audit.Actor("animator"))
    return sitting


def _see_roll(sitting: Sitting) -> None:
    """See who is on the roll, and nobody else's rows."""
    set_scope(db, Scope("sitting", sitting.id))


def _is_right(sitting: Sitting, form: RollCodeForm) -> bool:
    if wait := wait_to_knock(Door(f"roll:{sitting.id}:{sitting.roll_version}", TRIES, A_WHILE)):
        told = _("Several codes were tried. Wait %(time)s, or call.", time=until_then(wait))
        form.refuse("code", told)
        return False
    if not animators.is_code(sitting, form.code.data or ""):
        form.refuse("code", _("This is not the code. Call whoever sent you the link."))
        return False
    return True
