"""How a file ends: which end soon, all that one keeps as a file, and erasing it on request."""

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import ValidationError

from webapp.ground.clock import now, today
from webapp.models import Party
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.loaders import own_party
from webapp.services.records import contacts
from webapp.services.retention import due, erasing, export
from webapp.web.access import signed_in_user
from webapp.web.acts import acting, note_reading
from webapp.web.extensions import db
from webapp.web.forms import Form, required
from webapp.web.pages import page
from webapp.wording import file_print


class ErasureForm(Form):
    """The code of the file, typed: nobody erases one that they did not mean."""

    code = StringField(_l("Type the code of the file"), [required(_l("Type the code of the file"))])

    def __init__(self, party: Party) -> None:
        super().__init__()
        self._party = party

    def validate_code(self, field: StringField) -> None:
        """Compare what was typed with the file's own code."""
        if (field.data or "").strip().upper() != self._party.code:
            told = _("The code of this file is %(code)s", code=self._party.code)
            raise ValidationError(told)


@portal.get("/parties/ending")
def list_ending() -> str:
    """Show the association's files that end within a month."""
    mine = Party.organisation_id == signed_in_user().organisation_id
    return page(
        ending=due.ending_parties(db, now() + due.NOTICE, mine),
        kept_for=due.kept_for(db).days,
    )


@portal.get("/parties/<int:party_id>/everything")
def save_file(party_id: int) -> Response:
    """Give all that is kept of a party, as a file that they may have."""
    party = own_party(party_id, read=False)
    if party.merged_into_id:
        return redirect(url_for("caseworker.save_file", party_id=party.merged_into_id))
    note_reading("party.saved", party)
    name = f"sillon-{party.code}-{today().isoformat()}.json"
    return Response(
        export.as_json(export.everything_kept(db, party)),
        mimetype="application/json",
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


@portal.get("/parties/<int:party_id>/everything.pdf")
def print_file(party_id: int) -> Response:
    """Give what is kept of a party on paper, in their language."""
    party = own_party(party_id, read=False)
    if party.merged_into_id:
        return redirect(url_for("caseworker.print_file", party_id=party.merged_into_id))
    note_reading("party.printed", party)
    readings = export.readings(db, party)
    name = f"sillon-{party.code}-{today().isoformat()}.pdf"
    return Response(
        file_print.as_pdf(
            party, contacts.of(db, party), readings, export.everything_kept(db, party)
        ),
        mimetype="application/pdf",
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


@portal.route("/parties/<int:party_id>/erasure", methods=["GET", "POST"])
def erase_party(party_id: int) -> str | Response:
    """Erase a file because the people ask for it: nothing brings it back."""
    party = own_party(party_id)
    form = ErasureForm(party)
    if form.validate_on_submit():
        with acting(form, "code") as act:
            code = party.code
            erasing.erase(db, party)
            act.tell(_("%(code)s is erased: nothing tells of these people any more.", code=code))
        if act.done:
            return redirect(url_for("caseworker.list_parties"))
    return page(form=form, party=party)
