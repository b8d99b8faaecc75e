"""Random requests against the running API, made by schemathesis from the OpenAPI document that the API gives of itself.

Runs a chiso (argument, or CHISO) on a throw-away copy of an example. No request may make the program fail (5xx), every answer must
have a status, a media type and a body that the document describes, and what the document rules out must be refused.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import python_env

if __name__ == "__main__":
    python_env.enter()

ROOT = Path(__file__).resolve().parent.parent
# What is held against each answer.
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,negative_data_rejection"
# Requests for each address.
EXAMPLES = os.environ.get("CHISO_API_EXAMPLES", "20")


def main() -> int:
    chiso = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ["CHISO"]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "cashland"
        shutil.copytree(ROOT / "examples" / "cashland", project, ignore=shutil.ignore_patterns("lake"))
        subprocess.run([chiso, "run", "--quiet", "--project", project], check=True, stdout=subprocess.DEVNULL)
        serve = [chiso, "serve", "--listen", "127.0.0.1:0", "--project", project]
        with subprocess.Popen(serve, stderr=subprocess.PIPE, text=True) as server:
            try:
                address = next(line.split("listening on ")[1].strip() for line in server.stderr if "listening on" in line)
                fuzz = [Path(sys.executable).parent / "schemathesis", "run", f"{address}/api/v1/openapi.json", "--checks", CHECKS]
                fuzz += ["--max-examples", EXAMPLES, "--phases", "examples,coverage,fuzzing", "--seed", "1", "--no-color"]
                ended = subprocess.run(fuzz, cwd=folder, check=False).returncode
            finally:
                server.terminate()
    return ended


if __name__ == "__main__":
    sys.exit(main())
