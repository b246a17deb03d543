"""The link and the code with which the animators of a sitting note who was there."""

from urllib.parse import quote

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Series, Sitting, Workshop, WorkshopKind
from webapp.portals.coordinator import portal
from webapp.services.records import tokens
from webapp.services.workshops import animators
from webapp.web.access import find_or_404
from webapp.web.acts import acting, note_reading
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording import short_day
from webapp.wording.messages import address


@portal.get("/workshops/sittings/<int:sitting_id>/animators")
def show_roll_link(sitting_id: int) -> str:
    """Show the link, to be sent by mail, and the code, to be told by telephone."""
    sitting = _found(sitting_id)
    note_reading("sitting.roll-shown", sitting)
    link = address("public.show_roll", token=tokens.roll_token(sitting))
    subject = str(_("Workshop of %(day)s: who is there?", day=short_day(sitting.day)))
    words = _("From its beginning until the end of the next day you note here who was there. The "
              "code reaches you by telephone.")  # fmt: skip
    body = "\n\n".join((str(words), link))
    return page(
        sitting=sitting,
        link=link,
        code=tokens.roll_digits(sitting),
        letter=f"mailto:?subject={quote(subject)}&body={quote(body)}",
    )


@portal.post("/workshops/sittings/<int:sitting_id>/animators/renewal")
def renew_roll_link(sitting_id: int) -> Response:
    """Make another link and another code; the old ones open nothing any more."""
    sitting = _found(sitting_id)
    with acting() as act:
        animators.renew(db, sitting)
        act.tell(_("These are new: the link and the code of before open nothing any more."))
    return redirect(url_for("coordinator.show_roll_link", sitting_id=sitting_id))


def _found(sitting_id: int) -> Sitting:
    of_others = Workshop.kind.in_((WorkshopKind.GUESTS, WorkshopKind.FARMERS))
    theirs = Sitting.series.has(Series.workshop.has(of_others))
    return find_or_404(Sitting, Sitting.id == sitting_id, Sitting.cancelled_at.is_(None), theirs)
