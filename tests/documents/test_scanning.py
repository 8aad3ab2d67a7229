"""ClamAV's protocol, spoken with a real server on a socket: yes, no, and everything else."""

import socket
import threading
from pathlib import Path

import pytest

from tests.documents.scanner import EICAR, saying, scanner
from wirportal.documents.scanning import ScannerAway, scan

pytestmark = pytest.mark.documents


def test_harmless_and_harmful_are_told_apart() -> None:
    with scanner() as address:
        assert scan(b"harmlos", address) == ""
        assert scan(b"", address) == ""
        assert scan(bytes(300_000) + EICAR, address) == "Eicar-Test-Signature"


def test_a_socket_in_the_file_system_serves_too(tmp_path: Path) -> None:
    with scanner(path=str(tmp_path / "clamd.ctl")) as address:
        assert scan(b"harmlos", address) == ""
        assert scan(EICAR, address) == "Eicar-Test-Signature"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"stream: O",
        b"\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"UNKNOWN COMMAND\0",
        b"x" * 10_000,
    ],
)
def test_what_is_neither_yes_nor_no_is_no_answer(answer: bytes) -> None:
    with scanner(saying(answer)) as address, pytest.raises(ScannerAway):
        scan(b"harmlos", address)


def test_who_hangs_is_given_up() -> None:
    done = threading.Event()

    def hang(line: socket.socket, data: bytes) -> None:
        done.wait(5)

    with scanner(hang) as address, pytest.raises(ScannerAway):
        scan(b"harmlos", address, seconds=0.1)
    done.set()


def test_who_drips_is_given_up() -> None:
    """Each byte comes in time, the answer never does."""
    done = threading.Event()

    def drip(line: socket.socket, data: bytes) -> None:
        try:
            while not done.wait(0.02):
                line.sendall(b"s")
        except OSError:
            pass

    with scanner(drip) as address, pytest.raises(ScannerAway):
        scan(b"harmlos", address, seconds=0.2)
    done.set()


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nirgends/clamd.ctl", "ohne-port", "a:b"])
def test_nobody_there_is_no_answer(address: str) -> None:
    with pytest.raises(ScannerAway):
        scan(b"harmlos", address)
