# SPDX-License-Identifier: Apache-2.0
"""simpulctl asks a hub that runs, or says clearly why it cannot; and
simpulctl(1) says the same as the program."""
import json
import os
import re
import socket
import subprocess
import threading
from pathlib import Path

import pytest

from hub import INSTITUTIONS, Hub, plain
from wires import BUILD, DEADLINE

PAGE = Path(__file__).resolve().parents[2] / "docs" / "simpulctl.1"
AUDIT_PAGE = PAGE.with_name("simpulctl-audit.1")
STORY = "Air di rumah kami sudah tiga hari tidak mengalir."


class Run:
    """One run: status, out, err."""

    def __init__(self, *words, cwd=None):
        ran = subprocess.run([BUILD / "simpulctl", *map(str, words)], cwd=cwd,
                             capture_output=True, text=True, check=False,
                             timeout=DEADLINE)
        self.status, self.out, self.err = \
            ran.returncode, ran.stdout, ran.stderr

    @property
    def json(self):
        return json.loads(self.out)

    def __repr__(self):
        return f"{self.status}\n{self.out}\n{self.err}"


@pytest.fixture(scope="module")
def hub():
    with Hub(INSTITUTIONS + plain("kota", "Pemkot Dénpasar é", source=True)) \
            as started:
        started.run = lambda *words: Run("--config", started.conf, *words)
        started.lapor = started.caller("source", "lapor")
        started.pdam = started.caller("institution", "pdam")
        yield started


def hand_in(hub, tracking_id, who=None):
    """A case about water: ids of case and handoff."""
    answer = (who or hub.lapor).post("/v1/cases", {
        "narrative": STORY, "category": "water", "tracking_id": tracking_id})
    assert answer.status == 201, answer
    return answer.body["case"], answer.body["handoff"]


def commands():
    """The names in the program's table."""
    head = Run("--help").out.split("\n\n")[1]
    return re.findall(r"^  ([a-z]+) ", head, re.M)


# The hub itself.

def test_status_for_people_and_programs(hub):
    ran = hub.run("status")
    assert ran.status == 0 and ran.err == ""
    assert re.search(r"^menyala +\d+ (detik|menit), sejak \d+ \w{3} \d{4} "
                     r"\d\d\.\d\d WIB +up$", ran.out, re.M), ran
    said = hub.run("status", "--json").json
    assert said["good"] and said["port"] == hub.port
    assert said["name"] == "uji" and said["timezone"] == "Asia/Jakarta"


def test_institutions_stand_in_columns_whatever_their_letters(hub):
    lines = hub.run("institutions").out.splitlines()
    assert lines[0].startswith("INSTANSI") and \
        lines[1].startswith("institution")
    at = lines[0].index("PENERJEMAH")
    assert [line[at:at + 4] for line in lines[2:]] == ["none"] * 5
    rows = hub.run("institutions", "--json").json["institutions"]
    assert {r["institution"]: r["name"] for r in rows}["kota"] == \
        "Pemkot Dénpasar é"


def test_a_mistake_elsewhere_does_not_hide_the_hub(hub):
    hub.configure(INSTITUTIONS + 'institution "x" { plugin = "nix" }\n')
    try:
        assert hub.run("check").status == 1
        assert hub.run("status").status == 0
    finally:
        hub.configure(hub.institutions)


# Tokens.

def test_a_token_is_shown_once_and_works_until_it_is_revoked(hub):
    made = hub.run("token", "add", "--role", "source", "--institution",
                   "kota", "--label", "meja depan", "--days", "30")
    assert made.status == 0
    assert re.fullmatch(r"simpul_[0-9a-f]{64}\n", made.out), made
    token = made.out.strip()
    caller = hub.caller()
    caller.token = token
    assert caller.get("/v1/cases").status == 200
    listed = hub.run("token", "list", "--json").json["tokens"]
    row = next(t for t in listed if t["label"] == "meja depan")
    assert row["role"] == "source" and row["institution"] == "kota"
    assert "expires" in row and "revoked" not in row
    assert row["id"] in made.err
    assert token not in json.dumps(listed) + hub.run("token", "list").out
    assert hub.run("token", "revoke", row["id"]).status == 0
    assert caller.get("/v1/cases").status == 401
    again = hub.run("token", "revoke", row["id"])
    assert again.status == 1 and "no token with that id" in again.err
    listed = hub.run("token", "list", "--json").json["tokens"]
    assert "revoked" in next(t for t in listed if t["id"] == row["id"])


