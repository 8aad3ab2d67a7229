"""How much memory, time and disk a process may take that opens files of strangers."""

import os
import resource
from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bytes of address space, seconds of computing, bytes of a written file."""

    memory: int
    seconds: int
    file: int


READING = Limits(memory=512 * MEGABYTE, seconds=2, file=32 * MEGABYTE)
OFFICE = Limits(memory=4096 * MEGABYTE, seconds=25, file=256 * MEGABYTE)
CASE_FILE = Limits(memory=2048 * MEGABYTE, seconds=300, file=32 * MEGABYTE)
SIGNATURE = Limits(memory=768 * MEGABYTE, seconds=5, file=MEGABYTE)
INSPECTING = Limits(memory=1024 * MEGABYTE, seconds=10, file=MEGABYTE)
DRAWING = Limits(memory=1536 * MEGABYTE, seconds=15, file=MEGABYTE)


def put(limits: Limits, pid: int = 0) -> None:
    """Put a process under limits for the rest of its life; 0 is this one.

    When its seconds are used up it gets SIGXCPU, and SIGKILL a second later.
    """
    used = 0 if pid else int(sum(os.times()[:2])) + 1
    seconds = limits.seconds + used
    for kind, soft, hard in (
        (resource.RLIMIT_AS, limits.memory, limits.memory),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_FSIZE, limits.file, limits.file),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        _, allowed = resource.prlimit(pid, kind)
        hard = hard if allowed == resource.RLIM_INFINITY else min(hard, allowed)
        resource.prlimit(pid, kind, (min(soft, hard), hard))
