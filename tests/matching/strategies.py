"""Random tiny problems, as JSON values, that bring every rule into play at once."""

from typing import Any, TypeVar

from hypothesis import strategies as st

HERE, NEAR, FAR = [48.9, 2.3], [48.5, 2.0], [47.0, 1.0]
STAYS = [("2027-04-01", "2027-04-03"), ("2027-04-03", "2027-04-06"), ("2027-04-10", "2027-04-10")]

Json = dict[str, Any]
RANGES = [
    ["2027-04-01", "2027-04-30"],
    ["2027-04-01", "2027-04-03"],
    ["2027-04-04", "2027-04-08"],
    ["2027-04-09", "2027-04-12"],
]


LOCKING: list[Any] = [[{"beds": 2, "locks": True}, 1], [{"beds": 1, "locks": True}, 2]]

Drawn = TypeVar("Drawn")
Draw = st.DrawFn


def mostly(usual: Drawn, *others: Drawn) -> st.SearchStrategy[Drawn]:
    return st.sampled_from([usual] * (5 * len(others) + 4) + list(others))


def some(words: list[str], most: int = 2) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(words), max_size=most)


@st.composite
def parties(draw: Draw, name: str) -> Json:
    men, women, children = draw(
        st.sampled_from(
            [(1, 0, 0)] * 3 + [(0, 1, 0)] * 3 + [(1, 1, 0)] * 2 + [(2, 0, 0), (0, 1, 1)]
        )
    )
    return {
        "id": name,
        "men": men,
        "women": women,
        "children": children,
        "home": draw(st.sampled_from([HERE, NEAR])),
        "reach_km": draw(mostly(300, 250, 40, 0)),
        "languages": draw(some(["en", "fr", "prs"])),
        "french": draw(st.sampled_from(["A0", "A1", "A2", "B1", None])),
        "interpreter": draw(mostly(True, False)),
        "available": [RANGES[0]]
        if draw(mostly(True, False))
        else draw(st.lists(st.sampled_from(RANGES))),
        "needs": draw(mostly([], ["no-dogs"], ["women-only-group"], ["lockable-room"])),
        "wishes": draw(some(["fruit", "bees", "dairy", "beef", "pigs"], 5)),
        "frames": draw(mostly(["discovery"], [], ["immersion", "discovery"])),
        "waiting_since": draw(st.sampled_from([None, "2026-09-01", "2025-01-01", "2027-05-01"])),
        "past_visits": draw(mostly(0, 1)),
        "refuses": draw(mostly([], ["f1"], ["elsewhere"])),
        "together": draw(mostly(None, "a")),
        "private": draw(mostly(False, True)),
        "told_until": draw(mostly(None, "2027-04-05")),
    }


@st.composite
def slots(draw: Draw, name: str) -> Json:
    arrival, departure = draw(st.sampled_from(STAYS))
    return {
        "id": name,
        "farm": draw(st.sampled_from(["f1", "f2"])),
        "place": draw(mostly(HERE, NEAR, FAR)),
        "arrival": arrival,
        "departure": departure,
        "rooms": draw(
            st.sampled_from([[2, 2], [2, 1], [1, 1], [3], [3, 1], [2, 1, 1], [4], [], *LOCKING])
        ),
        "languages": draw(some(["en", "fr", "ar"])),
        "min_french": draw(mostly("A0", "A1", "B2", None)),
        "features": draw(some(["no-dogs", "halal-menu"])),
        "production": draw(st.sampled_from(["fruit", "bees", "beef", None])),
        "frame": draw(mostly("discovery", "immersion", None)),
        "children": draw(mostly(True, False)),
        "women_only": draw(mostly(False, True)),
        "exclusive": draw(mostly(False, True)),
        "min_people": draw(mostly(1, 2, 3)),
        "refuses": draw(mostly([], ["p1"])),
    }


@st.composite
def problems(
    draw: Draw, most_parties: int = 5, most_slots: int = 3, *, stable: bool = True
) -> Json:
    """A problem; without `stable`, nothing ties it to an earlier solution."""
    some_parties = [draw(parties(f"p{n}")) for n in range(draw(st.integers(1, most_parties)))]
    some_slots = [draw(slots(f"s{n}")) for n in range(draw(st.integers(1, most_slots)))]
    pairs = st.tuples(
        st.sampled_from([each["id"] for each in some_parties]),
        st.sampled_from([each["id"] for each in some_slots]),
    ).map(list)
    return {
        "format": "sillon-problem/3",
        "today": "2027-03-01",
        "parties": some_parties,
        "slots": some_slots,
        "excluded": draw(st.lists(pairs, max_size=2)),
        "farm_limits": draw(mostly({}, {"f1": 1}, {"f1": 2, "elsewhere": 0})),
        "interpreter_limit": draw(mostly(None, 0, 1)),
        "pinned": draw(st.lists(pairs, max_size=1)) if stable and draw(mostly(False, True)) else [],
        "previous": draw(st.lists(pairs, max_size=4)) if stable else [],
        "max_moves": draw(mostly(None, 0, 1)) if stable else None,
        "told_until": draw(mostly(None, "2027-04-01", "2027-04-05")),
        "weights": draw(
            mostly({}, {"waiting": 0}, {"wish": 500, "first_visit": 1}, {"continuity": None})
        ),
    }
