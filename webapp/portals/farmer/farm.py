"""My farm: what is told and what is missing, a topic a page, each saved alone."""

from flask import current_app
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.geography import Geocoder, find_commune
from webapp.ground.clock import today
from webapp.ground.config import Config
from webapp.models import Farm
from webapp.models.farms import CHECKLIST
from webapp.portals.farmer import portal
from webapp.portals.farmer.farm_forms import (
    STATION_FEATURES,
    TOLD_ELSEWHERE,
    USUAL_LANGUAGES,
    HouseholdForm,
    IdentityForm,
    PlaceForm,
    StationForm,
    WelcomeForm,
)
from webapp.portals.farmer.loaders import own_farm
from webapp.portals.farmer.topics import go_on
from webapp.services.accounts.invitations import is_pending
from webapp.services.farms import seasons, telling
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, in_order
from webapp.web.pages import page


@portal.get("/legal")
def show_legal() -> str:
    """Show what a discovery stay is and is not, and how far the farm's season is."""
    farm = own_farm()
    return page(farm=farm, season=seasons.season_of(db, farm, today().year))


@portal.get("/my-farm")
def show_farm() -> str:
    """Show the topics, what is missing and how far the vetting is."""
    farm = own_farm()
    return page(
        farm=farm,
        commune=find_commune(farm.commune or ""),
        welcome=[feature for feature in farm.features if feature not in TOLD_ELSEWHERE],
        station_features=STATION_FEATURES,
        is_pending=is_pending,
        checklist=CHECKLIST,
    )


@portal.route("/my-farm/name", methods=["GET", "POST"])
def edit_identity() -> str | Response:
    """Tell the farm's name and productions."""
    farm = own_farm()
    form = IdentityForm(obj=farm)
    if form.validate_on_submit():
        told = {
            "name": form.name.data,
            "productions": form.productions.data,
            "presentation": (form.presentation.data or "").strip() or None,
        }
        if _tell(form, farm, "identity", told):
            return go_on(farm, "identity")
    return page(form=form)


def _tell(form: Form, farm: Farm, topic: str, told: dict[str, object]) -> bool:
    """Keep what was told on a topic; else the form says why not."""
    with acting(form) as act:
        telling.tell(db, farm, topic, **told)
        act.tell(_("Saved."))
    return act.done


@portal.route("/my-farm/place", methods=["GET", "POST"])
def edit_place() -> str | Response:
    """Tell where the farm is."""
    farm = own_farm()
    commune = find_commune(farm.commune or "")
    lies_in = commune.label if commune else ""
    form = PlaceForm(data={"commune": lies_in, "address": farm.address})
    if form.validate_on_submit() and form.place is not None:
        with acting(form) as act:
            telling.tell_place(db, farm, form.place, form.address.data, geocoder())
            act.tell(_("Saved."))
        if act.done:
            return go_on(farm, "place")
    return page(form=form)


def geocoder() -> Geocoder:
    """Return the one geocoder of this process: after a failure it pauses for a while."""
    from webapp.geography.geocoding_services import (  # noqa: PLC0415 (one page needs it)
        make_geocoder,
    )

    config: Config = current_app.extensions["config"]
    if "geocoder" not in current_app.extensions:
        current_app.extensions["geocoder"] = make_geocoder(config.geocoder)
    made: Geocoder = current_app.extensions["geocoder"]
    return made


@portal.route("/my-farm/household", methods=["GET", "POST"])
def edit_household() -> str | Response:
    """Tell who lives here."""
    farm = own_farm()
    form = HouseholdForm(data=_household_of(farm))
    if form.validate_on_submit():
        told = {
            "host_names": form.host_names.data,
            "phone": form.phone.data,
            "adults": form.adults.data,
            "woman_host": form.woman_host.data == "yes",
            "languages": in_order(form.spoken, farm.languages),
        }
        if _tell(form, farm, "household", told):
            return go_on(farm, "household")
    return page(form=form)


def _household_of(farm: Farm) -> dict[str, object]:
    answers = {True: "yes", False: "no", None: None}
    return {
        "host_names": farm.host_names,
        "phone": farm.phone,
        "adults": farm.adults,
        "woman_host": answers[farm.woman_host],
        "languages": [code for code in farm.languages if code in USUAL_LANGUAGES],
        "other_languages": [code for code in farm.languages if code not in USUAL_LANGUAGES],
    }


def house_of(form: WelcomeForm) -> dict[str, object]:
    """Return what was told of the house: rules ticked, and one in the farm's own words."""
    words = (form.house_words.data or "").strip() or None
    return {"house_rules": form.house_rules.data or [], "house_words": words}


@portal.route("/my-farm/welcome", methods=["GET", "POST"])
def edit_welcome() -> str | Response:
    """Tell what is possible here and what to know."""
    farm = own_farm()
    here = [code for code in farm.features if code not in TOLD_ELSEWHERE]
    form = WelcomeForm(
        data={
            "features": here,
            "hazards": farm.hazards,
            "house_rules": farm.house_rules,
            "house_words": farm.house_words,
        }
    )
    if form.validate_on_submit():
        elsewhere = [code for code in farm.features if code in STATION_FEATURES]
        told = {
            "features": sorted([*(form.features.data or []), *elsewhere]),
            "hazards": form.hazards.data or [],
            **house_of(form),
        }
        if _tell(form, farm, "welcome", told):
            return go_on(farm, "welcome")
    return page(form=form)


@portal.route("/my-farm/station", methods=["GET", "POST"])
def edit_station() -> str | Response:
    """Tell how one gets here without a car."""
    farm = own_farm()
    here = [code for code in farm.features if code in STATION_FEATURES]
    form = StationForm(data={"station": farm.station, "features": here})
    if form.validate_on_submit():
        elsewhere = [code for code in farm.features if code not in STATION_FEATURES]
        told = {
            "station": form.station.data or None,
            "features": sorted([*elsewhere, *(form.features.data or [])]),
        }
        if _tell(form, farm, "station", told):
            return go_on(farm, "station")
    return page(form=form)
