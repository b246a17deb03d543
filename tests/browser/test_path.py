"""A path in the browser: a step in one press, and questions answered on a telephone."""

from playwright.sync_api import Page
from sqlalchemy import func, select

from tests.browser.axe import see_that_it_fits
from tests.browser.site import Site
from webapp.models import Assessment, Goal, Party, PathState, Person, Phase, Step
from webapp.services.records.tokens import household_token

LINK = "/casework/parties/{0.party_id}/people/{0.id}/path?lang=fr"


def somebody_with_a_path(site: Site) -> Person:
    with site.database() as db:
        first = select(Goal.person_id).order_by(Goal.id).limit(1)
        return db.get_one(Person, db.scalars(first).one())


def test_a_usual_step_takes_one_press_and_so_does_having_done_it(tab: Page, site: Site) -> None:
    person = somebody_with_a_path(site)
    tab.context.add_cookies([site.cookie_of("claire@sillon.example")])  # type: ignore[list-item]
    tab.goto(site.address + LINK.format(person))
    tab.get_by_role("button", name="Demander une place de garde d’enfant").click()
    tab.wait_for_url("**/path")
    row = tab.get_by_role("listitem").filter(has_text="Demander une place de garde d’enfant")
    row.get_by_role("button", name="Fait").click()
    tab.wait_for_url("**/path")
    with site.database() as db:
        made = db.scalars(select(Step).where(Step.kind == "childcare-place")).one()
        assert (made.person_id, made.state) == (person.id, PathState.DONE)


def test_questions_are_answered_on_a_telephone_with_a_thumb(tab: Page, site: Site) -> None:
    with site.database() as db:
        told = select(Assessment.person_id)
        alone = select(Person.party_id).group_by(Person.party_id).having(func.count() == 1)
        waits = select(Person).where(Person.id.not_in(told), Person.party_id.in_(alone))
        person = db.scalars(waits.join(Party).where(~Party.visits.any())).first()
        assert person is not None
        address = f"{site.address}/v/questions/{household_token(person.party)}?lang=ar"
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.goto(address)
    see_that_it_fits(tab)
    tab.locator("label[for=trades-1]").click()
    tab.locator("label[for=what-comes-0]").click()
    tab.locator("main form button").last.click()
    tab.wait_for_url("**/v/path/*")
    with site.database() as db:
        made = db.scalars(select(Assessment).where(Assessment.person_id == person.id)).one()
        assert made.answers == {"trades": "rather-yes", "what-comes": "yes"}
        assert (made.phase, made.by_link) == (Phase.BEFORE, True)
