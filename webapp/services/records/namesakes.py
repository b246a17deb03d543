"""What the whole programme knows by its name, and must not know twice under two spellings."""

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.database import take_turn
from webapp.ground.errors import RuleBroken
from webapp.ground.names import plain
from webapp.models import Centre, Funder, Organisation, Prescriber

REFUSED: Final[dict[type, Callable[[str], RuleBroken]]] = {
    Centre: lambda name: RuleBroken("centre-known", name=name),
    Funder: lambda name: RuleBroken("funder-known", name=name),
    Organisation: lambda name: RuleBroken("organisation-known", name=name),
    Prescriber: lambda name: RuleBroken("prescriber-known", name=name),
}


def refuse_namesake(session: Session, named: Any) -> None:
    """Refuse a name that differs by case, accents, signs or spaces alone from one that is known.

    Raises
    ------
    RuleBroken
        Another of its kind is called so.
    """
    kind = type(named)
    with session.no_autoflush:
        take_turn(session, "names", kind.__tablename__)
        others = select(kind.name).where(kind.id.is_distinct_from(named.id))
        for name in session.scalars(others.order_by(kind.id)):
            if plain(name) == plain(named.name):
                raise REFUSED[kind](name)
