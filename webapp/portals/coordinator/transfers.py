"""Files that go from one association to another, by code: proposed and taken back."""

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from webapp.models import Organisation, Party, Transfer
from webapp.portals.coordinator import portal
from webapp.services.parties import transfers
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, required
from webapp.web.pages import page


class CodeTransferForm(Form):
    """Which file, by its code, is to go to which association."""

    code = StringField(
        _l("Code of the file"), [required(_l("Enter the code of the file"))],
        description=_l("As P-017: names are read by its association alone."),
    )  # fmt: skip
    to = SelectField(_l("To which association"), [required(_l("Choose an association"))])
    party: Party | None = None

    def __init__(self, others: list[Organisation]) -> None:
        super().__init__()
        self.to.choices = [
            SelectChoice("", _l("Choose")),
            *(SelectChoice(str(each.id), each.name) for each in others),
        ]

    def validate_code(self, field: StringField) -> None:
        """Find the file, however its code is typed."""
        code = (field.data or "").strip().upper()
        found = Party.code == code, Party.anonymous_since.is_(None)
        self.party = db.scalar(select(Party).where(*found))
        if self.party is None:
            raise ValidationError(_("No file has this code: look at it again"))


@portal.route("/transfers", methods=["GET", "POST"])
def list_transfers() -> str | Response:
    """Show which files go, or went, to which association, and propose it for one."""
    form = CodeTransferForm(transfers.others(db, None))
    if form.validate_on_submit() and form.party is not None:
        with acting(form) as act:
            to = db.get_one(Organisation, int(form.to.data))
            transfers.ask(db, form.party, to, signed_in_user())
            act.tell(_("They are asked. Nothing changes without their yes."))
        if act.done:
            return redirect(url_for("coordinator.list_transfers"))
    return page(form=form, rows=transfers.concerning(db))


@portal.post("/transfers/<int:transfer_id>/end")
def cancel_transfer(transfer_id: int) -> Response:
    """Take a proposal back."""
    proposed = find_or_404(Transfer, Transfer.id == transfer_id)
    with acting() as act:
        transfers.cancel(db, proposed)
        act.tell(_("Taken back: the file stays where it is."))
    return redirect(url_for("coordinator.list_transfers"))
