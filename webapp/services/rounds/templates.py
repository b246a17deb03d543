"""Settings of a round kept under a name: kept, taken up by a new one, renamed, removed.

Each association has its own; the coordinators, who open rounds over all, have theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.ground.database import take_turn
from webapp.ground.errors import RuleBroken
from webapp.ground.names import plain
from webapp.models import MatchingRound, RoundTemplate, User
from webapp.services.records import audit
from webapp.services.rounds import judging
from webapp.services.rounds.floors import FLOORED
from webapp.services.rounds.weights import USUAL, levels_of


def those_of(user: User) -> ColumnElement[bool]:
    """Say which templates somebody may open: those of their association, or the coordinators'."""
    return RoundTemplate.organisation_id.is_not_distinct_from(user.organisation_id)


def find(session: Session, user: User) -> Sequence[RoundTemplate]:
    """Return the templates that somebody may choose from, by name."""
    found = session.scalars(select(RoundTemplate).where(those_of(user)))
    return sorted(found, key=lambda each: (each.name.casefold(), each.id))


def in_its_place(
    session: Session, user: User, name: str, *, replaces: bool
) -> RoundTemplate | None:
    """Return the settings that go, where others are to be kept under their name; if any.

    Raises
    ------
    RuleBroken
        When they are not to be replaced.
    """
    known = _called(session, user.organisation_id, name)
    if known is not None and not replaces:
        raise RuleBroken("template-known")
    return known


def keep(session: Session, user: User, of_round: MatchingRound, name: str) -> RoundTemplate:
    """Keep the settings of a round under a name that no others have any more."""
    opened = of_round.created_at.date()
    kept = RoundTemplate(
        organisation_id=user.organisation_id,
        name=name,
        window_days=(of_round.last_day - of_round.first_day).days,
        answer_days=max(1, (of_round.answer_by - opened).days),
        weights={**of_round.weights},
        floors_by=of_round.floors_by,
        judged_by=[*of_round.judged_by],
    )
    session.add(kept)
    session.flush()
    audit.record(session, "template.kept", kept, round=of_round.id)
    return kept


def rename(session: Session, kept: RoundTemplate, name: str) -> None:
    """Give it another name.

    Raises
    ------
    RuleBroken
        When others have it.
    """
    if _called(session, kept.organisation_id, name, but=kept.id) is not None:
        raise RuleBroken("template-known")
    kept.name = name
    audit.record(session, "template.renamed", kept)


def _called(
    session: Session, organisation: int | None, name: str, but: int | None = None
) -> RoundTemplate | None:
    """Return those that have a name but for case, accents, signs or spaces, locked."""
    with session.no_autoflush:
        take_turn(session, "templates", organisation)
        of_them = RoundTemplate.organisation_id.is_not_distinct_from(organisation)
        query = select(RoundTemplate).where(of_them, RoundTemplate.id.is_distinct_from(but))
        others = session.scalars(query.order_by(RoundTemplate.id).with_for_update()).all()
    alike = [each for each in others if plain(each.name) == plain(name)]
    return next((each for each in alike if each.name == name), next(iter(alike), None))


def remove(session: Session, kept: RoundTemplate) -> None:
    """Forget it; rounds that were opened with it stay as they are."""
    audit.record(session, "template.removed", kept)
    session.delete(kept)
    session.flush()


@dataclass
class TakenUp:
    """What a new round takes from kept settings, and what of them no longer exists.

    Parameters
    ----------
    given
        The fields of the form of a new round, but for its days.
    answer_by
        The last day to answer; none: what was kept would come after the window.
    lost
        Which parts are no longer asked of a round, by code: `criterion`, `floors`,
        `judged-by`, `answer-by`; `new` for a criterion that has come since.
    """

    given: dict[str, Any]
    answer_by: date | None = None
    lost: list[str] = field(default_factory=list)


def take_up(kept: RoundTemplate, first_day: date) -> TakenUp:
    """Return what a round that begins on this day takes from kept settings."""
    known = {name: number for name, number in kept.weights.items() if name in USUAL}
    levels = {**USUAL, **{name: levels_of(known)[name] for name in known}}
    judged = [each for each in kept.judged_by if each in judging.COUNTS]
    floors = kept.floors_by if kept.floors_by in FLOORED else None
    answer_by = today() + timedelta(days=kept.answer_days)
    fits = answer_by < first_day + timedelta(days=kept.window_days)
    lost = {
        "criterion": len(known) < len(kept.weights),
        "new": len(known) < len(USUAL),
        "floors": floors != kept.floors_by,
        "judged-by": judged != kept.judged_by,
        "answer-by": not fits,
    }
    return TakenUp(
        given={"floors_by": floors, "judged_by": judged, **levels},
        answer_by=answer_by if fits else None,
        lost=[code for code, is_so in lost.items() if is_so],
    )
