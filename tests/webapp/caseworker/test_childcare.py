"""Who looks after the children who stay at home: said in the file, and warned of, never a rule."""

from sqlalchemy.orm import Session, sessionmaker

from tests.builders import a_caseworker, a_party, a_programme, a_round, a_slot
from tests.page import Page
from tests.webapp.services.solving import solved
from webapp.services.visits import shown

NOBODY_YET = "Nobody looks after their children at home yet"


def test_what_is_not_solved_is_warned_of_in_the_file_until_it_is(page: Page, db: Session) -> None:
    nora = a_caseworker(db, language="en")
    party = a_party(db, nora.organisation)
    form = f"/casework/parties/{party.id}/needs"
    page.sign_in(nora).visit(f"/casework/parties/{party.id}")
    assert NOBODY_YET not in page.text
    page.visit(form).submit({"childcare": "not-solved"}, to=form)
    assert NOBODY_YET in page.text
    page.visit(form).submit({"childcare": "relative"}, to=form)
    assert NOBODY_YET not in page.text
    last = page.soup.select(".timeline li")[0].get_text(" ", strip=True)
    assert "Not solved yet" in last
    assert "A relative" in last


def test_whoever_sends_a_round_reads_it_and_nobody_is_left_out_for_it(
    page: Page, db: Session, sessions: sessionmaker[Session]
) -> None:
    a_programme(db)
    nora = a_caseworker(db, language="en")
    party = a_party(db, nora.organisation, childcare="not-solved")
    a_slot(db)
    of_round = a_round(db, nora.organisation, created_by=nora)
    assert len(solved(db, sessions, of_round).pairs) == 1
    page.sign_in(nora).visit(f"/casework/rounds/{of_round.id}/publication")
    assert f"{NOBODY_YET}: " in page.text
    assert party.code in page.text


def test_a_farm_reads_nothing_of_children_who_stay_at_home() -> None:
    assert not any("childcare" in name for name in shown.Guests.__dataclass_fields__)
