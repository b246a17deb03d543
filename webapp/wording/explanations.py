"""Why no place, what else there is, how good it is: each fact of the engine as a sentence."""

from collections.abc import Callable, Mapping
from typing import Any

from babel.numbers import format_decimal
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from matching import (
    Alternative,
    Explanation,
    NearMiss,
    RoundRule,
    Rule,
)
from webapp.services.rounds.cast import Cast
from webapp.services.rounds.result import Result
from webapp.wording.days import short_day, stay_range
from webapp.wording.labels import label, labels
from webapp.wording.lists import in_a_row, listed
from webapp.wording.unmet_needs import NOT_MET


def place(cast: Cast, slot_id: str) -> str:
    """Return a slot by its farm and its days."""
    slot = cast.slots[slot_id]
    return f"{slot.farm.name}, {stay_range(slot.arrival, slot.departure)}"


def closed(rules: Mapping[Rule, int]) -> str:
    """Return how often each rule closes, the most frequent first: "too far (12), …"."""
    return in_a_row(f"{label('rule', rule.value)} ({times})" for rule, times in rules.items())


def near_miss(miss: NearMiss, cast: Cast) -> str:
    """Return what one change would open a pair, and what keeps them at home on these days."""
    sentence = _near_miss(miss)
    kept = _kept_at_home(miss, cast) if miss.rule is Rule.DATES else ""
    return str(_("%(said)s (%(kept)s)", said=sentence, kept=kept)) if kept else sentence


def _kept_at_home(miss: NearMiss, cast: Cast) -> str:
    """Return which courses, civic days and others of the file as it is now take days of a stay."""
    party, slot = cast.parties.get(miss.party), cast.slots[miss.slot]
    taken = [
        (str(label("engagement", each.kind)), each_day)
        for each in (party.engagements if party else ())
        if each.missable is None
        for each_day in each.days
        if slot.arrival <= each_day <= slot.departure
    ]
    kinds = dict.fromkeys(kind for kind, _day in sorted(taken, key=lambda each: each[1]))
    return in_a_row(
        f"{_within(kind)}: {in_a_row(short_day(each) for of, each in taken if of == kind)}"
        for kind in kinds
    )


def _near_miss(miss: NearMiss) -> str:
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
        RoundRule.MONTH_LIMIT: _("the farm receives as many guests in this month as it wishes"),
        RoundRule.INTERPRETER_LIMIT: _("no more interpreters on the telephone can be had"),
        RoundRule.INTERPRETER_WEEK: _("no more interpreters can be had in this week"),
        RoundRule.REFERENT_WEEK: _("their caseworker sees off as many in this week as they can"),
        RoundRule.FLOOR: _("a group would have fewer places than the minimum that was asked"),
        RoundRule.MAX_MOVES: _("more files would move than you allowed"),
        RoundRule.PINNED: _("a pair that is kept stands there"),
    }
    return str(sentences.get(rule, _("a condition of the round forbids it")))


def proven(result: Result) -> list[tuple[str, bool]]:
    """Return what is said of each question of a round, and whether that is proven to the end."""
    solution = result.solution
    more = min(solution.most_people, result.everyone) - solution.people
    many = ngettext(
        "At most %(num)d more person could have a place: none is found, none is ruled out.",
        "At most %(num)d more people could have a place: none is found, none is ruled out.",
        more,
    )
    return [
        (_nobody_more(result), True) if not more else (many, False),
        (_("By the rules nobody else should have one of these places instead."), True)
        if solution.is_as_many_as_possible and solution.who.is_proven
        else (_("Whether somebody else should have one of these places is not proven."), False),
        (_("There are no better places for those who have one."), True)
        if solution.where.is_proven
        else (
            _(
                "Better places for those who have one are not ruled out: at most %(percent)s %%.",
                percent=max(0.01, round(100 * solution.where.gap, 2)),
            ),
            False,
        ),
    ]


def _nobody_more(result: Result) -> str:
    if not result.problem.floors:
        return str(_("Nobody more can have a place."))
    return str(_("Nobody more can have a place while each group has the minimum that was asked."))


def cost_of_floors(result: Result, most_without: int | None) -> str:
    """Return how many people more could have a place if no group had a minimum."""
    if most_without is None:
        return str(_("The time was too short to find out what this costs."))
    cost = most_without - result.solution.people
    if not cost:
        return str(_("It costs no place: without it, nobody more could have one."))
    return str(
        ngettext(
            "It costs %(num)d place: without it, %(num)d person more could have one.",
            "It costs %(num)d places: without it, %(num)d people more could have one.",
            cost,
        )
    )


def certainty(result: Result) -> str:
    """Return how good the result is known to be, in words."""
    solution = result.solution
    if solution.is_optimal:
        return str(_("best result, proven"))
    if not solution.is_as_many_as_possible:
        more = min(solution.most_people, result.everyone) - solution.people
        return str(
            ngettext(
                "at most %(num)d more person could have a place",
                "at most %(num)d more people could have a place",
                more,
            )
        )
    if not solution.who.is_proven:
        return str(_("nobody more can have a place"))
    percent = max(0.01, round(100 * solution.where.gap, 2))
    return str(
        _(
            "nobody more can have a place; places at most %(percent)s %% from the best",
            percent=percent,
        )
    )
