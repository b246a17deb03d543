"""Gatherings on the farm's ground: the words that anybody would read, and the farm's yes or no."""

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.geography import find_commune
from webapp.models import Gathering
from webapp.portals.farmer import portal
from webapp.portals.farmer.loaders import own_farm
from webapp.services.village import gatherings
from webapp.web.access import find_or_404
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.web.unchanged import given_again
from webapp.web.village_papers import poster


@portal.get("/gatherings")
@given_again()
def list_gatherings() -> str:
    """Show every gathering to which the farm was asked."""
    return page(gatherings=gatherings.of_farm(db, own_farm()))


@portal.get("/gatherings/<int:gathering_id>")
def show_gathering(gathering_id: int) -> str:
    """Show what anybody would read, and ask for a yes or a no."""
    gathering = _own(gathering_id)
    commune = find_commune(gathering.commune)
    return page(
        gathering=gathering,
        farm=own_farm(),
        commune=commune.label if commune else "",
        is_told=gatherings.is_told(db, gathering),
    )


@portal.post("/gatherings/<int:gathering_id>/answer")
def answer_gathering(gathering_id: int) -> Response:
    """Take the farm's yes or no."""
    gathering, said = _own(gathering_id), request.form.get("answer", "")
    if said not in {"yes", "no"}:
        abort(404)
    with acting() as act:
        gatherings.answer(db, gathering, yes=said == "yes")
        if said == "yes":
            act.tell(_("Thank you! Everybody may read of it now."))
        else:
            act.tell(_("It is noted: it does not take place at your farm."))
    return redirect(url_for("farmer.show_gathering", gathering_id=gathering_id))


@portal.get("/gatherings/<int:gathering_id>/poster.pdf")
def download_poster(gathering_id: int) -> Response:
    """Give the poster to put up."""
    gathering = _own(gathering_id)
    if not gatherings.is_told(db, gathering):
        abort(404)
    return poster(gathering)


def _own(gathering_id: int) -> Gathering:
    return find_or_404(Gathering, Gathering.id == gathering_id, Gathering.farm_id == own_farm().id)
