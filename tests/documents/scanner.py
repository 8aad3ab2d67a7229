"""A server that speaks ClamAV's INSTREAM and misbehaves; `clamav` has the real one."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The test file of all scanners; in two parts, so that none takes offence at this one."""
Say = Callable[[socket.socket, bytes], None]


def saying(answer: bytes) -> Say:
    return lambda line, data: line.sendall(answer)


@contextmanager
def scanner(say: Say) -> Iterator[str]:
    """The address at which it listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_serve, args=(server, say), daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)


def _serve(server: socket.socket, say: Say) -> None:
    while True:
        try:
            line, _ = server.accept()
        except OSError:
            return
        with line:
            say(line, _received(line))


def _received(line: socket.socket) -> bytes:
    assert _exactly(line, 10) == b"zINSTREAM\0"
    data = b""
    while size := struct.unpack(">I", _exactly(line, 4))[0]:
        data += _exactly(line, size)
    return data


def _exactly(line: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = line.recv(size - len(data))
        if not more:
            raise EOFError
        data += more
    return data
