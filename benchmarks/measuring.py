"""Timing, and the one document each benchmark prints."""

import argparse
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Any

REPETITIONS = 25
SHORTEST = 0.01
MOST_CALLS = 1000


@dataclass(slots=True)
class Times:
    """Seconds of each repetition: on the wall, and of this process's processor time."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.wall)

    @property
    def cpu_median(self) -> float:
        return statistics.median(self.cpu)

    def percentile(self, share: float) -> float:
        """The smallest measured time that ``share`` of the repetitions do not exceed."""
        ordered = sorted(self.wall)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(frozen=True, slots=True)
class Goal:
    """``ours`` and ``beside`` carry their unit in their keys. ``met`` is None where nothing can be said yet."""

    id: str
    what: str
    ours: Mapping[str, float] | None
    beside: Mapping[str, float] | None
    ratio: float | None
    goal: str
    met: bool | None


def interleaved(works: Mapping[str, Callable[[], Any]], *, repetitions: int = REPETITIONS) -> dict[str, Times]:
    """Seconds of one call of each work. Every round times them all, in an order drawn anew, so that a busy neighbour
    disturbs them alike; a work of microseconds is called until ``SHORTEST`` has passed, so that no work pays for the
    caches the one before has filled.
    """
    times = {name: Times() for name in works}
    calls = {name: _calls_needed(work) for name, work in works.items()}
    draw, order = Random("order"), list(works)
    for _ in range(repetitions):
        draw.shuffle(order)
        for name in order:
            work, count = works[name], calls[name]
            cpu, wall = time.process_time(), time.perf_counter()
            for _ in range(count):
                work()
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            times[name].wall.append(wall / count)
            times[name].cpu.append(cpu / count)
    return times


def _calls_needed(work: Callable[[], Any]) -> int:
    work()  # what is made on first use is made now
    began = time.perf_counter()
    work()
    return max(1, min(MOST_CALLS, round(SHORTEST / max(time.perf_counter() - began, 1e-9))))


def judged(holds: bool, size: int, named: int) -> bool | None:
    """A goal that fails at the size measured is not met; one that holds below the size it names is not shown yet."""
    return (True if size >= named else None) if holds else False


def milliseconds(times: Times) -> dict[str, float]:
    return {"ms": rounded(times.median * 1e3), "cpu_ms": rounded(times.cpu_median * 1e3)}


def rounded(value: float) -> float:
    """Four significant digits."""
    return float(f"{value:.4g}")


def memory_mb() -> float:
    """Resident memory of this process now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)


def parser(description: str) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=description)
    made.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    made.add_argument("--repetitions", type=int, default=REPETITIONS)
    return made


def machine(**more: Any) -> dict[str, Any]:
    return {
        "cpus": os.cpu_count(),
        "load": [round(load, 2) for load in os.getloadavg()],
        "python": platform.python_version(),
        "system": platform.platform(),
        **more,
    }


def report(goals: list[Goal], *, as_json: bool, **about: Any) -> None:
    document = {"goals": [asdict(goal) for goal in goals], "machine": machine(**about)}
    if as_json:
        sys.stdout.write(json.dumps(document) + "\n")
        return
    words = {True: "met", False: "NOT MET", None: "-"}
    for goal in goals:
        ratio = "" if goal.ratio is None else f"{goal.ratio:g}"
        sys.stdout.write(f"{goal.id:<14} {words[goal.met]:<8} {ratio:<9} goal: {goal.goal}\n    {goal.what}\n")
        for name, values in (("ours", goal.ours), ("beside", goal.beside)):
            if values:
                sys.stdout.write(f"    {name}: {', '.join(f'{key} {value:g}' for key, value in values.items())}\n")
    sys.stdout.write(f"{json.dumps(document['machine'])}\n")
