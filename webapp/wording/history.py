"""The audit of a thing as a timeline people can read."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from webapp.models import Event
from webapp.wording.labels import LABELS, label

ICONS = {
    "made-ready": "check",
    "left": "door-exit",
    "came-back": "refresh",
    "paused": "hand-stop",
    "recorded": "user-plus",
}


def party_history(events: Iterable[Event], names: dict[int, str]) -> list[dict[str, Any]]:
    """Return the acts on a party as items of a timeline, with who did them."""
    known = LABELS["party-act"]
    return [_item(event, names) for event in events if event.act in known]


def _item(event: Event, names: dict[int, str]) -> dict[str, Any]:
    topic = event.facts.get("topic")
    who = names.get(event.actor_id or 0, "") if event.actor == "user" else str(_("Sillon"))
    what = str(label("party-topic", topic)) if topic else ""
    verb = event.act.partition(".")[2]
    return {
        "at": event.at,
        "title": label("party-act", event.act),
        "detail": " · ".join(part for part in (what, who) if part),
        "icon": ICONS.get(verb, "pencil"),
        "kind": "ok" if verb == "made-ready" else "",
    }
