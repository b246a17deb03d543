"""One server per data folder: the lock, and what a killed start left behind."""

import ctypes
import fcntl
import os
import signal
import sys
from pathlib import Path
from typing import IO

import psutil

from local.postgres.errors import AlreadyRunningError

LEAVING_SECONDS = 20


def die_with_parent(signal_number: int) -> None:
    """Ask Linux to send this process a signal when its parent dies, `kill -9` included."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal_number)


def hold_folder(folder: Path) -> IO[str]:
    """Take the folder for this process, or say which process has it."""
    lock = (folder / "lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        holder = lock.read().strip()
        lock.close()
        raise AlreadyRunningError(
            f"Sillon already runs on this data folder (process {holder}, {folder})."
        ) from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def end_leftover(data: Path) -> None:
    """End a server that outlived its parent, and forget one whose number now is another's.

    A server that was killed before it wrote its number leaves an empty note, which no other takes
    for its own: whoever holds the folder knows that there is none.
    """
    note = data / "postmaster.pid"
    try:
        number = int(note.read_text().splitlines()[0])
    except FileNotFoundError:
        return
    except (ValueError, IndexError):
        note.unlink()
        return
    try:
        process = psutil.Process(number)
        if str(data) in process.cmdline():
            process.send_signal(signal.SIGINT)
            process.wait(LEAVING_SECONDS)
        else:
            note.unlink()
    except (psutil.NoSuchProcess, psutil.TimeoutExpired):
        return
