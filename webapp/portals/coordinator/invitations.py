"""Inviting coordinators, caseworkers and farmers; writing again, and taking back."""

from collections.abc import Callable

from flask import redirect, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from webapp.models import Farm, Organisation, User
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.user_forms import (
    CaseworkerForm,
    FarmerForm,
    InvitationForm,
    LocalReferentForm,
)
from webapp.portals.coordinator.users import back_to, known_user
from webapp.services.accounts import invitations
from webapp.web.access import find_or_404
from webapp.web.acts import Act, acting
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.route("/people/invite-coordinator", methods=["GET", "POST"])
def invite_coordinator() -> str | Response:
    """Invite someone of the programme."""
    form = InvitationForm()
    return _invite(
        form,
        lambda: invitations.invite_coordinator(
            db, form.email.data, form.name.data, form.language.data
        ),
    )


@portal.route("/people/invite-caseworker", methods=["GET", "POST"])
def invite_caseworker() -> str | Response:
    """Invite someone of an association."""
    known = {each.id: each for each in db.scalars(select(Organisation).order_by(Organisation.name))}
    form = CaseworkerForm().offer(known.values())
    return _invite(
        form,
        lambda: invitations.invite_caseworker(
            db,
            form.email.data,
            form.name.data,
            known[form.organisation.data],
            form.language.data,
        ),
    )


@portal.route("/people/invite-farmer", methods=["GET", "POST"])
def invite_farmer() -> str | Response:
    """Invite a farmer, with a farm that is still to be described."""
    form = FarmerForm()
    return _invite(
        form,
        lambda: invitations.invite_farmer(
            db, form.email.data, form.name.data, form.farm.data, form.language.data
        ),
    )


@portal.route("/people/invite-local-referent", methods=["GET", "POST"])
def invite_local_referent() -> str | Response:
    """Invite a volunteer who looks after visits near where they live."""
    form = LocalReferentForm()
    return _invite(
        form,
        lambda: invitations.invite_local_referent(
            db,
            form.email.data,
            form.name.data,
            form.place.code if form.place else "",
            form.phone.data,
            form.language.data,
        ),
    )


@portal.route("/farms/<int:farm_id>/invite", methods=["GET", "POST"])
def invite_to_farm(farm_id: int) -> str | Response:
    """Invite somebody more of a farm."""
    farm = find_or_404(Farm, Farm.id == farm_id)
    form = InvitationForm()
    return _invite(
        form,
        lambda: invitations.invite_farmer(
            db, form.email.data, form.name.data, farm, form.language.data
        ),
        farm=farm,
    )


def _invite(form: InvitationForm, invite: Callable[[], User], **shown: object) -> str | Response:
    """Show an invitation's form, and send it."""
    if form.validate_on_submit():
        with acting(form, "email") as act:
            user = _sent(act, invite())
        if act.done:
            return back_to(user.id)
    return page(form=form, **shown)


@portal.post("/people/<int:user_id>/invitation")
def resend_invitation(user_id: int) -> Response:
    """Write the invitation again, with a new link."""
    user = known_user(user_id)
    with acting() as act:
        invitations.resend(db, user)
        _sent(act, user)
    return back_to(user_id)


@portal.post("/people/<int:user_id>/revocation")
def revoke_invitation(user_id: int) -> Response:
    """Take an invitation back, and forget the person."""
    user = known_user(user_id)
    with acting() as act:
        invitations.revoke(db, user)
        act.tell(_("The invitation is taken back; nothing about this person is kept."))
    return redirect(url_for("coordinator.list_users")) if act.done else back_to(user_id)


def _sent(act: Act, user: User) -> User:
    act.tell(_("The invitation is on its way to %(email)s.", email=user.email))
    return user
