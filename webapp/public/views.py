"""What Sillon is, for anyone."""

from webapp.pages import page
from webapp.public import portal
from webapp.public.style_samples import samples


@portal.get("/")
def show_home() -> str:
    """Show what Sillon is and where to go from here."""
    return page()


@portal.get("/style")
def show_style() -> str:
    """Show every component of the pages, for those who build and check them."""
    return page(**samples())
