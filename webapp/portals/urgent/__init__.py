"""Files read in an emergency: opened with a reason, read for an hour, listed for those told."""

from webapp.portals.urgent.views import routes

__all__ = ["routes"]
