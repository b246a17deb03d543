"""The reception centres that are known."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Centre


def names(session: Session, only: Collection[int] | None = None) -> dict[int, str]:
    """Return what centres are called, by number, in the order of their names."""
    query = select(Centre.id, Centre.name).order_by(Centre.name)
    if only is not None:
        query = query.where(Centre.id.in_(only))
    return dict(session.execute(query).all())
