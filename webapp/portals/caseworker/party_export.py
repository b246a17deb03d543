"""An association's files as a table, in the shape in which a table is imported."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from webapp.geography import find_commune
from webapp.ground.clock import today
from webapp.ground.vocabulary import EXPORT_REASONS
from webapp.models import Availability, Engagement, Organisation, Party, PartyState, Person
from webapp.models.parties import by_code
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.party_columns import COLUMNS
from webapp.services.imports.writing import MIMETYPES, written
from webapp.services.records import audit
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, choices
from webapp.web.pages import page
from webapp.wording import label, telephone

BETWEEN = "; "
NEVER = {"postcode", "available_from", "available_until"}
"""Columns that say in another way what one of the others says."""
WITHHELD = ("last_name", "phone")


class ExportForm(Form):
    """Who is told of in a table, and why."""

    names = RadioField(
        _l("What the table tells of people"),
        default="codes",
        choices=[
            SelectChoice("codes", _l("Codes only: no names, no telephone numbers")),
            SelectChoice("names", _l("Names and telephone numbers")),
        ],
    )
    reason = RadioField(
        _l("Why names are needed"),
        default="",
        choices=[SelectChoice("", _l("They are not")), *choices("export-reason", EXPORT_REASONS)],
    )
    kind = RadioField(
        _l("Which file"),
        default="xlsx",
        choices=[
            SelectChoice("xlsx", _l("A workbook of Excel or LibreOffice")),
            SelectChoice("csv", _l("CSV")),
        ],
    )

    def validate_reason(self, field: RadioField) -> None:
        """Ask why, where names leave the programme."""
        if self.names.data == "names" and not field.data:
            raise ValidationError(_l("Say why names are needed: it is kept with your own name"))


@portal.route("/parties/export", methods=["GET", "POST"])
def export_parties() -> str | Response:
    """Give the association's files as a table; who took which is kept."""
    organisation = db.get_one(Organisation, signed_in_user().organisation_id)
    form = ExportForm()
    if form.validate_on_submit():
        with_names = form.names.data == "names"
        table = [*_rows(organisation.id, with_names=with_names)]
        facts = {"rows": len(table), "names": with_names, "reason": form.reason.data}
        with acting(form) as act:
            audit.record(db, "parties.exported", organisation, **facts)
        if act.done:
            return _file(table, form.kind.data)
    return page(form=form)


def _file(table: list[dict[str, Any]], kind: str) -> Response:
    told = [column for column in COLUMNS if column.name not in NEVER]
    header = [str(column.label) for column in told]
    rows = [[row.get(column.name) or "" for column in told] for row in table]
    name = f"sillon-{today().isoformat()}.{kind}"
    return Response(
        written(str(_("People")), header, rows, kind),
        mimetype=MIMETYPES[kind],
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


def _rows(organisation_id: int, *, with_names: bool) -> Iterator[dict[str, Any]]:
    here = Party.organisation_id == organisation_id, Party.state != PartyState.LEFT
    whole = (Party.persons, Party.availabilities, Party.engagements)
    found = db.scalars(select(Party).where(*here).options(*map(selectinload, whole)))
    for party in sorted(found, key=lambda party: by_code(party.code)):
        told = _of_a_party(party)
        for number, person in enumerate(party.persons, start=1):
            row = {"household": party.code, **_of_a_person(person), **told}
            if not with_names:
                row |= {"first_name": f"{party.code}-{number}", **dict.fromkeys(WITHHELD, "")}
            yield row


def _of_a_person(person: Person) -> Mapping[str, Any]:
    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "sex": str(label("sex", person.sex)),
        "birth_year": person.birth_year,
        "is_of_age": _said(person.is_of_age),
        "languages": _codes("language", person.languages),
        "french": str(label("french", person.french)),
        "reads": _said(person.reads),
        "title_until": person.title_until,
    }


def _of_a_party(party: Party) -> Mapping[str, Any]:
    home = find_commune(party.commune)
    return {
        "commune": home.label if home else "",
        "reach_km": party.reach_km,
        "phone": telephone(party.phone) if party.phone else "",
        "language": str(label("language", party.language)),
        "channel": str(label("channel", party.channel)),
        "needs": _codes("need", party.needs),
        "interpreter": _said(party.interpreter),
        "private": _said(party.private),
        "wishes": _codes("production", party.wishes),
        "frames": _codes("frame", party.frames),
        "available": _days(party.availabilities),
        "engagements": _days(party.engagements),
        "notice_days": party.notice_days,
        "notice_reason": _codes("notice-reason", filter(None, [party.notice_reason])),
    }


def _codes(kind: str, codes: Any) -> str:
    return BETWEEN.join(str(label(kind, code)) for code in codes)


def _said(value: bool) -> str:
    return str(_("yes") if value else _("no"))


def _days(periods: list[Availability] | list[Engagement]) -> str:
    """Write days to come as they are read again; those that are over say nothing any more."""
    return BETWEEN.join(
        " ".join(
            filter(None, (_kind(each), f"{each.first_day} – {each.last_day}", _weekdays(each)))
        )
        for each in periods
        if each.last_day >= today()
    )


def _kind(each: Availability | Engagement) -> str:
    return str(label("engagement", each.kind)) if isinstance(each, Engagement) else ""


def _weekdays(each: Availability | Engagement) -> str:
    days = each.weekdays if isinstance(each, Engagement) else []
    return " ".join(str(label("weekday", str(number))) for number in days)
