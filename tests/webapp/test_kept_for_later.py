"""A long form is kept for later: its writer alone finds it, for seven days, until it is sent."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_farmer,
    a_party,
    a_programme,
    a_visit,
    an_organisation,
)
from tests.page import SITE, Page, shown_values
from tests.webapp.caseworker.transfer_builders import a_transfer
from webapp.ground.clock import now
from webapp.models import KeptForm, Party, User, VisitState
from webapp.services.parties import transfers
from webapp.services.records import expiry
from webapp.services.retention import erasing
from webapp.services.visits import unmaking
from webapp.web.kept_forms import LATER, LONG, MEANWHILE

NEW = "/casework/parties/new"

pytestmark = pytest.mark.usefixtures("spring")


@pytest.fixture
def nora(db: Session) -> User:
    a_programme(db)
    return a_caseworker(db, language="en")


def kept(db: Session) -> list[KeptForm]:
    db.expire_all()
    return list(db.scalars(select(KeptForm).order_by(KeptForm.id)))


def name_at(page: Page, address: str = NEW) -> str:
    """Return the first name that a page of a new file shows."""
    return "".join(shown_values(page.visit(address).form_to(NEW))["first_name"])


def by_itself(page: Page, name: str) -> int:
    """Send what the script of the page sends while somebody types; return the answer's status."""
    sent = {**shown_values(page.form_to(NEW)), "first_name": name, LATER: MEANWHILE}
    return page.client.post(page.path, base_url=SITE, data=sent).status_code


def test_a_new_file_is_kept_found_again_by_its_writer_alone_and_gone_once_it_is_sent(
    page: Page, db: Session, app: Flask, nora: User
) -> None:
    page.sign_in(nora).visit(f"{NEW}?lang=en")
    page.submit({"first_name": "Amina", "last_name": "Karimi"}, button="Keep for later")
    assert "It is kept for seven days, and you alone find it" in page.text
    assert (len(kept(db)), db.scalars(select(Party)).all()) == (1, [])
    [sealed] = db.execute(text("SELECT typed FROM kept_forms")).scalars()
    assert b"Amina" not in bytes(sealed)
    page.follow("A file to record")
    there = shown_values(page.form_to(NEW))
    assert (there["first_name"], there["last_name"]) == (["Amina"], ["Karimi"])
    assert "This is what you had typed on" in page.text
    assert name_at(page, f"{NEW}?like={a_party(db, nora.organisation).id}") == ""
    colleague = Page(app, db).sign_in(a_caseworker(db, nora.organisation, language="en"))
    assert name_at(colleague) == ""
    assert "Nothing is kept for later" in colleague.visit("/account/kept").text
    page.visit(NEW).submit(
        {"sex": "woman", "birth_year": "1990", "commune": "Caen"}, button="Record"
    )
    assert (kept(db), page.title.startswith("P-")) == ([], True)


def test_what_is_typed_is_kept_meanwhile_where_scripts_run(
    page: Page, db: Session, nora: User
) -> None:
    page.sign_in(nora).visit(NEW)
    assert by_itself(page, "Ami") == 204
    assert by_itself(page, "Amina") == 204
    assert [each.for_later for each in kept(db)] == [True]
    assert name_at(page) == "Amina"
    page.visit("/account/kept").submit(to=f"/account/kept/{kept(db)[0].id}/forgetting")
    assert (kept(db), name_at(page)) == ([], "")


def test_an_open_page_tells_nobody_of_a_session_that_was_left_on_purpose(
    page: Page, db: Session, nora: User
) -> None:
    """Its script goes on: who signs in next at that computer has sent nothing."""
    page.sign_in(nora).visit(NEW)
    left = page.form_to(NEW)
    page.visit("/account/").submit(to="/account/sign-out")
    sent = {**shown_values(left), "first_name": "Amina", LATER: MEANWHILE}
    answers = [page.client.post(NEW, base_url=SITE, data=sent).status_code for _time in range(2)]
    assert (answers, [each.for_later for each in kept(db)]) == ([409, 409], [False])
    assert "Your session had ended" not in page.visit("/account/sign-in").text
    assert name_at(page.sign_in(nora)) == "Amina"


