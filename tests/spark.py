"""The figures of records by Apache Spark and by Sail, beside those of chiso itself, cell for cell.

Runs a chiso (argument, or CHISO) on a project that uses every aggregate, kind of condition, way of delivery, correction,
quarantine, areas that begin within a month, and figures of the areas above; once by itself, then by each server over
Spark Connect:
Sail, Spark on one machine, and a cluster of one master and two workers of which one executor is killed while it works. What
a person reads when the server is away, lacks the files or dies is tried as well. Every figure is invented.
Java is needed for Spark, and no network.
"""

import hashlib
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import python_env

if __name__ == "__main__":
    python_env.enter()

# Until a server is ready, in seconds.
PATIENCE = 90
COMMON = 'title = { en = "invented" }\nlicence = "invented"\ncitation = "invented"\n'
AREAS = """code,name_vi,name_en,level,parent_code,valid_from,valid_to,aliases,source,note
R,,Region,region,,2000-01-01,,,invented,
01,,Alder,province,R,2000-01-01,,,invented,
02,,Ashford,province,R,2000-01-01,2025-02-14,,invented,
03,,Barton,province,R,2000-01-01,2025-02-14,,invented,
04,,Ashbarton,province,R,2025-02-15,,,invented,
"""
RELATIONS = """date,kind,from_code,to_code,note,source
2025-02-15,merge,02,04,,invented
2025-02-15,merge,03,04,,invented
"""
COLUMNS = """column = [
  { name = "receipt", type = "text" },
  { name = "line", type = "integer" },
  { name = "paid_on", type = "date" },
  { name = "kind", type = "code", one_of = ["fee", "o'ther", "tax"] },
  { name = "amount", type = "decimal", scale = 2, min = "0", unit = "VND" },
  { name = "change", type = "decimal", scale = 3, unit = "VND" },
  { name = "payer", type = "integer", unit = "payers" },
  { name = "due_on", type = "date", optional = true },
  { name = "online", type = "boolean", optional = true },
  { name = "office", type = "text", optional = true },
  { name = "rank", type = "integer", optional = true, unit = "ranks" },
]
"""
HEADER = "receipt,line,paid_on,kind,amount,change,payer,due_on,online,office,rank,area"
VALUES = ["sum(amount)", "sum(payer)", "sum(change)", "count(receipt)", "count(rank)", "sum(rank)", "count_distinct(payer)", "count_distinct(change)",
          "count_distinct(office)", "count_distinct(kind)", "count_distinct(due_on)", "count_distinct(online)", "min(change)", "max(change)",
          "min(payer)", "max(amount)", "mean(change)", "mean(payer)", "median(change)", "quantile(amount, 0.9)", "quantile(payer, 0.05)"]
CONDITIONS = ["", "kind = 'tax'", "kind <> 'fee'", "kind IN ('fee', 'o''ther')", "amount >= 1000.005", "change < 0", "rank IS NULL",
              "NOT (change >= 0)", "due_on >= '2025-02-10'", "online = TRUE", "office = 'Ồ \\\\\\\\n'", "office IS NOT NULL", "office < 'b'",
              "kind = 'tax' AND amount < 300000", "kind = 'tax' OR change > 1", "change > amount", "amount BETWEEN 100000 AND 200000.5",
              "payer IN (9007199254740993, 100000002)", "due_on NOT IN ('2025-02-10', '2025-03-01')", "rank <= payer",
              "NOT (kind = 'tax' AND (office = 'B2' OR change <= 10.5))", "area_code = '04'"]


def write(project: Path, name: str, text: str) -> None:
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def dataset(project: Path, name: str, delivers: str, more: str = "") -> None:
    periods = '["month", "quarter", "year"]'
    write(project, f"datasets/{name}.toml", f"""kind = "records"
{COMMON}
[records]
key = ["receipt", "line"]
date = "paid_on"
delivers = "{delivers}"
periods = {periods}
quarantine_limit = "{'0 %' if delivers == 'snapshot' else '40 %'}"
{more}{COLUMNS}
[[source]]
id = "{name}"
file = "{name}/*.csv"
format = "csv"
[source.columns]
area_code = {{ column = "area" }}
""")


# Every measure of the project with its value.
DECLARED: list[tuple[str, str]] = []


def measure(name: str, dataset: str, value: str, condition: str = "", more: str = "", own: str = "") -> str:
    DECLARED.append((name, value))
    where = f'where = "{condition}"\n' if condition else ""
    head = f'[[measure]]\nid = "{name}"\ntitle = {{ en = "{name}" }}\n{own}\n'
    return f'{head}[[measure.source]]\ndataset = "{dataset}"\nvalue = "{value}"\n{where}{more}\n'


