"""An agreement on paper, in French: made of what its version froze and of who signed it.

The same version with the same signatures gives the same bytes, whenever it is printed.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask_babel import force_locale
from flask_babel import gettext as _

from webapp.geography import find_commune
from webapp.ground import languages
from webapp.models import HOURS, AgreementSignature
from webapp.wording.agreements import hours_said
from webapp.wording.days import format_date, format_datetime
from webapp.wording.labels import label
from webapp.wording.lists import in_a_row
from webapp.wording.people import telephone

if TYPE_CHECKING:
    from webapp.pdf import PdfDocument

Rows = Iterator[tuple[str, str]]


def printed(
    said: Mapping[str, Any],
    number: str,
    signatures: Sequence[AgreementSignature],
    *,
    holds: bool = True,
) -> "PdfDocument":
    """Return the paper of a version.

    Parameters
    ----------
    number
        Under which it is known here, with its version.
    holds
        Whether it still stands: else the paper says first that it does not.
    """
    from webapp.pdf import PdfDocument  # noqa: PLC0415 (slow to import; few pages need it)

    last = max((each.at for each in signatures if each.at), default=None)
    made_at = last or datetime.fromisoformat(said["made_at"])
    with force_locale(languages.DEFAULT.locale):
        title = str(_("Agreement of an immersion (PMSMP)"))
        document = PdfDocument(languages.DEFAULT, title, foot="Sillon", made_at=made_at)
        if not holds:
            document.heading(str(_("This version does not stand any more, or is being changed.")))
        document.paragraph(number)
        document.small(
            str(_("Made and signed in Sillon. The State has a form of its own: whether it accepts, "
                  "its answer alone says."))
        )  # fmt: skip
        for heading, rows in (
            (_("Who, why and when"), _frame(said)),
            (_("At the farm"), _work(said)),
            (_("Who takes part in it"), _parties(said)),
        ):
            document.heading(str(heading))
            document.facts(list(rows))
        document.heading(str(_("Signatures")))
        heads = [str(each) for each in (_("Who"), _("Name"), _("Signed on"))]
        document.table(heads, [_signed(each) for each in signatures])
    return document


def _frame(said: Mapping[str, Any]) -> Rows:
    terms, first, last = said["terms"], _day(said["first_day"]), _day(said["last_day"])
    born = said["person"]["born"]
    yield said["person"]["name"], str(_("born in %(year)d", year=born)) if born else ""
    yield str(label("purpose", said["purpose"])), str(_("What it is for"))
    yield str(_("from %(first)s to %(last)s", first=first, last=last)), str(_("Days"))
    for name in HOURS:
        if terms[name]:
            yield terms[name], str(label("weekday", name.rpartition("_")[2]))
    yield str(_("%(hours)s a week", hours=hours_said(said["weekly"]))), ""


def _work(said: Mapping[str, Any]) -> Rows:
    terms, farm = said["terms"], said["farm"]
    commune = find_commune(farm["commune"]) if farm["commune"] else None
    yield farm["name"], in_a_row(filter(None, [farm["address"], commune.label if commune else ""]))
    tutor = in_a_row(filter(None, [terms["tutor_name"], terms["tutor_job"]]))
    yield tutor, in_a_row([_("Tutor at the farm"), telephone(terms["tutor_phone"])])
    named = {
        "trade": _("Trade that is seen"), "tasks": _("Tasks"), "goals": _("What it is to show"),
        "equipment": _("Protective equipment, and who lends it"),
    }  # fmt: skip
    for name, heading in named.items():
        if terms[name]:
            yield "\n".join(filter(None, terms[name].split("\n"))), str(heading)


def _parties(said: Mapping[str, Any]) -> Rows:
    terms, body = said["terms"], said["prescriber"]
    kind, until = label("prescriber-kind", body["kind"]), _day(body["until"])
    paper = _("no. %(number)s, valid until %(day)s", number=body["number"], day=until)
    yield body["name"], in_a_row(filter(None, [str(kind), body["address"], str(paper)]))
    home = said["association"]
    yield home["name"], in_a_row(filter(None, [_("The association"), telephone(home["phone"])]))
    for who in ("representative", "emergency"):
        if name := terms[f"{who}_name"]:
            role = BESIDE[who]()
            yield name, in_a_row(filter(None, [role, telephone(terms[f"{who}_phone"])]))


BESIDE: dict[str, Any] = {
    "representative": lambda: _("Legal representative"),
    "emergency": lambda: _("Whom to call in an emergency"),
}


def _signed(signature: AgreementSignature) -> list[str]:
    at = format_datetime(signature.at, "d MMMM y, HH:mm") if signature.at else ""
    return [str(label("signer", signature.signer)), signature.name or "", at]


def _day(written: str) -> str:
    return format_date(date.fromisoformat(written), "long")
