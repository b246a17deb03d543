"""What is chosen on the list of files, done to many at once, and kept as a search."""

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from tests.builders import a_party, a_round
from tests.page import Page
from tests.webapp.forms.caseworker_files import a_file
from tests.webapp.forms.caseworker_referents import number_of_the_colleague, two_colleagues
from tests.webapp.forms.places import audited, how_many, id_of, is_there, newest, of
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.models import Availability, Engagement, Message, PartyState, SavedSearch
from webapp.portals.caseworker.many_files import ManyDaysForm, ManyFilesForm, WhichRoundForm
from webapp.portals.caseworker.party_date_forms import EngagementForm
from webapp.portals.caseworker.referents import ReferentForm
from webapp.web.kept_searches import SearchNameForm


def looked_over(act: str) -> Callable[[Page, World], object]:
    """Come to the page of an act on one file."""
    return lambda page, world: page.visit(
        f"/casework/parties/many?act={act}&party={world.party.id}"
    )


def many_files(db: Session) -> World:
    """More files than stand on one page."""
    world = a_file(db)
    for _ in range(25):
        a_party(db, world.party.organisation, state=PartyState.PAUSED)
    return world


def enrolled(db: Session) -> World:
    """A file that lacks its days alone."""
    world = a_file(db)
    world.party.state = PartyState.ENROLLED
    world.party.availabilities.clear()
    db.flush()
    return world


def with_a_round(db: Session) -> World:
    world = a_file(db)
    world.round = a_round(db, world.party.organisation, created_by=world.reader)
    return world


def a_kept_search(db: Session) -> World:
    world = a_file(db)
    world.search = SavedSearch(user_id=world.reader.id, name="Mine", asked="state=ready")
    db.add(world.search)
    db.flush()
    return world


def where_we_are(reading: Reading) -> str:
    return reading.page.path


def files_looked_over(reading: Reading) -> int:
    """Return how many files the page of many speaks of."""
    return len(reading.page.soup.select("ul.rows li")) if reading.is_after else 0


MANY = "/casework/parties/many"
ROWS = [
    Row(
        "caseworker.choose_parties",
        a_file,
        page="caseworker.list_parties",
        fields={
            "party": typed(lambda world: [str(world.party.id)], 1, at=files_looked_over),
            "act": typed("pause", MANY, at=where_we_are),
        },
    ),
    Row(
        "caseworker.choose_parties",
        many_files,
        case="all that are found",
        page="caseworker.list_parties",
        fields={
            "all": typed(True, 26, at=files_looked_over),
            "act": typed("pause", MANY, at=where_we_are),
        },
    ),
    Row(
        "caseworker.act_on_many",
        a_file,
        form=ManyFilesForm,
        approach=looked_over("pause"),
        then={of("party", "state"): PartyState.PAUSED, audited("party.paused"): True},
    ),
    Row(
        "caseworker.act_on_many",
        two_colleagues,
        case="to a colleague",
        form=ReferentForm,
        approach=looked_over("hand-over"),
        fields={
            "to": typed(id_of("colleague"), number_of_the_colleague, of("party", "referent_id"))
        },
    ),
    Row(
        "caseworker.act_on_many",
        a_file,
        case="a course",
        form=EngagementForm,
        approach=looked_over("course"),
        subject=newest(Engagement),
        fields={
            "kind": typed("appointment"),
            "first_day": typed("2027-09-06", date(2027, 9, 6)),
            "last_day": typed("2027-12-17", date(2027, 12, 17)),
            "weekdays": typed(["2", "4"], [2, 4]),
            "hours": typed("3", 3),
            "missable": typed("12", 12),
        },
        then={how_many("party", "engagements"): 2},
    ),
    Row(
        "caseworker.act_on_many",
        enrolled,
        case="days they can be away",
        form=ManyDaysForm,
        approach=looked_over("days"),
        subject=newest(Availability),
        fields={
            "first_day": typed("2027-09-06", date(2027, 9, 6)),
            "last_day": typed("2027-12-17", date(2027, 12, 17)),
            "ready": typed(True, PartyState.READY, at=of("party", "state")),
        },
        then={audited("party.changed", "topic"): "availability", audited("party.made-ready"): True},
    ),
    Row(
        "caseworker.act_on_many",
        with_a_round,
        case="left out of a round",
        form=WhichRoundForm,
        approach=looked_over("leave-out"),
        fields={
            "round": typed(id_of("round"), lambda world: [world.party.id], of("round", "without"))
        },
        then={audited("party.chosen", "takes_part"): False},
    ),
    Row(
        "caseworker.act_on_many",
        a_file,
        case="still interested?",
        form=ManyFilesForm,
        approach=looked_over("interest"),
        then={of("party", "owes_interest"): True, audited("party.interest-asked"): True},
    ),
    Row(
        "caseworker.act_on_many",
        a_file,
        case="please call us",
        form=ManyFilesForm,
        approach=looked_over("ask-to-call"),
        subject=newest(Message),
        then={"kind": "request-call", audited("party.requested"): True},
    ),
    Row(
        "caseworker.list_parties",
        a_file,
        form=SearchNameForm,
        approach=lambda page, _world: page.visit("/casework/parties?state=ready&sort=waiting"),
        subject=newest(SavedSearch),
        fields={"name": typed("Ready, longest first")},
        then={"asked": "state=ready&sort=waiting"},
    ),
    Row(
        "caseworker.remove_search",
        a_kept_search,
        page="caseworker.list_parties",
        then={is_there("search"): False},
    ),
]
