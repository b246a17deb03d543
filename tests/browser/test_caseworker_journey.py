"""A caseworker records people, runs a round, decides with it and publishes it."""

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import select

from tests.browser.person import Newcomer, Person
from tests.browser.site import Site
from tests.builders import a_farm, a_party, a_slot, an_offer
from webapp.ground.clock import today
from webapp.models import Programme, User

CLAIRE = "claire@sillon.example"
ROUND = "Les visites du printemps"


@pytest.fixture
def two_who_are_ready(site: Site) -> None:
    """Two people for whom a place is open in the window, all of which is due: pairs to send."""
    with site.database() as session:
        session.get_one(Programme, 1).notice_days = 120
        claire = session.scalars(select(User).where(User.email == CLAIRE)).one()
        offer = an_offer(session, a_farm(session, rooms=(2, 2)))
        a_slot(session, offer, today() + timedelta(days=40))
        for code in ("P-9001", "P-9002"):
            a_party(session, claire.organisation, code=code)
        session.commit()


@pytest.mark.usefixtures("two_who_are_ready")
def test_a_caseworker_brings_someone_from_a_first_talk_to_a_published_round(
    newcomer: Newcomer,
) -> None:
    claire = newcomer(
        "A caseworker records people, runs a round and publishes it", javascript=False
    )
    claire.signs_in(CLAIRE)
    record_people(claire)
    complete_the_file(claire)
    open_a_round(claire)
    run_it(claire)
    decide(claire)
    publish(claire)


def record_people(claire: Person) -> None:
    claire.follows("People")
    claire.follows("Record people")
    claire.writes("First name", "Samira")
    claire.writes("Last name", "Bélanger")
    claire.ticks(claire.label("sex", "woman"))
    claire.writes("Year of birth", "1994")
    claire.ticks(claire.label("language", "ar"), question=LANGUAGES)
    claire.writes("Commune", "Montreuil 93100")
    claire.presses("Record")
    claire.reads("Before they can take part, this is still missing:")


LANGUAGES = "Languages in which the person holds a simple conversation"


def complete_the_file(claire: Person) -> None:
    claire.goes_to(claire.label("missing", "phone"))
    claire.writes("Telephone number of the contact person", "06 39 98 12 34")
    claire.ticks("العربية")
    claire.presses("Save")
    claire.writes("First day", (today() + timedelta(days=20)).isoformat())
    claire.writes("Last day", (today() + timedelta(days=150)).isoformat())
    claire.presses("Add these days")
    claire.sees("Montreuil")
    claire.sees("06 39 98 12 34")
    claire.presses("Ready to take part")
    claire.reads("Pause")


def open_a_round(claire: Person) -> None:
    claire.follows("Rounds")
    claire.follows("Open a round")
    claire.writes("First day", (today() + timedelta(days=28)).isoformat())
    claire.writes("Last day", (today() + timedelta(days=100)).isoformat())
    claire.writes("Name", ROUND)
    claire.presses("Open the round")
    claire.reads("before the run")


def run_it(claire: Person) -> None:
    claire.presses("Find the best farms")
    claire.reads("Check and publish")


def decide(claire: Person) -> None:
    kept, refused = rows(claire).nth(0), rows(claire).nth(1)
    code, other = code_of(kept), code_of(refused)
    place = kept.get_by_role("cell").nth(0).inner_text()
    why_there = kept.get_by_role("cell").nth(1).inner_text().splitlines()[-1]
    claire.goes_to(code)
    claire.sees(why_there.partition(":")[2].strip())
    claire.reads("And elsewhere?")
    claire.presses("Keep this pair")
    claire.reads("This pair is kept: the next run does not change it.")
    claire.goes_to(other)
    claire.presses("Not this pair")
    claire.sees(claire.says_count(*WAITING, 2))
    claire.picks("How many files may get another place than now", "5")
    claire.presses("Run again")
    claire.reads("Check and publish")
    kept = rows(claire).filter(has_text=code)
    expect(kept.get_by_role("cell").nth(0)).to_have_text(place, use_inner_text=True)
    expect(kept).to_contain_text(claire.says("kept"))


def rows(claire: Person) -> Locator:
    """Return the pairs of the round."""
    return claire.tab.get_by_role("row").filter(has=claire.tab.get_by_role("rowheader"))


def code_of(row: Locator) -> str:
    return row.get_by_role("rowheader").get_by_role("link").inner_text()


WAITING = (
    "%(num)d decision is not in this result yet: run the round again before you publish.",
    "%(num)d decisions are not in this result yet: run the round again before you publish.",
)


def publish(claire: Person) -> None:
    claire.follows("Check and publish")
    claire.reads("What happens next")
    proposed = rows(claire).count()
    claire.presses("Approve and send")
    claire.sees(claire.says_count(*PROPOSED, proposed))
    claire.opens("/demonstration/outbox")
    claire.sees(claire.says("Would you like to receive, %(days)s?", days="").partition(",")[0])


PROPOSED = "%(num)d visit is proposed.", "%(num)d visits are proposed."
