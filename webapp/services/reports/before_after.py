"""The indicators of before and after: of people and of farms in pairs, of villages in voices."""

from collections.abc import Callable
from typing import Final

from webapp.models import VILLAGE_GRID, VILLAGE_GRIDS, Phase
from webapp.models.assessments import ASSESSED, BEGINS, PRESENT_FARM_GRID, PRESENT_GRID
from webapp.services.after.comparing import CHANGES
from webapp.services.reports.definitions import Indicator, Judged, Selection, Split
from webapp.services.reports.facts import FarmFact, PersonFact, VoiceFact

UNANSWERED: Final = "unanswered"
"""Of a question that somebody who said something left out."""
VILLAGE_SPLITS: Final = {f"village-{each}": each for each in VILLAGE_GRIDS[VILLAGE_GRID]}
"""The questions to a village, by the code of their division."""
Asked = PersonFact | FarmFact


def _may_compare(phase: Phase) -> Judged:
    def is_due(asked: Asked, selection: Selection) -> bool:
        back = asked.back_on
        return back is not None and selection.spans(back) and selection.as_of > back + BEGINS[phase]

    return is_due


def _answered_both(phase: Phase) -> Judged:
    def did(asked: Asked, selection: Selection) -> bool:
        day, _changes = asked.changed.get(phase, (None, {}))
        return selection.had_come(day)

    return did


def _change(phase: Phase, question: str) -> Callable[[Asked, Selection], str]:
    return lambda asked, _selection: asked.changed[phase][1][question]


def _changes(phase: Phase, grid: str) -> tuple[Split, ...]:
    """Return a division of those who answered both for each question of a grid."""
    return tuple(
        Split(each, _change(phase, each), CHANGES, of_counted=True) for each in ASSESSED[grid]
    )


def _came(*, before: bool) -> Judged:
    def did(voice: VoiceFact, selection: Selection) -> bool:
        return voice.is_before == before and selection.spans(voice.day)

    return did


def _spoke(voice: VoiceFact, _selection: Selection) -> bool:
    return voice.answers is not None


def _answer(question: str) -> Callable[[VoiceFact, Selection], str]:
    return lambda voice, _selection: (voice.answers or {}).get(question, UNANSWERED)


VOICES: Final = tuple(
    Split(code, _answer(each), (*VILLAGE_GRIDS[VILLAGE_GRID][each], UNANSWERED), of_counted=True)
    for code, each in VILLAGE_SPLITS.items()
)
BEFORE_AND_AFTER: Final = (
    *(
        Indicator(
            f"changed-{phase.value}", "person", _may_compare(phase), _answered_both(phase),
            _changes(phase, PRESENT_GRID), ("persons", "visits", "assessments"),
            participation=True,
        )
        for phase in BEGINS
    ),
    *(
        Indicator(
            f"farms-changed-{phase.value}", "farm", _may_compare(phase), _answered_both(phase),
            _changes(phase, PRESENT_FARM_GRID), ("farms", "visits", "farm_assessments"),
            participation=True,
        )
        for phase in BEGINS
    ),
    *(
        Indicator(
            code, "voice", _came(before=before), _spoke, VOICES, ("gatherings", "village_voices"),
            participation=True,
        )
        for code, before in (("village-before", True), ("village-after", False))
    ),
)  # fmt: skip
"""Whoever answered both times is told exactly, and so is whoever of a village said something; what
they said is drawn."""
