"""A process that has imported the house once, and becomes each command that is typed.

Nearly all that a command of ours takes are its imports. Programs that lie before those of the
machine hand their words, settings, folder and streams to this process, which forks: a command is
still a process of its own, which begins where its imports are done and ends in its own way.
"""

import gc
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from local.postgres.leftovers import die_with_parent

IMPORTED = (
    "alembic.command", "alembic.config", "babel.messages.frontend", "flask.cli",
    "matching.command.certifying", "matching.command.explaining", "matching.command.solving",
    "matching.command.verifying", "webapp.application", "webapp.cli", "webapp.web.health",
    "webapp.portals.api", "webapp.portals.auth", "webapp.portals.caseworker",
    "webapp.portals.coordinator", "webapp.portals.farmer", "webapp.portals.gateway",
    "webapp.portals.local_referent", "webapp.portals.public", "webapp.portals.visit_page",
)  # fmt: skip
ASKING = """#!{python} -IS
import json, os, signal, socket, sys
with socket.socket(socket.AF_UNIX) as warmed:
    warmed.connect({address!r})
    asked = [{name!r}, sys.argv[1:], os.getcwd(), dict(os.environ)]
    socket.send_fds(warmed, [json.dumps(asked).encode()], [0, 1, 2])
    warmed.shutdown(socket.SHUT_WR)
    told = warmed.makefile()
    number = int(told.readline())
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda sent, _frame: os.kill(number, sent))
    sys.exit(int(told.readline()))
"""
"""A program that asks, as small as Python can be started."""


@contextmanager
def warmed(project: Path, programs: Path, *names: str) -> Iterator[None]:
    """Keep a process warm in a copy of the project, and lay out the programs that ask it."""
    address = programs / "warmed"
    programs.mkdir()
    for name in names:
        asking = ASKING.format(python=sys.executable, address=str(address), name=name)
        (programs / name).write_text(asking)
        (programs / name).chmod(0o755)
    with subprocess.Popen(
        [sys.executable, "-m", __name__, str(address)],
        cwd=project,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        preexec_fn=lambda: die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - first thing run
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline(), "It ended before it was warm."
            yield
        finally:
            os.killpg(process.pid, signal.SIGTERM)  # whatever it became and still runs as well


def wait_to_be_asked(address: str) -> tuple[str, list[str], str, dict[str, str]]:
    """Return what is asked for in a process that is to be it; this one goes on listening."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        os.write(1, b"Warm.\n")
        for asking, _ in iter(listener.accept, None):  # until its parent ends it
            if os.fork() == 0:
                break
            asking.close()
            os.waitpid(-1, os.WNOHANG)  # one that has ended
    with asking:
        begun, streams, *_ = socket.recv_fds(asking, 1 << 16, 3)
        asked = begun + asking.makefile("rb").read()
        if number := os.fork():
            asking.sendall(f"{number}\n".encode())
            code = os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
            asking.sendall(f"{code % 256}\n".encode())
            os._exit(0)
    for here, theirs in enumerate(streams):
        os.dup2(theirs, here)
        os.close(theirs)
    name, words, folder, settings = json.loads(asked)
    return name, words, folder, settings


def become(name: str, words: list[str], folder: str, settings: dict[str, str]) -> None:
    """Do what the program of this name does with these words."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(settings)
    sys.stdout.reconfigure(line_buffering=os.isatty(1))  # type: ignore[union-attr]
    if name != "python":
        program = str(Path(sys.executable).parent / name)
        sys.argv, sys.path[0] = [program, *words], str(Path(program).parent)
        runpy.run_path(program, run_name="__main__")
        return
    if words[0] == "-m":
        sys.argv, sys.path[0] = ["-m", *words[2:]], folder
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
    elif words[0] == "-c":
        sys.argv, sys.path[0] = ["-c", *words[2:]], ""
        exec(words[1], {"__name__": "__main__"})  # noqa: S102 - as Python does with these words
    else:
        sys.argv, sys.path[0] = words, str(Path(words[0]).parent)
        runpy.run_path(words[0], run_name="__main__")


if __name__ == "__main__":
    gc.disable()
    for each in IMPORTED:
        import_module(each)
    gc.freeze()
    gc.enable()
    become(*wait_to_be_asked(sys.argv[1]))
