"""The pages of matching rounds, for the two portals that run them.

A caseworker runs rounds over the parties of their association; a coordinator over all, and knows
parties by their code only.
"""

from importlib import import_module

from webapp.portals.rounds.routes import routes

for module in (
    "settings",
    "workbench",
    "pictures",
    "pairs",
    "advice",
    "publication",
    "visits",
):  # the views collect their routes
    import_module(f"{__name__}.{module}")

__all__ = ["routes"]
