"""The sheet that goes with a person to a service, in French: who sends them there, and for what.

Nothing of health, religion or story stands on it; the first name, where they agreed that it does.
"""

from flask_babel import force_locale
from flask_babel import gettext as _

from webapp.ground import languages
from webapp.models import Person, ServiceAround, Step, User
from webapp.wording import services_around
from webapp.wording.days import format_date
from webapp.wording.labels import label
from webapp.wording.people import telephone

UNSAID = "health-access"
"""A need that the service itself hears from the person, if they wish."""


def as_pdf(step: Step, service: ServiceAround, person: Person, by: User, *, named: bool) -> bytes:
    """Return the sheet to hand over or to send.

    Parameters
    ----------
    named
        Whether the person agreed that their first name stands on it.
    """
    from webapp.pdf import PdfDocument  # noqa: PLC0415 (slow to import; few pages need it)

    home = person.party.organisation
    with force_locale(languages.DEFAULT.locale):
        document = PdfDocument(languages.DEFAULT, _("Orientation"), foot=person.party.code)
        document.paragraph(_("We send somebody to you whom we accompany. Thank you for them."))
        number = telephone(service.telephone) if service.telephone else ""
        there = [services_around.place(service), number]
        document.facts([(service.called, " · ".join(filter(None, there)))])
        document.heading(_("Who comes"))
        who = person.first_name if named else _("Somebody whom we accompany")
        document.facts([(str(who), _("our file %(code)s", code=person.party.code))])
        if step.need and step.need != UNSAID:
            document.heading(_("What for"))
            until = _("until %(day)s", day=format_date(step.due_on, "long")) if step.due_on else ""
            document.facts([(str(label("obstacle", step.need)), str(until))])
        document.heading(_("Who sends them"))
        document.facts([(by.name, home.name), (telephone(home.phone), by.email or "")])
        document.paragraph(
            _("Please call us when they have come, or if something is missing. Anything else they "
              "tell you themselves, if they wish.")
        )  # fmt: skip
        document.small(_("Service as told by %(source)s.", source=services_around.source(service)))
        return document.content()
