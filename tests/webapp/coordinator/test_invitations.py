from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_farm, a_farmer, an_organisation
from tests.page import Page
from webapp.ground.errors import RuleBroken
from webapp.models import Farm, FarmState, Message, Organisation, Role, User
from webapp.services.accounts import invitations, second_factor, users
from webapp.services.records import sessions
from webapp.services.records.tokens import email_token

WHO = {"name": "Lou Petit", "email": "lou@association.example"}
PASSWORD = "mousse tambour quai lanterne"


@pytest.fixture
def coordinator(db: Session) -> User:
    return a_coordinator(db)


@pytest.fixture
def open_invitation(page: Page, db: Session) -> Callable[[], Page]:
    """Open the link of the newest message in a browser where nobody is signed in."""

    def open_it() -> Page:
        page.visit("/account/").submit(button="Se déconnecter")
        message = db.scalars(select(Message).order_by(Message.id.desc())).first()
        assert message is not None
        assert message.email_link is not None
        return page.visit(f"/account/e/{email_token(message.email_link)}")

    return open_it


def named(db: Session, name: str) -> User:
    return db.scalars(select(User).where(User.name == name)).one()


def is_out(user: User) -> bool:
    return user.suspended_at is not None


def test_a_caseworker_is_invited_and_comes_in(
    page: Page, db: Session, coordinator: User, open_invitation: Callable[[], Page]
) -> None:
    home = an_organisation(db, name="Accueil du Bessin")
    page.sign_in(coordinator).visit("/programme/people").follow(
        "Inviter une personne d’association"
    )
    page.submit({**WHO, "organisation": str(home.id)}, button="Envoyer")
    assert "Invitation" in page.text
    open_invitation()
    assert "Accueil du Bessin vous invite" in page.text
    page.submit({"password": PASSWORD, "again": PASSWORD}, button="Ouvrir mon compte")
    assert page.path == "/account/set-up-code"
    invited = named(db, "Lou Petit")
    assert (invited.role, invited.organisation) == (Role.CASEWORKER, home)
    page.submit({"code": second_factor.current_code(invited)}, button="Continuer")
    assert page.visit("/casework/").path == "/casework/"


def test_a_farmer_is_invited_with_a_farm_to_describe_and_needs_no_password(
    page: Page, db: Session, coordinator: User, open_invitation: Callable[[], Page]
) -> None:
    page.sign_in(coordinator).visit("/programme/people/invite-farmer")
    page.submit({**WHO, "farm": "Ferme des Aulnes"}, button="Envoyer")
    open_invitation().submit(button="Ouvrir mon compte")
    assert page.path == "/farm/"
    farm = named(db, "Lou Petit").farm
    assert farm is not None
    assert (farm.name, farm.state) == ("Ferme des Aulnes", FarmState.APPLIED)


def test_an_invitation_that_could_not_leave_says_so_and_can_be_sent_again(
    page: Page, db: Session, coordinator: User
) -> None:
    page.sign_in(coordinator).visit("/programme/people/invite-farmer")
    page.submit({**WHO, "farm": "Ferme des Aulnes"}, button="Envoyer")
    assert "Envoyée le" in page.text
    db.scalars(select(Message)).one().fail("mail-unreachable")
    page.visit(page.path)
    assert "L’invitation n’est pas partie : le serveur de messagerie est injoignable." in page.text
    assert "Envoyée le" not in page.text
    page.submit(button="Envoyer à nouveau")
    assert "n’est pas partie" not in page.text


def test_a_coordinator_invites_another(
    page: Page, db: Session, coordinator: User, open_invitation: Callable[[], Page]
) -> None:
    page.sign_in(coordinator).visit("/programme/people/invite-coordinator")
    page.submit(WHO, button="Envoyer")
    open_invitation()
    page.submit({"password": PASSWORD, "again": PASSWORD}, button="Ouvrir mon compte")
    assert named(db, "Lou Petit").role is Role.COORDINATOR


def test_one_address_has_one_account(page: Page, db: Session, coordinator: User) -> None:
    a_farmer(db, email="LOU@association.example")
    page.sign_in(coordinator).visit("/programme/people/invite-coordinator")
    page.submit(WHO, button="Envoyer")
    assert "déjà inscrite" in page.text


def test_an_invitation_taken_back_leaves_nothing(
    page: Page, db: Session, coordinator: User
) -> None:
    page.sign_in(coordinator).visit("/programme/people/invite-farmer")
    page.submit({**WHO, "farm": "Ferme des Aulnes"}, button="Envoyer")
    page.submit(button="Annuler l’invitation")
    assert page.path == "/programme/people"
    assert users.find_by_email(db, WHO["email"]) is None
    assert db.scalars(select(Farm)).all() == []
    assert db.scalars(select(Message)).all() == []


def test_taking_an_invitation_back_keeps_the_farm_of_others(db: Session) -> None:
    standing = a_farmer(db)
    assert standing.farm is not None
    invited = invitations.invite_farmer(db, WHO["email"], WHO["name"], standing.farm)
    invitations.revoke(db, invited)
    assert db.scalars(select(Farm)).all() == [standing.farm]


