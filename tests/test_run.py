"""`run.py`: what it says before it can do anything."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
USAGE = namedtuple("USAGE", "total used free")


@pytest.fixture
def run(tmp_path: Path) -> ModuleType:
    """`run.py` as a module, looking at an empty project."""
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    vars(module).update(
        ENVIRONMENT=tmp_path / ".venv",
        STAMP=tmp_path / ".venv" / "sillon-locks",
        LOCKS=tmp_path / "requirements",
    )
    (tmp_path / ".venv").mkdir()
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "app.txt").write_text("flask==3.1.2")
    return module


def test_help_names_every_command(run: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    run.main(["--help"])
    said = capsys.readouterr().out
    for command in (
        "test",
        "check",
        "screens",
        "reset",
        "flask",
        "--network",
        "--port",
        "--today",
        "--empty",
    ):
        assert command in said


def test_an_unknown_command_is_named(run: ModuleType) -> None:
    with pytest.raises(SystemExit, match="There is no command tset"):
        run.main(["tset"])


def test_too_old_a_python_is_said_in_one_sentence() -> None:
    pretend = (
        "import runpy, sys; sys.version_info = (3, 10, 4); sys.version = '3.10.4 (main)'; "
        "runpy.run_path('run.py', run_name='__main__')"
    )
    ended = subprocess.run(
        [sys.executable, "-c", pretend], check=False, capture_output=True, text=True, cwd=ROOT
    )
    assert ended.returncode == 1
    assert ended.stderr == "Sillon needs Python 3.11 or later, and this is Python 3.10.4.\n"


def pressed(run: ModuleType, monkeypatch: pytest.MonkeyPatch, words: str, ci: str = "") -> str:
    """Return what `run.py test` runs where every program is installed."""
    monkeypatch.setattr(run, "OUTSIDE_PROGRAMS", {"browser": lambda: True})
    monkeypatch.setenv("CI", ci)
    return " ".join(run.test(["test", *words.split()]))


def test_the_long_walks_are_left_out_aloud_in_ci_as_elsewhere_but_by_whoever_asks_for_them(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for ci in ("", "true"):
        assert pressed(run, monkeypatch, "", ci).endswith("-m not long")
        assert "THE LONG WALKS ARE LEFT OUT" in capsys.readouterr().out
    for words, ci in (("--all", ""), ("--all", "true"), ("tests/webapp", "")):
        command = pressed(run, monkeypatch, words, ci)
        assert "not long" not in command
        assert "--all" not in command
    assert "LEFT OUT" not in capsys.readouterr().out


def test_a_whole_run_has_workers_beside_those_that_wait_and_a_part_has_none_to_start_in_vain(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    for whole in ("", "--all"):
        assert "-n 4 " in pressed(run, monkeypatch, whole)
    assert "-n auto " in pressed(run, monkeypatch, "tests/matching -k room")


def test_a_python_without_venv_is_told_what_to_install(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(SystemExit, match="apt install python3-venv"):
        run.set_up("app")


def test_a_full_disk_is_said_before_anything_is_written(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: USAGE(10**12, 10**12, 10**8))
    with pytest.raises(SystemExit, match=r"The disk is full: .* 0\.1 GB are free"):
        run.set_up("app")


def test_an_environment_is_made_once_per_lock(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(run, "make_environment", lambda: None)
    monkeypatch.setattr(run, "install", made.append)
    run.set_up("app")
    run.set_up("app")
    assert made == ["app"]
    (run.LOCKS / "app.txt").write_text("flask==3.1.3")
    run.set_up("app")
    assert made == ["app", "app"]


def test_the_environment_for_tests_serves_the_start_as_well(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(run, "make_environment", lambda: None)
    monkeypatch.setattr(run, "install", made.append)
    run.set_up("dev")
    run.set_up("app")
    (run.LOCKS / "app.txt").write_text("flask==3.1.3")
    run.set_up("app")
    assert made == ["dev", "dev"]


def test_pip_installs_where_uv_does_not_work(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []

    def remember(command: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        commands.append([str(part) for part in command])
        fails = "uv" in Path(commands[-1][0]).name
        return subprocess.CompletedProcess(command, 1 if fails else 0, stdout="")

    monkeypatch.setattr(subprocess, "run", remember)
    run.install("app")
    assert commands[-1][1:4] == ["-m", "pip", "install"]
    assert commands[-1][-1].endswith("app.txt")
    assert "--require-hashes" in commands[-1]


def test_the_mirror_that_pip_knows_is_told_to_uv(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = (
        "global.index-url='https://mirror.example/simple'\n"
        "global.extra-index-url='https://a.example/simple https://b.example/simple'\n"
        ":env:.disable-pip-version-check='1'\n"
    )
    answer = subprocess.CompletedProcess([], 0, stdout=listed)
    monkeypatch.setattr(subprocess, "run", lambda *_words, **_options: answer)
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX"):
        monkeypatch.delenv(name, raising=False)
    told = run.mirrors_for_uv()
    assert told["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert told["UV_INDEX"] == "https://a.example/simple https://b.example/simple"


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with nothing but Python, which is not CI's."""
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    for name in ("SILLON_BROWSER", "SILLON_NGINX", "SILLON_KANNEL", "SILLON_PGBOUNCER"):
        monkeypatch.setenv(name, "")
    monkeypatch.delenv("CI", raising=False)


@pytest.mark.usefixtures("bare_machine")
def test_without_browser_and_nginx_the_tests_say_what_is_left_out(
    run: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.test(["test", "-x"])[-3:] == [
        "-m",
        "not browser and not nginx and not kannel and not pgbouncer",
        "-x",
    ]
    said = capsys.readouterr().out
    for sentence in (
        "NO BROWSER FOUND",
        "apt install chromium",
        "NO NGINX FOUND",
        "NO KANNEL FOUND",
        "NO PGBOUNCER FOUND",
    ):
        assert sentence in said


@pytest.mark.usefixtures("bare_machine")
def test_what_is_there_is_tested(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at_home = {"/usr/sbin/nginx": "/usr/sbin/nginx"}
    monkeypatch.setattr(shutil, "which", at_home.get)
    assert run.test(["test", "--all"])[-2:] == [
        "-m",
        "not browser and not kannel and not pgbouncer",
    ]
    assert os.environ["SILLON_NGINX"] == "/usr/sbin/nginx"
    assert "NGINX" not in capsys.readouterr().out


def test_the_browser_that_draws_no_windows_comes_first(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setenv("SILLON_BROWSER", "")
    assert run.find_browser()
    assert os.environ["SILLON_BROWSER"] == "/usr/bin/chromium-headless-shell"
    monkeypatch.setenv("SILLON_BROWSER", "/opt/another")
    assert run.find_browser()
    assert os.environ["SILLON_BROWSER"] == "/opt/another"


@pytest.mark.usefixtures("bare_machine")
def test_ci_does_not_pass_without_a_browser_or_nginx(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(
        SystemExit, match=r"missing: browser, nginx, kannel, pgbouncer \(\.ci/run\)"
    ):
        run.test(["test"])


def test_an_environment_that_is_a_link_is_left_as_it_is(run: ModuleType, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (tmp_path / ".venv").rename(other)
    (other / "of-another").write_text("")
    (tmp_path / ".venv").symlink_to(other)
    with pytest.raises(SystemExit, match="is a link to another environment"):
        run.set_up("app")
    assert (other / "of-another").exists()
