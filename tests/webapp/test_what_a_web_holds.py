"""What a web process holds from its start: not what few pages and the workers alone need."""

import subprocess
import sys
from functools import cache

from tests.keys import DATA_KEY, SECRET_KEY

FOR_FEW = {"alembic", "authlib", "apprise", "fontTools", "fpdf", "geopy", "icalendar", "joserfc",
           "openpyxl", "ortools", "requests", "soundfile"}  # fmt: skip
SEEN = f"""
import gc, sys
from webapp import create_app
from webapp.ground.config import Config
from webapp.geography.communes import communes
from webapp.geography.search_index import search_index
from webapp.web.parting import read_what_all_need
app = create_app(Config("postgresql://nobody@/none", "{SECRET_KEY}", "{DATA_KEY}", mode="test"))
print(*{{name.partition(".")[0] for name in sys.modules}})
read_what_all_need(app)
print(len({{locale for locale, _ in app.extensions["babel"].instance.domain_instance.cache}}))
print(*{{name.partition(".")[0] for name in sys.modules}})
print(communes.cache_info().currsize, search_index.cache_info().currsize, gc.get_freeze_count() > 0)
"""


def test_libraries_of_few_pages_wait_for_the_first_who_needs_them() -> None:
    loaded, *_after = _seen()
    assert not FOR_FEW & set(loaded.split())


def test_web_processes_part_once_all_is_read_that_each_would_read_alone() -> None:
    _before, languages, loaded, tables = _seen()
    assert int(languages) == 11
    assert {"fpdf", "icalendar", "openpyxl"} <= set(loaded.split())
    assert tables == "1 1 True"


@cache
def _seen() -> list[str]:
    done = subprocess.run([sys.executable, "-c", SEEN], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()
