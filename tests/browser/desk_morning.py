"""A morning at the desk, counted: what each task of it asks in presses, fields and seconds.

`python -m pytest -s tests/browser/desk_morning.py` walks it in a browser, by the pages alone, and
prints the table of `docs/desk.md`; the suite leaves it out. Nobody is timed by it.
"""

import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import FilePayload
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browser.desk_others import (
    FARMER,
    ask_whether_interested,
    offer_again,
    receive,
    send_somebody,
    take_up_last_year,
)
from tests.browser.first_programme import CAMILLE, CLAIRE, DOMINIQUE, approve
from tests.browser.ledger import Ledger
from tests.browser.person import Newcomer, Person
from tests.browser.site import Site, a_site
from tests.browser.test_caseworker_journey import code_of, rows
from tests.builders import (
    a_caseworker,
    a_farm,
    a_farmer,
    a_party,
    a_person,
    a_slot,
    a_visit,
    an_offer,
    papers_in_order,
)
from tests.databases import Databases
from tests.keys import DATA_KEY
from webapp import demo
from webapp.ground.clock import now, today
from webapp.models import (
    Answer,
    FarmState,
    Organisation,
    Programme,
    User,
    VisitState,
)

COLLEAGUE = "Inès Colleague"
TO_VET = "La Ferme à Voir"
PEOPLE, FARMS, HANDED_OVER, CORRECTIONS = 60, 50, 40, 3
FIRST_NAMES = ("Samira", "Olena", "Farida", "Yodit", "Hawa", "Lucie", "Bushra", "Zeynep")
LAST_NAMES = ("Rahimi", "Kovalenko", "Tesfay", "Diallo", "Haddad", "Morozova", "Özdemir")
FEW = 12
COLUMNS = "Prénom;Nom;Sexe;Année de naissance;Commune;Téléphone;Langues;Du;Au"
KINDS = ("signing in", "an import of 12 files", "an import of 40 files", "a file found and opened",
         "a call noted in it", "a round of 60 × 50 is run", "three corrections, run again",
         "it is looked over and sent", "a guest cancels, another is proposed",
         "40 files are handed over", "all are asked whether they are still interested",
         "a farm's morning: guests arrive, all is well", "a farmer's second season",
         "a farmer's second offer, with two dates", "a farm is vetted by two",
         "a prescriber sends somebody, without an account")  # fmt: skip


@pytest.fixture(scope="module")
def site(databases: Databases) -> Iterator[Site]:
    """A demonstration with its staff, sixty people who are ready and fifty farms."""
    made = databases.make()
    demo.fill_if_empty(made.url, DATA_KEY, demo.EMPTY)
    with a_site(made) as running:
        with running.database() as session:
            furnish(session)
            session.commit()
        yield running


def furnish(session: Session) -> None:
    """Make what a morning begins with."""
    session.get_one(Programme, 1).notice_days = 120
    claire = session.scalars(select(User).where(User.email == CLAIRE)).one()
    assert claire.organisation is not None
    colleague = a_caseworker(session, claire.organisation, name=COLLEAGUE)
    for number in range(PEOPLE):
        who = a_person(first_name=f"Amina {number}", sex="woman")
        of = colleague.id if number < HANDED_OVER else None
        code = f"P-{8000 + number}"
        a_party(session, claire.organisation, code=code, persons=[who], referent_id=of)
    for number in range(FARMS):
        slot_of = an_offer(session, a_farm(session, rooms=(1,)))
        a_slot(session, slot_of, today() + timedelta(days=40 + number % 30))
    a_season_and_guests(session, claire.organisation)
    not_seen: dict[str, Any] = {**dict.fromkeys(papers_in_order()), "approved_until": None}
    not_seen |= dict.fromkeys(("lodging_seen", "references_seen", "record_seen"), False)
    a_farmer(session, a_farm(session, name=TO_VET, state=FarmState.APPLIED, **not_seen))


def a_season_and_guests(session: Session, home: Organisation) -> None:
    """Give a farmer the dates of last year, guests of today, and guests who will cancel."""
    farm = a_farm(session)
    a_farmer(session, farm, email=FARMER, name="Odile Marais")
    offer = an_offer(session, farm)
    for weeks in (50, 48, 46, 44):
        a_slot(session, offer, today() - timedelta(weeks=weeks))
    yes = {"party_answer": Answer.YES, "farm_answer": Answer.YES, "confirmed_at": now()}
    here = a_slot(session, offer, today(), departure=today() + timedelta(days=3))
    staying = a_party(session, home, code="P-9001")
    a_visit(session, staying, here, state=VisitState.CONFIRMED, **yes)
    later = a_slot(session, offer, today() + timedelta(days=25))
    a_visit(session, a_party(session, home, code="P-9002"), later,
            state=VisitState.CONFIRMED, **yes)  # fmt: skip


def test_a_morning_at_the_desk_is_counted(newcomer: Newcomer, site: Site) -> None:
    morning = Ledger(newcomer)
    try:
        live(morning, site)
    finally:
        sys.stdout.write(f"\n{morning.told()}\n")


