"""Who stays in contact with a farm, and what came of it, over all of an association's people."""

from flask import request
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response

from webapp.models import Relationship, RelationshipState, Visit
from webapp.portals.caseworker import portal
from webapp.services.after import relationships
from webapp.web.access import signed_in_user
from webapp.web.extensions import db
from webapp.web.kept_searches import searches
from webapp.web.pages import page, shown_page
from webapp.web.unchanged import given_again

A_PAGE = 25
ASKED = ("state",)
"""What the address of the list may ask for, beside the page."""


@portal.route("/relationships", methods=["GET", "POST"])
@given_again(has_form=True)
def list_relationships() -> str | Response:
    """Show them, the latest news first; each is read, and ended, on its own page.

    A search is kept under a name.
    """
    kept = searches(ASKED)
    if kept.done:
        return kept.again()
    asked = request.args.get("state", "")
    state = asked if asked in set(RelationshipState) else ""
    query = relationships.listed(signed_in_user().organisation_id or 0, state)
    found = db.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    number, pages = shown_page(found, A_PAGE)
    visit = joinedload(Relationship.visit)
    whole = visit.joinedload(Visit.party), visit.joinedload(Visit.farm)
    shown = query.options(*whole, selectinload(Relationship.ties))
    return page(
        relationships=db.scalars(shown.offset((number - 1) * A_PAGE).limit(A_PAGE)).all(),
        state=state,
        states=list(RelationshipState),
        found=found,
        number=number,
        pages=pages,
        **kept.shown,
    )
