"""How each documented command is tried: as it is written, with what its page leaves open."""

import re
from collections.abc import Callable
from secrets import token_hex

from tests.benchmarks.questions import MEASURES
from tests.benchmarks.rows import ROWS
from tests.documented import world
from tests.documented.options import read_here
from tests.documented.world import PASSPHRASE, World
from tests.documented.written import ROOT
from tests.webapp.timetables.feeds import a_feed

Case = Callable[[World, str], object]
UNIT = "/srv/sillon/.venv/bin/gunicorn -c deploy/gunicorn.py 'webapp:create_app()'"
BACKUP_UNIT = "/srv/sillon/deploy/backup.sh /etc/sillon/certificate.pem /var/backups/sillon"
TRY_RESTORE = "OWNER_DATABASE_URL=… python -m local try-restore"
RELOAD = "/bin/kill -HUP $MAINPID"
HEALTHY = "python deploy/healthy.py"


def runs(here: World, written: str) -> None:
    """Run it on the server."""
    here.terminal.run(written)


def runs_after(*earlier: str) -> Case:
    """Run it on the server, after those that its page has before it."""

    def run(here: World, written: str) -> None:
        for each in earlier:
            here.run_once(each)
        here.run_once(written)

    return run


def is_run_as(other: str) -> Case:
    """See that it is another documented command here, which is run already."""

    def look(here: World, written: str) -> None:
        assert here.terminal.line(written) == here.terminal.line(other)

    return look


def is_known(here: World, written: str) -> None:
    """Have its options read: it reaches a registry, takes hours, or changes the machine."""
    if not read_here(written):
        here.terminal.run(f"{written} --help")


def is_measured(_here: World, written: str) -> None:
    """See that what it is to measure can be: who reads it is asked once, by the line of all."""
    rows = written.partition("tests.benchmarks ")[2].split()
    assert set() < set(rows) <= {*ROWS, *MEASURES}


def is_reloaded(_here: World, _written: str) -> None:
    """Leave it to the case of the unit's reload, which runs it and asks after its health."""


def is_for_another_machine(_here: World, _written: str) -> None:
    """Leave it: it asks for a program that is not ours, and changes the machine."""


def opens_passwords(here: World, written: str) -> None:
    """Let passwords open every account again, once there is a programme."""
    assert here.opened
    assert "open every account again" in here.terminal.run(written)


def tells_what_ends(here: World, written: str) -> None:
    """Ask which files end within a month: none of an association that has just begun."""
    assert here.migrated
    assert "0 files end" in here.terminal.run(written)


def loads_a_timetable(here: World, written: str) -> None:
    """Load two small feeds by the names that the page gives them."""
    assert here.migrated
    for name in ("trains.zip", "coaches.zip"):
        a_feed(here.folder, name=name)
        written = written.replace(name, str(here.folder / name))
    assert "Loaded 16 runs" in here.terminal.run(written)


def forgets_the_timetable(here: World, written: str) -> None:
    """Forget it, whether there is one or not."""
    assert here.migrated
    assert "estimates" in here.terminal.run(written)


def works(here: World, written: str) -> None:
    """Run it until it has registered; it ends in order."""
    here.work(here.afresh, written)


def works_in_the_container(here: World, written: str) -> None:
    """Run it with what the image sets."""
    image = (ROOT / "deploy" / "Dockerfile").read_text().replace("\\\n", " ")
    settings = dict(re.findall(r"(\w+)=(\S+)", " ".join(re.findall(r"^ENV (.*)$", image, re.M))))
    del settings["PATH"]
    here.work(here.terminal.also(**settings), written)


def reloads(here: World, written: str) -> None:
    """Run it on a web server of the unit, which tells its health, goes on, and ends in order."""
    inside = here.afresh.also(SILLON_BIND=f"0.0.0.0:{here.port}")  # as in the image
    with here.web(UNIT) as process:
        inside.run(HEALTHY)
        inside.also(MAINPID=str(process.pid)).run(written)
        assert process.poll() is None
    assert "does not answer" in inside.run(HEALTHY, code=1)


def creates(here: World, _written: str) -> None:
    assert "is ready" in here.created


def creates_by_the_usage(here: World, written: str) -> None:
    terminal = here.terminal.also(PGHOST=str(here.server.sockets), PGUSER="postgres")
    said = terminal.run(written.replace("[database]", "another"), "secret", "secret")
    assert "another is ready" in said


def creates_in_the_container(here: World, written: str) -> None:
    """Run what the container runs, on another server, with the files where it has them."""
    here.create_in_a_container(written)


