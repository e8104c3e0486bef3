# SPDX-License-Identifier: Apache-2.0
"""The audit log goes on after kill -9 at each step of publishing, is refused
where it would fork, and opens an epoch when a backup is restored."""
import contextlib
import http.client
import json
import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hub import Hub
from wires import BUILD, DEADLINE, wait_for
from wreck import has_faults

# Where the hub dies, and in which pass; the first round is the start's.
POINTS = [f"publish.{step}:{n}" for step, passes in {
    "written": (1, 2, 3, 4), "named": (1, 2, 3, 5, 6, 7),
    "signed": (1, 2), "swapped": (1, 2), "shown": (1, 2)}.items()
    for n in passes]
AT_ONCE = 3


def hand_in(hub, tracking):
    return hub.caller("source", "lapor").post("/v1/cases", {
        "narrative": "Pipa bocor", "category": "water",
        "tracking_id": tracking})


def published(hub):
    """Waits until nothing waits; what is said of the log then."""
    def settled():
        said = hub.ask("audit_status")
        assert said["good"], said
        return said if said["lag"] == 0 else None
    return wait_for("the log to be published", settled)


def size_of(path):
    return int(path.read_text().split("\n")[1]) if path.exists() else 0


def up_or_dead(hub):
    """It may die at any moment of its start."""
    try:
        return hub.is_ready()
    except AssertionError:
        return True


def dies_at(point):
    """What was signed is shown after the next start, and nothing of it is
    taken back."""
    hub = Hub(env={"SIMPUL_CRASH": point})
    try:
        hub.prepare()
        hub.launch()
        wait_for("the hub to live or die", lambda: up_or_dead(hub))
        for number in range(50):
            if hub.process.poll() is not None:
                break
            try:
                hand_in(hub, f"K-{number}")
                hub.ask("audit_status")
            except (OSError, AssertionError, http.client.HTTPException):
                break       # it dies
        wait_for("the hub to die at its point",
                 lambda: hub.process.poll() is not None)
        signed = size_of(hub.folder / "last/checkpoint")
        hub.env = {}
        hub.start()
        hand_in(hub, "K-after")
        said = published(hub)
        assert said["size"] > signed
        assert hub.stop() == 0
        return hub.folder, judged(hub)
    finally:
        hub.abandon()


def judged(hub):
    """The whole log read back by our own files: every entry in every bundle
    is the ledger's."""
    files = hub.folder / "data/log"
    size = size_of(files / "checkpoint")
    assert size == size_of(hub.folder / "last/checkpoint")
    bundle = (files / f"tile/entries/000.p/{size}").read_bytes()
    entries = []
    while bundle:
        length = int.from_bytes(bundle[:2], "big")
        entries.append(bundle[2:2 + length])
        bundle = bundle[2 + length:]
    told = subprocess.run(
        ["sqlite3", "-json", hub.folder / "data/simpul.db",
         "SELECT CAST(body AS TEXT) AS b FROM audit_entry ORDER BY seq"],
        check=True, stdout=subprocess.PIPE).stdout
    assert [e.decode() for e in entries] == \
        [row["b"] for row in json.loads(told)]
    assert not list((files / "new").iterdir())
    status, said = hub.ctl("audit", "fsck")
    assert status == 0, said
    return size


@pytest.fixture(scope="module")
def deaths():
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {point: pool.submit(dies_at, point) for point in POINTS}


@pytest.mark.skipif(not has_faults(), reason="built without --enable-faults")
@pytest.mark.parametrize("point", POINTS)
def test_a_kill_while_publishing_takes_nothing_back(deaths, point):
    assert deaths[point].result()


def test_a_database_of_yesterday_does_not_start():
    """Put back by hand, the log would fork; by `restore` it is another."""
    with Hub() as hub:
        hand_in(hub, "Y-1")
        published(hub)
        hub.stop()
        shutil.copytree(hub.folder / "data", hub.folder / "yesterday")
        hub.start()
        hand_in(hub, "Y-2")
        published(hub)
        hub.stop()
        signed = (hub.folder / "last/checkpoint").read_bytes()
        size = size_of(hub.folder / "last/checkpoint")
        shutil.rmtree(hub.folder / "data")
        (hub.folder / "yesterday").rename(hub.folder / "data")
        hub.expect_no_start("would fork", f"{size} entries were signed",
                            "simpulctl restore")
        assert (hub.folder / "last/checkpoint").read_bytes() == signed
        restored(hub, size)


def restored(hub, size):
    """The same data as a backup: a log of its own, which tells the last
    checkpoint of the one before."""
    last = (hub.folder / "last/checkpoint").read_text().split("\n")
    for epoch in (2, 3):
        status, said = hub.ctl("backup", "--data", hub.folder / "data",
                               hub.folder / f"backup-{epoch}")
        assert status == 0, said
        shutil.rmtree(hub.folder / "data")
        status, said = hub.ctl("restore", hub.folder / f"backup-{epoch}")
        assert status == 0, said
        hub.start()
        said = published(hub)
        assert said["origin"] == f"uji.example/simpul/{epoch}"
        entry = recovered(hub)
        assert entry["data"]["log"] == {
            "epoch": epoch, "root": last[2], "size": int(last[1])}
        hub.stop()
        last = (hub.folder / "last/checkpoint").read_text().split("\n")
        assert last[0] == f"uji.example/simpul/{epoch}"
    vkey = hub.ctl("audit", "vkey", "--origin", last[0])[1]
    assert vkey.startswith("uji.example/simpul/3+")
    hub.start()


