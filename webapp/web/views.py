"""How a portal finds its views, and takes those that it shares with another."""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, TypeVar

from flask import Blueprint

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


def load_views(portal: str) -> None:
    """Import every module of a portal's package, so that its views register themselves.

    Called at the end of the package's `__init__`, once the portal they register on is there.
    """
    for module in iter_modules(import_module(portal).__path__):
        import_module(f"{portal}.{module.name}")
