"""What was removed lies sealed for an hour, for whoever removed it alone, and is put back by them.

It is kept as typed forms are (`KeptForm`): theirs alone, sealed, and gone after an hour; it goes at
once when anybody is made anonymous, since it may tell of them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

from sqlalchemy import delete, inspect, select
from sqlalchemy import types as sql
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.ground.database import Base
from webapp.models import KeptForm, User
from webapp.services.records.expiry import TYPED_KEPT

PREFIX: Final = "removed:"
"""How the address begins under which it is kept, which is no page's."""
RETURNED: Final = "returned:"
"""How the address begins of what is back already: nothing of it is kept, but that it is."""


@dataclass(frozen=True)
class Removed:
    """Something that its reader removed.

    Parameters
    ----------
    kind
        Its table.
    called
        What it is called.
    back
        Where it is seen again.
    """

    id: int
    kind: str
    called: str
    back: str
    until: datetime
    row: dict[str, Any]
    parts: dict[str, list[dict[str, Any]]]


def keep(
    session: Session, user: User, row: Base, called: str, back: str, parts: Sequence[str] = ()
) -> KeptForm:
    """Keep what is about to be removed; return where it lies.

    Parameters
    ----------
    parts
        The attributes whose rows go along with it.
    """
    written = _written(row)
    beside = {name: [_written(each) for each in getattr(row, name)] for name in parts}
    told = {"called": called, "back": back, "row": written, "parts": beside}
    address = f"{PREFIX}{row.__tablename__}/{written['id']}"
    mine = KeptForm.user_id == user.id, KeptForm.address == address
    session.execute(delete(KeptForm).where(*mine))
    typed = json.dumps(told, ensure_ascii=False)
    kept = KeptForm(user_id=user.id, address=address, typed=typed, at=now())
    session.add(kept)
    session.flush()
    return kept


def _written(row: Base) -> dict[str, Any]:
    columns = inspect(type(row)).column_attrs
    return {each.key: _as_json(getattr(row, each.key)) for each in columns}


def _as_json(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def find(session: Session, user: User) -> Sequence[Removed]:
    """Return what somebody has removed within the hour, the last first."""
    mine = KeptForm.user_id == user.id, KeptForm.address.startswith(PREFIX)
    lately = select(KeptForm).where(*mine, KeptForm.at > now() - TYPED_KEPT)
    return [_read(each) for each in session.scalars(lately.order_by(KeptForm.id.desc()))]


def _read(kept: KeptForm) -> Removed:
    told = json.loads(kept.typed)
    kind = kept.address.removeprefix(PREFIX).partition("/")[0]
    until = kept.at + TYPED_KEPT
    return Removed(kept.id, kind, told["called"], told["back"], until, told["row"], told["parts"])


def again(kept: Removed, model: type[Base]) -> Any:
    """Return what was removed as a row that is not in the database yet, under its number."""
    row = _made(model, kept.row)
    for name, parts in kept.parts.items():
        of = inspect(model).relationships[name].mapper.class_
        getattr(row, name).extend(_made(of, each) for each in parts)
    return row


def _made(model: type[Base], told: dict[str, Any]) -> Any:
    columns = inspect(model).column_attrs
    stood = [each for each in columns if told.get(each.key) is not None]
    return model(**{each.key: _as_stored(told[each.key], each.columns[0].type) for each in stood})


def _as_stored(value: Any, column: Any) -> Any:
    if isinstance(column, sql.Enum) and column.enum_class is not None:
        return column.enum_class(value)
    if isinstance(column, sql.DateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column, sql.Date) else value


def forget(session: Session, kept: Removed) -> None:
    """Keep it no longer, but that it is back."""
    row = session.get_one(KeptForm, kept.id)
    row.address, row.typed = f"{RETURNED}{kept.id}", "{}"


def drop(session: Session, kept: Removed) -> None:
    """Keep nothing of it: it cannot be put back any more."""
    session.execute(delete(KeptForm).where(KeptForm.id == kept.id))


def is_back(session: Session, user: User, number: int) -> bool:
    """Whether somebody has put back within the hour what lay under this number."""
    mine = KeptForm.user_id == user.id, KeptForm.address == f"{RETURNED}{number}"
    return session.scalar(select(KeptForm.id).where(*mine)) is not None


def forget_all(session: Session) -> None:
    """Keep nothing that anybody removed: it may tell of somebody who is made anonymous."""
    session.execute(delete(KeptForm).where(KeptForm.address.startswith(PREFIX)))
