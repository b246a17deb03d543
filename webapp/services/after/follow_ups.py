"""Following up: made when a day has come, asked by a message, answered by link, portal or call."""

from datetime import date, timedelta
from typing import Final

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    cast,
    exists,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.orm import Session, joinedload, selectinload

from webapp.ground.clock import is_by_day, now, today
from webapp.ground.errors import RuleBroken
from webapp.models import (
    MONTHS,
    Farm,
    FollowUp,
    FollowUpAttempt,
    FollowUpState,
    Message,
    Party,
    Side,
    User,
    Visit,
)
from webapp.services.after.asking import is_busy
from webapp.services.after.feedback import TOOK_PLACE
from webapp.services.records import audit, parts
from webapp.services.visits import deadlines, proposing

KIND: Final = "visit-follow-up"
MADE_WITHIN: Final = timedelta(days=28)
"""A day that is longer past when nobody had begun to follow up is not made up for: it counts as
unknown."""
ASKED_WITHIN: Final = timedelta(days=14)
OPEN: Final = (FollowUpState.DUE, FollowUpState.ATTEMPTED)


def days_come() -> Select[int, int, date]:
    """Select each day of follow-up that has come: its visit, after how many months, the day.

    It is the same day of a later month, or the last one of a month that is shorter.
    """
    months = select(func.unnest(literal(MONTHS, ARRAY(Integer))).label("months")).subquery()
    last_day = func.upper(Visit.stay) - 1
    due_on = cast(last_day + func.make_interval(0, months.c.months), Date).label("due_on")
    query = select(Visit.id, months.c.months, due_on).join(months, true())
    return query.where(Visit.state.in_(TOOK_PLACE), due_on <= today())


def make_due(session: Session) -> int:
    """Make the follow-ups of both sides whose day has come; not of guests to be left alone."""
    if not parts.uses(session, "follow-ups"):
        return 0
    come = days_come().subquery()
    known = FollowUp.visit_id == come.c.id, FollowUp.months == come.c.months
    query = (
        select(come, Party.left_alone)
        .join(Visit, Visit.id == come.c.id)
        .join(Visit.party)
        .where(
            come.c.due_on >= today() - MADE_WITHIN,
            Party.anonymous_since.is_(None),
            ~exists().where(*known),
        )
        .order_by(come.c.id, come.c.months)
    )
    made = [
        FollowUp(visit_id=visit_id, side=side, months=months, due_on=due_on)
        for visit_id, months, due_on, left_alone in session.execute(query)
        for side in ((Side.FARM,) if left_alone else Side)
    ]
    session.add_all(made)
    session.flush()
    return len(made)


def ask_due(session: Session) -> int:
    """Ask by message those whose day has come, each once, by day and never two things at once."""
    if not is_by_day(now()) or not parts.uses(session, "follow-ups"):
        return 0
    due = FollowUp.state == FollowUpState.DUE, FollowUp.due_on > today() - ASKED_WITHIN

    def ask(visit: Visit) -> int:
        mine = select(FollowUp).where(FollowUp.visit_id == visit.id, *due).order_by(FollowUp.id)
        asked = [each for each in session.scalars(mine) if _may_be_asked(session, visit, each)]
        for each in asked:
            proposing.tell(session, visit, each.side, KIND, occasion=_occasion(each))
        return len(asked)

    over = (
        Visit.state.in_(TOOK_PLACE),
        Visit.party.has(Party.anonymous_since.is_(None)),
        exists().where(FollowUp.visit_id == Visit.id, *due),
    )
    return deadlines.one_by_one(session, deadlines.due_visits(session, *over), ask)


def _may_be_asked(session: Session, visit: Visit, follow_up: FollowUp) -> bool:
    """Whether a side was not asked of these months yet, can read it, and is left in peace."""
    side = follow_up.side
    key = f"visit-{visit.id}-{KIND}-{side.value}-{_occasion(follow_up)}"
    written = session.scalar(select(Message.id).where(Message.idempotency_key == key))
    may_read = side is Side.PARTY or visit.is_open_to_farm
    return written is None and may_read and not is_busy(session, visit, side)


def _occasion(follow_up: FollowUp) -> str:
    return f"{follow_up.months}-months"


def present(session: Session, visit: Visit, side: Side) -> FollowUp | None:
    """Return the last follow-up of a side, if the visit took place and its file stands."""
    if visit.state not in TOOK_PLACE or visit.party.anonymous_since is not None:
        return None
    mine = FollowUp.visit_id == visit.id, FollowUp.side == side
    query = select(FollowUp).where(*mine).order_by(FollowUp.months.desc()).limit(1)
    return session.scalar(query)


