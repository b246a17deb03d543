"""An act of a view is kept whole, or refused whole: undone, and told to the reader."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask, get_flashed_messages
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from wtforms import StringField

from tests.builders import a_caseworker, a_party, a_person, an_organisation
from tests.page import Page
from webapp.ground.database import Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import Event, Organisation, Party, Person
from webapp.services.parties import members
from webapp.services.records import audit
from webapp.web.acts import OF_A_CONSTRAINT, acting
from webapp.web.extensions import db as own
from webapp.web.forms import Form
from webapp.wording.rules import SENTENCES

SOMEONE = {
    "first_name": "Amina",
    "last_name": "Karimi",
    "sex": "woman",
    "birth_year": "1994",
}
MEANWHILE = "Nothing was saved: somebody, or you in another window"


class NameForm(Form):
    """What is typed in these tests."""

    name = StringField("Name")


@pytest.fixture
def posting(app: Flask, db: Session) -> Iterator[Party]:
    """A request that posts a form, in the scope of the association whose party is returned."""
    party = a_party(db)
    db.commit()
    with app.test_request_context("/?lang=en", method="POST", data={"name": "what was typed"}):
        set_scope(own, Scope("organisation", party.organisation_id))
        yield own.get_one(Party, party.id)


def refuse(code: str) -> None:
    raise RuleBroken(code)


def told() -> list[object]:
    return list(get_flashed_messages(with_categories=True))


def acts(db: Session) -> list[str]:
    """Return the acts of the audit, as someone else sees them."""
    seen = list(db.scalars(select(Event.act).order_by(Event.id)))
    db.commit()  # one session at a time: they share the test's connection
    return seen


def test_what_is_done_is_kept_with_its_audit_row_and_then_told(posting: Party, db: Session) -> None:
    with acting() as act:
        posting.reach_km = 7
        audit.record(own, "party.changed", posting)
        act.tell("Saved.")
    assert act.done
    assert told() == [("success", "Saved.")]
    assert db.scalar(select(Party.reach_km)) == 7
    assert acts(db)[-1:] == ["party.changed"]


def test_an_act_refused_half_way_leaves_nothing_and_the_form_says_why_with_what_was_typed(
    posting: Party, db: Session
) -> None:
    form, before, reach = NameForm(), acts(db), posting.reach_km
    with acting(form, "name") as act:
        posting.reach_km = 7
        audit.record(own, "party.changed", posting)
        own.flush()
        act.tell("Saved.")
        refuse("party-is-away")
    assert not act.done
    assert form.name.data == "what was typed"
    assert [field for field, _sentence in form.mistakes()] == ["name"]
    assert told() == []
    assert (db.scalar(select(Party.reach_km)), acts(db)) == (reach, before)


def test_after_a_refusal_the_page_reads_rows_anew_and_no_others_than_before(
    posting: Party, db: Session
) -> None:
    elsewhere = a_party(db)
    db.commit()
    with acting():
        posting.reach_km = 7
        refuse("party-is-away")
    assert len(posting.persons) == 1
    assert own.get(Party, elsewhere.id) is None


def test_where_there_is_no_form_a_refusal_is_a_line_on_the_next_page(posting: Party) -> None:
    with acting():
        refuse("party-keeps-one")
    assert told() == [("error", "A party keeps at least one person.")]


def add_an_association_of_this_name(party: Party) -> None:
    own.add(Organisation(name=party.organisation.name, phone="+33140000000", commune="14118"))


def test_the_database_says_what_the_rule_that_it_holds_would_say(posting: Party) -> None:
    form = NameForm()
    with acting(form, "name"):
        add_an_association_of_this_name(posting)
    assert form.mistakes() == [("name", "An association of this name is here already.")]


def change_what_is_gone(party: Party) -> None:
    [person] = party.persons
    own.execute(delete(Person).where(Person.id == person.id).execution_options(
        synchronize_session=False
    ))  # fmt: skip
    person.first_name = "Nobody"


def read_anew_what_is_gone(party: Party) -> None:
    [person] = party.persons
    own.execute(delete(Person).where(Person.id == person.id).execution_options(
        synchronize_session=False
    ))  # fmt: skip
    own.refresh(person, with_for_update=True)


def break_an_unforeseen_constraint(party: Party) -> None:
    party.reach_km = -1


class FailsWith:
    """What the database itself says, by the code of its refusal."""

    def __init__(self, state: str) -> None:
        self.state = state

    def __call__(self, _party: Party) -> None:
        own.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{self.state}'; END $$"))


@pytest.mark.parametrize(
    "clash",
    [
        change_what_is_gone,
        read_anew_what_is_gone,
        break_an_unforeseen_constraint,
        FailsWith("40001"),
        FailsWith("40P01"),
        FailsWith("55P03"),
    ],
)
def test_what_others_did_meanwhile_is_said_above_the_fields_and_nothing_is_kept(
    posting: Party, db: Session, clash: Callable[[Party], None]
) -> None:
    form, before = NameForm(), acts(db)
    with acting(form, "name"):
        audit.record(own, "party.changed", posting)
        clash(posting)
    [(field, sentence)] = form.mistakes()
    assert (field, sentence[: len(MEANWHILE)]) == ("", MEANWHILE)
    assert acts(db) == before


def test_a_failure_that_is_no_refusal_is_undone_and_raised(posting: Party, db: Session) -> None:
    before = acts(db)

    def act() -> None:
        with acting(NameForm()):
            audit.record(own, "party.changed", posting)
            own.flush()
            FailsWith("57P01")(posting)

    with pytest.raises(OperationalError):
        act()
    assert acts(db) == before


def test_what_the_database_holds_as_well_is_there_and_its_rule_has_words(db: Session) -> None:
    there = db.scalars(text("SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class"))
    assert set(OF_A_CONSTRAINT) <= set(there)
    assert set(OF_A_CONSTRAINT.values()) <= set(SENTENCES)


def test_a_page_about_a_row_that_went_meanwhile_says_so(
    page: Page, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = an_organisation(db)
    party = a_party(db, home, persons=[a_person(), a_person()])
    page.sign_in(a_caseworker(db, home)).visit(f"/casework/parties/{party.id}/people/new")

    def vanish(gone: Party) -> None:
        own.rollback()
        own.connection().execute(delete(Party).where(Party.id == gone.id))
        own.commit()
        own.expire_all()
        raise RuleBroken("party-is-expected")

    monkeypatch.setattr(members, "check_not_expected", vanish)
    page.submit(SOMEONE, button="Ajouter", status=409)
    assert "Rien n’a été" in page.text
    assert db.scalar(select(func.count()).select_from(Party)) == 0
