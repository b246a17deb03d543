"""The plain part of fares v2: products by network and by areas; else the fare is unknown."""

from pathlib import Path

import pytest

from tests.webapp.timetables.feeds import tables
from tests.webapp.timetables.test_fares import FLAT, fare_of
from tests.webapp.timetables.test_reading import MONDAY, read
from webapp.geography.timetables import FeedError

PRODUCTS = "fare_product_id,fare_product_name,rider_category_id,fare_media_id,amount,currency\n"
ONE = f"{PRODUCTS}p,Plein tarif,,,9.80,EUR\n"
LEGS = "leg_group_id,network_id,from_area_id,to_area_id,fare_product_id\n"
ANY = f"{LEGS},,,,p\n"
AREAS = "area_id,stop_id\nnorth,caen\nwest,carentan\n"
"""The platform of Caen is in the area of its station, Bayeux in none."""
NETWORK = {"routes": "route_id,route_short_name,route_type,network_id\nr,TER 11,2,trains\n"}


def said(folder: Path, **changed: str) -> str:
    return fare_of(read(folder, **{"fare_products": ONE} | changed))


@pytest.mark.parametrize(
    ("legs", "areas", "fare"),
    [
        (ANY, "", "9.80 EUR"),
        (f"{LEGS},trains,,,p\n", "", "9.80 EUR"),
        (f"{LEGS},coaches,,,p\n", "", ""),
        (f"{LEGS},coaches,,,p\n,,,,p\n", "", "9.80 EUR"),
        (f"{LEGS},,north,west,p\n", AREAS, "9.80 EUR"),
        (f"{LEGS},,west,north,p\n", AREAS, ""),
        (f"{LEGS},,south,,p\n,,,west,p\n", AREAS, "9.80 EUR"),
        (f"{LEGS},,north,south,p\n,,,west,p\n", AREAS, ""),
        (f"{LEGS},,north,west,p\n", AREAS.replace("north,caen", "north,bayeux"), ""),
        (f"{LEGS},,,west,p\n,,south,west,p\n", AREAS.replace("north,caen", "far,bayeux"), ""),
        (f"{LEGS},,south,west,p\n,,,west,p\n", f"{AREAS}south,caen-1\n", "9.80 EUR"),
        (f"{LEGS},,south,x,p\n,,,west,p\n", f"{AREAS}south,caen-1\neast,caen-1\n", ""),
    ],
)
def test_a_product_is_for_its_network_and_areas_and_what_is_empty_for_those_that_none_lists(
    tmp_path: Path, legs: str, areas: str, fare: str
) -> None:
    assert said(tmp_path, **NETWORK, fare_leg_rules=legs, stop_areas=areas or AREAS) == fare


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("fare_leg_rules", f"{LEGS.strip()},rule_priority\n,,,,p,\n"),
        ("fare_leg_rules", f"{LEGS.strip()},from_timeframe_group_id\n,,,,p,peak\n"),
        ("fare_products", f"{ONE}p,,,card,8.80,EUR\n"),
        ("fare_products", f"{PRODUCTS}p,Enfants,child,,4.90,EUR\n"),
        ("fare_products", f"{PRODUCTS.strip()},bundle_amount\np,Carnet,,,9.80,EUR,10\n"),
        ("rider_categories", "rider_category_id,is_default_fare_category\nchild,0\n"),
    ],
)
def test_what_is_not_read_leaves_the_fare_unknown(tmp_path: Path, table: str, text: str) -> None:
    changed = {"fare_leg_rules": ANY, table: text}
    if table == "rider_categories":
        changed["fare_products"] = f"{PRODUCTS}p,,child,,4.90,EUR\n"
    assert said(tmp_path, **changed) == ""


def test_whoever_has_no_reduction_pays_what_the_default_category_does(tmp_path: Path) -> None:
    products = f"{PRODUCTS}p,,adult,,9.80,EUR\np,,child,,4.90,EUR\n"
    riders = "rider_category_id,is_default_fare_category\nadult,1\nchild,0\n"
    changed = {"fare_products": products, "rider_categories": riders}
    assert said(tmp_path, fare_leg_rules=ANY, **changed) == "9.80 EUR"


def test_where_fares_are_told_in_both_ways_the_newer_is_asked_alone(tmp_path: Path) -> None:
    assert said(tmp_path, fare_attributes=FLAT) == "12.30 EUR"
    assert said(tmp_path, fare_attributes=FLAT, fare_leg_rules=ANY) == "9.80 EUR"
    assert said(tmp_path, fare_attributes=FLAT, fare_leg_rules=LEGS) == ""


@pytest.mark.parametrize("between", ["", "from_leg_group_id,fare_transfer_type\n,0\n"])
def test_legs_are_added_up_unless_what_a_change_costs_is_told(tmp_path: Path, between: str) -> None:
    """All trains end in Bayeux, and other ones go on from there an hour later."""
    given = tables(MONDAY)
    head, *calls = given["stop_times"].splitlines()
    out = [each for each in calls if each.startswith("out5")]
    first = out[:2]
    on = [each.replace("out5", "out9").replace("5:", "6:") for each in out[1:]]
    changed = {"stop_times": "\n".join([head, *first, *on]), "fare_leg_rules": ANY}
    rules = {"fare_transfer_rules": between} if between else {}
    assert said(tmp_path, **changed, **rules) == ("" if between else "19.60 EUR")


@pytest.mark.parametrize(
    ("products", "legs", "named"),
    [
        (ONE, f"{LEGS},,,,q\n", "fare_leg_rules.txt, line 2: there is no product 'q'"),
        (f"{PRODUCTS}p,,,,-1,EUR\n", ANY, "fare_products.txt, line 2: '-1' is no price"),
        (f"{PRODUCTS}p,,,,1,€\n", ANY, "line 2: '€' is no currency"),
        ("fare_product_id,amount\n", ANY, "fare_products.txt has no column currency"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, products: str, legs: str, named: str) -> None:
    with pytest.raises(FeedError, match=named):
        said(tmp_path, fare_products=products, fare_leg_rules=legs)
