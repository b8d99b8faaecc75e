"""Makes a Python wheel that carries the program, its licences and a list of its parts (SBOM).

    python3 packaging/wheel.py FOLDER [options of `maturin build`, as in: --profile release]

The wheel fits Python 3.9 or later on this kind of machine. Who installs it needs no compiler.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "packaging"
sys.path.insert(0, str(ROOT / "tests"))
import python_env  # noqa: E402


def main(folder: Path, options: list[str]) -> None:
    shutil.copyfile(ROOT / "LICENSE", HERE / "wheel" / "LICENSE")
    licences = HERE / "wheel" / "THIRD-PARTY-LICENCES.txt"
    subprocess.run([sys.executable, HERE / "licences.py", licences], check=True)
    maturin = python_env.prepare().parent / "maturin"
    command = [maturin, "build", "--locked", "--out", folder.resolve(), *options]
    subprocess.run(command, cwd=HERE / "wheel", check=True)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2:] or ["--release"])
