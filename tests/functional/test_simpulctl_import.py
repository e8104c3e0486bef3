# SPDX-License-Identifier: Apache-2.0
"""simpulctl import: cases from CSV and JSON lines, all of them looked at
first, none of them taken twice, whatever is killed on the way."""
import csv
import io
import json
import os
import sqlite3
import subprocess
import threading
from contextlib import closing
from pathlib import Path

import pytest

from hub import Hub
from wires import BUILD, DEADLINE, wait_for

MAPS = Path(__file__).resolve().parents[2] / "conf.d/maps"
MAP = """\
[file]
timezone = Asia/Makassar
[columns]
No = tracking_id
Isi = narrative
Judul = subject
Bidang = category
Jenis = classification
Diterima = received
Selesai = ended
Status = status
Nama = complainant.name
Rahasia = secret
[words status]
Selesai = completed
Proses = in_progress
[words classification]
Pengaduan = complaint
[words secret]
Ya = true
Tidak = false
"""
COLUMNS = ["No", "Isi", "Judul", "Bidang", "Jenis", "Diterima", "Selesai",
           "Status", "Nama", "Rahasia"]


def a_row(number, **cells):
    return {"No": f"T-{number}", "Isi": "Air tidak mengalir.",
            "Judul": "Air", "Bidang": "water", "Jenis": "Pengaduan",
            "Diterima": "", "Selesai": "", "Status": "", "Nama": "Ni Made",
            "Rahasia": "Tidak", **cells}


def text_of(rows, delimiter=",", end="\n"):
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, delimiter=delimiter,
                           lineterminator=end)
    table.writeheader()
    table.writerows(rows)
    return out.getvalue()


class Desk:
    """A hub, files for it, and what its database holds."""

    def __init__(self, hub):
        self.hub = hub
        self.map = hub.folder / "map"
        self.map.write_text(MAP)
        self.file = hub.folder / "laporan.csv"
        self.boss = hub.caller("coordinator", "inspektorat")

    def write(self, what):
        if isinstance(what, list):
            what = text_of(what)
        self.file.write_bytes(what if isinstance(what, bytes)
                              else what.encode())

    def words(self, *more, mapped=True):
        by = ("--map", self.map) if mapped else ()
        return [BUILD / "simpulctl", "--config", self.hub.conf, "import",
                "--source", "lapor", *by, *more, self.file]

    def run(self, *more, mapped=True):
        ran = subprocess.run(self.words(*more, mapped=mapped), text=True,
                             capture_output=True, check=False,
                             timeout=DEADLINE)
        return ran.returncode, ran.stdout, ran.stderr

    def said(self, what, *more, status=0, mapped=True):
        self.write(what)
        got, out, err = self.run("--json", *more, mapped=mapped)
        assert got == status, err
        return json.loads(out)

    def rows(self, query, *values):
        path = f"file:{self.hub.folder}/data/simpul.db?mode=ro"
        with closing(sqlite3.connect(path, uri=True,
                                     timeout=DEADLINE)) as db:
            return db.execute(query, values).fetchall()

    def count(self, like="%"):
        return self.rows("SELECT count(*) FROM cases WHERE tracking_id LIKE ?",
                         like)[0][0]

    def case(self, tracking):
        found = self.hub.ask("case", ref=tracking)["cases"]
        assert len(found) == 1, found
        return self.boss.get("/v1/cases/" + found[0]["case"]["id"]).body

    def audited(self, case):
        return self.boss.get(f"/v1/cases/{case['id']}/timeline").body["items"]


@pytest.fixture(name="desk", scope="module")
def a_desk():
    with Hub() as hub:
        yield Desk(hub)


def test_good_rows_become_cases_and_go_on_their_way(desk):
    said = desk.said([a_row("a1"), a_row("a2", Bidang="electricity",
                                         Rahasia="Ya", Nama="")])
    assert (said["new"], said["there"], said["bad_rows"]) == (2, 0, 0)
    case = desk.case("T-a1")
    assert case["narrative"] == "Air tidak mengalir."
    assert (case["category"], case["classification"]) == ("water",
                                                          "complaint")
    assert [h["receiver"] for h in case["handoffs"]] == ["pdam"]
    assert case["state"] == "forwarded"
    other = desk.case("T-a2")
    assert other["secret"] is True
    assert [h["receiver"] for h in other["handoffs"]] == ["pln"]


