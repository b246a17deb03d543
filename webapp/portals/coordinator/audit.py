"""The audit: who did what, when, to which thing; and whether its rows are as they were written."""

import re
from typing import Any, Final

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.ground.clock import PARIS, today
from webapp.models import Event
from webapp.portals.coordinator import portal
from webapp.services.imports.writing import MIMETYPES, written
from webapp.services.records import audit_chain
from webapp.services.records.audit_search import (
    Search,
    Thing,
    find_events,
    names_of_things,
)
from webapp.services.records.history import names_of_actors
from webapp.web.acts import note_reading
from webapp.web.days import asked_days
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording.act_labels import ACTORS, KINDS, act_in_words, actor_in_words

A_PAGE = 50
A_TABLE = 10_000
"""So many events are exported at most, the newest."""
A_NUMBER = re.compile(r"[0-9]{1,18}")
PAGES: Final = {
    "farms": ("coordinator.show_farm", "farm_id"),
    "users": ("coordinator.show_user", "user_id"),
    "matching_rounds": ("coordinator.show_round", "round_id"),
}
"""Where a coordinator reads more of a thing."""


@portal.get("/audit")
def list_events() -> str:
    """Show the events that are asked for, the newest first, and the state of the chain."""
    search = _search()
    found = find_events(db, search, A_PAGE + 1)
    shown = found[:A_PAGE]
    return page(
        search=search,
        rows=_rows(shown),
        before=shown[-1].id if len(found) > A_PAGE else None,
        checked=audit_chain.last_check(db),
        kinds=KINDS,
        actors=ACTORS,
        at_most=A_TABLE,
    )


@portal.get("/audit/export")
def export_events() -> Response:
    """Give the events that are asked for as a table; who took it is an event itself."""
    found = find_events(db, _search(), A_TABLE)
    rows = [
        [row["event"].id, _instant(row["event"]), row["who"], row["what"], row["event"].act,
         row["thing"], row["event"].subject_id]
        for row in _rows(found)
    ]  # fmt: skip
    note_reading("audit.exported", rows=len(rows))
    header = [
        _("Number"), _("When"), _("Who"), _("What was done"), _("Event"), _("To what"),
        _("Its number"),
    ]  # fmt: skip
    name = f"sillon-audit-{today().isoformat()}.csv"
    return Response(
        written(_("Audit"), header, rows, "csv"),
        content_type=MIMETYPES["csv"],
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


def _rows(events: list[Event]) -> list[dict[str, Any]]:
    names, things = names_of_actors(db, events), names_of_things(db, events)
    return [
        {
            "event": event,
            "who": actor_in_words(event, names),
            "what": act_in_words(event.act),
            "thing": things.get(_thing(event), ""),
            "href": _page_of(event) if _thing(event) in things else "",
        }
        for event in events
    ]


def _thing(event: Event) -> Thing:
    return event.subject, event.subject_id or 0


def _page_of(event: Event) -> str:
    view, name = PAGES.get(event.subject, ("", ""))
    named: dict[str, Any] = {name: event.subject_id}
    return url_for(view, **named) if view else ""


def _instant(event: Event) -> str:
    return event.at.astimezone(PARIS).isoformat(sep=" ", timespec="seconds")


def _search() -> Search:
    """Read what the address asks for; what no list offers asks for nothing."""
    asked, (first_day, last_day) = request.args, asked_days()
    actor, kind, before = asked.get("actor", ""), asked.get("kind", ""), asked.get("before", "")
    return Search(
        who=asked.get("who", "").strip()[:80],
        actor=actor if actor in ACTORS else "",
        kind=kind if kind in KINDS else "",
        first_day=first_day,
        last_day=last_day,
        before=int(before) if A_NUMBER.fullmatch(before) else None,
    )
