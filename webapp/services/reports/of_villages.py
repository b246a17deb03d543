"""Whoever came to gatherings, as reports count them: nothing but counts is kept of them."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from webapp.models import VILLAGE_GRID, VILLAGE_GRIDS, Gathering, Phase
from webapp.models.assessments import phase_on
from webapp.services.farms import first_guests
from webapp.services.reports.facts import VoiceFact

MOST_AT_ONE: Final = 1_000_000
"""More people than come to a gathering."""


def voices(session: Session) -> tuple[VoiceFact, ...]:
    """Return who came to the gatherings that took place: who spoke first, then who said nothing.

    Where more spoke than came, or nobody counted, those who spoke are all.
    """
    first = first_guests.by_commune(session)
    whole = joinedload(Gathering.voices), joinedload(Gathering.farm)
    found = session.scalars(select(Gathering).options(*whole).order_by(Gathering.id)).unique()
    return tuple(
        voice
        for each in found
        if each.took_place
        for voice in _at(each, is_before=_is_before(each, first))
    )


def _is_before(gathering: Gathering, first: dict[str, tuple[date, date]]) -> bool:
    days = first.get(gathering.commune, (None, None))
    return phase_on(gathering.day, *days) is Phase.BEFORE


def _at(gathering: Gathering, *, is_before: bool) -> Iterator[VoiceFact]:
    """Give somebody for each answer of each question: nobody knows which answers came together."""
    spoke = sum(each.voices for each in gathering.heard)
    answers: list[dict[str, str]] = [{} for _ in range(spoke)]
    for question, choices in VILLAGE_GRIDS[VILLAGE_GRID].items():
        given = (
            choice
            for choice in choices
            for each in gathering.heard
            if each.grid == VILLAGE_GRID
            for _ in range(each.answers.get(question, {}).get(choice, 0))
        )
        for one, choice in zip(answers, given, strict=False):
            one[question] = choice
    silent = max(0, (gathering.came or 0) - spoke)
    for number, said in enumerate([*answers, *[None] * silent]):
        yield VoiceFact(gathering.id * MOST_AT_ONE + number, gathering.day, is_before, said)