def test_another_of_its_kind_is_begun_and_kept_beside_it(
    page: Page, db: Session, nora: User
) -> None:
    """Two households on one afternoon: the second does not take the place of the first."""
    page.sign_in(nora).visit(NEW).submit({"first_name": "Amina"}, button="Keep for later")
    page.visit(NEW).follow("Leave it there and begin another")
    assert shown_values(page.form_to(NEW))["first_name"] == [""]
    page.submit({"first_name": "Bahram"}, button="Keep for later")
    second, first = [each["href"] for each in page.soup.select("main li b a")]
    assert [name_at(page, str(each)) for each in (first, second)] == ["Amina", "Bahram"]
    page.submit(
        {"last_name": "Karimi", "sex": "man", "birth_year": "1990", "commune": "Caen"},
        button="Record",
    )
    assert (len(kept(db)), name_at(page)) == (1, "Amina")


def test_two_pages_of_one_empty_form_keep_one_each(page: Page, db: Session, nora: User) -> None:
    """Two tabs: the one that is typed in last takes nothing away, and sent it forgets its own."""
    page.sign_in(nora).visit(NEW)
    tabs = {name: shown_values(page.visit(NEW).form_to(NEW)) for name in ("Amina", "Bahram")}
    rest = {"last_name": "Karimi", "sex": "man", "birth_year": "1990", "commune": "Caen"}

    def keep(name: str, **more: Any) -> int:
        sent = {**tabs[name], "first_name": name, LATER: MEANWHILE, **more}
        return page.client.post(NEW, base_url=SITE, data=sent).status_code

    assert [keep(name) for name in ("Amina", "Bahram", "Amina", "Bahram")] == [204] * 4
    addresses = [each.address for each in kept(db)]
    assert [name_at(page, each) for each in addresses] == ["Amina", "Bahram"]
    goes_on = shown_values(page.visit(NEW).form_to(NEW))
    sent = {**goes_on, "first_name": "Amin", LATER: MEANWHILE}
    assert page.client.post(NEW, base_url=SITE, data=sent).status_code == 204
    assert (len(kept(db)), name_at(page)) == (2, "Amin")
    page.client.post(NEW, base_url=SITE, data={**tabs["Bahram"], **rest, "first_name": "Bahram"})
    assert [each.address for each in kept(db)] == [NEW]


def test_a_form_that_is_emptied_again_is_kept_no_longer(
    page: Page, db: Session, nora: User
) -> None:
    page.sign_in(nora).visit(NEW)
    assert [by_itself(page, name) for name in ("", "Amina", " ")] == [200, 204, 200]
    assert kept(db) == []


def test_a_cancelled_form_leaves_the_next_one_empty_and_can_be_taken_up_again_for_an_hour(
    page: Page, db: Session, nora: User
) -> None:
    page.sign_in(nora).visit(NEW)
    by_itself(page, "Amina")
    page.submit({"first_name": "Amina"}, button="Cancel")
    assert page.path == "/casework/parties"
    again = str(page.soup.find("a", string="Take it up again")["href"])  # type: ignore[index]
    assert [each.for_later for each in kept(db)] == [False]
    assert "Nothing is kept for later" in page.visit("/account/kept").text
    assert (name_at(page), name_at(page, again)) == ("", "Amina")
    page.visit(NEW).submit(button="Cancel")
    assert "Take it up again" not in page.text


def test_it_says_what_to_do_once_its_writer_has_another_role(
    page: Page, db: Session, nora: User
) -> None:
    page.sign_in(nora).visit(NEW).submit({"first_name": "Amina"}, button="Keep for later")
    db.execute(update(KeptForm).values(address="/farm/offers/new"))
    db.commit()
    assert "ask a coordinator for the role you had" in page.visit("/account/kept").text
    assert not page.soup.select("main a[href='/farm/offers/new']")


def test_it_goes_after_seven_days(page: Page, db: Session, nora: User) -> None:
    page.sign_in(nora).visit(NEW).submit({"first_name": "Amina"}, button="Keep for later")
    for days, stays in ((6, 1), (8, 0)):
        db.execute(update(KeptForm).values(at=now() - timedelta(days=days)))
        db.commit()
        assert bool(name_at(page)) == bool(stays)
        expiry.forget(db)
        db.commit()
        assert len(kept(db)) == stays


