"""Filling a form in, as a browser lets one: only what is there, only what is offered."""

from io import BytesIO
from typing import Any

from flask import Flask
from selectolax.lexbor import LexborNode

from tests.page import Page, offered_by
from tests.webapp.forms.row import Row, World

CHOSEN = ("radio", "checkbox")
UNTYPED = {
    "csrf_token", "once", "seen", "decided", "decided_of_many", "username", "keep_for_later",
    "begun_with",
}  # fmt: skip
"""What nobody types: what the page carries, the name by which a browser keeps a password, and the
button that sends nothing, with what its form began with (`test_kept_for_later`)."""


class SentFile(BytesIO):
    """A file that a browser has on its disk: it may be sent again."""

    def close(self) -> None:
        """Be read from its beginning the next time."""
        self.seek(0)


def address_of(app: Flask, endpoint: str, world: World) -> str:
    """Return the address of a view, with the world's own things in it."""
    rule = next(app.url_map.iter_rules(endpoint))
    values = {name: world.argument(name) for name in rule.arguments}
    return app.url_map.bind("sillon.example").build(endpoint, values)


def open_the_form(page: Page, app: Flask, row: Row, world: World) -> LexborNode:
    """Come to the page on which a row's form stands, and return the form."""
    if world.reader is not None:
        page.sign_in(world.reader)
    if row.approach is not None:
        row.approach(page, world)
    else:
        page.visit(address_of(app, row.page or row.endpoint, world))
    pressed = next((world.named(name) for name in row.fields), "")
    return page.form_to(address_of(app, row.endpoint, world), pressed)


def names_in(form: LexborNode) -> set[str]:
    """Return the name of everything that a form may send."""
    controls = form.css("input, select, textarea, button")
    return {each.attributes.get("name") or "" for each in controls} - {"", *UNTYPED}


def typed_into(form: LexborNode, row: Row, world: World) -> dict[str, Any]:
    """Return what a browser sends of the fields that a row fills in."""
    cells = {world.named(name): cell.sent(world) for name, cell in row.fields.items()}
    return {name: _sent(form, name, value) for name, value in cells.items() if value is not None}


def _sent(form: LexborNode, name: str, value: Any) -> Any:
    controls = form.css(f'[name="{name}"]')
    assert controls, f"The form has no field {name!r}"
    offered = _offered(controls)
    if isinstance(value, bool):
        assert len(offered) == 1, f"{name!r} is not one box to tick"
        return offered[0] if value else None
    if controls[0].attributes.get("type") == "file":
        name, content = value
        return SentFile(content if isinstance(content, bytes) else content.encode()), name
    if not offered:
        return value.replace("\n", "\r\n")  # as browsers end a line
    chosen = value if isinstance(value, list) else [value]
    beyond = [each for each in chosen if each not in offered]
    assert not beyond, f"{name!r} does not offer {beyond}, only {offered}"
    return [each for each in offered if each in chosen] if isinstance(value, list) else value


def _offered(controls: list[LexborNode]) -> list[str]:
    """Return what may be chosen, in the order of the page; nothing where one types freely."""
    values = []
    for control in controls:
        if control.tag == "select":
            values += [offered_by(each) for each in control.css("option")]
        elif control.tag == "button" or control.attributes.get("type") in CHOSEN:
            values.append(control.attributes["value"] or "")
    return values
