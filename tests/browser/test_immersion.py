"""An immersion: written at the desk, made ready, signed by each in their own way."""

from datetime import timedelta

from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.person import Newcomer, Person, spaced
from tests.browser.site import Site
from tests.builders import a_farm, a_farmer, a_party, a_person, an_offer
from tests.webapp.agreements.builders import a_prescriber
from webapp.ground.clock import today
from webapp.models import Agreement, Signer, User
from webapp.services.records.tokens import signature_token

CLAIRE = "claire@sillon.example"
PHONE = 360
FARM = "La ferme des Tilleuls"
HOURS = "08:00-12:00, 14:00-17:00"
WORK = {
    "Trade that is seen": "Maraîchage sous abri",
    "Tasks": "Semer, repiquer",
    "Protective equipment, and who lends it": "Gants, prêtés par la ferme",
    "Tutor at the farm": "Anne Martin",
    "Telephone of the tutor": "02 31 00 00 00",
}


def test_an_immersion_is_drafted_made_ready_and_signed_by_everybody(
    newcomer: Newcomer, site: Site
) -> None:
    with site.database() as db:
        claire_s = db.scalars(select(User).where(User.email == CLAIRE)).one().organisation
        farm = a_farm(db, name=FARM)
        email = a_farmer(db, farm).email
        an_offer(db, farm, frame="immersion", title=WORK["Trade that is seen"])
        salma = a_person(first_name="Salma", last_name="Ombredune")
        party = a_party(db, claire_s, code="P-9301", language="ar", persons=[salma])
        body = a_prescriber(db, name="Mission locale des Tilleuls")
        db.commit()
    claire = newcomer("A caseworker writes an immersion and has it signed")
    claire.stays_signed_in(site.cookie_of(CLAIRE))
    begin(claire, party.id)
    write(claire, body.name)
    claire.presses("Ready: ask everybody to sign")
    claire.reads("It is ready: everybody has been asked to sign. Sign for your association too.")
    with site.database() as db:
        agreement = db.scalars(select(Agreement).where(Agreement.party_id == party.id)).one()
        tokens = {each.signer: signature_token(each) for each in agreement.signatures}
    person = newcomer("Someone reads an immersion in Arabic and signs it", "ar", width=PHONE)
    sign_by_link(person, tokens[Signer.PERSON])
    sign_by_link(newcomer("A prescriber signs an immersion"), tokens[Signer.PRESCRIBER])
    host = newcomer("A farm signs an immersion in its portal", width=PHONE)
    sign_in_the_portal(host.stays_signed_in(site.cookie_of(email)), email)
    here = claire.tab.url
    claire.opens(here).presses("Sign for the association")
    claire.reads("Everybody has signed. Hand it to whoever decides for the State, then note what "
                 "comes back.")  # fmt: skip
    reads_it_back(newcomer("").stays_signed_in(site.cookie_of(CLAIRE)), here)


def begin(claire: Person, party_id: int) -> None:
    claire.opens(f"/casework/parties/{party_id}/agreements/new")
    claire.tab.get_by_label("Salma Ombredune").check()
    claire.tab.get_by_label(FARM).check()
    claire.ticks(claire.label("purpose", "discover-trade"))
    claire.writes("First day", (today() + timedelta(days=20)).isoformat())
    claire.writes("Last day", (today() + timedelta(days=33)).isoformat())
    claire.presses("Begin the draft")
    claire.reads("The draft is begun. Now write its hours and its tasks.")
    claire.reads("Before anybody can sign, this is still missing:")


def write(claire: Person, prescriber: str) -> None:
    here = claire.tab.url
    claire.opens(f"{here}/hours")
    for number in range(1, 6):
        claire.tab.locator(f"[name=hours_{number}]").fill(HOURS)
    claire.picks("Who prescribes it", prescriber)
    claire.presses("Save")
    claire.opens(f"{here}/work")
    for question, typed in WORK.items():
        claire.writes(question, typed)
    claire.presses("Save")


def sign_by_link(reader: Person, token: str) -> None:
    reader.opens_link(token)
    reader.presses("Send me the code")
    reader.reads(
        "It says who goes where, and when. A code opens it: six digits that we send to you."
    )
    assert FARM not in reader.tab.content(), "The link alone tells no farm"
    reader.types_code()
    reader.presses("Open it")
    for told in (FARM, *list(WORK.values())[:4]):
        reader.sees(told)
    reader.ticks(reader.says("I have read it, and I sign it"))
    reader.presses("Sign")
    reader.reads("Signed. Thank you!")


def sign_in_the_portal(host: Person, email: str) -> None:
    host.opens("/farm/")
    host.follows_one("Sign an immersion: %(days)s", days="")
    host.sees(WORK["Tasks"])
    host.presses("Send me the code to sign")
    host.types_code()
    host.ticks(host.says("I have read it, and I sign it"))
    host.presses("Sign")
    host.reads("Signed. Thank you!")


def reads_it_back(other: Person, here: str) -> None:
    other.opens("/casework/agreements?state=in-review").sees(FARM)
    other.opens(here)
    for told in ("Salma Ombredune", *list(WORK.values())[:4], "35"):
        other.sees(told)
    signed = other.tab.get_by_role("listitem").filter(has_text=spaced(other.says("signed")))
    expect(signed).to_have_count(4)
