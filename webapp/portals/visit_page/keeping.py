"""The sheet that guests keep on their own telephone: its page, and the script that keeps it."""

import gzip
from functools import cache

from flask import Response, g, make_response, request

from webapp.ground.clock import now, today
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import back, open_guests_link
from webapp.services.village import gatherings
from webapp.services.visits import disclosure
from webapp.services.visits.keeping import MayBeKept, may_be_kept
from webapp.web.acts import note_reading
from webapp.web.extensions import db
from webapp.web.light import STATIC
from webapp.web.pages import page
from webapp.wording.phrase_card import phrase_card

NOTHING = "none"


@portal.get("/<token>/kept")
def show_kept(token: str) -> Response:
    """Give the sheet as a telephone keeps it, to who gave a fresh code; nothing in it is sent."""
    link = open_guests_link(token)
    view = link.view()
    kept = may_be_kept(link.visit, view)
    if view.stage is not disclosure.Stage.SHEET or kept is None:
        return named(make_response(back(link)), kept)
    note_reading("visit.sheet-kept", link.visit, side=link.side.value)
    shown = page(
        view=view,
        token=token,
        neighbours=gatherings.of_visit(db, link.visit),
        phrases=phrase_card(),
        kept=True,
        on_paper=True,
        immersion=link.visit.slot.offer.frame == "immersion",
        day_kept=today(),
        hour_kept=now(),
    )
    return named(make_response(shown), kept)


@portal.get("/keep.js")
def give_keeper() -> Response:
    """Give the script that keeps a sheet: from here it reaches no page but those behind links."""
    plain, zipped = _keeper()
    response = Response(plain, mimetype="text/javascript")
    if request.accept_encodings["gzip"]:
        response.data = zipped
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def named(response: Response, kept: MayBeKept | None) -> Response:
    """Name what may be kept, or say that nothing may: what a telephone has is forgotten then."""
    response.headers["Sillon-Sheet"] = kept.version if kept else NOTHING
    if kept:
        response.headers["Sillon-Seconds"] = str(kept.seconds)
    return response


@portal.after_request
def keep_nothing_where_others_read(response: Response) -> Response:
    """Let a telephone that others read too forget what it kept before that was said."""
    if g.get("shared_telephone"):
        response.headers["Sillon-Sheet"] = NOTHING
    return response


@cache
def _keeper() -> tuple[bytes, bytes]:
    plain = (STATIC / "keep-sheet.js").read_bytes()
    return plain, gzip.compress(plain, mtime=0)
