"""To what a village is invited: the words, the farm's answer, the end."""

from datetime import date, time
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import a_farmer, a_programme
from tests.page import Page
from tests.webapp.forms.coordinator import a_coordinator_of_a_programme
from tests.webapp.forms.places import At, audited, is_there, newest, of, written
from tests.webapp.forms.row import Reading, Row, World, typed
from tests.webapp.village.builders import (
    a_certain_visit,
    a_gathering,
    on_a_farm,
    one_asked_by_telephone,
    some_voices,
)
from webapp.models import VILLAGE_GRID, VILLAGE_GRIDS, Gathering, GatheringState, VillageVoice
from webapp.portals.coordinator.gathering_forms import FarmWordsForm, GatheringForm, OpenFarmForm
from webapp.portals.coordinator.gatherings import CancelGatheringForm
from webapp.portals.coordinator.village_voices import CameForm, SheetsForm
from webapp.portals.public.gatherings import VoiceForm


def one_in_a_commune(db: Session) -> World:
    world = a_coordinator_of_a_programme(db)
    world.gathering = a_gathering(db)
    return world


def one_on_a_farm(db: Session) -> World:
    world = a_coordinator_of_a_programme(db)
    world.visit = a_certain_visit(db)
    world.gathering = on_a_farm(db, world.visit)
    a_farmer(db, world.visit.farm)
    return world


def a_visit_to_come(db: Session) -> World:
    world = a_coordinator_of_a_programme(db)
    world.visit = a_certain_visit(db)
    a_farmer(db, world.visit.farm)
    return world


def a_farm_that_is_asked(db: Session) -> World:
    a_programme(db)
    gathering = on_a_farm(db)
    return World(reader=a_farmer(db, gathering.farm, language="en"), gathering=gathering)


WORDS: dict[str, Any] = {
    "title": typed("Une soirée au fournil"),
    "words": typed("On visite.\nOn partage."),
    "starts": typed("18:30", time(18, 30)),
    "ends": typed("21:00", time(21)),
    "venue": typed("Derrière l’église"),
}
IN_A_COMMUNE = {
    **WORDS,
    "day": typed("2027-05-04", date(2027, 5, 4)),
    "commune": typed("Bayeux", "14047"),
}


def type_an_ambiguous_commune(page: Page, world: World) -> None:
    words = {"title": "Une soirée", "day": "2027-05-04", "starts": "18:30", "ends": "21:00"}
    there = {"venue": "Au fournil", "commune": "Saint-Aubin"}
    page.visit("/programme/village/new").submit({**words, **there}, button="Announce it")


def one_that_is_over(db: Session) -> World:
    world = a_coordinator_of_a_programme(db)
    world.voice = some_voices(db)
    world.gathering = world.voice.gathering
    return world


def one_under_way(db: Session) -> World:
    a_programme(db)
    return World(gathering=a_gathering(db, days=-1, starts=time(0), ends=time(23, 59)))


def one_with_telephones(db: Session) -> World:
    world = a_coordinator_of_a_programme(db)
    world.gathering = one_asked_by_telephone(db)
    return world


def one_without_telephones(db: Session) -> World:
    world = one_with_telephones(db)
    world.gathering.telephones_left_out = True
    return world


def ticked(question: str, answer: str) -> At:
    """Return what reads how often an answer was given, in the newest row of counts."""
    find = newest(VillageVoice)

    def read(reading: Reading) -> Any:
        counted = find(reading)
        return counted.answers[question][answer] if counted else None

    return read


PILE = {
    f"{question}_{answer}": typed(str(number), number, at=ticked(question, answer))
    for question, answers in VILLAGE_GRIDS[VILLAGE_GRID].items()
    for number, answer in enumerate(answers, 1)
}


def last_day(world: World) -> str:
    return str(world.visit.departure.isoformat())


ROWS = [
    Row(
        "coordinator.add_gathering",
        a_coordinator_of_a_programme,
        form=GatheringForm,
        subject=newest(Gathering),
        fields=IN_A_COMMUNE,
        then={"state": GatheringState.ANNOUNCED, audited("gathering.announced"): True},
    ),
    Row(
        "coordinator.add_gathering",
        a_coordinator_of_a_programme,
        case="in one of several communes",
        form=GatheringForm,
        subject=newest(Gathering),
        approach=type_an_ambiguous_commune,
        fields={"commune_code": typed("59529", at="commune")},
    ),
    Row(
        "coordinator.open_farm",
        a_visit_to_come,
        form=OpenFarmForm,
        subject=newest(Gathering),
        fields={
            **WORDS,
            "day": typed(
                lambda world: world.visit.arrival.isoformat(), lambda world: world.visit.arrival
            ),
            "visit": typed(
                lambda world: str(world.visit.id), lambda world: world.visit.id, at="visit_id"
            ),
            "guests_agree": typed(value=True, becomes=True, at=audited("gathering.proposed")),
        },
        then={"state": GatheringState.ASKED, written("gathering-asked"): 1},
    ),
    Row(
        "coordinator.edit_gathering",
        one_in_a_commune,
        form=GatheringForm,
        subject="gathering",
        edits=True,
        fields=IN_A_COMMUNE,
        case="in a commune",
    ),
    Row(
        "coordinator.edit_gathering",
        one_on_a_farm,
        form=FarmWordsForm,
        subject="gathering",
        edits=True,
        fields={**WORDS, "day": typed(last_day, lambda world: world.visit.departure)},
        then={written("gathering-asked"): 1},
        case="on a farm",
    ),
    Row(
        "coordinator.type_sheets",
        one_that_is_over,
        form=SheetsForm,
        subject=newest(VillageVoice),
        fields={"sheets": typed("7", 7, at="voices"), **PILE},
        then={audited("gathering.sheets-typed", "sheets"): 7},
    ),
    Row(
        "coordinator.take_sheets_back",
        one_that_is_over,
        page="coordinator.show_gathering",
        then={is_there("voice"): False, audited("gathering.sheets-taken-back"): True},
    ),
    Row(
        "coordinator.leave_telephones_out",
        one_with_telephones,
        page="coordinator.show_gathering",
        then={
            of("gathering", "telephones_left_out"): True,
            audited("gathering.telephones-left-out", "voices"): 1,
        },
    ),
    Row(
        "coordinator.count_telephones",
        one_without_telephones,
        page="coordinator.show_gathering",
        then={of("gathering", "telephones_left_out"): False},
    ),
    Row(
        "coordinator.count_came",
        one_that_is_over,
        form=CameForm,
        subject="gathering",
        edits=True,
        fields={"came": typed("41", 41)},
    ),
    Row(
        "public.show_gathering",
        one_under_way,
        form=VoiceForm,
        subject=newest(VillageVoice),
        fields={
            question: typed(answers[1], 1, at=ticked(question, answers[1]))
            for question, answers in VILLAGE_GRIDS[VILLAGE_GRID].items()
        },
        then={"voices": 1},
    ),
    Row(
        "coordinator.cancel_gathering",
        one_on_a_farm,
        form=CancelGatheringForm,
        then={
            of("gathering", "state"): GatheringState.CANCELLED,
            written("gathering-cancelled"): 1,
        },
    ),
    Row(
        "farmer.answer_gathering",
        a_farm_that_is_asked,
        page="farmer.show_gathering",
        fields={"answer": typed("yes", GatheringState.ANNOUNCED, at=of("gathering", "state"))},
    ),
]