def migrates(here: World, _written: str) -> None:
    files = (ROOT / "migrations" / "versions").glob("[0-9]*.py")
    assert here.migrated == max(file.name for file in files).partition("_")[0]


def migrates_in_the_container(here: World, written: str) -> None:
    assert here.migrated
    here.terminal.also(OWNER_DATABASE_URL=here.owner_url()).run(written)


def goes_back(here: World, written: str) -> None:
    """Take the newest migration back, and bring it again."""
    newest = here.migrated
    here.terminal.run(written, here.owner_url())
    assert here.version() < newest
    here.terminal.run(world.MIGRATE, here.owner_url())
    assert here.version() == newest


def opens(here: World, _written: str) -> None:
    assert "https://sillon.example/" in here.opened


def opens_by_asking(here: World, written: str) -> None:
    assert here.opened
    assert "Open this link" in here.terminal.run(written, typed="sam@sillon.example")


def seals_anew(here: World, written: str) -> None:
    """Seal with a new key what the present one sealed, and back again."""
    assert here.opened
    present, new = here.terminal.environment["SILLON_DATA_KEY"], token_hex(32)
    for key, old in ((new, present), (present, new)):
        terminal = here.terminal.also(SILLON_DATA_KEY=key, SILLON_OLD_DATA_KEYS=old)
        assert "Everything is sealed" in terminal.run(written)


def certifies(here: World, _written: str) -> None:
    assert here.certified
    assert "ENCRYPTED" in (here.terminal.folder / "key.pem").read_text()


def backs_up(here: World, _written: str) -> None:
    assert here.backup.exists()


def backs_up_by_the_usage(here: World, written: str) -> None:
    assert here.backup
    (here.terminal.folder / "folder").mkdir(exist_ok=True)
    here.terminal.run(written, here.owner_url())


def backs_up_in_the_unit(here: World, written: str) -> None:
    """Run it with the one setting that its unit reads."""
    assert here.backup
    here.terminal.also(OWNER_DATABASE_URL=here.owner_url()).run(written)


def restores(key: str, backup: str, database: str) -> Case:
    """Restore the backup into an empty database, with the passphrase that the key asks for."""

    def restore(here: World, written: str) -> None:
        here.copy_backup(backup)
        (here.terminal.folder / key).write_bytes((here.terminal.folder / "key.pem").read_bytes())
        secrets = ("owner's secret", "application's secret")
        create = world.CREATE.replace(" sillon", f" {database}")
        here.terminal.run(create, str(here.server.sockets), *secrets)
        here.terminal.run(written, here.owner_url(database), typed=PASSPHRASE)
        assert here.ask("SELECT name FROM programme", database) == [("Sillon Normandie",)]

    return restore


def tries_a_restore(backup: str = "") -> Case:
    """Try a restore of what is there, or of a backup, and find written down that all was there."""

    def try_it(here: World, written: str) -> None:
        assert here.opened
        if backup:
            here.copy_backup(backup)
        typed = PASSPHRASE if backup else ""
        terminal = here.afresh if typed else here.terminal
        assert "all is there" in terminal.run(written, here.owner_url(), typed=typed)
        found = here.ask("SELECT facts ->> 'sound' FROM events WHERE act = 'backup.restored'")
        assert set(found) == {("true",)}

    return try_it


def answers(here: World, written: str) -> None:
    """Ask the database."""
    assert here.migrated
    here.ask(written)


def is_up(here: World, written: str) -> None:
    assert here.created
    here.terminal.also(PGHOST=str(here.server.sockets)).run(written)


def matches(here: World, written: str) -> None:
    """Write the files that the page tells to write, and solve them."""
    here.write_a_round()
    here.terminal.run(written)


def explains(here: World, written: str) -> None:
    """Ask why of the answer that the page has written first."""
    tables = "--parties parties.csv --slots slots.csv"
    matches(here, f"python -m matching solve round.json {tables} -o solution.json")
    here.terminal.run(written)


def prices(here: World, written: str) -> None:
    """Ask for the prices of an answer, and verify it by them."""
    here.write_a_whole_round()
    here.terminal.run("python -m matching solve round.json -o answer.json")
    here.terminal.run(written)
    here.terminal.run("python -m matching verify round.json certified.json")


def verifies(_here: World, _written: str) -> None:
    """Leave it to the test of a round saved from its page, which runs it on that very file."""


def is_built(_here: World, _written: str) -> None:
    """See that it names what is there; what is run inside has cases of its own."""
    assert (ROOT / "deploy" / "Dockerfile").exists()
