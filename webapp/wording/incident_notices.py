"""The notice of an incident to the authority, drafted from the facts: no name and no telephone.

A breach of personal data is notified to the CNIL (GDPR, article 33: the items are its own); any
other to the State's office that follows the programme. A reader completes it on paper.
"""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.geography import find_commune
from webapp.models import SHUT_OUT, Incident, StepKind
from webapp.wording.days import format_date, format_datetime
from webapp.wording.labels import label


@dataclass(frozen=True)
class Notice:
    """A letter to an authority.

    Parameters
    ----------
    until
        Until when it must have left; empty where no term is set.
    facts
        Headings, each with what is known.
    """

    title: str
    to: str
    until: str
    facts: list[tuple[str, str]]


def drafted(incident: Incident) -> Notice:
    """Return the notice as far as its facts are known; what is not, is said to be completed."""
    if incident.is_of_data:
        return Notice(
            title=_("Notification of a personal data breach"),
            to=_("CNIL (notifications.cnil.fr), article 33 of the GDPR"),
            until=_until(incident),
            facts=[*_common(incident), *_of_data(), *_done(incident)],
        )
    return Notice(
        title=_("Report of an incident"),
        to=_("The State’s office in the département that follows the programme (DDETS)"),
        until="",
        facts=[*_common(incident), *_of_safety(incident), *_done(incident)],
    )


def _until(incident: Incident) -> str:
    if incident.notice_until is None:
        return ""
    at = format_datetime(incident.notice_until, "d MMMM y, HH:mm")
    return str(_("to be sent within 72 hours of its discovery: before %(at)s", at=at))


def _common(incident: Incident) -> list[tuple[str, str]]:
    day = incident.happened_on
    people = incident.exposed
    known = (
        ngettext("%(num)d person", "%(num)d people", people)
        if people is not None
        else _("to be completed")
    )
    if incident.minors:
        young = ngettext("%(num)d child", "%(num)d children", incident.minors)
        known = _("%(people)s, of whom %(children)s", people=known, children=young)
    return [
        (_("Reference"), f"I-{incident.id}"),
        (_("Nature"), label("incident-kind", incident.kind)),
        (_("Severity"), label("severity", incident.severity.value)),
        (_("Happened on"), format_date(day, "long") if day else _("to be completed")),
        (_("Known since"), format_datetime(incident.opened_at, "d MMMM y, HH:mm")),
        (_("People concerned"), known),
    ]


def _of_safety(incident: Incident) -> list[tuple[str, str]]:
    place = incident.visit.slot.stands_at if incident.visit else incident.farm
    commune = find_commune(place.commune or "") if place else None
    under = incident.visit and label("frame", incident.visit.slot.offer.frame)
    farm = incident.farm
    if farm is not None and farm.state in SHUT_OUT:
        goes_on = _("stopped: nobody is received there")
    elif farm is not None and farm.on_hold_since is not None:
        goes_on = _("on hold: nobody new is proposed there")
    else:
        goes_on = _("goes on")
    return [
        (_("Commune"), commune.label if commune else _("to be completed")),
        (_("Frame of the stay"), under or _("none, or not known")),
        (_("Reception at this place"), goes_on),
    ]


def _of_data() -> list[tuple[str, str]]:
    told = _("to be completed")
    return [
        (_("Kinds of data concerned"), told),
        (_("About how many records"), told),
        (_("Likely consequences for the people"), told),
        (_("Have the people been told? (article 34)"), told),
        (_("Contact: data protection officer, telephone"), told),
    ]


def _done(incident: Incident) -> list[tuple[str, str]]:
    measures = [each for each in incident.steps if each.kind is StepKind.MEASURE and each.words]
    taken = [f"{format_date(each.at, 'long')} – {each.words}" for each in measures]
    again = incident.follow_up_on
    return [
        (_("Measures taken"), "\n".join(taken) or _("to be completed")),
        (_("Follow-up"), _("looked at again on %(day)s", day=format_date(again, "long")))
        if again
        else (_("Follow-up"), _("to be completed")),
    ]