def rows(seed: int, keys, day=None, faults: bool = True) -> str:
    """Receipts with their keys, perhaps with empty cells, some of them at fault."""
    rnd, lines = random.Random(seed), [HEADER]
    perhaps = lambda share, text: text if rnd.random() < share else ""
    for key in keys:
        on = day or f"2025-{rnd.randint(1, 3):02}-{rnd.randint(1, 28):02}"
        area = rnd.choice(["01", "04"] if on >= "2025-02-15" else ["01", "02", "03"])
        # What is at fault leaves its area and month without a figure.
        fault = faults and (area, on[:7]) == ("03", "2025-01") and rnd.random() < 0.2
        amount = "none" if fault else f"{rnd.randint(0, 40_000_000) / 100:.2f}"
        cells = [f"r{key // 2}", str(key % 2), on, rnd.choice(["tax", "fee", "o'ther"]), amount,
                 f"{rnd.randint(-50_000, 50_000) / 1000:.3f}",
                 str(rnd.choice([9_007_199_254_740_993, 100_000_002, 999_999_999_999_999_999, -5, 7])),
                 perhaps(0.8, f"2025-{rnd.randint(1, 4):02}-{rnd.choice(['01', '10', '28'])}"),
                 perhaps(0.7, rnd.choice(["true", "false"])), perhaps(0.8, rnd.choice(["B2", "a", "b", "é", "Ồ \\\\n", "O'Brien"])),
                 perhaps(0.8, str(rnd.randint(1, 9))), area]
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


def project(folder: Path) -> Path:
    """A project, and its deliveries taken in one after the other; returned with its lake."""
    made = folder / "project"
    write(made, "chiso.toml", f"""[project]
title = {{ en = "invented" }}
timezone = "Asia/Ho_Chi_Minh"
boundaries = ["2025-03-01"]
lake = "lake"
""")
    write(made, "datasets/areas.toml", f'kind = "areas"\n{COMMON}')
    write(made, "datasets/areas/areas.csv", AREAS)
    write(made, "datasets/areas/relations.csv", RELATIONS)
    for name, delivers, more in [("added", "append", ""), ("replaced", "replace", ""), ("register", "snapshot", "")]:
        dataset(made, name, delivers, more)
    measures = [measure(f"value_{nth:02}", "added", value) for nth, value in enumerate(VALUES)]
    # Each condition of two values, so that each value has some.
    asked = [(nth, VALUES[(2 * nth + more) % len(VALUES)], condition) for nth, condition in enumerate(CONDITIONS[1:]) for more in (0, 1)]
    measures += [measure(f"where_{nth:02}_{VALUES.index(value):02}", "added", value, condition) for nth, value, condition in asked]
    some = ["sum(amount)", "count(receipt)", "count_distinct(payer)", "median(change)", "max(change)", "mean(amount)"]
    for nth, value in enumerate(some):
        measures.append(measure(f"replaced_{nth}", "replaced", value))
        measures.append(measure(f"stock_{nth}", "register", value, "kind <> 'fee'"))
        for flow in ["appeared", "gone"]:
            measures.append(measure(f"{flow}_{nth}", "register", value, more=f'flow = "{flow}"'))
    for nth, value in enumerate(some[2:4]):
        measures.append(measure(f"above_{nth}", "replaced", value, "kind = 'tax'", own='records_of = "province"'))
    write(made, "pipelines/p.toml", 'title = { en = "p" }\n' + "".join(measures))
    return made


# What is delivered when: dataset, keys, the day of a snapshot. Two of one moment contradict each other in one record, and say one alike.
DELIVERIES = [
    ("2025-03-05T03:00:00Z", [("added", range(0, 500), None), ("replaced", range(0, 400), None), ("register", range(0, 300), "2025-01-31")]),
    ("2025-03-20T03:00:00Z", [("added", range(450, 700), None), ("added", [700, 701, 451, *range(702, 760)], None), ("register", range(20, 330), "2025-02-28")]),
    ("2025-04-05T03:00:00Z", [("added", range(0, 60), None), ("replaced", range(380, 600), None), ("register", range(40, 360), "2025-03-31"),
                              ("register", range(15, 340), "2025-02-28")]),
]


