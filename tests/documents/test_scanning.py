"""Yes and no by a real ClamAV; then answers that it cannot be made to give, by a server of ours."""

import io
import os
import socket
import threading
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from tests.documents import attachments as files
from tests.documents.clamav import FOUND, Clamd, clamav
from tests.documents.scanner import EICAR, saying, scanner
from tests.serve import free_port
from wirportal.documents.reading.formats import BYTES
from wirportal.documents.scanning import LIMITS, ScannerAway, scan

pytestmark = pytest.mark.documents


def packed(data: bytes, times: int = 1) -> bytes:
    """In a ZIP, in a ZIP …"""
    for _ in range(times):
        with zipfile.ZipFile(file := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("inhalt", data)
        data = file.getvalue()
    return data


def large_part() -> bytes:
    """A Word file with a part almost as large as the portal takes, and the end of it is bad."""
    part = os.urandom(400_000) + bytes(39_000_000) + EICAR
    return files.added(files.word(), {"customXml/item1.xml": part})


# --- the real one ---------------------------------------------------------------------------------

HARMLESS: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "text": lambda: b"harmlos",
    "PDF": files.pdf,
    "picture": files.png,
    "Word": files.word,
    "as large as may be": lambda: os.urandom(BYTES),
}
HARMFUL: dict[str, Callable[[], bytes]] = {
    "alone": lambda: EICAR,
    "behind a picture": lambda: files.jpeg() + EICAR,
    "at the end of a large file": lambda: os.urandom(BYTES - len(EICAR)) + EICAR,
    "in a ZIP": lambda: packed(EICAR),
    "in a ZIP in a ZIP": lambda: packed(EICAR, 3),
    "in a Word file": lambda: files.added(files.word(), {"customXml/item1.xml": EICAR}),
    "in a table": lambda: files.added(files.sheet(), {"xl/media/image1.png": EICAR}),
    "in a text document": lambda: files.added(files.odt(), {"Pictures/1.png": EICAR}),
    "in a large part": large_part,
}


@pytest.mark.parametrize("case", HARMLESS)
def test_what_is_harmless_passes(clamd: Clamd, case: str) -> None:
    assert scan(HARMLESS[case](), clamd.address) == ""


@pytest.mark.parametrize("case", HARMFUL)
def test_what_is_harmful_is_found(clamd: Clamd, case: str) -> None:
    assert scan(HARMFUL[case](), clamd.address) == FOUND


def test_a_port_serves_as_well_as_a_socket() -> None:
    port = free_port()
    with clamav(TCPSocket=str(port), TCPAddr="127.0.0.1"):
        assert scan(b"harmlos", f"127.0.0.1:{port}") == ""
        assert scan(files.jpeg() + EICAR, f"127.0.0.1:{port}") == FOUND


@pytest.mark.parametrize("reached_by", ["socket", "port"])
def test_a_file_above_its_limit_is_not_clean_and_says_why(reached_by: str) -> None:
    """ClamAV hangs up while we still send: its reason must not get lost, an operator needs it."""
    port = free_port()
    with clamav(StreamMaxLength="1M", TCPSocket=str(port), TCPAddr="127.0.0.1") as daemon:
        address = daemon.address if reached_by == "socket" else f"127.0.0.1:{port}"
        assert scan(bytes(1_000_000), address) == ""
        for size in (2_000_000, BYTES):
            with pytest.raises(ScannerAway, match="INSTREAM size limit exceeded"):
                scan(bytes(size), address)


LIMITED: dict[str, tuple[dict[str, str], Callable[[], bytes]]] = {
    "nested too deeply": ({}, lambda: packed(EICAR, 20)),
    "too large": ({"MaxFileSize": "1M"}, lambda: EICAR + bytes(2_000_000)),
    "unfolds to too much": ({"MaxScanSize": "1M"}, lambda: packed(bytes(5_000_000) + EICAR)),
    "takes too long": ({"MaxScanTime": "1"}, lambda: os.urandom(BYTES)),
}


@pytest.mark.parametrize("case", LIMITED)
def test_what_it_has_not_looked_through_is_not_clean(case: str) -> None:
    """As docs/operate.md sets it up: without that line it says OK to all of these."""
    options, build = LIMITED[case]
    with clamav(**options) as daemon:
        assert scan(build(), daemon.address).startswith(LIMITS)


def test_it_freezes_and_goes_on() -> None:
    with clamav() as daemon:
        daemon.freeze()
        for data in (EICAR, bytes(BYTES)):  # the one fits into the socket's buffer
            with pytest.raises(ScannerAway, match=r"timed out|too slow"):
                scan(data, daemon.address, seconds=0.3)
        daemon.thaw()
        assert scan(EICAR, daemon.address) == FOUND


def test_it_is_killed_in_the_middle_and_comes_back() -> None:
    with clamav() as daemon:

        class Fatal(bytes):
            def __getitem__(self, part: Any) -> Any:
                if part.start > BYTES // 2:
                    daemon.kill()
                return super().__getitem__(part)

        with pytest.raises(ScannerAway):
            scan(Fatal(BYTES), daemon.address)
        with pytest.raises(ScannerAway):
            scan(b"harmlos", daemon.address)
        daemon.start()
        assert scan(b"harmlos", daemon.address) == ""


# --- what it cannot be made to do -----------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [b"", b"stream: O", b"\0", b"UNKNOWN COMMAND\0", b"stream: x ERROR\0", b"x" * 10_000],
)
def test_what_is_neither_yes_nor_no_is_no_answer(answer: bytes) -> None:
    with scanner(saying(answer)) as address, pytest.raises(ScannerAway):
        scan(b"harmlos", address)


def test_a_yes_before_the_end_is_none() -> None:
    """Nobody can know that a file is clean before having seen all of it."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hasty() -> None:
            line, _ = server.accept()
            with line:
                line.sendall(b"stream: OK\0")

        threading.Thread(target=hasty, daemon=True).start()
        with pytest.raises(ScannerAway):
            scan(bytes(BYTES), f"127.0.0.1:{server.getsockname()[1]}")


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
