"""My offers: written on one page or in three, shown as guests will see them, opened, closed."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from webapp.ground.vocabulary import FRENCH_LEVELS
from webapp.models import Farm, Offer, OfferState
from webapp.portals.farmer import portal
from webapp.portals.farmer.loaders import own_farm, own_offer
from webapp.portals.farmer.offer_forms import (
    HOUSE,
    DescriptionForm,
    GuestsForm,
    LodgingForm,
    NewOfferForm,
    PauseForm,
)
from webapp.portals.farmer.rooms_offered import (
    as_chosen,
    people_chosen,
    questions,
    usual,
    with_rooms,
)
from webapp.services.farms import offers, sites
from webapp.services.farms.labour import signs_of_labour
from webapp.services.farms.seasons import PEOPLE_AT_ONCE
from webapp.services.records import audit
from webapp.services.visits import shown
from webapp.web.acts import Act, acting
from webapp.web.extensions import db
from webapp.web.forms import Form
from webapp.web.pages import page
from webapp.web.unchanged import given_again
from webapp.wording import label

USUAL_NIGHTS = 4


@portal.get("/offers")
@given_again()
def list_offers() -> str:
    """Show the farm's offers, the closed ones last."""
    farm = own_farm()
    by_state = list(OfferState)
    return page(farm=farm, offers=sorted(farm.offers, key=lambda each: by_state.index(each.state)))


@portal.route("/offers/new", methods=["GET", "POST"])
def create_offer() -> str | Response:
    """Begin an offer: what will be seen and shared; open it at once, or say more of it first."""
    farm = own_farm()
    first = farm.productions[0] if farm.productions else None
    form = NewOfferForm(
        title=_title(farm), production=first, min_french=FRENCH_LEVELS[0], nights=USUAL_NIGHTS
    )
    rooms, opens = usual(farm.rooms, PEOPLE_AT_ONCE), "opens" in request.form
    if form.validate_on_submit():
        offer = Offer(farm_id=farm.id, hazards=list(farm.hazards))
        offer.open_rooms(rooms)
        form.populate_obj(offer)
        with acting(form) as act:
            db.add(offer)
            audit.record(db, "offer.created", offer)
            if opens and not signs_of_labour(offer.title, offer.description):
                _open(offer, act)
        if act.done:
            return _first_step(offer, "farmer.show_offer" if opens else "farmer.edit_guests")
    return page(form=form, farm=farm, beds=sum(rooms.values()))


def _title(farm: Farm) -> str:
    """Suggest how a farm's first offer is called; the next one has something else to say."""
    if farm.offers or not farm.productions:
        return ""
    around = str(label("production", farm.productions[0])).lower()
    return str(_("A few days: %(production)s", production=around))


def _first_step(offer: Offer, draft: str) -> Response:
    """Lead on: to the dates of an offer that is open, else to a page of its draft."""
    if offer.state is OfferState.OPEN:
        return redirect(url_for("farmer.choose_days", offer_id=offer.id))
    return redirect(url_for(draft, offer_id=offer.id, new=1))


def _open(offer: Offer, act: Act) -> None:
    offer.open()
    audit.record(db, "offer.opened", offer)
    act.tell(_("Your offer is open. Now tick your dates."))


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
    seen = {"place": shown.place_of(offer), "photos": shown.photos(offer.farm)}
    return page(offer=offer, view=seen)


@portal.route("/offers/<int:offer_id>/description", methods=["GET", "POST"])
def edit_description(offer_id: int) -> str | Response:
    """Change what will be seen and shared."""
    offer = own_offer(offer_id)
    form = DescriptionForm(obj=offer)
    if form.validate_on_submit():
        with _changing(offer, "description", form) as act:
            form.populate_obj(offer)
        if act.done:
            return _go_on(offer, "farmer.edit_guests")
    return page(form=form, offer=offer)


@portal.route("/offers/<int:offer_id>/guests", methods=["GET", "POST"])
def edit_guests(offer_id: int) -> str | Response:
    """Change for whom the offer is."""
    offer = own_offer(offer_id)
    form = GuestsForm(obj=offer)
    if request.args.get("new"):
        form.told_before()
    if form.validate_on_submit():
        with _changing(offer, "guests", form) as act:
            form.populate_obj(offer)
            offer.check_people(_beds_possible(offer))
        if act.done:
            return _go_on(offer, "farmer.edit_lodging")
    return page(form=form, offer=offer)


