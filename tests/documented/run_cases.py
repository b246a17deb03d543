"""How the commands of run.py and of pytest are tried."""

import runpy

from tests.documented.cases import Case
from tests.documented.world import World
from tests.documented.written import ROOT


def is_collected(here: World, written: str) -> None:
    """Have its tests found: they are run already, or these would never end. Of all, some do."""
    some = "tests/test_run.py" if written.endswith("--all") else ""
    here.home.run(f"{written} --collect-only -q {some}")


def is_found(here: World, written: str) -> None:
    """See that one collection of all such files finds its own; its tests are run as those above."""
    assert f"\n{written.rsplit(maxsplit=1)[-1]}: " in here.found


def is_with_a_setting(other: str) -> Case:
    """See that it is another documented command, with a setting before it that the tests read."""

    def look(_here: World, written: str) -> None:
        setting, _, rest = written.partition(" ")
        assert rest == other
        assert f'"{setting.partition("=")[0]}"' in (ROOT / "tests" / "everything.py").read_text()

    return look


def is_run_by_ci(_here: World, written: str) -> None:
    """See that CI runs it: it takes minutes, and once is enough."""
    assert written in (ROOT / ".ci" / "run").read_text().splitlines()


def says(*words: str) -> Case:
    """Run it, and look for what it must say."""

    def look(here: World, written: str) -> None:
        said = here.home.run(written)
        assert all(word in said for word in words), said

    return look


def is_started_beside(_here: World, written: str) -> None:
    """See that it hands over to what tests/test_local_start.py starts, again and again."""
    words = written.split()[2:]
    handed = runpy.run_path(str(ROOT / "run.py"))["local"](["start", *words])
    assert handed[1:] == ["-m", "local", "start", *words]
    assert 'Start(folder, "--empty"' in (ROOT / "tests" / "test_local_start.py").read_text()


def starts(here: World, written: str) -> None:
    """Start Sillon, and end it."""
    here.start(written)


def resets(here: World, written: str) -> None:
    """Answer yes, and find the data gone."""
    data = here.folder / "data"
    data.mkdir(exist_ok=True)
    here.home.run(written, typed="yes")
    assert not data.exists()
