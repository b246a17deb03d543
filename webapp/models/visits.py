"""Visits: published matches, from proposed to evaluated."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.ground.encryption import Encrypted
from webapp.ground.errors import RuleBroken
from webapp.models.attestations import Attestation
from webapp.models.calls_ahead import CalledAhead
from webapp.models.misfits import Misfit
from webapp.models.states import HOLDING, MAY_BE_MISSED, SHUT_OUT, Answer, Side, VisitState, passage
from webapp.models.stays import Stay
from webapp.models.tickets import Ticketed

if TYPE_CHECKING:
    from webapp.models.farms import Farm
    from webapp.models.help_calls import HelpCall
    from webapp.models.offers import Slot
    from webapp.models.parties import Party
    from webapp.models.rounds import MatchingRound
    from webapp.models.users import User

HOLDING_SQL = "state IN ('proposed', 'confirmed', 'under-way')"


class Visit(Stay, Ticketed, CalledAhead, Base):
    """A party at a slot: both answers, the stay, and what became of it.

    While it holds (`HOLDING`), its beds are counted in its slot and its party's days are taken,
    both ends included; the database refuses a second visit on any of these days.
    """

    __tablename__ = "visits"
    __table_args__ = (
        ForeignKeyConstraint(
            ["party_id", "organisation_id"],
            ["parties.id", "parties.organisation_id"],
            onupdate="CASCADE",
        ),
        ForeignKeyConstraint(["slot_id", "farm_id"], ["slots.id", "slots.farm_id"]),
        UniqueConstraint("id", "party_id", "farm_id", name="uq_visits_whose"),
        Index("ix_visits_state_deadline", "state", "answer_by"),
        ExcludeConstraint(
            (text("int8range(party_id, party_id, '[]')"), "&&"),
            ("stay", "&&"),
            where=text(HOLDING_SQL),
            using="gist",
            name="ex_visits_party_one_at_a_time",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(index=True)
    organisation_id: Mapped[int] = mapped_column(index=True)
    slot_id: Mapped[int] = mapped_column(index=True)
    farm_id: Mapped[int] = mapped_column(index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("matching_rounds.id"), index=True)
    state: Mapped[VisitState] = mapped_column(state_column(VisitState), default=VisitState.PROPOSED)
    people: Mapped[int]
    rooms: Mapped[list[Any]] = mapped_column(default=list)
    """`[room's number, how many of them sleep there]` for each; empty until it is planned."""
    rooms_chosen: Mapped[bool] = mapped_column(default=False)
    """Whether a person chose these rooms: while they hold, no plan changes them."""
    answer_by: Mapped[date]
    party_answer: Mapped[Answer] = mapped_column(
        state_column(Answer, "party_answer"), default=Answer.AWAITED
    )
    party_answered_at: Mapped[datetime | None]
    party_reason: Mapped[str | None]
    farm_answer: Mapped[Answer] = mapped_column(
        state_column(Answer, "farm_answer"), default=Answer.AWAITED
    )
    farm_answered_at: Mapped[datetime | None]
    farm_reason: Mapped[str | None]
    party_shown: Mapped[dict[str, Any] | None]
    """The facts that its yes stands on, as digests by name (`services.visits.consent`)."""
    farm_shown: Mapped[dict[str, Any] | None]
    party_read: Mapped[str | None] = mapped_column(Encrypted("visits.party_read"))
    """The facts of the place among them as they were then, to tell what is another now."""
    undo: Mapped[dict[str, Any] | None]
    """How it was before the last act that can be taken back (`services.visits.undoing`)."""
    thread_closed_at: Mapped[datetime | None]
    """Since when guests and farm write no more to each other; empty while they may."""
    parted_at: Mapped[datetime | None]
    """When companions who were to come along no longer did, until the party says yes to that."""
    ended_by: Mapped[Side | None] = mapped_column(state_column(Side))
    """The side that cancelled, ended early or did not come; none: the programme."""
    end_reason: Mapped[str | None]
    lift_reason: Mapped[str | None]
    """Why a safeguarding exclusion was lifted for this pair, in a caseworker's words."""
    again_reason: Mapped[str | None] = mapped_column(Encrypted("visits.again_reason"))
    """Why the pair may be proposed again although it was refused, in a caseworker's words."""
    link_version: Mapped[int] = mapped_column(default=1)
    """Raised to make every link of this visit invalid at once (a lost phone)."""
    journey_ready_at: Mapped[datetime | None]
    """When somebody of the association said that their way there is arranged: tickets, a lift."""
    ways: Mapped[str | None] = mapped_column(Encrypted("visits.ways"))
    """Their trains and coaches (`services.visits.journeys`); they tell where the guests live."""
    arrival_hour: Mapped[int | None]
    """The hour of the clock at which the farm proposed that they arrive, on the first day."""
    hour_wished: Mapped[int | None]
    """The hour that the guests asked for instead, until the farm proposes one again."""
    hour_agreed: Mapped[bool] = mapped_column(default=False)
    hour_said_at: Mapped[datetime | None]
    """When a side last said something of the hour: the version of what the other is shown."""
    arrived_at: Mapped[datetime | None]
    party_well_at: Mapped[datetime | None]
    farm_well_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    local_referent_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """The volunteer near the farm who looks after it on the spot, if there is one."""

    party: Mapped["Party"] = relationship(
        back_populates="visits", foreign_keys=[party_id], primaryjoin="Visit.party_id == Party.id"
    )
    slot: Mapped["Slot"] = relationship(
        back_populates="visits", foreign_keys=[slot_id], primaryjoin="Visit.slot_id == Slot.id"
    )
    farm: Mapped["Farm"] = relationship(
        foreign_keys=[farm_id], primaryjoin="Visit.farm_id == Farm.id", viewonly=True
    )
    round: Mapped["MatchingRound | None"] = relationship()
    misfits: Mapped[list[Misfit]] = relationship(
        back_populates="visit", order_by="Misfit.id", cascade="all, delete-orphan"
    )
    attestations: Mapped[list[Attestation]] = relationship(
        back_populates="visit", order_by="Attestation.id", passive_deletes=True
    )
    local_referent: Mapped["User | None"] = relationship(foreign_keys=[local_referent_id])
    help_calls: Mapped[list["HelpCall"]] = relationship(
        back_populates="visit", order_by="HelpCall.id", passive_deletes=True
    )

    @property
    def was_heard_of(self) -> bool:
        """Whether somebody said that the guests came, or that all is well with them."""
        return any((self.arrived_at, self.party_well_at, self.farm_well_at))

    @property
    def holds(self) -> bool:
        """Whether it keeps its beds and its party's days."""
        return self.state in HOLDING

    @property
    def no_longer_fits(self) -> bool:
        """Whether it stands and breaks a rule, and nobody has written why it goes on."""
        return self.holds and any(misfit.kept_reason is None for misfit in self.misfits)

    def well_at(self, side: Side) -> datetime | None:
        """When a side said first that all is well, since the first day."""
        return self.party_well_at if side is Side.PARTY else self.farm_well_at

    @property
    def is_open_to_farm(self) -> bool:
        """Whether its farm may see it: one that is shut out keeps the guests under its roof."""
        # The database holds the same beneath (migration 0029).
        return self.state is VisitState.UNDER_WAY or self.farm.state not in SHUT_OUT

    @property
    def both_said_yes(self) -> bool:
        """Whether names, telephone and exact address may be told to the other side."""
        return self.party_answer is Answer.YES and self.farm_answer is Answer.YES

    def answer_of(self, side: Side) -> Answer:
        """Return what a side said."""
        return self.party_answer if side is Side.PARTY else self.farm_answer

    def answered_at(self, side: Side) -> datetime | None:
        """Return when a side answered last."""
        return self.party_answered_at if side is Side.PARTY else self.farm_answered_at

    def reason_of(self, side: Side) -> str | None:
        """Return why a side declined, or when it could instead, if it told."""
        return self.party_reason if side is Side.PARTY else self.farm_reason

    def shown_to(self, side: Side) -> dict[str, Any] | None:
        """Return the facts that a side's yes stands on, as digests by name."""
        return self.party_shown if side is Side.PARTY else self.farm_shown

    def keep_shown(self, side: Side, facts: dict[str, Any]) -> None:
        """Keep the facts that a side says yes to."""
        if side is Side.PARTY:
            self.party_shown = facts
        else:
            self.farm_shown = facts

    def record_answer(self, side: Side, answer: Answer, reason: str | None) -> None:
        """Keep one side's answer; the second yes confirms, anything but yes declines.

        A side that declined may still change its mind: `services.answers` takes the place back
        first, if it is free.
        """
        if answer is Answer.AWAITED:
            raise RuleBroken("answer-missing")
        passage(self.state, {VisitState.PROPOSED, VisitState.CONFIRMED}, self.state)
        if side is Side.PARTY:
            self.party_answer, self.party_answered_at, self.party_reason = answer, now(), reason
        else:
            self.farm_answer, self.farm_answered_at, self.farm_reason = answer, now(), reason
        if answer is not Answer.YES:
            self._end(VisitState.DECLINED, by=side, reason=reason)
        elif self.both_said_yes:
            self.state, self.confirmed_at = VisitState.CONFIRMED, now()

    def explain_answer(self, side: Side, reason: str) -> None:
        """Keep why a side declined, told after the answer itself."""
        setattr(self, f"{side.value}_reason", reason)
        if self.state is VisitState.DECLINED and self.ended_by is side:
            self.end_reason = reason

    def propose_again(self) -> None:
        """Take a declined or expired visit up again, so that a change of mind can be kept."""
        refused = {VisitState.DECLINED, VisitState.EXPIRED}
        self.state = passage(self.state, refused, VisitState.PROPOSED)
        self.ended_by = self.end_reason = self.ended_at = None

    def restore(self) -> None:
        """Let a visit stand again that was ended by mistake, as far as it had come."""
        stood = VisitState.CONFIRMED if self.both_said_yes else VisitState.PROPOSED
        ended = {VisitState.NO_SHOW, VisitState.ENDED_EARLY}
        to = VisitState.UNDER_WAY if self.state in ended else stood
        self.state = passage(self.state, {VisitState.CANCELLED, *ended}, to)
        self.ended_by = self.end_reason = self.ended_at = None

    def expire(self) -> None:
        """Record that an answer was awaited for too long."""
        passage(self.state, {VisitState.PROPOSED}, VisitState.EXPIRED)
        self._end(VisitState.EXPIRED, by=None, reason=None)

    def cancel(self, by: Side | None, reason: str) -> None:
        """End a visit before it begins, with the side that asked for it."""
        passage(self.state, {VisitState.PROPOSED, VisitState.CONFIRMED}, VisitState.CANCELLED)
        self._end(VisitState.CANCELLED, by=by, reason=reason)

    def begin(self) -> None:
        """Record that the first day has come."""
        self.state = passage(self.state, {VisitState.CONFIRMED}, VisitState.UNDER_WAY)

    def arrive(self) -> None:
        """Record that the party is there."""
        passage(self.state, {VisitState.CONFIRMED, VisitState.UNDER_WAY}, VisitState.UNDER_WAY)
        self.state, self.arrived_at = VisitState.UNDER_WAY, self.arrived_at or now()

    def take_back_arrival(self) -> None:
        """Record that whoever said that the party is there was mistaken."""
        self.state, self.arrived_at = passage(self.state, {VisitState.UNDER_WAY}, self.state), None

    def prepare_journey(self, *, ready: bool) -> None:
        """Record that the way there is arranged, or that it is not after all."""
        passage(self.state, {VisitState.PROPOSED, VisitState.CONFIRMED}, self.state)
        self.journey_ready_at = (self.journey_ready_at or now()) if ready else None

    def complete(self) -> None:
        """Record that the last day is over, and attest the visit to those who were expected."""
        passage(self.state, {VisitState.UNDER_WAY}, VisitState.COMPLETED)
        self.state, self.ended_at = VisitState.COMPLETED, now()
        self.attestations = self.attestations or Attestation.of_all(self)

    def evaluate(self) -> None:
        """Record that both sides were asked how it went."""
        self.state = passage(self.state, {VisitState.COMPLETED}, VisitState.EVALUATED)

    def end_early(self, by: Side | None, reason: str) -> None:
        """Record that the stay ended before its last day."""
        passage(self.state, {VisitState.UNDER_WAY}, VisitState.ENDED_EARLY)
        self._end(VisitState.ENDED_EARLY, by=by, reason=reason)

    def miss(self, by: Side | None, reason: str) -> None:
        """Record that the visit did not take place, and the side said to be responsible."""
        passage(self.state, MAY_BE_MISSED, VisitState.NO_SHOW)
        self._end(VisitState.NO_SHOW, by=by, reason=reason)

    def _end(self, state: VisitState, by: Side | None, reason: str | None) -> None:
        self.state, self.ended_by, self.end_reason, self.ended_at = state, by, reason, now()

    def part(self) -> None:
        """Record that companions no longer come along."""
        self.parted_at = self.parted_at or now()

    def raise_link_version(self) -> None:
        """Make every link of this visit invalid."""
        self.link_version += 1
