"""A card of thanks to the farm: a few sentences to tick, which the farm reads in its language."""

from flask import abort, redirect
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField

from webapp.models import THANKS
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import Opened, open_guests_link
from webapp.services.after import thanks
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import CheckboxesField, Form, choices, required
from webapp.web.pages import page
from webapp.wording import in_a_row


class ThanksForm(Form):
    """What the card says, and whether names stand under it."""

    sentences = CheckboxesField(
        _l("What the card says"), [required(_l("Choose at least one sentence"))]
    )
    with_names = BooleanField(_l("Put our first names under it"))

    def __init__(self, names: list[str], **shown: object) -> None:
        super().__init__(**shown)
        self.sentences.choices = choices("thanks", THANKS)
        if names:
            self.with_names.description = in_a_row(names)
        else:
            del self.with_names


@portal.route("/<token>/thanks", methods=["GET", "POST"])
def thank_farm(token: str) -> str | Response:
    """Send a card, or another one in its place."""
    link = _with_a_card(token)
    card = thanks.of_visit(db, link.visit)
    form = ThanksForm(thanks.names_under(link.visit), obj=card)
    if form.validate_on_submit():
        with acting(form, "sentences") as act:
            named = bool(form.with_names and form.with_names.data)
            thanks.send(db, link.visit, form.sentences.data, with_names=named)
            act.tell(_("The card is sent: the farm reads it on its page."))
        if act.done:
            return redirect(link.page("visit_page.thank_farm"))
    return page(view=link.view(), token=token, form=form, card=card)


@portal.post("/<token>/thanks/withdrawal")
def take_thanks_back(token: str) -> Response:
    """Take the card back."""
    link = _with_a_card(token)
    with acting() as act:
        thanks.take_back(db, link.visit)
        act.tell(_("The card is taken back: the farm reads it no more."))
    return redirect(link.page())


def _with_a_card(token: str) -> Opened:
    link = open_guests_link(token)
    if not thanks.may_be_sent(link.visit) and thanks.of_visit(db, link.visit) is None:
        abort(404)
    return link
