"""What Sillon is, for anyone."""

from flask import Response, jsonify, request

from webapp import geography
from webapp.portals.public import portal
from webapp.portals.public.style_samples import samples
from webapp.web.pages import page


@portal.get("/")
def show_home() -> str:
    """Show what Sillon is and where to go from here."""
    return page()


@portal.get("/hosting")
def show_hosting() -> str:
    """Show a farmer what hosting means, what it does not, and how to begin."""
    return page()


@portal.get("/matching")
def show_matching() -> str:
    """Show the rules by which places are proposed: they are public."""
    return page()


@portal.get("/privacy")
def show_privacy() -> str:
    """Show what is kept about people, for how long, and whom to ask."""
    return page()


@portal.get("/credits")
def show_credits() -> str:
    """Show whose data and pictures Sillon uses."""
    return page()


@portal.get("/communes")
def search_communes() -> Response:
    """Answer the labels of the communes that a text may mean, for a field that suggests them."""
    found = geography.search_communes(request.args.get("text", ""))
    return jsonify([commune.label for commune in found])


@portal.get("/style")
def show_style() -> str:
    """Show every component of the pages, for those who build and check them."""
    return page(**samples())
