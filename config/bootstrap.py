#!/usr/bin/env python3
"""Make the virtual environment under .venv/ match a lock file, then become the command that follows.

    python3 config/bootstrap.py runtime|dev [SCRIPT [ARGUMENT…]]

Needs nothing but Python 3.11 or newer. Does nothing where the environment matches already: a hash of the lock is kept
in it. The development lock holds everything the runtime lock does, so an environment for development serves both.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "entente-locks"
LOCKS = {"runtime": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}
INSTALLER = ROOT / "requirements-uv.txt"
BEGAN = float(os.environ.setdefault("ENTENTE_STARTED", str(time.time())))


def main(arguments):
    """Make the environment ready and run what the arguments say in it."""
    if sys.version_info < OLDEST:
        become_newer_python()
    wanted, script = arguments[0], arguments[1:]
    os.chdir(ROOT)
    with Path(__file__).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two makes at once: the second waits for the first
        if fingerprint(wanted) not in serving():
            install("dev" if holds_dev() else wanted)
    if script:
        keep_bytecode()
        os.execv(PYTHON, [str(PYTHON), *script])  # noqa: S606 -- the script is ours


def keep_bytecode():
    """Where Python may not write beside the sources, let it keep what it compiled in the environment."""
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ["PYTHONPYCACHEPREFIX"] = str(VENV / "bytecode")


def serving():
    """The fingerprints of the locks the environment satisfies: of the one installed, and of those it contains."""
    return STAMP.read_text().split() if STAMP.exists() and works("import django") else ()


def holds_dev():
    """Whether the environment was last made for development; then it stays one."""
    return STAMP.exists() and len(STAMP.read_text().split()) > 1


def fingerprint(wanted):
    """What changes when this lock changes."""
    return hashlib.sha256(LOCKS[wanted].read_bytes()).hexdigest()


def install(wanted):
    """Bring the environment in line with the lock, exactly: nothing more, nothing less, every file's hash checked."""
    say("environment: installing what " + LOCKS[wanted].name + " lists")
    STAMP.unlink(missing_ok=True)
    if not works("import pip"):
        make_venv()
    quiet_pip = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes"]
    call([*quiet_pip, "-r", INSTALLER])
    call([VENV / "bin" / "uv", "pip", "sync", "-q", "--python", PYTHON, "--require-hashes", LOCKS[wanted]])
    satisfied = ["runtime", "dev"] if wanted == "dev" else ["runtime"]
    STAMP.write_text("\n".join(fingerprint(name) for name in satisfied))
    say("environment ready")


def works(statement):
    """Whether the environment's Python runs this statement."""
    return (
        PYTHON.exists() and subprocess.run([PYTHON, "-c", statement], check=False, capture_output=True).returncode == 0
    )


def make_venv():
    """Make .venv afresh; what stands there does not work."""
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", VENV], check=False, capture_output=True, text=True)
    if made.returncode != 0:
        sys.exit(
            made.stdout + made.stderr + "\nentente: Python could not make a virtual environment. On Debian and Ubuntu "
            "install the package python3-venv, then try again."
        )


def call(command):
    """Run a step that prints only what goes wrong; stop with it where it does."""
    if subprocess.run([str(part) for part in command], check=False).returncode != 0:
        sys.exit("entente: could not install the requirements; the lines above say why.")


def become_newer_python():
    """Start again with a newer Python of this machine, or stop and say what is missing."""
    for minor in range(14, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer and subprocess.call([newer, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(newer, [newer, *sys.argv])  # noqa: S606 -- found on PATH, as python3 was
    sys.exit("entente: Python 3.11 or newer is needed; this is " + sys.version.split()[0] + " at " + sys.executable)


def say(line):
    """One line of progress, with the seconds since the start."""
    print(f"[{time.time() - BEGAN:5.1f}s] {line}", flush=True)  # noqa: T201 -- for the person at the terminal


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