def farms_are_to_tell() -> Select[FollowUp]:
    """Ask for the follow-ups that farms are still to tell."""
    return select(FollowUp).where(FollowUp.side == Side.FARM, FollowUp.state.in_(OPEN))


def open_for_farm(session: Session, farm: Farm) -> list[Visit]:
    """Return the visits of which a farm is to tell what has become of them, the oldest first."""
    if not parts.uses(session, "follow-ups"):
        return []
    asked = farms_are_to_tell().with_only_columns(FollowUp.visit_id)
    theirs = Visit.farm_id == farm.id, Visit.state.in_(TOOK_PLACE), Visit.id.in_(asked)
    query = select(Visit).where(*theirs).order_by(Visit.id)
    visits = session.scalars(query).all()
    last = {visit: present(session, visit, Side.FARM) for visit in visits}
    return [visit for visit, asked in last.items() if asked is not None and asked.is_open]


def to_tell(session: Session, visit: Visit, side: Side) -> FollowUp | None:
    """Return the follow-up that a side may answer by itself now, or put right."""
    asked = present(session, visit, side)
    may = asked is not None and asked.may_be_told and parts.uses(session, "follow-ups")
    return asked if may else None


def tell(
    session: Session, visit: Visit, side: Side, months: str, outcome: str, told_by: str
) -> None:
    """Keep what a side itself says has become of it, by its link or in its portal.

    Parameters
    ----------
    months
        Of which follow-up the page asked, as its form carries it: an answer to an earlier one is
        none to this one.
    """
    asked = present(session, visit, side)
    if asked is None or str(asked.months) != months:
        raise RuleBroken("changed-meanwhile")
    session.refresh(asked, with_for_update=True)
    if not asked.may_be_told:
        raise RuleBroken("changed-meanwhile")
    reach(session, asked, outcome, told_by, asked.reached_on or today())


def reach(
    session: Session,
    follow_up: FollowUp,
    outcome: str,
    told_by: str,
    on: date,
    proof: str = "said",
) -> None:
    """Keep what became of it; who says so is in the audit."""
    session.refresh(follow_up, with_for_update=True)
    follow_up.reach(outcome, told_by, on, proof)
    facts = {"side": follow_up.side.value, "months": follow_up.months}
    audit.record(session, "visit.followed-up", follow_up.visit, outcome=outcome, **facts)


def attempt(session: Session, follow_up: FollowUp, how: str, on: date, by: User) -> None:
    """Keep that a side was not reached."""
    session.refresh(follow_up, with_for_update=True)
    follow_up.attempt(how, on, by)
    session.flush()
    facts = {"side": follow_up.side.value, "months": follow_up.months}
    audit.record(session, "visit.follow-up-tried", follow_up.visit, **facts)


def looked_for(
    parties: tuple[ColumnElement[bool], ...],
    states: tuple[FollowUpState, ...],
    side: Side | None,
) -> Select[FollowUp]:
    """Ask for the follow-ups of some parties' visits, of one side or of both."""
    query = _of(*parties).where(FollowUp.state.in_(states))
    return query if side is None else query.where(FollowUp.side == side)


def listed(session: Session, query: Select[FollowUp]) -> list[FollowUp]:
    """Return the follow-ups that a query asks for, as a list shows them: the first due first."""
    whole = (
        joinedload(FollowUp.visit).options(
            joinedload(Visit.party).options(
                selectinload(Party.persons),
                joinedload(Party.referent),
                joinedload(Party.second_referent),
            ),
            joinedload(Visit.farm),
        ),
        selectinload(FollowUp.attempts).joinedload(FollowUpAttempt.by),
    )
    query = query.options(*whole).order_by(FollowUp.due_on, FollowUp.id)
    return list(session.scalars(query))


def count_open(session: Session, *parties: ColumnElement[bool]) -> int:
    """Return how many follow-ups of some parties' visits are still to be made."""
    return session.scalar(open_ones(*parties)) or 0


def open_ones(*parties: ColumnElement[bool]) -> Select[int]:
    """Ask how many follow-ups of some parties' visits are still to be made."""
    return counted(looked_for(parties, OPEN, None))


def counted(query: Select[FollowUp]) -> Select[int]:
    """Ask how many follow-ups a query asks for."""
    return query.with_only_columns(func.count(FollowUp.id))


def _of(*parties: ColumnElement[bool]) -> Select[FollowUp]:
    return (
        select(FollowUp)
        .join(FollowUp.visit)
        .join(Visit.party)
        .where(
            *parties,
            Visit.state.in_(TOOK_PLACE),
            Party.anonymous_since.is_(None),
            ~and_(FollowUp.side == Side.PARTY, FollowUp.state.in_(OPEN), Party.left_alone),
        )
    )