def test_the_same_file_again_makes_no_second_case(desk):
    rows = [a_row("b1"), a_row("b2"), a_row("", No="", Isi="Tanpa nomor."),
            a_row("", No="", Isi="Tanpa nomor.")]
    before = desk.count()
    said = desk.said(rows)
    assert (said["new"], said["there"]) == (3, 1)
    assert desk.count() == before + 3
    made = desk.count("import-%")
    for end in ("\n", "\r\n"):
        said = desk.said(text_of(rows, end=end))
        assert (said["new"], said["there"]) == (0, 4)
    assert (desk.count(), desk.count("import-%")) == (before + 3, made)
    status, out, _ = desk.run()
    assert status == 0
    assert "4 baris baik, 0 salah; 0 laporan baru, 4 sudah ada." in out


def test_a_case_that_came_by_the_api_is_the_same_case(desk):
    answer = desk.hub.caller("source", "lapor").post("/v1/cases", {
        "tracking_id": "T-c1", "narrative": "Air keruh."})
    assert answer.status == 201
    said = desk.said([a_row("c1")])
    assert (said["new"], said["there"]) == (0, 1)
    assert desk.case("T-c1")["narrative"] == "Air keruh."


def test_history_keeps_its_days_and_its_end(desk):
    said = desk.said([
        a_row("d1", Diterima="3 Februari 2026",
              Selesai="10 Maret 2026 10.15 WITA", Status="selesai"),
        a_row("d2", Diterima="2026-02-04 09:30", Status="Proses")],
        "--by", "Kadek")
    assert said["new"] == 2
    ended = desk.case("T-d1")
    assert (ended["state"], ended["handoffs"]) == ("completed", [])
    assert ended["received_at"] == "2026-02-03T04:00:00Z"
    assert ended["narrative"] == "Air tidak mengalir."
    entry, = desk.audited(ended)
    assert (entry["action"], entry["state"]) == ("import",
                                                 {"to": "completed"})
    assert desk.rows("SELECT ended_at, next_at FROM cases WHERE "
                     "tracking_id = 'T-d1'") == [(1773108900000, 0)]
    going = desk.case("T-d2")
    assert going["received_at"] == "2026-02-04T01:30:00Z"
    assert going["state"] != "completed" and going["handoffs"]
    assert desk.audited(going)[0]["action"] == "import"
    log, = desk.rows("SELECT a.body FROM audit_entry a, cases c WHERE "
                     "c.tracking_id = 'T-d2' AND a.case_id = c.id AND "
                     "a.case_seq = 1")
    data = json.loads(log[0])["data"]
    assert data["claimed_at"] == "2026-02-04T01:30:00.000Z"
    assert len(data["operator"]) == 13 and "Kadek" not in str(log)
    assert desk.hub.ctl("fsck")[0] == 0


def test_what_had_ended_can_be_reopened(desk):
    desk.said([a_row("d9", Diterima="2026-02-03", Selesai="2026-03-03",
                     Status="Selesai")])
    status, out = desk.hub.ctl("reopen", "--by", "Kadek", "--text",
                               "Pelapor keberatan.", "T-d9")
    assert status == 0, out
    assert desk.case("T-d9")["state"] == "reopened"


SECRET = "Rahasia-Sekali"
BAD = [
    ({"Isi": ""}, "Isi", "narrative: is missing"),
    ({"Isi": SECRET * 5000}, "Isi", "narrative: found 70000 bytes, expected "
                                    "at most 65536"),
    ({"Judul": SECRET * 100}, "Judul", "found 1400 bytes, expected at most "
                                       "1000"),
    ({"Judul": f"{SECRET}\n2"}, "Judul", "expected one line of text"),
    ({"No": SECRET * 5}, "No", "found 70 bytes, expected at most 64"),
    ({"Jenis": SECRET}, "Jenis", "found another word, expected one of "
                                 "information_request, complaint"),
    ({"Rahasia": SECRET}, "Rahasia", "expected true or false"),
    ({"Status": SECRET}, "Status", "found another word"),
    ({"Diterima": "03/04/2026"}, "Diterima", "whose order one would have to "
                                             "guess"),
    ({"Diterima": "30 Februari 2026"}, "Diterima", "not in the calendar"),
    ({"Diterima": "2999-01-01"}, "Diterima", "a time to come"),
    ({"Selesai": "2026-01-01"}, "Selesai", "expected none for a case that is "
                                           "open"),
    ({"Status": "Selesai", "Diterima": "2026-01-01"}, "Selesai",
     "is missing"),
    ({"Status": "Selesai", "Selesai": "2026-01-01"}, "Diterima",
     "is missing"),
    ({"Status": "Selesai", "Selesai": "2026-01-01", "Diterima": "2026-02-01"},
     "Selesai", "before the case was received"),
    ({"Nama": SECRET * 20}, "Nama", "complainant.name: found 280 bytes"),
    ({"Nama": "\x01"}, "Nama", "control character"),
]