def test_a_token_goes_to_a_new_file_of_its_owner_alone(hub, tmp_path):
    path = tmp_path / "token"
    words = ("token", "add", "--role", "auditor", "--out", path)
    made = hub.run(*words)
    assert (made.status, made.out) == (0, "") and str(path) in made.err
    assert path.stat().st_mode & 0o777 == 0o600
    assert re.fullmatch(r"simpul_[0-9a-f]{64}\n", path.read_text())
    before = path.read_text()
    again = hub.run(*words)
    assert again.status == 2 and "never written over" in again.err
    assert path.read_text() == before
    said = hub.run("--json", *words[:-1], tmp_path / "second").json
    assert said["good"] and "token" not in said and said["id"]


def test_a_refused_token_leaves_no_file(hub, tmp_path):
    ran = hub.run("token", "add", "--role", "boss", "--out", tmp_path / "t")
    assert ran.status == 1
    assert 'role "boss" is none of source, institution, coordinator, ' \
        "auditor" in ran.err
    assert not (tmp_path / "t").exists()


# Cases.

def test_a_case_is_found_by_any_reference_of_the_hub_and_source(hub):
    case, handoff = hand_in(hub, "A-17")
    for ref in (case, handoff, "A-17"):
        ran = hub.run("case", ref)
        indonesian, english = ran.out.splitlines()
        assert ran.status == 0
        assert indonesian.startswith(
            f"Laporan A-17 ({case}) dipegang Inspektorat Provinsi Bali sejak")
        assert "ditawarkan kepada Perumda Air Minum" in indonesian
        assert re.search(r"paling lambat \d+ \w+ \d{4} \d\d\.\d\d WIB "
                         r"\(\d hari.* lagi\)\.$", indonesian), indonesian
        assert english.startswith(
            f"Case A-17 ({case}) is held by Inspektorat Provinsi Bali since")
        assert re.search(r"by .* WIB \(in \d days.*\)\.$", english), english
        assert STORY not in ran.out


def test_a_case_changes_hands(hub):
    case, handoff = hand_in(hub, "A-18")
    assert hub.pdam.post(f"/v1/handoffs/{handoff}/accept", {}).status == 200
    ran = hub.run("case", "A-18")
    assert "dipegang Perumda Air Minum" in ran.out
    assert "menunggu tindak lanjut pertama" in ran.out
    said = hub.run("case", "A-18", "--json").json["cases"]
    assert len(said) == 1 and said[0]["case"]["holder"] == "pdam"
    assert said[0]["handoff"]["state"] == "accepted"
    assert STORY not in json.dumps(said)
    hub.pdam.post(f"/v1/handoffs/{handoff}/return", {
        "reason": "wrong_region", "text": "Bukan wilayah kami."})
    assert "dipegang Perumda Air Minum" in hub.run("case", case).out


def test_every_case_with_that_reference_is_told(hub):
    kota = hub.caller("source", "kota")
    cases = {hand_in(hub, "SAMA-1")[0], hand_in(hub, "SAMA-1", kota)[0]}
    ran = hub.run("case", "SAMA-1")
    assert ran.out.startswith("2 laporan cocok")
    assert cases == {c["case"]["id"] for c in
                     hub.run("case", "SAMA-1", "--json").json["cases"]}


@pytest.mark.parametrize("ref", ["nowhere", "0sa4k87p40006", "", "%s%n",
                                 "x" * 3000, "Dénpasar", "x" + "é" * 99])
