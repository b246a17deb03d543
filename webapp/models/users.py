"""The people who sign in, their sessions and the small secrets that let them in."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Text,
    literal_column,
    select,
    text,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from webapp.ground.clock import now, real_now
from webapp.ground.database import Base, state_column
from webapp.ground.encryption import Encrypted
from webapp.models.programme import Programme

if TYPE_CHECKING:
    from webapp.models.farms import Farm
    from webapp.models.local_referents import LocalReferent
    from webapp.models.programme import Organisation


class Role(StrEnum):
    """The kinds of people who have an account; refugees have a link and none."""

    FARMER = "farmer"
    CASEWORKER = "caseworker"
    COORDINATOR = "coordinator"
    LOCAL_REFERENT = "local-referent"
    """A volunteer near the farms, who looks after the visits that are given to them."""


class User(Base):
    """A farmer, a caseworker, a coordinator or a local referent."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint(
            "(role = 'caseworker') = (organisation_id IS NOT NULL)", name="organisation_by_role"
        ),
        CheckConstraint("role = 'farmer' OR farm_id IS NULL", name="farm_by_role"),
        Index("uq_users_email_lower", text("lower(email)"), unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[Role] = mapped_column(state_column(Role), active_history=True)
    email: Mapped[str]
    name: Mapped[str]
    language: Mapped[str] = mapped_column(default="fr")
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisations.id"), active_history=True
    )
    farm_id: Mapped[int | None] = mapped_column(ForeignKey("farms.id"))
    password_hash: Mapped[str | None]
    code_secret: Mapped[str | None] = mapped_column(Encrypted("users.code_secret"))
    """Base32 secret of the one-time code (RFC 6238)."""
    code_confirmed_at: Mapped[datetime | None]
    """When a first code showed that the secret had reached the person's phone."""
    code_last_step: Mapped[int | None] = mapped_column(BigInteger)
    """The 30-second step of the last code taken: a code is never taken twice."""
    provider_digest: Mapped[str | None] = mapped_column(unique=True)
    """Of the identity by which the identity provider lets this person in, if one is linked."""
    provider_linked_at: Mapped[datetime | None]
    """When an identity was last linked; it stays, so that a mailbox alone links no second one."""
    digest: Mapped[bool] = mapped_column(default=True)
    """Whether a caseworker wants the morning letter (`services.parties.digest`)."""
    reads_incidents: Mapped[bool] = mapped_column(default=False)
    """Whether this coordinator is among those who look after incidents."""
    suspended_at: Mapped[datetime | None] = mapped_column(active_history=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime | None] = mapped_column(deferred=True)
    """Written with each page that they read: no list that tells of them asks for it."""
    has_come: Mapped[bool] = column_property(last_seen_at.is_not(None))
    """Whether they were ever here, as the database says."""
    anonymous_since: Mapped[datetime | None]

    organisation: Mapped["Organisation | None"] = relationship()
    farm: Mapped["Farm | None"] = relationship(back_populates="users")
    nearby: Mapped["LocalReferent | None"] = relationship(
        back_populates="user", passive_deletes=True
    )
    """Where a local referent lives, and when they are away."""

    @property
    def may_use_provider(self) -> bool:
        """Whether an identity provider may let this person in: farmers and volunteers have none."""
        return self.role in {Role.CASEWORKER, Role.COORDINATOR}

    @property
    def is_staff(self) -> bool:
        """Whether the second factor is asked of this person."""
        return self.role is not Role.FARMER


class RecoveryCode(Base):
    """A code kept on paper, that stands in once for the one-time code."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str]
    used_at: Mapped[datetime | None]


class UserSession(Base):
    """A signed-in browser; what the cookie carries is found here by its digest only."""

    __tablename__ = "user_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=real_now)
    seen_at: Mapped[datetime] = mapped_column(default=real_now)
    second_factor_at: Mapped[datetime | None]
    proved_at: Mapped[datetime | None]
    """When its farmer gave a code that came by e-mail, to read names of guests again."""
    ended_at: Mapped[datetime | None]
    id_token: Mapped[str | None] = mapped_column(Encrypted("user_sessions.id_token"))
    """What the identity provider said of who came in by it: it ends its own session by this."""

    user: Mapped[User] = relationship()
    has_workshops: Mapped[bool | None] = column_property(
        select(Programme.has_workshops).scalar_subquery(), deferred=False
    )
    """Whether the programme offers workshops: read along, for the menus of every page."""
    left_out: Mapped[list[str] | None] = column_property(
        select(Programme.left_out).scalar_subquery(), deferred=False
    )
    """What the programme does not use: read along, for what pages lead to."""
    snapshot: Mapped[str] = column_property(
        literal_column("pg_current_snapshot()::text", Text), deferred=False, expire_on_flush=False
    )
    """Which transactions were seen when the session was found, before anything else was read."""


class EmailLinkPurpose(StrEnum):
    """What a link sent by e-mail lets its reader do."""

    SIGN_IN = "sign-in"
    RESET_PASSWORD = "reset-password"  # noqa: S105 (a purpose, not a password)
    INVITATION = "invitation"
    CHARTER = "charter"
    """No link, but a code: see `services.accounts.charter`."""
    MAILBOX = "mailbox"
    """No link, but a code, to a mailbox not yet the user's: see `services.accounts.mailboxes`."""
    PROOF = "proof"
    """No link, but a code, that shows names of guests again: see `services.accounts.proofs`."""


class EmailLink(Base):
    """A single-use link; its token is made from this row when sent, and never stored."""

    __tablename__ = "email_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[EmailLinkPurpose] = mapped_column(state_column(EmailLinkPurpose))
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    address: Mapped[str | None] = mapped_column(Encrypted("email_links.address"))
    """Where it was sent, when that was not the user's own mailbox."""

    user: Mapped[User] = relationship()


class Attempt(Base):
    """One knock at a door that is opened only so many times in a while."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_door_at", "door", "at"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    door: Mapped[str]
    """Keyed digest of what is limited: an address, an account, a telephone number."""
    at: Mapped[datetime] = mapped_column(default=real_now)
