"""A programme with nobody yet: no list says that a search found nothing, and boards say what first.

Whoever chooses another language, or sends a search with nothing in it, has looked for nothing.
"""

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator
from tests.page import Page

LISTS = {
    a_caseworker: ("/casework/parties", "/casework/visits"),
    a_coordinator: (
        "/programme/farms",
        "/programme/visits",
        "/programme/feedback",
        "/programme/audit",
    ),
}


@pytest.mark.parametrize("reader", LISTS)
def test_an_empty_list_in_another_language_is_no_search(
    page: Page, db: Session, reader: type
) -> None:
    page.sign_in(reader(db, language="fr"))
    for address in LISTS[reader]:
        for asked in ("lang=en", "text=&state=&sort=name"):
            page.visit(f"{address}?{asked}")
            assert "fits this search" not in page.text, address
            assert not page.soup.select(".filters a.quiet"), address
        page.visit(f"{address}?text=Zzyzx&said=yes&state=confirmed")
        assert "fits this search" in page.text, address


def test_the_board_of_an_association_without_a_file_leads_to_the_first(
    page: Page, db: Session
) -> None:
    page.sign_in(a_caseworker(db, language="en")).visit("/casework/").follow("Record people")
    assert page.path == "/casework/parties/new"
