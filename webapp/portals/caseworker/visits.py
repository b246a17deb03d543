"""The visits of an association."""

from flask import request
from werkzeug.wrappers import Response

from webapp.ground.clock import today
from webapp.models import Centre, VisitState
from webapp.portals.caseworker import portal
from webapp.services.visits import letters, search
from webapp.web.access import find_or_404, number_or_404, signed_in_user
from webapp.web.acts import note_reading
from webapp.web.days import asked_days
from webapp.web.extensions import db
from webapp.web.kept_searches import searches
from webapp.web.pages import page, shown_page
from webapp.web.unchanged import given_again
from webapp.web.visit_letter import large_list
from webapp.wording.lodging import lodged
from webapp.wording.visit_history import why

A_PAGE = 25
ASKED = ("text", "state", "from", "until", "sort", "direction")
"""What the address of the list may ask for, beside the page."""

portal.add_app_template_global(why)
portal.add_app_template_global(lodged)


@portal.route("/visits", methods=["GET", "POST"])
@given_again(has_form=True)
def list_visits() -> str | Response:
    """Show the visits that the search asks for, some at a time; keep the search under a name."""
    kept = searches(ASKED)
    if kept.done:
        return kept.again()
    asked = _search()
    found = search.find_visits(db, signed_in_user().organisation_id or 0, asked)
    number, pages = shown_page(found.count, A_PAGE)
    return page(
        search=asked,
        found=found.count,
        shown=search.list_visits(db, found, (number - 1) * A_PAGE, A_PAGE),
        number=number,
        pages=pages,
        states=list(VisitState),
        today=today(),
        **kept.shown,
        centres=letters.centres_of(db, signed_in_user().organisation_id or 0),
    )


@portal.get("/visits/list-to-hang-up.pdf")
def download_large_list() -> Response:
    """Give a list in large letters, of everybody or of who lives in one reception centre."""
    asked = request.args.get("centre")
    centre = find_or_404(Centre, Centre.id == number_or_404(asked)) if asked else None
    visits = letters.to_hang_up(db, signed_in_user().organisation_id or 0, centre)
    note_reading("visits.list-printed", visits=len(visits))
    return large_list(visits, centre.name if centre else "")


def _search() -> search.Search:
    asked, (first_day, last_day) = request.args, asked_days()
    state, sort = asked.get("state", ""), asked.get("sort", "")
    return search.Search(
        text=asked.get("text", "")[:80],
        state=state if state in set(VisitState) else "",
        first_day=first_day,
        last_day=last_day,
        sort=sort if sort in search.SORTS else "arrival",
        # Without a wish the latest days come first: what is to come matters more than history.
        descending=asked.get("direction", "descending") == "descending",
    )