@pytest.mark.parametrize("cells, column, words", BAD,
                         ids=[str(i) for i in range(len(BAD))])
def test_a_bad_row_is_told_and_nothing_is_imported(desk, cells, column, words):
    before = desk.count()
    rows = [a_row("e1"), a_row("e2", Isi="Dua\nbaris"), a_row("e3", **cells)]
    said = desk.said(rows, status=1)
    mistake, = said["mistakes"]
    assert (mistake["line"], mistake["column"]) == (5, column)
    assert words in mistake["problem"]
    assert SECRET not in str(said)
    assert said["bad_lines"] == [5]
    assert desk.count() == before
    status, out, err = desk.run()
    assert status == 1
    assert err.startswith(f'{desk.file}:5: column "{column}": ')
    assert "Tidak ada yang diimpor.\nNothing was imported.\n" in out


@pytest.mark.parametrize("line, words", [
    (b'x,"y\n', "does not end"),
    (b'x,"y"z\n', "behind a closing quote"),
    (b'x,y"z\n', "a quote within a field"),
    (b"x,y\n", "found 2 fields, expected 10"),
    (b"x,y\0\n", "NUL byte"),
    (b"x,\xe9,,,,,,,,\n", "not UTF-8"),
    (b"," * 300 + b"\n", "more than 256 fields"),
])
def test_what_is_no_csv_is_told_by_its_line(desk, line, words):
    good = text_of([a_row("f1")]).encode()
    said = desk.said(good + line + b"T-f2,Isi,,,,,,,,\n", status=1)
    mistake, = said["mistakes"]
    assert mistake["line"] == 3 and words in mistake["problem"]
    assert (said["good_rows"], desk.count("T-f%")) == (2, 0)


def test_bad_rows_are_passed_over_when_that_is_asked(desk):
    rows = [a_row(f"g{i}", Isi="" if i % 3 == 0 else "Isi")
            for i in range(300)]
    desk.write(rows)
    status, out, err = desk.run("--skip-bad")
    assert status == 1
    assert desk.count("T-g%") == 200
    assert "200 baris baik, 100 salah; 200 laporan baru" in out
    lines = " ".join(str(2 + i) for i in range(0, 300, 3))
    assert f"Baris yang dilewati / lines passed over: {lines}\n" in out
    assert len(err.splitlines()) == 100


def test_the_list_of_bad_rows_ends_with_a_count(desk):
    said = desk.said([a_row(f"h{i}", Isi="") for i in range(150)], status=1)
    assert (said["bad_rows"], len(said["mistakes"]), said["more"]) == \
        (150, 100, 50)
    assert len(said["bad_lines"]) == 150


@pytest.mark.parametrize("encoding, delimiter, end", [
    ("utf-8-sig", ";", "\r\n"), ("utf-8", ";", "\n"), ("utf-8", ",", "\r\n")])
def test_what_spreadsheets_write_is_read(desk, encoding, delimiter, end):
    name = f"i{encoding}{delimiter}{len(end)}"
    text = text_of([a_row(name, Isi='Kata; "kutip", dan\nbaris.')],
                   delimiter, end)
    assert desk.said(text.encode(encoding))["new"] == 1
    assert desk.case(f"T-{name}")["narrative"] == 'Kata; "kutip", dan\nbaris.'


def test_check_imports_nothing_and_asks_no_hub(desk):
    desk.write([a_row("j1")])
    status, out, err = desk.run("--check", "--socket=/nowhere")
    assert (status, err) == (0, "")
    assert "1 baris baik" in out and "Nothing was imported." in out
    desk.write([a_row("j1", Isi="")])
    assert desk.run("--check", "--socket=/nowhere")[0] == 1
    assert desk.count("T-j%") == 0


