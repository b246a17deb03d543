"""Relationship: guests and farm stay in contact, because both said yes and as long as both do."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Self

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now, today
from webapp.ground.database import Base, Strings, state_column
from webapp.ground.encryption import Encrypted
from webapp.ground.errors import RuleBroken
from webapp.models.states import Side, passage

if TYPE_CHECKING:
    from webapp.models.users import User
    from webapp.models.visits import Visit

MAY_SHARE: Final = {Side.PARTY: ("phone",), Side.FARM: ("phone", "email")}
"""What each side can let the other see; neither has to share anything."""
TIES: Final = ("call", "letter", "stay", "immersion", "training", "job", "takeover-step")
"""What may come of a relationship."""


class RelationshipState(StrEnum):
    """How far a relationship has come."""

    PROPOSED = "proposed"
    OPEN = "open"
    CLOSED = "closed"


class Relationship(Base):
    """A farm and a party who met, and the visit with which it began.

    What each lets the other see is kept sealed while it stands, and shown only while it is still so
    (`services.after.sharing`).
    """

    __tablename__ = "relationships"
    __table_args__ = (
        ForeignKeyConstraint(
            ["visit_id", "party_id", "farm_id"],
            ["visits.id", "visits.party_id", "visits.farm_id"],
            name="fk_relationships_visit_id_visits_whose",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        Index(
            "uq_relationships_one_of_a_visit",
            "visit_id",
            unique=True,
            postgresql_where=text("state <> 'closed'"),
        ),
        CheckConstraint(
            "state <> 'open' OR party_said_at IS NOT NULL AND farm_said_at IS NOT NULL",
            name="both_said_yes",
        ),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint(
            "state <> 'closed' OR cardinality(party_shares) + cardinality(farm_shares) = 0",
            name="closed_shares_nothing",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(index=True)
    party_id: Mapped[int] = mapped_column(index=True)
    """Whose file the visit belongs to, as the database keeps it when files are put together."""
    farm_id: Mapped[int]
    state: Mapped[RelationshipState] = mapped_column(
        state_column(RelationshipState), default=RelationshipState.PROPOSED
    )
    proposed_by: Mapped[Side] = mapped_column(state_column(Side, "proposed_by"))
    party_said_at: Mapped[datetime | None]
    party_shares: Mapped[Strings] = mapped_column(ARRAY(Text), default=list)
    party_told: Mapped[str | None] = mapped_column(Encrypted("relationships.party_told"))
    """What the guests' yes stands on: the number that they share, and who is in their household."""
    farm_said_at: Mapped[datetime | None]
    farm_shares: Mapped[Strings] = mapped_column(ARRAY(Text), default=list)
    farm_told: Mapped[str | None] = mapped_column(Encrypted("relationships.farm_told"))
    farm_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who said yes for the farm: it is their address that is shared."""
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[Side | None] = mapped_column(state_column(Side, "closed_by"))
    """The side that ended it; none: the programme, which stopped the farm or held it."""

    visit: Mapped["Visit"] = relationship()
    farm_by: Mapped["User | None"] = relationship()
    ties: Mapped[list["Tie"]] = relationship(order_by="Tie.on, Tie.id", passive_deletes=True)

    @classmethod
    def of(cls, visit: "Visit", proposed_by: Side, **others: Any) -> Self:
        """Return what begins with a visit, proposed by one of its sides."""
        two = {"party_id": visit.party_id, "farm_id": visit.farm_id}
        return cls(visit_id=visit.id, proposed_by=proposed_by, **two, **others)

    def shares_of(self, side: Side) -> list[str]:
        """Return what a side lets the other see, as long as both say yes."""
        if self.state is not RelationshipState.OPEN:
            return []
        return self.party_shares if side is Side.PARTY else self.farm_shares

    def may_be_begun_anew(self, side: Side) -> bool:
        """Whether this side ended it; the other one does not ask again.

        What the programme ended the guests alone begin again.
        """
        return self.state is RelationshipState.CLOSED and (self.closed_by or Side.PARTY) == side

    @property
    def is_ended_by_programme(self) -> bool:
        """Whether neither side ended it: the farm was stopped, or held."""
        return self.state is RelationshipState.CLOSED and self.closed_by is None

    def has_yes_of(self, side: Side) -> bool:
        """Whether it stands, and this side has said yes to it."""
        said = self.party_said_at if side == Side.PARTY else self.farm_said_at
        return self.state is not RelationshipState.CLOSED and said is not None

    def awaits(self, side: Side) -> bool:
        """Whether the other side has proposed it, and this one has not answered."""
        return self.state is RelationshipState.PROPOSED and self.proposed_by != side

    def say_yes(self, side: Side, shares: list[str], told: str | None = None) -> None:
        """Keep a side's yes with what it shares; the second one opens it, a later one corrects.

        Parameters
        ----------
        told
            What the yes stands on; without it nothing is shown.
        """
        may = {RelationshipState.PROPOSED, RelationshipState.OPEN}
        passage(self.state, may, RelationshipState.OPEN)
        if set(shares) - set(MAY_SHARE[side]):
            raise RuleBroken("answer-missing")
        if side is Side.PARTY:
            self.party_said_at, self.party_shares, self.party_told = now(), shares, told
        else:
            self.farm_said_at, self.farm_shares, self.farm_told = now(), shares, told
        if self.party_said_at and self.farm_said_at:
            self.state = RelationshipState.OPEN

    def close(self, by: Side | None) -> None:
        """End it, for whoever of the two wishes so, or none of them: the programme.

        No reason is asked, and nothing is shared any more.
        """
        may = {RelationshipState.PROPOSED, RelationshipState.OPEN}
        self.state = passage(self.state, may, RelationshipState.CLOSED)
        self.closed_at, self.closed_by = now(), by
        self.party_shares, self.farm_shares = [], []
        self.party_told = self.farm_told = None

    def note(self, kind: str, on: date, by: "User") -> None:
        """Keep what has come of it."""
        passage(self.state, {RelationshipState.OPEN}, RelationshipState.OPEN)
        if kind not in TIES:
            raise RuleBroken("answer-missing")
        if on > today():
            raise RuleBroken("tie-in-the-future")
        self.ties.append(Tie(kind=kind, on=on, by_id=by.id))


class Tie(Base):
    """Something that has come of a relationship: a call, a letter, a stay, a job."""

    __tablename__ = "ties"

    id: Mapped[int] = mapped_column(primary_key=True)
    relationship_id: Mapped[int] = mapped_column(
        ForeignKey("relationships.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str]
    on: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    by: Mapped["User"] = relationship()