def recovered(hub):
    """The newest entry that begins an epoch."""
    told = subprocess.run(
        ["sqlite3", hub.folder / "data/simpul.db",
         "SELECT CAST(body AS TEXT) FROM audit_entry WHERE instr("
         "CAST(body AS TEXT), 'simpul.log.recovered.v1') > 0"
         " ORDER BY seq DESC LIMIT 1"],
        check=True, stdout=subprocess.PIPE).stdout
    return json.loads(told)


def test_two_hubs_cannot_sign_one_log(tmp_path):
    """A copy of the whole hub beside it: whoever signs second stops."""
    with Hub() as hub:
        hand_in(hub, "T-1")
        published(hub)
        last = hub.folder / "last/checkpoint"
        text = last.read_text()
        last.write_text(text.replace("\n", "\n ", 1))
        hand_in(hub, "T-2")
        wait_for("the hub to stop publishing",
                 lambda: hub.ask("audit_status")["why"])
        assert "another hub signs the same log" in hub.tail()
        status, said = hub.ctl("audit", "status")
        assert status == 1 and "terhenti" in said
        assert hand_in(hub, "T-3").status == 201   # citizens are not stopped
        last.write_text(text)


def test_keys_are_made_once_and_for_their_owner(tmp_path):
    path = tmp_path / "audit.pem"
    ran = subprocess.run([BUILD / "simpulctl", "audit", "keygen", path],
                         check=False)
    assert ran.returncode == 0
    assert path.stat().st_mode & 0o777 == 0o600
    text = subprocess.run(
        ["openssl", "pkey", "-in", path, "-noout", "-text"], check=True,
        stdout=subprocess.PIPE, text=True).stdout
    assert "ED25519" in text.upper()
    again = subprocess.run([BUILD / "simpulctl", "audit", "keygen", path],
                           stderr=subprocess.PIPE, check=False, text=True)
    assert again.returncode == 2 and str(path) in again.stderr


def test_what_a_hub_keeps_is_for_its_owner():
    """Whatever the mask of the one who starts it."""
    mask = os.umask(0)
    try:
        with Hub() as hub:
            hand_in(hub, "M-1")
            published(hub)
            for path in (hub.folder / "data").rglob("*"):
                with contextlib.suppress(FileNotFoundError):
                    assert path.stat().st_mode & 0o077 == 0, path
            last = hub.folder / "last/checkpoint"
            assert last.stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(mask)


def test_no_statement_of_the_hub_changes_an_entry():
    """Its own handle runs no triggers."""
    core = Path(__file__).resolve().parents[2] / "core"
    wanted = re.compile(r"(UPDATE|DELETE FROM|REPLACE INTO|ALTER TABLE) "
                        r"audit_entry\b")
    found = [f"{path.name}: {line.strip()}" for path in core.glob("*.c")
             for line in path.read_text().splitlines() if wanted.search(line)]
    assert [line for line in found if not line.startswith("schema_")] == []
    assert len(found) == 1, found       # a column that was added


@pytest.mark.parametrize("sql", [
    "INSERT OR REPLACE INTO audit_entry SELECT seq, case_id, case_seq,"
    " x'00', edge FROM audit_entry WHERE seq = 0",
    "REPLACE INTO audit_entry SELECT * FROM audit_entry",
    "UPDATE audit_entry SET body = x'00'",
    "DELETE FROM audit_entry WHERE seq = 0"])
def test_a_shell_at_the_database_changes_no_entry(sql):
    with Hub() as hub:
        hand_in(hub, "S-1")
        published(hub)
        hub.stop()
        ran = subprocess.run(
            ["sqlite3", hub.folder / "data/simpul.db", sql], check=False,
            stderr=subprocess.PIPE, text=True)
        assert ran.returncode != 0 and "audit entries never" in ran.stderr
        hub.start()
        assert judged(hub)


def test_an_entry_that_another_program_wrote_ends_the_hub_with_a_sentence():
    """Nothing that it could still be asked to keep would stay."""
    with Hub() as hub:
        lapor = hub.caller("source", "lapor")
        complaint = {"narrative": "Pipa bocor", "category": "water"}
        assert lapor.post("/v1/cases", complaint).status == 201
        subprocess.run(
            ["sqlite3", hub.folder / "data/simpul.db", ".timeout 20000",
             "INSERT INTO audit_entry (seq, case_id, case_seq, body, edge)"
             " SELECT max(seq) + 1, 0, 0, body, x'' FROM audit_entry"],
            check=True)
        with contextlib.suppress(OSError, http.client.HTTPException):
            assert lapor.post("/v1/cases", complaint).status >= 500
        lapor.close()
        assert hub.process.wait(DEADLINE) == 70
        assert "that this hub did not write" in hub.log.read_text()
        hub.start()
        assert lapor.post("/v1/cases", complaint).status == 201
