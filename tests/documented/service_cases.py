"""The commands by which a directory of services around is loaded."""

from tests.documented.world import World
from tests.webapp.around import directory

LOAD = (
    "flask --app webapp load-services structures-inclusion-2026-11-23.csv "
    "services-inclusion-2026-11-23.csv --department 14 --department 50"
)


def loads_services(here: World, written: str) -> None:
    """Load a small directory by the names that the page gives its files."""
    assert here.migrated
    for path in directory.written(here.folder, [directory.a_structure()], [directory.a_service()]):
        written = written.replace(path.name, str(path))
    assert "Loaded 1 services" in here.terminal.run(written)


def forgets_services(here: World, written: str) -> None:
    """Forget them, whether there are any or not."""
    assert here.migrated
    assert "are found no more" in here.terminal.run(written)
