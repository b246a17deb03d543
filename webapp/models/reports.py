"""Reports: what a funder is told of a period, frozen as it was told."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, Strings, state_column
from webapp.ground.errors import RuleBroken
from webapp.models.long_work import LongWork
from webapp.models.states import passage

if TYPE_CHECKING:
    from webapp.models.programme import Organisation
    from webapp.models.users import User


class ReportState(StrEnum):
    """How far a report has come."""

    DRAFT = "draft"
    """Counted anew each time it is looked at."""
    FROZEN = "frozen"
    """What it says is kept, and changes no more."""
    SENT = "sent"


class Funder(Base):
    """Somebody who pays, and wants to be told of some people and of some figures."""

    __tablename__ = "funders"
    __table_args__ = (
        CheckConstraint("sex IN ('', 'man', 'woman', 'not-said')", name="sex"),
        CheckConstraint("pays_from <= pays_until", name="pays_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    """The association whose people they pay for; none: all."""
    sex: Mapped[str] = mapped_column(default="")
    """Of whom they want to read; empty: of everybody."""
    first_titles: Mapped[bool] = mapped_column(default=False)
    """Whether they pay for people whose first title is less than five years old, and no others."""
    indicators: Mapped[Strings]
    """Codes of `services.reports.indicators`, which their reports have in that order."""
    pays_from: Mapped[date | None]
    """The first day that they pay for; none: they always did."""
    pays_until: Mapped[date | None]
    """The last one; none: no end is known."""
    actions: Mapped[Strings] = mapped_column(default=list, server_default="{}")
    """Kinds of action that they pay for (`services.reports.indicators.ACTIONS`), of which nothing
    outside these days is counted for them; none: the whole programme, so nothing at all."""
    foreword: Mapped[str] = mapped_column(default="")
    """What their reports begin with, in the words agreed with them."""

    organisation: Mapped["Organisation | None"] = relationship()
    reports: Mapped[list["Report"]] = relationship(
        back_populates="funder", order_by="Report.id.desc()"
    )


class Report(LongWork, Base):
    """A funder's figures of a period.

    What is frozen are the words and the figures that it says, no row of anybody: it can be made
    again when files are long erased. The database lets nothing of it change (migration 0087).
    """

    __tablename__ = "reports"
    __table_args__ = (
        CheckConstraint("first_day <= last_day AND first_day <= as_of", name="order"),
        CheckConstraint("(state = 'draft') = (said IS NULL)", name="frozen"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    funder_id: Mapped[int] = mapped_column(ForeignKey("funders.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    as_of: Mapped[date]
    """What was known on this day counts, and nothing later."""
    state: Mapped[ReportState] = mapped_column(state_column(ReportState), default=ReportState.DRAFT)
    made_at: Mapped[datetime] = mapped_column(default=now)
    counting_since: Mapped[datetime | None]
    """Since when a worker counts it, where that takes a while."""
    counted: Mapped[dict[str, Any] | None]
    """What a worker has counted for the draft (`services.reports.counting`), of nobody a row."""
    frozen_at: Mapped[datetime | None]
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    said: Mapped[dict[str, Any] | None]
    """All that it says, from which each of its files is made (`wording.report_writing`)."""
    digests: Mapped[dict[str, Any] | None]
    """SHA-256 of each of its files as they were when it was frozen, by their kind."""
    sent_on: Mapped[date | None]

    funder: Mapped[Funder] = relationship(back_populates="reports")
    frozen_by: Mapped["User | None"] = relationship()

    @property
    def title(self) -> str:
        """By what it is called: a frozen one stays what it was, whatever its funder is called."""
        return str(self.said["title"]) if self.said else self.funder.name

    @property
    def is_draft(self) -> bool:
        """Whether it is still counted."""
        return self.state is ReportState.DRAFT

    @property
    def is_under_way(self) -> bool:
        """Whether a worker counts it, or is going to."""
        return self.counting_since is not None

    def count(self, steps: int) -> None:
        """Await that a worker has counted a draft."""
        self.require_draft()
        self.counting_since = now()
        self.await_worker(steps)

    def keep_count(self, counted: dict[str, Any]) -> None:
        """Keep what was counted."""
        self.counted, self.counting_since = counted, None

    def go_back(self, failure: str | None = None) -> None:
        """Be the draft that it was, with what was counted before."""
        self.counting_since = None
        self.await_nobody(failure)

    def freeze(
        self, said: dict[str, Any], digests: dict[str, Any], at: datetime, by: "User"
    ) -> None:
        """Keep what it says, and how each of its files was then."""
        self.state = passage(self.state, {ReportState.DRAFT}, ReportState.FROZEN)
        self.said, self.digests, self.frozen_at, self.frozen_by_id = said, digests, at, by.id
        self.counted = self.counting_since = None

    def send(self, on: date) -> None:
        """Record that it was given to its funder."""
        self.state = passage(self.state, {ReportState.FROZEN}, ReportState.SENT)
        self.sent_on = on

    def require_draft(self) -> None:
        """Raise unless it can still be taken away."""
        if not self.is_draft:
            raise RuleBroken("report-frozen")