def test_one_whose_page_is_no_more_hides_no_other(page: Page, db: Session, nora: User) -> None:
    page.sign_in(nora).visit(f"{NEW}?lang=en").submit({"first_name": "A"}, button="Keep for later")
    page.visit(f"{NEW}?beside=1").submit({"first_name": "B"}, button="Keep for later")
    db.execute(update(KeptForm).where(KeptForm.address == NEW).values(address="/casework/gone"))
    db.commit()
    assert [each.get_text() for each in page.visit("/account/kept").soup.select(".rows b")] == [
        "A file to record"
    ]


def test_it_goes_with_whom_it_tells_of(page: Page, db: Session, app: Flask, nora: User) -> None:
    """Of a visit by its address, also where a farm wrote it; all of an association's otherwise."""
    over: Any = {"state": VisitState.CANCELLED, "ended_at": now()}
    visit, other = a_visit(db, a_party(db, nora.organisation), **over), a_visit(db)
    told = {"kind": "hurt", "words": "She fell."}
    for each in (visit, other):
        farmer = Page(app, db).sign_in(a_farmer(db, each.farm, language="en"))
        farmer.visit(f"/farm/visits/{each.id}/incident").submit(told, button="Keep for later")
    page.sign_in(nora).visit(NEW).submit({"first_name": "Amina"}, button="Keep for later")
    erasing.erase(db, visit.party)
    db.commit()
    assert [each.address for each in kept(db)] == [f"/farm/visits/{other.id}/incident"]


def test_it_goes_from_the_desk_that_handed_the_file_over_and_stays_at_the_farm(
    page: Page, db: Session, app: Flask, nora: User
) -> None:
    home = an_organisation(db, name="Le Pont")
    a_caseworker(db, home)
    party = a_party(db, nora.organisation, referent_id=nora.id)
    visit = a_visit(db, party, state=VisitState.CANCELLED, ended_at=now())
    farmer, told = Page(app, db).sign_in(a_farmer(db, visit.farm, language="en")), "She fell."
    of_the_farm = f"/farm/visits/{visit.id}/incident"
    farmer.visit(of_the_farm).submit({"words": told}, button="Keep for later")
    theirs, others = (f"/casework/parties/{each.id}/people/new" for each in (
        party, a_party(db, nora.organisation)))  # fmt: skip
    page.sign_in(nora)
    for address in (theirs, others):
        page.visit(address).submit({"first_name": "Amina"}, button="Keep for later")
    transfers.accept(db, a_transfer(db, party, home, said_at=now(), offered_at=now()))
    db.commit()
    assert [each.address for each in kept(db)] == [of_the_farm, others]


def test_it_goes_with_a_visit_of_which_nothing_remains(page: Page, db: Session, nora: User) -> None:
    gone, stays = (a_visit(db, a_party(db, nora.organisation)) for _ in range(2))
    page.sign_in(nora)
    addresses = [f"/casework/visits/{each.id}/incident" for each in (gone, stays)]
    for address in addresses:
        page.visit(address).submit({"words": "She fell."}, button="Keep for later")
    assert [each.address for each in kept(db)] == addresses
    unmaking.unmake(db, [gone])
    db.commit()
    assert [each.address for each in kept(db)] == addresses[1:]


def test_each_long_form_has_the_button_and_no_other_form_is_kept(
    page: Page, db: Session, app: Flask, nora: User
) -> None:
    party = a_party(db, nora.organisation)
    visit = a_visit(db, party)
    farmer = Page(app, db).sign_in(a_farmer(db, visit.farm, language="en"))
    page.sign_in(nora)
    pages = {
        "caseworker.record_party": (page, NEW),
        "caseworker.add_person": (page, f"/casework/parties/{party.id}/people/new"),
        "caseworker.report_incident": (page, f"/casework/visits/{visit.id}/incident"),
        "farmer.create_offer": (farmer, "/farm/offers/new"),
        "farmer.report_incident": (farmer, f"/farm/visits/{visit.id}/incident"),
    }
    assert {*pages} == {*LONG} - {"coordinator.report_incident"}
    for reader, address in pages.values():
        assert reader.visit(address).submit(button="Keep for later").path == address
        assert "there is nothing to keep" in reader.text
        name = next(
            n
            for n in ("first_name", "title", "words")
            if n in shown_values(reader.form_to(address))
        )
        reader.submit({name: "Amina"}, button="Keep for later")
        assert reader.path == "/account/kept"
    before = len(kept(db))
    needs = f"/casework/parties/{party.id}/needs"
    page.visit(needs).submit({LATER: "yes"}, to=needs)
    assert len(kept(db)) == before
