"""What is about to be written into sealed columns learns the number of its row."""

from collections import defaultdict
from functools import cache
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Mapper, Session
from sqlalchemy.orm.attributes import get_history
from sqlalchemy.orm.base import PASSIVE_NO_INITIALIZE

from webapp.ground.database import number
from webapp.ground.encryption import Bound, Encrypted

Sealed = tuple[tuple[str, str], ...]
"""The sealed attributes of a kind, each with the one whose number tells its rows apart."""


@cache
def _sealed_attributes(mapper: Mapper[Any]) -> Sealed:
    columns = [(each.key, each.columns[0].type) for each in mapper.column_attrs]
    return tuple((key, type_.row) for key, type_ in columns if isinstance(type_, Encrypted))


@event.listens_for(Session, "before_flush")
def _bind_to_rows(session: Session, _context: object, _instances: object) -> None:
    """Bind what has changed, once what is new has its number: without one nothing can be sealed."""
    unnumbered = defaultdict(list)
    for thing in session.new:
        rows = {by for _name, by in _sealed_attributes(inspect(thing).mapper)}
        if "id" in rows and thing.id is None:
            unnumbered[type(thing)].append(thing)
    for things in unnumbered.values():
        number(session, things)
    for thing in (*session.new, *session.dirty):
        state = inspect(thing)
        for name, by in _sealed_attributes(state.mapper):
            changed = get_history(thing, name, PASSIVE_NO_INITIALIZE).added
            if changed and changed[0]:
                # Past the attribute, whose checks have seen this value already.
                state.dict[name] = Bound.to(getattr(thing, by), changed[0])
