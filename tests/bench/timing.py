"""Measure things side by side: they take turns, so that a busy machine slows all of them."""

import http.client
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median, quantiles

Work = Callable[[], object]


@dataclass(frozen=True)
class Spread:
    """Milliseconds: the middle one, and the one that 95 of 100 stay below."""

    p50: float
    p95: float


def spread(times: list[float]) -> Spread:
    return Spread(median(times), quantiles(times, n=20)[-1] if len(times) > 1 else times[0])


def timed(work: Work, count: int) -> list[float]:
    """Milliseconds of so many repetitions."""
    times = []
    for _ in range(count):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return times


@dataclass(frozen=True)
class Measured:
    """Medians over all rounds; `ratio` is the median of each round's p50 over the first work's."""

    name: str
    spread: Spread
    ratio: float


def side_by_side(works: Mapping[str, list[Work]], *, rounds: int, count: int) -> list[Measured]:
    """Each work is done by as many threads as it has callables, `count` times by each of them."""
    results: dict[str, list[Spread]] = {name: [] for name in works}
    for number in range(rounds):
        turns = list(works.items())
        for name, workers in turns if number % 2 else turns[::-1]:
            with ThreadPoolExecutor(len(workers)) as pool:
                times = list(pool.map(lambda work: timed(work, count), workers))
            results[name].append(spread([t for each in times for t in each]))
    first = next(iter(results.values()))
    return [
        Measured(
            name,
            Spread(median(s.p50 for s in spreads), median(s.p95 for s in spreads)),
            median(mine.p50 / its.p50 for mine, its in zip(first, spreads, strict=True)),
        )
        for name, spreads in results.items()
    ]


class Client:
    """A signed-in browser's keep-alive connection."""

    def __init__(self, port: int, session: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.used = 0.0
        self.headers = {
            "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> str:
        """The answer's text; an AssertionError where it is not 200."""
        if time.monotonic() > self.used + 5:
            self.connection.close()  # servers end what is idle; http.client connects again
        self.used = time.monotonic()
        self.connection.request(method, path, body.encode(), self.headers | headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        assert answer.status == 200, f"{answer.status} {path}: {text[:500]}"
        return text


TOKEN = "b" * 32
