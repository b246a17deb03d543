"""House rules: ticked, read by guests in their language before a yes; own words on the sheet."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farm, a_farmer, a_party, a_slot, a_visit, an_offer
from tests.page import Page
from tests.webapp.pdf.reading import text_of
from tests.webapp.visits.test_visit_page import a_settled_visit, address, give_code
from webapp.ground.languages import PUBLIC, Language
from webapp.ground.vocabulary import HOUSE_RULES
from webapp.models import Answer, Farm, Message, MessageState, Side, Slot, Visit
from webapp.services.visits import answers, consent, misfits
from webapp.wording.house_rules import OF_HOUSES

RULES = ["smoke-outside", "internet"]
WORDS = "On ne touche pas au poêle."


def a_slot_there(db: Session) -> Slot:
    return a_slot(db, an_offer(db, a_farm(db, house_rules=RULES, house_words=WORDS)))


def test_every_rule_has_its_words() -> None:
    assert set(OF_HOUSES["house-rule"]) == set(HOUSE_RULES)


@pytest.mark.parametrize("spoken", PUBLIC, ids=lambda each: each.code)
def test_guests_read_the_rules_in_their_language_before_they_say_yes(
    page: Page, db: Session, spoken: Language
) -> None:
    visit = a_visit(db, a_party(db, language=spoken.code), slot=a_slot_there(db))
    said = page.visit(address(visit)).text
    known = {
        "fr": "On fume dehors seulement",
        "en": "Smoking outside only",
        "tr": "Sigara yalnızca dışarıda içilir",
    }
    assert known.get(spoken.code, "") in said
    assert spoken.code == "en" or "Smoking outside only" not in said
    assert "poêle" not in page.response.text


def test_the_sheet_bears_the_rules_and_the_farms_own_words(page: Page, db: Session) -> None:
    visit = a_settled_visit(db, slot=a_slot_there(db))
    give_code(page, db, visit)
    for part in (address(visit), f"{address(visit)}/kept"):
        said = page.visit(part).text
        assert "On fume dehors seulement et il y a internet" in said
        assert WORDS in said
    page.visit(f"{address(visit)}/sheet.pdf")
    printed = " ".join(text_of(page.response.data).split())
    assert "On fume dehors seulement" in printed
    assert WORDS in printed


def test_a_page_without_rules_says_nothing_of_them(page: Page, db: Session) -> None:
    assert "Règles de la maison" not in page.visit(address(a_visit(db))).text


def test_a_farm_cannot_tick_what_is_not_true_at_once(page: Page, db: Session) -> None:
    farm = a_farm(db)
    page.sign_in(a_farmer(db, farm)).visit("/farm/my-farm/welcome")
    page.submit({"house_rules": ["internet", "no-internet"]}, button="Enregistrer", status=200)
    assert "gardez-en un" in page.text
    page.submit({"house_rules": ["internet"], "house_words": WORDS}, button="Enregistrer")
    db.expire_all()
    told = db.get_one(Farm, farm.id)
    assert (told.house_rules, told.house_words) == (["internet"], WORDS)


def a_visit_said_yes_to(db: Session, *, rules: list[str], language: str = "fr") -> Visit:
    """A visit that both sides have said yes to, with these rules in the house."""
    farm = a_farm(db, house_rules=rules)
    a_farmer(db, farm)
    visit = a_visit(db, a_party(db, language=language), slot=a_slot(db, an_offer(db, farm)))
    for side in (Side.PARTY, Side.FARM):
        answers.answer(db, visit, side, Answer.YES)
    misfits.look_again(db)
    return visit


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def told(db: Session, visit: Visit) -> list[str]:
    """Return what was written to the guests since their yes."""
    kinds = ("visit-changed", "visit-as-before")
    of = Message.visit_id == visit.id, Message.side == Side.PARTY, Message.kind.in_(kinds)
    return [each.kind for each in db.query(Message).filter(*of).order_by(Message.id)]


@pytest.mark.parametrize(
    ("before", "after", "was", "now"),
    [
        (RULES, [], "Il y a internet et on fume dehors seulement", "rien"),
        (RULES, ["internet"], "Il y a internet et on fume dehors seulement", "Il y a internet"),
        ([], ["no-alcohol"], "rien", "Pas d’alcool"),
    ],
    ids=["all taken away", "one taken away", "one where there was none"],
)
def test_a_rule_taken_away_or_added_after_a_yes_is_told_as_a_change(
    page: Page, db: Session, before: list[str], after: list[str], was: str, now: str
) -> None:
    visit = a_visit_said_yes_to(db, rules=before)
    visit.farm.house_rules = after
    misfits.look_again(db)
    assert consent.changed_since_yes(db, visit, Side.PARTY) == ("house-rules",)
    assert told(db, visit) == ["visit-changed"]
    said = f"les règles de la maison : avant, « {was} » ; maintenant, « {now} »"
    squeezed = "".join(said.split())
    db.commit()
    assert squeezed in "".join(page.visit(address(visit)).text.split())
    page.submit(button="me convient")
    db.expire_all()
    assert consent.changed_since_yes(db, visit, Side.PARTY) == ()
    page.sign_in(a_caseworker(db, visit.party.organisation))
    assert "les règles de la maison" not in page.visit(f"/casework/visits/{visit.id}").text


def test_rules_put_back_after_that_was_told_are_told_as_before(db: Session) -> None:
    visit = a_visit_said_yes_to(db, rules=RULES)
    visit.farm.house_rules = []
    misfits.look_again(db)
    [message] = db.query(Message).filter_by(visit_id=visit.id, kind="visit-changed")
    message.state = MessageState.QUEUED
    message.send()
    visit.farm.house_rules = list(reversed(RULES))
    misfits.look_again(db)
    assert told(db, visit) == ["visit-changed", "visit-as-before"]


def test_a_yes_from_a_page_that_shows_a_rule_taken_away_meanwhile_is_not_taken(
    page: Page, db: Session
) -> None:
    visit = a_visit(db, slot=a_slot_there(db))
    page.visit(address(visit))
    visit.farm.house_rules = []
    db.commit()
    page.submit({}, button="Oui, je viens")
    db.expire_all()
    assert visit.party_answer is Answer.AWAITED


@pytest.mark.parametrize(
    ("before", "after"),
    [(None, WORDS), (WORDS, "On ne touche pas au four."), (WORDS, None)],
    ids=["added", "changed", "taken away"],
)
@pytest.mark.parametrize("last", Side)
def test_a_rule_in_the_farms_own_words_is_told_as_a_change_and_never_before_the_code(
    page: Page, db: Session, before: str | None, after: str | None, last: Side
) -> None:
    farm = a_farm(db, house_words=before)
    a_farmer(db, farm)
    visit = a_visit(db, slot=a_slot(db, an_offer(db, farm)))
    for side in sorted(Side, key=lambda each: each is last):
        answers.answer(db, visit, side, Answer.YES)
    misfits.look_again(db)
    assert told(db, visit) == []
    farm.house_words = after
    misfits.look_again(db)
    assert told(db, visit) == ["visit-changed"]
    db.commit()
    assert "ceci a changé : une règle de la ferme" in plain(page.visit(address(visit)).text)
    assert not any(each in page.response.text for each in (before, after) if each)
    page.submit(button="me convient")
    db.expire_all()
    assert consent.changed_since_yes(db, visit, Side.PARTY) == ()


def test_a_yes_from_before_such_a_rule_was_kept_with_it_stands_as_it_is(db: Session) -> None:
    visit = a_visit_said_yes_to(db, rules=[])
    visit.party_shown = {k: v for k, v in (visit.party_shown or {}).items() if k != "own-rule"}
    visit.farm.house_words = WORDS
    misfits.look_again(db)
    assert told(db, visit) == []


def test_a_house_that_never_had_rules_changes_nothing(db: Session) -> None:
    visit = a_visit_said_yes_to(db, rules=[])
    assert consent.changed_since_yes(db, visit, Side.PARTY) == ()
    assert told(db, visit) == []
