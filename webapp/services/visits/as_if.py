"""A look ahead: something is done as it would be, shown, and undone before anybody knows of it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy.orm import Session


class _SeenError(Exception):
    """What is raised once it was seen, so that nothing of it stays."""


@contextmanager
def as_if(session: Session) -> Iterator[None]:
    """Undo all that is done inside, be it refused or not: rows, messages and jobs alike."""
    session.flush()
    with suppress(_SeenError), session.begin_nested():
        yield
        session.flush()
        raise _SeenError
