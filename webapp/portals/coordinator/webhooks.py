"""Programs that are told what happens: an address for each, what it was told, and its end."""

from flask import current_app, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response
from wtforms import StringField, ValidationError
from wtforms.validators import Length

from webapp.channels.webhooks import is_possible
from webapp.ground.vocabulary import WEBHOOK_ACTS, WEBHOOK_KINDS
from webapp.models import Webhook
from webapp.portals.coordinator import portal
from webapp.services.records import taking_over, webhooks
from webapp.web import shown_once
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import CheckboxesField, Form, choices, required
from webapp.web.pages import page

SHOWN = 50
"""So many of what an address was told last."""


class WebhookForm(Form):
    """Which program, where it listens, and of what it is told."""

    name = StringField(_l("Which software is it?"), [required(_l("Enter a name")), Length(max=80)])
    address = StringField(
        _l("Address that is called"),
        [required(_l("Enter an address")), Length(max=500)],
        description=_l("It begins with https://. Whoever made the software knows it."),
    )
    kinds = CheckboxesField(
        _l("When is it told?"),
        [required(_l("Choose when it is told"))],
        choices=choices("webhook-kind", WEBHOOK_KINDS),
        description=_l("It is given numbers and codes, never a name, a number or an address."),
    )

    def validate_address(self, field: StringField) -> None:
        """Refuse what is no address of the open internet."""
        inside = current_app.extensions["config"].webhooks_inside
        if not is_possible((field.data or "").strip(), inside=inside):
            raise ValidationError(
                _("Enter an address that begins with https:// and leads to the open internet")
            )


@portal.get("/settings/webhooks")
def list_webhooks() -> str:
    """Show the programs that are told, the newest first."""
    query = select(Webhook).order_by(Webhook.id.desc()).options(joinedload(Webhook.made_by))
    return page(hooks=db.scalars(query).all())


@portal.route("/settings/webhooks/new", methods=["GET", "POST"])
def make_webhook() -> str | Response:
    """Keep an address, and show for a few minutes the secret that signs."""
    if request.method == "GET" and (shown := shown_once.read()):
        return page(form=None, shown=shown[0])
    form = WebhookForm()
    if form.validate_on_submit():
        address = (form.address.data or "").strip()
        with acting(form) as act:
            _hook, secret = webhooks.make(
                db, signed_in_user(), form.name.data or "", address, form.kinds.data
            )
        if act.done:
            return shown_once.lead_to(secret)
    return page(form=form, shown="")


@portal.get("/settings/webhooks/<int:webhook_id>")
def show_webhook(webhook_id: int) -> str:
    """Show what an address was told last, and what became of each."""
    hook = find_or_404(Webhook, Webhook.id == webhook_id)
    told = webhooks.last_deliveries(db, hook, SHOWN)
    missed = webhooks.count_missed(db, hook)
    return page(hook=hook, told=told, told_as=WEBHOOK_ACTS, missed=missed)


@portal.post("/settings/webhooks/<int:webhook_id>/taking-over")
def take_over_webhook(webhook_id: int) -> Response:
    """Answer for the address of a coordinator who was shut out; it is told what it missed."""
    hook = find_or_404(Webhook, Webhook.id == webhook_id)
    with acting() as act:
        missed = taking_over.take_over_address(db, hook, signed_in_user())
        act.tell(_("You answer for %(name)s now, with the same secret.", name=hook.name))
        if missed:
            told = ngettext(
                "%(num)d thing that happened meanwhile is told now, as far as it is still so.",
                "%(num)d things that happened meanwhile are told now, as far as they are still so.",
                missed,
            )
            act.tell(told, "info")
    return redirect(url_for("coordinator.show_webhook", webhook_id=webhook_id))


@portal.post("/settings/webhooks/<int:webhook_id>/end")
def end_webhook(webhook_id: int) -> Response:
    """Tell an address nothing any more."""
    hook = find_or_404(Webhook, Webhook.id == webhook_id)
    with acting() as act:
        webhooks.end(db, hook)
        act.tell(_("%(name)s is told nothing any more.", name=hook.name))
    return redirect(url_for("coordinator.list_webhooks"))
