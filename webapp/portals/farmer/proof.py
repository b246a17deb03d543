"""Names and numbers of guests, folded away after a week: a code by e-mail shows them again."""

from datetime import timedelta

from flask import flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from webapp.portals.farmer import portal
from webapp.portals.farmer.visits import own_visit, staged
from webapp.services.accounts import proofs
from webapp.web import kept_forms
from webapp.web.access import knock, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, required
from webapp.web.pages import page
from webapp.web.throttle import Door

WHILE = timedelta(minutes=30)
"""How long a code lives; as many tries as below, of a million."""
TRIES, LETTERS = 5, 4
WANTED = "proof_wanted_for"
"""In the cookie: the page of which visit the code leads to."""


class ProofForm(Form):
    """The code that came by e-mail."""

    code = StringField(
        _l("The code we sent to your mailbox"),
        [required(_l("Enter the six digits of the e-mail")), Length(max=20)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"},
    )


@portal.post("/visits/<int:visit_id>/names/code")
def send_proof_code(visit_id: int) -> Response:
    """Send the code."""
    own_visit(visit_id)
    user = signed_in_user()
    knock(Door(f"proof-letter:{user.id}", LETTERS, WHILE))
    with acting() as act:
        proofs.send_code(db, user)
        act.tell(_("A code is on its way to your mailbox."))
    return redirect(url_for("farmer.prove_again", visit_id=visit_id))


@portal.route("/visits/<int:visit_id>/names", methods=["GET", "POST"])
def prove_again(visit_id: int) -> str | Response:
    """Take the code, and lead back to the visit."""
    visit, user, form = own_visit(visit_id), signed_in_user(), ProofForm()
    if not proofs.is_sent(db, user):
        return redirect(url_for("farmer.show_visit", visit_id=visit_id))
    if form.validate_on_submit():
        knock(Door(f"proof:{user.id}", TRIES, WHILE))
        with acting(form, "code") as act:
            proofs.prove(db, current_user.session, form.code.data)
            act.tell(_("Names and telephone are shown on this device for a week."))
        if act.done:
            return redirect(_wanted(visit_id))
    return page(visit=visit, view=staged(visit), form=form, email=user.email)


def ask_first(visit_id: int, endpoint: str) -> Response:
    """Lead to where the code is asked for, and from it to a page of the visit.

    What was typed on that page is kept for it meanwhile.
    """
    session[WANTED] = [visit_id, endpoint]
    if request.method == "POST":
        if kept_forms.keep_mine():
            told = _(
                "Nothing was sent yet. Show first that it is you: you then find again what you "
                "wanted to send."
            )
        else:
            told = _("Nothing was sent yet. Ask for a code first, then do it again.")
        flash(told, "info")
    return redirect(url_for("farmer.show_visit", visit_id=visit_id))


def _wanted(visit_id: int) -> str:
    wanted, endpoint = session.pop(WANTED, (None, ""))
    return url_for(endpoint if wanted == visit_id else "farmer.show_visit", visit_id=visit_id)
