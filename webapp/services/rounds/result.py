"""A solved round, read from its row alone: what was frozen and what was found."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import matching
from webapp.ground.errors import RuleBroken
from webapp.models import MatchingRound
from webapp.services.engine import ids
from webapp.services.engine.barriers import barriers

Pair = tuple[str, str]


@dataclass(frozen=True)
class Moved:
    """A party whose place changed since the run before; `after` is none when it has no place.

    `forced` says that its place before is no longer possible: no limit on moves counts it.
    """

    party: str
    before: str
    after: str | None
    forced: bool


@dataclass(frozen=True)
class Exchange:
    """What another place would mean for a party and for others.

    Parameters
    ----------
    lost
        How many people would lose their place.
    wish
        Above 0 when the wish there ranks higher than the present one, below 0 when lower.
    suits_better
        Whether all that counts in the round speaks for it.
    """

    lost: int
    wish: int
    suits_better: bool


NO_WISH = 99
"""Later than any wish."""


@dataclass(frozen=True)
class Result:
    """The frozen problem, the solution, and first come, first served on the same problem.

    Once published, it also tells the pairs that were left out, and the rule that kept each.
    """

    problem: matching.Problem
    solution: matching.Solution
    baseline: matching.Solution
    safeguarded: frozenset[Pair]
    left_out: Mapping[Pair, RuleBroken]

    @property
    def parties(self) -> list[matching.Party]:
        """The parties to place; guests of visits that already stand are not among them."""
        return [party for party in self.problem.parties if ids.is_party(party.id)]

    @cached_property
    def pairs(self) -> list[Pair]:
        """The pairs that the round proposes."""
        return [
            (match.party, match.slot)
            for match in self.solution.matches
            if ids.is_party(match.party)
        ]

    @property
    def unplaced(self) -> list[matching.Party]:
        """The parties without a place."""
        return [party for party in self.parties if party.id not in self.solution.slot_of]

    @cached_property
    def free_places(self) -> list[tuple[matching.Slot, int]]:
        """The slots with beds left, and how many."""
        beds = [(slot, slot.beds - self._in(slot)) for slot in self.problem.slots]
        return [(slot, free) for slot, free in beds if free > 0]

    def _in(self, slot: matching.Slot) -> int:
        group = self.solution.group_of.get(slot.id, ())
        return sum(self.problem.party_of[party].people for party in group)

    @cached_property
    def standing(self) -> list[Pair]:
        """The pairs that are proposed, less those that were left out when it was published."""
        return [pair for pair in self.pairs if pair not in self.left_out]

    @property
    def people_left_out(self) -> int:
        """How many people were left out when it was published."""
        return self._people(party for party, _ in self.left_out)

    @property
    def people(self) -> int:
        """How many people wait for a place."""
        return sum(party.people for party in self.parties)

    @property
    def everyone(self) -> int:
        """How many people take part, guests of visits that already stand included."""
        return sum(party.people for party in self.problem.parties)

    @property
    def placed(self) -> int:
        """How many people have one."""
        return self._people(party for party, _ in self.standing)

    @property
    def placed_first_time(self) -> int:
        """How many of them have never been away."""
        return self._people(
            party for party, _ in self.standing if not self.problem.party_of[party].past_visits
        )

    @property
    def more_than_by_hand(self) -> int:
        """How many more people have a place than first come, first served would give one."""
        return self.solution.people - self.people_left_out - self.baseline.people

    @property
    def well_wished(self) -> int:
        """How many people see their first or second wish."""
        return self._people(party for party, slot in self.standing if self._wished(party, slot))

    def _wished(self, party_id: str, slot_id: str) -> bool:
        wishes = self.problem.party_of[party_id].wishes
        return self.problem.slot_of[slot_id].production in wishes[:2]

    def _people(self, parties: Iterable[str]) -> int:
        return sum(self.problem.party_of[party].people for party in parties)

    @cached_property
    def moved(self) -> list[Moved]:
        """Who had another place in the run before."""
        now = self.solution.slot_of
        return [
            Moved(party, before, now.get(party), self._is_closed(party, before))
            for party, before in sorted(self.problem.previous)
            if now.get(party) != before
        ]

    def _is_closed(self, party: str, slot: str) -> bool:
        broken = matching.breaches(self.problem, [(party, slot)])
        return any(isinstance(each.rule, matching.Rule) for each in broken)

    def explain(self, engine_id: str) -> matching.Explanation:
        """Return the facts on one party or slot."""
        return matching.explain(self.problem, self.solution, engine_id)

    def barriers(self, party: str, slot: str, leaving: Collection[str] = ()) -> tuple[str, ...]:
        """Return what a party would meet in a slot, beside those who would be there too.

        Parameters
        ----------
        leaving
            Who would have to give it way.
        """
        group = {*self.solution.group_of.get(slot, ())} - {party, *leaving}
        others = [self.problem.party_of[each] for each in sorted(group)]
        plan = [each for each in self.solution.rooms if each.slot == slot]
        is_there = self.solution.slot_of.get(party) == slot
        return barriers(
            self.problem.party_of[party],
            self.problem.slot_of[slot],
            others,
            plan if plan and is_there else None,
        )

    def bedrooms(self, party: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """Return the rooms in which a party sleeps, by number, and who sleeps there too."""
        own = [each for each in self.solution.rooms if each.party == party]
        there = {(each.slot, each.room) for each in own}
        beside = {
            each.party: None
            for each in self.solution.rooms
            if (each.slot, each.room) in there and each.party != party
        }
        return tuple(ids.number_of(each.room) for each in own), tuple(beside)

    @cached_property
    def facts(self) -> dict[str, matching.MatchFacts]:
        """What spoke for each pair, by party."""
        problem = self.problem
        return {
            party: matching.match_facts(problem, problem.party_of[party], problem.slot_of[slot])
            for party, slot in self.pairs
        }

    def exchange(self, other: matching.Alternative) -> Exchange:
        """Return what a party would have elsewhere, and what others would lose."""
        return Exchange(
            lost=self._people(other.way.leaving) if other.way else 0,
            wish=self._rank(other.party, other.now) - self._rank(other.party, other.slot),
            suits_better=other.gain > 0,
        )

    def _rank(self, party: str, slot: str | None) -> int:
        wishes = self.problem.party_of[party].wishes
        production = self.problem.slot_of[slot].production if slot else None
        return wishes.index(production) if production in wishes else NO_WISH


def read_result(of_round: MatchingRound) -> Result | None:
    """Return what a round found, if it was solved."""
    if not of_round.has_result:
        return None
    return Result(
        problem=matching.from_json(of_round.problem or {}),
        solution=matching.from_json(of_round.solution or {}),
        baseline=matching.from_json(of_round.baseline or {}),
        safeguarded=frozenset((party, slot) for party, slot in of_round.safeguarded),
        left_out={
            (each["party"], each["slot"]): RuleBroken(each["code"], **each["facts"])
            for each in of_round.left_out
        },
    )


def reckoned_alike(one: Result, other: Result) -> list[list[int]]:
    """Return the points of who has a place and of the places, of both, by the terms of the other.

    Nothing where they are those of the first already, or where a file or a date of the first is
    not in the other: it counts for nothing there.
    """
    problem, drawn = other.problem, other.solution
    own = matching.own_points(problem, drawn.seed, drawn.tickets)
    matches = [each.solution.matches for each in (one, other)]
    if any(match.party not in own or match.slot not in problem.slot_of for match in matches[0]):
        return []
    who = [sum(own[match.party] for match in each) for each in matches]
    where = [matching.place_points(problem, each) for each in matches]
    first = one.solution
    return [] if (who[0], where[0]) == (first.who.points, first.where.points) else [who, where]
