"""Which pages are walked for their pictures, in which states, and which are left out and why."""

from typing import Any, Final

from flask import Flask
from werkzeug.routing import Rule

from tests.webapp import access_matrix as matrix
from tests.webapp.access_routes import OF_A_VISIT
from tests.webapp.form_table import FILTERS, ROWS
from webapp.models import (
    Agreement,
    CaseMeeting,
    Committee,
    Farm,
    FollowUp,
    Gathering,
    Import,
    MatchingRound,
    Offer,
    Party,
    Referral,
    Report,
    Seat,
    Slot,
    Visit,
)

FILLED, EMPTY, NOTHING_FOUND, WRONG, DONE = "filled", "empty", "nothing-found", "wrong", "done"
"""What any page may be; a thing's page is drawn in each of the thing's own states beside."""

THINGS: Final[dict[str, type[Any]]] = {
    "agreement_id": Agreement,
    "case_id": CaseMeeting,
    "committee_id": Committee,
    "farm_id": Farm,
    "follow_up_id": FollowUp,
    "gathering_id": Gathering,
    "import_id": Import,
    "offer_id": Offer,
    "party_id": Party,
    "referral_id": Referral,
    "report_id": Report,
    "round_id": MatchingRound,
    "seat_id": Seat,
    "slot_id": Slot,
    "visit_id": Visit,
}
"""What the small world has one of, by the argument that names it in addresses, if it has states."""

NO_PAGES: Final = {
    "api": "rows for programs",
    "gateway": "receipts of a gateway",
    "health": "two words for a watchman",
}
"""Portals that answer no person."""

NO_PAGE: Final = {
    "static": "files",
    "public.show_security_contact": "a text for programs",
    "public.show_farm_calendar": "a calendar for programs",
    "public.search_communes": "what is offered beneath a field while one types",
    "visit_page.give_keeper": "a script",
    "visit_page.leave_telephone": "leads away at once",
    "auth.sign_out": "leads away at once",
    "auth.ask_provider": "leads to the provider at once",
    "auth.come_back": "leads on at once",
    "auth.leave_provider": "leads to the provider at once",
    "account.show_identity": "leads to the provider at once",
    "account.lead_to_removed": "leads on at once",
}
"""Addresses that are no page, each with what it is."""
SENDS_A_FILE: Final = ("download_", "export_", "print_", "save_", "hear_")
"""How views begin that answer with a file to keep, to print or to hear."""
SENDS_A_PICTURE: Final = ("show_picture", "show_insurance", "post_letter")

ELSEWHERE: Final = {
    "public.show_outbox": "only in a demonstration, which `tests/browser/test_pages.py` draws",
    "coordinator.show_clock": "only in a demonstration whose clock may be moved",
    "visit_page.show_kept": "what a telephone keeps: `tests/browser/test_kept_sheet.py`",
}
"""Pages that this walk does not meet, each with where they stand."""


def pages_of(app: Flask) -> dict[str, Rule]:
    """Return the address of every page that somebody may read, by its view."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return {rule.endpoint: rule for rule in rules if not why_no_page(rule.endpoint)}


def why_no_page(endpoint: str) -> str:
    """Return why a view that answers a GET is no page; nothing for a page."""
    portal, _, view = endpoint.rpartition(".")
    if portal in NO_PAGES:
        return NO_PAGES[portal]
    if view.startswith(SENDS_A_FILE) or view in SENDS_A_PICTURE:
        return "a file"
    return NO_PAGE.get(endpoint, "")


BY_LINK: Final = (
    "auth.link_sent",
    "caseworker.show_incident",
    "caseworker.show_state_form",
    "coordinator.list_visits_left",
    "coordinator.show_file_urgently",
    "farmer.show_phrases",
    "farmer.show_thanks",
    "public.list_phrases",
    "public.show_referral",
    "visit_page.show_attestation",
    "visit_page.show_path",
    "visit_page.show_phrases",
    "visit_page.show_request",
    "visit_page.show_rights",
)
"""Pages with no form of their own, which others lead to: the walk follows the link."""
STOOD_IN_FOR: Final = tuple(
    f"coordinator.{view}" for view in OF_A_VISIT.split() if not why_no_page(f"coordinator.{view}")
)
"""Pages that coordinators have of a visit whose association has nobody of its own."""


def readers_of(rule: Rule) -> list[str]:
    """Return the kinds of person whom the small world lets read a page."""
    names = bool(rule.arguments - {"token", "filename"})
    return [
        kind
        for kind in matrix.KINDS
        if matrix.decided(rule.endpoint, kind, names_an_object=names) == matrix.OPENS
    ]


def on_forms() -> set[str]:
    """Return the views of the pages on which the forms of the table stand."""
    return {row.page or row.endpoint for row in ROWS} | {row.endpoint for row in FILTERS}


def unmet(app: Flask) -> list[str]:
    """Return the pages that no part of the walk comes to by what is declared of them."""
    met = on_forms() | {*ELSEWHERE, *BY_LINK, *STOOD_IN_FOR}
    return sorted(
        endpoint
        for endpoint, rule in pages_of(app).items()
        if endpoint not in met and not readers_of(rule)
    )
