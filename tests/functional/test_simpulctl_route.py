# SPDX-License-Identifier: Apache-2.0
"""simpulctl route: which rule takes a case and why, by a file alone; and what
a changed configuration would do to the cases of a hub that runs."""
import json
import os
import signal
import socket
import sqlite3
import subprocess
import threading
from contextlib import closing

import pytest

from hub import Hub, plain
from ksp import Ksp
from wires import BUILD, DEADLINE, wait_for

BODIES = (
    plain("lapor", "SP4N-LAPOR!", source=True, holds=False)
    + plain("inspektorat", "Inspektorat Bali")
    + plain("wakil", "Diskominfos Bali")
    + plain("pdam", "Perumda Air Minum")
    + plain("pu", "Dinas PU").replace('name = "Dinas PU"',
                                      'name = "Dinas PU" superior = "pdam"')
    + plain("lama", "Dinas Lama").replace(
        "{", '{\n  valid_until = "2026-12-31" successor = "baru"', 1)
    + plain("baru", "Dinas Baru")
    + 'coordinator { institution = "inspektorat" deputies = { "wakil" } }\n')
RULES = (
    'route "air" { category = { "air" } region = { "51.71" } to = "pdam" }\n'
    'route "jalan" { category = { "infrastruktur/jalan" } to = "pu" }\n'
    'route "taman" { category = { "taman" } to = "lama" }\n'
    'route "lain" { kind = { "complaint" } region = { "51" }\n'
    ' source = { "lapor" } to = "baru" }\n')
CASE = {"source": "lapor", "classification": "complaint",
        "category": "infrastruktur/jalan/lampu", "region": "51.71.01",
        "narrative": "Lampu jalan padam."}
GATE = """#!/bin/sh
if [ "$1" = --describe ] && [ -p "{folder}/gate" ]; then
  : > "{folder}/asked"
  read -r line < "{folder}/gate"
fi
exec "{worker}" "$@"
"""


# A case in a file, and no hub.

