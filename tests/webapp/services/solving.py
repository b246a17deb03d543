"""A round solved in the test's own transaction."""

from sqlalchemy.orm import Session, sessionmaker

from webapp.models import MatchingRound
from webapp.services import rounds

Sessions = sessionmaker[Session]


def solved(db: Session, sessions: Sessions, of_round: MatchingRound, **asked: int) -> rounds.Result:
    rounds.ask_for_a_run(db, of_round, **asked)
    db.commit()
    rounds.solve(sessions, of_round.id)
    db.refresh(of_round)
    result = rounds.read_result(of_round)
    assert result is not None
    return result
