"""How many people came to the programme by whom, and how far: for associations and coordinators."""

from webapp.portals.recruitment.views import routes

__all__ = ["routes"]