def _beds_possible(offer: Offer) -> int:
    """Return how many beds an offer has, or may have while its rooms are still to be chosen."""
    all_beds = sum(room.beds for room in offer.farm.rooms)
    chosen = all_beds if request.args.get("new") else offer.beds_open
    return chosen or offer.min_people  # without a room, that is what is said first


@portal.route("/offers/<int:offer_id>/lodging", methods=["GET", "POST"])
def edit_lodging(offer_id: int) -> str | Response:
    """Change where guests sleep, how long they stay and what they should know."""
    offer = own_offer(offer_id)
    rooms, there = offer.farm.rooms, {each.id: each for each in sites.of_farm(db, offer.farm)}
    chosen = {"nights": offer.nights, "hazards": offer.hazards, **as_chosen(offer, rooms)}
    stands = {"site": offer.site_id or HOUSE} if there else {}
    form = with_rooms(LodgingForm, rooms)(data=chosen | stands)
    form.ask_where({number: site.name for number, site in there.items()})
    if request.args.get("new"):
        form.told_before()
    if form.validate_on_submit():
        with _changing(offer, "lodging", form) as act:
            sites.stand(db, offer, there.get(form.site.data) if there else None)
            offer.hazards = form.hazards.data or []
            if form.nights:
                offer.nights = form.nights.data
            offer.open_rooms(people_chosen(form, rooms))
            offer.check_people(offer.beds_open or offer.min_people)
        if act.done:
            return _go_on(offer, "farmer.show_offer")
    return page(form=form, offer=offer, rooms=questions(form, rooms), sites=there)


@contextmanager
def _changing(offer: Offer, topic: str, form: Form) -> Iterator[Act]:
    """Change a topic of an offer, as `acting` does, with its audit row."""
    with acting(form, "min_people") as act:
        yield act
        audit.record(db, "offer.changed", offer, topic=topic)
        if not request.args.get("new"):
            act.tell(_("Saved."))


def _go_on(offer: Offer, next_step: str) -> Response:
    """Lead a new offer to its next step, a standing one back to its page."""
    if request.args.get("new"):
        return redirect(url_for(next_step, offer_id=offer.id, new=1))
    return _back_to(offer)


def _back_to(offer: Offer) -> Response:
    return redirect(url_for("farmer.show_offer", offer_id=offer.id))


@portal.post("/offers/<int:offer_id>/opening")
def open_offer(offer_id: int) -> Response:
    """Show the offer to rounds, and go on to its dates."""
    offer = own_offer(offer_id, lock=True)
    with acting() as act:
        _open(offer, act)
    if act.done:
        return redirect(url_for("farmer.choose_days", offer_id=offer.id))
    return _back_to(offer)


@portal.route("/offers/<int:offer_id>/pause", methods=["GET", "POST"])
def pause_offer(offer_id: int) -> str | Response:
    """Let an offer rest for a while."""
    offer = own_offer(offer_id, lock=request.method == "POST")
    form = PauseForm()
    if form.validate_on_submit():
        with acting(form, "until") as act:
            offer.pause(form.until.data)
            until = offer.paused_until.isoformat() if offer.paused_until else None
            audit.record(db, "offer.paused", offer, until=until)
            act.tell(_("Your offer rests."))
        if act.done:
            return _back_to(offer)
    return page(form=form, offer=offer)


@portal.route("/offers/<int:offer_id>/closing", methods=["GET", "POST"])
def close_offer(offer_id: int) -> str | Response:
    """End an offer, after saying what becomes of its dates."""
    offer = own_offer(offer_id, lock=request.method == "POST")
    if request.method != "POST":
        return page(offer=offer)
    with acting() as act:
        withdrawn = offers.close(db, offer)
        audit.record(db, "offer.closed", offer, withdrawn=withdrawn)
        told = ngettext(
            "Your offer is closed and %(num)d free date is withdrawn.",
            "Your offer is closed and %(num)d free dates are withdrawn.",
            withdrawn,
        )
        act.tell(told)
    return redirect(url_for("farmer.list_offers")) if act.done else _back_to(offer)


@portal.post("/offers/<int:offer_id>/copy")
def copy_offer(offer_id: int) -> Response:
    """Begin a new offer from this one."""
    offer = own_offer(offer_id)
    with acting() as act:
        made = offers.copy(db, offer)
        audit.record(db, "offer.created", made, copied_from=offer_id)
        act.tell(_("Here is a copy without dates: change what differs."))
    return _back_to(made if act.done else offer)