def test_an_unknown_reference_is_told_as_such(hub, ref):
    ran = hub.run("case", ref)
    assert ran.status == 1 and ran.out == ""
    assert ran.err.count("\n") == 1 and "no case; expected an id" in ran.err
    said = hub.run("case", ref, "--json").json
    assert said["good"] is False and "no case" in said["error"]


# Nothing waits where nobody has a wire.

def test_empty_lists_say_so(hub):
    assert "Nothing waits" in hub.run("queue").out
    assert "Nothing is parked" in hub.run("parked").out
    assert hub.run("queue", "--json").json["queue"] == []
    assert hub.run("parked", "--json").json["parked"] == []
    for words in (("--all",), ("--institution", "pdam")):
        ran = hub.run("retry", *words)
        assert ran.status == 0 and "nothing was changed" in ran.out


@pytest.mark.parametrize("words, sentence", [
    (("retry", "zzz"), '"zzz" is no delivery\'s id'),
    (("park", "zzz"), '"zzz" is no delivery\'s id'),
    (("retry", "0sa4k87p40006"), "no delivery with that id"),
    (("park", "0sa4k87p40006"), "no delivery with that id"),
    (("park", "0sa4k87p40006", "--why", "x" * 161), "at most 160"),
    (("retry", "--institution", "nix"), 'no institution "nix"'),
    (("queue", "--institution", "nix"), 'no institution "nix"'),
    (("parked", "--institution", "nix"), 'no institution "nix"'),
    (("probe", "nix"), 'no institution "nix"'),
    (("probe", "pdam"), "pdam has no url"),
    (("token", "revoke", "zzz"), '"zzz" is no token\'s id'),
    (("token", "add", "--role", "source"), "institution is missing"),
    (("token", "add", "--role", "source", "--institution", "lapor",
      "--days", "0"), "expected a whole number from 1"),
    (("token", "add", "--role", "source", "--institution", "nix"),
     'no institution "nix"'),
    (("token", "add", "--role", "source", "--institution", "pdam"),
     "pdam hands no cases in"),
])
def test_what_the_hub_refuses(hub, words, sentence):
    ran = hub.run(*words)
    assert (ran.status, ran.out) == (1, "") and sentence in ran.err
    said = hub.run("--json", *words)
    assert said.status == 1 and said.json["good"] is False


# Reload.

def test_a_reload_says_what_changes_before_and_after(hub):
    try:
        hub.configure(hub.institutions.replace("Perumda Air Minum", "PDAM"))
        looked = hub.run("reload", "--dry-run", "--json").json
        assert looked["changes"] == [
            {"change": "setting", "what": "pdam", "detail": "name"}]
        names = hub.run("institutions").out
        assert "Perumda Air Minum" in names
        ran = hub.run("reload")
        assert ran.status == 0 and "is in force" in ran.out
        assert "PDAM" in hub.run("institutions").out
        assert hub.run("reload", "--json").json["changes"] == []
    finally:
        hub.configure(hub.institutions)
        hub.run("reload")


def test_a_mistake_or_open_work_keeps_the_old_configuration(hub):
    hand_in(hub, "A-19")
    try:
        hub.configure(hub.institutions + "rout {")
        ran = hub.run("reload")
        assert ran.status == 1 and "simpul.conf:" in ran.err
        hub.configure(hub.institutions.replace("pdam", "perumda"))
        for words in (("reload", "--dry-run"), ("reload",)):
            ran = hub.run(*words)
            assert ran.status == 1 and "pdam: its section" in ran.err
            assert "retired = true" in ran.err
        assert "pdam" in hub.run("institutions").out
    finally:
        hub.configure(hub.institutions)


# The data of a running hub.

