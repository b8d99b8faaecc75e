"""Two machines and one bucket: a lake goes on elsewhere, one machine works at a time, and what a run did is never lost.

Runs a chiso (argument, or CHISO) on two copies of an example project against a server of the S3 API (moto) on this machine.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import python_env

if __name__ == "__main__":
    python_env.enter()

import boto3
import duckdb

ROOT = Path(__file__).resolve().parent.parent
KEYS = {"OFFICE_ACCESS": "an-access-key", "OFFICE_SECRET": "a-secret-key"}
DECLARED = """
[object_storage]
bucket = "office"
region = "us-east-1"
prefix = "thống kê/lake"
endpoint = "http://127.0.0.1:{port}"
access_key = {{ env = "OFFICE_ACCESS" }}
secret_key = {{ env = "OFFICE_SECRET" }}
"""
# What a machine has for itself.
OWN = ("ledger.db", "ops", "cache", ".lock", ".serve.lock", "object-storage.json")


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Machine:
    def __init__(self, chiso: Path, folder: Path, port: int):
        self.chiso, self.folder = chiso, folder
        shutil.copytree(ROOT / "examples" / "cashland", folder, ignore=shutil.ignore_patterns("lake"))
        with open(folder / "chiso.toml", "a", encoding="utf-8") as toml:
            toml.write(DECLARED.format(port=port))

    def run(self, *args: str, expect: int = 0, **env: str) -> str:
        command = [self.chiso, "--project", self.folder, *(args or ("run", "--quiet"))]
        ended = subprocess.run(command, env=os.environ | KEYS | env, capture_output=True, text=True, check=False)
        said = ended.stdout + ended.stderr
        assert ended.returncode == expect or (expect < 0 and ended.returncode != 0), f"{args}: {ended.returncode}\n{said}"
        return said

    def lake(self) -> dict[str, bytes]:
        root = self.folder / "lake"
        found = {}
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root).as_posix()
            if name.split("/")[0] in OWN or (root / "published") in path.parents:
                continue
            if path.is_symlink():
                found[name] = os.readlink(path).encode()
            elif path.is_file():
                found[name] = path.read_bytes()
        return found


def say(text: str) -> None:
    print(f"ok  {text}", flush=True)


def main() -> None:
    chiso = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ["CHISO"]).resolve()
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        storage = subprocess.Popen(
            [Path(sys.executable).parent / "moto_server", "-H", "127.0.0.1", "-p", str(port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        try:
            checks(chiso, Path(folder), port, storage)
        finally:
            storage.kill()
            storage.wait()


def checks(chiso: Path, folder: Path, port: int, storage: subprocess.Popen) -> None:
    address = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            urllib.request.urlopen(address, timeout=1)
            break
        except OSError:
            time.sleep(0.05)
    bucket = boto3.client("s3", endpoint_url=address, region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="y")
    one, two = (Machine(chiso, folder / name, port) for name in ("one", "two"))

    said = one.run(expect=-1)
    assert "NoSuchBucket" in said and "make the bucket" in said, said
    bucket.create_bucket(Bucket="office")
    say("a bucket that is not there is named with the remedy, before anything is done")

    one.run()
    listed = {
        o["Key"].removeprefix("thống kê/lake/"): o["Size"]
        for page in bucket.get_paginator("list_objects_v2").paginate(Bucket="office")
        for o in page["Contents"]
    }
    lake = one.lake()
    files = {name: len(data) for name, data in lake.items() if name != "published"}
    assert {n: s for n, s in listed.items() if n != "head.json"} == files, set(listed) ^ set(files)
    head = json.loads(bucket.get_object(Bucket="office", Key="thống kê/lake/head.json")["Body"].read())
    assert head["published"].encode() == lake["published"] and head["generation"] == 1
    say(f"the bucket holds the {len(files)} files of the lake under their paths, and nothing else but its head")

    table = folder / "scorecard.parquet"
    bucket.download_file("office", f"thống kê/lake/{head['published']}/scorecard.parquet", str(table))
    rows = duckdb.sql(f"select count(*) from '{table}'").fetchall()[0][0]
    assert rows > 0
    two.run()
    assert two.lake() == lake
    assert two.run("verify"), "every file of the release"
    say("another machine that never ran has the same lake and release, byte for byte, and can verify it")

    notice = "the figure of one agency was wrong"
    release = head["published"].split("/")[1]
    two.run("release", "withdraw", release, "--by", "Lan", "--reason", notice)
    one.run()
    assert notice in one.run("journal"), "the decision came along"
    two.run()
    assert one.lake() == two.lake()
    say("a decision on one machine is known on the other")

    bucket.put_object(Bucket="office", Key="thống kê/lake/lock.json", Body=json.dumps({"by": "far away:/srv/lake", "since": "2026-12-01T08:00:00Z", "run": "1"}))
    before = one.lake()
    said = one.run(expect=-1)
    assert "far away:/srv/lake" in said and "lock.json" in said, said
    assert one.lake() == before
    bucket.delete_object(Bucket="office", Key="thống kê/lake/lock.json")
    one.run()
    say("one machine works at a time; the other is told who does")

    storage.kill()
    storage.wait()
    said = one.run(expect=-1)
    assert "did not answer" in said and "a-secret-key" not in said and "X-Amz" not in said, said
    assert release in one.run("release", "list")
    say("without the storage no run begins, and what is published is read as ever")


if __name__ == "__main__":
    main()
