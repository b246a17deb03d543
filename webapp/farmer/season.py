"""Last season's dates again: the same weekdays a year later, seen before they are saved."""

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.clock import today
from webapp.extensions import db
from webapp.farmer import portal
from webapp.farmer.calendar import save_stays
from webapp.farmer.own import own_offer
from webapp.farmer.slot_forms import DaysForm
from webapp.pages import page
from webapp.services import offers


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
