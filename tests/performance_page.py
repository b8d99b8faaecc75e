"""docs/PERFORMANCE.md by its parts: each script that measures writes its own, and the others stay as they were."""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "PERFORMANCE.md"


def put(part: str, text: str) -> None:
    """Writes a part: the head of the page, or the section of that name."""
    parts = re.split(r"(?m)^(?=## )", PAGE.read_text())
    names = [p.split("\n")[0].removeprefix("## ").strip() for p in parts]
    names[0] = "head"
    written = text.strip("\n") + "\n\n" if part == "head" else f"## {part}\n\n{text.strip(chr(10))}\n\n"
    if part in names:
        parts[names.index(part)] = written
    else:
        parts.append("\n" + written if not parts[-1].endswith("\n\n") else written)
    PAGE.write_text("".join(parts).rstrip("\n") + "\n")
