"""Seats: somebody's place in a series, from a wish to having been there."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.ground.encryption import Encrypted
from webapp.ground.errors import RuleBroken
from webapp.models.attestations import Attestation
from webapp.models.states import passage

if TYPE_CHECKING:
    from webapp.models.farms import Farm
    from webapp.models.parties import Party
    from webapp.models.persons import Person
    from webapp.models.users import User
    from webapp.models.workshops import Series, Sitting


class SeatState(StrEnum):
    """How far somebody has come with a series."""

    WISHED = "wished"
    """They would like to come, and nobody has signed them up."""
    SIGNED_UP = "signed-up"
    WAITING = "waiting"
    """It is full: they are told when a seat is free."""
    ATTENDED = "attended"
    EXCUSED = "excused"
    ABSENT = "absent"
    UNKNOWN = "unknown"
    """It is over, and nobody has noted who came."""
    CANCELLED = "cancelled"


class Presence(StrEnum):
    """What is noted of somebody at one sitting; what nobody noted is unknown."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class SeatSide(StrEnum):
    """Who asked for a seat, or gave it back."""

    GUEST = "guest"
    FARM = "farm"
    STAFF = "staff"
    PROGRAMME = "programme"
    """The sitting was cancelled, or is over."""


HELD = (
    SeatState.SIGNED_UP, SeatState.ATTENDED, SeatState.EXCUSED, SeatState.ABSENT, SeatState.UNKNOWN,
)  # fmt: skip
"""The states in which somebody has one of the seats, by its number."""
ASKED = (SeatState.WISHED, SeatState.WAITING)
"""The states in which somebody would like to have one."""
OVER = (SeatState.ATTENDED, SeatState.EXCUSED, SeatState.ABSENT, SeatState.UNKNOWN)
"""The states after the last sitting."""
NOT_THERE = (SeatState.EXCUSED, SeatState.ABSENT)
"""The states of which there may be a reason, beside that of a seat that was given back."""
OF = {
    frozenset({Presence.PRESENT}): SeatState.ATTENDED,
    frozenset({Presence.PRESENT, Presence.EXCUSED}): SeatState.EXCUSED,
    frozenset({Presence.EXCUSED}): SeatState.EXCUSED,
}


def _in_sql(states: tuple[SeatState, ...]) -> str:
    return ", ".join(f"'{state}'" for state in states)


