"""The engine's ids are made and read in one room."""

import re
from pathlib import Path

WEBAPP = Path(__file__).parents[2] / "webapp"
SPELLED = re.compile(r"""f["'](?:p|s|v|c|r|g|u|farm-)\{[\w.]*(?:_id|\.id|number)\}["']""")


def test_nothing_but_one_module_spells_an_id_of_the_engine() -> None:
    spelled = [
        str(file.relative_to(WEBAPP))
        for file in sorted(WEBAPP.rglob("*.py"))
        if SPELLED.search(file.read_text()) and file.name != "ids.py"
    ]
    assert spelled == []
