"""No test reaches the outside world: only this machine answers."""

import socket
from ipaddress import ip_address
from typing import Any

HERE = ("", "localhost", "0.0.0.0", "::")  # noqa: S104 - names of this machine, nothing listens


class OutsideWorldError(Exception):
    """A test tried to reach another machine."""


def is_here(host: object) -> bool:
    """Return whether `host` is this machine."""
    if host is None or host in HERE:
        return True
    name = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def close_the_network() -> None:
    """Reject, from now on, every connection and look-up that leaves this machine."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def connect_here(self: socket.socket, address: Any) -> None:
        # A datagram socket that connects sends nothing: programs learn their own address by it.
        if self.family in (socket.AF_INET, socket.AF_INET6) and self.type != socket.SOCK_DGRAM:
            _refuse_elsewhere(address[0])
        connect(self, address)

    def look_up_here(host: Any, *arguments: Any, **options: Any) -> Any:
        if host != socket.gethostname():
            _refuse_elsewhere(host)
        return look_up(host, *arguments, **options)

    socket.socket.connect = connect_here  # type: ignore[method-assign, assignment]
    socket.getaddrinfo = look_up_here


def _refuse_elsewhere(host: object) -> None:
    if not is_here(host):
        raise OutsideWorldError(f"A test tried to reach {host!r}.")
