"""The farm's card of sentences: French, beneath in the guests' languages, once both said yes."""

from sqlalchemy.orm import Session

from tests.builders import a_farmer, a_party, a_person, a_visit
from tests.page import Page
from tests.webapp.visits.test_visit_page import a_settled_visit, address
from webapp.ground.languages import PUBLIC
from webapp.models import Party, Side, VisitState
from webapp.web.read_aloud import parts_of
from webapp.wording.phrase_card import BY_HOSTS, OF_A_DISCOVERY, TO_SHOW, host_card

FRENCH, ENGLISH = PUBLIC[:2]
ALL_LINES = len(BY_HOSTS) + len(OF_A_DISCOVERY) + len(TO_SHOW)


def speaking(db: Session, *languages: str, read: str = "fr") -> Party:
    return a_party(db, language=read, persons=[a_person(languages=list(languages))])


def lines(page: Page, language: str) -> list[str]:
    return [each.get_text() for each in page.soup.select(f"main li [lang={language}]")]


def test_each_line_stands_in_each_language_of_theirs_by_link_and_signed_in(
    page: Page, db: Session
) -> None:
    visit = a_settled_visit(db, party=speaking(db, "wo", *(each.code for each in PUBLIC)))
    page.visit(address(visit, Side.FARM)).follow("Des phrases à montrer")
    assert page.path == f"{address(visit, Side.FARM)}/phrases"
    by_link = {each.code: lines(page, each.code) for each in PUBLIC}
    assert by_link.pop("fr") == [], "The page is in French itself"
    assert {code: len(set(said)) for code, said in by_link.items()} == dict.fromkeys(
        by_link, len({*BY_HOSTS, *OF_A_DISCOVERY, *TO_SHOW})
    )
    for each in PUBLIC[1:]:
        turned = {line["dir"] for line in page.soup.select(f"main li [lang={each.code}]")}
        assert turned == {each.direction}
    french = {next(each.stripped_strings) for each in page.soup.select("main ul li")}
    assert "Voici votre chambre." in french
    page.sign_in(a_farmer(db, visit.farm)).visit(f"/farm/visits/{visit.id}")
    page.follow("Des phrases à montrer")
    assert {code: lines(page, code) for code in by_link} == by_link


def test_it_is_heard_in_both_languages_and_no_voice_reads_another_ones(
    page: Page, db: Session
) -> None:
    visit = a_settled_visit(db, party=speaking(db, "ar", "ps"))
    page.sign_in(a_farmer(db, visit.farm)).visit(f"/farm/visits/{visit.id}/phrases")
    assert (len(lines(page, "ar")), len(lines(page, "ps"))) == (ALL_LINES, ALL_LINES)
    said = [words for part in parts_of(page.response.text, "fr") for words in part]
    assert {each.voice for each in said} == {"fr", "ar"}
    together = " ".join(each.text for each in said)
    assert "مرحباً" in together
    assert "ښه راغلاست" not in together
    page.visit(f"/farm/visits/{visit.id}/phrases?listen")
    assert page.response.mimetype == "audio/mpeg"


def test_before_both_said_yes_and_after_a_visit_there_is_none(page: Page, db: Session) -> None:
    visit = a_visit(db, party=speaking(db, "ar"))
    page.sign_in(a_farmer(db, visit.farm))
    where = [f"/farm/visits/{visit.id}", address(visit, Side.FARM)]
    for each in where:
        assert "phrases à montrer" not in page.visit(each).text
        page.visit(f"{each}/phrases", status=404)
    visit = a_settled_visit(db, party=speaking(db, "ar"), slot=visit.slot)
    visit.state = VisitState.CANCELLED
    page.visit(f"{address(visit, Side.FARM)}/phrases", status=404)


def test_it_knows_no_language_but_those_that_the_farm_reads(page: Page, db: Session) -> None:
    visit = a_settled_visit(db, party=speaking(db, "fr", "wo", read="ti"))
    assert "phrases à montrer" not in page.visit(address(visit, Side.FARM)).text
    page.visit(f"{address(visit, Side.FARM)}/phrases", status=404)


def test_it_depends_on_what_both_read_and_on_the_kind_of_stay() -> None:
    assert host_card(["fr", "wo"], FRENCH, immersion=False) is None
    assert host_card(["en"], ENGLISH, immersion=False) is None
    card = host_card(["fa", "fr"], FRENCH, immersion=True)
    assert card is not None
    assert [each.code for each, _words in card.hosts[0][1]] == ["prs"]
    assert len(card.hosts) == len(BY_HOSTS), "An immersion has its tasks in an agreement"
