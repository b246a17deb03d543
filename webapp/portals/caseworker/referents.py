"""Who accompanies whom: one's own files, and handing one over, or all when somebody leaves."""

from typing import Any

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from webapp.models import User
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.loaders import FILE, changing, go_on, own_party
from webapp.services.parties import many_files, referents
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, required
from webapp.web.pages import page

NO_CHOICE = SelectChoice("", _l("Choose"))


class ReferentForm(Form):
    """Which caseworker accompanies a file from now on."""

    to = SelectField(_l("Accompanied by"), [required(_l("Choose a colleague"))])

    def __init__(self, colleagues: list[User], **options: Any) -> None:
        super().__init__(**options)
        self.to.choices = [NO_CHOICE, *named(colleagues)]


class PairForm(ReferentForm):
    """Who accompanies a file from now on: one caseworker, or two."""

    second = SelectField(_l("Together with"), default="")

    def __init__(self, colleagues: list[User], **options: Any) -> None:
        super().__init__(colleagues, **options)
        self.second.choices = [
            SelectChoice("", _l("Nobody: one accompanies them")),
            *named(colleagues),
        ]

    def validate_second(self, field: SelectField) -> None:
        """Ask for two people."""
        if field.data and field.data == self.to.data:
            raise ValidationError(_l("Choose somebody else, or nobody: a pair is two people"))


class HandOverForm(ReferentForm):
    """Whose files go to whom, all at once."""

    def validate_to(self, field: SelectField) -> None:
        """Ask for somebody else."""
        if field.data == self.before.data:
            raise ValidationError(_l("Choose another colleague: these files are theirs already"))

    before = SelectField(_l("The files of"), [required(_l("Choose whose files are handed over"))])

    def __init__(self, colleagues: list[User], known: list[User], **options: Any) -> None:
        super().__init__(colleagues, **options)
        nobody = SelectChoice(referents.NOBODY, _l("Nobody: not accompanied yet"))
        self.before.choices = [NO_CHOICE, *named(known), nobody]


def named(users: list[User]) -> list[SelectChoice]:
    """Return a choice for each of these people."""
    return [SelectChoice(str(user.id), user.name) for user in users]


def _told(files: int, to: User) -> str:
    if not files:
        return str(_("There was no file to hand over."))
    return str(
        ngettext(
            "%(num)d file goes to %(name)s.",
            "%(num)d files go to %(name)s.",
            files,
            name=to.name,
        )
    )


@portal.route("/parties/<int:party_id>/referent", methods=["GET", "POST"])
def edit_referent(party_id: int) -> str | Response:
    """Give a file to a colleague, or to two."""
    party = own_party(party_id)
    colleagues = referents.colleagues(db, party.organisation_id)
    stands = {"to": party.referent_id, "second": party.second_referent_id}
    form = PairForm(colleagues, data={name: str(who or "") for name, who in stands.items()})
    if form.validate_on_submit():
        with changing(party, "referent", form) as act:
            second = db.get_one(User, int(form.second.data)) if form.second.data else None
            referents.entrust(db, party, db.get_one(User, int(form.to.data)), second)
        if act.done:
            return go_on(party, FILE)
    return page(form=form, party=party)


@portal.route("/parties/hand-over", methods=["GET", "POST"])
def hand_over() -> str | Response:
    """Give all files of somebody, or of nobody, to a colleague."""
    organisation_id = signed_in_user().organisation_id or 0
    form = HandOverForm(
        referents.colleagues(db, organisation_id), referents.referents(db, organisation_id)
    )
    if form.validate_on_submit():
        before = None if form.before.data == referents.NOBODY else int(form.before.data)
        to = db.get_one(User, int(form.to.data))
        with acting(form, "to") as act:
            files = referents.hand_over(db, organisation_id, before, to)
            act.tell(_told(len(files), to))
        if act.done:
            back = [party.id for party in files] if len(files) <= many_files.MOST else []
            undo = "hand-over" if back else None
            return redirect(
                url_for("caseworker.list_parties", referent=to.id, undo=undo, party=back)
            )
    return page(form=form)
