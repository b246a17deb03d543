"""Rows of a table become farms with their offers and dates, through the forms of the farmer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Final

from flask_babel import gettext as _

from webapp.ground.vocabulary import (
    FEATURES,
    FRENCH_LEVELS,
    HAZARDS,
    HOUSE_RULES,
    LANGUAGES,
    PRODUCTIONS,
)
from webapp.models import Farm, Offer, Room, Site
from webapp.portals.farmer import farm_forms, farm_places, offer_forms
from webapp.portals.farmer.farm_columns import OF_A_FARM, OF_AN_OFFER
from webapp.portals.imports import cells
from webapp.portals.imports.asking import TYPED, Asking, Forms, Told, asked, mistakes
from webapp.portals.imports.kinds import Judge, Judged, Mistake, Row
from webapp.services.farms import offers
from webapp.wording import sentence

USUAL_NIGHTS: Final = "4"
OF_HOUSEHOLD: Final = ("host_names", "phone", "adults", "woman_host", "languages")
_ROOM = re.compile(r"^(?P<name>.*?)[\s:(x×-]*(?P<beds>\d+)\D*$")


def at_the_house(*given: Any, **named: Any) -> offer_forms.LodgingForm:
    """Return lodging as a table tells it, whose columns of the site say where."""
    form = offer_forms.LodgingForm(*given, **named)
    del form.site
    return form


def _disagrees(row: int, said: str) -> str:
    told = _("Row %(row)s of the same farm says “%(said)s”: write one of the two",
             row=row, said=said)  # fmt: skip
    return str(told)


ASKING = Asking(
    OF_A_FARM,
    column_of={
        "name": "farm", "commune_code": "commune", "beds": "rooms", "hazards": "farm_hazards",
        "other_languages": "languages", "named_languages": "languages",
    },
    yes_no=frozenset({"woman_host", "children", "women_only", "exclusive"}),
    disagrees=_disagrees,
)  # fmt: skip


@dataclass
class Opened:
    """An offer of a row, the site at which it stands, and the stays that it opens."""

    offer: Offer
    site: Site | None = None
    stays: list[tuple[date, date]] = field(default_factory=list)


@dataclass
class Made:
    """What rows of one farm make."""

    farm: Farm
    sites: list[Site] = field(default_factory=list)
    opened: list[Opened] = field(default_factory=list)


def judging() -> Judge:
    """Return what judges rows one after the other: the farm that they make, or what is wrong."""
    return partial(_judge, Forms())


def _judge(known: Forms, rows: list[Row], _is_another: frozenset[int]) -> Judged:
    judged = Judged(rows)
    told = Told(rows, judged, known, ASKING)
    made = Made(Farm(languages=["fr"], features=[], hazards=[], house_rules=[], productions=[]))
    fills = (_identity, farm_places.settle, _household, _rooms, _welcome, _station)
    for fill in fills:
        fill(made.farm, told)
    places = farm_places.sites(rows, judged, known)
    made.sites = [*places.told.values()]
    for row in rows:
        if any(column.name in row.cells for column in OF_AN_OFFER):
            _open(made, row, places.of(row), judged)
    judged.made = None if judged.mistakes else made
    return judged


def _identity(farm: Farm, told: Told) -> None:
    typed = {
        "name": told["farm"],
        "productions": cells.several("production", PRODUCTIONS, told["productions"]),
        "presentation": told["presentation"],
    }
    if form := told.ask(farm_forms.IdentityForm, typed, whole=False):
        farm.name, farm.productions = form.name.data or "", list(form.productions.data or [])
        farm.presentation = (form.presentation.data or "").strip() or None
    if not told["farm"]:
        told.note("farm", str(_("Enter a farm name")))


def _household(farm: Farm, told: Told) -> None:
    spoken = cells.several("language", LANGUAGES, told["languages"] or "fr")
    woman = cells.yes_no(told["woman_host"])
    typed = {
        "host_names": told["host_names"],
        "phone": cells.telephone(told["phone"]),
        "adults": cells.number(told["adults"]) if told["adults"] else "",
        "woman_host": {True: "yes", False: "no", None: ""}[woman],
        "languages": [code for code in spoken if code in farm_forms.USUAL_LANGUAGES],
        "other_languages": [code for code in spoken if code in farm_forms.OTHER_LANGUAGES],
        "named_languages": ";".join(code for code in spoken if code not in LANGUAGES),
    }
    form = told.ask(farm_forms.HouseholdForm, typed, whole=False)
    if form is None:
        return
    farm.host_names, farm.phone = form.host_names.data or None, form.phone.data or None
    farm.adults, farm.woman_host, farm.languages = form.adults.data, woman, form.spoken


def _rooms(farm: Farm, told: Told) -> None:
    for number, item in enumerate(filter(None, map(str.strip, told["rooms"].split(";"))), start=1):
        found = _ROOM.match(item)
        name = (found["name"].strip() if found else "") or str(_("Room %(number)s", number=number))
        typed = {"name": name, "beds": found["beds"] if found else item}
        if form := told.ask(farm_forms.RoomForm, typed, "rooms"):
            farm.rooms.append(Room(name=form.name.data, beds=form.beds.data, lockable=False))


def _welcome(farm: Farm, told: Told) -> None:
    asked_for = cells.several("need", FEATURES, told["features"])
    elsewhere = [code for code in asked_for if code in farm_forms.STATION_FEATURES]
    typed = {
        "features": [code for code in asked_for if code not in elsewhere],
        "hazards": cells.several("hazard", HAZARDS, told["farm_hazards"]),
        "house_rules": cells.several("house-rule", HOUSE_RULES, told["house_rules"]),
        "house_words": told["house_words"],
    }
    if form := told.ask(farm_forms.WelcomeForm, typed, whole=False):
        farm.features = sorted([*(form.features.data or []), *elsewhere])
        farm.hazards = list(form.hazards.data or [])
        farm.house_rules = list(form.house_rules.data or [])
        farm.house_words = (form.house_words.data or "").strip() or None


def _station(farm: Farm, told: Told) -> None:
    if form := told.ask(farm_forms.StationForm, {"station": told["station"]}, whole=False):
        farm.station = form.station.data or None


def _open(made: Made, row: Row, site: Site | None, judged: Judged) -> None:
    """Make the offer of a row, with its dates; what is wrong is noted at the row itself."""
    said = row.cells
    produced = made.farm.productions
    typed = {
        "title": said.get("title", ""),
        "description": said.get("description", ""),
        "production": cells.choice("production", PRODUCTIONS, said.get("production", ""))
        or (produced[0] if produced else ""),
    }
    described = asked(offer_forms.DescriptionForm, typed)
    ticked = ("children", "women_only", "exclusive")
    guests = asked(
        offer_forms.GuestsForm,
        {
            "min_french": cells.level("french", FRENCH_LEVELS, said.get("min_french", "A0")),
            "min_people": cells.number(said.get("min_people", "1")),
            **{name: TYPED[cells.yes_no(said.get(name, ""))] for name in ticked},
        },
    )
    lodged = asked(
        at_the_house,
        {"nights": cells.number(said.get("nights", USUAL_NIGHTS)), "hazards": made.farm.hazards},
    )
    offer = Offer(frame="discovery", hazards=list(made.farm.hazards))
    found: list[Mistake] = []
    for form in (described, guests, lodged):
        found += mistakes(form, row, OF_AN_OFFER_ASKED)
        form.populate_obj(offer)
    judged.mistakes += found
    if not found:
        stays = list(_stays(made, row, judged, offer.nights))
        made.opened.append(Opened(offer, site, stays))


OF_AN_OFFER_ASKED: Final = Asking((), {}, ASKING.yes_no, _disagrees)


def _stays(made: Made, row: Row, judged: Judged, nights: int) -> Iterator[tuple[date, date]]:
    """Give the stays of a row that can be opened; a single day is an arrival."""
    if "dates" not in row.cells:
        return
    wished = []
    for _before, first, last, _after in cells.spans(row.cells["dates"]):
        try:
            begins, ends = date.fromisoformat(first), date.fromisoformat(last)
        except ValueError:
            _note(judged, row, _("Write days such as 05/04/2027, several with ; between"))
            return
        [usual] = offers.stays_from([begins], nights)
        wished.append((begins, ends) if ends > begins else usual)
    if not made.farm.rooms:
        _note(judged, row, _("Say which rooms there are before dates are opened"))
        return
    taken = [stay for each in made.opened for stay in each.stays]
    for stay in offers.plan_beside(made.farm, wished, taken):
        if stay.broken is not None:
            _note(judged, row, sentence(stay.broken))
        else:
            yield stay.arrival, stay.departure


def _note(judged: Judged, row: Row, told: str) -> None:
    judged.mistakes.append(Mistake(row.number, "dates", row.cells["dates"], str(told)))
