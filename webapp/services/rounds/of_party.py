"""The rounds that a party took part in, and what came of each: a place, or why none."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, any_, func, literal, or_, select
from sqlalchemy.orm import Session

import matching
from webapp.ground.errors import RuleBroken
from webapp.models import MatchingRound, Party, Visit
from webapp.services.engine.ids import party_id
from webapp.services.rounds.result import read_result


@dataclass(frozen=True)
class Part:
    """What a round meant for a party.

    Parameters
    ----------
    explanation
        Its place, or why it has none; not there when somebody left the party out of the round.
    slots
        How many slots were open in the round.
    left_out
        The rule that kept its place from being proposed when the round was published.
    visit
        What became of its place.
    """

    round: MatchingRound
    explanation: matching.Explanation | None = None
    slots: int = 0
    left_out: RuleBroken | None = None
    visit: Visit | None = None

    @property
    def slot(self) -> str | None:
        """The place that the round found, by the engine's id."""
        matches = self.explanation.matches if self.explanation else ()
        return matches[0].slot if matches else None


def count(session: Session, party: Party, *seen: ColumnElement[bool]) -> int:
    """Return how many rounds a party took part in, or was left out of by choice."""
    mine = select(func.count()).select_from(MatchingRound).where(_of(party), *seen)
    return session.scalar(mine) or 0


def parts(
    session: Session, party: Party, *seen: ColumnElement[bool], first: int = 0, most: int
) -> list[Part]:
    """Return them from `first` on, at most so many, the newest round first."""
    query = select(MatchingRound).where(_of(party), *seen).order_by(MatchingRound.id.desc())
    rounds = session.scalars(query.offset(first).limit(most)).all()
    wanted = Visit.round_id.in_([each.id for each in rounds]), Visit.party_id == party.id
    visits = {visit.round_id: visit for visit in session.scalars(select(Visit).where(*wanted))}
    return [_part(each, party, visits.get(each.id)) for each in rounds]


def _part(of_round: MatchingRound, party: Party, visit: Visit | None) -> Part:
    result, engine_id = read_result(of_round), party_id(party.id)
    if result is None or engine_id not in result.problem.party_of:
        return Part(of_round, visit=visit)
    kept_out = (rule for (who, _slot), rule in result.left_out.items() if who == engine_id)
    return Part(
        of_round,
        explanation=result.explain(engine_id),
        slots=len(result.problem.slots),
        left_out=next(kept_out, None),
        visit=visit,
    )


def _of(party: Party) -> ColumnElement[bool]:
    took_part = MatchingRound.problem["parties"].contains([{"id": party_id(party.id)}])
    left_out = literal(party.id) == any_(MatchingRound.without)
    told = MatchingRound.id.in_(select(Visit.round_id).where(Visit.party_id == party.id))
    return or_(took_part, left_out, told)
