"""A small world with one of everything, and a browser for each kind of person in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import Connection
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_duty,
    a_farm,
    a_farmer,
    a_guest_call,
    a_help_call,
    a_party,
    a_person,
    a_photo,
    a_reply,
    a_round,
    a_slot,
    a_visit,
    an_incident,
    an_offer,
    an_organisation,
)
from tests.page import SITE
from tests.webapp.access_routes import TYPED
from tests.webapp.agreements.builders import of_world
from tests.webapp.caseworker.transfer_builders import a_transfer
from tests.webapp.committees.builders import a_line
from tests.webapp.farmer.sites import a_site
from tests.webapp.forms.alike import two
from tests.webapp.forms.centres import a_centre
from tests.webapp.forms.rewordings import key_of
from tests.webapp.forms.speakers import sounds_to_hear
from tests.webapp.imports.tables_made import tables_of_world
from tests.webapp.paths.builders import on_a_path
from tests.webapp.reports.builders import a_report
from tests.webapp.services.solving import solved
from tests.webapp.village.builders import some_voices
from tests.webapp.visits.nearby import a_local_referent, a_visit_looked_after
from tests.webapp.workshops.builders import a_seat, a_series, an_absence
from webapp.ground.clock import now
from webapp.models import (
    Attestation,
    EmailLinkPurpose,
    Engagement,
    FarmNote,
    FarmState,
    Feedback,
    FollowUp,
    Host,
    InsurancePaper,
    Party,
    PartyState,
    Refusal,
    Rest,
    Rewording,
    SavedSearch,
    Side,
    User,
    Visit,
    VisitState,
)
from webapp.services.accounts import email_links, second_factor
from webapp.services.parties import merging, referrals, urgent
from webapp.services.records import api_keys, contacts, outbox, put_back, sessions, webhooks
from webapp.services.records.tokens import email_token, visit_token

WORDS = {
    "size": "small", "filename": "sillon.css", "decision": "suspend", "change": "prolong",
    "code": "tr", "file_kind": "pdf", "side": "party", "days": 1, "commune": "50099",
    "attestation_number": "7KQ2-M4XW-9PTH", "key": key_of("Yes, I come"),
}  # fmt: skip
FORGED = "p1-AAAAAAAAAAAAAAAAAAAAAA"


class World:
    """One association with a party and a solved round, one farm with a slot, and strangers.

    Parameters
    ----------
    app
        The application under test, whose sessions live in `connection`'s transaction.
    connection
        Each request runs in a savepoint of it, and leaves nothing behind.
    """

    def __init__(
        self, app: Flask, connection: Connection, factory: sessionmaker[Session], db: Session
    ) -> None:
        self.app, self.connection, self.sessions = app, connection, factory
        self.home, elsewhere = an_organisation(db, name="Zéphyrine"), an_organisation(db)
        self.farm = a_farm(db, name="Ferme des Quatrelunes")
        self._add_a_visit(db)
        self._add_what_is_noted(db)
        stranger = a_caseworker(db, elsewhere)
        opened = urgent.open_file(db, stranger, "P-977", "They are hurt, and nobody answers.")
        offered = a_transfer(db, opened.party, elsewhere, said_at=now(), offered_at=now())
        self.objects |= {"reading_id": opened.id, "transfer_id": offered.id}
        farmer = a_farmer(db, self.farm, name="Théodora Vasseur", last_seen_at=now())
        near, lise = a_visit_looked_after(db, self.farm, self.home)
        self.of_locals = {"visit_id": near.id}
        self.secrets = {
            "farmer": self._signed_in(db, farmer),
            "farmer of another farm, not yet vetted": self._signed_in(
                db, a_farmer(db, a_farm(db, state=FarmState.APPLIED, approved_until=None))
            ),
            "suspended farmer": self._signed_in(db, a_farmer(db, self.farm, suspended_at=now())),
            "caseworker": self._signed_in(db, taking := a_caseworker(db, self.home)),
            "caseworker before the second factor": sessions.open_session(
                db, a_caseworker(db, self.home)
            ),
            "caseworker of another association": self._signed_in(db, stranger),
            "coordinator": self._signed_in(db, over_all := a_coordinator(db)),
            "local referent": self._signed_in(db, lise),
            "local referent of another visit": self._signed_in(db, a_local_referent(db)),
        }
        other_session = sessions.find_session(db, sessions.open_session(db, farmer))
        assert other_session is not None
        self.objects["session_id"] = other_session.id
        mine, self.of_farms = tables_of_world(db, self.home, taking, over_all)
        self.objects |= mine | {"duty_id": a_duty(db).id, "tie_id": 1}  # no tie: they are told so
        self._add_workshops(db)
        by, name, until = a_coordinator(db), "Ombredune", now().date()
        self.objects["api_key_id"] = api_keys.make(db, by, name, ["visits"], until)[0].id
        self.objects["webhook_id"] = webhooks.make(db, by, name, "https://a.example/", ["x"])[0].id
        report = a_report(db)
        self.objects |= {"funder_id": report.funder_id, "report_id": report.id}
        link = email_links.make_link(db, farmer, EmailLinkPurpose.SIGN_IN)
        self.objects["user_id"], self.email_token = farmer.id, email_token(link)
        db.commit()

    def _add_workshops(self, db: Session) -> None:
        line, invited = a_line(db, title="Ombredune"), some_voices(db, farm=self.farm)
        called = {"committee_id": line.committee_id, "line_id": line.id}
        noted = called | {"gathering_id": invited.gathering_id, "voice_id": invited.id}
        party, series = db.get_one(Party, self.objects["party_id"]), a_series(db, seats=4)
        who, seat = party.persons[0], a_seat(db, series, person=party.persons[0])
        noted |= {"workshop_id": series.workshop_id, "series_id": series.id, "seat_id": seat.id}
        noted |= {"sitting_id": series.sittings[0].id}
        noted |= {"review_id": an_absence(db, person=who).id, **on_a_path(db, who)}
        self.objects |= noted | of_world(db, who, self.farm)

    def _add_what_is_noted(self, db: Session) -> None:
        party = db.get_one(Party, self.objects["party_id"])
        day, by = now().date(), a_caseworker(db, self.home)
        noted = contacts.log(db, party, by, kind="note", on=day, words="Ombredune")
        other, twice = (a_party(db, self.home, state=PartyState.ENROLLED) for _two in range(2))
        self.numbers["merge"] = merging.merge(db, party, twice, {}, by).id
        called = contacts.log(db, self.farm, by, kind="call", on=day, words="Ombredune")
        host = self.farm.hosts[0]
        self.numbers |= {"contact": noted.id, "farm_contact": called.id, "host": host.id}
        told = {"first_name": "Xanthippe", "prescriber": "centre", "language": "ar"}
        self.objects["referral_id"] = referrals.refer(db, self.home, **told).id
        kept = SavedSearch(user_id=by.id, name="Ombredune", asked="text=Ombredune")
        proposed = Rewording(language="tr", sentence="Yes", said=["Evet"], proposed_by_id=by.id)
        visit = db.get_one(Visit, self.objects["visit_id"])
        went = Feedback(visit=visit, side=Side.PARTY, grid="party-1", answers={}, word="Ombredune")
        month = FollowUp(visit=visit, side=Side.PARTY, months=1, due_on=day)
        visit.attestations = [paper := Attestation.of(visit, party.persons[0])]
        db.add_all([kept, proposed, went, month, wrote := FarmNote(visit=visit, words="Ombredune")])
        removed = put_back.keep(db, by, noted, "Ombredune", "/casework/parties")
        self.objects |= {"search_id": kept.id, "rewording_id": proposed.id, "feedback_id": went.id}
        self.objects |= {"follow_up_id": month.id, "attestation_id": paper.id, "other_id": other.id}
        self.objects |= {"farm_note_id": wrote.id} | sounds_to_hear(db, by) | two(db, party, other)
        self.objects |= {"site_id": a_site(db, self.farm).id, "removal_id": removed.id}
        for name, asks in (("reply_id", False), ("correction_id", True)):
            self.objects[name] = a_reply(db, party, "Ombredune", asks_correction=asks).id

    def _add_a_visit(self, db: Session) -> None:
        slot = a_slot(db, offer := an_offer(db, self.farm))
        today = now().date()
        party = a_party(
            db,
            self.home,
            code="P-977",
            persons=[a_person(first_name="Xanthippe", last_name="Ombredune")],
            engagements=[Engagement(kind="course", first_day=today, last_day=today)],
            refusals=[Refusal(farm_id=a_farm(db).id, side=Side.PARTY)],
        )
        visit = a_visit(db, a_party(db, self.home), a_slot(db, offer, arrival=slot.departure))
        a_visit(db, a_party(db, self.home), slot, state=VisitState.CANCELLED, ended_at=now())
        called = a_help_call(db, visit, coordinators_at=now())
        message = outbox.write_to_party(db, visit, "visit-proposed", key="world")
        matched = a_round(db, self.home)
        solved(db, self.sessions, matched)
        self._add_what_the_farm_keeps(db)
        self.tokens = {
            "holder of the party's link": visit_token(visit, Side.PARTY),
            "holder of the farm's link": visit_token(visit, Side.FARM),
        }
        self.objects = {
            "party_id": party.id,
            "person_id": party.persons[0].id,
            "farm_id": self.farm.id,
            "room_id": self.farm.rooms[0].id,
            "offer_id": offer.id,
            "slot_id": slot.id,
            "photo_id": self.farm.photos[0].id,
            "rest_id": self.farm.rests[0].id,
            "visit_id": visit.id,
            "incident_id": an_incident(db, visit).id,
            "guest_call_id": a_guest_call(db, visit).id,
            "organisation_id": self.home.id,
            "centre_id": a_centre(db).id,
            "round_id": matched.id,
            "message_id": message.id,
            "call_id": called.id,
        }
        self.numbers = {
            "availability": party.availabilities[0].id,
            "engagement": party.engagements[0].id,
            "refusal": party.refusals[0].id,
        }

    def _add_what_the_farm_keeps(self, db: Session) -> None:
        self.farm.photos.append(a_photo())
        self.farm.insurance_paper = InsurancePaper(kind="application/pdf", content="AAAA")
        self.farm.rests.append(Rest(first_day=(day := now().date()), last_day=day))
        self.farm.hosts.append(Host(name="Ombredune", seen_on=day, until=day + timedelta(days=9)))
        db.flush()

    @staticmethod
    def _signed_in(db: Session, user: User) -> str:
        if user.is_staff:
            second_factor.ensure_secret(user)
        opened = sessions.find_session(db, sessions.open_session(db, user))
        return sessions.pass_second_factor(opened) if opened else ""

    def ask(self, kind: str, method: str, rule: Rule) -> TestResponse:
        """Let a kind of person open a route on their own behalf, with the world's own objects."""
        client = self.app.test_client(use_cookies=False)
        with self.in_a_savepoint():
            return client.open(
                self.address(rule, kind),
                method=method,
                base_url=SITE,
                headers=self.cookie(kind),
                data=self.form_of(rule) if method == "POST" else None,
                buffered=True,
            )

    def form_of(self, rule: Rule) -> dict[str, Any]:
        """Return what a form must name for its view to know whose object is meant."""
        forms: dict[str, dict[str, Any]] = {
            **TYPED,
            "caseworker.fill_place": {"party": self.objects["party_id"]},
            "caseworker.swap_with": {"other": self.objects["visit_id"]},
        }
        return forms.get(rule.endpoint, {})

    @contextmanager
    def in_a_savepoint(self) -> Iterator[None]:
        """Undo whatever is done meanwhile."""
        savepoint = self.connection.begin_nested()
        try:
            yield
        finally:
            if savepoint.is_active:  # a failure may have ended it
                savepoint.rollback()

    def address(self, rule: Rule, kind: str) -> str:
        """Return the address of a route, with an object of the world for each of its arguments."""
        values = {name: self.value(rule, name, kind) for name in rule.arguments}
        return self.app.url_map.bind("sillon.example").build(rule.endpoint, values)

    def value(self, rule: Rule, name: str, kind: str) -> Any:
        """Return the object, or token, that stands for an argument of a route."""
        if name == "token":
            mine = self.tokens.get(kind, FORGED)
            return self.email_token if rule.endpoint.startswith("auth.") else mine
        if rule.endpoint.startswith("coordinator.") and name in self.of_farms:
            return self.of_farms[name]
        if rule.endpoint.startswith("local_referent.") and name in self.of_locals:
            return self.of_locals[name]
        if name in WORDS:
            return WORDS[name]
        if name == "number":
            ends = [each for each in self.numbers if rule.endpoint.endswith(f"_{each}")]
            return self.numbers[max(ends, key=len)]
        assert name in self.objects, f"Give World.objects an example of <{name}>: {rule.rule}"
        return self.objects[name]

    def cookie(self, kind: str) -> dict[str, str]:
        """Return the cookie of a kind of person; anyone without an account has none."""
        if kind not in self.secrets:
            return {}
        serializer = SecureCookieSessionInterface().get_signing_serializer(self.app)
        assert serializer is not None
        signed = serializer.dumps({"_user_id": self.secrets[kind], "_fresh": True})
        return {"Cookie": f"{self.app.config['SESSION_COOKIE_NAME']}={signed}"}
