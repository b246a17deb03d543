"""Matching rounds: asked, frozen, solved, read, decided upon and published."""

from webapp.services.rounds.advising import (
    WantedPlace,
    advise,
    ask_for_advice,
    is_overdue,
    read_advice,
    stop_advice,
)
from webapp.services.rounds.cast import farms_with_an_account
from webapp.services.rounds.clashes import Clash, clashes, find_clashes
from webapp.services.rounds.decisions import (
    OPPOSITE,
    check_shown,
    decide,
    lift,
    lock_round,
    undo,
    waiting_decisions,
)
from webapp.services.rounds.publication import (
    Examination,
    LeftOut,
    Publication,
    Publishable,
    examine,
    publish,
)
from webapp.services.rounds.result import Moved, Result, read_result
from webapp.services.rounds.solving import ask_for_a_run, ask_to_cancel, is_silent, solve
from webapp.services.rounds.weights import LEVELS, USUAL, levels_of, weights_of

__all__ = [
    "LEVELS",
    "OPPOSITE",
    "USUAL",
    "Clash",
    "Examination",
    "LeftOut",
    "Moved",
    "Publication",
    "Publishable",
    "Result",
    "WantedPlace",
    "advise",
    "ask_for_a_run",
    "ask_for_advice",
    "ask_to_cancel",
    "check_shown",
    "clashes",
    "decide",
    "examine",
    "farms_with_an_account",
    "find_clashes",
    "is_overdue",
    "is_silent",
    "levels_of",
    "lift",
    "lock_round",
    "publish",
    "read_advice",
    "read_result",
    "solve",
    "stop_advice",
    "undo",
    "waiting_decisions",
    "weights_of",
]
