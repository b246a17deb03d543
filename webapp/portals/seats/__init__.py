"""What is done to a seat in a workshop, by caseworkers and by coordinators."""

from webapp.portals.seats import leaving, roll
from webapp.portals.seats.views import routes

__all__ = ["leaving", "roll", "routes"]
