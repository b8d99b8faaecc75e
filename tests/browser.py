"""The site in a browser, as its readers use it: Chromium, driven by Playwright, with axe-core on every kind of page.

Runs a chiso (argument, or CHISO) on a throw-away copy of the project, serves it on the loopback address and goes the ways of an
official and of a journalist: finds Hà Nội 2020, sorts, follows a verdict to its cell, changes boundary and language, compares areas, opens an
address of a release that was replaced and one of a release that was withdrawn, downloads what a page shows, approves a
release as two persons, pauses, repairs and runs as an operator, and shuts one out as an admin. Every page is
looked at in both themes, both languages, with and without pictures, from 320 to 1440 px. No page may ask another machine for
anything, write an error to the console, be wider than the window, or have a serious fault of accessibility. `--screenshots DIR`
keeps pictures for people to look at. One line per check.
"""

import argparse
import csv
import io
import os
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent))
import python_env

if __name__ == "__main__":
    python_env.enter()

import pyarrow.parquet as pq
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
# Every kind of page of the site, by one address of it under an edition.
KINDS = {
    "home": "/",
    "scoreboard": "/areas/01?period=2020",
    "indicator": "/kpis/new_firms_growth?area=01&period=2020",
    "verdict": "/verdicts/new_firms_growth/01/2020",
    "areas": "/areas",
    "studies": "/studies",
    "study": "/studies/reform_and_enterprises/new_firms_growth/papi_public_service",
    "catalogue": "/catalogue",
    "dataset": "/catalogue/new_enterprises",
    "words": "/words",
    "changes": "/changes",
}
SIZES = [(320, 800), (390, 844), (1440, 900)]


def say(what: str) -> None:
    print(f"ok  {what}", flush=True)


