"""Pages that two portals share: the views collect their routes, each portal takes them all."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, render_template, request

View = TypeVar("View", bound=Callable[..., Any])


class Routes:
    """Routes without a portal; a view's endpoint is its name, as on a portal of its own."""

    def __init__(self) -> None:
        self._rules: list[tuple[str, Callable[..., Any], list[str]]] = []

    def route(self, rule: str, methods: list[str]) -> Callable[[View], View]:
        """Collect a view that answers these methods."""

        def keep(view: View) -> View:
            self._rules.append((rule, view, methods))
            return view

        return keep

    def get(self, rule: str) -> Callable[[View], View]:
        """Collect a page."""
        return self.route(rule, ["GET"])

    def post(self, rule: str) -> Callable[[View], View]:
        """Collect an act."""
        return self.route(rule, ["POST"])

    def add_to(self, portal: Blueprint) -> None:
        """Give a portal every route; its guard keeps them."""
        for rule, view, methods in self._rules:
            portal.add_url_rule(rule, view_func=view, methods=methods)


routes = Routes()


def page(**context: Any) -> str:
    """Render the template of the present view, in the frame of the portal it was opened from."""
    view = (request.endpoint or "").rpartition(".")[2]
    return render_template(f"rounds/{view}.html", portal=request.blueprint, **context)
