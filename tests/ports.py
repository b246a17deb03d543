"""Ports for programs that cannot be handed a socket: named first, opened later."""

import os
import socket
from contextlib import ExitStack

HERE = "127.0.0.1"
NAMED_BY_NOBODY = range(20_000, 32_000)
"""Below those that a system gives out itself, so that none is taken before it is opened."""


def free_ports(count: int) -> list[int]:
    """Return so many ports, no two the same; processes look in different places first."""
    start = os.getpid() * 41 % len(NAMED_BY_NOBODY)
    found: list[int] = []
    with ExitStack() as held:  # until the last is found
        for port in [*NAMED_BY_NOBODY[start:], *NAMED_BY_NOBODY[:start]]:
            probe = held.enter_context(socket.socket())
            try:
                probe.bind((HERE, port))
            except OSError:
                continue
            found.append(port)
            if len(found) == count:
                return found
    raise AssertionError("No port is free.")
