"""One's own mailbox: another one is proved by a code that is sent to it."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.portals.auth import account, doors
from webapp.portals.auth.forms import OwnMailboxForm
from webapp.portals.auth.own_account import over_without_proof
from webapp.services.accounts import mailboxes, passwords
from webapp.web import access
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.mailbox_form import MailboxCodeForm
from webapp.web.pages import page


@account.route("/mailbox", methods=["GET", "POST"])
def change_mailbox() -> str | Response:
    """Say to which mailbox we are to write, after the password if there is one."""
    user, form = access.signed_in_user(), OwnMailboxForm()
    form.over = over_without_proof()
    if not form.over and form.validate_on_submit():
        access.knock(*doors.at_letter_box(form.email.data), *doors.at_password(user.email))
        if user.password_hash and not passwords.fits(user, form.present.data or ""):
            form.refuse("present", _("This is not your present password."))
            return page(form=form, user=user)
        with acting(form, "email") as act:
            mailboxes.ask(db, user, form.email.data)
            act.tell(_("A code is on its way to this mailbox."))
        if act.done:
            return redirect(url_for("account.prove_mailbox"))
    return page(form=form, user=user)


@account.route("/mailbox/code", methods=["GET", "POST"])
def prove_mailbox() -> str | Response:
    """Take the code that was sent to the new mailbox."""
    user, form = access.signed_in_user(), MailboxCodeForm()
    sent = mailboxes.asked(db, user)
    if sent is None:
        flash(_("No code of yours is good any more: ask for a new one."), "info")
        return redirect(url_for("account.change_mailbox"))
    if form.validate_on_submit():
        access.knock(*doors.at_code(user.id))
        with acting(form, "code") as act:
            mailboxes.prove(db, user, form.code.data)
            act.tell(_("From now on we write to %(email)s.", email=user.email))
        if act.done:
            return redirect(url_for("account.show_account"))
    return page(form=form, email=sent.address)