def test_a_backup_of_a_running_hub_is_whole(hub, tmp_path):
    hand_in(hub, "A-20")
    assert hub.run("backup", tmp_path / "b").status == 0
    assert hub.run("backup", tmp_path / "b").status == 2
    ran = hub.run("restore", tmp_path / "b")
    assert ran.status == 2 and "in use by another process" in ran.err
    new = tmp_path / "new"
    new.mkdir(mode=0o700)
    words = ("--data", new)
    assert hub.run("restore", *words, tmp_path / "b").status == 0
    assert hub.run("restore", *words, tmp_path / "b").status == 2
    key = ("--key", hub.folder / "hub.key")
    assert hub.run("fsck", *words, *key, "--json").json == {
        "good": True, "found": 0, "findings": []}
    assert hub.run("fsck").status == 0
    database = new / "simpul.db"
    data = bytearray(database.read_bytes())
    data[3 * 8192:4 * 8192] = bytes(8192)
    database.write_bytes(data)
    ran = hub.run("fsck", *words, *key)
    assert ran.status in (1, 2) and ran.out + ran.err != ""


# No hub, or none that answers.

def test_no_hub_is_told_with_what_to_do(tmp_path):
    (tmp_path / "plain").write_text("x")
    gone = socket.socket(socket.AF_UNIX)
    gone.bind(str(tmp_path / "gone"))
    gone.close()
    for name, sentence in (("none", "it is not there"),
                           ("gone", "nobody listens"),
                           ("plain/x", "no such folder")):
        path = tmp_path / name
        ran = Run("status", "--socket", path)
        assert ran.status == 2 and ran.out == "", ran
        assert "no hub at" in ran.err and sentence in ran.err
        assert ran.err.count("\n") == 1
    ran = Run("status", "--socket", tmp_path / ("x" * 200))
    assert ran.status == 2 and "expected at most 107" in ran.err


def test_no_configuration_is_told_with_what_to_do(tmp_path):
    ran = Run("--config", tmp_path / "none.conf", "status")
    assert ran.status == 2 and "which hub?" in ran.err
    assert "--config or --socket" in ran.err
    ran = Run("--config", tmp_path / "none.conf", "fsck")
    assert ran.status == 2 and "--config or --data" in ran.err