def live(morning: Ledger, site: Site) -> None:
    """Do each task of the issue once."""
    claire, steps = morning("The desk: a caseworker"), iter(KINDS)
    with morning.step(next(steps)):
        claire.signs_in(CLAIRE)
    for files in (12, 40):
        with morning.step(next(steps)):
            bring_in(claire, files)
    with morning.step(next(steps)):
        find(claire, "P-9001")
    with morning.step(next(steps)):
        note_a_call(claire)
    with morning.step(next(steps)):
        run_a_round(claire)
    with morning.step(next(steps)):
        correct(claire)
    with morning.step(next(steps)):
        publish(claire)
    with morning.step(next(steps)):
        replace(claire)
    with morning.step(next(steps)):
        hand_over(claire)
    with morning.step(next(steps)):
        ask_whether_interested(claire)
    farmer = morning("The desk: a farmer", width=360).stays_signed_in(site.cookie_of(FARMER))
    with morning.step(next(steps)):
        receive(farmer, site)
    with morning.step(next(steps)):
        take_up_last_year(farmer)
    with morning.step(next(steps)):
        offer_again(farmer)
    camille, dominique = morning("The desk: a coordinator"), morning("The desk: a second one")
    camille.signs_in(CAMILLE)
    dominique.signs_in(DOMINIQUE)
    with morning.step(next(steps)):
        approve(camille, TO_VET, first=True)
        approve(dominique, TO_VET, first=False)
    prescriber = morning("The desk: a prescriber", width=360)
    with morning.step(next(steps)):
        send_somebody(prescriber, site)


def bring_in(claire: Person, files: int) -> None:
    """Import a table of so many people, nobody of it known."""
    first, last = today() + timedelta(days=1), today() + timedelta(days=120)
    names = [*product(LAST_NAMES, FIRST_NAMES)]
    people = names[:files] if files == FEW else names[-files:]
    told = [
        f"{name};{family};F;{1970 + number % 30};Caen 14000;06 39 98 {files:02d} {number:02d};"
        f"français;{first};{last}"
        for number, (family, name) in enumerate(people)
    ]
    claire.follows("People")
    claire.follows("Import a table")
    table = "\n".join((COLUMNS, *told)).encode()
    claire.effort.fields += 1
    sent: FilePayload = {"name": "liste.csv", "mimeType": "text/csv", "buffer": table}
    claire.tab.set_input_files("[type=file]", sent)
    claire.presses("Read the table")
    claire.presses("Look at the rows")
    claire.sees(claire.says_count(*WOULD_BE, files))
    claire.presses("Import what is ready")
    claire.reads("Undo this import")


WOULD_BE = ("%(num)d file would be made.", "%(num)d files would be made.")


def find(claire: Person, code: str) -> None:
    claire.follows("People")
    claire.effort.fields += 1
    claire.tab.locator("main [name=text]").fill(code)
    claire.tab.keyboard.press("Enter")
    claire.effort.clicks += 1
    claire.goes_to(code)
    claire.sees(code)


def note_a_call(claire: Person) -> None:
    claire.follows("Calls, messages, meetings and notes")
    claire.effort.fields += 1
    claire.tab.locator("main [name=words]").fill("Elle vient à la gare de Carentan à 14 h.")
    claire.presses("Write it down")
    claire.sees("gare de Carentan")


def run_a_round(claire: Person) -> None:
    claire.follows("Rounds")
    claire.follows("Open a round")
    claire.writes("First day", (today() + timedelta(days=30)).isoformat())
    claire.writes("Last day", (today() + timedelta(days=100)).isoformat())
    claire.writes("Name", "Soixante et cinquante")
    claire.presses("Open the round")
    claire.presses("Find the best farms")
    claire.reads("Check and publish")


def correct(claire: Person) -> None:
    """Keep one pair and refuse two, each on the page that says why it was chosen."""
    codes = [code_of(rows(claire).nth(at)) for at in range(CORRECTIONS)]
    for code, button in zip(codes, ("Keep this pair", "Not this pair", "Not this pair"),
                            strict=True):  # fmt: skip
        claire.goes_to(code)
        claire.presses(button)
    claire.presses("Run again")
    claire.reads("Check and publish")


def publish(claire: Person) -> None:
    claire.follows("Check and publish")
    claire.reads("What happens next")
    claire.presses("Approve and send")
    claire.reads("Visits")


def replace(claire: Person) -> None:
    """Note that guests cancelled, and propose their place to the first who could come instead."""
    find(claire, "P-9002")
    claire.tab.locator("main a[href*='/casework/visits/']").first.click()
    claire.follows("Cancel the visit")
    claire.ticks(claire.label("side", "party"))
    claire.tab.locator("main label:has([name=reason])").first.click()
    claire.presses("Cancel the visit")
    claire.follows("Who could come instead")
    claire.presses("Propose this place")
    claire.effort.clicks += 2
    claire.sees(claire.says_count(*PROPOSED, 1))


PROPOSED = "%(num)d visit is proposed.", "%(num)d visits are proposed."


def hand_over(claire: Person) -> None:
    claire.follows("People")
    claire.follows("Hand files over")
    claire.picks("The files of", COLLEAGUE)
    claire.picks("Accompanied by", "Claire Martin")
    claire.presses("Hand over")
    claire.sees(claire.says_count("%(num)d file goes to %(name)s.", "%(num)d files go to %(name)s.",
                                  HANDED_OVER, name="Claire Martin"))  # fmt: skip
