"""A value in every sealed column, beside those of the demonstration."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_coordinator,
    a_party,
    a_reply,
    an_import,
    an_incident,
)
from tests.webapp.agreements.builders import an_agreement
from tests.webapp.farmer.sites import a_site
from tests.webapp.forms.accreditations import an_accreditation
from tests.webapp.imports.tables_made import a_table_made
from tests.webapp.paths.builders import an_obstacle, on_a_path
from tests.webapp.visits.nearby import a_local_referent
from tests.webapp.workshops.builders import a_series, an_absence
from webapp.ground.clock import now, today
from webapp.models import (
    AlikeFiles,
    Farm,
    FarmAct,
    FarmDecision,
    FarmNote,
    HelpCall,
    Host,
    InsurancePaper,
    KeptForm,
    Misfit,
    MissedWord,
    NoteKind,
    Party,
    SavedSearch,
    SeatSide,
    SentForm,
    Side,
    StepKind,
    ThanksCard,
    ThreadLine,
    User,
    UserSession,
    Visit,
    VisitNote,
    Waiver,
    Writer,
)
from webapp.services.accounts import mailboxes
from webapp.services.parties import file_history, merging, referrals, urgent
from webapp.services.records import contacts, webhooks
from webapp.services.workshops import seats


def _tell_of_a_file(store: Session, party: Party, by: User) -> None:
    with file_history.recording(store, "home", party):
        party.reach_km = 90
    party.persons[0].fundable_until = today()
    urgent.open_file(store, by, party.code, "They are hurt, and nobody answers.")
    a_table_made(store, by, "farms")


def _record_twice(store: Session, party: Party, by: User) -> None:
    """Let there be another file, told apart and made one all the same."""
    other = a_party(store, party.organisation, code="P-9001")
    of_both = {"one_id": party.id, "other_id": other.id, "likeness": 1}
    alike = AlikeFiles(organisation_id=party.organisation_id, **of_both)
    alike.tell_apart(by, {"nour exemple / nour exemple"})
    store.add(alike)
    merging.merge(store, party, other, {}, by)


def write_of_everything(store: Session) -> None:
    """Write what the demonstration leaves empty, so that every sealed column holds something."""
    party = a_party(store, code="P-9000", notes="Call in the evening.", email="zoe@post.example")
    by = a_coordinator(store)
    contacts.log(store, party, by, kind="note", on=today(), words="Calls back.")
    farm = store.scalars(select(Farm).limit(1)).one()
    a_site(store, farm)
    farm.hosts.append(Host(name="Anne", seen_on=today(), until=today() + timedelta(days=9)))
    contacts.log(store, farm, by, kind="call", on=today(), words="They repair the shower.")
    _tell_of_a_file(store, party, by)
    told = {"first_name": "Nour", "last_name": "B", "phone": "+33600000000", "sent_by": "N. Petit"}
    referrals.refer(store, party.organisation, prescriber="centre", language="ar", **told)
    _record_twice(store, party, by)
    an_agreement(store, party.persons[0], farm, reason="The farm has the builders in.")
    visit = store.scalars(select(Visit).limit(1)).one()
    visit.again_reason = "They have met the dogs since."
    visit.party_read = '{"place": "Carentan-les-Marais"}'
    look = FarmDecision(user=a_coordinator(store), act=FarmAct.REVIEWED, reason="Seen again.")
    visit.farm.decisions.append(look)
    visit.farm.insurance_paper = InsurancePaper(kind="image/jpeg", content="AAAA")
    called = HelpCall(side=Side.PARTY, taken_note="I call them.", settled_note="They are well.")
    visit.help_calls.append(called)
    told = {"told": "They shouted.", "place": "Near Carentan", "reached_at": "N. Petit"}
    found = "A misunderstanding, talked over with both."
    of_it = an_incident(store, visit, finding=found, **told)
    of_it.add(StepKind.MEASURE, by, "Both were called.")
    visit.misfits.append(Misfit(rule="needs", kept_reason="They bring their own meals."))
    an_import(store, visit.party.organisation, columns="{}")
    store.add(SavedSearch(user_id=a_coordinator(store).id, name="Mine", asked="text=a"))
    mailboxes.ask(store, a_coordinator(store), "another@sillon.example")
    a_reply(store, party, asks_correction=True, answered="Votre nom est corrigé.")
    seats.sign_up(
        store,
        a_series(store, "farmers", knows_people="Nadia", knows_trade="Jean"),
        seats.Comer(farm=farm, name="Anne"),
        SeatSide.FARM,
    )
    farm.workshop_waiver = "They have received guests for years."
    waiver = {"party_id": party.id, "person_id": party.persons[0].id, "by_id": by.id}
    store.add(Waiver(**waiver, reason="Grew up on a farm."))
    on_a_path(store, party.persons[0])
    an_obstacle(store, party.persons[0], handled_by="Mobili’Bus")
    _write_near_the_farm(store, visit)
    an_accreditation(store, animator="Nadia")
    _tell_a_program(store)


def _write_near_the_farm(store: Session, visit: Visit) -> None:
    """Let tickets be bought, a local referent be known and have written something down."""
    visit.ticket_code = "QX7TRS"
    local = a_local_referent(store)
    noted = {"visit_id": visit.id, "by_id": local.id, "kind": NoteKind.NOTE}
    of_visit = {"visit_id": visit.id, "party_id": visit.party_id, "side": Side.PARTY}
    store.add(ThanksCard(visit_id=visit.id, sentences=["calm"], names="Nour"))
    store.add(MissedWord(**of_visit, contested_at=now(), contest="The bus."))
    thread = {"visit_id": visit.id, "writer": Writer.FARM, "language": "fr"}
    store.add(ThreadLine(**thread, words="It rains."))
    store.add(FarmNote(visit_id=visit.id, words="It rains.", seen_at=now(), answer="Yes"))
    store.add(VisitNote(**noted, words="They missed a bus."))
    left: dict[str, Any] = {"left_by_id": local.id, "left_at": now()}
    an_absence(store, visit.party.persons[0], left_because="They come on Monday.", **left)


def _tell_a_program(store: Session) -> None:
    """Let a program be told, by a secret that signs."""
    store.add(SentForm(digest="a", way_on="/farm/"))
    store.add(KeptForm(user_id=a_coordinator(store).id, address="/farm/", typed="[]"))
    by = a_coordinator(store)
    address, kinds = "https://observatory.example/sillon", ["visit.confirmed"]
    webhooks.make(store, by, "Observatory", address, kinds)
    store.add(UserSession(digest="a", user_id=by.id, id_token="a.b.c"))
