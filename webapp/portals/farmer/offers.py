"""My offers: written in three short steps, shown as a guest will see them, opened and closed."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from webapp.ground.errors import RuleBroken
from webapp.models import Offer, OfferState
from webapp.portals.farmer import portal
from webapp.portals.farmer.loaders import keep, own_farm, own_offer
from webapp.portals.farmer.offer_forms import DescriptionForm, GuestsForm, LodgingForm, PauseForm
from webapp.portals.farmer.rooms_offered import (
    as_chosen,
    people_chosen,
    questions,
    usual,
    with_rooms,
)
from webapp.services.farms import offers
from webapp.services.farms.labour import signs_of_labour
from webapp.services.farms.seasons import PEOPLE_AT_ONCE
from webapp.services.records import audit
from webapp.services.visits.disclosure import place_of
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording import sentence


@portal.get("/offers")
def list_offers() -> str:
    """Show the farm's offers, the closed ones last."""
    farm = own_farm()
    by_state = list(OfferState)
    return page(farm=farm, offers=sorted(farm.offers, key=lambda each: by_state.index(each.state)))


@portal.route("/offers/new", methods=["GET", "POST"])
def create_offer() -> str | Response:
    """Begin an offer: what will be seen and shared."""
    farm = own_farm()
    form = DescriptionForm(production=farm.productions[0] if farm.productions else None)
    if not form.validate_on_submit():
        return page(form=form, farm=farm)
    offer = Offer(farm_id=farm.id, hazards=list(farm.hazards))
    offer.open_rooms(usual(farm.rooms, PEOPLE_AT_ONCE))
    form.populate_obj(offer)
    db.add(offer)
    audit.record(db, "offer.created", offer)
    db.commit()
    return redirect(url_for("farmer.edit_guests", offer_id=offer.id, new=1))


@portal.get("/offers/<int:offer_id>")
def show_offer(offer_id: int) -> str:
    """Show an offer, what can be changed and what can be done with it."""
    offer = own_offer(offer_id)
    return page(
        offer=offer,
        signs=signs_of_labour(offer.title, offer.description),
    )


@portal.get("/offers/<int:offer_id>/preview")
def preview_offer(offer_id: int) -> str:
    """Show what a guest will see: the very facts of a proposal."""
    offer = own_offer(offer_id)
    return page(offer=offer, view={"place": place_of(offer)})


@portal.route("/offers/<int:offer_id>/description", methods=["GET", "POST"])
def edit_description(offer_id: int) -> str | Response:
    """Change what will be seen and shared."""
    offer = own_offer(offer_id)
    form = DescriptionForm(obj=offer)
    if not form.validate_on_submit():
        return page(form=form, offer=offer)
    form.populate_obj(offer)
    return _saved(offer, "description", "farmer.edit_guests")


@portal.route("/offers/<int:offer_id>/guests", methods=["GET", "POST"])
def edit_guests(offer_id: int) -> str | Response:
    """Change for whom the offer is."""
    offer = own_offer(offer_id)
    form = GuestsForm(obj=offer)
    if not form.validate_on_submit():
        return page(form=form, offer=offer)
    form.populate_obj(offer)
    return _saved(offer, "guests", "farmer.edit_lodging")


@portal.route("/offers/<int:offer_id>/lodging", methods=["GET", "POST"])
def edit_lodging(offer_id: int) -> str | Response:
    """Change where guests sleep, how long they stay and what they should know."""
    offer = own_offer(offer_id)
    rooms = offer.farm.rooms
    chosen = {"nights": offer.nights, "hazards": offer.hazards, **as_chosen(offer, rooms)}
    form = with_rooms(LodgingForm, rooms)(data=chosen)
    if not form.validate_on_submit():
        return page(form=form, offer=offer, rooms=questions(form, rooms))
    offer.nights, offer.hazards = form.nights.data, form.hazards.data or []
    offer.open_rooms(people_chosen(form, rooms))
    return _saved(offer, "lodging", "farmer.show_offer")


def _saved(offer: Offer, topic: str, next_step: str) -> Response:
    """Keep a topic; a new offer goes on to its next step, a standing one back to its page."""
    audit.record(db, "offer.changed", offer, topic=topic)
    db.commit()
    if request.args.get("new"):
        return redirect(url_for(next_step, offer_id=offer.id, new=1))
    flash(_("Saved."), "success")
    return redirect(url_for("farmer.show_offer", offer_id=offer.id))


@portal.post("/offers/<int:offer_id>/opening")
def open_offer(offer_id: int) -> Response:
    """Show the offer to rounds, and go on to its dates."""
    offer = own_offer(offer_id, lock=True)
    try:
        offer.open()
    except RuleBroken as rule:
        flash(sentence(rule), "error")
        return redirect(url_for("farmer.show_offer", offer_id=offer.id))
    audit.record(db, "offer.opened", offer)
    return keep(
        "farmer.choose_days", _("Your offer is open. Now tick your dates."), offer_id=offer.id
    )


@portal.route("/offers/<int:offer_id>/pause", methods=["GET", "POST"])
def pause_offer(offer_id: int) -> str | Response:
    """Let an offer rest for a while."""
    offer = own_offer(offer_id, lock=request.method == "POST")
    form = PauseForm()
    if not form.validate_on_submit():
        return page(form=form, offer=offer)
    try:
        offer.pause(form.until.data)
    except RuleBroken as rule:
        form.refuse("until", sentence(rule))
        return page(form=form, offer=offer)
    until = offer.paused_until.isoformat() if offer.paused_until else None
    audit.record(db, "offer.paused", offer, until=until)
    return keep("farmer.show_offer", _("Your offer rests."), offer_id=offer.id)


@portal.route("/offers/<int:offer_id>/closing", methods=["GET", "POST"])
def close_offer(offer_id: int) -> str | Response:
    """End an offer, after saying what becomes of its dates."""
    offer = own_offer(offer_id, lock=request.method == "POST")
    if request.method != "POST":
        return page(offer=offer)
    try:
        withdrawn = offers.close(db, offer)
    except RuleBroken as rule:
        flash(sentence(rule), "error")
        return redirect(url_for("farmer.show_offer", offer_id=offer.id))
    audit.record(db, "offer.closed", offer, withdrawn=withdrawn)
    told = ngettext(
        "Your offer is closed and %(num)d free date is withdrawn.",
        "Your offer is closed and %(num)d free dates are withdrawn.",
        withdrawn,
    )
    return keep("farmer.list_offers", told)


@portal.post("/offers/<int:offer_id>/copy")
def copy_offer(offer_id: int) -> Response:
    """Begin a new offer from this one."""
    made = offers.copy(db, own_offer(offer_id))
    audit.record(db, "offer.created", made, copied_from=offer_id)
    return keep(
        "farmer.show_offer", _("Here is a copy without dates: change what differs."),
        offer_id=made.id,
    )  # fmt: skip
