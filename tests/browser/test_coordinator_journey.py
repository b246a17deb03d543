"""Two coordinators vet a farm: the checklist, one approval, and a second one that opens it."""

from datetime import timedelta

from sqlalchemy import select

from tests.browser.person import Newcomer, Person
from tests.browser.site import Site
from webapp.ground.clock import today
from webapp.models import User

SEEN = ("Lodging seen", "References seen", "Record extract seen")


def test_two_coordinators_open_a_farm(newcomer: Newcomer, site: Site) -> None:
    with site.database() as session:
        luc = session.scalars(select(User).where(User.email == "luc@sillon.example")).one()
        assert luc.farm is not None
        farm = luc.farm.name
    camille = newcomer("A coordinator meets a farm and approves it")
    camille.signs_in("camille@sillon.example")
    camille.goes_to(farm)
    complete_the_checklist(camille)
    approve(camille, "Your approval is recorded. A second person must approve the farm now.")
    camille.reads("You have approved it. A second person must too.")
    dominique = newcomer("A second coordinator approves a farm")
    dominique.signs_in("dominique@sillon.example")
    dominique.goes_to(farm)
    dominique.follows("Approve")
    until = dominique.says_day(today() + timedelta(days=365))
    told = "The farm is approved until %(day)s: its dates can be matched. We write to it."
    approve(dominique, told, day=until)


def complete_the_checklist(camille: Person) -> None:
    camille.reads("Meet the farm first: fill in the day in the checklist.")
    camille.follows("Fill in the checklist")
    camille.writes("Met on", today().isoformat())
    camille.ticks(camille.says("All on the day of the meeting"))
    camille.writes("Insured until", (today() + timedelta(days=300)).isoformat())
    for seen in SEEN:
        camille.ticks(camille.says(seen))
    camille.presses("Save")


def approve(coordinator: Person, told: str, **facts: object) -> None:
    coordinator.reads("You vouch for this farm together with a second person.")
    coordinator.presses("Approve")
    coordinator.reads(told, **facts)
