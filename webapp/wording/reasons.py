"""Why a party has a place, and why this one: the facts of a match as reasons.

The reasons are parts of one sentence, joined by `listed`: "It is the first wish, a language is
shared (English) and the farm is 12 km away." None of them says "he" or "she".
"""

from collections import Counter
from collections.abc import Callable, Collection
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from matching import Criterion, Grounds, MatchFacts
from webapp.wording.labels import labels
from webapp.wording.lists import listed

REASONS = 3
"""More reasons than this are not read."""
LONG_WAIT_DAYS = 60
DAYS_A_MONTH = 30
NEAR = 60
"""The mark of a journey from which it is a reason."""
FEW_PAIRS = 4
"""In a smaller round nothing is said too often."""
SEVERAL = 2
"""Places that somebody is taken to have where nobody counts them: none is said to be the only."""
UNCONTESTED = "uncontested"
"""The reason that nobody without a place could have come there."""
SAID_ANYWAY = {"wish", "language"}
"""Criteria that are worth reading of each pair, however many others they speak for."""


def why(facts: MatchFacts, possible: int, usual: Collection[str] = ()) -> str:
    """Return in one sentence why a party goes to its farm, and to no other.

    Parameters
    ----------
    possible
        How many places no rule closes to the party.
    usual
        The criteria that distinguish nobody (see `usual_of`): told where nothing else is.
    """
    grounds = facts.grounds
    given = [_pinned(grounds), _together(grounds), _only_one(possible)]
    by_points = _by_points(facts.there)
    given += [_reason(grounds, each) for each in by_points if each.name not in usual]
    given += [_needs(grounds)]
    if not any(given):
        given = [_reason(grounds, each) for each in by_points]
    return _told(given) or str(_("This is the best place left, all people taken together."))


def why_placed(
    facts: MatchFacts, contenders: int | None = None, usual: Collection[str] = ()
) -> str:
    """Return in one sentence why a party has a place at all: no wish and no distance counts.

    Parameters
    ----------
    contenders
        How many without a place could have come there instead, where that is known.
    usual
        As for `why`.
    """
    alone = _if(contenders == 0, _("nobody left could come instead"))
    by_points = _by_points(facts.placed)
    given = [_pinned(facts.grounds), "" if UNCONTESTED in usual else alone]
    given += [_reason(facts.grounds, each) for each in by_points if each.name not in usual]
    if not any(given):  # nothing tells it from the others: the first reason will do
        all_reasons = [_reason(facts.grounds, each) for each in by_points]
        given = [reason for reason in (*all_reasons, alone) if reason][:1]
    return _told(given) or str(_("As many people as possible have a place this way."))


def _by_points(criteria: Collection[Criterion]) -> list[Criterion]:
    return sorted(criteria, key=lambda each: (-each.points, each.name))


def _told(given: Collection[str]) -> str:
    """Join the first few reasons to a sentence; empty where there are none."""
    reasons = [reason for reason in given if reason][:REASONS]
    said = listed(reasons) if reasons else ""
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def often_uncontested(contenders: Collection[int]) -> frozenset[str]:
    """Return `UNCONTESTED` where it is true of most pairs, by how many contend for each."""
    times = sum(each == 0 for each in contenders)
    is_usual = len(contenders) >= FEW_PAIRS and 2 * times > len(contenders)
    return frozenset({UNCONTESTED}) if is_usual else frozenset()


def usual_of(pairs: Collection[MatchFacts]) -> frozenset[str]:
    """Return the criteria that speak for most pairs of a round, and so tell none from another."""
    if len(pairs) < FEW_PAIRS:
        return frozenset()
    said = Counter(
        each.name
        for facts in pairs
        for each in (*facts.placed, *facts.there)
        if _reason(facts.grounds, each)
    )
    return frozenset(
        name for name, times in said.items() if name not in SAID_ANYWAY and 2 * times > len(pairs)
    )


def _reason(grounds: Grounds, criterion: Criterion) -> str:
    sentences: dict[str, Callable[[], str]] = {
        "wish": lambda: _wish(grounds),
        "waiting": lambda: _waiting(grounds),
        "language": lambda: _language(grounds),
        "first_visit": lambda: _if(criterion.mark, _("it would be a first visit")),
        "kept": lambda: _if(criterion.mark, _("a place was planned before already")),
        "continuity": lambda: _if(criterion.mark, _("this place was planned before already")),
        "soon": lambda: _if(criterion.mark, _("these days are the nearest")),
        "journey": lambda: _if(
            criterion.mark >= NEAR, _("the farm is %(km)d km away", km=grounds.km)
        ),
    }
    return sentences[criterion.name]()


def _if(holds: object, sentence: Any) -> str:
    return str(sentence) if holds else ""


def _wish(grounds: Grounds) -> str:
    sentences = {
        1: _("it is the first wish"),
        2: _("it is the second wish"),
        3: _("it is the third wish"),
    }
    return str(sentences.get(grounds.wish_rank or 0, ""))


def _waiting(grounds: Grounds) -> str:
    if grounds.days_waited < LONG_WAIT_DAYS:
        return ""
    return str(
        ngettext(
            "the wait has lasted %(num)d month",
            "the wait has lasted %(num)d months",
            grounds.days_waited // DAYS_A_MONTH,
        )
    )


def _language(grounds: Grounds) -> str:
    if grounds.shared_languages:
        languages = labels("language", grounds.shared_languages)
        return str(_("a language is shared (%(languages)s)", languages=languages))
    return _if(grounds.at_ease_in_french, _("French is enough to talk at ease"))


def _pinned(grounds: Grounds) -> str:
    return _if(grounds.is_pinned, _("you asked to keep this pair"))


def _together(grounds: Grounds) -> str:
    return _if(grounds.companions, _("companions stay together, as they wish"))


def _only_one(possible: int) -> str:
    return _if(possible == 1, _("no other place is possible"))


def _needs(grounds: Grounds) -> str:
    return _if(grounds.needs, _("every need is met there"))
