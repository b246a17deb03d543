import pytest
from geopy.distance import great_circle
from hypothesis import given
from hypothesis import strategies as st

from webapp.geography import EstimatedJourneys, Point, distance_km

PARIS = Point(48.8534, 2.3488)
LYON = Point(45.7485, 4.8467)

in_france = st.builds(Point, st.floats(41.3, 51.2), st.floats(-5.2, 9.6))
anywhere = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


def test_paris_lies_393_km_from_lyon() -> None:
    assert distance_km(PARIS, LYON) == pytest.approx(393.2, abs=0.1)


def test_half_the_way_around_the_equator_is_the_longest_distance() -> None:
    assert distance_km(Point(0, -90), Point(0, 90)) == pytest.approx(3.141592653589793 * 6371.0088)


@given(anywhere, anywhere)
def test_the_way_back_is_as_long(start: Point, end: Point) -> None:
    assert distance_km(start, end) == pytest.approx(distance_km(end, start), abs=1e-6)


@given(anywhere)
def test_a_place_is_at_no_distance_from_itself(place: Point) -> None:
    assert distance_km(place, place) == 0


@given(in_france, in_france)
def test_the_distance_agrees_with_an_independent_formula(start: Point, end: Point) -> None:
    other = great_circle((start.latitude, start.longitude), (end.latitude, end.longitude)).km
    assert distance_km(start, end) == pytest.approx(other, abs=0.001)


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(90.1, 0), (-91, 0), (0, 181), (float("nan"), 0), (0, float("inf"))]
)
def test_a_point_off_the_earth_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match="not a place on earth"):
        Point(latitude, longitude)


def test_a_journey_is_longer_than_the_crow_flies_and_called_an_estimate() -> None:
    journey = EstimatedJourneys().journey(PARIS, LYON)
    assert journey.kilometres == pytest.approx(1.3 * distance_km(PARIS, LYON), abs=0.1)
    assert journey.is_estimate


def test_from_paris_to_lyon_the_estimate_allows_some_seven_hours() -> None:
    assert 6 * 60 <= EstimatedJourneys().journey(PARIS, LYON).minutes <= 8 * 60


def test_the_next_village_is_reached_on_foot() -> None:
    assert EstimatedJourneys().journey(PARIS, Point(48.8600, 2.3488)).minutes == 15


def test_who_is_already_there_travels_no_time() -> None:
    journey = EstimatedJourneys().journey(PARIS, PARIS)
    assert (journey.kilometres, journey.minutes) == (0, 0)


@given(in_france, in_france)
def test_minutes_are_said_in_steps_of_five(start: Point, end: Point) -> None:
    assert EstimatedJourneys().journey(start, end).minutes % 5 == 0


@given(st.floats(0, 4), st.floats(0, 4))
def test_a_farther_place_never_takes_less_time(near: float, far: float) -> None:
    near, far = sorted((near, far))
    journeys = EstimatedJourneys()
    start = Point(46, 1)
    assert (
        journeys.journey(start, Point(46 + near, 1)).minutes
        <= journeys.journey(start, Point(46 + far, 1)).minutes
    )


@given(st.floats(-90, 90), st.floats(-180, 0))
def test_the_other_side_of_the_earth_is_half_its_girth_away(
    latitude: float, longitude: float
) -> None:
    here, there = Point(latitude, longitude), Point(-latitude, longitude + 180)
    assert distance_km(here, there) == pytest.approx(20_015.115, abs=0.5)


def test_a_village_ten_kilometres_away_takes_an_hour_with_the_wait() -> None:
    village = Point(46 + 10 / 111.195, 1)
    assert EstimatedJourneys().journey(Point(46, 1), village).minutes == 60
