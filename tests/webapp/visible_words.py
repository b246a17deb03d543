"""Find the words that a template or a form shows without asking the catalogues for them."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, nodes

TEMPLATES = Path(__file__).parents[2] / "webapp" / "templates"
SPOKEN = {"title", "alt", "aria-label", "aria-description", "placeholder", "data-label"}
SILENT = {"script", "style", "svg"}
SAME_EVERYWHERE = {"Sillon", "km", "SMS", "PDF", "QR", "CNIL", "PMSMP"}
"""Names, units and codes that are the same in every language."""

WORD = re.compile(r"[^\W\d_]{2,}")
PHRASE = re.compile(r"^[A-ZÀ-Þ][^\W\d_]*[ ’'][^\W\d_]")
TRANSLATED = {"_", "_l", "gettext", "ngettext", "lazy_gettext", "lazy_ngettext"}
PATTERNED = {"datetimeformat", "dateformat", "timeformat"}
SHOWING = re.compile(r"^(flash|refuse|required|ValidationError|SelectChoice|\w*Field)$")

environment = Environment(autoescape=True)


def untranslated(template: str) -> list[str]:
    """Return what a template shows in one language only."""
    return [*_written(template), *_quoted(template)]


def _written(template: str) -> Iterator[str]:
    """Yield the words between tags, and those of attributes that are shown or read out."""
    reader = _Reader()
    reader.feed(_without_expressions(template))
    reader.close()
    for text in reader.shown:
        if any(word not in SAME_EVERYWHERE for word in WORD.findall(text)):
            yield " ".join(text.replace("\x00", "…").split())


def _without_expressions(template: str) -> str:
    """Return the HTML of a template, a sign standing for each expression."""
    kept = ""
    for _line, kind, value in environment.lex(template):
        kept += value if kind == "data" else "\x00" if kind == "variable_begin" else ""
    return kept.replace("<\x00", "<x").replace("</\x00", "</x")


class _Reader(HTMLParser):
    """Collects what people see or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        self.shown += [value for name, value in attrs if value and name in SPOKEN]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.silent -= tag in SILENT

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.shown.append(data)


def _quoted(template: str) -> Iterator[str]:
    """Yield the phrases in quotes that an expression gives to a page."""
    tree = environment.parse(template)
    calls = [*tree.find_all(nodes.Call), *tree.find_all(nodes.Filter)]
    asked = {id(each) for call in calls for each in _known(call)}
    for constant in tree.find_all(nodes.Const):
        phrase = constant.value
        if isinstance(phrase, str) and PHRASE.match(phrase) and id(constant) not in asked:
            yield phrase


def _known(call: nodes.Expr) -> Iterator[nodes.Node]:
    """Yield the constants of a call that translates, or that takes a pattern of dates."""
    name = getattr(
        call if isinstance(call, nodes.Filter) else getattr(call, "node", None), "name", ""
    )
    if name in TRANSLATED | PATTERNED:
        yield from call.find_all(nodes.Const)


def untranslated_code(source: str) -> list[str]:
    """Return the phrases that Python code shows in one language: in messages, labels, errors."""
    calls = [each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.Call)]
    asked = {id(each) for call in calls if _name(call) in TRANSLATED for each in ast.walk(call)}
    return [
        each.value
        for call in calls
        if SHOWING.match(_name(call))
        for each in ast.walk(call)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
        if id(each) not in asked and PHRASE.match(each.value)
    ]


def _name(call: ast.Call) -> str:
    return str(getattr(call.func, "id", getattr(call.func, "attr", "")))


def inside_a_string(source: str) -> set[str]:
    """Return the texts asked for within an f-string, where those who extract them do not look."""
    return {
        call.args[0].value
        for string in ast.walk(ast.parse(source))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in TRANSLATED
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }
