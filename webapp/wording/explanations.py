"""Why this place, why none, what else: each fact of the engine as a sentence.

The reasons are parts of one sentence, joined by `listed`: "It is the first wish, a language is
shared (English) and the wait has lasted 4 months." None of them says "he" or "she".
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any

from babel.numbers import format_decimal
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from matching import (
    Alternative,
    Criterion,
    Explanation,
    Grounds,
    MatchFacts,
    NearMiss,
    RoundRule,
    Rule,
)
from webapp.services.rounds.cast import Cast
from webapp.services.rounds.result import Result
from webapp.wording.days import stay_range
from webapp.wording.labels import label, labels
from webapp.wording.lists import in_a_row, listed
from webapp.wording.unmet_needs import NOT_MET

REASONS = 3
"""More reasons than this are not read."""
LONG_WAIT_DAYS = 60
DAYS_A_MONTH = 30
NEAR = 60
"""The mark of a journey from which it is a reason."""
FEW_PAIRS = 4
"""In a smaller round nothing is said too often."""
SAID_ANYWAY = {"wish", "language"}
"""Criteria that are worth reading of each pair, however many others they speak for."""


def why(facts: MatchFacts, possible: int, usual: Collection[str] = ()) -> str:
    """Return in one sentence why a party has its place.

    Parameters
    ----------
    possible
        How many places no rule closes to the party.
    usual
        The criteria that distinguish nobody (see `usual_of`): told where nothing else is.
    """
    grounds = facts.grounds
    given = [_pinned(grounds), _together(grounds), _only_one(possible)]
    by_points = sorted(facts.criteria, key=lambda each: (-each.points, each.name))
    given += [_reason(grounds, each) for each in by_points if each.name not in usual]
    given += [_needs(grounds)]
    if not any(given):
        given = [_reason(grounds, each) for each in by_points]
    reasons = [reason for reason in given if reason][:REASONS]
    if not reasons:
        return str(_("This is the best place left, all people taken together."))
    said = listed(reasons)
    return f"{said[:1].upper()}{said[1:]}."


def usual_of(pairs: Collection[MatchFacts]) -> frozenset[str]:
    """Return the criteria that speak for most pairs of a round, and so tell none from another."""
    if len(pairs) < FEW_PAIRS:
        return frozenset()
    said = Counter(
        each.name for facts in pairs for each in facts.criteria if _reason(facts.grounds, each)
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
        "continuity": lambda: _if(criterion.mark, _("this place was planned before already")),
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


def place(cast: Cast, slot_id: str) -> str:
    """Return a slot by its farm and its days."""
    slot = cast.slots[slot_id]
    return f"{slot.farm.name}, {stay_range(slot.arrival, slot.departure)}"


def closed(rules: Mapping[Rule, int]) -> str:
    """Return how often each rule closes, the most frequent first: "too far (12), …"."""
    return in_a_row(f"{label('rule', rule.value)} ({times})" for rule, times in rules.items())


def near_miss(miss: NearMiss) -> str:
    """Return what one change would open a pair."""
    number = miss.amount
    sentences: dict[Rule, Callable[[], Any]] = {
        Rule.DISTANCE: lambda: ngettext("%(num)d km too far", "%(num)d km too far", number),
        Rule.DATES: lambda: ngettext(
            "%(num)d day of the stay is not free", "%(num)d days of the stay are not free", number
        ),
        Rule.LANGUAGE: lambda: ngettext(
            "one level of French is missing, or an interpreter on the telephone",
            "%(num)d levels of French are missing, or an interpreter on the telephone",
            number,
        ),
        Rule.PLACES: lambda: ngettext("%(num)d bed too few", "%(num)d beds too few", number),
        Rule.CHILDREN: lambda: _("children are not welcomed there yet"),
        Rule.NEEDS: lambda: listed([str(NOT_MET[need]) for need in miss.missing]),
        Rule.FRAME: lambda: _(
            "it is another kind of visit: %(frame)s", frame=_within(labels("frame", miss.missing))
        ),
    }
    return str(sentences[miss.rule]())


def _within(words: str) -> str:
    """Return words as they stand within a sentence."""
    return words[:1].lower() + words[1:]


def why_none(explanation: Explanation, slots: int) -> str:
    """Return in one or two sentences why a party has no place."""
    if explanation.open == 0:
        count = ngettext(
            "The only open place is not possible:", "None of the %(num)d places is possible:", slots
        )
        return f"{count} {closed(explanation.closed)}."
    if explanation.open == explanation.closed_to_companions:
        return str(
            _("The places that are possible for them are not possible for their companions.")
        )
    return str(
        ngettext(
            "%(num)d place would be possible, but it counts more for others.",
            "%(num)d places would be possible, but they count more for others.",
            explanation.open,
        )
    )


def why_empty(explanation: Explanation, parties: int) -> str:
    """Return in one sentence why a place stays free."""
    others = explanation.open - len(explanation.matches)
    if not parties:
        return str(_("Nobody takes part in this round."))
    if not others and not explanation.closed:
        return str(_("Everyone who takes part is there already."))
    if not others:
        who = _("Nobody else can come:") if explanation.matches else _("Nobody can come:")
        return f"{who} {closed(explanation.closed)}."
    ways = [each.way for each in explanation.alternatives if each.now is None and each.way]
    limits = [limit for way in ways for limit in way.limits]
    if limits:
        return str(_("Someone without a place could come, but %(rule)s.", rule=_limit(limits[0])))
    return str(
        ngettext(
            "%(num)d file could come, and has a place elsewhere that counts more.",
            "%(num)d files could come, and have a place elsewhere that counts more.",
            others,
        )
    )


def what_if(cast: Cast, other: Alternative) -> str:
    """Return what taking another place would mean for others."""
    way = other.way
    if way is None:
        return str(_("the rooms do not suit them"))
    parts = [str(_limit(limit)) for limit in way.limits]
    if way.leaving:
        who = listed(_named(cast, way.leaving))
        parts.append(str(_("%(who)s would lose this place", who=who)))
    if way.short_of:
        parts.append(
            ngettext(
                "%(num)d more person would have to come too",
                "%(num)d more people would have to come too",
                way.short_of,
            )
        )
    if way.short_behind:
        parts.append(
            ngettext(
                "the farm they leave would lack %(num)d person",
                "the farm they leave would lack %(num)d people",
                way.short_behind,
            )
        )
    return in_a_row(parts) or str(_("nobody else would move"))


def signed(number: int) -> str:
    """Return a difference with its sign: + 28, − 1,140."""
    sign = "+\u00a0" if number > 0 else "−\u00a0" if number < 0 else ""
    return f"{sign}{format_decimal(abs(number), locale=get_locale())}"


def _named(cast: Cast, ids: tuple[str, ...]) -> list[str]:
    codes = [cast.code(each) for each in ids]
    known = [code for code in codes if code]
    unknown = len(codes) - len(known)
    if unknown:
        known.append(
            ngettext("%(num)d guest already expected", "%(num)d guests already expected", unknown)
        )
    return known


def _limit(rule: RoundRule) -> str:
    sentences = {
        RoundRule.FARM_LIMIT: _("the farm has reached its limit of the season"),
        RoundRule.INTERPRETER_LIMIT: _("no more interpreters on the telephone can be had"),
        RoundRule.MAX_MOVES: _("more files would move than you allowed"),
        RoundRule.PINNED: _("a pair that is kept stands there"),
    }
    return str(sentences.get(rule, _("a condition of the round forbids it")))


def certainty(result: Result) -> str:
    """Return how good the result is known to be, in words."""
    if result.solution.is_optimal:
        return str(_("best result, proven"))
    percent = max(0.01, round(100 * result.solution.gap, 2))
    return str(_("at most %(percent)s %% from the best possible", percent=percent))
