"""The small world of the access matrix, looked at: each page, each state of what it is about."""

import re
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from bs4 import BeautifulSoup
from sqlalchemy import Enum, update
from sqlalchemy.exc import DBAPIError
from werkzeug.routing import Rule

from tests.page import SITE
from tests.webapp.access_world import World
from tests.webapp.screens.album import Album
from tests.webapp.screens.onlooker import languages_of
from tests.webapp.screens.states import FILLED, NOTHING_FOUND, THINGS
from webapp.models import Answer, Visit, VisitState

NOBODY = "Zzyzx"
BEHIND = {"visit_page.show_visit": "visit_id"}
"""Of what a page behind a link is, by the argument that names it elsewhere."""
SETTLED = frozenset(VisitState) - {VisitState.PROPOSED, VisitState.DECLINED, VisitState.EXPIRED}
BOTH_YES = {"party_answer": Answer.YES, "farm_answer": Answer.YES}
"""What a visit in one of these states has beside."""
ARGUMENT = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>[^<]*$")


class Looking:
    """Has pages of the world drawn, and notes which could not be."""

    def __init__(self, world: World, album: Album) -> None:
        self.world, self.album = world, album

    def at(self, rule: Rule, kind: str, state: str, **asked: str) -> str:
        """Have one page drawn; return it, or nothing where it was none."""
        shown = ""
        for language in languages_of(rule.endpoint):
            address = self.world.address(rule, kind)
            answer = self.world.app.test_client(use_cookies=False).get(
                f"{address}?{urlencode({**asked, 'lang': language})}",
                base_url=SITE,
                headers=self.world.cookie(kind),
            )
            if answer.status_code != 200 or answer.mimetype != "text/html":
                told = f"answered {answer.status_code} {answer.headers.get('Location', '')}"
                self.album.troubles.setdefault(f"{rule.endpoint}, {state}", told)
                return ""
            shown = answer.get_data(as_text=True)
            self.album.draw(rule.endpoint, state, shown, language)
        return shown

    def at_all_of(self, rule: Rule, kind: str) -> None:
        """Have a page drawn as it is, where nothing is found, and in each state of its thing."""
        with self.world.in_a_savepoint():
            shown = self.at(rule, kind, FILLED)
        search = BeautifulSoup(shown, "html.parser").select_one(".filters input[type=search]")
        if search is not None:
            with self.world.in_a_savepoint():
                self.at(rule, kind, NOTHING_FOUND, **{str(search["name"]): NOBODY})
        for state in self._states(rule):
            with self.world.in_a_savepoint():
                self._in_a_state(rule, kind, state)

    def _states(self, rule: Rule) -> list[StrEnum]:
        thing = self._thing(rule)
        if thing is None or not rule.endpoint.partition(".")[2].startswith(("show_", "list_")):
            return []
        kept = thing.__table__.c.state.type
        return list(kept.enum_class) if isinstance(kept, Enum) and kept.enum_class else []

    def _thing(self, rule: Rule) -> type[Any] | None:
        found = ARGUMENT.search(rule.rule)
        return THINGS.get(BEHIND.get(rule.endpoint, found[1] if found else ""))

    def _in_a_state(self, rule: Rule, kind: str, state: StrEnum) -> None:
        thing, found = self._thing(rule), ARGUMENT.search(rule.rule)
        assert thing is not None
        assert found is not None
        name = BEHIND.get(rule.endpoint, found[1])
        known = {"state": state, **(BOTH_YES if thing is Visit and state in SETTLED else {})}
        number = self.world.value(rule, name, kind)
        try:
            self.world.connection.execute(
                update(thing.__table__).where(thing.__table__.c.id == number).values(known)
            )
        except DBAPIError as error:
            told = f"the database refuses it: {str(error.orig).splitlines()[0]}"
            self.album.troubles[f"{rule.endpoint}, {state}"] = told
        else:
            self.at(rule, kind, str(state))
