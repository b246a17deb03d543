"""The list of files: what is looked for, under which name it is kept, and what is found."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.ground.clock import today
from webapp.ground.vocabulary import LANGUAGES
from webapp.models import Party, PartyState
from webapp.portals.caseworker import portal
from webapp.services.parties import alike, asking_interest, interest, many_files, referents
from webapp.services.parties.search import (
    IN_A_TABLE,
    SORTS,
    Search,
    find_parties,
    load_parties,
)
from webapp.web.access import signed_in_user
from webapp.web.extensions import db
from webapp.web.kept_searches import LONGEST, forget, page_asked_of, searches
from webapp.web.pages import has_workshops, page, shown_page
from webapp.web.unchanged import given_again

A_PAGE = 25
ASKED = ("text", "state", "language", "referent", "interest", "sort", "direction")
"""What the address of the list may ask for, beside the page."""


@portal.route("/parties", methods=["GET", "POST"])
@given_again(has_form=True)
def list_parties() -> str | Response:
    """Show the parties that the search asks for, some at a time; keep the search under a name."""
    kept = searches(ASKED)
    if kept.done:
        return kept.again()
    user = signed_in_user()
    accompany = referents.referents(db, user.organisation_id or 0)
    found = find_parties(db, user.organisation_id or 0, asked_search())
    number, pages = shown_page(found.count, A_PAGE)
    return page(
        search=asked_search(),
        found=found.count,
        shown=load_parties(db, found.numbers(db, (number - 1) * A_PAGE, A_PAGE), *IN_A_TABLE),
        number=number,
        pages=pages,
        states=list(PartyState),
        referents=accompany,
        known_languages=LANGUAGES,
        acts=[*_acts(), "merge"],
        undo=_to_undo(),
        alike=alike.count(db, alike.of(user.organisation_id or 0)),
        said=_what_was_said(),
        **kept.shown,
        today=today(),
    )


def _what_was_said() -> dict[str, int]:
    """Count who is still interested, where that is looked for."""
    if not asked_search().interest:
        return {}
    home = Party.organisation_id == (signed_in_user().organisation_id or 0)
    return asking_interest.count(db, Party, home)


def _acts() -> list[str]:
    """Return what can be done to many files, of workshops only where there are any."""
    left_out = {act for act in many_files.ACTS if act.endswith("-back")} | (
        set() if has_workshops() else {"workshops"}
    )
    return [act for act in many_files.ACTS if act not in left_out]


def asked_search() -> Search:
    """Return what the address asks for."""
    asked = request.args
    referent = asked.get("referent", "")
    known = referent == referents.NOBODY or (
        referent.isascii() and referent.isdigit() and len(referent) < 10
    )
    return Search(
        text=asked.get("text", "")[:LONGEST],
        state=_one_of([state.value for state in PartyState], asked.get("state", "")),
        language=_one_of(LANGUAGES, asked.get("language", "")),
        referent=referent if known else "",
        interest=_one_of(interest.WORDS, asked.get("interest", "")),
        sort=_one_of(SORTS, asked.get("sort", "")) or "code",
        descending=asked.get("direction") == "descending",
    )


def _one_of(known: object, asked: str) -> str:
    return asked if asked in known else ""  # type: ignore[operator]


def the_list(**more: Any) -> str:
    """Return the address of the list with what this address asks for, and with more."""
    return url_for("caseworker.list_parties", **{**page_asked_of(ASKED), **more})


def _to_undo() -> dict[str, object]:
    """Return the act that takes back the one that was just done to many files, and which files."""
    done = request.args.get("undo", "")
    if done not in many_files.UNDONE_BY:
        return {}
    act, those = many_files.UNDONE_BY[done], request.args.getlist("party")
    there = url_for("caseworker.act_on_many", act=act, party=those, **page_asked_of(ASKED))
    return {"act": act, "address": there}


@portal.post("/parties/searches/<int:search_id>/removal")
def remove_search(search_id: int) -> Response:
    """Forget a search that was kept."""
    return forget(search_id)
