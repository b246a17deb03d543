"""By what persons are known again, brought up to date after a migration or a change of key."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.models import Person


def know_all_again(session: Session) -> list[int]:
    """Set what each person is known by; return those, by number, who are on two visits at once.

    They keep what they had: someone decides which visit stands, or that they are two people.
    """
    twice = []
    for person in session.scalars(select(Person).order_by(Person.id)):
        try:
            with session.begin_nested():
                person.know_again()
        except IntegrityError:
            twice.append(person.id)
    return twice
