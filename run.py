"""The one command of Sillon: `python3 run.py` sets everything up and starts it; see --help.

This file needs nothing but Python itself. It makes the environment `.venv` from the locked
requirements, then hands over to what is installed there.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said here, in words an older Python understands
    sys.exit(f"Sillon needs Python 3.11 or later, and this is Python {sys.version.split()[0]}.")
if sys.platform == "win32":
    sys.exit("Sillon runs on Linux and macOS; on Windows, use WSL (the Linux inside Windows).")

import fcntl
import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import venv
from collections.abc import Iterable, Mapping
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
ENVIRONMENT = PROJECT / ".venv"
BIN = ENVIRONMENT / "bin"
STAMP = ENVIRONMENT / "sillon-locks"
LOCKS = PROJECT / "requirements"
ROOM_GB = {"app": 1.5, "dev": 2.5}
"""Disk the environment takes while it is made."""
BROWSERS = (
    "chromium-headless-shell",  # pages are the same, and no windows are drawn around them
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
    ("python", "-m", "local", "check"),
    ("python", "-m", "local", "materials"),
)
USAGE = """python3 run.py                          set up and start Sillon on this computer
python3 run.py --network                … and let the phones of this network in
python3 run.py --port 8001              … at another port
python3 run.py --empty                  … with nobody yet: begin a programme yourself
python3 run.py --today 2027-03-01       … and move the demonstration's clock on to a day first
python3 run.py test                     run every test but the long walks, as CI does
python3 run.py test --all               run those too: before a release
python3 run.py test [pytest arguments]  run the tests that are named
python3 run.py check                    style, types, layers, translations, migrations, advisories
python3 run.py screens                  a picture of every page and state, in build/screens
python3 run.py reset                    forget all local data and start over
python3 run.py flask [arguments]        any other command; `flask --help` lists them"""


def main(arguments: list[str]) -> None:
    """Make the environment ready and become the program that was asked for."""
    if arguments[:1] in (["-h"], ["--help"]):
        say(USAGE)
        return
    words = arguments if arguments and not arguments[0].startswith("-") else ["start", *arguments]
    if words[0] not in COMMANDS:
        sys.exit(f"There is no command {words[0]}.\n{USAGE}")
    os.chdir(PROJECT)
    set_up("dev" if words[0] in {"test", "check", "screens"} else "app")
    command = COMMANDS[words[0]](words)
    os.execv(command[0], command)


def local(words: list[str]) -> list[str]:
    """Start, reset or run a command of the application: what is installed takes over."""
    return [str(BIN / "python"), "-m", "local", *words]


def test(words: list[str]) -> list[str]:
    """Run the tests, on every processor; those of an outside program where there is one.

    Of all tests, many wait for a browser, a start or a machine that is lost: some more run beside.
    The long walks, through every command, language or machine of the whole, are for `--all`: before
    a release, and for whoever changes what they walk through. Whoever names one has it, too.
    """
    asked = [word for word in words[1:] if word != "--all"]
    workers = "auto" if asked else str((os.cpu_count() or 1) + BESIDE)
    command = [str(BIN / "python"), "-m", "pytest", "-n", workers, "--dist", "loadgroup"]
    missing = [name for name, find in OUTSIDE_PROGRAMS.items() if not find()]
    left_out = [*missing, *([LONG] if words[1:] == [] else [])]
    if LONG in left_out:
        say("THE LONG WALKS ARE LEFT OUT (every command, language, machine): run.py test --all")
    if left_out:
        asked = ["-m", " and ".join(f"not {name}" for name in left_out), *asked]
    if missing and os.environ.get("CI"):
        sys.exit(f"CI leaves no program out. They are missing: {', '.join(missing)} (.ci/run).")
    for name in missing:
        say(f"NO {name.upper()} FOUND: the tests with one are left out. {INSTALLED_BY[name]}")
    return [*command, *asked]


def screens(words: list[str]) -> list[str]:
    """Draw every page in each state that it has; `build/screens/index.html` lists the pictures."""
    if not find_browser():
        sys.exit("No Chromium is installed, and pictures need one: apt install chromium")
    os.environ["SILLON_SCREENS"] = "1"
    drawing = [str(BIN / "python"), "-m", "pytest", "-q", *words[1:]]
    subprocess.run([*drawing, "tests/webapp/screens/draw.py"], check=False)  # a browser each
    return [*drawing, "tests/browser/test_pages.py"]


def check(_words: list[str]) -> list[str]:
    """Run every check, whether or not an earlier one failed."""
    failed = [" ".join(check) for check in CHECKS if not passes(check)]
    if failed:
        sys.exit("Failed: " + "; ".join(failed))
    say("Every check passed.")
    sys.exit()


COMMANDS = {
    "start": local,
    "reset": local,
    "flask": local,
    "test": test,
    "screens": screens,
    "check": check,
}


def passes(command: tuple[str, ...]) -> bool:
    """Run one check, and say which."""
    say("== " + " ".join(command))
    return subprocess.run([BIN / command[0], *command[1:]], check=False).returncode == 0


def find_browser() -> bool:
    """Find the Chromium that SILLON_BROWSER names, or the first one installed, and name it so."""
    found = filter(None, [os.environ.get("SILLON_BROWSER"), *map(shutil.which, BROWSERS)])
    os.environ["SILLON_BROWSER"] = next(found, "")
    return bool(os.environ["SILLON_BROWSER"])


def find_nginx() -> bool:
    """Find the nginx that is installed, and name it; Debian keeps it where only root looks."""
    found = filter(None, map(shutil.which, ("nginx", "/usr/sbin/nginx")))
    os.environ["SILLON_NGINX"] = next(found, "")
    return bool(os.environ["SILLON_NGINX"])


def find_kannel() -> bool:
    """Find the SMS gateway that is installed, and name its folder."""
    found = filter(None, map(shutil.which, ("bearerbox", "/usr/sbin/bearerbox")))
    os.environ["SILLON_KANNEL"] = str(Path(next(found, "")).parent)
    return os.environ["SILLON_KANNEL"] != "."


def find_pgbouncer() -> bool:
    """Find the pooler of connections that is installed, and name it."""
    found = filter(None, map(shutil.which, ("pgbouncer", "/usr/sbin/pgbouncer")))
    os.environ["SILLON_PGBOUNCER"] = next(found, "")
    return bool(os.environ["SILLON_PGBOUNCER"])


OUTSIDE_PROGRAMS = {
    "browser": find_browser,
    "nginx": find_nginx,
    "kannel": find_kannel,
    "pgbouncer": find_pgbouncer,
}
"""What no package of Python brings; the tests that need one bear its name as their mark."""
BESIDE = 2
"""How many workers of a whole run there are beyond one a processor: three groups run in line, each
in one worker, and mostly wait (CI: 25 minutes of processor in 40 with one worker a processor)."""
LONG = "long"
"""The mark of tests that walk through the whole house, for longer than every run can."""
INSTALLED_BY = {
    "browser": "Install one: apt install chromium",
    "nginx": "Install it: apt install nginx",
    "kannel": "Install it: apt install kannel",
    "pgbouncer": "Install it: apt install pgbouncer",
}


def set_up(kind: str) -> None:
    """Make `.venv` hold what `requirements/<kind>.txt` locks, unless it does already."""
    if is_ready(kind):
        return
    with Path(__file__).open() as myself:  # two starts at once: the second waits here
        fcntl.flock(myself, fcntl.LOCK_EX)
        if is_ready(kind):
            return
        kind = "dev" if stamped_kind() == "dev" else kind
        refuse_what_cannot_be(kind)
        say("Setting up the environment (.venv), once: this takes a minute or two …")
        make_environment()
        install(kind)
        STAMP.write_text(f"{kind} {digest()}")


def is_ready(kind: str) -> bool:
    """Return whether `.venv` was made here, from these locks, for `kind` or more."""
    return stamped_kind() in {kind, "dev"} and STAMP.read_text().endswith(digest())


def stamped_kind() -> str:
    """Return for what `.venv` was made: `app`, `dev`, or nothing when it is not whole."""
    return STAMP.read_text().partition(" ")[0] if STAMP.exists() else ""


def digest() -> str:
    """Return a digest of all that `.venv` depends on: locks, Python and place."""
    summary = hashlib.sha256(f"{sys.version} {PROJECT}".encode())
    for lock in sorted(LOCKS.glob("*.txt")):
        summary.update(lock.read_bytes())
    return summary.hexdigest()


def refuse_what_cannot_be(kind: str) -> None:
    """End with a sentence where the set-up could not, or would undo another's."""
    if ENVIRONMENT.is_symlink():  # emptied through the link, though it refuses one then
        sys.exit(f"{ENVIRONMENT} is a link to another environment: remove the link, start again.")
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit("Python's venv is missing: run `apt install python3-venv`, then start again.")
    free = shutil.disk_usage(PROJECT).free / 1e9
    if free < ROOM_GB[kind]:
        sys.exit(f"The disk is full: setting up needs {ROOM_GB[kind]} GB, {free:.1f} GB are free.")


