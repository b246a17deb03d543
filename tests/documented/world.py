"""A server as docs/operations.md makes it, step by step, by the very commands that it names."""

import json
import os
import shlex
import shutil
import signal
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from secrets import token_hex
from subprocess import Popen

import psutil
import psycopg

from local import postgres
from local.postgres.programs import find_programs
from tests.documented.terminal import Terminal, copy_of_the_project
from tests.documented.written import ROOT, documented
from tests.ports import free_ports
from tests.waiting import wait_until
from tests.warmed import warmed

CREATE = "PGHOST=… PGUSER=postgres OWNER_PASSWORD=… APP_PASSWORD=… deploy/create-database.sh sillon"
MIGRATE = "OWNER_DATABASE_URL=… alembic -c migrations/alembic.ini upgrade head"
OPEN = (
    "flask --app webapp create-coordinator --email … --name '…' --programme '…' --on-duty-phone '…'"
)
CERTIFY = (
    "openssl req -x509 -newkey rsa:3072 -days 3650 -subj '/CN=Sillon backups' "
    "-keyout key.pem -out certificate.pem"
)
BACK_UP = "OWNER_DATABASE_URL=… deploy/backup.sh /etc/sillon/certificate.pem /var/backups/sillon"
PASSPHRASE = "mousse tambour quai lanterne"


