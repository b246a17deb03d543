"""Where the local start listens, and how a phone finds it."""

import socket

LAST_PORT = 65_535


class NoPortError(Exception):
    """There is nowhere to listen."""


def listen(port: int, *, network: bool) -> socket.socket:
    """Return a listening socket at `port`, or at the next one that is free."""
    host = "0.0.0.0" if network else "127.0.0.1"  # noqa: S104 - only when asked for
    for candidate in range(port, LAST_PORT + 1):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
        except OSError:
            listener.close()
            continue
        listener.listen(128)
        return listener
    raise NoPortError(f"No port from {port} on is free: name another with --port.")


def network_address() -> str | None:
    """Return this computer's address in its network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address = str(probe.getsockname()[0])
    return None if address.startswith("127.") else address
