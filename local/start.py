"""Starts Sillon on this computer: database, tables, invented data, web, worker."""

import argparse
import os
import time
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException

from local import addresses, clock, settings
from local.database import ask, database, prepare
from local.postgres import Server
from local.processes import Child, StopRequest, StopRequested

READY_SECONDS = 60
PATIENCE_SECONDS = 5
WATCH_SECONDS = 0.2


def start(arguments: list[str]) -> None:
    """Start everything and keep it up until somebody ends it."""
    parser = argparse.ArgumentParser(prog="python3 run.py", add_help=False, allow_abbrev=False)
    parser.add_argument("--network", action="store_true")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--empty", action="store_true")
    parser.add_argument("--today", type=clock.read_day)
    options = parser.parse_args(arguments)
    request = StopRequest()
    settings.ready_data_folder()
    try:
        with database() as server:
            settings.check()
            with request.heeded_at_once():
                prepare(people=not options.empty)
                clock.stand(options.today)
            serve(options.port, request, server, network=options.network)
    except StopRequested:
        print("\nSillon has ended.", flush=True)


def serve(port: int, request: StopRequest, server: Server | None, *, network: bool) -> None:
    """Run web and worker, say where, and watch over them and over the server they need."""
    with addresses.listen(port, network=network) as listener, ExitStack() as children:
        taken = listener.getsockname()[1]
        os.environ.setdefault("SILLON_PUBLIC_URL", public_url(taken, network=network))
        web = children.enter_context(web_child(listener.fileno()))
        people = introduction() if settings.is_demonstration() else []
        wait_until_it_answers(taken, web, request)
        worker = children.enter_context(worker_child())  # it would only slow the web's start
        print("\n".join(welcome(taken, port, people, network=network)), flush=True)
        while True:
            request.heed()
            if server is not None:
                server.keep_up()
            web.keep_up()
            worker.keep_up()
            time.sleep(WATCH_SECONDS)


def web_child(listener: int) -> Child:
    """Start the web server on a socket that this process holds."""
    command = ["-m", "local.web", str(listener)]
    return Child("web server", command, settings.data_folder() / "web.log", (listener,))


def worker_child() -> Child:
    """Start the worker."""
    command = ["-m", "flask", "--app", "webapp", "work"]
    return Child("worker", command, settings.data_folder() / "worker.log")


def public_url(port: int, *, network: bool) -> str:
    """Return the address that people type."""
    host = addresses.network_address() if network else None
    return f"http://{host or 'localhost'}:{port}"


def wait_until_it_answers(port: int, web: Child, request: StopRequest) -> None:
    """Return once the web server answers anything at all."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        request.heed()
        web.keep_up()
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        try:
            connection.request("HEAD", "/health/live")
            connection.getresponse()
        except (OSError, HTTPException):
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()


def welcome(port: int, wanted: int, people: list[str], *, network: bool) -> list[str]:
    """Return what to say: where Sillon is, how a phone gets there, who can sign in."""
    said = ["", f"Sillon is ready: http://localhost:{port}"]
    if port != wanted:
        said.append(f"  Port {wanted} is taken by another program, so this is the next free one.")
    here = addresses.network_address()
    if network and here:
        said.append(f"  On a phone of this network: http://{here}:{port}")
        said.append(f"  If it does not open, let it through: sudo ufw allow {port}/tcp")
    elif here:
        said.append(
            f"  For phones of this network too: python3 run.py --network (http://{here}:{port})"
        )
    if people:
        said.append(
            f"  What would leave (links, codes): http://localhost:{port}/demonstration/outbox"
        )
    return [*said, *people, f"  Data and logs: {settings.data_folder()}", "  Ctrl-C ends it."]


def introduction() -> list[str]:
    """Return who can sign in; only invented people have a password that is told."""
    from webapp import demo  # noqa: PLC0415 - slow to import: the web server starts meanwhile

    said = [f"  Sign in as one of these, with the password: {demo.PASSWORD}"]
    for account in demo.accounts(farms=has_farms()):
        place = f" ({account.association})" if account.association else ""
        said.append(f"    {account.role.value:<14} {account.email:<30} {account.name}{place}")
    return [*said, "  Staff are asked for a one-time code next: that page shows it."]


def has_farms() -> bool:
    """Whether there is any farm, as where the demonstration was not begun empty."""
    return ask("SELECT FROM farms") is not None
