"""The matching engine: turns a frozen Problem into a frozen Solution, and answers questions.

A pure library: no web, no database, no personal data.

>>> from matching import from_json, solve, to_json
>>> problem = from_json('{"today": "2027-03-01"}')
>>> solve(problem).people
0

What the definitions leave open, and what was chosen: ``docs/decisions/0011``.
"""

from matching.advice import Advice, advise
from matching.apart import EngineDiedError, apart
from matching.assignment_state import Way
from matching.candidates import Candidate, Candidates, find_candidates, stream_candidates
from matching.certificate import Certificate, certified_from, written_certified
from matching.certifying import certify
from matching.checks import FRENCH_LEVELS, PinsClashError, ProblemError
from matching.comparison import GroupFigures, fairness, first_come_first_served
from matching.eligibility import (
    EARTH_RADIUS_KM,
    Rule,
    broken_rules,
    distance_km,
    missing_features,
    needs_interpreter,
)
from matching.explanation import (
    Alternative,
    Criterion,
    Explanation,
    Grounds,
    MatchFacts,
    explain,
    match_facts,
)
from matching.floors import with_floors
from matching.groups import GroupRule, broken_group_rules
from matching.health import Closed, Health, health
from matching.limits import RoundRule, week_of
from matching.lottery import own_points
from matching.near_misses import NearMiss
from matching.problem import Party, Problem, Room, Slot
from matching.replacement import Replacement, replacements, swaps
from matching.room_plan import (
    Bedding,
    plan_rooms,
    plan_slot,
    room_names,
    strangers,
    ways_to_sleep,
)
from matching.scoring import is_at_ease_in_french, languages_beside_french
from matching.serialization import from_json, to_json
from matching.solution import Match, Part, Solution, place_points
from matching.solver import Progress, Tried, solve
from matching.validity import Breach, breaches
from matching.weights import Weights

__all__ = [
    "EARTH_RADIUS_KM",
    "FRENCH_LEVELS",
    "Advice",
    "Alternative",
    "Bedding",
    "Breach",
    "Candidate",
    "Candidates",
    "Certificate",
    "Closed",
    "Criterion",
    "EngineDiedError",
    "Explanation",
    "Grounds",
    "GroupFigures",
    "GroupRule",
    "Health",
    "Match",
    "MatchFacts",
    "NearMiss",
    "Part",
    "Party",
    "PinsClashError",
    "Problem",
    "ProblemError",
    "Progress",
    "Replacement",
    "Room",
    "RoundRule",
    "Rule",
    "Slot",
    "Solution",
    "Tried",
    "Way",
    "Weights",
    "advise",
    "apart",
    "breaches",
    "broken_group_rules",
    "broken_rules",
    "certified_from",
    "certify",
    "distance_km",
    "explain",
    "fairness",
    "find_candidates",
    "first_come_first_served",
    "from_json",
    "health",
    "is_at_ease_in_french",
    "languages_beside_french",
    "match_facts",
    "missing_features",
    "needs_interpreter",
    "own_points",
    "place_points",
    "plan_rooms",
    "plan_slot",
    "replacements",
    "room_names",
    "solve",
    "strangers",
    "stream_candidates",
    "swaps",
    "to_json",
    "ways_to_sleep",
    "week_of",
    "with_floors",
    "written_certified",
]
