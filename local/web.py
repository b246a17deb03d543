"""The web process of a local start: waitress, on the socket that `start` already holds."""

import socket
import sys

from waitress import serve

from webapp import create_app

if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as listener:
        serve(create_app(), sockets=[listener], threads=8, ident="Sillon")
