"""Voices of a village: taken from telephones and from paper, counted, told by lot."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, selectinload

from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.models import (
    VILLAGE_GRID,
    VILLAGE_GRIDS,
    Gathering,
    Phase,
    VillageVoice,
    VoiceWay,
)
from webapp.models.assessments import phase_on
from webapp.services.farms import first_guests
from webapp.services.records import audit
from webapp.services.reports.before_after import UNANSWERED
from webapp.services.reports.rounding import Rounding
from webapp.services.reports.tables import rounding_of
from webapp.services.village.gatherings import hold

SHOWN_FROM: Final = 5
"""Of fewer voices no answer is shown at all."""


@dataclass(frozen=True)
class Told:
    """What is told of the voices of some gatherings.

    Parameters
    ----------
    came
        How many came; none where somebody has not counted at one of them.
    figures
        By question: what is told of each answer, and of who left it out. Empty below `SHOWN_FROM`.
    left_out
        How many answered by telephone and are in no figure.
    is_flooded
        Whether at one of them more people said something than came.
    """

    gatherings: int
    devices: int
    sheets: int
    came: int | None
    figures: dict[str, dict[str, int]]
    left_out: int
    is_flooded: bool

    @property
    def voices(self) -> int:
        """How many said something, or handed in a sheet."""
        return self.devices + self.sheets

    @property
    def silent(self) -> int | None:
        """How many came and said nothing; none where that is not known."""
        return None if self.came is None or self.is_flooded else self.came - self.voices


def hear(session: Session, gathering: Gathering, answers: Mapping[str, str]) -> None:
    """Count what one telephone says; nothing else of it is kept, and no act in the audit."""
    if not gathering.asks:
        raise RuleBroken("gathering-asks-no-more")
    if not answers:
        raise RuleBroken("voice-empty")
    row = {"gathering_id": gathering.id, "way": VoiceWay.DEVICES, "grid": VILLAGE_GRID}
    first = insert(VillageVoice).values(**row, voices=0, answers={})
    session.execute(first.on_conflict_do_nothing())
    counted = session.scalars(select(VillageVoice).filter_by(**row).with_for_update()).one()
    counted.add(1, {question: {answer: 1} for question, answer in answers.items()})
    session.flush()


def type_in(
    session: Session, gathering: Gathering, sheets: int, answers: Mapping[str, Mapping[str, int]]
) -> VillageVoice:
    """Count sheets of paper, all at once."""
    _has_taken_place(session, gathering)
    typed = VillageVoice(
        way=VoiceWay.SHEETS,
        grid=VILLAGE_GRID,
        voices=0,
        answers={},
        typed_at=now(),
    )
    typed.add(sheets, answers)
    gathering.voices.append(typed)
    audit.record(session, "gathering.sheets-typed", gathering, sheets=sheets)
    return typed


def take_back(session: Session, typed: VillageVoice) -> None:
    """Forget sheets that were typed in by mistake."""
    audit.record(session, "gathering.sheets-taken-back", typed.gathering, sheets=typed.voices)
    session.delete(typed)
    session.flush()


def leave_telephones_out(session: Session, gathering: Gathering, *, out: bool) -> None:
    """Tell what telephones said in no figure, or in all again; all of it stays counted.

    From a flood nobody can pick who was there: telephones leave no trace.
    """
    _has_taken_place(session, gathering)
    if gathering.telephones_left_out == out:
        return
    gathering.telephones_left_out = out
    said = sum(each.voices for each in gathering.voices if each.by_telephone)
    act = "gathering.telephones-left-out" if out else "gathering.telephones-counted"
    audit.record(session, act, gathering, voices=said)


def count(session: Session, gathering: Gathering, came: int | None) -> None:
    """Note how many came; none: nobody has counted."""
    _has_taken_place(session, gathering)
    gathering.came = came
    audit.record(session, "gathering.counted", gathering, came=came)


def told_of(session: Session, gatherings: Sequence[Gathering]) -> Told:
    """Return what is told of some gatherings together."""
    counts: dict[str, Counter[str]] = {}
    ways: Counter[VoiceWay] = Counter()
    for voice in (voice for each in gatherings for voice in each.heard):
        ways[voice.way] += voice.voices
        for question, choices in VILLAGE_GRIDS[voice.grid].items():
            given = voice.answers.get(question, {})
            asked = counts.setdefault(question, Counter(dict.fromkeys((*choices, UNANSWERED), 0)))
            asked.update({each: given.get(each, 0) for each in choices})
            asked[UNANSWERED] += voice.voices - sum(given.values())
    known = all(each.came is not None for each in gatherings)
    where = ",".join(str(each.id) for each in sorted(gatherings, key=lambda each: each.id))
    shown = ways.total() >= SHOWN_FROM
    return Told(
        gatherings=len(gatherings),
        devices=ways[VoiceWay.DEVICES],
        sheets=ways[VoiceWay.SHEETS],
        came=sum(each.came or 0 for each in gatherings) if known else None,
        figures=_figures(rounding_of(session), where, counts) if shown else {},
        left_out=sum(each.voices for one in gatherings for each in one.voices) - ways.total(),
        is_flooded=any(each.is_flooded for each in gatherings),
    )


def in_commune(session: Session, commune: str) -> Sequence[Gathering]:
    """Return the gatherings of a commune that have begun and stand, the first first."""
    query = select(Gathering).where(Gathering.commune == commune)
    query = query.options(selectinload(Gathering.voices), selectinload(Gathering.farm))
    found = session.scalars(query.order_by(Gathering.day, Gathering.id)).all()
    return [each for each in found if each.took_place]


def by_phase(session: Session) -> dict[Phase, list[Gathering]]:
    """Return the gatherings that took place, by when that was for their commune.

    Before its first guests came, or so long after; while they were there counts as just after.
    """
    first = first_guests.by_commune(session)
    found: dict[Phase, list[Gathering]] = {phase: [] for phase in Phase}
    query = select(Gathering).options(selectinload(Gathering.voices), selectinload(Gathering.farm))
    for each in session.scalars(query.order_by(Gathering.day, Gathering.id)):
        if each.took_place:
            phase = phase_on(each.day, *first.get(each.commune, (None, None)))
            found[phase or Phase.AFTER].append(each)
    return found


def _figures(
    rounding: Rounding, where: str, counts: Mapping[str, Counter[str]]
) -> dict[str, dict[str, int]]:
    return {
        question: {
            answer: rounding.tell_voices(f"{where}:{question}:{answer}", number)
            for answer, number in given.items()
        }
        for question, given in counts.items()
    }


def _has_taken_place(session: Session, gathering: Gathering) -> None:
    hold(session, gathering)
    if not gathering.took_place:
        raise RuleBroken("gathering-to-come")
