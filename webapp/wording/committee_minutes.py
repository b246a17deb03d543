"""The minutes of a committee, in French: written once for all to sign, then printed from that.

They name no farm and no guest, so that whoever is erased leaves no trace in them. Incidents are
not in what is frozen for all: whoever reads them has them added, with number and severity.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from flask_babel import force_locale
from flask_babel import gettext as _

from webapp.ground import languages
from webapp.models import Committee, CommitteeLine, CommitteeSignature, LineKind
from webapp.wording import judged_minutes
from webapp.wording.committees import LEFT_UNSIGNED, Names, facts, others_present, title
from webapp.wording.days import format_date, format_datetime
from webapp.wording.judged_minutes import Judged
from webapp.wording.labels import label

if TYPE_CHECKING:
    from webapp.pdf import PdfDocument

WHEN = "d MMMM y, HH:mm"


def written(
    committee: Committee,
    lines: Iterable[CommitteeLine],
    names: Names,
    programme: str,
    at: datetime,
    judged: Judged = (),
) -> dict[str, Any]:
    """Return all that the minutes say of these lines, farms and rounds by their number.

    Parameters
    ----------
    at
        When they are frozen.
    judged
        The rounds of lately, with all by which each was to be judged.
    """
    told = {key: name for key, name in names.items() if key[0] is LineKind.ROUND_TO_OPEN}
    of_all = [each for each in lines if each.kind is not LineKind.INCIDENT]
    with force_locale(languages.DEFAULT.locale):
        day = format_date(committee.day, "long")
        return {
            "title": str(_("Committee of %(day)s", day=day)),
            "programme": programme,
            "made_at": at.isoformat(),
            "of": _of(committee, at),
            "note": str(_("Farms, rounds and files by their number or code. What is decided about "
                          "an incident is written with it, where its readers alone read it.")),
            "heads": [str(each) for each in (_("Line"), _("As it was"), _("Decision"))],
            "judged": judged_minutes.written(judged),
            "parts": [
                {
                    "title": str(label("committee-line", kind.value)),
                    "lines": [[title(each, told), facts(each), each.decision or ""]
                              for each in found],
                }
                for kind, found in groupby(of_all, key=lambda each: each.kind)
            ],
            "others": others_present(committee),
            "signed": [str(each) for each in (_("Present"), _("Signed on"))],
        }  # fmt: skip


def shown(
    committee: Committee, lines: Iterable[CommitteeLine], names: Names
) -> list[tuple[CommitteeLine, str, str, str]]:
    """Return lines with title, facts and decision: as they are, or as the minutes froze them."""
    of_all = [line for part in (committee.said or {}).get("parts", []) for line in part["lines"]]
    frozen = iter(of_all)
    found = []
    for line in lines:
        now = title(line, names), facts(line), line.decision or ""
        is_frozen = of_all and line.kind is not LineKind.INCIDENT
        found.append((line, *(next(frozen, now) if is_frozen else now)))
    return found


def printed(
    said: Mapping[str, Any],
    signatures: Sequence[CommitteeSignature],
    incidents: Sequence[CommitteeLine],
) -> "PdfDocument":
    """Return the minutes to print, from what was frozen.

    Parameters
    ----------
    incidents
        The lines of those incidents that the reader may read.
    """
    from webapp.pdf import PdfDocument  # noqa: PLC0415 (slow to import; few pages need it)

    ends = [each.at or each.left_at for each in signatures]
    last = max((end for end in ends if end), default=None)
    made_at = last or datetime.fromisoformat(said["made_at"])
    document = PdfDocument(languages.DEFAULT, said["title"], foot="Sillon", made_at=made_at)
    document.paragraph(said["programme"])
    if said.get("of"):
        document.paragraph(said["of"])
    document.small(said["note"])
    with force_locale(languages.DEFAULT.locale):
        if incidents:
            document.heading(str(label("committee-line", LineKind.INCIDENT.value)))
            rows = [[title(each, {}), facts(each)] for each in incidents]
            document.table(said["heads"][:2], rows)
        if said.get("judged"):
            judged_minutes.print_into(document, said["judged"])
        for part in said["parts"]:
            document.heading(part["title"])
            document.table(said["heads"], part["lines"], shares=(3, 4, 5))
        document.heading(said["signed"][0])
        signed = [[each.who, _signed(each)] for each in signatures]
        document.table(said["signed"], signed)
        if said.get("others"):
            document.paragraph(said["others"])
    return document


def _of(committee: Committee, at: datetime) -> str:
    """Say of which moment the lines are, and when the minutes were frozen."""
    begun, frozen = (format_datetime(each, WHEN) for each in (committee.begun_at or at, at))
    said = _("The lines say what was so on %(day)s.", day=begun)
    return " ".join((str(said), str(_("Frozen on %(day)s.", day=frozen))))


def _signed(signature: CommitteeSignature) -> str:
    if signature.left_at:
        return str(LEFT_UNSIGNED)
    return format_datetime(signature.at, WHEN) if signature.at else str(_("to sign"))
