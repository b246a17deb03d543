"""One's own identity of the identity provider: linked with a code, and taken off again."""

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import User
from webapp.portals.auth import account, attempts, doors
from webapp.portals.auth.code import demonstration_code
from webapp.portals.auth.forms import CodeForm
from webapp.portals.auth.provider import lead_there
from webapp.services.accounts import provider_links, second_factor
from webapp.web import access
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page


@account.get("/provider/show")
def show_identity() -> Response:
    """Lead to the identity provider, which is to say whose identity it is."""
    return lead_there(_who_may().id)


@account.route("/identity", methods=["GET", "POST"])
def link_provider() -> str | Response:
    """Link the identity that the provider has shown, after a code of the telephone."""
    user, form = _who_may(), CodeForm()
    found = attempts.found(user.id)
    if found is None:
        flash(_("Nothing is to be linked any more: begin again."), "info")
        return redirect(url_for("account.show_account"))
    if form.validate_on_submit():
        access.knock(*doors.at_code(user.id))
        with acting(form, "code") as act:
            second_factor.prove(db, user, form.code.data)
            provider_links.link(db, user, found.identity)
            act.tell(_("From now on you can sign in with %(provider)s.", provider=found.provider))
        if act.done:
            attempts.forget_found()
            return redirect(url_for("account.show_account"))
    return page(form=form, found=found, shown_code=demonstration_code(user))


@account.post("/identity/end")
def unlink_provider() -> Response:
    """Let one's identity open the account no more."""
    user = _who_may()
    with acting() as act:
        provider_links.unlink(db, user, by=user)
        act.tell(_("Your identity is no longer linked: you sign in with your password."))
    return redirect(url_for("account.show_account"))


def _who_may() -> User:
    user = access.signed_in_user()
    if not user.may_use_provider:
        abort(404)
    return user
