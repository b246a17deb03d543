"""What happened that is about safety or about data, until a reader has written what was found."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.ground.encryption import Encrypted
from webapp.models.states import Side

if TYPE_CHECKING:
    from webapp.models.farms import Farm
    from webapp.models.users import User
    from webapp.models.visits import Visit

TO_THE_CNIL: Final = timedelta(hours=72)
"""How long after it is known a breach of data may be notified (GDPR, article 33)."""


class Severity(StrEnum):
    """How grave an incident is; a serious one holds its farm."""

    MINOR = "minor"
    MODERATE = "moderate"
    SERIOUS = "serious"


class StepKind(StrEnum):
    """What was done about an incident."""

    MEASURE = "measure"
    JUDGED = "judged"
    """Its severity was changed, with a reason."""
    CLOSED = "closed"
    REOPENED = "reopened"


class Incident(Base):
    """A no or an end of a visit for safety, or what somebody told of.

    While a serious one is open its farm is on hold. Only its readers know what it is about.
    """

    __tablename__ = "incidents"
    __table_args__ = (
        CheckConstraint("exposed >= 0", name="exposed"),
        CheckConstraint("minors >= 0 AND minors <= exposed", name="minors"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    farm_id: Mapped[int | None] = mapped_column(
        ForeignKey("farms.id", ondelete="CASCADE"), index=True
    )
    """None while nobody knows which farm is meant, or where no farm is concerned."""
    visit_id: Mapped[int | None] = mapped_column(
        ForeignKey("visits.id", ondelete="CASCADE"), index=True
    )
    side: Mapped[Side | None] = mapped_column(state_column(Side))
    """The side that told of it; none: somebody of the programme, or from outside."""
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who of the staff told of it."""
    kind: Mapped[str] = mapped_column(default="safety")
    """One of `vocabulary.INCIDENT_KINDS`; `safety` for a visit refused or ended over it."""
    severity: Mapped[Severity] = mapped_column(state_column(Severity), default=Severity.SERIOUS)
    told: Mapped[str | None] = mapped_column(Encrypted("incidents.told"))
    """What happened, in the words of whoever told of it; none for a visit refused or ended."""
    place: Mapped[str | None] = mapped_column(Encrypted("incidents.place"))
    """Where, in the words of somebody from outside."""
    reached_at: Mapped[str | None] = mapped_column(Encrypted("incidents.reached_at"))
    """How somebody from outside wishes to be reached, if at all."""
    happened_on: Mapped[date | None]
    exposed: Mapped[int | None]
    """How many people it concerns, as far as is known."""
    minors: Mapped[int | None]
    """How many of them are children."""
    follow_up_on: Mapped[date | None]
    """The day on which somebody looks again."""
    opened_at: Mapped[datetime] = mapped_column(default=now)
    notified_at: Mapped[datetime | None]
    """When the authority had its notice."""
    notified_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    finding: Mapped[str | None] = mapped_column(Encrypted("incidents.finding"))

    farm: Mapped["Farm | None"] = relationship()
    visit: Mapped["Visit | None"] = relationship()
    told_by: Mapped["User | None"] = relationship(foreign_keys=[told_by_id])
    notified_by: Mapped["User | None"] = relationship(foreign_keys=[notified_by_id])
    closed_by: Mapped["User | None"] = relationship(foreign_keys=[closed_by_id])
    steps: Mapped[list["IncidentStep"]] = relationship(
        back_populates="incident", order_by="IncidentStep.id", cascade="all, delete-orphan"
    )
    readers: Mapped[list["IncidentReader"]] = relationship(
        back_populates="incident", order_by="IncidentReader.id", cascade="all, delete-orphan"
    )

    @property
    def is_open(self) -> bool:
        """Whether it is still to be closed."""
        return self.closed_at is None

    @property
    def holds(self) -> bool:
        """Whether nobody may be proposed to its farm because of it."""
        return self.is_open and self.severity is Severity.SERIOUS

    @property
    def is_of_data(self) -> bool:
        """Whether it is about personal data in wrong hands: its notice goes to the CNIL."""
        return self.kind == "data"

    @property
    def notice_until(self) -> datetime | None:
        """Until when the CNIL must have its notice; none once it has, or where none is owed."""
        owed = self.is_of_data and self.notified_at is None
        return self.opened_at + TO_THE_CNIL if owed else None

    def add(self, kind: StepKind, by: "User", words: str) -> None:
        """Keep a step with who took it."""
        self.steps.append(IncidentStep(kind=kind, by_id=by.id, words=words))

    def close(self, by: "User", finding: str) -> None:
        """Record what was found and done, and by whom; nobody has to look again."""
        self.closed_at, self.closed_by_id, self.finding = now(), by.id, finding
        self.follow_up_on = None

    def reopen(self, by: "User", reason: str) -> None:
        """Take it up again; what was found then stays among its steps."""
        if self.finding:
            self.add(StepKind.CLOSED, by, self.finding)
        self.add(StepKind.REOPENED, by, reason)
        self.closed_at = self.closed_by_id = self.finding = None


class IncidentStep(Base):
    """Something done about an incident."""

    __tablename__ = "incident_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(
        ForeignKey("incidents.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[StepKind] = mapped_column(state_column(StepKind))
    words: Mapped[str | None] = mapped_column(Encrypted("incident_steps.words"))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    incident: Mapped[Incident] = relationship(back_populates="steps")
    by: Mapped["User"] = relationship()


class IncidentReader(Base):
    """Somebody named to read an incident and to act on it."""

    __tablename__ = "incident_readers"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(
        ForeignKey("incidents.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    named_at: Mapped[datetime] = mapped_column(default=now)

    incident: Mapped[Incident] = relationship(back_populates="readers")
    user: Mapped["User"] = relationship()