def run(chiso: Path, project: Path, *more: str, at: str = DELIVERIES[-1][0], wanted: int = 0) -> str:
    env = dict(os.environ, CHISO_TEST_CLOCK=at, LANG="C.UTF-8")
    ended = subprocess.run([chiso, "--project", project, *more], env=env, capture_output=True, text=True)
    said = ended.stdout + ended.stderr
    if ended.returncode != wanted:
        sys.exit(f"{' '.join(more)} ended with {ended.returncode}, not {wanted}:\n{said[-4000:]}")
    return said


def delivered(chiso: Path, project: Path) -> None:
    seed = 0
    for at, parts in DELIVERIES:
        before = ""
        for name, keys, day in parts:
            seed += 1
            text = rows(seed, keys, day, name != "register")
            if name == "added" and before:
                # One record word for word alike in two files of one moment.
                text += next(line for line in before.splitlines()[1:] if ",none," not in line) + "\n"
            before = text if name == "added" else ""
            write(project, f"datasets/{name}/d{seed}.csv", text)
        run(chiso, project, "run", "--quiet", at=at)


def published(project: Path) -> dict[str, str]:
    """The tables of figures of the release in force: name and hash. What tells how a release came about is left out."""
    found = sorted((project / "lake" / "published").glob("*.parquet"))
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in found}


def have_figures(project: Path) -> None:
    """Figures that are all missing would be equal, too."""
    import pyarrow.parquet as pq

    rows = pq.read_table(project / "lake" / "published" / "measures.parquet", columns=["measure", "value"]).to_pylist()
    valued = {row["measure"] for row in rows if row["value"] is not None}
    # A sum is missing where a record lacks the number; the others have figures.
    missing = [name for name, value in DECLARED if name not in valued and value != "sum(rank)"]
    if missing or not rows:
        sys.exit(f"no figure at all of {missing}")


def engine(project: Path, text: str) -> None:
    path = project / "chiso.toml"
    kept = path.read_text().split("\n[engine]")[0]
    path.write_text(f"{kept}\n[engine]\n{text}\n")


