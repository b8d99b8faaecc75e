"""Lists what is compiled into the program, with the licence texts that must go with it.

    python3 packaging/licences.py OUT

`cargo metadata` says what the locked dependencies are for this machine. Each package's own licence
files are copied word for word. A text that several packages share stands once, below all of them.
A package that carries no text is listed with the licence it declares.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = re.compile(r"(licen[cs]e|copying|notice|unlicense|copyright)", re.IGNORECASE)


def metadata() -> dict:
    """What cargo knows of the locked dependencies on this machine."""
    host = re.search(r"^host: (\S+)$", subprocess.run(["rustc", "-vV"], check=True, capture_output=True, text=True).stdout, re.MULTILINE)
    command = ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", host.group(1)]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def linked(all_of_it: dict) -> list[dict]:
    """The packages that end up in the program: reached from it without those that only build or test it."""
    nodes = {node["id"]: node for node in all_of_it["resolve"]["nodes"]}
    macros = {p["id"] for p in all_of_it["packages"] if any("proc-macro" in t["kind"] for t in p["targets"])}
    seen, waiting = set(), [all_of_it["resolve"]["root"]]
    while waiting:
        package = waiting.pop()
        if package in seen | macros:
            continue
        seen.add(package)
        waiting += [d["pkg"] for d in nodes[package]["deps"] if any(k["kind"] is None for k in d["dep_kinds"])]
    its_own = set(all_of_it["workspace_members"])
    packages = [p for p in all_of_it["packages"] if p["id"] in seen - its_own]
    return sorted(packages, key=lambda p: (p["name"], p["version"]))


def texts(package: dict) -> list[str]:
    """The licence files of a package, as they are but for the ends of lines."""
    folder = Path(package["manifest_path"]).parent
    named = {folder / package["license_file"]} if package["license_file"] else set()
    files = named | {path for path in folder.iterdir() if path.is_file() and NAMES.match(path.name)}
    read = (path.read_text(encoding="utf-8", errors="replace") for path in sorted(files) if path.is_file())
    return [re.sub(r"[ \t]*\r?\n", "\n", text).strip("\n") for text in read]


def main(out: Path) -> None:
    packages = linked(metadata())
    line = "=" * 80
    by_text: dict[str, list[str]] = {}
    listed = []
    for package in packages:
        name = f"{package['name']} {package['version']}"
        own = texts(package)
        declared = package["license"] or ("see its text below" if own else None)
        if declared is None:
            sys.exit(f"{name} declares no licence and carries no text: look at it before it is passed on")
        listed.append(f"{name}: {declared}" + ("" if own else " (the package carries no text of it)"))
        for text in own:
            by_text.setdefault(text, []).append(name)
    parts = [
        "chiso contains the packages below, each under the licence that stands behind its name.\n"
        "Their licence texts follow.\n\n" + "\n".join(listed)
    ]
    parts += [f"{line}\n{', '.join(names)}\n{line}\n\n{text}" for text, names in sorted(by_text.items(), key=lambda item: item[1])]
    out.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print(f"{out}: {len(packages)} packages, {len(by_text)} texts")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
