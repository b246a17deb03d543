"""Searches that a coordinator keeps under a name, in whichever list."""

from werkzeug.wrappers import Response

from webapp.portals.coordinator import portal
from webapp.web.kept_searches import forget


@portal.post("/searches/<int:search_id>/removal")
def remove_search(search_id: int) -> Response:
    """Forget a search that was kept."""
    return forget(search_id)
