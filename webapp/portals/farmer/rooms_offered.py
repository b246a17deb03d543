"""Which rooms of the farm an offer or a slot counts on, and for how many people each."""

from collections.abc import Sequence
from typing import TypeVar

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from webapp.models import Room
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


def beds_chosen(form: Form, rooms: Sequence[Room]) -> list[int]:
    """Return the beds of each room offered, largest first."""
    beds = (question.data for question in questions(form, rooms))
    return sorted((number for number in beds if number), reverse=True)


def spread(beds: Sequence[int], rooms: Sequence[Room]) -> dict[str, int]:
    """Lay beds offered back over the rooms they can stand in, to show what was chosen."""
    left = sorted(beds, reverse=True)
    laid = {_name(room): 0 for room in rooms}
    for room in sorted(rooms, key=lambda room: room.beds, reverse=True):
        fitting = next((number for number in left if number <= room.beds), 0)
        if fitting:
            left.remove(fitting)
            laid[_name(room)] = fitting
    return laid


def usual(rooms: Sequence[Room], people: int) -> list[int]:
    """Return the first rooms that make so many beds: what a new offer begins with."""
    beds: list[int] = []
    for room in rooms:
        missing = people - sum(beds)
        if missing > 0:
            beds.append(min(room.beds, missing))
    return beds
