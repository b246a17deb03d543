"""The page behind a link sent by e-mail. Opening it changes nothing: its button does."""

from flask import session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import EmailLink, EmailLinkPurpose
from webapp.portals.auth import doors, portal
from webapp.portals.auth.forms import LinkForm, NewPasswordForm
from webapp.portals.auth.provider import require_password
from webapp.portals.auth.ways import onward
from webapp.services.accounts import email_links, passwords, users
from webapp.web import access
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.route("/e/<token>", methods=["GET", "POST"])
def open_link(token: str) -> str | Response | tuple[str, int]:
    """Show what the link is for, and do it when the button is pressed."""
    access.knock(*doors.at_link())
    link = email_links.find_link(db, token)
    if link is None:
        return page(link=None), 410
    form = NewPasswordForm() if asks_for_password(link) else LinkForm()
    if form.validate_on_submit():
        with acting(form, "password") as act:
            _use(token, form)
        if act.done:
            session.pop("email", None)
            return onward()
        if email_links.find_link(db, token) is None:  # used meanwhile
            return page(link=None), 410
    return page(link=link, form=form, asks_for_password=asks_for_password(link))


def asks_for_password(link: EmailLink) -> bool:
    """Whether the link's page asks for a new password: always of staff, of farmers at will."""
    return link.purpose is EmailLinkPurpose.RESET_PASSWORD or (
        link.purpose is EmailLinkPurpose.INVITATION and link.user.is_staff
    )


def _use(token: str, form: LinkForm | NewPasswordForm) -> None:
    link = email_links.use_link(db, token)
    require_password(link.user)
    if isinstance(form, NewPasswordForm):
        passwords.set_password(db, link.user, form.password.data)
    if users.ensure_farm(db, link.user, _("%(name)s’s farm", name=link.user.name)):
        session.setdefault("next", url_for("farmer.tell_farm"))
    access.sign_in(link.user)
