"""The image of deploy/Dockerfile, built and run step by step where no daemon is.

Each instruction is done in a folder that stands for the image's own disk; only the system below
Python is this machine's, and whoever runs the tests is its user: `useradd` is left out.
"""

import fnmatch
import json
import os
import re
import runpy
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.databases import Database
from tests.documented.terminal import copy_of_the_project
from tests.keys import PRODUCTION_KEYS
from tests.ports import HERE, free_ports
from tests.waiting import wait_until

ROOT = Path(__file__).parents[1]
DOCKERFILE = ROOT / "deploy" / "Dockerfile"
LEFT_OUT = ("--no-cache ", "--compile-bytecode ")
"""What makes the image smaller and its first start quicker: nothing that runs is another for it."""
PINNED = re.compile(r"[a-z/]+:[\w.-]+@sha256:[0-9a-f]{64}")


def steps() -> list[tuple[str, str]]:
    """Return the instructions, each with what is said of it."""
    lines = DOCKERFILE.read_text().replace("\\\n", " ").splitlines()
    told = [line.partition(" ") for line in lines if line and not line.startswith("#")]
    return [(name, " ".join(rest.split())) for name, _, rest in told]


def test_every_image_is_named_by_what_it_holds() -> None:
    began = [rest.split()[0] for name, rest in steps() if name == "FROM"]
    composed = re.findall(r"^ +image: (\S+)", (ROOT / "deploy" / "compose.yaml").read_text(), re.M)
    assert [each for each in [*began, *composed] if not PINNED.fullmatch(each)] == []
    assert len(set(began)) == 1
    assert len(composed) == 1


def test_every_documented_setting_reaches_the_containers() -> None:
    table = (ROOT / "docs" / "operations.md").read_text().partition("## Settings")[2]
    rows = [line.split("|")[1] for line in table.partition("###")[0].splitlines() if "`" in line]
    named = {name for row in rows if row for name in re.findall(r"`([A-Z_]+)`", row)}
    given = set(re.findall(r"^ +([A-Z_]+):", (ROOT / "deploy" / "compose.yaml").read_text(), re.M))
    built = {
        name for kind, said in steps() if kind == "ENV" for name in re.findall(r"(\w+)=", said)
    }
    assert "SILLON_DATA_KEY" in named
    assert named - given - built == set()


@dataclass
class Image:
    """What is being built, and what it says of how it is run.

    Parameters
    ----------
    disk
        The folder that stands for the image's disk; a stage begins with it empty.
    context
        What `docker build` is given.
    """

    disk: Path
    context: Path
    settings: dict[str, str] = field(default_factory=dict)
    folder: Path = Path("/")
    asked: dict[str, list[str]] = field(default_factory=dict)

    def build(self) -> None:
        for name, rest in steps():
            getattr(self, f"_{name.lower()}")(self._here(rest))

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if "PYTHON" not in name}
        beside = f"{Path(sys.executable).parent}:{kept['PATH']}"
        mirrors = runpy.run_path(str(ROOT / "run.py"))["mirrors_for_uv"]()
        return {**kept, **mirrors, "PATH": beside, **self.settings}

    def _here(self, said: str) -> str:
        return said.replace("/srv/", f"{self.disk}/srv/")

    def _from(self, said: str) -> None:
        if (self.disk / "srv").exists():
            (self.disk / "before").mkdir()
            (self.disk / "srv").rename(self.disk / "before" / "srv")
        (self.disk / "srv").mkdir()
        self.settings, self.folder = {}, self.disk

    def _workdir(self, said: str) -> None:
        self.folder = Path(said)
        self.folder.mkdir(parents=True, exist_ok=True)

    def _copy(self, said: str) -> None:
        *options, source, target = said.split()
        if options:  # from the stage before, whose disk was put aside
            before = Path(source.replace(str(self.disk), f"{self.disk}/before"))
            shutil.move(before, target)
            return
        shutil.copytree(self.context / source, self.folder / target, dirs_exist_ok=True)

    def _env(self, said: str) -> None:
        for each in shlex.split(said):
            name, _, value = each.partition("=")
            self.settings[name] = value.replace("$PATH", self.environment()["PATH"])

    def _run(self, said: str) -> None:
        if said.startswith("useradd "):
            return
        for option in LEFT_OUT:
            said = said.replace(option, "")
        done = subprocess.run(
            ["/bin/sh", "-ec", said],
            cwd=self.folder,
            env=self.environment(),
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{said}\n{done.stdout}{done.stderr}"

    def _user(self, said: str) -> None:
        assert said == "sillon"

    def _expose(self, said: str) -> None:
        assert self.settings["SILLON_BIND"] == f"0.0.0.0:{said}"

    def _cmd(self, said: str) -> None:
        self.asked["serve"] = json.loads(said)

    def _healthcheck(self, said: str) -> None:
        self.asked["healthy"] = json.loads(said.partition(" CMD ")[2])


def context_of_the_build(into: Path) -> Path:
    """Return what a daemon would be sent: the project without what .dockerignore names."""
    copy_of_the_project(into)
    for pattern in (ROOT / ".dockerignore").read_text().split():
        for found in [each for each in into.iterdir() if fnmatch.fnmatch(each.name, pattern)]:
            shutil.rmtree(found)
    return into


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    """The image, built once."""
    with tempfile.TemporaryDirectory(prefix="sillon-image-") as made:
        disk = Path(made) / "disk"
        disk.mkdir()
        built = Image(disk, context_of_the_build(Path(made) / "context"))
        built.build()
        yield built


@pytest.mark.long
@pytest.mark.process
def test_what_the_image_runs_serves_and_says_whether_it_is_healthy(
    image: Image, fresh_database: Database
) -> None:
    [port] = free_ports(1)
    inside = {
        **image.environment(),
        **PRODUCTION_KEYS,
        "DATABASE_URL": fresh_database.url,
        "SILLON_MODE": "production",
        "SILLON_PUBLIC_URL": "https://sillon.example",
        "SILLON_BIND": f"{HERE}:{port}",  # the address inside, but for its port
    }

    def listens() -> bool:
        with socket.socket() as asking:
            return asking.connect_ex((HERE, port)) == 0

    def healthy() -> bool:
        asked = subprocess.run(
            image.asked["healthy"], cwd=image.folder, env=inside, check=False, capture_output=True
        )
        return asked.returncode == 0

    assert not healthy()
    serve = image.asked["serve"]
    with subprocess.Popen(serve, cwd=image.folder, env=inside, stderr=subprocess.PIPE) as web:
        try:
            wait_until(lambda: web.poll() is not None or (listens() and healthy()))
            assert web.poll() is None
        finally:
            web.terminate()
            said = web.communicate(timeout=60)[1]
    assert web.returncode == 0, said
    assert not healthy()
