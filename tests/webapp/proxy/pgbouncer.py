"""A real PgBouncer with the sample of deploy/, adapted in addresses and in how few it lends."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from local.postgres.leftovers import die_with_parent
from local.postgres.programs import give, unprivileged
from tests.waiting import wait_until

SAMPLE = Path(__file__).parents[3] / "deploy" / "pgbouncer.ini"
STOP_SECONDS = 10
LENT = 2
"""So few connections that whoever asks again gets another one."""


def written(folder: Path, sockets: Path, listens: str, lent: int) -> Path:
    """Write the sample for the tests' cluster, which listens on a socket and believes everyone."""
    body = SAMPLE.read_text()
    for old, new in {
        "sillon = host=127.0.0.1 port=5432": f"* = host={sockets}",
        "listen_addr = 127.0.0.1\n": f"listen_addr = {listens}\n" if listens else "",
        "unix_socket_dir = /var/run/postgresql": f"unix_socket_dir = {folder}",
        "auth_type = scram-sha-256": "auth_type = trust",
        "/etc/pgbouncer/userlist.txt": str(folder / "userlist.txt"),
        "default_pool_size = 20": f"default_pool_size = {lent}",
    }.items():
        assert old in body, old
        body = body.replace(old, new)
    assert "pool_mode = transaction" in body
    (folder / "userlist.txt").write_text('"sillon_app" ""\n')
    configuration = folder / "pgbouncer.ini"
    configuration.write_text(body)
    return configuration


@contextmanager
def running(sockets: Path, listens: str = "", lent: int = LENT) -> Iterator[str]:
    """Run PgBouncer before the cluster until the test ends; yield the address to ask it at.

    Parameters
    ----------
    listens
        An address of the network where it listens, for other machines; else on a socket alone.
    lent
        How many connections of the server it lends.
    """
    with tempfile.TemporaryDirectory(prefix="sillon-pool-") as made:
        folder = Path(made)
        configuration = written(folder, sockets, listens, lent)
        give(folder)
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [os.environ["SILLON_PGBOUNCER"], str(configuration)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=lambda: die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - first thing run
                **unprivileged(),
            )
        try:
            wait_until(lambda: process.poll() is not None or any(folder.glob(".s.PGSQL.*[0-9]")))
            assert process.poll() is None, (folder / "log").read_text()
            host = (
                f"{listens}:6432/{{}}"
                if listens
                else f"/{{}}?host={quote(made, safe='')}&port=6432"
            )
            yield f"postgresql://sillon_app@{host}"
        finally:
            process.terminate()
            try:
                process.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
