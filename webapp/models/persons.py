"""Persons: the members of a party, how old they are, and by what they are known again."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    and_,
    event,
    inspect,
    or_,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import today
from webapp.ground.database import Base, Strings
from webapp.ground.encryption import Cipher, Encrypted
from webapp.ground.names import same_words

if TYPE_CHECKING:
    from webapp.models.parties import Party

ADULT_AGE = 18
LARGEST_IDENTITY = 2**60
MOST_LETTERS = 3


class Person(Base):
    """A member of a party."""

    __tablename__ = "persons"
    __table_args__ = (CheckConstraint("sex IN ('man', 'woman', 'not-said')", name="sex"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="CASCADE"), index=True)
    first_name: Mapped[str] = mapped_column(Encrypted("persons.first_name"))
    last_name: Mapped[str] = mapped_column(Encrypted("persons.last_name"))
    """Empty when they have one name only."""
    sex: Mapped[str]
    birth_year: Mapped[int]
    is_of_age: Mapped[bool] = mapped_column(default=False)
    """Whether a caseworker said that they are eighteen already, in the year in which they turn it.

    The year of birth leaves that open, and no full birth date is kept to tell.
    """
    languages: Mapped[Strings] = mapped_column(default=list)
    """Languages in which the person holds a simple conversation."""
    french: Mapped[str] = mapped_column(default="A0")
    reads: Mapped[bool] = mapped_column(default=True)
    """Whether the person reads easily, in any script."""
    title_until: Mapped[date | None]
    """The last day of the residence title; a visit ends before it does."""
    written_fundable_until: Mapped[str | None] = mapped_column(
        "fundable_until", Encrypted("persons.fundable_until")
    )
    """What `fundable_until` is, as ISO writes it."""
    identity: Mapped[int] = mapped_column(BigInteger)
    """What is the same for one person in every party: the database holds by it that nobody is on
    two visits at once (`PersonStay`). It follows from name and year of birth, and tells nothing
    without the key."""
    is_another: Mapped[bool] = mapped_column(default=False)
    """Whether a caseworker said that someone else has this name and this year of birth."""

    party: Mapped["Party"] = relationship(back_populates="persons")

    @property
    def name(self) -> str:
        """First and last name, or the only one."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def fundable_until(self) -> date | None:
        """The last day on which their first title is less than five years old.

        It is written only with their agreement, so that a funder who pays for these people can be
        told of them; nothing else asks for it, and neither title nor status is kept with it.
        """
        written = self.written_fundable_until
        return date.fromisoformat(written) if written else None

    @fundable_until.setter
    def fundable_until(self, day: date | None) -> None:
        self.written_fundable_until = day.isoformat() if day else None

    @property
    def letter(self) -> str:
        """The first letter of the name, or as few as tell adults of a household apart.

        It stands where no name may: on a page behind a link, in a message.
        """
        adults = [each for each in self.party.persons if each.may_be_adult(today())]
        names = [each.first_name for each in adults if each is not self]
        for length in range(1, MOST_LETTERS + 1):
            beginning = self.first_name[:length]
            if not any(name.casefold().startswith(beginning.casefold()) for name in names):
                return beginning
        return f"{self.first_name[:1]} {adults.index(self) + 1 if self in adults else ''}"

    def know_again(self) -> None:
        """Set `identity`; it is drawn by lot for someone who is not whom their name says."""
        if not self.is_another:
            names, years = (self.first_name, self.last_name), (self.birth_year,)
            self.identity = self.identities(names, years)[0]
        elif self.identity is None or inspect(self).attrs.is_another.history.has_changes():
            self.identity = secrets.randbelow(LARGEST_IDENTITY)

    @staticmethod
    def identities(names: Sequence[str], years: Iterable[int]) -> list[int]:
        """Return as what a person of these names is known who was born in one of the years.

        That is one number a key, the first key's first, for each year.
        """
        words = same_words(*names)
        return [number for year in years for number in Cipher.numbers(f"{words}, {year}")]

    def is_adult(self, on: date) -> bool:
        """Whether the person is surely eighteen on a day."""
        turned = on.year - self.birth_year
        return turned > ADULT_AGE or (turned == ADULT_AGE and self.is_of_age)

    @classmethod
    def are_adults(cls, year: ColumnElement[int]) -> ColumnElement[bool]:
        """Ask the database what `is_adult` says of a day of that year."""
        turned = year - cls.birth_year
        return or_(turned > ADULT_AGE, and_(turned == ADULT_AGE, cls.is_of_age))

    def may_be_adult(self, on: date) -> bool:
        """Whether the person is, or may be, eighteen on a day."""
        return on.year - self.birth_year >= ADULT_AGE

    def is_in_doubt(self, on: date) -> bool:
        """Whether nobody can tell if the person is eighteen on a day."""
        return self.may_be_adult(on) and not self.is_adult(on)


@event.listens_for(Person, "before_insert")
@event.listens_for(Person, "before_update")
def _know_again(_mapper: object, _connection: object, person: Person) -> None:
    person.know_again()
