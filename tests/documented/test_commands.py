"""Every documented command has a case, every case is documented, and each does what is said."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.documented import cases, run_cases, service_cases, world
from tests.documented.world import World
from tests.documented.written import documented

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("typed")]

WRITTEN = documented()
MAKE_ROOM = "mkdir -p build"
EXTRACT = (
    "pybabel extract -F webapp/babel.cfg -k _l -k lazy_gettext --no-location --sort-output "
    "-o build/messages.pot webapp"
)

CASES: dict[str, cases.Case] = {
    # On this computer
    "python3 run.py": run_cases.starts,
    "python3 run.py --network": run_cases.starts,
    "python3 run.py --empty": run_cases.is_started_beside,
    "python3 run.py --help": run_cases.says("--port", "reset", "flask"),
    "python3 run.py reset": run_cases.resets,
    "python3 run.py test": run_cases.is_run_by_ci,
    "python3 run.py test --all": run_cases.is_collected,
    "python3 run.py test tests/matching -k room": run_cases.is_collected,
    "python3 run.py check": run_cases.is_run_by_ci,
    "python3 run.py screens": run_cases.is_collected,
    "python -m tests.benchmarks": cases.is_known,
    "python -m tests.benchmarks season": cases.is_measured,
    "SILLON_ROUNDS=1000 python -m tests.benchmarks candour": cases.is_measured,
    "python -m tests.benchmarks floors": cases.is_measured,
    "python -m tests.benchmarks subtraction": cases.is_measured,
    "python -m tests.benchmarks sharing": cases.is_measured,
    "python -m tests.benchmarks.imports": cases.is_known,
    "SILLON_ROUNDS=200 python -m tests.benchmarks floors": cases.is_measured,
    "python -m tests.benchmarks 250x240 1000x1200": cases.is_measured,
    "python -m tests.rules": cases.is_known,
    "python -m pytest -s tests/browser/first_year.py": run_cases.is_found,
    "python -m pytest -s tests/browser/desk_morning.py": run_cases.is_found,
    "python -m pytest tests/webapp/visits/in_calendars.py": run_cases.is_found,
    "python -m pytest -s tests/webapp/timetables/in_ten_thousand.py": run_cases.is_found,
    "python -m tests.load": cases.is_known,
    "python -m tests.load --minutes 4": cases.is_known,
    "python -m tests.load --size regional --answers 60 --caseworkers 6 --minutes 1": cases.is_known,
    "python -m tests.load.memory": cases.is_known,
    "python -m tests.load.throughput": cases.is_known,
    "python -m tests.load.throughput --profile page": cases.is_known,
    "python -m tests.benchmarks.pages --before ../older": cases.is_known,
    "python -m tests.benchmarks.readers": cases.is_known,
    "python -m tests.faults": cases.is_known,
    "python -m tests.faults.messages --messages 10000": cases.is_known,
    "SILLON_EXAMPLES=10000 pytest tests/matching/test_optimum.py": run_cases.is_found,
    "SILLON_EVERYTHING=1 python3 run.py test --all": (
        run_cases.is_with_a_setting("python3 run.py test --all")
    ),
    "SILLON_CONTENDED_ANSWERS=10000 pytest tests/webapp/visits/test_contention.py": (
        run_cases.is_found
    ),
    "mutmut run 'matching.scoring*'": cases.is_known,
    "sudo ufw allow 8000/tcp": cases.is_for_another_machine,
    "uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url "
    "--no-emit-find-links --no-header --no-annotate requirements/app.in "
    "-o requirements/app.txt": cases.is_known,
    # Words
    MAKE_ROOM: cases.runs_after(),
    EXTRACT: cases.runs_after(MAKE_ROOM),
    "pybabel update -i build/messages.pot -d webapp/translations -N -w 100 --ignore-obsolete "
    "--ignore-pot-creation-date": cases.runs_after(MAKE_ROOM, EXTRACT),
    "pybabel init -i build/messages.pot -d webapp/translations -l tr": (
        cases.runs_after(MAKE_ROOM, EXTRACT)
    ),
    # The engine alone
    "python -m matching": cases.is_known,
    "python -m matching solve round.json": cases.matches,
    "python -m matching certify": cases.is_known,
    "python -m matching verify": cases.is_known,
    "python -m matching verify sillon-round-12.json": cases.verifies,
    "python -m matching certify round.json answer.json -o certified.json": cases.prices,
    "python -m matching solve round.json --parties parties.csv --slots slots.csv "
    "-o solution.json": cases.matches,
    "python -m matching explain round.json solution.json p17 --parties parties.csv "
    "--slots slots.csv": cases.explains,
    # A server
    "openssl rand -hex 32": cases.runs,
    world.CREATE: cases.creates,
    "OWNER_PASSWORD=… APP_PASSWORD=… deploy/create-database.sh [database]": (
        cases.creates_by_the_usage
    ),
    world.MIGRATE: cases.migrates,
    "OWNER_DATABASE_URL=… alembic -c migrations/alembic.ini downgrade -1": cases.goes_back,
    world.OPEN: cases.opens,
    "flask --app webapp create-coordinator": cases.opens_by_asking,
    'python -c "from webapp.ground.languages import compile_catalogues; compile_catalogues()"': (
        cases.runs
    ),
    "flask --app webapp draw-error-pages build/errors": cases.runs,
    "flask --app webapp retention": cases.tells_what_ends,
    "flask --app webapp allow-passwords": cases.opens_passwords,
    "flask --app webapp load-timetable trains.zip coaches.zip": cases.loads_a_timetable,
    "flask --app webapp unload-timetable": cases.forgets_the_timetable,
    service_cases.LOAD: service_cases.loads_services,
    "flask --app webapp unload-services": service_cases.forgets_services,
    "flask --app webapp rotate-data-key": cases.seals_anew,
    "gunicorn -c deploy/gunicorn.py 'webapp:create_app()'": cases.is_run_as(cases.UNIT),
    "flask --app webapp work": cases.works,
    "SELECT task_name, status, count(*) FROM procrastinate_jobs GROUP BY 1, 2": cases.answers,
    world.CERTIFY: cases.certifies,
    world.BACK_UP: cases.backs_up,
    "OWNER_DATABASE_URL=… deploy/backup.sh certificate.pem folder": cases.backs_up_by_the_usage,
    "OWNER_DATABASE_URL=… deploy/restore.sh key.pem sillon-20261122T031500Z.backup": cases.restores(
        "key.pem", "sillon-20261122T031500Z.backup", "restored"
    ),
    "OWNER_DATABASE_URL=… deploy/restore.sh private-key.pem file.backup": cases.restores(
        "private-key.pem", "file.backup", "restored_too"
    ),
    cases.TRY_RESTORE: cases.tries_a_restore(),
    f"{cases.TRY_RESTORE} --backup sillon-20261122T031500Z.backup --key key.pem": (
        cases.tries_a_restore("sillon-20261122T031500Z.backup")
    ),
    'curl -H "Authorization: Bearer sillon_…" https://sillon.example/api/v1/visits': (
        cases.is_for_another_machine
    ),
    'schemathesis run http://localhost:8000/api/v1/openapi.json -H "Authorization: Bearer '
    'sillon_…"': cases.is_for_another_machine,
    "pg_basebackup --write-recovery-conf --pgdata=… --dbname=…": cases.is_for_another_machine,
    # Units and containers
    cases.UNIT: cases.is_reloaded,
    cases.RELOAD: cases.reloads,
    "/srv/sillon/.venv/bin/flask --app webapp work": cases.is_run_as("flask --app webapp work"),
    cases.BACKUP_UNIT: cases.backs_up_in_the_unit,
    "docker build -f deploy/Dockerfile -t sillon .": cases.is_built,
    "docker buildx imagetools inspect python:3.11-slim": cases.is_for_another_machine,
    "python -m venv /srv/venv": cases.is_known,
    "/srv/venv/bin/pip install --no-cache-dir --require-hashes "
    "-r requirements/bootstrap.txt": cases.is_known,
    "/srv/venv/bin/uv pip install --no-cache --compile-bytecode --require-hashes "
    "--python /srv/venv/bin/python -r requirements/app.txt": cases.is_known,
    "useradd --system --create-home --home-dir /var/lib/sillon sillon": cases.is_known,
    "pg_isready --username=postgres --dbname=sillon": cases.is_up,
    "alembic -c migrations/alembic.ini upgrade head": cases.migrates_in_the_container,
    cases.HEALTHY: cases.is_reloaded,
    "flask work": cases.works_in_the_container,
    "exec sh /srv/sillon/create-database.sh sillon": cases.creates_in_the_container,
}


LOOKED_AT = {
    cases.is_built,
    cases.is_for_another_machine,
    cases.is_measured,
    cases.is_reloaded,
    cases.verifies,
    run_cases.is_run_by_ci,
    run_cases.is_started_beside,
}
"""Cases for which nothing is run."""


def is_dear(command: str) -> bool:
    """Return whether a server is made for a command, or a process started."""
    case = CASES.get(command)
    is_read_here = case is cases.is_known and command.startswith("python -m ")
    return case is not None and not (is_read_here or case in LOOKED_AT)


TYPED = [pytest.param(each, marks=[pytest.mark.long] * is_dear(each)) for each in WRITTEN]


@pytest.fixture(scope="module")
def here() -> Iterator[World]:
    """A machine with nothing of Sillon on it."""
    with TemporaryDirectory(prefix="sillon-typed-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with ExitStack() as ending:
            yield World(folder, ending)


def test_every_documented_command_has_a_case() -> None:
    untried = [f"{place}: {command}" for command, place in WRITTEN.items() if command not in CASES]
    assert untried == []


def test_every_case_is_documented() -> None:
    assert CASES.keys() - WRITTEN.keys() == set()


@pytest.mark.parametrize("command", TYPED)
def test_a_documented_command_works_as_it_is_written(here: World, command: str) -> None:
    CASES[command](here, command)
