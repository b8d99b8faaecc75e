"""The Python environment of the tests: a venv with exactly the packages of requirements.txt.

It lies in ~/.cache/chiso/venv (CHISO_VENV names another place) and is made anew whenever Python or the pins change.
`python3 tests/python_env.py` prepares it and prints its interpreter.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parent / "requirements.txt"
FOLDER = Path(os.environ.get("CHISO_VENV") or Path.home() / ".cache" / "chiso" / "venv")
PYTHON = FOLDER / "bin" / "python"
STAMP = FOLDER / "chiso-stamp"


def wanted() -> str:
    return f"{sys.version}\n{hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()}\n"


def ready() -> bool:
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text() == wanted()


def prepare() -> Path:
    """Makes the venv unless it is right already, and gives its interpreter."""
    if ready():
        return PYTHON
    if sys.version_info < (3, 11):
        sys.exit(f"the packages of the tests need Python 3.11 or later; this is {sys.version.split()[0]}")
    FOLDER.parent.mkdir(parents=True, exist_ok=True)
    with open(FOLDER.parent / f"{FOLDER.name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two test runs at once make it once
        if not ready():
            print(f"making {FOLDER} with the packages of {REQUIREMENTS.name}", flush=True)
            subprocess.run([sys.executable, "-m", "venv", "--clear", FOLDER], check=True)
            subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", REQUIREMENTS], check=True)
            STAMP.write_text(wanted())
    return PYTHON


def enter() -> None:
    """Goes on inside the venv: the calling script is started again by its interpreter."""
    if Path(sys.prefix).resolve() != FOLDER.resolve():
        python = prepare()
        os.execv(python, [str(python), *sys.argv])


if __name__ == "__main__":
    print(prepare())
