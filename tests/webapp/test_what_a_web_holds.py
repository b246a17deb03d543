"""What a web process holds from its start: not what few pages and the workers alone need."""

import subprocess
import sys

from tests.keys import DATA_KEY, SECRET_KEY

FOR_FEW = {"alembic", "authlib", "apprise", "fontTools", "fpdf", "geopy", "icalendar", "joserfc",
           "openpyxl", "ortools", "requests", "soundfile"}  # fmt: skip
SEEN = f"""
import sys
from webapp import create_app
from webapp.ground.config import Config
from webapp.web.extensions import read_every_language
app = create_app(Config("postgresql://nobody@/none", "{SECRET_KEY}", "{DATA_KEY}", mode="test"))
read_every_language(app)
print(*{{name.partition(".")[0] for name in sys.modules}})
print(len({{locale for locale, _ in app.extensions["babel"].instance.domain_instance.cache}}))
"""


def test_libraries_of_few_pages_wait_for_the_first_who_needs_them() -> None:
    done = subprocess.run([sys.executable, "-c", SEEN], capture_output=True, text=True, check=True)
    loaded, languages = done.stdout.splitlines()
    assert not FOR_FEW & set(loaded.split())
    assert int(languages) == 11
