"""Matching rounds: one run over the ready parties and the open slots, kept as a record."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now, today
from webapp.ground.database import Base, Integers, Strings, state_column
from webapp.ground.errors import RuleBroken
from webapp.models.states import DecisionKind, RoundState, passage

if TYPE_CHECKING:
    from webapp.models.offers import Slot
    from webapp.models.parties import Party
    from webapp.models.programme import Organisation
    from webapp.models.users import User


SENDING = (RoundState.SOLVED, RoundState.PLANNED)
"""The states in which a person reads a result and sends what of it is due."""


class MatchingRound(Base):
    """A round: what it was asked, the frozen problem, the solution, and who approved it."""

    __tablename__ = "matching_rounds"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="window"),
        CheckConstraint("floors_by IN ('household', 'experience')", name="floors_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    """The association whose parties are matched; none: a coordinator's round over all."""
    name: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    weights: Mapped[dict[str, Any]]
    """Criterion to whole number, as the engine takes it."""
    floors_by: Mapped[str | None]
    """The grouping of whose groups none may have fewer places than in the order of waiting."""
    judged_by: Mapped[Strings] = mapped_column(default=list)
    """By what it will be judged (`services.rounds.judging`), said when it is opened."""
    judged_before: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    """What it was to be judged by until then, the first on top:
    `{"by": ["asked"], "until": "2026-11-30T…", "why": …}`."""
    answer_by: Mapped[date]
    """The last day on which both sides can answer."""
    note: Mapped[str | None]
    state: Mapped[RoundState] = mapped_column(state_column(RoundState), default=RoundState.DRAFT)
    max_moves: Mapped[int | None]
    asked: Mapped[dict[str, Any] | None]
    """What the present or last run was asked: `{"problem": …, "safeguarded": …, "settings": …}`. It
    becomes the round's own when it is solved; until then the result before it stays."""
    problem: Mapped[dict[str, Any] | None]
    """The frozen problem of the last result."""
    solution: Mapped[dict[str, Any] | None]
    blanked_at: Mapped[datetime | None]
    """When people of its result were made anonymous: nobody can check or repeat it any more."""
    frozen_at: Mapped[datetime | None]
    """When that problem was frozen: what was decided later is not in the result."""
    safeguarded: Mapped[list[Any]] = mapped_column(default=list)
    """The pairs (`["p12", "s34"]`) excluded for the safety of the people, and not lifted."""
    left_out: Mapped[list[Any]] = mapped_column(default=list)
    """The pairs not proposed when it was published, each with the rule that kept it:
    `{"party": "p12", "slot": "s34", "code": …, "facts": {…}}`."""
    baseline: Mapped[dict[str, Any] | None]
    """The first-come-first-served solution of the same problem, for comparison."""
    most_without_floors: Mapped[int | None]
    """The most people who could have a place if the problem had no floors; none where it has none,
    or it was not found out."""
    certificate: Mapped[dict[str, Any] | None]
    """The whole-number prices by which anyone can verify the solution; none where none were found
    (`matching.certificate`)."""
    progress: Mapped[dict[str, Any] | None]
    """`{"points": …, "bound": …, "seconds": …}` while running; `{"tried": …, "of": …}` while places
    worth looking for are sought of its result."""
    failure: Mapped[str | None]
    """A code, never a trace: what stopped the last run."""
    clashing: Mapped[list[Any]] = mapped_column(default=list)
    """The kept pairs (`["p12", "s34"]`) that contradict each other, as the last run found."""
    advice: Mapped[list[Any] | None]
    """The places worth looking for, best first (`services.rounds.advising` writes and reads
    them); none until they were looked for."""
    advice_asked_at: Mapped[datetime | None]
    advice_failure: Mapped[str | None]
    """A code: what stopped the looking."""
    without: Mapped[Integers] = mapped_column(ARRAY(Integer), default=list)
    """The files that somebody left out of this round, by number."""
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    queued_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    solved_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    before_sending: Mapped[dict[str, Any] | None]
    """What it was before the last approval, so that this can be taken back for a minute."""

    organisation: Mapped["Organisation | None"] = relationship()
    created_by: Mapped["User"] = relationship(foreign_keys=[created_by_id])
    approved_by: Mapped["User | None"] = relationship(foreign_keys=[approved_by_id])
    decisions: Mapped[list["RoundDecision"]] = relationship(
        back_populates="round", order_by="RoundDecision.id", cascade="all, delete-orphan"
    )

    def choose(self, party_id: int, *, takes_part: bool) -> None:
        """Take a ready party along in the next run, or leave it out."""
        if self.is_published:
            raise RuleBroken("round-is-published")
        others = [each for each in self.without if each != party_id]
        self.without = others if takes_part else [*others, party_id]

    def be_judged_by(self, criteria: Sequence[str], why: str = "") -> None:
        """Say by what it will be judged; said once, or run without, another needs a reason."""
        if [*criteria] == self.judged_by:
            return
        if self.judged_by or self.queued_at is not None:
            if not why or not criteria:
                raise RuleBroken("judged-by-is-fixed", chosen=self.judged_by)
            before = {"by": [*self.judged_by], "until": now().isoformat(), "why": why}
            self.judged_before = [*self.judged_before, before]
        self.judged_by = [*criteria]

    @property
    def is_published(self) -> bool:
        """Whether all its visits were proposed: nothing of it is run or decided again."""
        return self.state in {RoundState.PUBLISHED, RoundState.CLOSED}

    @property
    def has_result(self) -> bool:
        """Whether a run was solved; no later one that fails takes its result away."""
        return bool(self.problem and self.solution and self.baseline)

    @property
    def keeps_a_plan(self) -> bool:
        """Whether a person approved it, and what is not due yet waits for its day."""
        return self.published_at is not None and not self.is_published

    @property
    def can_send(self) -> bool:
        """Whether visits of its result may be proposed now, as far as its state goes."""
        return self.state in SENDING

    @property
    def is_over(self) -> bool:
        """Whether its last day is past: nobody can be placed any more, unless its days change."""
        return self.last_day < today()

    def _settled(self) -> RoundState:
        """Return the state of a round with a result while no run of it is under way."""
        return RoundState.PLANNED if self.published_at else RoundState.SOLVED

    @property
    def settings(self) -> dict[str, Any]:
        """What a run of it is asked now, as its row keeps it: how many decisions, and of nobody."""
        kinds = [each.kind for each in self.decisions]
        return {
            "days": [self.first_day.isoformat(), self.last_day.isoformat()],
            "weights": {**self.weights},
            "floors_by": self.floors_by,
            "judged_by": [*self.judged_by],
            "max_moves": self.max_moves,
            "without": len(self.without),
            "kept": kinds.count(DecisionKind.PIN),
            "refused": kinds.count(DecisionKind.FORBID),
            "lifted": kinds.count(DecisionKind.LIFT),
        }

    def queue(self, problem: dict[str, Any], safeguarded: list[Any]) -> None:
        """Freeze the problem and ask for a run; a solved or planned round may be run again."""
        again = {RoundState.DRAFT, *SENDING, RoundState.FAILED, RoundState.CANCELLED}
        self.state = passage(self.state, again, RoundState.QUEUED)
        self.asked = {"problem": problem, "safeguarded": safeguarded, "settings": self.settings}
        self.progress, self.failure, self.clashing = None, None, []
        self.cancel_asked, self.queued_at, self.heartbeat_at = False, now(), None

    def run(self) -> None:
        """Take the round up; a round whose worker died is taken up again."""
        self.state = passage(
            self.state, {RoundState.QUEUED, RoundState.RUNNING}, RoundState.RUNNING
        )
        self.heartbeat_at = now()

    def solve(
        self,
        solution: dict[str, Any],
        baseline: dict[str, Any],
        certificate: dict[str, Any] | None = None,
        most_without_floors: int | None = None,
    ) -> None:
        """Keep what the engine found, in the place of the result before."""
        self.state = passage(self.state, {RoundState.RUNNING}, self._settled())
        asked = self.asked or {}
        self.problem, self.safeguarded = asked["problem"], asked["safeguarded"]
        self.solution, self.baseline, self.asked = solution, baseline, None
        self.certificate, self.most_without_floors = certificate, most_without_floors
        self.frozen_at, self.solved_at, self.blanked_at = self.queued_at, now(), None
        self.advice = self.advice_asked_at = self.advice_failure = None

    @property
    def awaits_advice(self) -> bool:
        """Whether places worth looking for are being sought, of this very result."""
        asked = self.advice_asked_at is not None
        return asked and self.advice is None and self.advice_failure is None

    def ask_for_advice(self) -> None:
        """Forget what was advised, and await it anew."""
        self.advice, self.advice_failure, self.advice_asked_at = None, None, now()
        self.progress = None

    def stop_advice(self) -> None:
        """Await nothing any more: it is as if nobody had asked."""
        self.advice_asked_at = None

    def fail(self, code: str, clashing: Sequence[tuple[str, str]] = ()) -> None:
        """Record what stopped the run; the result before it stands, if there is one."""
        after = self._settled() if self.has_result else RoundState.FAILED
        self.state = passage(self.state, {RoundState.QUEUED, RoundState.RUNNING}, after)
        self.failure, self.clashing = code, [list(pair) for pair in clashing]

    def cancel(self) -> None:
        """End the run before it is solved; the result before it stands, if there is one."""
        after = self._settled() if self.has_result else RoundState.CANCELLED
        self.state = passage(
            self.state, set(RoundState) - {RoundState.PUBLISHED, RoundState.CLOSED}, after
        )

    def check_publishable(self) -> None:
        """Raise unless visits of the round can be proposed from its state."""
        if self.is_published:
            raise RuleBroken("round-is-published")
        passage(self.state, SENDING, RoundState.PUBLISHED)

    def publish(self, by: "User", *, keeping: bool) -> None:
        """Record who approved what is sent; `services.rounds` makes the visits.

        Parameters
        ----------
        keeping
            Whether pairs that are not due yet stay planned, to be approved on their day.
        """
        after = RoundState.PLANNED if keeping else RoundState.PUBLISHED
        before = {"state": self.state.value, "by": self.approved_by_id, "left_out": self.left_out}
        before["at"] = self.published_at.isoformat() if self.published_at else None
        self.state = passage(self.state, SENDING, after)
        self.before_sending = before
        self.approved_by_id, self.published_at = by.id, now()

    def unpublish(self) -> None:
        """Be again as before the last approval, which was taken back."""
        before, sent = self.before_sending or {}, {RoundState.PLANNED, RoundState.PUBLISHED}
        self.state = passage(self.state, sent, RoundState(before["state"]))
        self.approved_by_id, self.left_out = before["by"], before["left_out"]
        self.published_at = datetime.fromisoformat(before["at"]) if before["at"] else None
        self.before_sending = None

    def end_plan(self, *, sent: bool) -> None:
        """Record that nothing more of the plan is sent; a round of which nothing was is as before.

        What was approved before cannot be taken back any more.
        """
        after = RoundState.PUBLISHED if sent else RoundState.SOLVED
        self.state = passage(self.state, {RoundState.PLANNED}, after)
        self.before_sending = None
        if not sent:
            self.approved_by_id, self.published_at, self.left_out = None, None, []

    def close(self) -> None:
        """Record that every answer of the round is in."""
        self.state = passage(self.state, {RoundState.PUBLISHED}, RoundState.CLOSED)


class RoundDecision(Base):
    """A caseworker's word on one pair of a round: keep it, or not this one."""

    __tablename__ = "round_decisions"
    __table_args__ = (
        UniqueConstraint("round_id", "party_id", "slot_id", "kind"),
        CheckConstraint("kind <> 'lift' OR reason IS NOT NULL", name="lift_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(
        ForeignKey("matching_rounds.id", ondelete="CASCADE"), index=True
    )
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"), index=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id"), index=True)
    kind: Mapped[DecisionKind] = mapped_column(state_column(DecisionKind, "kind"))
    reason: Mapped[str | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    round: Mapped[MatchingRound] = relationship(back_populates="decisions")
    party: Mapped["Party"] = relationship()
    slot: Mapped["Slot"] = relationship()
