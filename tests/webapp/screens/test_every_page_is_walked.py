"""No page comes without a way on which `run.py screens` meets it, or a reason for none."""

from flask import Flask

from tests.webapp.screens import states


def test_every_page_is_met_by_the_walk_of_pictures_or_says_why_not(application: Flask) -> None:
    unmet = states.unmet(application)
    assert not unmet, f"Say in ELSEWHERE or BY_LINK of {states.__name__} where {unmet} are met"


def test_what_is_left_out_is_there(application: Flask) -> None:
    views = {rule.endpoint for rule in application.url_map.iter_rules()}
    assert {*states.ELSEWHERE, *states.BY_LINK, *states.NO_PAGE} <= views
