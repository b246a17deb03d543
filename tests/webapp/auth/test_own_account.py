from sqlalchemy.orm import Session

from tests.builders import a_farmer
from tests.page import Page
from tests.webapp.auth.conftest import PASSWORD
from webapp.models import User
from webapp.services.accounts import passwords, second_factor
from webapp.services.records import sessions


def test_name_and_language_are_changed(page: Page, farmer: User) -> None:
    page.sign_in(farmer).visit("/account/").follow("Modifier")
    page.submit({"name": "  Anne   Duval ", "language": "en"}, button="Enregistrer")
    assert (farmer.name, farmer.language) == ("Anne Duval", "en")
    assert page.title == "My account"


def test_a_password_is_changed_only_with_the_present_one(page: Page, caseworker: User) -> None:
    new = "mousse tambour quai lanterne"
    page.sign_in(caseworker).visit("/account/new-password")
    page.submit({"present": "wrong", "password": new, "again": new}, button="Enregistrer")
    assert "pas votre mot de passe actuel" in page.text
    page.submit({"present": PASSWORD, "password": new, "again": new}, button="Enregistrer")
    assert page.path == "/account/"
    assert passwords.fits(caseworker, new)


def test_both_new_passwords_are_the_same(page: Page, farmer: User) -> None:
    page.sign_in(farmer).visit("/account/new-password")
    page.submit({"password": PASSWORD, "again": PASSWORD + "e"}, button="Enregistrer")
    assert "le même mot de passe dans les deux champs" in page.text
    assert farmer.password_hash is None


def test_a_lost_device_is_signed_out(page: Page, db: Session, farmer: User) -> None:
    elsewhere = sessions.open_session(db, farmer)
    page.sign_in(farmer).visit("/account/").submit(button="Déconnecter cet appareil")
    assert sessions.find_session(db, elsewhere) is None
    assert page.visit("/account/").path == "/account/"


def test_signing_out_everywhere_ends_this_session_too(
    page: Page, db: Session, farmer: User
) -> None:
    elsewhere = sessions.open_session(db, farmer)
    page.sign_in(farmer).visit("/account/").submit(button="Déconnecter tous mes appareils")
    assert sessions.find_session(db, elsewhere) is None
    assert page.visit("/account/").path == "/account/sign-in"


def test_nobody_ends_the_session_of_someone_else(page: Page, db: Session, farmer: User) -> None:
    other = sessions.open_session(db, a_farmer(db))
    theirs = sessions.find_session(db, other)
    assert theirs is not None
    page.sign_in(farmer).visit("/account/")
    token = page.soup.find("input", attrs={"name": "csrf_token"})
    assert token is not None
    answer = page.client.post(
        f"/account/sessions/{theirs.id}/end",
        data={"csrf_token": token["value"]},
        base_url="https://sillon.example",
    )
    assert answer.status_code == 404
    db.expire_all()
    assert sessions.find_session(db, other) is not None


def test_new_recovery_codes_are_shown_once_after_a_code(
    page: Page, db: Session, caseworker: User
) -> None:
    page.sign_in(caseworker).visit("/account/recovery-codes")
    code = second_factor.current_code(caseworker)
    page.submit({"code": code}, button="Créer")
    assert len(page.soup.select(".codes code")) == 10
    assert page.visit("/account/recovery-codes").soup.select(".codes code") == []


def test_a_farmer_has_no_second_factor_to_change(page: Page, farmer: User) -> None:
    page.sign_in(farmer).visit("/account/new-telephone", status=404)
    page.visit("/account/recovery-codes", status=404)
