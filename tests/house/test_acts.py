"""There is one way to act and to be refused: what keeps or undoes stands in few known places."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

ENDS_A_TRANSACTION = {"commit", "rollback"}
KNOWN = {
    "webapp/web/acts.py:Act.keep": "an act is kept whole",
    "webapp/web/acts.py:acting": "an act is undone whole",
    "webapp/web/acts.py:note_reading": "who read a file stays known, whatever the page does",
    "webapp/web/acts.py:note_readings": "who read several stays known as well",
    "webapp/web/access.py:_load": "when a session was last seen, before the view begins",
    "webapp/web/access.py:wait_to_knock": "an attempt counts, whatever comes of it",
    "webapp/web/access.py:come_back_in": "a session has a new key, whatever is shown",
    "webapp/web/acts.py:_lead_on": "what was sent twice is undone whole",
    "webapp/web/kept_forms.py:_keep": "what came too late is kept, though nothing else is",
    "webapp/web/kept_forms.py:_drop": "what was emptied or cancelled goes, and nothing is sent",
    "webapp/web/form_tokens.py:_note_way_on": "the way on is known once the act is kept",
    "webapp/portals/gateway/kannel.py:take_receipt": "a gateway calls: nobody reads a page",
    "webapp/portals/gateway/kannel.py:take_text": "a gateway calls: nobody reads a page",
    "webapp/portals/gateway/telephone.py:take_event": "a gateway calls: nobody reads a page",
    "webapp/web/error_pages.py:rule_broken": "a page of refusal is drawn after all is undone",
}
"""Where in the web a transaction ends, and why there."""

OUTLIVES_REQUESTS = {
    "webapp/services/rounds/advising.py",
    "webapp/services/rounds/notice_price.py",
    "webapp/services/records/long_work.py",
    "webapp/services/rounds/solving.py",
}
"""The services that commit step by step, for what they do lasts longer than any transaction may."""


def functions(file: Path) -> Iterator[tuple[str, ast.AST]]:
    """Go through a file's functions with the names they have in it; what is outside has none."""
    tree = ast.parse(file.read_text())
    place = file.relative_to(ROOT).as_posix()
    for node in tree.body:
        members = node.body if isinstance(node, ast.ClassDef) else [node]
        prefix = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
        for member in members:
            yield f"{place}:{prefix}{getattr(member, 'name', '')}", member


def files(*rooms: str) -> list[Path]:
    return [file for room in rooms for file in sorted((ROOT / "webapp" / room).rglob("*.py"))]


def ends_a_transaction(node: ast.AST) -> bool:
    return any(
        isinstance(each, ast.Attribute) and each.attr in ENDS_A_TRANSACTION
        for each in ast.walk(node)
    )


def catches_a_rule(node: ast.AST) -> bool:
    return any(
        isinstance(each, ast.ExceptHandler)
        and each.type is not None
        and any(getattr(name, "id", "") == "RuleBroken" for name in ast.walk(each.type))
        for each in ast.walk(node)
    )


def ends(*rooms: str) -> set[str]:
    named = [each for file in files(*rooms) for each in functions(file)]
    return {name for name, node in named if ends_a_transaction(node)}


def test_transactions_of_the_web_end_in_known_places_only() -> None:
    assert ends("portals", "web") == set(KNOWN), "a view acts within `acting(form)`"


def test_services_flush_and_leave_the_transaction_to_whoever_acts() -> None:
    assert {name.partition(":")[0] for name in ends("services")} == OUTLIVES_REQUESTS


def test_no_view_catches_a_rule_itself() -> None:
    found = [
        name for file in files("portals") for name, node in functions(file) if catches_a_rule(node)
    ]
    assert found == [], "`acting(form)` tells the reader which rule forbids an act"
