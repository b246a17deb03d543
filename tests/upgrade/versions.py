"""A version of Sillon in a folder, and the processes that serve with it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from local.postgres.leftovers import die_with_parent
from tests.keys import DATA_KEY, SECRET_KEY
from tests.upgrade.visitor import Visitor
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]
FROM = "SILLON_UPGRADE_FROM"
"""The environment's word for another version to come from than that before the last migration."""
STOP_SECONDS = 30
INVENT = """
import json
from sqlalchemy import select
from tests.load.people import invent, proposals
from tests.signed_in import cookie_of
from webapp import create_app
from webapp.ground.database import EVERYONE, set_scope
from webapp.ground.languages import compile_catalogues
from webapp.models import Role, Side, User
from webapp.services.records.tokens import visit_token
compile_catalogues()
app = create_app()
with app.extensions["sessions"]() as session:
    invent(session, "small", 2)
    set_scope(session, EVERYONE)
    links = ["/v/" + visit_token(each, Side.PARTY) for each in proposals(session, 2)]
    users = [session.scalars(select(User).where(User.role == role).order_by(User.id)).first()
             for role in Role]
    cookies = {user.role.value: cookie_of(app, session, user) for user in users}
print(json.dumps({"cookies": cookies, "links": links}))
"""
"""What a version does with its own code, before it serves."""


def git(*words: str) -> bytes:
    """Ask git about this project; nothing where it is no repository, or not all of one."""
    program = shutil.which("git")
    if program is None:
        return b""
    done = subprocess.run([program, *words], cwd=ROOT, capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else b""


def before_the_last_migration() -> str:
    """Return the commit before the last migration came; nothing where history does not say."""
    if FROM in os.environ:
        return os.environ[FROM]
    last = max((ROOT / "migrations" / "versions").glob("[0-9]*.py"))
    came = git("log", "--diff-filter=A", "-1", "--format=%H", "--", str(last)).decode().strip()
    return git("rev-parse", "--verify", "-q", f"{came}~1" if came else "HEAD").decode().strip()


def unpack(commit: str, folder: Path) -> Path:
    """Lay out a commit in a folder."""
    with tarfile.open(fileobj=BytesIO(git("archive", commit))) as archive:
        archive.extractall(folder, filter="data")
    return folder


@dataclass
class Version:
    """One version, its web and its worker.

    Parameters
    ----------
    folder
        Where its code lies.
    url
        Of the database, as the application sees it.
    logs
        Where the words of its processes go.
    """

    folder: Path
    url: str
    logs: Path
    port: int
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def newest(self) -> str:
        """The number of its last migration."""
        found = max((self.folder / "migrations" / "versions").glob("[0-9]*.py"))
        return found.name.partition("_")[0]

    @property
    def settings(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self.url,
            "SILLON_MODE": "demonstration",
            "SILLON_SECRET_KEY": SECRET_KEY,
            "SILLON_DATA_KEY": DATA_KEY,
            "SILLON_BIND": f"127.0.0.1:{self.port}",
            "SILLON_WEB_PROCESSES": "1",
            "SILLON_PROXIES": "1",
        }

    def invent(self) -> tuple[dict[str, str], list[str]]:
        """Fill the database; return a cookie for each role, and the links of what is proposed."""
        command = [sys.executable, "-c", INVENT]
        done = subprocess.run(
            command, cwd=self.folder, env=self.settings, stdout=subprocess.PIPE, check=True
        )
        told = json.loads(done.stdout.splitlines()[-1])
        return told["cookies"], told["links"]

    def serve(self) -> None:
        """Start its web, and wait until it answers."""
        self._start("web", "gunicorn", "-c", "deploy/gunicorn.py", "webapp:create_app()")
        visitor = Visitor(self.port)
        wait_until(lambda: self.running["web"].poll() is not None or visitor.is_answered())

    def work(self) -> None:
        """Start its worker."""
        self._start("worker", "flask", "--app", "webapp", "work")

    def _start(self, what: str, *module: str) -> None:
        with (self.logs / f"{what}-{self.newest}.log").open("ab") as log:
            self.running[what] = subprocess.Popen(
                [sys.executable, "-m", *module],
                cwd=self.folder,
                env=self.settings,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=lambda: die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - first thing run
            )

    def stop(self, *what: str) -> None:
        """End what runs of it, or what is named."""
        for name in what or [*self.running]:
            process = self.running.pop(name)
            process.terminate()
            process.wait(STOP_SECONDS)
