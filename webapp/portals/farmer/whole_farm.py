"""All that a new farm has to tell, on one page: what `farm` asks a topic at a time."""

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Farm, Room
from webapp.portals.farmer import portal
from webapp.portals.farmer.farm import geocoder, house_of
from webapp.portals.farmer.farm_forms import WholeFarmForm
from webapp.portals.farmer.loaders import own_farm
from webapp.services.farms import rooms, telling
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import in_order
from webapp.web.pages import page


@portal.route("/my-farm/begin", methods=["GET", "POST"])
def tell_farm() -> str | Response:
    """Tell the whole of a farm of which nothing is told yet, all kept or nothing."""
    farm = own_farm()
    if not farm.has_told_nothing:
        return redirect(url_for("farmer.show_farm"))
    form = WholeFarmForm(
        name=farm.name,
        host_names=_first_name(signed_in_user().name),
        languages=farm.languages,
        room_name=_("Room 1"),
        beds=2,
    )
    if form.validate_on_submit() and form.place is not None:
        with acting(form) as act:
            telling.tell_place(db, farm, form.place, form.address.data, geocoder())
            _keep(form, farm)
            act.tell(_("Your farm is described. Now say what you would share with guests."))
        if act.done:
            return redirect(url_for("farmer.create_offer"))
    return page(form=form)


def _first_name(name: str) -> str:
    return next(iter(name.split()), "")


def _keep(form: WholeFarmForm, farm: Farm) -> None:
    """Keep each topic but the place as its own page would."""
    telling.tell(db, farm, "identity", name=form.name.data, productions=form.productions.data)
    telling.tell(
        db,
        farm,
        "household",
        host_names=form.host_names.data,
        phone=form.phone.data,
        adults=form.adults.data,
        woman_host=form.woman_host.data == "yes",
        languages=in_order(form.spoken, farm.languages),
    )
    room = Room(name=form.room_name.data, beds=form.beds.data, lockable=form.lockable.data)
    rooms.add(db, farm, room)
    features = sorted([*(form.features.data or []), *(form.journey.data or [])])
    told = {"features": features, "hazards": form.hazards.data or [], **house_of(form)}
    telling.tell(db, farm, "welcome", **told)
    telling.tell(db, farm, "station", station=form.station.data or None)