def test_json_lines_are_read_with_a_map_and_without(desk):
    lines = [{"tracking_id": "T-k1", "narrative": "Isi", "category": "water",
              "anonymous": True, "complainant": {"name": "Ni Made"},
              "received": "2026-02-03T08:00:00+08:00", "source": "lapor"},
             {"narrative": "Isi kedua", "status": None}]
    said = desk.said("".join(json.dumps(line) + "\n\n" for line in lines),
                     mapped=False)
    assert (said["rows"], said["new"]) == (2, 2)
    case = desk.case("T-k1")
    assert (case["anonymous"], case["received_at"]) == \
        (True, "2026-02-03T00:00:00Z")
    desk.map.write_text("[columns]\nno = tracking_id\n"
                        "laporan.isi = narrative\n")
    try:
        said = desk.said('{"no": 77001, "laporan": {"isi": "Isi"}, "x": []}\n')
    finally:
        desk.map.write_text(MAP)
    assert said["new"] == 1
    assert desk.case("77001")["narrative"] == "Isi"


@pytest.mark.parametrize("line, column, words", [
    ("{", "", "is not JSON"),
    ("[]", "", "expected a JSON object"),
    ('{"narrative": "a", "narrative": "b"}', "", "is not JSON"),
    ('{"isi": "a"}', "isi", "is no member of a case"),
    ('{"narrative": {"a": 1}}', "", ""),
    ('{"narrative": ["a"]}', "narrative", "found array, expected a text"),
    ('{"narrative": "a", "source": "pln"}', "source", "another institution"),
    ('{"narrative": "a", "complainant": {"x": 1}}', "complainant.x",
     "is no member"),
    ('{"narrative": "a", "attachments": []}', "attachments", "is no member"),
    pytest.param('{"narrative": "' + "x" * 300000 + '"}', "",
                 "bytes, expected at most", id="too-long"),
])
def test_a_bad_line_of_json_is_told(desk, line, column, words):
    said = desk.said('{"narrative": "Isi", "tracking_id": "T-l1"}\n' + line
                     + "\n", "--format=jsonl", mapped=False, status=1)
    mistake, = said["mistakes"]
    assert mistake["line"] == 2
    assert words in mistake["problem"]
    assert not words or mistake["column"] == column
    assert desk.count("T-l%") == 0


def test_columns_are_called_as_members_without_a_map(desk):
    said = desk.said("tracking_id,narrative,complainant.name\nT-m1,Isi,Made\n",
                     mapped=False)
    assert said["new"] == 1
    said = desk.said("tracking_id,isi\nT-m2,Isi\n", mapped=False, status=1)
    assert said["mistakes"][0]["column"] == "isi"


def test_a_header_that_is_not_the_map_s_is_told(desk):
    said = desk.said("No,Isi\n1,2\n", status=1)
    assert said["mistakes"] == [{
        "line": 1, "column": "Judul", "problem":
        "found no such column, expected it because the map names it; is the "
        "delimiter right (found 2 columns)?"}]
    said = desk.said("No,Isi,No\n1,2,3\n", status=1)
    assert "two columns" in said["mistakes"][0]["problem"]
    said = desk.said("", status=1)
    assert "the file is empty" in said["mistakes"][0]["problem"]


def test_wrong_arguments_are_said(desk):
    desk.write([a_row("n1")])
    tool = [BUILD / "simpulctl", "--config", desk.hub.conf, "import"]
    bad_map = desk.hub.folder / "bad-map"
    bad_map.write_text("[columns]\nIsi = narasi\n")
    for words, status, said in [
            ([], 2, "Usage:"),
            ([desk.file], 2, "which source?"),
            ([desk.file, "--source", "nobody"], 1, 'no institution "nobody"'),
            ([desk.file, "--source", "pln"], 1, "source = true"),
            ([desk.file, "--source", "lapor", "--format", "xls"], 2,
             "expected csv or jsonl"),
            (["none.csv", "--source", "lapor"], 2, "none.csv: No such file"),
            ([desk.file, "--source", "lapor", "--map", bad_map], 2,
             f'{bad_map}:2: "narasi" is no member of a case')]:
        ran = subprocess.run([*tool, *words], capture_output=True, text=True,
                             check=False, timeout=DEADLINE)
        assert ran.returncode == status, (words, ran.stderr)
        assert said in ran.stderr, (words, ran.stderr)
    assert desk.count("T-n%") == 0


