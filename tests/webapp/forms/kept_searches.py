"""Searches that are kept under a name, in every list that is searched."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_farm, a_visit
from tests.webapp.forms.places import is_there, newest
from tests.webapp.forms.row import Row, World, typed
from webapp.models import KeptForm, SavedSearch
from webapp.services.records import put_back
from webapp.web.kept_searches import SearchNameForm


def something_found(portal: str) -> Any:
    """Visits and farms, of which a search finds some."""

    def make(db: Session) -> World:
        visit = a_visit(db, farm=a_farm(db))
        home = visit.party.organisation
        reader = (
            a_caseworker(db, home, language="en")
            if portal == "caseworker"
            else a_coordinator(db, language="en")
        )
        return World(reader=reader)

    return make


def of_farms(db: Session) -> World:
    """A search that is kept for farms."""
    world: World = something_found("coordinator")(db)
    world.search = SavedSearch(user_id=world.reader.id, name="Met", asked="list_farms?state=met")
    db.add(world.search)
    db.flush()
    return world


def kept(endpoint: str, asked: str, called: str = "") -> Row:
    """Return the row of a list whose search is kept, and what its address calls it."""
    portal, _dot, view = endpoint.partition(".")
    address = {"caseworker": "/casework", "coordinator": "/programme"}[portal]
    path = f"{address}/{called or view.removeprefix('list_')}?{asked}"
    return Row(
        endpoint,
        something_found(portal),
        form=SearchNameForm,
        approach=lambda page, _world: page.visit(path),
        subject=newest(SavedSearch),
        fields={"name": typed("Every week")},
        then={"asked": f"{view}?{asked}"},
    )


def just_removed(db: Session) -> World:
    """A search that its reader has removed a moment ago."""
    world = of_farms(db)
    back = "/programme/farms"
    put_back.keep(db, world.reader, world.search, world.search.name, back)
    db.delete(world.search)
    db.flush()
    world.removal = db.scalars(select(KeptForm)).one()
    return world


def kept_for_later(db: Session) -> World:
    """A form that its reader keeps for later."""
    world = of_farms(db)
    kept = KeptForm(user_id=world.reader.id, address="/farm/offers/new", typed="[]", for_later=True)
    db.add(kept)
    db.flush()
    world.kept = kept
    return world


ROWS = [
    kept("caseworker.list_visits", "state=proposed"),
    kept("coordinator.list_visits", "state=proposed"),
    kept("coordinator.list_farms", "state=approved&sort=state"),
    kept("coordinator.list_feedback", "side=farm"),
    kept("coordinator.list_events", "kind=farm&from=2026-01-01", "audit"),
    kept("caseworker.list_agreements", "state=draft"),
    kept("caseworker.list_follow_ups", "state=lost&side=farm", "follow-ups"),
    kept("caseworker.list_relationships", "state=open"),
    Row(
        "coordinator.remove_search",
        of_farms,
        page="coordinator.list_farms",
        then={is_there("search"): False},
    ),
    Row(
        "account.forget_form",
        kept_for_later,
        page="account.list_kept_forms",
        then={is_there("kept"): False},
    ),
    Row(
        "account.put_back",
        just_removed,
        page="account.list_removed",
        subject=newest(SavedSearch),
        then={"name": "Met"},
    ),
]