class Office:
    """A project with its program and, while it is served, an address."""

    def __init__(self, chiso: Path, folder: Path) -> None:
        self.chiso, self.folder = chiso, folder
        self.served: subprocess.Popen[str] | None = None
        self.address = ""

    def run(self, *args: str) -> str:
        done = subprocess.run([self.chiso, *args, "--project", self.folder], capture_output=True, text=True)
        assert done.returncode == 0, f"chiso {' '.join(args)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def release(self) -> str:
        return os.readlink(self.folder / "lake" / "published").rsplit("/", 1)[-1]

    def serve(self) -> None:
        self.stop()
        self.served = subprocess.Popen(
            [self.chiso, "serve", "--listen", "127.0.0.1:0", "--project", self.folder],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        for line in self.served.stdout:
            if "listening on " in line:
                self.address = line.split("listening on ")[1].strip()
                return
        raise AssertionError("the site was not served")

    def says(self, text: str) -> None:
        for line in self.served.stdout:
            if text in line:
                return
        raise AssertionError(f"`{text}` was not said")

    def persons(self, roles: dict[str, str]) -> dict[str, str]:
        """Lets persons sign in; their tokens."""
        tokens = {}
        with (self.folder / "access.toml").open("w", encoding="utf-8") as file:
            for name, role in roles.items():
                command = [self.chiso, "token", name, "--role", role, "--project", self.folder]
                done = subprocess.run(command, stdout=file, stderr=subprocess.PIPE, text=True, check=True)
                tokens[name] = done.stderr.split()[-1]
        return tokens

    def stop(self) -> None:
        if self.served:
            self.served.terminate()
            self.served.communicate()
            self.served = None


class Reader:
    """A page of a browser in which nothing may go wrong unseen."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.host = page, urlsplit(address).netloc
        self.faults: list[str] = []
        page.on("console", lambda m: self.faults.append(f"console: {m.text}") if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: self.faults.append(f"script: {e}"))
        page.on("request", lambda r: self.faults.append(f"asks {r.url}") if urlsplit(r.url).netloc != self.host else None)

    def open(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer.status == 200, f"{address}: {answer.status}"
        self.nothing_wrong(address)

    def nothing_wrong(self, where: str) -> None:
        assert not self.faults, f"{where}: {self.faults}"

    def text(self, selector: str) -> str:
        return unicodedata.normalize("NFC", self.page.locator(selector).first.inner_text())


def accessible(page: Page, where: str) -> None:
    """No fault that axe-core calls serious or critical. Its script comes by the debugger: the policy of the page refuses it."""
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run()).violations")
    serious = [v for v in found if v["impact"] in ("serious", "critical")]
    shown = [f"{v['id']}: {v['help']}: {[n['html'][:200] for n in v['nodes'][:3]]}" for v in serious]
    assert not serious, f"{where}:\n" + "\n".join(shown)


def fits(page: Page, where: str) -> None:
    """The page is not wider than the window: a table that is scrolls by itself."""
    wide, window = page.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= window, f"{where}: {wide} px in a window of {window} px"


def every_page(browser, office: Office, pictures: Path | None) -> None:
    pages = 0
    for theme in ("light", "dark"):
        context = browser.new_context(color_scheme=theme)
        page = context.new_page()
        reader = Reader(page, office.address)
        for kind, path in [*KINDS.items(), ("releases", None)]:
            for lang in ("vi", "en"):
                for view in ("", "&view=text"):
                    asked = f"/latest{path}" if path else "/releases"
                    asked += f"{'&' if '?' in asked else '?'}lang={lang}{view}"
                    page.set_viewport_size({"width": SIZES[-1][0], "height": SIZES[-1][1]})
                    reader.open(office.address + asked)
                    assert page.locator("h1").count() == 1, asked
                    assert page.locator("html").get_attribute("lang") == lang, asked
                    for width, height in SIZES:
                        page.set_viewport_size({"width": width, "height": height})
                        fits(page, f"{asked} at {width} px")
                        if pictures and not view:
                            page.screenshot(path=pictures / f"{kind}-{lang}-{theme}-{width}.png", full_page=True)
                    accessible(page, f"{asked} ({theme})")
                    pages += 1
        context.close()
    say(f"{pages} pages: one h1, their language, nothing serious for axe-core, no wider than 320, 390 and 1440 px")


def an_official_finds_a_verdict_and_its_cell(reader: Reader, office: Office) -> None:
    page = reader.page
    reader.open(f"{office.address}/latest/?lang=en")
    page.get_by_role("link", name="Hà Nội", exact=True).click()
    assert reader.text("h1").startswith("Hà Nội"), reader.text("h1")
    reader.open(f"{office.address}/latest/areas/01?period=2020&lang=en")
    rows = pq.read_table(office.folder / "lake" / "published" / "scorecard.parquet").to_pylist()
    held = [r for r in rows if (r["kpi"], r["area_code"], r["period"], str(r["boundary"])) == ("new_firms_growth", "01", "2020", "2025-06-30")]
    assert len(held) == 1, held
    shown = reader.text("main")
    assert "2020" in reader.text("h1") and "not met" in shown, shown[:400]
    page.locator("main a[href*='/verdicts/new_firms_growth/01/2020']").first.click()
    assert "/verdicts/new_firms_growth/01/2020" in page.url
    cell = reader.text("main table tbody tr")
    assert ".csv" in cell or ".json" in cell or ".xls" in cell, cell
    received = page.locator("main table tbody tr").first.locator("td").nth(3).inner_text()
    assert any(received in line for f in (office.folder / "datasets").rglob("*.csv") for line in f.read_text(encoding="utf-8").splitlines()), received
    reader.nothing_wrong(page.url)
    say("Hà Nội 2020: its scoreboard, a verdict, and the cell that stands in a file of the office")


def sorts_and_boundaries(reader: Reader, office: Office) -> None:
    page = reader.page
    reader.open(f"{office.address}/latest/kpis/new_firms_growth?period=2020&sort=name&lang=en")
    by_name = page.locator("main table").last.locator("tbody tr").all_inner_texts()
    reader.open(f"{office.address}/latest/kpis/new_firms_growth?period=2020&lang=en")
    by_value = page.locator("main table").last.locator("tbody tr").all_inner_texts()
    assert len(by_name) == len(by_value) > 60 and by_name != by_value and sorted(by_name) == sorted(by_value)
    provinces = {}
    for boundary in ("2025-06-30", "2025-07-01"):
        reader.open(f"{office.address}/latest/?boundary={boundary}&lang=en")
        provinces[boundary] = page.locator("main a[href*='/areas/']").count()
    assert provinces["2025-06-30"] > provinces["2025-07-01"] > 33, provinces
    say(f"areas sorted by name and by value; areas of two boundaries: {provinces}")


def compares(reader: Reader, office: Office) -> None:
    """Areas that the reader chose stand beside one; the address holds the choice."""
    page = reader.page
    reader.open(f"{office.address}/latest/kpis/new_firms_growth?area=01&period=2020&lang=en")
    page.fill("main form input[name=compare]", "Hải Phòng; 48; Atlantis")
    page.get_by_role("button", name="Compare").click()
    assert "compare=" in page.url and "period=2020" in page.url and "area=01" in page.url, page.url
    table = page.locator("[aria-labelledby=compare] table")
    heads = [unicodedata.normalize("NFC", text) for text in table.locator("thead th").all_inner_texts()]
    assert heads[1:] == ["Hà Nội", "Hải Phòng", "Đà Nẵng"], heads
    row = table.locator("tbody tr", has=page.get_by_role("rowheader", name="2020", exact=True)).first
    rows = pq.read_table(office.folder / "lake" / "published" / "scorecard.parquet").to_pylist()
    for place, code in enumerate(("01", "31", "48")):
        of = (code, "2020", "2025-06-30")
        held = [r for r in rows if r["kpi"] == "new_firms_growth" and (r["area_code"], r["period"], str(r["boundary"])) == of]
        shown = row.locator("td").nth(place).inner_text().replace("\u2212", "-")
        assert held and f"{held[0]['value'] * 100:+.2f}" in shown, f"{code}: {held[0]['value']} is not in {shown}"
    assert "Atlantis" in reader.text("main"), "what is no area is said"
    whole(reader, "compared areas")
    page.get_by_role("link", name="Tiếng Việt").click()
    assert "compare=" in page.url and page.locator("[aria-labelledby=compare] tbody tr").count() > 3, page.url
    reader.nothing_wrong(page.url)
    say("areas chosen by name and code stand beside Hà Nội, with the figures of the published table")


def languages(reader: Reader, office: Office) -> None:
    page = reader.page
    reader.open(f"{office.address}/latest/areas/01?period=2020&lang=en")
    page.get_by_role("link", name="Tiếng Việt").click()
    assert page.locator("html").get_attribute("lang") == "vi" and "period=2020" in page.url, page.url
    assert "không đạt" in reader.text("main").lower(), reader.text("main")[:400]
    reader.nothing_wrong(page.url)
    say("the same page in the other language")


def downloads(reader: Reader, office: Office) -> None:
    page = reader.page
    table = pq.read_table(office.folder / "lake" / "published" / "scorecard.parquet")
    asked = f"{office.address}/latest/areas/01?period=2020&format=csv&lang=en"
    answer = page.request.get(asked)
    rows = list(csv.DictReader(io.StringIO(answer.text())))
    held = {(r["kpi"], r["breakdown"] or "", r["target_id"] or ""): r for r in table.to_pylist() if r["area_code"] == "01" and r["period"] == "2020" and str(r["boundary"]) == "2025-06-30"}
    assert rows, asked
    for row in rows:
        same = held[(row["kpi"], row["breakdown"], row["target_id"])]
        for name in ("value", "verdict", "target_value", "margin", "reason"):
            is_ = "" if same[name] is None else str(same[name])
            equal = row[name] == is_ or (name in ("value", "target_value", "margin") and row[name] and float(row[name]) == float(is_))
            assert equal, f"{row['kpi']}: {name} is {row[name]} in the file and {is_} in the table"
    reader.open(f"{office.address}/latest/areas/01?period=2020&lang=en")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Parquet").click()
    same = pq.read_table(taken.value.path())
    assert same.schema.names == table.schema.names and same.num_rows == len(rows), same.schema
    notes = pq.read_metadata(taken.value.path()).metadata
    assert b"/r/" in notes[b"citation"], notes
    with page.expect_download() as taken:
        page.get_by_role("link", name="XLSX").click()
    assert taken.value.suggested_filename == "01.xlsx" and zipfile.is_zipfile(taken.value.path())
    reader.nothing_wrong("downloads")
    whole = page.request.get(f"{office.address}/latest/files/scorecard.parquet").body()
    assert whole == (office.folder / "lake" / "published" / "scorecard.parquet").read_bytes()
    say(f"{len(rows)} rows of a page as CSV equal the published table; the published file comes byte for byte")


def old_addresses(browser, office: Office) -> None:
    first = office.release()
    path = office.folder / "chiso.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("reform", "reforms", 1), encoding="utf-8")
    office.run("run")
    second = office.release()
    assert first != second, "the title of the project is part of a release"
    office.serve()
    page = browser.new_context().new_page()
    reader = Reader(page, office.address)
    reader.open(f"{office.address}/r/{first}/areas/01?period=2020&lang=en")
    assert "A newer release is in force." in reader.text("main"), reader.text("main")[:400]
    office.run("release", "withdraw", second, "--by", "Test", "--reason", "a figure was wrong")
    office.serve()
    reader = Reader(page, office.address)
    reader.open(f"{office.address}/r/{second}/areas/01?period=2020&lang=en")
    assert "This release was withdrawn" in reader.text("main") and "a figure was wrong" in reader.text("main")
    reader.open(f"{office.address}/latest/areas/01?period=2020&lang=en")
    say("an address of a replaced release and one of a withdrawn release say what became of it")


def two_roles_approve(browser, office: Office) -> None:
    config = office.folder / "chiso.toml"
    config.write_text(config.read_text(encoding="utf-8") + "\n[approval]\nreleases = 2\n", encoding="utf-8")
    names = {"Chi": "reader", "An": "approver", "Bình": "approver"}
    tokens = office.persons(names)
    office.run("run")
    office.serve()
    waits = None
    for name, token in tokens.items():
        page = browser.new_context().new_page()
        reader = Reader(page, office.address)
        reader.open(f"{office.address}/sign-in?lang=en")
        accessible(page, "/sign-in")
        page.fill("#token", token)
        page.click("main form button")
        assert name in reader.text("main"), reader.text("main")[:400]
        waits = waits or reader.text("article h3")
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                fits(page, f"/operations at {width} px")
            accessible(page, f"/operations ({theme})")
        buttons = page.locator("article form button")
        assert buttons.count() == (2 if names[name] == "approver" else 0), name
        if names[name] == "approver":
            buttons.first.click()
            assert urlsplit(page.url).path == "/operations", page.url
        reader.nothing_wrong(name)
    page = browser.new_context().new_page()
    reader = Reader(page, office.address)
    reader.open(f"{office.address}/latest/areas/01?period=2020&lang=en")
    assert office.release() == waits, "two persons approved it"
    say("two persons sign in and approve a release that waits; a reader sees it and cannot decide")


def signed_in(browser, office: Office, token: str) -> Reader:
    reader = Reader(browser.new_context().new_page(), office.address)
    reader.open(f"{office.address}/sign-in?lang=en")
    reader.page.fill("#token", token)
    reader.page.click("main form button")
    return reader


def whole(reader: Reader, where: str) -> None:
    """Fits every width and has no serious fault, in both themes, with everything opened that can be."""
    reader.page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for theme in ("light", "dark"):
        reader.page.emulate_media(color_scheme=theme)
        for width, height in SIZES:
            reader.page.set_viewport_size({"width": width, "height": height})
            fits(reader.page, f"{where} at {width} px")
        accessible(reader.page, f"{where} ({theme})")


def operator_and_admin(browser, office: Office, pictures: Path | None) -> None:
    """An operator pauses a pipeline, repairs a cell and has it run; an admin shuts the operator out."""
    contract = office.folder / "datasets" / "workshops.toml"
    contract.write_text(contract.read_text(encoding="utf-8").replace('"0 %"', '"20 %"', 1), encoding="utf-8")
    figures = office.folder / "datasets" / "workshops" / "invented.csv"
    figures.write_text(figures.read_text(encoding="utf-8").replace("Goldmark;2023;1.210", "Goldmark;2023;1.21O"), encoding="utf-8")
    tokens = office.persons({"Oanh": "operator", "Em": "admin"})
    office.run("run")
    office.serve()
    operator = signed_in(browser, office, tokens["Oanh"])
    page = operator.page
    assert "(operator)" in operator.text("main"), operator.text("main")[:400]
    whole(operator, "/operations of an operator")
    if pictures:
        page.screenshot(path=pictures / "operations-operator.png", full_page=True)

    def sends(button: str, **fields: str) -> None:
        page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        form = page.locator("form", has=page.get_by_role("button", name=button))
        for name, value in fields.items():
            form.first.locator(f"input[name={name}]").fill(value)
        form.first.locator("button").click()
        assert urlsplit(page.url).path == "/operations", f"{page.url}: {operator.text('main')[:400]}"

    sends("Pause", why="the source is rebuilt")
    assert "Oanh paused it on" in operator.text("main"), operator.text("main")[:600]
    sends("Resume")
    assert "Oanh paused it on" not in operator.text("main")
    sends("Repair", value="1.210", why="by letter")
    office.says("the configuration was edited and is in use now")
    sends("Run now", why="after the repair")
    office.says("ran, published")
    page.reload()
    assert "1.21O" not in operator.text("main"), "it is quarantined no more"
    done = page.locator("section", has=page.get_by_role("heading", name="What was decided and done")).inner_text()
    assert all(word in done for word in ("paused", "resumed", "repaired", "run asked for", "by letter")), done
    operator.nothing_wrong("operator")

    admin = signed_in(browser, office, tokens["Em"])
    whole(admin, "/operations of an admin")
    if pictures:
        admin.page.screenshot(path=pictures / "operations-admin.png", full_page=True)
    form = admin.page.locator("form:has(input[name=person][value=Oanh])")
    form.locator("input[name=why]").fill("left the office")
    form.locator("button").click()
    assert "shut out" in admin.text("main"), admin.text("main")
    admin.nothing_wrong("admin")
    answer = page.goto(f"{office.address}/operations?lang=vi")
    assert answer.status == 404, "an open session ends"
    say("an operator pauses, resumes, repairs a cell and has it run; an admin shuts the operator out")


REFUSED = {
    "en": "Your role does not allow that. Nothing was done.",
    "vi": "Vai trò của bạn không cho phép việc này. Chưa có gì thay đổi.",
}


def refused(who: Reader, office: Office, **fields: str) -> None:
    """A form that the role of who sends it does not allow is refused in both languages, and does nothing."""
    who.open(f"{office.address}/sign-in?lang=en")
    word = who.page.locator("main form input[name=word]").get_attribute("value")
    journal = office.run("journal", "--format", "csv")
    for lang, words in REFUSED.items():
        answer = who.page.request.post(f"{office.address}/decide?lang={lang}", form={"word": word, "why": "x", **fields})
        assert answer.status == 403 and words in unicodedata.normalize("NFC", answer.text()), f"{fields}: {answer.status}"
    assert office.run("journal", "--format", "csv") == journal


def one_asks_and_another_approves(browser, office: Office) -> None:
    """An operator asks for a run, whose release waits; an approver, another person, has it published."""
    config = office.folder / "chiso.toml"
    config.write_text(config.read_text(encoding="utf-8") + "\n[approval]\nreleases = 1\n", encoding="utf-8")
    tokens = office.persons({"Oanh": "operator", "An": "approver", "Chi": "reader"})
    office.serve()
    operator = signed_in(browser, office, tokens["Oanh"])
    page = operator.page
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    pipeline = page.locator("form:has(input[name=act][value=run]) input[name=pipeline]").first.get_attribute("value")
    named = page.get_by_role("button", name=f"Run now: {pipeline}", exact=True)
    assert named.count() == 1, "the name of a button has no space before its colon"
    page.locator("form:has(input[name=act][value=run]) input[name=why]").first.fill("new figures")
    named.click()
    office.says("ran, proposed")
    page.reload()
    waits = operator.text("article h3")
    assert page.locator("article form").count() == 0, "an operator does not approve"
    refused(operator, office, release=waits, act="approve")
    reader = signed_in(browser, office, tokens["Chi"])
    refused(reader, office, release=waits, act="approve")
    refused(reader, office, pipeline=pipeline, act="run")
    stranger = browser.new_context().new_page()
    for lang in ("vi", "en"):
        assert stranger.goto(f"{office.address}/r/{waits}/?lang={lang}").status == 404
        assert waits not in stranger.request.get(f"{office.address}/releases?lang={lang}").text()
    approver = signed_in(browser, office, tokens["An"])
    refused(approver, office, pipeline=pipeline, act="run")
    approver.open(f"{office.address}/r/{waits}/?lang=vi")
    whole(approver, "a release that waits")
    approver.open(f"{office.address}/operations?lang=vi")
    whole(approver, "/operations of an approver in Vietnamese")
    approver.page.locator("article form:has(input[name=act][value=approve]) button").click()
    assert office.release() == waits
    assert stranger.goto(f"{office.address}/r/{waits}/?lang=vi").status == 200
    journal = list(csv.DictReader(io.StringIO(office.run("journal", "--format", "csv"))))
    acts = {(row["act"], row["by"]) for row in journal}
    assert {("run", "Oanh"), ("approve", "An")} <= acts, acts
    for one in (operator, reader, approver):
        one.nothing_wrong("one asks and another approves")
    say("an operator has figures run, another person approves them; who may not is refused in both languages")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("chiso", nargs="?", default=os.environ.get("CHISO"))
    parser.add_argument("--screenshots", type=Path)
    args = parser.parse_args()
    if not args.chiso:
        parser.error("name the program, or set CHISO")
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not chromium:
        sys.exit("Chromium is not installed (on Debian: apt-get install chromium)")
    if args.screenshots:
        args.screenshots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        project = Path(folder) / "office"
        left_out = shutil.ignore_patterns("lake", "target", ".git")
        shutil.copytree(ROOT, project, ignore=left_out)
        office = Office(Path(args.chiso).resolve(), project)
        office.run("run")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            office.serve()
            every_page(browser, office, args.screenshots)
            reader = Reader(browser.new_context().new_page(), office.address)
            an_official_finds_a_verdict_and_its_cell(reader, office)
            sorts_and_boundaries(reader, office)
            compares(reader, office)
            languages(reader, office)
            downloads(reader, office)
            old_addresses(browser, office)
            two_roles_approve(browser, office)
            invented = Path(folder) / "cashland"
            shutil.copytree(ROOT / "examples" / "cashland", invented)
            office.stop()
            office = Office(Path(args.chiso).resolve(), invented)
            operator_and_admin(browser, office, args.screenshots)
            office.stop()
            approved = Path(folder) / "approved"
            shutil.copytree(ROOT / "examples" / "cashland", approved)
            office = Office(Path(args.chiso).resolve(), approved)
            one_asks_and_another_approves(browser, office)
        finally:
            office.stop()
            browser.close()


if __name__ == "__main__":
    main()
