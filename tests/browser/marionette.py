"""What Mozilla's programs bring along to be driven (Marionette: a length, a colon and JSON).

No library of ours stands between: the browsers that ours drives are built for it, Debian's is not.
"""

import json
import os
import socket
import subprocess
from contextlib import suppress
from itertools import takewhile
from pathlib import Path
from typing import Any

from tests.ports import HERE, free_ports
from tests.waiting import wait_until

PATIENCE = 120
"""Seconds that a program may take to start, or to answer."""


class Mozilla:
    """Debian's Firefox or Thunderbird, without a window, with a profile that is thrown away."""

    def __init__(self, program: str, kept: Path, **wishes: object) -> None:
        [port] = free_ports(1)
        wishes |= {
            "marionette.port": port,
            "datareporting.policy.dataSubmissionEnabled": False,
            "app.update.disabledForTesting": True,
            "network.captive-portal-service.enabled": False,
            "network.connectivity-service.enabled": False,
        }
        lines = [f'user_pref("{name}", {json.dumps(wish)});' for name, wish in wishes.items()]
        (kept / "user.js").write_text("\n".join(lines))
        command = [program, "--headless", "--marionette", "--remote-allow-system-access",
                   "--profile", str(kept), "--no-remote"]  # fmt: skip
        self._program = subprocess.Popen(
            command,
            env={**os.environ, "HOME": str(kept), "MOZ_DISABLE_CONTENT_SANDBOX": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._line = _connected_to(port)
        self._heard = self._line.makefile("rb")
        self._read()
        self._asked = 0
        self.ask("WebDriver:NewSession", {})

    def ask(self, what: str, facts: dict[str, Any]) -> Any:
        """Ask for one of its commands, and return what it answers."""
        self._asked += 1
        said = json.dumps([0, self._asked, what, facts])
        self._line.sendall(f"{len(said.encode())}:{said}".encode())
        _kind, _number, mistake, answer = self._read()
        assert mistake is None, mistake
        return answer

    def close(self) -> None:
        """End the program."""
        self._heard.close()
        self._line.close()
        self._program.terminate()
        self._program.wait(PATIENCE)

    def _read(self) -> Any:
        signs = iter(lambda: self._heard.read(1), b"")
        long = b"".join(takewhile(lambda sign: sign != b":", signs))
        return json.loads(self._heard.read(int(long)))


def _connected_to(port: int) -> socket.socket:
    """Return a line to a program that is starting, once it listens."""
    lines: list[socket.socket] = []

    def listens() -> bool:
        with suppress(OSError):
            lines.append(socket.create_connection((HERE, port), timeout=PATIENCE))
        return bool(lines)

    wait_until(listens, PATIENCE)
    return lines[0]