def same(chiso: Path, project: Path, wanted: dict, what: str) -> None:
    started = time.monotonic()
    run(chiso, project, "run", "--quiet", "--afresh")
    took = time.monotonic() - started
    found = published(project)
    if found != wanted:
        other = [name for name in wanted if found.get(name) != wanted[name]]
        kept = Path(tempfile.mkdtemp(prefix="chiso-spark-")) / "project"
        shutil.copytree(project, kept, symlinks=True)
        sys.exit(f"{what}: other figures in {other}; the project is kept in {kept}")
    print(f"{what}: all {len(wanted)} tables equal, {took:.1f} s", flush=True)


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def ready(port: int, process: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as s:
            s.settimeout(1)
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit(f"no server at port {port}:\n{log.read_text()[-3000:]}")


@contextmanager
def server(folder: Path, name: str, port: int, command: list, **env: str):
    log = folder / f"{name}.log"
    with open(log, "w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, cwd=folder, env=dict(os.environ, **env), start_new_session=True)
        try:
            ready(port, process, log)
            yield process
        finally:
            # The whole group: a shell script starts Java, and a worker its executors.
            for kill in (signal.SIGTERM, signal.SIGKILL):
                try:
                    os.killpg(process.pid, kill)
                    process.wait(10)
                except (ProcessLookupError, subprocess.TimeoutExpired):
                    pass


def spark(port: int, master: str, *conf: str) -> tuple[list, dict]:
    import pyspark

    home = Path(pyspark.__file__).parent
    settings = [f"spark.connect.grpc.binding.port={port}", "spark.ui.enabled=false", "spark.sql.shuffle.partitions=4", *conf]
    command = [home / "bin" / "spark-submit", "--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "--master", master]
    command += [word for setting in settings for word in ("--conf", setting)]
    return [*command, "spark-internal"], {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1"}


def spark_class(name: str, *args: str) -> tuple[list, dict]:
    import pyspark

    home = Path(pyspark.__file__).parent
    return [home / "bin" / "spark-class", f"org.apache.spark.deploy.{name}", *args], {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1"}


def executors(group: int) -> list[int]:
    """The executors of a worker, which are processes of its group."""
    found = subprocess.run(["pgrep", "-g", str(group), "-f", "CoarseGrainedExecutorBackend"], capture_output=True, text=True)
    return [int(pid) for pid in found.stdout.split()]


def killed_in_mid_query(chiso: Path, made: Path, folder: Path, wanted: dict) -> None:
    """A cluster of one master and two workers, of which one loses its executor while a question is answered."""
    master, port = free_port(), free_port()
    command, env = spark_class("master.Master", "--host", "127.0.0.1", "--port", str(master), "--webui-port", "0")
    with server(folder, "master", master, command, **env):
        address = f"spark://127.0.0.1:{master}"
        workers = []
        for nth in range(2):
            own = free_port()
            command, env = spark_class("worker.Worker", address, "--host", "127.0.0.1", "--port", str(own), "--cores", "1", "--memory", "768m",
                                       "--webui-port", "0", "--work-dir", str(folder / f"work{nth}"))
            workers.append((f"worker{nth}", own, command, env))
        command, env = spark(port, address, "spark.executor.memory=512m", "spark.executor.cores=1")
        (one, own, first, of), (other, its, second, _) = workers
        with server(folder, one, own, first, **of) as victim, server(folder, other, its, second, **of), \
                server(folder, "cluster", port, command, **env):
            engine(made, f'spark = "sc://127.0.0.1:{port}"')
            log = folder / "cluster.log"
            run_env = dict(os.environ, CHISO_TEST_CLOCK=DELIVERIES[-1][0], LANG="C.UTF-8")
            with subprocess.Popen([chiso, "--project", made, "run", "--quiet", "--afresh"], env=run_env) as running:
                end = time.monotonic() + PATIENCE
                lost = []
                while not lost and running.poll() is None and time.monotonic() < end:
                    if re.search(r"Starting task .* in stage", log.read_text()):
                        lost = executors(victim.pid)
                    time.sleep(0.02)
                for pid in lost:
                    os.kill(pid, signal.SIGKILL)
                ended = running.wait(PATIENCE * 2)
            said = log.read_text()
            if ended or not lost or "Lost executor" not in said:
                sys.exit(f"cluster: the run ended with {ended}, killed {lost}:\n{said[-3000:]}")
            if published(made) != wanted:
                sys.exit("cluster: other figures after an executor was killed")
            print("a cluster of two workers, one executor killed in mid-query: all tables equal", flush=True)


def refusals(chiso: Path, made: Path, wanted: dict, address: str) -> None:
    """What a person reads when a server gives no answer, and that the project may say to go on without."""
    away = f'spark = "sc://127.0.0.1:{free_port()}"'
    engine(made, away)
    said = run(chiso, made, "run", "--afresh", wanted=1)
    expect(said, "cannot be reached", "fallback")
    engine(made, f'{away}\nfallback = "embedded"')
    expect(run(chiso, made, "run", "--afresh"), "engine_away", "cannot be reached")
    if published(made) != wanted:
        sys.exit("other figures without the server")
    engine(made, f'spark = "{address}"\nlake = "file:///nowhere"')
    said = run(chiso, made, "run", "--afresh", wanted=1)
    expect(said, "the lake")
    # Something else listens there, and hangs up.
    with socket.create_server(("127.0.0.1", 0)) as other:
        engine(made, f'spark = "sc://127.0.0.1:{other.getsockname()[1]}"')
        pid = os.fork()
        if pid == 0:
            while True:
                other.accept()[0].close()
        said = run(chiso, made, "run", "--afresh", wanted=1)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        expect(said, "chiso.toml, `engine.spark`")
    print("a server that is away, hangs up or lacks the files is named with the remedy", flush=True)


def expect(said: str, *wanted: str) -> None:
    for text in wanted:
        if text not in said:
            sys.exit(f"`{text}` is not said:\n{said[-3000:]}")


def main() -> int:
    chiso = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ["CHISO"]).resolve()
    only = sys.argv[2:] or ["sail", "spark", "cluster"]
    # Whoever ends this ends the servers too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = project(folder)
        delivered(chiso, made)
        run(chiso, made, "run", "--quiet", "--afresh")
        wanted = published(made)
        have_figures(made)
        if "sail" in only:
            port = free_port()
            command = [Path(sys.executable).parent / "sail", "spark", "server", "--ip", "127.0.0.1", "--port", str(port)]
            with server(folder, "sail", port, command):
                engine(made, f'spark = "sc://127.0.0.1:{port}"')
                same(chiso, made, wanted, "Sail")
                refusals(chiso, made, wanted, f"sc://127.0.0.1:{port}")
        if not shutil.which("java"):
            print("skipped: Java is not installed", flush=True)
            return 3
        if "spark" in only:
            port = free_port()
            command, env = spark(port, "local[2]")
            with server(folder, "spark", port, command, **env):
                engine(made, f'spark = "sc://127.0.0.1:{port}"')
                same(chiso, made, wanted, "Spark on one machine")
        if "cluster" in only:
            killed_in_mid_query(chiso, made, folder, wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
