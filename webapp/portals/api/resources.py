"""What can be read, column by column: one table, from which answers and OpenAPI are both made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, Select, func, select
from sqlalchemy.orm import Session

from webapp.models import (
    Answer,
    Farm,
    MatchingRound,
    Offer,
    OfferState,
    Party,
    Report,
    ReportState,
    RoundState,
    Seat,
    Series,
    Site,
    Sitting,
    Slot,
    SlotState,
    Visit,
    VisitState,
    Workshop,
    WorkshopKind,
)

Schema = dict[str, Any]
NUMBER: Final[Schema] = {"type": "integer"}
TEXT: Final[Schema] = {"type": "string"}
YES_OR_NO: Final[Schema] = {"type": "boolean"}
DAY: Final[Schema] = {"type": "string", "format": "date"}
INSTANT: Final[Schema] = {"type": "string", "format": "date-time"}
TEXTS: Final[Schema] = {"type": "array", "items": TEXT}
FIGURES: Final[Schema] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "indicator": TEXT,
            "split": {**TEXT, "description": "Empty: all of them"},
            "part": {**TEXT, "description": "Its code; of associations their number"},
            **{
                name: {"type": ["integer", "null"], "description": words}
                for name, words in {
                    "told": "How many are told; null where they are too few",
                    "least": "The count is from here, 19 times in 20",
                    "most": "and up to here",
                    "counted": "How many of these are told, where some are counted",
                    "counted_least": "The count of these is from here, 19 times in 20",
                    "counted_most": "and up to here",
                    "share": "Of these in whole per cent, where it is told",
                }.items()
            },
        },
        "required": [
            "indicator", "split", "part", "told", "least", "most", "counted", "counted_least",
            "counted_most", "share",
        ],
        "additionalProperties": False,
    },
}  # fmt: skip


def one_of(states: type[StrEnum]) -> Schema:
    """Return the schema of a state."""
    return {"type": "string", "enum": [each.value for each in states]}


def or_none(schema: Schema) -> Schema:
    """Return the schema of what may be missing."""
    return {**schema, "type": [schema["type"], "null"]}


@dataclass(frozen=True)
class Resource:
    """A kind of thing that is listed.

    Parameters
    ----------
    words
        What it is, for whoever writes a program.
    columns
        Each property: where it stands, and its schema. No free text and no name is among them.
    joined
        The query over its rows.
    code
        The column that the parameter `code` looks for, where there is one.
    shaped
        How a column is told of which the row keeps more than a program reads.
    """

    words: str
    columns: Mapping[str, tuple[Any, Schema]]
    joined: Select[Any]
    number: Any
    code: Any = None
    shaped: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)


def query(of: Resource, after: int, most: int, code: str | None) -> Select[Any]:
    """Return the question for the rows that follow a number, in their order."""
    asked_for = of.joined.with_only_columns(
        *(each.label(name) for name, (each, _) in of.columns.items())
    )
    asked: list[ColumnElement[bool]] = [of.number > after]
    if code is not None and of.code is not None:
        asked.append(of.code == code)
    return asked_for.where(*asked).order_by(of.number).limit(most)


def row_of(session: Session, name: str, number: int) -> dict[str, Any] | None:
    """Return one row as its list gives it; none where it is gone."""
    found = session.execute(query(RESOURCES[name], number - 1, 1, None)).mappings().first()
    if found is None or found["id"] != number:
        return None
    return told(RESOURCES[name], found)


def told(of: Resource, row: RowMapping) -> dict[str, Any]:
    """Return a row as a program reads it."""
    return {name: of.shaped.get(name, written)(value) for name, value in row.items()}


def written(value: Any) -> Any:
    """Return a value as JSON has it: days and instants as ISO 8601, states by their code."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def _of_series(counted: Any, table: type[Seat | Sitting], *which: ColumnElement[bool]) -> Any:
    """Ask something of the seats, or of the sittings, of each series."""
    asked = select(counted).where(table.series_id == Series.id, *which)
    return asked.correlate(Series).scalar_subquery()


