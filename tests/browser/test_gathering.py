"""A farm opens its door to its village: asked, said yes, put up, answered, counted."""

from datetime import time

from sqlalchemy import select

from tests.browser.person import Newcomer, Person
from tests.browser.site import Site
from tests.builders import a_farm, a_farmer, a_party, a_slot, an_offer
from tests.webapp.pdf.reading import bare, text_of
from tests.webapp.village.builders import a_certain_visit
from webapp.ground.clock import today
from webapp.models import VILLAGE_GRID, VILLAGE_GRIDS, Gathering, Visit
from webapp.wording import label

PHONE = 360
FARM = "La ferme des Roseaux"
TITLE = "Un soir à l’étable des Roseaux"
WORDS = "On visite l’étable, puis on partage un verre."
WHERE = "Suivez les lanternes depuis l’église"
GRID = VILLAGE_GRIDS[VILLAGE_GRID]
SHEETS, CAME = 12, 41


def with_guests(site: Site) -> tuple[Visit, str]:
    """A visit to come at a farm, and the address of who lives there."""
    with site.database() as db:
        farm = a_farm(db, name=FARM)
        email = a_farmer(db, farm).email
        party = a_party(db, code="P-9306")
        visit = a_certain_visit(db, party=party, slot=a_slot(db, an_offer(db, farm)))
        db.commit()
        return visit, email


def test_a_farm_opens_its_door_and_the_village_says_how_it_was(
    newcomer: Newcomer, site: Site
) -> None:
    visit, email = with_guests(site)
    camille = newcomer("A coordinator asks a farm to open its door to the village")
    camille.stays_signed_in(site.cookie_of("camille@sillon.example"))
    ask(camille, visit)
    farm = newcomer("A farm agrees that its village is invited", width=PHONE)
    agree(farm.stays_signed_in(site.cookie_of(email)))
    with site.database() as db:
        gathering = db.scalars(select(Gathering).where(Gathering.title == TITLE)).one()
        assert gathering.visit_id == visit.id
        page = f"/village/{gathering.id}"
        gathering.day, gathering.starts, gathering.ends = today(), time(0), time(0, 1)
        db.commit()
    answer(newcomer("A neighbour answers three questions", width=PHONE), page)
    camille.opens(f"/programme{page}")
    type_sheets(camille)
    reads_counts(newcomer("").stays_signed_in(site.cookie_of("camille@sillon.example")), page)


def ask(camille: Person, visit: Visit) -> None:
    camille.opens("/programme/village").follows("A farm opens its door")
    choice = camille.asked("During which visit?")
    choice.select_option(value=str(visit.id))
    for question, typed in {
        "Title": TITLE,
        "What it is about": WORDS,
        "Day": visit.arrival.isoformat(),
        "Begins at": "18:00",
        "Ends at": "20:30",
        "How one finds the farm": WHERE,
    }.items():
        camille.writes(question, typed)
    camille.ticks(camille.says("The guests were asked, and agree that neighbours come"))
    camille.presses("Ask the farm")
    camille.reads("The farm is asked. Nobody else reads of it before its yes.")


def agree(farm: Person) -> None:
    farm.opens("/farm/").follows_one("Open your farm to the village? %(day)s", day="")
    for told in (TITLE, WORDS, WHERE):
        farm.sees(told)
    farm.presses("Yes, invite the village")
    farm.reads("Thank you! Everybody may read of it now.")
    poster = bare(text_of(farm.fetches("Poster (PDF)")))
    for told in (TITLE, WORDS, FARM):
        assert bare(told) in poster


def answer(neighbour: Person, page: str) -> None:
    neighbour.opens(page).sees(TITLE)
    for question, answers in GRID.items():
        said = neighbour.label("village-answer", answers[0])
        neighbour.ticks(said, question=str(label("village-question", question)))
    neighbour.presses("Send my answers")
    neighbour.reads("Thank you! Your answers are counted.")
    neighbour.opens(page).reads("Thank you! Your answers are counted.")
    assert neighbour.tab.locator("main form").count() == 0


def type_sheets(camille: Person) -> None:
    camille.follows("Type sheets in")
    camille.writes("How many sheets?", str(SHEETS))
    for question, answers in GRID.items():
        camille.tab.locator(f"[name={question}_{answers[0]}]").fill(str(SHEETS))
    camille.presses("Count these sheets")
    camille.sees(
        camille.says_count("%(num)d sheet is counted.", "%(num)d sheets are counted.", SHEETS)
    )
    camille.follows("How many came?")
    camille.writes("How many people came?", str(CAME))
    camille.presses("Save")
    camille.reads("Saved.")


def reads_counts(other: Person, page: str) -> None:
    other.opens(f"/programme{page}")
    told = other.tab.locator("main").inner_text()
    for number in (SHEETS + 1, SHEETS, CAME, CAME - SHEETS - 1):
        assert str(number) in told
    for question in GRID:
        other.sees(other.label("village-question", question))
