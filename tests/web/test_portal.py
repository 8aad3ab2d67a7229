"""`manage.py portal`: one command that keeps web server and worker alive."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def test_taken_port_is_refused_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"127.0.0.1:{port} ist nicht frei"):
            call_command("portal", port=port)


@pytest.mark.hostile
def test_killed_children_come_back_and_sigterm_ends_all(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {"WIRPORTAL_DATA": str(tmp_path), "WIRPORTAL_DEMO": "0", "WEB_WORKERS": "1"}
    portal = subprocess.Popen(
        [sys.executable, "-m", "django", "portal", "--port", str(port)], env=environment
    )
    try:
        wait_for(lambda: answers(port))
        killed = children(portal.pid)
        for child in killed:
            os.kill(child, signal.SIGKILL)
        wait_for(lambda: len(children(portal.pid) - killed) == len(killed) and answers(port))
        portal.terminate()
        assert portal.wait(30) == 0
        assert not answers(port)
    finally:
        portal.kill()


def children(pid: int) -> set[int]:
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def wait_for(happens: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)