def _figures(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what a frozen report tells; none of one that was frozen before codes were kept."""
    return [
        {
            "indicator": table["code"],
            "split": part["code"],
            "part": line["code"],
            **_figure(line["among"], ("told", "least", "most")),
            **_figure(line["counted"], ("counted", "counted_least", "counted_most")),
            "share": line["share"],
        }
        for table in said.get("tables", ())
        if "code" in table
        for part in table["parts"]
        for line in part["lines"]
    ]


def _figure(figure: Mapping[str, Any] | None, names: tuple[str, str, str]) -> dict[str, int | None]:
    found = figure or dict.fromkeys(("told", "least", "most"))
    return dict(zip(names, (found["told"], found["least"], found["most"]), strict=True))


RESOURCES: Final[dict[str, Resource]] = {
    "offers": Resource(
        "What farms propose. A farm is told by its number and its commune (INSEE code).",
        {
            "id": (Offer.id, NUMBER),
            "farm": (Offer.farm_id, NUMBER),
            "commune": (func.coalesce(Site.commune, Farm.commune), or_none(TEXT)),
            "production": (Offer.production, TEXT),
            "frame": (Offer.frame, TEXT),
            "min_french": (Offer.min_french, TEXT),
            "children": (Offer.children, YES_OR_NO),
            "women_only": (Offer.women_only, YES_OR_NO),
            "exclusive": (Offer.exclusive, YES_OR_NO),
            "nights": (Offer.nights, NUMBER),
            "hazards": (Offer.hazards, TEXTS),
            "state": (Offer.state, one_of(OfferState)),
        },
        select(Offer).join(Offer.farm).outerjoin(Offer.site),
        Offer.id,
    ),
    "slots": Resource(
        "Dated openings of offers, and how many of their beds are taken.",
        {
            "id": (Slot.id, NUMBER),
            "offer": (Slot.offer_id, NUMBER),
            "farm": (Slot.farm_id, NUMBER),
            "arrival": (Slot.arrival, DAY),
            "departure": (Slot.departure, DAY),
            "beds": (Slot.beds, NUMBER),
            "people_held": (Slot.people_held, NUMBER),
            "state": (Slot.state, one_of(SlotState)),
        },
        select(Slot),
        Slot.id,
    ),
    "rounds": Resource(
        "Matching rounds. One without an association is over all of them.",
        {
            "id": (MatchingRound.id, NUMBER),
            "association": (MatchingRound.organisation_id, or_none(NUMBER)),
            "first_day": (MatchingRound.first_day, DAY),
            "last_day": (MatchingRound.last_day, DAY),
            "state": (MatchingRound.state, one_of(RoundState)),
            "created_at": (MatchingRound.created_at, INSTANT),
        },
        select(MatchingRound),
        MatchingRound.id,
    ),
    "workshops": Resource(
        "Groups of workshops, with how many seats are taken; nobody who comes is told.",
        {
            "id": (Series.id, NUMBER),
            "workshop": (Series.workshop_id, NUMBER),
            "kind": (Workshop.kind, one_of(WorkshopKind)),
            "materials": (Workshop.materials, or_none(TEXT)),
            "languages": (Series.spoken, TEXTS),
            "interpreted": (Series.interpreted, TEXTS),
            "seats": (Series.seats, NUMBER),
            "taken": (_of_series(func.count(Seat.number), Seat), NUMBER),
            "first_day": (
                _of_series(func.min(Sitting.day), Sitting, Sitting.cancelled_at.is_(None)),
                or_none(DAY),
            ),
            "last_day": (
                _of_series(func.max(Sitting.day), Sitting, Sitting.cancelled_at.is_(None)),
                or_none(DAY),
            ),
            "sittings": (
                _of_series(func.count(Sitting.id), Sitting, Sitting.cancelled_at.is_(None)),
                NUMBER,
            ),
        },
        select(Series).join(Series.workshop),
        Series.id,
    ),
    "visits": Resource(
        "Visits by the code of their party: without a name, and without why they ended.",
        {
            "id": (Visit.id, NUMBER),
            "code": (Party.code, TEXT),
            "association": (Visit.organisation_id, NUMBER),
            "slot": (Visit.slot_id, NUMBER),
            "farm": (Visit.farm_id, NUMBER),
            "round": (Visit.round_id, or_none(NUMBER)),
            "people": (Visit.people, NUMBER),
            "arrival": (func.lower(Visit.stay), DAY),
            "departure": (func.upper(Visit.stay) - 1, DAY),
            "state": (Visit.state, one_of(VisitState)),
            "party_answer": (Visit.party_answer, one_of(Answer)),
            "farm_answer": (Visit.farm_answer, one_of(Answer)),
            "created_at": (Visit.created_at, INSTANT),
        },
        select(Visit).join(Visit.party),
        Visit.id,
        code=Party.code,
    ),
    "reports": Resource(
        "Reports that are frozen, with the figures that they tell and no others.",
        {
            "id": (Report.id, NUMBER),
            "funder": (Report.funder_id, NUMBER),
            "first_day": (Report.first_day, DAY),
            "last_day": (Report.last_day, DAY),
            "as_of": (Report.as_of, DAY),
            "state": (Report.state, one_of(ReportState)),
            "frozen_at": (Report.frozen_at, INSTANT),
            "sent_on": (Report.sent_on, or_none(DAY)),
            "figures": (Report.said, FIGURES),
        },
        select(Report).where(Report.said.is_not(None)),
        Report.id,
        shaped={"figures": _figures},
    ),
}
"""By name, which is also the scope that a key needs."""
