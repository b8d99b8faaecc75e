"""The wheel and the Debian package, as a user takes them: installed, and the program run from there.

    python3 tests/packages.py [options of `maturin build`, as in: --profile release]

The wheel goes into a fresh virtual environment without a network; `chiso init`, `run` and
`scorecard` run from it, in a new project. What must go with a program is looked for in both.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
import zipfile
from pathlib import Path
from shutil import which

ROOT = Path(__file__).resolve().parent.parent
VERSION = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["package"]["version"]


def output(*command: str | Path, cwd: Path | None = None) -> str:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("CHISO_", "PYTHON"))}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def check(what: str, holds: bool) -> None:
    if not holds:
        sys.exit(f"FAILED: {what}")
    print(f"ok: {what}")


def what_goes_with_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        info = f"chiso-{VERSION}.dist-info"
        licences = archive.read(f"{info}/licenses/THIRD-PARTY-LICENCES.txt").decode()
        sboms = [name for name in names if name.startswith(f"{info}/sboms/")]
        parts = json.loads(archive.read(sboms[0]))["components"]
        metadata = archive.read(f"{info}/METADATA").decode()
    check("the wheel carries the program by its name", f"chiso-{VERSION}.data/scripts/chiso" in names)
    check("the wheel carries chiso's own licence", f"{info}/licenses/LICENSE" in names)
    check("its metadata names version and licence", f"\nVersion: {VERSION}\n" in metadata and "\nLicense-Expression: Apache-2.0\n" in metadata)
    listed = re.findall(r"^(\S+) (\d\S*): ", licences, re.MULTILINE)
    versions = {(part["name"], part["version"]) for part in parts}
    check(f"licences of {len(listed)} packages, polars, arrow and parquet among them", {"polars", "arrow", "parquet"} <= {name for name, _ in listed})
    missing = [package for package in listed if package not in versions]
    check(f"the list of parts has {len(parts)}, with all of these", not missing and len(parts) >= len(listed))


def fresh_environment(wheel: Path, folder: Path) -> None:
    venv.create(folder / "venv", with_pip=True)
    output(folder / "venv/bin/python", "-m", "pip", "install", "--quiet", "--no-index", "--disable-pip-version-check", wheel)
    chiso = folder / "venv/bin/chiso"
    check("the installed program says its version", output(chiso, "--version") == f"chiso {VERSION}\n")
    output(chiso, "init", "office", cwd=folder)
    check("`chiso run` publishes", "published release" in output(chiso, "run", cwd=folder / "office"))
    rows = json.loads(output(chiso, "scorecard", "--format", "json", cwd=folder / "office"))
    check(f"`chiso scorecard` shows {len(rows)} verdicts", len(rows) > 0 and all(row["verdict"] for row in rows))


def debian_package(wheel: Path, folder: Path) -> None:
    os.environ.setdefault("DPKG_DEB_COMPRESSOR_TYPE", "none")  # what is tested is not how small it gets
    print(output(ROOT / "packaging/deb.sh", wheel, folder), end="")
    (package,) = folder.glob("chiso_*.deb")
    output("dpkg-deb", "-x", package, folder / "root")
    check("the Debian package names the version", output("dpkg-deb", "-f", package, "Version").strip() == VERSION)
    check("its program runs", output(folder / "root/usr/bin/chiso", "--version") == f"chiso {VERSION}\n")
    unit = (folder / "root/usr/lib/systemd/system/chiso.service").read_text()
    check("its unit starts that program", "\nExecStart=/usr/bin/chiso serve " in unit)
    for name in ["copyright", "THIRD-PARTY-LICENCES.txt"]:
        check(f"it carries {name}", (folder / "root/usr/share/doc/chiso" / name).stat().st_size > 0)


def main(options: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([sys.executable, ROOT / "packaging/wheel.py", folder / "dist", *options], check=True)
        (wheel,) = (folder / "dist").glob("*.whl")
        what_goes_with_it(wheel)
        fresh_environment(wheel, folder)
        if which("dpkg-deb") and which("objdump"):
            debian_package(wheel, folder)
        elif os.environ.get("CHISO_REQUIRE") == "all":
            sys.exit("CHISO_REQUIRE=all, but dpkg-deb or objdump is not here")
        else:
            print("skipped: dpkg-deb or objdump is not here, so no Debian package is made")


if __name__ == "__main__":
    main(sys.argv[1:])
