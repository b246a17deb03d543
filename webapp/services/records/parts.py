"""Parts of its work that a programme does not use: no page offers them, and nobody is asked.

What came of them before stays, and is read where it stands.
"""

from sqlalchemy.orm import Session

from webapp.models import Programme


def uses(session: Session, part: str) -> bool:
    """Whether the programme uses a part, one of `vocabulary.PARTS`; one that is founded uses all.

    Few questions: the settings are read once for whatever a page or a job asks.
    """
    programme = session.get(Programme, 1)
    return programme is None or part not in programme.left_out
