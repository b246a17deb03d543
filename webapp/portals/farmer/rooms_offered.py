"""Which rooms of the farm an offer or a slot opens, and for how many people each."""

from collections.abc import Sequence
from typing import TypeVar

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from webapp.models import Room
from webapp.models.offers import Opening
from webapp.web.forms import Form

F = TypeVar("F", bound=Form)


def with_rooms(kind: type[F], rooms: Sequence[Room]) -> type[F]:
    """Return a form with one question more for each room: how many people may sleep there."""
    return type(kind.__name__, (kind,), {_name(room): _question(room) for room in rooms})


def _name(room: Room) -> str:
    return f"room_{room.id}"


def _question(room: Room) -> SelectField:
    beds = [
        SelectChoice(number, ngettext("%(num)d person", "%(num)d people", number))
        for number in range(1, room.beds + 1)
    ]
    return SelectField(room.name, choices=[SelectChoice(0, _l("Not offered")), *beds], coerce=int)


def questions(form: Form, rooms: Sequence[Room]) -> list[SelectField]:
    """Return the questions on rooms, in the order of the rooms."""
    return [form[_name(room)] for room in rooms]


def people_chosen(form: Form, rooms: Sequence[Room]) -> dict[int, int]:
    """Return for how many people each room is open, by its number; 0 when it is not."""
    asked = zip(rooms, questions(form, rooms), strict=True)
    return {room.id: question.data for room, question in asked}


def as_chosen(opening: Opening, rooms: Sequence[Room]) -> dict[str, int]:
    """Return what was chosen for each room, as the form shows it."""
    beds = {room.id: room.beds for room in opening.rooms}
    return {_name(room): beds.get(room.id, 0) for room in rooms}


def usual(rooms: Sequence[Room], people: int) -> dict[int, int]:
    """Return the first rooms that make so many beds: what a new offer begins with."""
    beds: dict[int, int] = {}
    for room in rooms:
        missing = people - sum(beds.values())
        if missing > 0:
            beds[room.id] = min(room.beds, missing)
    return beds