def test_sending_an_invitation_again_ends_the_first_link(
    page: Page, db: Session, coordinator: User
) -> None:
    page.sign_in(coordinator).visit("/programme/people/invite-coordinator")
    page.submit(WHO, button="Envoyer")
    first = db.scalars(select(Message)).one()
    assert first.email_link is not None
    old = email_token(first.email_link)
    page.submit(button="Envoyer à nouveau")
    assert page.visit(f"/account/e/{old}", status=410).title == "Ce lien ne fonctionne plus"


def test_someone_who_came_in_has_no_invitation_to_take_back(
    page: Page, db: Session, coordinator: User
) -> None:
    invited = invitations.invite_coordinator(db, WHO["email"], WHO["name"])
    page.sign_in(coordinator).visit(f"/programme/people/{invited.id}")
    invited.password_hash = "kept"
    page.submit(button="Annuler l’invitation")
    assert "déjà ouvert son compte" in page.text


def test_a_suspended_caseworker_is_out_at_once_and_can_be_let_in_again(
    page: Page, db: Session, coordinator: User
) -> None:
    caseworker = a_caseworker(db, last_seen_at=coordinator.created_at)
    elsewhere = sessions.open_session(db, caseworker)
    page.sign_in(coordinator).visit(f"/programme/people/{caseworker.id}")
    page.submit(button="Suspendre le compte")
    assert sessions.find_session(db, elsewhere) is None
    assert is_out(caseworker)
    page.submit(button="Laisser entrer à nouveau")
    assert not is_out(caseworker)
    assert sessions.find_session(db, elsewhere) is None


def test_nobody_suspends_themselves(page: Page, db: Session, coordinator: User) -> None:
    other = a_coordinator(db, last_seen_at=coordinator.created_at)
    page.sign_in(coordinator).visit(f"/programme/people/{other.id}")
    form = page.form_to(f"/programme/people/{other.id}/suspension")
    form.attrs["action"] = f"/programme/people/{coordinator.id}/suspension"
    page.submit(button="Suspendre le compte")
    assert "autre personne de la coordination" in page.text
    assert not is_out(coordinator)


def test_a_lost_telephone_is_reset_and_signed_out(
    page: Page, db: Session, coordinator: User
) -> None:
    caseworker = a_caseworker(db, last_seen_at=coordinator.created_at)
    second_factor.ensure_secret(caseworker)
    elsewhere = sessions.open_session(db, caseworker)
    page.sign_in(coordinator).visit(f"/programme/people/{caseworker.id}")
    page.submit(button="Réinitialiser")
    assert caseworker.code_secret is None
    assert caseworker.code_confirmed_at is None
    assert sessions.find_session(db, elsewhere) is None


def test_accounts_are_listed_by_role(page: Page, db: Session, coordinator: User) -> None:
    farmer = a_farmer(db)
    page.sign_in(coordinator).visit("/programme/people?role=farmer")
    assert farmer.name in page.text
    assert coordinator.name not in page.soup.find("table").get_text()  # type: ignore[union-attr]


def test_an_association_is_added_with_its_commune(
    page: Page, db: Session, coordinator: User
) -> None:
    page.sign_in(coordinator).visit("/programme/associations").follow("Ajouter une association")
    wanted = {"name": "Terres d’accueil", "phone": "02 31 00 00 01", "commune": "Caen"}
    page.submit({**wanted, "commune": "nowhere"}, button="Ajouter")
    assert page.soup.select("#commune-error")
    page.submit(wanted, button="Ajouter")
    assert page.path == "/programme/associations"
    assert "Caen" in page.text
    page.visit("/programme/associations/new").submit(wanted, button="Ajouter")
    assert "Terres d’accueil est déjà sur la liste" in page.text
    [typed] = page.soup.select("#name")
    assert typed["value"] == wanted["name"]


def test_an_association_in_one_of_several_communes_says_which(
    page: Page, db: Session, coordinator: User
) -> None:
    wanted = {"name": "Terres d’accueil", "phone": "02 31 00 00 01", "commune": "Saint-Denis"}
    page.sign_in(coordinator).visit("/programme/associations/new").submit(wanted, button="Ajouter")
    page.submit({"commune_code": "93066"}, button="Ajouter")
    assert db.scalars(select(Organisation.commune)).all() == ["93066"]


def test_somebody_more_is_invited_to_a_farm_that_stands(
    page: Page, db: Session, coordinator: User, open_invitation: Callable[[], Page]
) -> None:
    farm = a_farm(db, name="Ferme des Aulnes")
    first = a_farmer(db, farm, name="Anne Duval", last_seen_at=coordinator.created_at)
    page.sign_in(coordinator).visit(f"/programme/farms/{farm.id}")
    page.follow("Inviter quelqu’un de cette ferme").submit(WHO, button="Envoyer")
    page.visit(f"/programme/farms/{farm.id}")
    assert "Anne Duval Actif" in page.text
    assert "Lou Petit Invitation en attente" in page.text
    open_invitation().submit(button="Ouvrir mon compte")
    page.visit("/farm/my-farm")
    assert "Anne Duval" in page.text
    assert named(db, "Lou Petit").farm == first.farm == farm
    farm.state = FarmState.REMOVED
    with pytest.raises(RuleBroken, match="farm-has-left"):
        invitations.invite_farmer(db, "other@farm.example", "Other", farm)
