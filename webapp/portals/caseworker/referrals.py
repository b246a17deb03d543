"""People whom others send to the association: called, interested, enrolled, or not and why."""

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.validators import InputRequired

from webapp.ground.vocabulary import REFERRAL_REASONS
from webapp.models import Organisation, Referral
from webapp.models.referrals import OPEN
from webapp.portals.caseworker import portal
from webapp.services.parties import funnel
from webapp.services.records import audit
from webapp.services.records.tokens import referring_token
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, choices
from webapp.web.pages import page, shown_page

A_PAGE = 25
HERE = "caseworker.list_referrals"


class EndReferralForm(Form):
    """Why a referral is not pursued."""

    reason = RadioField(
        _l("Why?"),
        [InputRequired(_l("Choose one of the answers"))],
        choices=choices("referral-reason", REFERRAL_REASONS),
    )


@portal.get("/referrals")
def list_referrals() -> str:
    """Show who was sent, the newest first: those to see to, or all."""
    home = db.get_one(Organisation, signed_in_user().organisation_id)
    everyone = request.args.get("show") == "all"
    query = select(Referral).where(Referral.organisation_id == home.id)
    query = query if everyone else query.where(Referral.state.in_(OPEN))
    found = db.scalars(query.order_by(Referral.id.desc())).all()
    number, pages = shown_page(len(found), A_PAGE)
    link = url_for("public.refer_person", token=referring_token(home), _external=True)
    shown = found[(number - 1) * A_PAGE : number * A_PAGE]
    return page(
        referrals=shown,
        steps=funnel.steps(db, shown),
        everyone=everyone,
        number=number,
        pages=pages,
        link=link,
    )


def own_referral(referral_id: int, *, lock: bool = False) -> Referral:
    """Return a referral to the caseworker's association, or answer 404."""
    mine = Referral.organisation_id == signed_in_user().organisation_id
    return find_or_404(Referral, Referral.id == referral_id, mine, lock=lock)


@portal.post("/referrals/<int:referral_id>/contact")
def contact_referral(referral_id: int) -> Response:
    """Record that the person was reached."""
    referral = own_referral(referral_id, lock=True)
    with acting() as act:
        referral.contact()
        audit.record(db, "referral.contacted", referral)
        act.tell(_("It is noted: they were reached."))
    return redirect(url_for(HERE))


@portal.post("/referrals/<int:referral_id>/interest")
def interest_referral(referral_id: int) -> Response:
    """Record that the person would like to come."""
    referral = own_referral(referral_id, lock=True)
    with acting() as act:
        referral.interest()
        audit.record(db, "referral.interested", referral)
        act.tell(_("It is noted: they would like to. Now record their file."))
    return redirect(url_for(HERE))


@portal.route("/referrals/<int:referral_id>/end", methods=["GET", "POST"])
def end_referral(referral_id: int) -> str | Response:
    """Record that it is not pursued, and why."""
    referral = own_referral(referral_id, lock=request.method == "POST")
    form = EndReferralForm()
    if form.validate_on_submit():
        with acting(form, "reason") as act:
            referral.end(form.reason.data)
            audit.record(db, "referral.ended", referral, reason=form.reason.data)
            act.tell(_("It is noted, and counted."))
        if act.done:
            return redirect(url_for(HERE))
    return page(form=form, referral=referral)


@portal.post("/referrals/<int:referral_id>/again")
def take_referral_up(referral_id: int) -> Response:
    """Take a referral up again that was not pursued."""
    referral = own_referral(referral_id, lock=True)
    with acting() as act:
        referral.take_up()
        audit.record(db, "referral.taken-up", referral)
        act.tell(_("It is open again."))
    return redirect(url_for(HERE))


@portal.post("/referrals/link")
def renew_referral_link() -> Response:
    """Give the form another address; the one before opens nothing any more."""
    home = db.get_one(Organisation, signed_in_user().organisation_id)
    with acting() as act:
        home.referral_version += 1
        audit.record(db, "organisation.referral-link-renewed", home)
        act.tell(_("The form has a new address: send it to those who send you people."))
    return redirect(url_for(HERE))
