"""Every sentence that a guest can meet: on the pages behind a link, in letters and text messages.

Whoever travels has no account. What they open are all pages behind a link and in public but those
named here, and what these draw in; what they are sent begins with `OF_A_NOTE`. Each of their
languages has all of it.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import cast

from webapp.wording.barriers import FOR_GUESTS
from webapp.wording.labels import LABELS
from webapp.wording.rules import SENTENCES

WEBAPP = Path(__file__).parents[1] / "webapp"

Text = str | tuple[str, ...]
Found = tuple[str, int, Text, list[str], str | None]
"""Where a text of the screens was found, its line, the text or its two forms, comments, context."""

FOLDERS = ("visit_page", "public", "errors")
"""Where the templates stand that somebody without an account opens."""
OF_OTHERS = (
    *(f"visit_page/visit/{name}.html" for name in (
        "comes_by", "farm_code", "farm_proposal", "farm_sheet", "farm_well", "guest_facts",
        "host_phrases",
    )),
    *(f"public/{name}.html" for name in (
        "check_attestation", "list_phrases", "refer_person", "say_phrase", "show_referral",
        "show_roll", "show_style",
    )),
    *(f"errors/{name}.html" for name in ("500", "503", "left_out", "plain")),
)  # fmt: skip
"""Those of them that a guest never opens: farms, prescribers, speakers, animators do. Or that say
the same in every language at once.
"""

CODE = (
    "portals/visit_page/", "portals/public/gatherings.py", "portals/public/links.py",
    "portals/public/incidents.py",
    "web/incident_form.py", "wording/file_print.py",
    "wording/attestations.py", "wording/codes.py", "wording/path_print.py",
    "wording/days.py", "wording/form_mistakes.py", "wording/lists.py", "wording/messages.py",
    "wording/phrase_card.py", "wording/phrases.py", "wording/shown_facts.py",
    "web/recorded.py", "web/heard.py",
)  # fmt: skip
"""Code whose every text may stand on these pages, beside what their views import of `web`."""
IMPORTED = re.compile(r"^from webapp\.web\.(\w+) import", re.MULTILINE)

KINDS = (
    "agreed-word", "agreement", "answer", "assessed", "correction-answer", "feedback-answer",
    "guest-absence", "guest-missed", "guest-outcome", "guest-question",
    "hazard", "house-rule", "incident-kind",
    "language",
    "message-state", "need", "obstacle", "obstacle-level", "photo", "production", "purpose",
    "reason", "sex", "shown-fact", "side", "step", "step-by-you", "thanks", "thread-card",
    "thread-writer", "village-answer", "village-question",
)  # fmt: skip
"""Kinds of label that they show."""

ACTS = (
    "models/feedbacks.py", "models/relationships.py", "models/states.py", "models/visits.py",
    "services/after/feedback.py", "services/after/thanks.py", "services/visits/answers.py",
    "services/visits/arrival_hours.py", "services/visits/consent.py", "services/visits/missed.py",
    "services/workshops/contests.py", "services/workshops/seats.py",
)  # fmt: skip
"""Where the rules of what a guest does are named."""

RULES = (
    "changed-meanwhile", "decided-meanwhile", "gathering-asks-no-more", "nothing-to-sign",
    "seat-not-kept", "thread-closed", "thread-empty", "thread-waits",
    "visit-not-begun", "voice-empty", "voices-enough",
)  # fmt: skip
"""Rules beside those, which an act of theirs may break as well."""

NOTES = "_messages.py"
"""How the modules of `wording` end that say what is sent."""
TO_ON_DUTY = "wording/help_messages.py"
"""The one whose text messages no guest is sent."""
OF_A_NOTE = "Sillon: "
"""How a text message begins; letters go to farms and staff."""

DRAWN_IN = re.compile(r'{%-?\s*(?:extends|include|from)\s+"([^"]+\.html)"')
NAMED = re.compile(r'"([a-z]+(?:-[a-z]+)+)"')


def meets_a_guest(found: Found) -> bool:
    """Judge a text by where it was found; labels, by which kind of label they are."""
    place, line, text, _comments, _context = found
    if place in drawn() or place.startswith(CODE) or place in imported():
        return True
    said = text if isinstance(text, str) else text[0]
    if place.endswith(NOTES) and place != TO_ON_DUTY and said.startswith(OF_A_NOTE):
        return True
    return place.startswith("wording/") and (said in said_of_codes() or line in lines_of(place))


def pages() -> list[str]:
    """Return the templates that a guest opens: each new one, until it stands in `OF_OTHERS`."""
    templates = WEBAPP / "templates"
    found = (path for folder in FOLDERS for path in (templates / folder).rglob("*.html"))
    names = (path.relative_to(templates).as_posix() for path in found)
    return sorted(set(names) - set(OF_OTHERS))


@cache
def imported() -> frozenset[str]:
    """Return what the views behind a link import of `web`: forms, and what they say of acts."""
    sources = (WEBAPP / "portals" / "visit_page").glob("*.py")
    found = {name for path in sources for name in IMPORTED.findall(path.read_text("utf-8"))}
    return frozenset(f"web/{name}.py" for name in found)


@cache
def drawn() -> frozenset[str]:
    """Return the templates of a guest's pages, by their path under webapp, and all within them."""
    wanted, seen = pages(), set[str]()
    while wanted:
        name = wanted.pop()
        if name not in seen:
            seen.add(name)
            wanted += DRAWN_IN.findall((WEBAPP / "templates" / name).read_text(encoding="utf-8"))
    return frozenset(f"templates/{name}" for name in seen)


@cache
def said_of_codes() -> frozenset[str]:
    """Return the labels a guest is shown, and what may stand between them and a farm."""
    labels = [each for kind in KINDS for each in LABELS[kind].values()]
    between = [each for facts in FOR_GUESTS.values() for each in facts]
    return frozenset(each._args[0] for each in (*labels, *between))


@cache
def lines_of(place: str) -> frozenset[int]:
    """Return the lines of a module on which the rules that a guest may break become sentences."""
    tree = ast.parse((WEBAPP / place).read_text(encoding="utf-8"))
    functions = {each.name: each for each in tree.body if isinstance(each, ast.FunctionDef)}
    return frozenset(
        line
        for sentence in _sentences(tree)
        for part in [functions.get(sentence.id) if isinstance(sentence, ast.Name) else sentence]
        if part is not None
        for line in range(part.lineno, (part.end_lineno or part.lineno) + 1)
    )


def _sentences(tree: ast.Module) -> Iterator[ast.expr]:
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "SENTENCES":
            table = cast(ast.Dict, node.value)
            for code, sentence in zip(table.keys, table.values, strict=True):
                if isinstance(code, ast.Constant) and code.value in rules():
                    yield sentence


@cache
def rules() -> frozenset[str]:
    """Return the codes of the rules that a guest's acts may break."""
    sources = ((WEBAPP / place).read_text(encoding="utf-8") for place in ACTS)
    named = {code for source in sources for code in NAMED.findall(source)}
    return frozenset({*named.intersection(SENTENCES), *RULES})


def of_guests(found: Iterable[Found]) -> list[Found]:
    """Return the texts that guests meet."""
    return [each for each in found if meets_a_guest(each)]
