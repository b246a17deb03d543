"""The audit: who did what, when, to which thing; and whether its rows are as they were written."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from flask import redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from webapp.ground.clock import PARIS
from webapp.models import Event, Export
from webapp.portals.coordinator import portal
from webapp.portals.imports.giving import as_asked, give
from webapp.portals.imports.making import TABLES, Table
from webapp.services.records import audit_chain
from webapp.services.records.audit_search import (
    Search,
    Thing,
    count_events,
    find_events,
    names_of_things,
)
from webapp.services.records.history import names_of_actors
from webapp.web.days import asked_days
from webapp.web.extensions import db
from webapp.web.kept_searches import searches
from webapp.web.pages import page
from webapp.wording.act_labels import ACTORS, KINDS, act_in_words, actor_in_words

A_PAGE = 50
ASKED = ("who", "actor", "kind", "from", "until")
"""What the address of the list may ask for, beside the event before which it goes on."""
A_TABLE = 10_000
"""So many events are exported at most, the newest."""
A_BATCH = 500
"""Events that are read at once where they leave as a table."""
A_NUMBER = re.compile(r"[0-9]{1,18}")
PAGES: Final = {
    "farms": ("coordinator.show_farm", "farm_id"),
    "users": ("coordinator.show_user", "user_id"),
    "matching_rounds": ("coordinator.show_round", "round_id"),
}
"""Where a coordinator reads more of a thing."""


@portal.route("/audit", methods=["GET", "POST"])
def list_events() -> str | Response:
    """Show the events that are asked for, the newest first, and the state of the chain.

    A search is kept under a name.
    """
    kept = searches(ASKED)
    if kept.done:
        return kept.again()
    search = _search(request.args)
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
        **kept.shown,
    )


@portal.post("/audit/export")
def export_events() -> Response:
    """Give the events that are asked for as a table; who took it is an event itself."""
    given = give("audit", as_asked(request.args), "csv")
    return given or redirect(url_for("coordinator.list_events"))


def _header() -> list[str]:
    return [
        _("Number"), _("When"), _("Who"), _("What was done"), _("Event"), _("To what"),
        _("Its number"),
    ]  # fmt: skip


def _count(session: Session, export: Export) -> int:
    return count_events(session, _search(export.asked), A_TABLE)


def _lines(session: Session, export: Export) -> Iterator[list[Any]]:
    search, left = _search(export.asked), A_TABLE
    while left and (found := find_events(session, search, min(A_BATCH, left))):
        names, things = names_of_actors(session, found), names_of_things(session, found)
        for event in found:
            yield [
                event.id, _instant(event), actor_in_words(event, names), act_in_words(event.act),
                event.act, things.get(_thing(event), ""), event.subject_id,
            ]  # fmt: skip
        search, left = replace(search, before=found[-1].id), left - len(found)


TABLES["audit"] = Table("audit", lambda: _("Audit"), _header, _count, _lines, "audit-")


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


def _search(asked: Mapping[str, str]) -> Search:
    """Read what the address asks for; what no list offers asks for nothing."""
    first_day, last_day = asked_days(asked)
    actor, kind, before = asked.get("actor", ""), asked.get("kind", ""), asked.get("before", "")
    return Search(
        who=asked.get("who", "").strip()[:80],
        actor=actor if actor in ACTORS else "",
        kind=kind if kind in KINDS else "",
        first_day=first_day,
        last_day=last_day,
        before=int(before) if A_NUMBER.fullmatch(before) else None,
    )