def test_the_hub_checks_again(desk):
    """A client that is not simpulctl gets no further."""
    ask = desk.hub.ask
    assert ask("import", source="lapor", rows=[])["results"] == []
    got = ask("import", source="lapor", rows=[
        {}, 7, {"narrative": "a", "source": "pln"}, {"narrative": "a" * 70000},
        {"narrative": "a", "attachments": []},
        {"narrative": "a", "target": "pdan"},
        {"narrative": "a", "tracking_id": "T-o1"}])["results"]
    assert [r["result"] for r in got] == ["bad"] * 6 + ["new"]
    assert all(r["error"] for r in got[:6])
    assert not ask("import", source="lapor", rows=[{}] * 101)["good"]
    assert not ask("import", source="nobody", rows=[])["good"]


def test_the_sample_map_is_good(desk):
    desk.write("Tracking ID;Judul\n1;2\n")
    status, _, err = desk.run("--map", MAPS / "import-lapor.conf.example",
                              mapped=False)
    assert status == 1
    assert 'column "Isi Laporan": found no such column' in err


def test_ten_thousand_rows_show_how_far_they_have_come(desk):
    desk.write([a_row(f"p{i}") for i in range(10000)])
    ours, theirs = os.openpty()
    shown = []

    def read():
        try:
            while piece := os.read(ours, 4096):
                shown.append(piece)
        except OSError:
            pass    # the terminal is gone
    reader = threading.Thread(target=read)
    reader.start()
    try:
        ran = subprocess.run(desk.words(), stdout=subprocess.PIPE,
                             stderr=theirs, text=True, check=False,
                             timeout=DEADLINE * 4)
    finally:
        os.close(theirs)
        reader.join(DEADLINE)
        os.close(ours)
    assert ran.returncode == 0
    assert "10000 laporan baru" in ran.stdout
    text = b"".join(shown).decode()
    assert "\r5000" in text and "\r5000 / 10000" in text
    assert desk.count("T-p%") == 10000


ROWS = [a_row(f"q{i}", No="" if i % 2 else f"T-q{i}", Isi=f"Isi {i}")
        for i in range(2000)]


def killed_in_the_middle(desk):
    """Imports the rows and kills simpulctl once some of them are there."""
    desk.write(ROWS)
    tool = subprocess.Popen(desk.words(), stdout=subprocess.DEVNULL)
    try:
        wait_for("some rows", lambda: desk.count() > 100)
    finally:
        tool.kill()
        tool.wait()
    return desk.count()


def test_simpulctl_killed_in_the_middle_loses_and_doubles_nothing():
    for _ in range(5):      # it may have been too quick to be killed
        with Hub() as hub:
            desk = Desk(hub)
            there = killed_in_the_middle(desk)
            if there == 2000:
                continue
            assert 100 < there < 2000
            said = desk.said(ROWS)
            assert said["new"] + said["there"] == 2000
            assert desk.count() == 2000
            return
    raise AssertionError("five imports were through before the kill")


def test_rows_come_by_standard_input_too():
    with Hub() as hub:
        desk = Desk(hub)
        desk.write(ROWS[:1])
        ran = subprocess.run([*desk.words("--check")[:-1], "-"], text=True,
                             input=desk.file.read_text(), check=False,
                             capture_output=True, timeout=DEADLINE)
        assert ran.returncode == 0, ran.stderr


def test_a_hub_killed_in_the_middle_loses_and_doubles_nothing():
    hub = Hub(env={"SIMPUL_CRASH": "apply.run:777"})
    with hub:
        desk = Desk(hub)
        desk.write(ROWS)
        status, _, err = desk.run()
        assert status == 2, err
        assert "the same command again goes on" in err
        wait_for("the hub to die", lambda: hub.process.poll() is not None)
        hub.env = {}
        hub.start()
        there = desk.count()
        assert 0 < there < 2000
        said = desk.said(ROWS)
        assert (said["new"], said["there"]) == (2000 - there, there)
        assert desk.count() == 2000
        assert hub.ctl("fsck")[0] == 0
