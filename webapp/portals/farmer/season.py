"""Last season's dates again: the same weekdays a year later, seen before they are saved."""

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.ground.clock import today
from webapp.portals.farmer import portal
from webapp.portals.farmer.calendar import save_stays
from webapp.portals.farmer.loaders import own_offer
from webapp.portals.farmer.slot_forms import DaysForm
from webapp.services.farms import offers
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.route("/offers/<int:offer_id>/last-season", methods=["GET", "POST"])
def copy_season(offer_id: int) -> str | Response:
    """Show the stays of last year moved to this one, and save those that are kept."""
    offer = own_offer(offer_id)
    planned = offers.last_season(db, offer.farm, today())
    possible = [stay for stay in planned if stay.broken is None]
    form = DaysForm(data={"nights": offer.nights, "days": [stay.arrival for stay in possible]})
    if form.validate_on_submit():
        kept = [
            (stay.arrival, stay.departure) for stay in possible if stay.arrival in form.days.data
        ]
        if not kept:
            form.refuse("days", _("Tick at least one day of arrival"))
        elif save_stays(offer, kept, form):
            month = f"{kept[0][0]:%Y-%m}"
            return redirect(url_for("farmer.choose_days", offer_id=offer.id, show=month))
    return page(offer=offer, form=form, planned=planned, possible=possible)
