"""Every rule that can be broken has its sentence, with its facts, in every language."""

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

import webapp
from local import guest_words
from webapp.ground.errors import RuleBroken
from webapp.ground.languages import PUBLIC, STAFF
from webapp.models import Answer, OfferState
from webapp.services.around.loading import Mistake
from webapp.wording import sentence
from webapp.wording.rules import SENTENCES

ROOT = Path(webapp.__file__).parent
RAISED_AGAIN = {"services/rounds/result.py"}
"""Modules that make a refusal anew from one that was written down."""

FACTS: dict[str, Any] = {
    "starts": time(14),
    "ends": time(17),
    "row": 7,
    "lately": 2,
    "settled": 1,
    "chosen": ["asked"],
    "question": "met-before",
    "held": 3,
    "codes": ["P-001", "P-002"],
    "arrival": date(2027, 4, 5),
    "departure": date(2027, 4, 9),
    "other_arrival": date(2027, 4, 3),
    "other_departure": date(2027, 4, 7),
    "until": date(2027, 2, 28),
    "missing": ["met_on"],
    "rules": ["distance"],
    "because": "slot-is-full",
    "visits": [
        {
            "code": "P-12",
            "arrival": date(2027, 4, 5),
            "departure": date(2027, 4, 9),
            "rules": ("distance",),
        }
    ],
    "two": [
        {"farm": "La Noë", "arrival": date(2027, 4, 5), "departure": date(2027, 4, 9)},
        {"farm": "Le Pré", "arrival": date(2027, 4, 9), "departure": date(2027, 4, 12)},
    ],
    "file": "P-12",
    "agreement": "0123456789abcdef",
    "association": "Accueil du Bessin",
    "name": "Anne Morel",
    "standing": 2,
    "files": 2,
    "state": OfferState.CLOSED,
    "wanted": OfferState.OPEN,
    "beds_free": 1,
    "people": 2,
    "limit": 6,
    "most": 8,
    "nights": 30,
    "first": date(2027, 4, 5),
    "last": date(2027, 4, 9),
    "changed": ["place"],
    "beds": 2,
    "decisions": 3,
    "shortest": 15,
    "longest": 200,
    "room": "Grenier",
    "days": 30,
    "site": "Le Pré",
    "offer": "Les chèvres au printemps",
    "what": "Confirmed",
    "at": datetime(2027, 4, 5, 9, tzinfo=UTC),
    "answer": Answer.NO,
    "columns": ["nom"],
    "line": 7,
    "count": 2,
    "mistakes": [Mistake("services.csv", 7, "empty", {"column": "nom"})],
}
"""An example of each fact that a refusal carries."""

Refusal = tuple[str, tuple[str, ...]]


def refusals() -> set[Refusal]:
    """Return the code and the names of the facts of every refusal that the source makes."""
    found = set()
    for path in ROOT.rglob("*.py"):
        if str(path.relative_to(ROOT)) not in RAISED_AGAIN:
            found |= set(_refusals_of(path))
    return found


def _refusals_of(path: Path) -> Iterator[Refusal]:
    source = path.read_text()
    if "RuleBroken" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _called(node.func).endswith("RuleBroken"):
            facts = tuple(sorted(str(each.arg) for each in node.keywords))
            yield from ((code, facts) for code in _codes(path, node.args[0]))


def _called(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _codes(path: Path, written: ast.expr) -> list[str]:
    if isinstance(written, ast.IfExp):
        return [*_codes(path, written.body), *_codes(path, written.orelse)]
    module = import_module(".".join(path.relative_to(ROOT.parent).with_suffix("").parts))
    if isinstance(written, ast.Name):
        return [str(getattr(module, written.id))]
    if isinstance(written, ast.Call) and isinstance(written.func, ast.Attribute):
        table = getattr(module, ast.unparse(written.func.value))  # TABLE.get(…, DEFAULT)
        return [*table.values(), *_codes(path, written.args[-1])]
    assert isinstance(written, ast.Constant), f"{path} computes the code of a refusal"
    return [str(written.value)]


MADE = sorted(refusals())


def test_every_refusal_has_a_sentence_and_every_sentence_a_refusal() -> None:
    codes = {code for code, _ in MADE}
    assert not codes - set(SENTENCES), "Say these refusals in webapp/wording/rules.py"
    assert not set(SENTENCES) - codes, "Nothing is refused with these words"


@pytest.mark.parametrize(("code", "facts"), MADE, ids=str)
def test_a_refusal_is_said_in_every_language_of_its_readers_from_the_facts_it_carries(
    app: Flask, code: str, facts: tuple[str, ...]
) -> None:
    unknown = set(facts) - set(FACTS)
    assert not unknown, f"Give an example of {sorted(unknown)} in FACTS"
    rule = RuleBroken(code, **{name: FACTS[name] for name in facts})
    readers = PUBLIC if code in guest_words.rules() else STAFF
    said = {}
    for language in readers:
        with app.test_request_context("/"), force_locale(language.locale):
            said[language.code] = sentence(rule)
    assert len(set(said.values())) == len(readers), f"Not translated: {said}"
