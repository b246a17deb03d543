"""The lines of an agenda on a page: how what they are about is called today, and where it is."""

from typing import Self

from flask import url_for
from sqlalchemy import select

from webapp.models import CommitteeLine, Farm, LineKind, MatchingRound, Organisation
from webapp.services.workshops import giving_on
from webapp.web.access import signed_in_user
from webapp.web.extensions import db

CALLED = {
    LineKind.ROUND_TO_OPEN: select(Organisation.id, Organisation.name),
    LineKind.ROUND_TO_APPROVE: select(MatchingRound.id, MatchingRound.name),
    LineKind.FARM_ENDS: select(Farm.id, Farm.name).where(Farm.anonymous_since.is_(None)),
}


def names_of(lines: list[CommitteeLine]) -> dict[tuple[LineKind, int], str]:
    """Return how the associations, rounds and farms of these lines are called today."""
    names: dict[tuple[LineKind, int], str] = {}
    for kind, called in CALLED.items():
        about = [each.subject_id for each in lines if each.kind is kind]
        if about:
            number = called.selected_columns[0]
            rows = db.execute(called.where(number.in_(about)))
            names |= {(kind, each_id): name for each_id, name in rows}
    return names


class Addresses:
    """Where each line leads.

    Parameters
    ----------
    to_sign
        The absences that the reader may open: those that await them as the second of two.
    """

    def __init__(self, to_sign: set[int]) -> None:
        self.to_sign = to_sign

    @classmethod
    def of_reader(cls) -> Self:
        """Return where each line leads the reader of this request."""
        return cls({each.id for each in giving_on.awaiting(db, signed_in_user())})

    def __call__(self, line: CommitteeLine) -> str:
        """Return the address of what a line is about; empty where there is none."""
        number, facts = line.subject_id, line.facts
        if line.kind is LineKind.ROUND_TO_OPEN:
            return url_for("coordinator.edit_organisation", organisation_id=number)
        if line.kind is LineKind.ROUND_TO_APPROVE:
            return url_for("coordinator.show_round", round_id=number)
        if line.kind is LineKind.INCIDENT:
            return url_for("coordinator.show_incident", incident_id=number)
        if line.kind is LineKind.FARM_ENDS:
            return url_for("coordinator.show_farm", farm_id=number)
        if line.kind is LineKind.WAITING:
            return url_for("coordinator.show_round", round_id=facts["round"])
        return self._of_absence(line) if line.kind is LineKind.ABSENCE else ""

    def _of_absence(self, line: CommitteeLine) -> str:
        if line.subject_id in self.to_sign:
            return url_for("coordinator.show_absence", review_id=line.subject_id)
        if line.facts["series"]:
            return url_for("coordinator.show_series", series_id=line.facts["series"])
        return url_for("coordinator.list_visits", code=line.facts["code"])
