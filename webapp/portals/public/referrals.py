"""A prescriber sends a person to an association, by a form without an account, and hears back."""

from datetime import timedelta

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length, Optional

from webapp.ground.database import Scope, set_scope
from webapp.ground.vocabulary import LANGUAGES, PRESCRIBERS
from webapp.models import Organisation, Referral
from webapp.portals.public import portal
from webapp.services.parties import referrals
from webapp.services.records import tokens
from webapp.web.access import wait_to_knock
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, PhoneField, choices, required
from webapp.web.pages import page
from webapp.web.throttle import Alarm, Door
from webapp.wording import until_then

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class ReferralForm(Form):
    """Who is sent, and by whom: what a first call needs, and nothing else."""

    first_name = StringField(_l("First name"), [required(_l("Enter a first name")), Length(max=80)])
    last_name = StringField(_l("Last name"), [Length(max=80)])
    phone = PhoneField(_l("Their telephone number"), [required(_l("Enter a telephone number"))])
    language = SelectField(
        _l("In which language shall we call?"),
        [required(_l("Choose a language"))],
        choices=choices("language", LANGUAGES, none=_l("Choose")),
    )
    prescriber = SelectField(
        _l("You are"),
        [required(_l("Choose one of the answers"))],
        choices=choices("prescriber", PRESCRIBERS, none=_l("Choose")),
    )
    sent_by = StringField(
        _l("Your name, and how we reach you"),
        [Optional(), Length(max=160)],
        description=_l("For example: N. Petit, 02 31 00 00 00. Only the association reads it."),
    )
    agreed = BooleanField(
        _l("The person agrees to be called by the association"),
        [required(_l("Ask the person first: nobody is called who has not agreed"))],
    )


@portal.route("/refer/<token>", methods=["GET", "POST"])
def refer_person(token: str) -> str | Response:
    """Ask who is sent, and keep it for the association."""
    home = _association_of(token)
    form = ReferralForm()
    if form.validate_on_submit():
        if wait := wait_to_knock(*_doors(home, form.phone.data or "")):
            told = _("This was sent several times. Wait %(time)s, or call.", time=until_then(wait))
            form.refuse("phone", told)
            return page(form=form, association=home)
        set_scope(db, Scope("organisation", home.id))
        names = ("first_name", "last_name", "phone", "language", "prescriber", "sent_by")
        with acting(form, "phone") as act:
            sent = referrals.refer(db, home, **{name: form[name].data for name in names})
        if act.done:
            return redirect(
                url_for("public.show_referral", token=tokens.referral_token(sent), new=1)
            )
    return page(form=form, association=home)


def _association_of(token: str) -> Organisation:
    number = tokens.read_numbered(token)
    home = db.get(Organisation, number) if number else None
    if home is None or not tokens.proves_referring(token, home):
        abort(404)
    return home


def _doors(home: Organisation, number: str) -> tuple[Door, ...]:
    return (
        Door(f"referral:{home.id}:{number}", 3, DAY),
        Door(f"referral-from:{request.remote_addr}", 30, HOUR),
        Alarm("referrals", 300, HOUR),
    )


@portal.get("/referral/<token>")
def show_referral(token: str) -> str:
    """Tell a prescriber how far it has come, without a name and without a reason."""
    number = tokens.read_numbered(token)
    if number is None:
        abort(404)
    set_scope(db, Scope("referral", number))
    referral = db.get(Referral, number)
    if referral is None or not tokens.proves_referral(token, referral):
        abort(404)
    home = db.get_one(Organisation, referral.organisation_id)
    return page(referral=referral, association=home, is_new="new" in request.args)
