"""Parts of its work that a programme does not use: no page offers them, and nobody is asked.

What came of them before stays, and is read where it stands.
"""

from sqlalchemy.orm import Session

from webapp.models import Programme


def settings(session: Session) -> Programme | None:
    """Return the programme's settings; while they are held, nothing asks for them again."""
    return session.get(Programme, 1)


def uses(session: Session, part: str) -> bool:
    """Whether the programme uses a part, of `vocabulary.PARTS`; a new one uses them all."""
    programme = settings(session)
    return programme is None or part not in programme.left_out
