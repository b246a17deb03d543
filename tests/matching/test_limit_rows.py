"""What each limit of a round says of itself, and what some matches use of it."""

from datetime import date

from matching.limits import LimitUse, limits_of
from tests.matching.builders import a_party, a_problem, a_slot


def test_every_limit_tells_its_rule_whose_it_is_how_much_and_where_it_counts() -> None:
    stays = [date(2027, 4, 5), date(2027, 4, 12), date(2027, 5, 1)]
    slots = [
        a_slot(f"s{n}", farm=farm, arrival=day, departure=day)
        for n, (farm, day) in enumerate(zip(("f1", "f2", "f1"), stays, strict=True))
    ]
    problem = a_problem(
        a_party("p", groups=("couples",)),
        *slots,
        farm_limits={"f2": 3, "f1": 2},
        month_limits={"f1": {"2027-05": 5, "2027-04": 4}},
        interpreter_limit=6,
        interpreter_weeks={"2027-W15": 8, "2027-W14": 7},
        referent_weeks={"r": {"2027-W14": 9}},
        floors={"couples": 1, "women": 0},
        previous=frozenset({("p", "s0"), ("p", "s1")}),
        max_moves=1,
    )
    assert [
        (each.rule.value, each.about, each.rhs, each.slots and sorted(each.slots))
        for each in limits_of(problem)
    ] == [
        ("farm-limit", ("f1",), 2, ["s0", "s2"]),
        ("farm-limit", ("f2",), 3, ["s1"]),
        ("month-limit", ("f1", "2027-04"), 4, ["s0"]),
        ("month-limit", ("f1", "2027-05"), 5, ["s2"]),
        ("interpreter-limit", (), 6, None),
        ("interpreter-week", ("2027-W14",), 7, ["s0"]),
        ("interpreter-week", ("2027-W15",), 8, ["s1"]),
        ("referent-week", ("r", "2027-W14"), 9, ["s0"]),
        ("floor", ("couples",), -1, None),
        ("max-moves", (), -1, None),
    ]


def test_a_limit_stands_in_the_way_only_of_moves_that_use_more_of_it() -> None:
    people = [a_party(f"p{n}", groups=("men",)) for n in range(4)]
    problem = a_problem(
        *people,
        a_slot(rooms=(4,)),
        a_slot("s2", farm="f2", rooms=(4,)),
        farm_limits={"farm-1": 1},
        floors={"men": 3},
        previous=frozenset({("p0", "s1"), ("p1", "s1")}),
        max_moves=0,
    )

    def broken(*matches: tuple[str, str], new: str = "", gone: str = "") -> list[str]:
        use = LimitUse(problem, matches)
        return [
            limit.rule.value
            for limit in use.broken_after(
                [(party, "s1") for party in new.split()], [(party, "s1") for party in gone.split()]
            )
        ]

    over = ("p0", "s1"), ("p1", "s1"), ("p2", "s2")
    assert [each.rule.value for each in LimitUse(problem, over).broken()] == ["farm-limit"]
    assert broken(*over) == [], "nothing moves: a limit that is passed is nobody's doing"
    assert broken(*over, new="p3") == ["farm-limit"]
    assert broken(*over, new="p3", gone="p1") == ["max-moves"], "the farm has no more parties"
    assert broken(*over, gone="p1") == ["floor", "max-moves"]
    assert broken(*over[1:]) == ["max-moves"], "moves stand in the way in any case"
    assert [each.rule.value for each in LimitUse(problem).broken()] == ["floor", "max-moves"]