class World:
    """Where commands are typed, with what must have been done before.

    Parameters
    ----------
    folder
        Empty, and open to everybody.
    ending
        What is done once nothing more is typed.
    """

    def __init__(self, folder: Path, ending: ExitStack) -> None:
        self.folder, self._ending = folder, ending
        self.home = Terminal(ROOT, {"SILLON_DATA_FOLDER": str(folder / "data")})
        self._run: set[str] = set()

    @cached_property
    def server(self) -> postgres.Server:
        """A database server on which nothing of Sillon is."""
        server = postgres.start(self.folder / "server", durable=False, database="postgres")
        return self._ending.enter_context(server)

    @cached_property
    def terminal(self) -> Terminal:
        """A terminal on the server, in which a warmed process becomes what is ours."""
        programs = self.folder / "programs"
        names = ("alembic", "flask", "pybabel", "python")
        self._ending.enter_context(warmed(self.afresh.folder, programs, *names))
        path = self.afresh.environment["PATH"]
        return self.afresh.also(PATH=f"{programs}{os.pathsep}{path}")

    @cached_property
    def afresh(self) -> Terminal:
        """A terminal on the server, with the settings of production and a copy of the project.

        Everything that is typed in it is started, as it is on a server.
        """
        copy = copy_of_the_project(self.folder / "the project")
        [self.port] = free_ports(1)
        settings = {
            "DATABASE_URL": self.server.url("sillon_app"),
            "SILLON_MODE": "production",
            "SILLON_SECRET_KEY": token_hex(32),
            "SILLON_DATA_KEY": token_hex(32),
            "SILLON_PUBLIC_URL": "https://sillon.example",
            "SILLON_BIND": f"127.0.0.1:{self.port}",
        }
        return Terminal(copy, settings, find_programs(self.folder))

    @cached_property
    def created(self) -> str:
        """What was said when the database was made."""
        sockets = str(self.server.sockets)
        return self.afresh.run(CREATE, sockets, "owner's secret", "application's secret")

    @cached_property
    def migrated(self) -> str:
        """The newest migration, once all of them were run."""
        assert self.created
        self.afresh.run(MIGRATE, self.owner_url())
        return self.version()

    @cached_property
    def opened(self) -> str:
        """What was said when the first coordinator was made."""
        assert self.migrated
        who = ("lou@sillon.example", "Lou Petit", "Sillon Normandie", "02 31 00 00 00")
        return self.afresh.run(OPEN, *who)

    @cached_property
    def certified(self) -> str:
        """What was said when the key of the backups was made."""
        return self.terminal.run(CERTIFY, typed=PASSPHRASE)

    @cached_property
    def backup(self) -> Path:
        """The backup that was written."""
        assert self.opened
        assert self.certified
        return self.terminal.folder / self.terminal.run(BACK_UP, self.owner_url()).strip()

    @cached_property
    def found(self) -> str:
        """What is found in the files that commands of pytest name, each with how many tests."""
        asked = [each.split() for each in documented() if " pytest " in f" {each}"]
        files = shlex.join(sorted({words[-1] for words in asked}))
        return f"\n{self.home.run(f'python -m pytest -s --collect-only -qq {files}')}"

    def run_once(self, written: str) -> None:
        """Type a command on the server, unless that was done before for another one."""
        if written not in self._run:
            self.terminal.run(written)
            self._run.add(written)

    def owner_url(self, database: str = "sillon") -> str:
        return self.server.url("sillon_owner", database)

    def copy_backup(self, name: str) -> None:
        """Have the backup at hand by the name of the page."""
        shutil.copy(self.backup, self.terminal.folder / name)

    def create_in_a_container(self, written: str) -> None:
        """Make the database as its container does, where the files are that it mounts."""
        mounted = self.folder / "mounted"
        mounted.mkdir()
        for name in ("create-database.sh", "roles.sql"):
            shutil.copy(ROOT / "deploy" / name, mounted)
        secrets = {"OWNER_PASSWORD": "owner's secret", "APP_PASSWORD": "application's secret"}
        with postgres.start(self.folder / "another", durable=False, database="postgres") as server:
            settings = {"PGHOST": str(server.sockets), "PGUSER": "postgres", **secrets}
            Terminal(mounted, settings, find_programs(self.folder)).run(written)
            with psycopg.connect(server.url("sillon_app")) as connection:
                assert connection.execute("SELECT current_user").fetchone() == ("sillon_app",)

    def write_a_round(self) -> None:
        """Write the files of matching/README.md, as it tells to."""
        written = {
            "round.json": '{"today": "2027-03-01"}',
            "parties.csv": "id,men,women,children,home,reach_km,languages,french,available,frames\n"
            "p17,1,0,0,48.91; 2.38,100,prs; en,A1,"
            "2027-04-01/2027-04-20; 2027-05-10/2027-05-31,discovery\n",
            "slots.csv": "id,farm,place,arrival,departure,rooms,languages,frame\n"
            "s1,f1,48.45; 1.49,2027-04-05,2027-04-09,2; 1,en,discovery\n",
        }
        for name, text in written.items():
            (self.terminal.folder / name).write_text(text)

    def write_a_whole_round(self) -> None:
        """Write a round in one file, as the published format has it."""
        party = {"id": "p17", "men": 1, "home": [48.91, 2.38], "reach_km": 100, "french": "A1"}
        party |= {"languages": ["en"], "frames": ["discovery"]}
        slot = {"id": "s1", "farm": "f1", "place": [48.45, 1.49], "rooms": [2], "languages": ["en"]}
        days = {"arrival": "2027-04-05", "departure": "2027-04-09"}
        party["available"] = [["2027-04-01", "2027-04-20"]]
        whole = {"today": "2027-03-01", "parties": [party], "slots": [slot | days]}
        (self.terminal.folder / "round.json").write_text(json.dumps(whole))

    def version(self) -> str:
        """Return the migration that the tables stand at."""
        return str(self.ask("SELECT version_num FROM alembic_version")[0][0])

    def ask(self, question: str, database: str = "sillon") -> list[tuple[object, ...]]:
        with psycopg.connect(self.owner_url(database)) as connection:
            return connection.execute(question.encode()).fetchall()

    @contextmanager
    def web(self, written: str) -> Iterator[Popen[str]]:
        """Run a web server until it is asked to end."""
        assert self.migrated
        with self.afresh.serve(written) as process:
            wait_until(lambda: process.poll() is not None or self.is_ready())
            yield process

    def is_ready(self) -> bool:
        try:
            address = f"http://127.0.0.1:{self.port}/health/ready"
            with urllib.request.urlopen(address, timeout=60) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def work(self, terminal: Terminal, written: str) -> None:
        """Run a worker until it is there, and ask it to end."""
        assert self.migrated
        with terminal.serve(written) as process:
            wait_until(
                lambda: process.poll() is not None or self.ask("SELECT FROM procrastinate_workers")
            )

    def start(self, written: str) -> None:
        """Start Sillon on this computer until it says where it is; Ctrl-C leaves no process."""
        with self.home.serve(written, signal.SIGINT) as process:
            assert process.stdout is not None
            said = iter(process.stdout.readline, "")
            assert any("Ctrl-C ends it" in line for line in said)
            family = psutil.Process(process.pid).children(recursive=True)
            assert len(family) > len(("database", "web", "worker"))
        assert psutil.wait_procs(family, timeout=60)[1] == []
