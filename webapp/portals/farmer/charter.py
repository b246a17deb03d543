"""The charter: read, and signed on the page with a code from one's own mailbox."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import BooleanField, StringField
from wtforms.validators import Length

from webapp.portals.farmer import portal
from webapp.portals.farmer.loaders import own_farm
from webapp.services.accounts import charter
from webapp.web.access import knock, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, required
from webapp.web.pages import page
from webapp.web.throttle import Door

WHILE = timedelta(minutes=30)
"""How long a code lives; as many tries as below, of a million."""
TRIES, LETTERS = 5, 4


class SignatureForm(Form):
    """A signature: that it was read, and the code that came by e-mail."""

    read = BooleanField(
        _l("I have read the charter and sign it for my farm"),
        [required(_l("Tick that you have read it"))],
    )
    code = StringField(
        _l("The code we sent to your mailbox"),
        [required(_l("Enter the six digits of the e-mail")), Length(max=20)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"},
    )


def charter_words() -> str:
    """Return the charter as it is kept with a signature: its words in the reader's language."""
    shown = render_template("farmer/charter_words.html")
    return Markup(shown).striptags()  # noqa: S704 (our own page; nothing of it is shown as markup)


@portal.get("/charter")
def show_charter() -> str:
    """Show what every farm of the programme signs, and whether this one has to."""
    farm = own_farm()
    return page(farm=farm, due=charter.is_due(db, farm), signed=charter.newest(db, farm))


@portal.post("/charter/code")
def send_charter_code() -> Response:
    """Send the code that signs."""
    own_farm()
    user = signed_in_user()
    knock(Door(f"charter-letter:{user.id}", LETTERS, WHILE))
    with acting() as act:
        charter.send_code(db, user)
        act.tell(_("A code is on its way to your mailbox."))
    return redirect(url_for("farmer.sign_charter"))


@portal.route("/charter/signature", methods=["GET", "POST"])
def sign_charter() -> str | Response:
    """Sign the charter that stands on this very page."""
    farm, user, form = own_farm(), signed_in_user(), SignatureForm()
    if not charter.is_sent(db, user):
        if charter.is_due(db, farm):
            flash(_("No code of yours is good any more: ask for a new one."), "info")
        return redirect(url_for("farmer.show_charter"))
    if form.validate_on_submit():
        knock(Door(f"charter:{user.id}", TRIES, WHILE))
        with acting(form, "code") as act:
            charter.sign(db, farm, user, form.code.data, charter_words())
            act.tell(_("The charter is signed. Thank you!"))
        if act.done:
            return redirect(url_for("farmer.show_charter"))
    return page(farm=farm, form=form, email=user.email)