class Seat(Base):
    """Somebody's place in a series: a guest's, an adult's of a farm, or somebody's of the staff.

    Never more are held than there are: each has a number of its own, up to the seats of its
    series, which the database holds (`out_of` follows `series.seats`).
    """

    __tablename__ = "seats"
    __table_args__ = (
        ForeignKeyConstraint(
            ["series_id", "out_of"],
            ["series.id", "series.seats"],
            name="fk_seats_series_id_series",
            onupdate="CASCADE",
        ),
        CheckConstraint("number BETWEEN 1 AND out_of", name="number"),
        CheckConstraint(
            f"(number IS NOT NULL) = (state IN ({_in_sql(HELD)}))", name="held_by_number"
        ),
        CheckConstraint("num_nonnulls(person_id, farm_id, user_id) = 1", name="of_one"),
        CheckConstraint("(person_id IS NULL) = (party_id IS NULL)", name="party"),
        Index(
            "uq_seats_number",
            "series_id",
            "number",
            unique=True,
            postgresql_where=text("number IS NOT NULL"),
        ),
        Index(
            "uq_seats_person",
            "series_id",
            "person_id",
            unique=True,
            postgresql_where=text("state <> 'cancelled'"),
        ),
        Index(
            "uq_seats_user",
            "series_id",
            "user_id",
            unique=True,
            postgresql_where=text("state <> 'cancelled'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(index=True)
    out_of: Mapped[int]
    """How many seats its series has."""
    number: Mapped[int | None]
    """Which of them it is; none: they have none."""
    state: Mapped[SeatState] = mapped_column(state_column(SeatState))
    party_id: Mapped[int | None] = mapped_column(
        ForeignKey("parties.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("persons.id", ondelete="CASCADE"), index=True
    )
    farm_id: Mapped[int | None] = mapped_column(
        ForeignKey("farms.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str | None] = mapped_column(Encrypted("seats.name"))
    """Which adult of the farm comes."""
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    asked_by: Mapped[SeatSide] = mapped_column(state_column(SeatSide, "asked_by"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    """Since when they are in line; it is filled in this order."""
    kept_until: Mapped[datetime | None]
    """Until when a seat that became free is kept for them; then it goes to the next."""
    passed_at: Mapped[datetime | None]
    """When one was kept for them in vain: they are not asked by themselves again."""
    ended_by: Mapped[SeatSide | None] = mapped_column(state_column(SeatSide, "ended_by"))
    reason: Mapped[str | None]
    """Why it was given back, or as the association knows it why they were not there: one of
    `ABSENCE_REASONS`."""
    ended_at: Mapped[datetime | None]
    """When it was given back, or noted that they were not there."""

    series: Mapped["Series"] = relationship(back_populates="held")
    party: Mapped["Party | None"] = relationship()
    person: Mapped["Person | None"] = relationship()
    farm: Mapped["Farm | None"] = relationship()
    user: Mapped["User | None"] = relationship()
    attendances: Mapped[list["Attendance"]] = relationship(
        back_populates="seat", cascade="all, delete-orphan"
    )
    attestations: Mapped[list[Attestation]] = relationship(
        back_populates="seat", order_by="Attestation.id", passive_deletes=True
    )

    @property
    def first_name(self) -> str:
        """What whoever holds a sitting reads of them; a farm's adult wrote their first name first.

        Of two who were written in one, the first.
        """
        if self.person is not None:
            return self.person.first_name
        return next(iter((self.name or "").split()), "")

    @property
    def is_held(self) -> bool:
        """Whether they have a seat."""
        return self.state in HELD

    @property
    def is_offered(self) -> bool:
        """Whether a seat that became free is kept for them until they say yes."""
        return self.state is SeatState.SIGNED_UP and self.kept_until is not None

    def sign_up(self, number: int) -> None:
        """Give them a seat that they have asked for."""
        self.state = passage(self.state, set(ASKED), SeatState.SIGNED_UP)
        self.number, self.kept_until, self.passed_at = number, None, None

    def offer(self, number: int, until: datetime) -> None:
        """Keep a seat that became free for somebody in line."""
        self.state = passage(self.state, {SeatState.WAITING}, SeatState.SIGNED_UP)
        self.number, self.kept_until = number, until

    def accept(self) -> None:
        """Take the seat that is kept for them."""
        if not self.is_offered:
            raise RuleBroken("seat-not-kept")
        self.kept_until = None

    def pass_by(self) -> None:
        """Let the seat that was kept in vain go; they wait on."""
        if not self.is_offered:
            raise RuleBroken("seat-not-kept")
        self.state, self.number, self.kept_until = SeatState.WAITING, None, None
        self.passed_at = now()

    def wait(self) -> None:
        """Put somebody who wished to come in line."""
        self.state = passage(self.state, {SeatState.WISHED}, SeatState.WAITING)

    def wait_anew(self) -> None:
        """Put somebody who let a kept seat go by at the end of the line."""
        self.asked_at, self.passed_at = now(), None

    def wish_again(self) -> None:
        """Leave it at the wish that they had before somebody signed them up."""
        self.state = passage(self.state, {SeatState.SIGNED_UP, SeatState.WAITING}, SeatState.WISHED)
        self.number, self.kept_until = None, None

    def cancel(self, by: SeatSide, reason: str | None) -> None:
        """Give it back, or take the wish back."""
        before = {SeatState.SIGNED_UP, *ASKED}
        self.state = passage(self.state, before, SeatState.CANCELLED)
        self.number, self.kept_until = None, None
        self.ended_by, self.reason, self.ended_at = by, reason, now()

    def conclude(self, sittings: list["Sitting"]) -> None:
        """Say from what was noted at the sittings how it went: what is to be talked of first.

        One absence makes it absent, what nobody noted unknown, one excuse excused.
        """
        noted = {each.sitting_id: each.presence for each in self.attendances}
        found = frozenset(noted.get(each.id, Presence.UNKNOWN) for each in sittings)
        is_absent = Presence.ABSENT in found
        before, after = self.state, OF.get(found, SeatState.UNKNOWN)
        self.state = passage(before, set(HELD), SeatState.ABSENT if is_absent else after)
        self.kept_until = None
        if self.state is not before:
            self.ended_at = now() if is_absent else None
        corrected = before in OVER and self.state is not before
        if corrected or self.state not in NOT_THERE:  # what was known of it says nothing any more
            self.reason = None

    def attest(self, sittings: list["Sitting"]) -> None:
        """Attest to a guest that they were at these sittings: one number for the same days.

        Who holds a sitting sees no file: the calendar attests what they noted.
        """
        if self.state is not SeatState.ATTENDED or self.person is None or self.party is None:
            return
        days = [each.day.isoformat() for each in sittings]
        if any(each.stands and each.days == days for each in self.attestations):
            return
        for each in self.attestations:
            each.withdraw()
        by, title = self.party.organisation.name, self.series.workshop.title
        self.attestations.append(Attestation.of_seat(self.person, by, title, days))


class Attendance(Base):
    """Whether somebody was there at one sitting of their series."""

    __tablename__ = "attendances"

    seat_id: Mapped[int] = mapped_column(
        ForeignKey("seats.id", ondelete="CASCADE"), primary_key=True
    )
    sitting_id: Mapped[int] = mapped_column(
        ForeignKey("sittings.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    presence: Mapped[Presence] = mapped_column(state_column(Presence))

    seat: Mapped[Seat] = relationship(back_populates="attendances")