class Desk:
    """A folder with a configuration and no hub."""

    def __init__(self, folder):
        self.folder = folder
        key = folder / "kek"
        key.touch(mode=0o600)
        key.write_text("0" * 64 + "\n")
        self.write(BODIES + RULES)

    def write(self, sections):
        (self.folder / "simpul.conf").write_text(
            'hub { name = "uji" key_file = "kek" }\n' + sections)

    def route(self, case, *words):
        """Explains a case: (exit status, output, errors)."""
        text = case if isinstance(case, str) else json.dumps(case)
        (self.folder / "case.json").write_text(text)
        return self.run("--explain", "case.json", *words)

    def run(self, *words, stdin=""):
        ran = subprocess.run(
            [BUILD / "simpulctl", "-c", "simpul.conf", "route", *words],
            cwd=self.folder, input=stdin, text=True, timeout=DEADLINE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        return ran.returncode, ran.stdout, ran.stderr

    def explained(self, *words, **members):
        """The explanation of a case with these members, as JSON."""
        status, out, err = self.route({**CASE, **members}, "--json", *words)
        assert (status, err) == (0, "")
        return json.loads(out)


@pytest.fixture(name="desk")
def a_desk(tmp_path):
    return Desk(tmp_path)


def test_the_rule_and_why_not_the_others(desk):
    status, out, err = desk.route(CASE)
    assert (status, err) == (0, "")
    lines = [line.split() for line in out.splitlines()]
    assert out.startswith(
        "Laporan ini diteruskan ke Dinas PU (pu), aturan: jalan.\n"
        "This case goes to Dinas PU (pu), rule: jalan.\n")
    rows = {words[0]: words for words in lines[5:] if words}
    assert rows["air"][-4:] == ["category", "infrastruktur/jalan/lampu",
                                "air", rows["air"][-1]]
    assert rows["air"][-1].startswith("simpul.conf:")
    assert "(chosen)" in " ".join(rows["jalan"])
    assert "(does not fit)" in " ".join(rows["taman"])
    assert "behind the chosen one" in " ".join(rows["lain"])
    assert list(rows) == ["air", "jalan", "taman", "lain", "coordinator"]


def test_the_same_for_programs(desk):
    said = desk.explained("--at", "2026-02-02T08:00:00+08:00",
                          category="taman", source="pdam", region="52")
    assert said["good"] is True
    assert (said["rule"], said["to"], said["name"]) == \
        ("taman", "lama", "Dinas Lama")
    assert said["at"] == "2026-02-02T00:00:00Z"
    verdicts = {r["rule"]: r["verdict"] for r in said["rules"]}
    assert verdicts == {"air": "unfit", "jalan": "unfit", "taman": "chosen",
                        "lain": "unfit", "coordinator": "later"}
    lain = next(r for r in said["rules"] if r["rule"] == "lain")
    assert lain["unfit"] == [
        {"condition": "region", "found": "52", "expected": ["51"]},
        {"condition": "source", "found": "pdam", "expected": ["lapor"]}]


def test_what_the_case_does_not_say_is_shown_as_nothing(desk):
    status, out, _ = desk.route('{"source": "lapor"}')
    assert status == 0
    assert "rule: coordinator." in out
    lain = next(i for i, line in enumerate(out.splitlines())
                if line.startswith("lain"))
    rows = [line.split() for line in out.splitlines()[lain:lain + 2]]
    assert rows[0][-4:-1] == ["kind", "-", "complaint"]
    assert rows[1] == ["region", "-", "51"]


def test_an_office_that_ends_leads_to_its_successor(desk):
    assert desk.explained("--at=2026-12-31T23:00:00+08:00",
                          category="taman")["to"] == "lama"
    assert desk.explained("--at=2027-01-01T01:00:00+08:00",
                          category="taman")["to"] == "baru"


@pytest.mark.parametrize("members, rule, to", [
    ({"target": "pdam"}, "explicit", "pdam"),
    ({"target": "pdam", "reported_body": "pdam"}, "explicit", "pdam"),
    ({"target": "pdam", "reported_body": "pdam", "secret": True}, "lain",
     "baru"),
    ({"classification": "supervisory", "reported_body": "perumda air minum"},
     "coordinator", "inspektorat"),
    ({"reported_body": "inspektorat", "secret": True, "category": "x",
      "region": "52"}, "deputy", "wakil"),
])
def test_the_reported_body_gets_no_secret_case(desk, members, rule, to):
    said = desk.explained(**members)
    assert (said["rule"], said["to"]) == (rule, to)
    chosen = [r["rule"] for r in said["rules"] if r["verdict"] == "chosen"]
    assert chosen == [rule]


def test_who_is_reported_is_said(desk):
    said = desk.explained(secret=True, reported_body="Perumda Air Minum",
                          target="pu")
    assert said["reported"] == "pdam"
    assert said["rules"][0] == {
        "rule": "explicit", "target": "pu", "to": "pu",
        "verdict": "reported", "unfit": []}
    _, out, _ = desk.route({**CASE, "secret": True, "reported_body": "pdam"})
    assert "Not to the reported body pdam, nor below it.\n" in out


def test_a_case_comes_by_standard_input_too(desk):
    status, out, err = desk.run("--explain", "-", stdin=json.dumps(CASE))
    assert (status, err) == (0, "")
    assert "rule: jalan." in out


@pytest.mark.parametrize("text, words", [
    ("", "case.json: "),
    ("[]", "expected an object"),
    ('{"category": 7}', "category: found number, expected text"),
    ('{"categori": "x"}', "categori: is not a member here"),
    ('{"region": "' + "5" * 33 + '"}', "region: found 33 bytes"),
    pytest.param(" " * 300000 + "{}", "case.json: over 262144 bytes",
                 id="too-long"),
])
def test_a_case_that_cannot_be_read_is_said(desk, text, words):
    status, out, err = desk.route(text)
    assert (status, out) == (2, "")
    assert words in err, err
    assert err.startswith("simpulctl: case.json: ")


def test_wrong_arguments_are_said(desk):
    for words, said in [
            ((), "Usage:"),
            (("--explain",), "--explain needs a FILE"),
            (("--explain", "no.json"), "no.json: No such file"),
            (("--explain", "x", "y"), "Usage:"),
            (("--at", "2026-01-01T00:00:00Z"), "--at goes with --explain"),
            (("--explain", "kek", "--at", "2026-01-01"), "with its zone"),
            (("--dry-run", "--last", "0"), "--last is 0; expected from 1 to"),
            (("--dry-run", "--last", "100001"), "to 100000"),
            (("--dry-run", "--last", "x"), "expected a whole number"),
            (("--dry-run",), "no hub")]:
        status, out, err = desk.run(*words)
        assert (status, out) == (2, ""), words
        assert said in err, (words, err)


def test_mistakes_of_the_configuration_are_told(desk):
    desk.write(BODIES + RULES + 'route "x" { to = "nobody" }\n')
    status, out, err = desk.route(CASE)
    assert (status, out) == (1, "")
    assert "no institution has that name" in err


# A hub that runs, and a changed configuration.

class Office:
    """A hub with cases, and a configuration beside its own."""

    def __init__(self, hub):
        self.hub, self.lapor = hub, hub.caller("source", "lapor")
        self.count = 0
        (hub.folder / "other").mkdir()
        self.other = hub.folder / "other/simpul.conf"

    def hand_in(self, **members):
        self.count += 1
        answer = self.lapor.post("/v1/cases", {
            **CASE, "source": "lapor", "tracking_id": f"T-{self.count}",
            **members})
        assert answer.status == 201, answer
        return answer.body["case"]

    def change(self, *pairs, more=""):
        """Writes the other configuration: the hub's with changed texts."""
        text = self.hub.conf.read_text()
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        self.other.write_text(text + more)

    def try_it(self, *words):
        """Tries the other one: (exit status, output)."""
        ran = subprocess.run(
            [BUILD / "simpulctl", "-c", "other/simpul.conf", "route",
             "--dry-run", *words], cwd=self.hub.folder, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
            timeout=DEADLINE)
        return ran.returncode, ran.stdout

    def tried(self, *words):
        status, out = self.try_it("--json", *words)
        assert status == 0, out
        return json.loads(out)

    def rows(self):
        """What the database holds of cases and of the log."""
        path = f"file:{self.hub.folder}/data/simpul.db?mode=ro"
        with closing(sqlite3.connect(path, uri=True)) as db:
            return [db.execute(f"SELECT count(*), max(id) FROM {table}"
                               ).fetchone()
                    for table in ("cases", "handoff", "delivery", "event",
                                  "content")]


@pytest.fixture(name="base", scope="module")
def a_base():
    with Hub(BODIES + RULES) as hub:
        yield Office(hub)


@pytest.fixture(name="office")
def an_office(base):
    """Three cases are the newest: by jalan, by air, to the coordinator."""
    base.cases = [base.hand_in(), base.hand_in(category="air"),
                  base.hand_in(category="x", region="52")]
    return base


def test_no_change_makes_no_difference(office):
    office.change()
    status, out = office.try_it("--last", "3")
    assert status == 0
    assert out == (
        "3 laporan diuji: 0 akan berpindah tujuan, 0 hanya berganti aturan, "
        "0 sudah dihapus, 0 tak terbaca.\n"
        "3 cases tried: 0 would go elsewhere, 0 by another rule to the same "
        "institution, 0 erased, 0 unreadable.\n"
        "Tidak ada yang diubah.\nNothing was changed.\n")


def test_each_difference_is_shown_and_nothing_is_written(office):
    office.change(('route "air" { category = { "air" }',
                   'route "air" { category = { "air", "x" }'),
                  ('region = { "51.71" } to = "pdam"', 'to = "baru"'),
                  ('route "jalan" {', 'route "jalan-raya" {'))
    before = office.rows()
    said = office.tried("--last=3")
    jalan, air, none = office.cases
    assert said["differences"] == [
        {"case": none, "tracking_id": f"T-{office.count}",
         "from": {"rule": "coordinator", "to": "inspektorat"},
         "now": {"rule": "air", "to": "baru"}},
        {"case": air, "tracking_id": f"T-{office.count - 1}",
         "from": {"rule": "air", "to": "pdam"},
         "now": {"rule": "air", "to": "baru"}}]
    assert jalan not in str(said)
    assert (said["seen"], said["changed"], said["rule_only"]) == (3, 2, 1)
    assert sorted((t["count"], t["from"]["to"]) for t in said["totals"]) == \
        [(1, "inspektorat"), (1, "pdam")]
    assert said["file"] == str(office.other)
    assert office.rows() == before
    assert "rule: jalan" not in office.hub.tail()
    again = office.hand_in(category="air")
    holders = office.hub.ask("case", ref=again)["cases"][0]
    assert holders["handoff"]["receiver"] == "pdam"


def test_differences_for_people(office):
    office.change(('to = "pu"', 'to = "wakil"'))
    status, out = office.try_it("--last", "3")
    assert status == 0
    lines = [line.split() for line in out.splitlines()]
    assert lines[0][0] == "LAPORAN"
    assert lines[2] == [office.cases[0], f"T-{office.count - 2}", "pu",
                        "jalan", "wakil", "jalan"]
    assert ["1", "pu", "jalan", "wakil", "jalan"] in lines
    assert "3 cases tried: 1 would go elsewhere" in out


def test_the_content_decides_as_it_was_handed_in(office):
    """Target, program and reported body stand in no row."""
    office.hand_in(target="baru", category="x")
    office.hand_in(target="pdam", secret=True, reported_body="pdam",
                   category="air")
    office.change(more='route "p" { priority_program = { "*" } '
                       'to = "wakil" }\n')
    office.hand_in(priority_program_id="PP-01", category="x", region="52")
    said = office.tried("--last", "3")
    assert [(d["from"]["rule"], d["now"]["rule"])
            for d in said["differences"]] == [("coordinator", "p")]
    assert said["changed"] == 1


def test_a_renamed_body_is_the_same(office):
    text = office.hub.conf.read_text()
    section = plain("pdam", "Perumda Air Minum")
    office.other.write_text(text.replace(section, section.replace(
        'institution "pdam" {', 'institution "tirta" {\n  was = "pdam"'))
        .replace('"pdam"', '"tirta"').replace('was = "tirta"',
                                              'was = "pdam"'))
    said = office.tried("--last", "3")
    assert (said["changed"], said["rule_only"]) == (0, 0), said


def test_more_cases_than_a_page(office):
    for _ in range(230):
        office.hand_in(category="air")
    office.change(('to = "pdam"', 'to = "baru"'))
    said = office.tried("--last", "215")
    assert (said["seen"], said["changed"]) == (215, 215)
    assert [d["tracking_id"] for d in said["differences"]] == \
        [f"T-{office.count - i}" for i in range(215)]
    assert [t["count"] for t in said["totals"]] == [215]
    said = office.tried()
    assert said["seen"] == office.count
    status, out = office.try_it("--last", "100")
    assert status == 0 and "100 cases tried: 100 would" in out


def test_an_erased_case_is_counted(office):
    case = office.hand_in(category="air")
    number = 0
    for letter in case:
        number = number << 5 | "0123456789abcdefghjkmnpqrstvwxyz".index(letter)
    path = office.hub.folder / "data/simpul.db"
    with closing(sqlite3.connect(path, timeout=DEADLINE)) as db:
        db.execute("DELETE FROM case_key WHERE case_id = ?", (number,))
        db.commit()
    office.change(('to = "pdam"', 'to = "baru"'))
    said = office.tried("--last", "3")
    assert (said["seen"], said["erased"], said["changed"]) == (3, 1, 1)


def test_mistakes_are_told_and_the_hub_goes_on(office):
    office.change(('to = "pdam"', 'to = "padm"'))
    status, out = office.try_it()
    assert status == 1
    assert 'did you mean "pdam"?' in out
    assert "other/simpul.conf:" in out
    office.other.unlink()
    status, out = office.try_it()
    assert status == 2 and "other/simpul.conf cannot be read" in out
    bad = office.hub.ask("route_dry_run", file="simpul.conf", last=3)
    assert bad["good"] is False and "absolute path" in bad["error"]


def test_who_hangs_up_stops_his_own_replay_only(office):
    office.change(('to = "pdam"', 'to = "baru"'))
    with socket.socket(socket.AF_UNIX) as s:
        s.connect(str(office.hub.folder / "run/control"))
        s.sendall(json.dumps({"command": "route_dry_run", "last": 100000,
                              "file": str(office.other)}).encode() + b"\n")
    assert office.tried("--last", "3")["seen"] == 3


def test_a_stop_in_a_replay_is_clean():
    """While a configuration is read, and while nobody takes the pages."""
    with Hub(BODIES + RULES) as hub, socket.socket(socket.AF_UNIX) as s:
        office = Office(hub)
        for _ in range(300):
            office.hand_in(category="air")
        office.change(('to = "pdam"', 'to = "baru"'))
        line = json.dumps({"command": "route_dry_run", "last": 300,
                           "file": str(office.other)}).encode() + b"\n"
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        s.connect(str(hub.folder / "run/control"))
        s.sendall(line)
        wait_for("a page", lambda: s.recv(1, socket.MSG_PEEK))
        s.sendall(line)
        assert hub.stop() == 0, hub.tail()


def test_one_reading_at_a_time_and_a_hangup_waits(tmp_path):
    hub = Hub()
    with Ksp(hub.folder, hub.port) as ksp:
        hub.institutions = BODIES + RULES + ksp.section()
        with hub:
            gate_holds_readings(hub, tmp_path)


def gate_holds_readings(hub, folder):
    gate, worker = folder / "gate", folder / "worker"
    os.mkfifo(gate)
    worker.write_text(GATE.format(folder=folder,
                                  worker=BUILD.resolve() / "simpul-worker"))
    worker.chmod(0o700)
    other = hub.folder / "gated.conf"
    other.write_text(hub.conf.read_text().replace(
        f"{BUILD.resolve()}/simpul-worker", str(worker)))
    said = []
    asking = threading.Thread(target=lambda: said.append(
        hub.ask("route_dry_run", file=str(other), last=5)))
    asking.start()
    try:
        wait_for("the reading to begin", (folder / "asked").exists)
        for command in ({"command": "reload"},
                        {"command": "route_dry_run", "file": str(other)}):
            refused = hub.ask(**command)
            assert refused["good"] is False
            assert "another configuration is being read" in refused["error"]
        os.kill(hub.process.pid, signal.SIGHUP)
        wait_for("the signal", lambda: "one more follows" in hub.tail())
        assert not said
    finally:
        opened = os.open(gate, os.O_WRONLY)
        gate.unlink()
        os.close(opened)
        asking.join(DEADLINE)
    assert said[0]["good"], said
    wait_for("the reload", lambda: "is in force" in hub.tail())