@pytest.fixture
def odd(tmp_path):
    """Something that is no hub: answers with the given bytes."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tmp_path / "odd"))
    listener.listen()

    def answer(data, hold=None):
        def serve():
            conn, _ = listener.accept()
            with conn:
                conn.recv(4096)
                conn.sendall(data)
                if hold:
                    hold.wait(DEADLINE)
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        return ("--socket", tmp_path / "odd")
    yield answer
    listener.close()


@pytest.mark.parametrize("data, sentence", [
    (b"", "closed the connection without an answer"),
    (b'{"good":tr', "closed the connection without an answer"),
    (b"hello\n", "no hub"),
    (b"[1]\n", "no hub"),
    (b"{}\n", "no hub"),
    (b'{"progress":"x"}\n', "without an answer"),
])
def test_what_is_no_hub_is_found_out(odd, data, sentence):
    ran = Run("status", *odd(data))
    assert ran.status == 2 and sentence in ran.err, ran


def test_progress_is_shown_until_the_answer_comes(odd):
    ran = Run("retry", "--all", *odd(
        b'{"progress":"128 of them"}\n{"progress":"256 of them"}\n'
        b'{"good":true,"count":300}\n'))
    assert ran.status == 0 and "300" in ran.out
    assert ran.err == "128 of them\n256 of them\n"


def test_a_silent_hub_ends_in_a_sentence(odd):
    done = threading.Event()
    ran = Run("status", "--timeout", "1", *odd(b"", done))
    done.set()
    assert ran.status == 2 and "no answer within 1 s" in ran.err


def test_what_comes_from_outside_cannot_move_the_cursor(odd):
    row = {"institution": "a", "name": "\x1b[2J\u009b31m\u202ex", "link": "up"}
    said = json.dumps({"good": True, "institutions": [row]}).encode() + b"\n"
    ran = Run("institutions", *odd(said))
    assert "\x1b" not in ran.out and "\u009b" not in ran.out
    assert "?[2J?31m?x" in ran.out


# Arguments.

@pytest.mark.parametrize("words", [
    (), ("nix",), ("--nix", "status"), ("status", "x"), ("status", "--nix"),
    ("institutions", "x"), ("case",), ("case", "a", "b"), ("queue", "x"),
    ("queue", "--institution"), ("parked", "--limit", "x"),
    ("parked", "--limit", "-1"), ("retry",), ("retry", "a", "--all"),
    ("retry", "--all", "--institution", "a"), ("park",), ("park", "a", "b"),
    ("park", "--why"), ("probe",), ("token",), ("token", "nix"),
    ("token", "list", "x"), ("token", "revoke"), ("token", "add", "--days"),
    ("token", "add", "--days", "soon"), ("token", "add", "--out"),
    ("reload", "x"), ("backup",), ("backup", "--data"), ("restore",),
    ("fsck", "x"), ("states", "x"), ("keygen",), ("keygen", "a", "b"),
    ("--timeout", "x", "status"), ("status", "--socket"),
    ("status", "--config"), ("settings", "a", "b"),
])
def test_wrong_arguments_are_told_and_nothing_is_asked(hub, words):
    ran = hub.run(*words)
    assert ran.status == 2 and ran.out == "" and ran.err != "", ran


def test_every_command_helps():
    for name in commands():
        ran = Run(name, "--help")
        assert ran.status == 0 and ran.err == ""
        assert re.search(rf"Usage: .* {name}\b", ran.out)
    assert Run("--help").status == 0 and Run("--version").status == 0


# Without a hub.

def test_the_tables_are_whole(hub):
    text, said = Run("states"), Run("states", "--json").json
    custody, delivery = said["custody"], said["delivery"]
    assert {"offered", "accepted", "working", "answered"} <= \
        {row["state"] for row in custody}
    assert {"queued", "composed", "sending", "waiting", "unknown", "parked",
            "posted", "delivered"} == {row["state"] for row in delivery}
    assert {"received", "needs_info", "disputed", "completed"} <= \
        {row["state"] for row in said["case"]}
    assert all(row["who"] and row["next"] for row in custody)
    shown = [line for line in text.out.splitlines() if line]
    assert len(shown) == sum(len(rows) for rows in said.values()) + \
        3 * len(said)


def test_a_key_is_made_once_and_for_its_owner(tmp_path):
    path = tmp_path / "kek"
    assert Run("keygen", path).status == 0
    assert path.stat().st_mode & 0o777 == 0o600
    assert re.fullmatch(r"[0-9a-f]{64}\n?", path.read_text())
    before = path.read_text()
    ran = Run("keygen", path)
    assert ran.status == 2 and str(path) in ran.err
    assert path.read_text() == before
    assert Run("keygen", tmp_path / "no" / "kek").status == 2
    assert Run("--json", "keygen", tmp_path / "b").json["good"] is True


# The page.

def test_page_and_program_name_the_same_commands_and_options():
    page = PAGE.read_text()
    items = re.findall(r"^\.It Ic ([a-z]+)", page, re.M)
    assert sorted(set(items)) == sorted(commands())
    for name in commands():
        usage = Run(name, "--help").out
        blocks = re.findall(rf"^\.It Ic {name}\b(?:.*\\\n)*.*", page, re.M)
        written = set(re.findall(r"Fl -([a-z-]+)", "\n".join(blocks)))
        if name == "audit":
            written |= set(re.findall(r"Fl -([a-z-]+)",
                                      AUDIT_PAGE.read_text()))
        known = set(re.findall(r"--([a-z-]+)", usage)) - {"config", "json"}
        assert written == known, name


def test_the_page_reads_without_complaint():
    ran = subprocess.run(["mandoc", "-Tlint", "-W", "warning", PAGE],
                         capture_output=True, text=True, check=False,
                         timeout=DEADLINE)
    assert (ran.returncode, ran.stdout) == (0, "")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user")
def test_a_stranger_is_not_answered(hub):
    """Another user of the machine cannot even reach the socket."""
    ran = subprocess.run(
        ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
         BUILD.resolve() / "simpulctl", "status", "--socket",
         hub.folder / "run/control"],
        capture_output=True, text=True, check=False, timeout=DEADLINE)
    assert ran.returncode != 0 and ran.stdout == ""
