"""The minutes of a case meeting, in French: each person by code, their word, what is decided."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask_babel import force_locale
from flask_babel import gettext as _

from webapp.ground import languages
from webapp.models import CaseDecision, CaseMeeting, CaseSignature, Organisation
from webapp.wording.days import format_date, format_datetime
from webapp.wording.labels import label

if TYPE_CHECKING:
    from webapp.pdf import PdfDocument


def printed(
    meeting: CaseMeeting, lines: Sequence[CaseDecision], association: Organisation | None
) -> "PdfDocument":
    """Return the minutes to print."""
    from webapp.pdf import PdfDocument  # noqa: PLC0415 (slow to import; few pages need it)

    last = max((each.at for each in meeting.signatures if each.at), default=meeting.made_at)
    with force_locale(languages.DEFAULT.locale):
        title = _("Case meeting of %(day)s", day=format_date(meeting.day, "long"))
        document = PdfDocument(languages.DEFAULT, title, foot="Sillon", made_at=last)
        document.paragraph(association.name if association else "")
        if meeting.bodies:
            document.paragraph(_("With: %(bodies)s", bodies=meeting.bodies))
        heads = [str(each) for each in (_("Person"), _("What the person says"), _("Decision"))]
        document.table(
            heads,
            [[each.named, their_word(each), each.decision or ""] for each in lines],
            shares=(2, 4, 5),
        )
        document.heading(_("Present"))
        signed = [[each.who, _signed(each)] for each in meeting.signatures]
        document.table([str(_("Present")), str(_("Signed on"))], signed)
    return document


def their_word(made: CaseDecision) -> str:
    """Return what the person says, or why they were not asked."""
    if made.their_word:
        return made.their_word
    return str(_("Not asked: %(why)s", why=label("not-asked", made.not_asked or "")))


def _signed(signature: CaseSignature) -> str:
    at = signature.at
    return format_datetime(at, "d MMMM y, HH:mm") if at else str(_("to sign"))
