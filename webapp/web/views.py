"""How a portal finds its views: one way for all of them."""

from importlib import import_module
from pkgutil import iter_modules


def load_views(portal: str) -> None:
    """Import every module of a portal's package, so that its views register themselves.

    Called at the end of the package's `__init__`, once the portal they register on is there.
    """
    for module in iter_modules(import_module(portal).__path__):
        import_module(f"{portal}.{module.name}")
