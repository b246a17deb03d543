"""The form table is whole: every form, field and button has its row, and every row its form."""

import ast
import re
from collections import defaultdict
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from flask import Flask
from wtforms.fields.core import UnboundField

from tests.webapp.form_table import FILTERS, NEVER_SENT, ONLY_IN_A_DEMONSTRATION, ROWS, SAMPLES
from webapp import portals, web
from webapp.web.forms import Form

WEBAPP = Path(portals.__path__[0]).parent
TABLE = "tests/webapp/forms"


def kinds_of(form: type[Form]) -> set[type[Form]]:
    return {form}.union(*map(kinds_of, form.__subclasses__()))


def form_classes() -> set[type[Form]]:
    """Return every form that a module of the portals or of what they share defines."""
    for package in (portals, web):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    ours = [each for each in kinds_of(Form) if each.__module__.startswith("webapp.")]
    return {
        each for each in ours if vars(import_module(each.__module__)).get(each.__name__) is each
    }


def fields_of(kind: type[Form]) -> set[str]:
    return {name for name in dir(kind) if isinstance(getattr(kind, name), UnboundField)}


def names_read(module: Path) -> set[str]:
    """Return the names that a module takes out of what was sent, beside its forms."""
    tree = ast.parse(module.read_text())
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_sent(getattr(node.func, "value", None)):
            names |= {each.value for each in node.args[:1] if isinstance(each, ast.Constant)}
        if isinstance(node, ast.Subscript) and _is_sent(node.value):
            names |= {node.slice.value} if isinstance(node.slice, ast.Constant) else set()
        if isinstance(node, ast.Compare) and _is_sent(node.comparators[0]):
            names |= {node.left.value} if isinstance(node.left, ast.Constant) else set()
    return {str(name) for name in names}


def _is_sent(node: ast.expr | None) -> bool:
    return node is not None and ast.unparse(node) in {"request.form", "request.values"}


def test_every_act_has_a_row(application: Flask) -> None:
    rules = application.url_map.iter_rules()
    acts = {rule.endpoint for rule in rules if "POST" in (rule.methods or ())}
    acts = {each for each in acts if not each.startswith("gateway.")}  # no person presses these
    acts -= ONLY_IN_A_DEMONSTRATION
    rows = {row.endpoint for row in ROWS}
    views = application.view_functions
    tried = {views[each] for each in rows & acts}  # a view that two portals have is one act
    missing = sorted(each for each in acts - rows if views[each] not in tried)
    assert not missing, f"Say in {TABLE} what is typed into {missing}"
    assert not rows - acts, f"Take {sorted(rows - acts)} out of {TABLE}: there is no such act"


def test_every_row_says_what_it_changes() -> None:
    idle = [str(row) for row in ROWS if not row.fields and not row.then]
    assert not idle, f"Say in `then` which fact changes: {idle}"
    assert len({str(row) for row in ROWS}) == len(ROWS), "Give rows of one form a `case` each"


def test_every_form_is_filled_in_by_a_row() -> None:
    filled = {row.form for row in ROWS if row.form} | NEVER_SENT
    named = {base for form in filled for base in form.__mro__}
    missing = sorted(each.__name__ for each in form_classes() - named)
    assert not missing, f"Fill {missing} in: name it as the `form` of a row in {TABLE}"


SENT = sorted(form_classes() - NEVER_SENT, key=str)


@pytest.mark.parametrize("kind", SENT, ids=lambda kind: kind.__name__)
def test_every_field_of_a_form_is_filled_in(kind: type[Form]) -> None:
    readers = [row for row in ROWS if row.form and issubclass(row.form, kind)]
    filled = {name for row in readers for name in row.fields}
    missing = sorted(fields_of(kind) - filled)
    assert not missing, f"Fill {missing} of {kind.__name__} in, in a row of {TABLE}"


def test_what_a_form_fills_in_is_read_by_someone() -> None:
    """A column that appears in no page, sentence or rule beside its own form is asked in vain."""
    filled = {
        place
        for row in ROWS
        for name, cell in row.fields.items()
        if isinstance(place := cell.at or name, str)
    }
    texts = "".join(
        each.read_text()
        for folder in ("templates", "models", "services", "wording", "channels", "portals")
        for each in (WEBAPP / folder).rglob("*")
        if each.suffix in {".py", ".html"}
    )
    unread = [
        name
        for name in sorted(filled)
        if not re.search(rf"(?<!form)\.{name}\b|\"{name}\": _l\(", texts)
    ]
    assert not unread, f"Show {unread} to someone, or ask for it no more"


def test_everything_that_a_portal_takes_from_a_form_is_filled_in() -> None:
    filled: dict[str, set[str]] = defaultdict(set)
    for row in ROWS:
        filled[row.endpoint.partition(".")[0]] |= set(row.fields)
    filled["auth"] |= filled["account"]
    filled["rounds"] = filled["visit_desk"] = filled["seats"] = filled["caseworker"]
    filled["web"] = set().union(*filled.values())
    missing = {
        f"{portal.name}: {name}"
        for portal in [*(WEBAPP / "portals").iterdir(), WEBAPP / "web"]
        for module in portal.glob("*.py")
        for name in names_read(module) - filled[portal.name]
    }
    assert not missing, f"Press or fill in what is read by hand, in {TABLE}: {sorted(missing)}"


def test_every_form_that_looks_for_things_has_a_row() -> None:
    """Any form that is not posted is one, whether it is written out or made by `filters`."""
    written = re.compile(r"\{% call filters\(|<form(?![^>]*method=\"post\")")
    templates = WEBAPP / "templates"
    found = {
        str(each.relative_to(templates))
        for folder in templates.iterdir()
        if folder.name != "components"
        for each in folder.rglob("*.html")
        if written.search(each.read_text())
    }
    shown = {f"{each.endpoint.replace('.', '/')}.html" for each in FILTERS}
    shared = ("rounds", "recruitment")
    shown |= {f"{room}/{each.rpartition('/')[2]}" for room in shared for each in shown}
    assert not found - SAMPLES - shown, f"Add a Filter to {TABLE}/filters.py for {found - shown}"


def test_a_form_written_out_by_hand_lets_its_reader_agree_as_well() -> None:
    """What a change does to visits is agreed to in the form: `form_for` has the box for it."""
    by_hand = {
        str(each.relative_to(WEBAPP / "templates")): each.read_text()
        for each in (WEBAPP / "templates").rglob("*.html")
        if "hidden_tag()" in each.read_text()
    }
    stuck = [name for name, text in by_hand.items() if "agreement(" not in text]
    of_no_visit = [
        "public/show_roll.html",
        "rounds/workbench.html",
        "workshops/note_attendance.html",
    ]
    assert sorted(stuck) == of_no_visit, "A roll and a run change no visit; other forms may"


def test_the_reading_of_names_sees_every_way_to_take_one(tmp_path: Path) -> None:
    module = tmp_path / "view.py"
    module.write_text(
        'a = request.form.get("one", "")\nb = request.form["two"]\nc = "three" in request.form\n'
        'd = request.values.get("four")\ne = request.args.get("five")\n'
    )
    assert names_read(module) == {"one", "two", "three", "four"}
