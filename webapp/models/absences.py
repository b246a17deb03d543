"""Absences to talk about: a talk comes first, then a remedy; only then may a place go on."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.ground.encryption import Encrypted
from webapp.ground.errors import RuleBroken
from webapp.models.seats import Presence, SeatState
from webapp.models.states import Side, VisitState, passage

if TYPE_CHECKING:
    from webapp.models.parties import Party
    from webapp.models.seats import Seat
    from webapp.models.users import User
    from webapp.models.visits import Visit


class ReviewState(StrEnum):
    """How far a review has come."""

    FLAGGED = "flagged"
    TALK_PLANNED = "talk-planned"
    TALKED = "talked"
    REMEDIED = "remedied"
    PLACE_GIVEN_ON = "place-given-on"


TO_TALK = (ReviewState.FLAGGED, ReviewState.TALK_PLANNED)
OPEN = (*TO_TALK, ReviewState.TALKED)
"""The states in which somebody has still something to do."""
TO_MEND = (ReviewState.TALKED, ReviewState.REMEDIED)


class AbsenceReview(Base):
    """What somebody missed, and what came of the talk about it; without a talk nothing is lost."""

    __tablename__ = "absence_reviews"
    __table_args__ = (
        CheckConstraint("num_nonnulls(seat_id, visit_id) = 1", name="of_one"),
        CheckConstraint(
            "state NOT IN ('talked', 'remedied', 'place-given-on') OR talked_on IS NOT NULL",
            name="after_a_talk",
        ),
        CheckConstraint(
            "state <> 'place-given-on' OR num_nonnulls(signed_by_id, second_by_id) = 2",
            name="by_two",
        ),
        CheckConstraint("signed_by_id <> second_by_id", name="two_people"),
        CheckConstraint("num_nonnulls(left_by_id, left_at) <> 1", name="left_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="CASCADE"), index=True)
    seat_id: Mapped[int | None] = mapped_column(
        ForeignKey("seats.id", ondelete="CASCADE"), unique=True
    )
    visit_id: Mapped[int | None] = mapped_column(
        ForeignKey("visits.id", ondelete="CASCADE"), unique=True
    )
    state: Mapped[ReviewState] = mapped_column(
        state_column(ReviewState), default=ReviewState.FLAGGED
    )
    flagged_at: Mapped[datetime] = mapped_column(default=now)
    talk_on: Mapped[date | None]
    """For which day a talk is planned."""
    talked_on: Mapped[date | None]
    talked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    language: Mapped[str | None]
    """In which language they talked."""
    reason: Mapped[str | None]
    """Why they were not there, in their own words: one of `ABSENCE_REASONS`."""
    remedy: Mapped[str | None]
    """What helps: one of `REMEDIES`."""
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    second_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """The two who give the place on."""
    left_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who was asked last as the second person, and left the places with them."""
    left_at: Mapped[datetime | None]
    left_because: Mapped[str | None] = mapped_column(Encrypted("absence_reviews.left_because"))

    party: Mapped["Party"] = relationship()
    seat: Mapped["Seat | None"] = relationship()
    visit: Mapped["Visit | None"] = relationship()
    talked_by: Mapped["User | None"] = relationship(foreign_keys=[talked_by_id])
    signed_by: Mapped["User | None"] = relationship(foreign_keys=[signed_by_id])
    left_by: Mapped["User | None"] = relationship(foreign_keys=[left_by_id])
    attempts: Mapped[list["TalkAttempt"]] = relationship(
        order_by="TalkAttempt.id", cascade="all, delete-orphan"
    )

    @property
    def stands(self) -> bool:
        """Whether they are still noted as absent: what was noted may be put right later."""
        if self.seat is not None:
            return self.seat.state is SeatState.ABSENT
        visit = self.visit
        no_show = visit is not None and visit.state is VisitState.NO_SHOW
        return no_show and visit is not None and visit.ended_by is Side.PARTY

    @property
    def is_given_on(self) -> bool:
        """Whether two people gave the places on."""
        return self.state is ReviewState.PLACE_GIVEN_ON

    @property
    def missed_on(self) -> date | None:
        """The first day that they missed; none where it is not known any more."""
        if self.visit is not None:
            return self.visit.arrival
        seat = self.seat
        if seat is None:
            return None
        missed = {each.sitting_id for each in seat.attendances if each.presence is Presence.ABSENT}
        return min((each.day for each in seat.series.standing if each.id in missed), default=None)

    def plan(self, on: date) -> None:
        """Plan a talk for a day, or another day."""
        self.state = passage(self.state, set(TO_TALK), ReviewState.TALK_PLANNED)
        self.talk_on = on

    def attempt(self, by: "User", how: str) -> None:
        """Note that somebody tried to talk and did not reach them: however often, it is no talk."""
        passage(self.state, set(TO_TALK), self.state)
        self.attempts.append(TalkAttempt(by_id=by.id, how=how))

    def talk(self, by: "User", on: date, language: str, reason: str) -> None:
        """Note the talk: when, who, in which language, and what they say themselves.

        Noted anew it stands as it is told last, and a first signature is worth nothing any more.
        """
        if self.missed_on is not None and on < self.missed_on:
            raise RuleBroken("talk-before-absence")
        before = {*TO_TALK, ReviewState.TALKED}
        self.state, self.signed_by_id = passage(self.state, before, ReviewState.TALKED), None
        self.talked_on, self.talked_by_id = on, by.id
        self.language, self.reason = language, reason

    def mend(self, remedy: str) -> None:
        """Note what helps them to come; a first signature is worth nothing any more."""
        self.state = passage(self.state, TO_MEND, ReviewState.REMEDIED)
        self.remedy, self.signed_by_id = remedy, None

    def undo_attempt(self, by: "User") -> None:
        """Take the last attempt back: its button was pressed by mistake."""
        passage(self.state, set(TO_TALK), self.state)
        if not self.attempts or self.attempts[-1].by_id != by.id:
            raise RuleBroken("no-attempt-of-yours")
        self.attempts.pop()

    def take_signature_back(self, by: "User") -> None:
        """Take back the first signature; the talk stands, and nothing has gone."""
        passage(self.state, {ReviewState.TALKED}, self.state)
        if self.signed_by_id != by.id:
            raise RuleBroken("no-signature-of-yours")
        self.signed_by_id = None

    def sign(self, by: "User") -> bool:
        """Say that their place goes on; return whether the second person has said so too."""
        passage(self.state, {ReviewState.TALKED}, ReviewState.PLACE_GIVEN_ON)
        if self.signed_by_id is None:
            self.signed_by_id = by.id
            return False
        if self.signed_by_id == by.id:
            raise RuleBroken("signed-by-you")
        self.second_by_id, self.state = by.id, ReviewState.PLACE_GIVEN_ON
        return True

    def contest(self) -> None:
        """Open the talk again: they say that what is noted of them is not right.

        A remedy stands, and so does what two people did after a talk: they read it beside.
        """
        if self.state is ReviewState.TALKED:
            self.state, self.signed_by_id = ReviewState.FLAGGED, None

    def leave(self, by: "User", because: str) -> None:
        """Say no as the second person, and why: the places stay theirs."""
        passage(self.state, {ReviewState.TALKED}, self.state)
        if self.signed_by_id is None or self.signed_by_id == by.id:
            raise RuleBroken("nothing-to-leave")
        self.signed_by_id = None
        self.left_by_id, self.left_at, self.left_because = by.id, now(), because


class TalkAttempt(Base):
    """Somebody tried to talk about an absence, and reached nobody."""

    __tablename__ = "talk_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(
        ForeignKey("absence_reviews.id", ondelete="CASCADE"), index=True
    )
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    how: Mapped[str]
    """By call, message or meeting."""

    by: Mapped["User"] = relationship()
