"""The audit of a visit as a timeline people can read."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.models import Event
from webapp.wording.labels import LABELS, label

ACTS: dict[str, tuple[Any, str]] = {
    "visit.proposed": (_l("Proposed to both sides"), "send"),
    "visit.answered": (_l("Answer"), "message"),
    "visit.asked-again": (_l("Asked again for an answer"), "send"),
    "visit.parted": (_l("Their companions no longer come"), "users"),
    "visit.change-agreed": (_l("A change suits them"), "check"),
    "visit.farm-wrote": (_l("The farm wrote to the association"), "pencil"),
    "visit.farm-answered": (_l("The association saw to what the farm wrote"), "check"),
    "visit.reason-given": (_l("Reason told"), "message"),
    "visit.confirmed": (_l("Confirmed: both said yes"), "circle-check"),
    "visit.expired": (_l("Expired: an answer was missing"), "hourglass"),
    "visit.cancelled": (_l("Cancelled"), "calendar-off"),
    "visit.taken-back": (_l("Taken back before anybody was told"), "refresh"),
    "visit.restored": (_l("Restored: it stands as before"), "refresh"),
    "visit.called-ahead": (_l("Called before they set out"), "phone"),
    "visit.not-called-ahead": (_l("Not called after all before they set out"), "phone"),
    "visit.tickets-noted": (_l("Tickets noted"), "train"),
    "visit.journey-ready": (_l("Their journey is ready"), "train"),
    "visit.journey-not-ready": (_l("Their journey is not ready after all"), "train"),
    "visit.hour-proposed": (_l("An hour of arrival is proposed"), "clock"),
    "visit.hour-wished": (_l("Another hour of arrival is asked for"), "clock"),
    "visit.hour-agreed": (_l("The hour of arrival is agreed"), "clock"),
    "visit.begun": (_l("The first day has come"), "flag"),
    "visit.arrived": (_l("They have arrived"), "map-pin"),
    "visit.not-arrived": (_l("Not there after all: somebody was mistaken"), "map-pin"),
    "visit.well": (_l("All is well, they say"), "check"),
    "visit.silent": (_l("No word on the first evening: put before somebody"), "hourglass"),
    "visit.completed": (_l("The last day is over"), "check"),
    "visit.ended-early": (_l("Ended early"), "door-exit"),
    "visit.missed": (_l("Did not take place"), "ban"),
    "visit.missed-said": (_l("Said why nobody came"), "message"),
    "visit.missed-contested": (_l("The people say that what is noted is not right"), "scale"),
    "visit.missed-contest-withdrawn": (_l("The people say no more that it is not right"), "check"),
    "visit.missed-corrected": (_l("Noted anew why nobody came"), "pencil"),
    "visit.help-asked": (_l("Help was asked for"), "lifebuoy"),
    "visit.help-stands-before": (_l("The call for help goes to"), "users-group"),
    "visit.feedback-given": (_l("Told how it went"), "message"),
    "visit.thanked": (_l("The guests sent a card of thanks"), "heart-handshake"),
    "visit.thanks-taken-back": (_l("The guests took their card back"), "x"),
    "visit.evaluated": (
        _l("Evaluated: both told how it went, or thirty days have passed"),
        "check",
    ),
    "visit.feedback-seen-to": (_l("A private word was seen to"), "check"),
    "visit.attestation-withdrawn": (_l("An attestation was withdrawn"), "x"),
    "visit.attestation-issued-again": (_l("An attestation under a corrected name"), "pencil"),
    "visit.attestation-restored": (_l("An attestation is valid again"), "clipboard-check"),
    "visit.followed-up": (_l("Told what has become of it"), "message"),
    "visit.follow-up-tried": (_l("Tried to follow up, not reached"), "phone"),
    "visit.relationship-agreed": (_l("Said yes to staying in contact"), "heart-handshake"),
    "visit.relationship-closed": (_l("Contact ended"), "x"),
    "visit.tie-noted": (_l("Something has come of the contact"), "star"),
    "visit.tie-taken-back": (_l("What came of the contact was noted by mistake"), "x"),
    "visit.help-taken": (_l("Somebody takes care of the call for help"), "user"),
    "visit.help-withdrawn": (_l("They say that help is no longer needed"), "mood-happy"),
    "visit.help-settled": (_l("The call for help is settled"), "check"),
    "visit.help-answered": (_l("The call for help was seen to"), "check"),
    "visit.local-referent-given": (_l("A local referent looks after it"), "users"),
    "visit.local-referent-left": (_l("The local referent looks after it no more"), "users"),
    "visit.note-written": (_l("A note of the local referent"), "message"),
    "visit.no-longer-fits": (_l("No longer fits"), "alert-triangle"),
    "visit.kept-all-the-same": (_l("Kept all the same, with a written reason"), "check"),
    "visit.lifted": (_l("Declared safe, with a written reason"), "shield-check"),
    "visit.rooms-chosen": (_l("Other rooms were chosen"), "bed"),
    "visit.thread-written": (_l("A message between guests and farm"), "messages"),
    "visit.thread-reported": (_l("A message was reported"), "flag"),
    "visit.thread-settled": (_l("A reported message was seen to"), "check"),
    "visit.thread-closed": (_l("Guests and farm write no more"), "lock"),
    "visit.thread-opened": (_l("Guests and farm may write again"), "messages"),
    "visit.word-after-no": (_l("A private word after a no"), "message"),
    "visit.letter-posted": (_l("A letter has left"), "mail"),
    "visit.links-renewed": (_l("New links sent; the former ones are dead"), "refresh"),
    "visit.link-asked-for": (_l("Link asked for by telephone number"), "device-mobile"),
    "visit.code-sent": (_l("Code sent"), "key"),
    "visit.code-refused": (_l("A wrong code was given"), "alert-triangle"),
    "visit.opened": (_l("Names and address opened with a code"), "eye"),
    "visit.message-repeated": (_l("Message sent again"), "mail"),
}
ATTENTION = {"visit.help-asked", "visit.code-refused", "visit.missed", "visit.cancelled"}


def visit_history(events: Iterable[Event], names: dict[int, str]) -> list[dict[str, Any]]:
    """Return the acts on a visit as items of a timeline, with who did them; no readings."""
    return [_item(event, names) for event in events if event.act in ACTS]


def _item(event: Event, names: dict[int, str]) -> dict[str, Any]:
    title, icon = ACTS[event.act]
    return {
        "at": event.at,
        "title": title,
        "detail": " · ".join(str(part) for part in _details(event, names) if part),
        "icon": icon,
        "kind": "wait" if event.act in ATTENTION else "ok" if "confirmed" in event.act else "",
    }


def _details(event: Event, names: dict[int, str]) -> list[Any]:
    facts = event.facts
    reason = facts.get("reason")
    return [
        label("side", facts["side"]) if facts.get("side") else "",
        label("rung", facts["rung"]) if facts.get("rung") else "",
        label("answer", facts["answer"]) if facts.get("answer") else "",
        why(reason) if reason else "",
        label("misfit", facts["rule"]) if facts.get("rule") else "",
        _("by telephone") if facts.get("by_telephone") else "",
        _actor(event, names),
    ]


def _actor(event: Event, names: dict[int, str]) -> Any:
    if event.actor == "user":
        return names.get(event.actor_id or 0, "")
    if event.actor in {"party", "farm"}:
        return _("from the link")
    return _("Sillon")


def why(reason: str) -> Any:
    """Return the words of a reason, whichever act it belongs to; the audit keeps former codes."""
    kind = "end-reason" if reason in LABELS["end-reason"] else "reason"
    return label(kind, reason if reason in LABELS[kind] else "other")
