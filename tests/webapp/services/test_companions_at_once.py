"""Two who bind the same parties at one instant make one group of companions."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_party
from tests.webapp.services.test_farms_at_once import Sessions, committed, in_turn
from webapp.ground.database import EVERYONE, set_scope
from webapp.models import Companions, Party
from webapp.services.parties import companions

__all__ = ["committed"]


def join(session: Session, *, backwards: bool = False) -> None:
    one, other = session.scalars(select(Party).order_by(Party.id)).all()
    companions.join(session, *((other, one) if backwards else (one, other)))


def test_the_second_waits_and_finds_the_group_that_the_first_one_made(committed: Sessions) -> None:
    with committed() as session:
        set_scope(session, EVERYONE)
        [there] = session.scalars(select(Party))
        a_party(session, there.organisation)
        session.commit()
    in_turn(committed, join, lambda session: join(session, backwards=True))
    with committed() as session:
        set_scope(session, EVERYONE)
        [group] = session.scalars(select(Companions))
        assert len(group.parties) == 2
