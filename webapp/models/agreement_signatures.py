"""What is signed of an agreement, version by version, and who has signed."""

import json
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.ground.encryption import Encrypted

if TYPE_CHECKING:
    from webapp.models.agreements import Agreement
    from webapp.models.users import User


class Signer(StrEnum):
    """Who signs an agreement, in any order."""

    PERSON = "person"
    REPRESENTATIVE = "representative"
    """Of a person who is, or may be, under age."""
    FARM = "farm"
    PRESCRIBER = "prescriber"
    ASSOCIATION = "association"

    @property
    def goes(self) -> bool:
        """Whether they go to the farm, or answer for whoever goes."""
        return self in {Signer.PERSON, Signer.REPRESENTATIVE}


class AgreementVersion(Base):
    """What an agreement said when it was made ready to sign: all that its paper is made of."""

    __tablename__ = "agreement_versions"
    __table_args__ = (UniqueConstraint("agreement_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id", ondelete="CASCADE"))
    number: Mapped[int]
    told: Mapped[str | None] = mapped_column(Encrypted("agreement_versions.told"))
    """As JSON: the frame, the terms, and who the parties were."""
    made_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def said(self) -> dict[str, Any]:
        """What it said; nothing once its people are forgotten."""
        known: dict[str, Any] = json.loads(self.told) if self.told else {}
        return known

    @classmethod
    def of(cls, number: int, said: dict[str, Any]) -> "AgreementVersion":
        """Return a version that says this from now on."""
        return cls(number=number, told=json.dumps(said, ensure_ascii=False, sort_keys=True))


class AgreementSignature(Base):
    """Somebody who is to sign a version, and whether they have.

    The code that opens it, or signs, is made from the row and the moment at which it was asked
    for, and never stored.
    """

    __tablename__ = "agreement_signatures"
    __table_args__ = (UniqueConstraint("agreement_id", "version", "signer"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id", ondelete="CASCADE"))
    version: Mapped[int]
    signer: Mapped[Signer] = mapped_column(state_column(Signer))
    language: Mapped[str]
    """In which it is written to them."""
    code_at: Mapped[datetime | None]
    """When they last asked for a code."""
    tries: Mapped[int] = mapped_column(default=0)
    """How often a code was typed since."""
    at: Mapped[datetime | None]
    name: Mapped[str | None] = mapped_column(Encrypted("agreement_signatures.name"))
    """Their name as they signed."""
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """The account with which it was signed, where with one."""

    agreement: Mapped["Agreement"] = relationship(back_populates="all_signatures")
    user: Mapped["User | None"] = relationship()

    @property
    def is_awaited(self) -> bool:
        """Whether they may sign now: the version stands, and they have not."""
        return self.at is None and self.agreement.awaits_signatures(self.version)

    @property
    def may_be_read(self) -> bool:
        """Whether a code opens what they sign, or have signed."""
        return self.at is not None or self.is_awaited
