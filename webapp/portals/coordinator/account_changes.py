"""Somebody's name, language and mailbox, changed by the coordination."""

from datetime import timedelta

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import User
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.user_forms import AccountForm
from webapp.portals.coordinator.users import back_to, known_user
from webapp.services.accounts import invitations, mailboxes
from webapp.services.records import audit
from webapp.web.access import knock, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.mailbox_form import MailboxCodeForm, MailboxForm
from webapp.web.pages import page
from webapp.web.throttle import Door

WHILE = timedelta(minutes=30)
"""How long a code lives; as many tries as below, of a million."""
TRIES, LETTERS = 5, 4


@portal.route("/people/<int:user_id>/name", methods=["GET", "POST"])
def edit_user(user_id: int) -> str | Response:
    """Change how somebody is called, and in which language we write."""
    user = known_user(user_id)
    form = AccountForm(obj=user)
    if form.validate_on_submit():
        with acting(form) as act:
            user.name, user.language = form.name.data, form.language.data
            audit.record(db, "user.profile-edited", user)
            act.tell(_("Saved."))
        if act.done:
            return back_to(user_id)
    return page(form=form, user=user)


@portal.route("/people/<int:user_id>/mailbox", methods=["GET", "POST"])
def change_mailbox(user_id: int) -> str | Response:
    """Send a code to somebody's new mailbox."""
    user, form = _who_came_in(user_id), MailboxForm()
    if form.validate_on_submit():
        knock(Door(f"mailbox-letter:{user.id}", LETTERS, WHILE))
        with acting(form, "email") as act:
            mailboxes.ask(db, user, form.email.data)
            act.tell(_("A code is on its way to this mailbox."))
        if act.done:
            return redirect(url_for("coordinator.prove_mailbox", user_id=user_id))
    return page(form=form, user=user)


@portal.route("/people/<int:user_id>/mailbox/code", methods=["GET", "POST"])
def prove_mailbox(user_id: int) -> str | Response:
    """Take the code that this person reads to us on the telephone."""
    user, form = _who_came_in(user_id), MailboxCodeForm()
    sent = mailboxes.asked(db, user)
    if sent is None:
        flash(_("No code is good any more: send a new one."), "info")
        return redirect(url_for("coordinator.change_mailbox", user_id=user_id))
    if form.validate_on_submit():
        knock(Door(f"mailbox:{user.id}", TRIES, WHILE))
        with acting(form, "code") as act:
            mailboxes.prove(db, user, form.code.data)
            act.tell(_("From now on we write to %(email)s.", email=user.email))
        if act.done:
            return back_to(user_id)
    return page(form=form, user=user, email=sent.address)


def _who_came_in(user_id: int) -> User:
    """Return somebody else who has come in; one's own mailbox is changed on one's own page."""
    user = known_user(user_id)
    if user.id == signed_in_user().id or user.suspended_at or invitations.is_pending(user):
        abort(404)
    return user
