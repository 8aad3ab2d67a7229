"""Run a command of ours in a process of its own, which may fail, hang or run out of memory."""

import os
import signal
import subprocess
import sys
from contextlib import suppress

_ENVIRONMENT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV")


def run(module: str, *arguments: str, seconds: float) -> tuple[int, bytes]:
    """`python -m module arguments`: its exit status and what it said to stderr.

    Raises subprocess.TimeoutExpired. Nothing it has started is left when this returns.
    """
    running = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={key: os.environ[key] for key in _ENVIRONMENT if key in os.environ},
    )
    try:
        _, said = running.communicate(timeout=seconds)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    return running.returncode, said
