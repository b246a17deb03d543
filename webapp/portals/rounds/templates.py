"""Settings of rounds that are kept under a name: kept, renamed, removed, chosen for a new round."""

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField, StringField
from wtforms.validators import Length

from webapp.models import RoundTemplate
from webapp.portals.rounds.loaders import seen_round
from webapp.portals.rounds.routes import page, routes
from webapp.services import rounds
from webapp.services.rounds import templates
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, required
from webapp.web.printable import printable
from webapp.web.removals import offer

NAME = [required(_l("Give these settings a name")), Length(max=60), printable]


class TemplateNameForm(Form):
    """Another name of settings that are kept."""

    name = StringField(_l("Name"), NAME)


class KeepTemplateForm(Form):
    """The name under which the settings of a round are kept."""

    name = StringField(
        _l("Name"), NAME, description=_l("As “Spring, two weeks”. Never the name of somebody.")
    )
    replaces = BooleanField(_l("Replace the settings that have this name already"))


def own_template(number: int) -> RoundTemplate:
    """Return kept settings that the reader may open, or answer 404."""
    mine = templates.those_of(signed_in_user())
    return find_or_404(RoundTemplate, RoundTemplate.id == number, mine)


@routes.get("/rounds/templates")
def list_templates() -> str:
    """Show the settings that are kept, and what each asks."""
    kept = templates.find(db, signed_in_user())
    return page(kept=kept, levels_of=rounds.levels_of)


@routes.route("/rounds/<int:round_id>/template", methods=["GET", "POST"])
def keep_template(round_id: int) -> str | Response:
    """Keep the settings of a round under a name, or in the place of others."""
    found, form = seen_round(round_id), KeepTemplateForm()
    user = signed_in_user()
    if form.validate_on_submit():
        name = (form.name.data or "").strip()
        with acting(form, "name") as act:
            if old := templates.in_its_place(db, user, name, replaces=form.replaces.data):
                offer(act, old, old.name, url_for(".list_templates"))
                templates.remove(db, old)
            templates.keep(db, user, found, name)
            act.tell(_("The settings are kept as “%(name)s”.", name=name))
        if act.done:
            return redirect(url_for(".list_templates"))
    return page(form=form, round=found, kept=templates.find(db, user))


@routes.route("/rounds/templates/<int:template_id>", methods=["GET", "POST"])
def rename_template(template_id: int) -> str | Response:
    """Give kept settings another name."""
    kept = own_template(template_id)
    form = TemplateNameForm(obj=kept)
    if form.validate_on_submit():
        with acting(form, "name") as act:
            templates.rename(db, kept, (form.name.data or "").strip())
            act.tell(_("Saved."))
        if act.done:
            return redirect(url_for(".list_templates"))
    return page(form=form, template=kept)


@routes.post("/rounds/templates/<int:template_id>/removal")
def remove_template(template_id: int) -> Response:
    """Forget kept settings."""
    kept = own_template(template_id)
    with acting() as act:
        act.tell(_("The settings “%(name)s” are forgotten; rounds stay as they are.",
                   name=kept.name))  # fmt: skip
        offer(act, kept, kept.name, url_for(".list_templates"))
        templates.remove(db, kept)
    return redirect(url_for(".list_templates"))