def make_environment() -> None:
    """Make `.venv` anew, with uv in it, or with pip alone where uv cannot be had."""
    try:
        venv.create(ENVIRONMENT, clear=True, with_pip=True, symlinks=True)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"The environment {ENVIRONMENT} cannot be made: {error}.")


def install(kind: str) -> None:
    """Install the locked requirements with uv, or with pip, slower, where uv does not work."""
    lock = ["--require-hashes", "-r", str(LOCKS / f"{kind}.txt")]
    pip = [str(BIN / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    bootstrap = [*pip, "--require-hashes", "-r", str(LOCKS / "bootstrap.txt")]
    uv = [
        str(BIN / "uv"),
        "pip",
        "install",
        "-q",
        "--compile-bytecode",
        "--python",
        str(BIN / "python"),
    ]
    if not (is_done(bootstrap) and is_done([*uv, *lock], mirrors_for_uv())):
        say("The fast installer does not work here; installing with pip, which takes longer …")
        if subprocess.run([*pip, *lock], check=False).returncode != 0:
            sys.exit("The requirements could not be installed: what pip says is above.")


def is_done(command: list[str], extra: Mapping[str, str] | None = None) -> bool:
    """Run a program in silence and return whether it succeeded."""
    environment = {**os.environ, **(extra or {})}
    ended = subprocess.run(command, check=False, env=environment, capture_output=True)
    return ended.returncode == 0


def mirrors_for_uv() -> dict[str, str]:
    """Return pip's own settings as uv's: a house with a mirror has told pip about it."""
    listed = subprocess.run(
        [BIN / "python", "-m", "pip", "config", "list"], check=False, capture_output=True, text=True
    ).stdout
    told: dict[str, list[str]] = {}
    for line in listed.splitlines():
        name, _, value = line.partition("=")
        told.setdefault(name.rpartition(".")[2], []).extend(words(value))
    uv = {
        "UV_DEFAULT_INDEX": " ".join(told.get("index-url", [])[-1:]),
        "UV_INDEX": " ".join(told.get("extra-index-url", [])),
        "UV_FIND_LINKS": ",".join(told.get("find-links", [])),
        "SSL_CERT_FILE": " ".join(told.get("cert", [])[-1:]),
        # Hashes say which file is right, wherever it comes from.
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }
    return {name: value for name, value in uv.items() if value and name not in os.environ}


def words(value: str) -> Iterable[str]:
    """Return the words of a quoted setting, each once."""
    return dict.fromkeys(" ".join(shlex.split(value)).split())


def say(sentence: str) -> None:
    """Tell whoever sits at the terminal."""
    print(sentence, flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("\nInterrupted. Start again to go on.")
