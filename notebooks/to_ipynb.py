"""Makes NN_*.ipynb of NN_*.py (percent format: `# %%` begins a cell, `# %% [markdown]` a cell of text). No outputs are kept.

`python3 notebooks/to_ipynb.py` writes them; with `--check` it only says which are not what their script makes.
"""

import json
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def cells(text):
    """Kind and lines of each cell."""
    found = []
    for line in text.splitlines():
        if line.startswith("# %%"):
            found.append(("markdown" if "[markdown]" in line else "code", []))
        elif found:
            found[-1][1].append(line)
        elif line.strip():
            raise SystemExit("a script begins with a cell: `# %%`")
    return found


def cell(number, kind, lines):
    if kind == "markdown":
        lines = [line.removeprefix("#").removeprefix(" ") for line in lines]
    source = "\n".join(lines).strip("\n").splitlines(keepends=True)
    made = {"cell_type": kind, "id": f"cell-{number:02}", "metadata": {}, "source": source}
    return made if kind == "markdown" else {**made, "execution_count": None, "outputs": []}


def notebook(script):
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made = [cell(i, kind, lines) for i, (kind, lines) in enumerate(cells(script), 1)]
    whole = {"cells": made, "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def main():
    stale = []
    for script in sorted(FOLDER.glob("[0-9][0-9]_*.py")):
        made, path = notebook(script.read_text("utf-8")), script.with_suffix(".ipynb")
        if path.exists() and path.read_text("utf-8") == made:
            continue
        stale.append(path.name)
        if "--check" not in sys.argv:
            path.write_text(made, "utf-8")
    if stale and "--check" in sys.argv:
        raise SystemExit(f"{', '.join(stale)}: not what the script makes; run python3 notebooks/to_ipynb.py")


if __name__ == "__main__":
    main()
