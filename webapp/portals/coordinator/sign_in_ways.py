"""How staff come in: what the programme allows of the identity provider, and whose is linked."""

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField

from webapp.models import Programme
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.users import back_to, known_user
from webapp.services.accounts import provider_links
from webapp.services.records import audit
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form
from webapp.web.pages import page


class WaysInForm(Form):
    """What the programme allows of the identity provider."""

    links_by_mailbox = BooleanField(
        _l("An identity is linked to the account that has its mailbox"),
        description=_l(
            "Once, after the code of the telephone, and only where the identity provider has "
            "verified the mailbox. Otherwise everybody links their own, under “My account”."
        ),
    )
    passwords_off = BooleanField(
        _l("Staff whose identity is linked sign in by it alone"),
        description=_l(
            "Their passwords open nothing then. Should the identity provider fail for long, "
            "whoever runs the server can let passwords in again."
        ),
    )


@portal.route("/settings/sign-in", methods=["GET", "POST"])
def edit_ways_in() -> str | Response:
    """Change what the programme allows of the identity provider."""
    programme = db.get_one(Programme, 1)
    form = WaysInForm(obj=programme)
    if form.validate_on_submit():
        with acting(form) as act:
            form.populate_obj(programme)
            audit.record(
                db,
                "programme.ways-in",
                programme,
                by_mailbox=int(programme.links_by_mailbox),
                passwords_off=int(programme.passwords_off),
            )
            act.tell(_("Saved."))
        if act.done:
            return redirect(url_for("coordinator.edit_ways_in"))
    return page(form=form, linked=provider_links.linked(db))


@portal.post("/people/<int:user_id>/identity/end")
def unlink_provider(user_id: int) -> Response:
    """Let somebody's identity open their account no more; they are signed out everywhere."""
    user = known_user(user_id)
    with acting() as act:
        provider_links.unlink(db, user, by=signed_in_user())
        act.tell(_("%(name)s no longer signs in by the identity provider.", name=user.name))
    return back_to(user_id)
