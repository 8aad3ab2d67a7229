"""Ask ClamAV about a file, over its socket: its INSTREAM command, and nothing else."""

import socket
import struct
import time
from contextlib import suppress

SECONDS = 60
"""For the whole conversation; who is slower is asked again another time."""
LIMITS = "Heuristics.Limits.Exceeded"
"""What it has found begins so where it did not look through all of the file (AlertExceedsMax)."""
_CHUNK, _ANSWER = 64 * 1024, 4_096


class ScannerAway(Exception):
    """The scanner is down, slow, or says something else than yes or no; its words, or why."""


def scan(data: bytes, address: str, seconds: float = SECONDS) -> str:
    """The name of what was found; "" where nothing was. Raises ScannerAway.

    Args:
        address: "/run/clamav/clamd.ctl" or "host:3310".
    """
    until = time.monotonic() + seconds
    try:
        with _connected(address, seconds) as line:
            _send(line, data, until)
            said = _answer(line, until)
    except (OSError, ValueError) as problem:
        raise ScannerAway(str(problem)) from problem
    if said == "stream: OK":
        return ""
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return said.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerAway(said)


def _connected(address: str, seconds: float) -> socket.socket:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(seconds)
        line.connect(address)
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)


def _send(line: socket.socket, data: bytes, until: float) -> None:
    """All of it. Who hangs up before has said why; whatever that is, it is no yes and no no."""
    try:
        line.sendall(b"zINSTREAM\0")
        for at in range(0, len(data), _CHUNK):
            _wait_at_most(line, until)
            chunk = data[at : at + _CHUNK]
            line.sendall(struct.pack(">I", len(chunk)) + chunk)
        line.sendall(struct.pack(">I", 0))
    except ConnectionError as problem:
        with suppress(OSError, ValueError):
            raise ScannerAway(_answer(line, until)) from problem
        raise


def _answer(line: socket.socket, until: float) -> str:
    said = b""
    while not said.endswith(b"\0"):
        _wait_at_most(line, until)
        more = line.recv(_ANSWER)
        if not more or len(said) > _ANSWER:
            raise ValueError("cut off")
        said += more
    return said.rstrip(b"\0").decode(errors="replace").strip()


def _wait_at_most(line: socket.socket, until: float) -> None:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("too slow")
    line.settimeout(left)
