"""The first page of the portal."""

from webapp.coordinator import portal
from webapp.pages import page


@portal.get("/")
def show_todo() -> str:
    """Show what is to be done next."""
    return page()
