"""Reading resume files as an upload does: share read, seconds for each file, and the memory of the process that opens it.

Without ``--files`` the files are generated here.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks import measuring
from benchmarks.measuring import Goal, Times, rounded
from jobboard.filling.texts import pdf_of, resume_text

GENERATED = 12
MOST_SECONDS = 10
MOST_MB = 512
# A fresh process for each file, so that the peak over its children is the peak of the one that opened this file.
MEASURED = """
import json, resource, sys, time
from pathlib import Path
from reading.resumes import Refused, read_file
path = Path(sys.argv[1])
data = path.read_bytes()
began = time.perf_counter()
try:
    answer = "read" if read_file(data, path.name).text.strip() else "empty"
except Refused as refusal:
    answer = refusal.kind
seconds = time.perf_counter() - began
print(json.dumps([answer, seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024]))
"""


def main(arguments: Sequence[str]) -> None:
    parser = measuring.parser(__doc__ or "")
    parser.add_argument("--files", type=Path, help="a folder of resume files; each is read once")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.files or generated(Path(scratch))
        files = sorted(path for path in folder.iterdir() if path.is_file())
        measuring.report(reading_goals(files), as_json=options.json, files=len(files))


def generated(folder: Path) -> Path:
    for number in range(GENERATED):
        (folder / f"resume_{number:02d}.pdf").write_bytes(pdf_of(resume_text(2, number)))
    return folder


def reading_goals(files: Sequence[Path]) -> list[Goal]:
    answers: Counter[str] = Counter()
    times, memory = Times(), []
    for path in files:
        answer, seconds, megabytes = measured(path)
        answers[answer] += 1
        times.wall.append(seconds)
        memory.append((megabytes, path.name))
    share = answers["read"] / max(1, len(files))
    most, largest = max(memory)
    slowest = max(zip(times.wall, (path.name for path in files), strict=True))
    refused = ", ".join(f"{kind} {number}" for kind, number in sorted(answers.items()) if kind != "read")
    return [
        Goal("read", f"files read of {len(files)}; not read: {refused or 'none'}", {"share": rounded(share)}, None, None,
             "reported", None),
        Goal("seconds", f"one file, from bytes to text, process start included; slowest: {slowest[1]}",
             {"median": rounded(times.median), "worst": rounded(slowest[0])}, None, None,
             f"worst <= {MOST_SECONDS} s", slowest[0] <= MOST_SECONDS),
        Goal("memory", f"peak resident memory of the process that opens the file; largest: {largest}",
             {"median_mb": rounded(sorted(memory)[len(memory) // 2][0]), "worst_mb": rounded(most)}, None, None,
             f"worst <= {MOST_MB} MB", most <= MOST_MB),
    ]  # fmt: skip


def measured(path: Path) -> tuple[str, float, float]:
    """What reading gave (or the kind of refusal), seconds, and megabytes at the child's peak."""
    done = subprocess.run([sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=True)
    answer, seconds, megabytes = json.loads(done.stdout.splitlines()[-1])
    return answer, seconds, megabytes


if __name__ == "__main__":
    main(sys.argv[1:])
