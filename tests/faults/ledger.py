"""What was promised to people, and what is still owed to them."""

import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from webapp.ground.database import EVERYONE, set_scope
from webapp.models import MatchingRound, Message, MessageState, RoundState, User
from webapp.services.records.unattended import Troubles, count_troubles

PATIENCE_SECONDS = 300
WAITING = (RoundState.QUEUED, RoundState.RUNNING)
Seen = TypeVar("Seen")


class Ledger:
    """Keeps what was promised, and asks the database what became of it.

    Parameters
    ----------
    engine
        The way to the database.
    rounds
        The rounds that are run again and again.
    """

    def __init__(self, engine: Engine, rounds: list[int]) -> None:
        self._engine, self.rounds = engine, rounds
        self.invited: list[str] = []

    def ask(self, question: Callable[[Session], Seen]) -> Seen:
        """Ask the database, again and again while it is away."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                with Session(self._engine) as session:
                    set_scope(session, EVERYONE)
                    return question(session)
            except SQLAlchemyError:
                if time.monotonic() > deadline:
                    raise
            time.sleep(0.2)

    def rounds_in(self, *states: RoundState) -> list[int]:
        """Return those of the rounds that are in one of these states."""
        query = select(MatchingRound.id).where(
            MatchingRound.id.in_(self.rounds), MatchingRound.state.in_(states)
        )
        return self.ask(lambda session: list(session.scalars(query)))

    def without_advice(self) -> list[int]:
        """Return the solved rounds whose advice failed, and has to be asked for again."""
        query = select(MatchingRound.id).where(
            MatchingRound.id.in_(self.rounds), MatchingRound.advice_failure.is_not(None)
        )
        return self.ask(lambda session: list(session.scalars(query)))

    def owed_letters(self) -> list[str]:
        """Return whose invitation has not left."""
        return self.ask(self._messages)

    def owed(self) -> list[str]:
        """Return what somebody still waits for; of what cannot come any more too."""
        return self.ask(lambda session: [*self._messages(session), *self._rounds(session)])

    def _messages(self, session: Session) -> list[str]:
        query = select(User.email, Message.state).outerjoin(Message, Message.user_id == User.id)
        found = dict(session.execute(query.where(User.email.in_(self.invited))).all())
        return [
            f"the invitation of {email}: {found.get(email, 'no account')}"
            for email in self.invited
            if found.get(email) is not MessageState.SENT
        ]

    def _rounds(self, session: Session) -> list[str]:
        query = select(MatchingRound).where(MatchingRound.id.in_(self.rounds))
        found = session.scalars(query).all()
        solution = [f"round {each.id}: {each.state}" for each in found if not each.solution]
        advice = [f"advice on {each.id}" for each in found if each.solution and each.advice is None]
        return [*solution, *advice]

    def troubles(self) -> Troubles:
        """Return what coordinators are told of it on their first page."""
        return self.ask(count_troubles)
