import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from webapp.geography import MapKind, MapLine, MapPoint, Point, departments, draw_map, find_commune
from webapp.geography.outlines import department_outlines, project

GUERET = Point(46.1718, 1.8717)
LIMOGES = Point(45.8315, 1.2578)
NS = "{http://www.w3.org/2000/svg}"


def drawn(svg: Markup) -> ET.Element:
    return ET.fromstring(str(svg).replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1))  # noqa: S314


def classes(svg: Markup) -> list[str]:
    return [element.get("class", "") for element in drawn(svg).iter()]


def view(svg: Markup) -> tuple[int, int]:
    _, _, width, height = map(int, drawn(svg).get("viewBox", "").split())
    return width, height


def test_the_map_says_what_it_shows_to_those_who_do_not_see_it() -> None:
    svg = draw_map([MapPoint(GUERET, MapKind.FARM, "Guéret")], title="Farms", identity="farms")
    element = drawn(svg)
    assert element.get("role") == "img"
    title, description = element.find(f"{NS}title"), element.find(f"{NS}desc")
    assert title is not None
    assert description is not None
    assert (title.text, description.text) == ("Farms", "Guéret")
    assert element.get("aria-labelledby") == title.get("id") == "farms-title"
    assert element.get("aria-describedby") == description.get("id")


def test_every_department_is_drawn_once_and_the_chosen_ones_stand_out() -> None:
    found = classes(draw_map(highlight=["23", "87"], title="Map"))
    assert sum("map-department" in kind.split() for kind in found) == len(departments())
    assert sum("map-highlight" in kind.split() for kind in found) == 2


def test_homes_and_farms_differ_in_shape_and_not_only_in_colour() -> None:
    home = draw_map([MapPoint(LIMOGES, MapKind.HOME)], title="Map")
    farm = draw_map([MapPoint(LIMOGES, MapKind.FARM)], title="Map")
    assert "<circle" in home
    assert "<rect" not in home
    assert "<rect" in farm
    assert "<circle" not in farm


def test_a_pair_is_joined_by_a_line_from_dot_to_dot() -> None:
    points = [MapPoint(LIMOGES, MapKind.HOME, "P-017"), MapPoint(GUERET, MapKind.FARM, "Guéret")]
    svg = draw_map(points, title="Map", lines=[MapLine(LIMOGES, GUERET)])
    line, circle = drawn(svg).find(f".//{NS}line"), drawn(svg).find(f".//{NS}circle")
    assert line is not None
    assert circle is not None
    assert (line.get("x1"), line.get("y1")) == (circle.get("cx"), circle.get("cy"))


@given(st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc", "Cn"]), max_size=40))
def test_no_text_can_break_out_of_the_drawing(text: str) -> None:
    hostile = f"</text><script>{text}\"'&"
    point = MapPoint(GUERET, MapKind.FARM, hostile)
    line = MapLine(GUERET, LIMOGES, hostile)
    svg = draw_map(
        [point], title=hostile, description=hostile, lines=[line], crop=True, identity=hostile
    )
    texts = [element.text for element in drawn(svg).iter() if element.text]
    assert texts.count(hostile) == 5
    assert "<script" not in svg


def test_the_map_has_neither_inline_style_nor_script_nor_foreign_address() -> None:
    svg = draw_map([MapPoint(GUERET, MapKind.FARM, "Guéret")], ["23"], title="Map")
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href|https?:", svg)


def test_a_cropped_map_shows_the_surroundings_alone_and_is_small() -> None:
    svg = draw_map([MapPoint(GUERET, MapKind.FARM, "Guéret")], title="Map", crop=True)
    found = classes(svg)
    assert 1 < found.count("map-department") < 12
    assert len(svg) < 12_000


def test_the_whole_map_stays_under_60_kb() -> None:
    assert len(draw_map(title="Map")) < 60_000


@given(
    st.lists(st.builds(Point, st.floats(42.4, 51), st.floats(-4.7, 8.1)), min_size=1, max_size=6)
)
def test_every_point_is_within_the_cropped_map(places: list[Point]) -> None:
    svg = draw_map([MapPoint(p, MapKind.HOME) for p in places], title="Map", crop=True)
    width, height = view(svg)
    assert 300 <= min(width, height) <= max(width, height) == 640
    for dot in drawn(svg).iter(f"{NS}circle"):
        assert 0 < int(dot.get("cx", "")) < width
        assert 0 < int(dot.get("cy", "")) < height


def test_an_empty_map_is_the_whole_country_even_when_cropped() -> None:
    assert draw_map(title="Map", crop=True) == draw_map(title="Map")


def test_towns_fall_into_the_drawn_department_they_belong_to() -> None:
    for code in ("23096", "29019", "67482", "66136", "2A004", "2B033", "06088", "59350"):
        commune = find_commune(code)
        assert commune is not None
        inside = [
            c for c, outline in department_outlines().items() if outline.contains(commune.point)
        ]
        assert inside == [commune.department]


def test_north_is_up_and_east_is_right() -> None:
    (west, south), (east, north) = project(Point(43, 0)), project(Point(49, 5))
    assert west < east
    assert north < south


def test_a_cropped_map_holds_the_whole_of_a_highlighted_department() -> None:
    svg = draw_map(highlight=["23"], title="Map", crop=True)
    assert 1 < classes(svg).count("map-department") < 12
    outline = department_outlines()["23"]
    assert outline.contains(GUERET)
    assert max(view(svg)) == 640
    assert len(svg) < 12_000


def test_islets_too_small_to_be_seen_leave_no_trace() -> None:
    assert "lz" not in draw_map(title="Map")
