"""The audit of a thing as a timeline people can read, and one act of it in a sentence."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.models import Event, FileChange
from webapp.wording import agreements, committees, gatherings, visit_history, workshops
from webapp.wording.file_changes import Names, change_lines
from webapp.wording.labels import LABELS, label
from webapp.wording.lists import in_a_row
from webapp.wording.path_labels import CASE_ACTS

OF_OTHERS: dict[str, Any] = {
    **agreements.ACTS,
    **committees.ACTS,
    **CASE_ACTS,
    **gatherings.ACTS,
    "farm.on-hold": _l("On hold: no new visit is proposed"),
    "offer.opened": _l("Opened"),
    "offer.paused": _l("Paused"),
    "offer.closed": _l("Closed"),
    "user.suspended": _l("Shut out"),
    "user.restored": _l("May sign in again"),
    "user.second-factor-reset": _l("May set up a new telephone"),
    "slot.withdrawn": _l("Date withdrawn"),
    "slot.reopened": _l("Date opened again"),
    "slot.confirmed": _l("Date confirmed"),
    "incident.judged": _l("Incident judged"),
    "incident.closed": _l("Incident closed"),
    "incident.reopened": _l("Incident opened again"),
    "guest-call.made": _l("Guests were called"),
    **workshops.ACTS,
}
"""What is decided about things that have no timeline of their own."""

ICONS = {
    "made-ready": "check",
    "left": "door-exit",
    "came-back": "refresh",
    "paused": "hand-stop",
    "recorded": "user-plus",
    "contact-logged": "message",
}
CONTACTS = {"party.contact-logged", "party.contact-removed", "party.contact-put-back"}


def party_history(
    events: Iterable[Event], changes: Mapping[int, list[FileChange]], names: Names
) -> list[dict[str, Any]]:
    """Return the acts on a party as items of a timeline: who did them, and what they changed.

    Parameters
    ----------
    changes
        By the number of the event; acts of the time before a history was kept have none.
    """
    known = LABELS["party-act"]
    return [
        {**_item(event, names.users), "changes": change_lines(changes.get(event.id, ()), names)}
        for event in events
        if event.act in known
    ]


def in_words(event: Event, names: dict[int, str]) -> str:
    """Return one act on anything, with who did it."""
    kind, _dot, verb = event.act.partition(".")
    if event.act in visit_history.ACTS:
        [item] = visit_history.visit_history([event], names)
    elif event.act in LABELS["party-act"]:
        item = _item(event, names)
    else:
        of_farm = kind == "farm" and verb in LABELS["farm-act"]
        title = label("farm-act", verb) if of_farm else OF_OTHERS[event.act]
        item = {"title": title, "detail": names.get(event.actor_id or 0, "")}
    return in_a_row(part for part in (item["title"], item["detail"]) if part)


def _item(event: Event, names: dict[int, str]) -> dict[str, Any]:
    topic = event.facts.get("topic")
    contact = event.facts.get("kind") if event.act in CONTACTS else None
    who = names.get(event.actor_id or 0, "") if event.actor == "user" else _not_staff(event)
    about = label("party-topic", topic) if topic else label("contact", contact) if contact else ""
    about = label("language", event.facts["language"]) if "language" in event.facts else about
    if "interested" in event.facts:
        about = _("yes") if event.facts["interested"] else _("not any more")
    if event.act == "party.transfer-said":
        about = _("yes") if event.facts["yes"] else _("no")
    verb = event.act.partition(".")[2]
    return {
        "at": event.at,
        "title": label("party-act", event.act),
        "detail": " · ".join(part for part in (str(about), who) if part),
        "icon": ICONS.get(verb, "pencil"),
        "kind": "ok" if verb == "made-ready" else "",
    }


def _not_staff(event: Event) -> str:
    return str(label("side", "party") if event.actor == "party" else _("Sillon"))
