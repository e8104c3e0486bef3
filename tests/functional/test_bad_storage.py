# SPDX-License-Identifier: Apache-2.0
"""What a disk, a file or an operator can do to a hub: it says so in one
sentence, keeps nothing by halves, and goes on when it can."""
import contextlib
import itertools
import os
import re
import resource
import signal
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from hub import INSTITUTIONS, Hub
from ksp import Ksp
from wires import DEADLINE, wait_for

ROUTE = 'route "to-ksp" { category = { "roads" } to = "ksp" }\n'
NARRATIVE = "Jalan di depan sekolah rusak sejak dua bulan, mohon diperbaiki."
NUMBERS = itertools.count(1)
BIG = {"narrative": "Jalan rusak. " * 4000, "category": "water"}


@pytest.fixture
def still():
    """A hub with all its files, that does not run."""
    hub = Hub()
    try:
        hub.prepare()
        yield hub
    finally:
        hub.abandon()


@pytest.fixture(scope="module")
def pair():
    """A hub and its KSP."""
    hub = Hub()
    with Ksp(hub.folder, hub.port) as ksp:
        ksp.mode(decide=False)
        hub.institutions = INSTITUTIONS + ROUTE + ksp.section()
        with hub:
            yield hub, ksp


def database(hub):
    return hub.folder / "data" / "simpul.db"


def let_live(hub, cases=3):
    """Starts it, hands cases in, stops it; their ids."""
    hub.start()
    lapor = hub.caller("source", "lapor")
    found = [lapor.post("/v1/cases", {**BIG, "tracking_id": f"T-{n}"}).body
             ["case"] for n in range(cases)]
    lapor.close()
    assert hub.stop() == 0, hub.tail()
    return found


# A disk without room.

def fill_disk(hub, room=0):
    """No file of the hub may grow beyond so many bytes."""
    resource.prlimit(hub.process.pid, resource.RLIMIT_FSIZE,
                     (room, resource.RLIM_INFINITY))


def free_disk(hub):
    resource.prlimit(hub.process.pid, resource.RLIMIT_FSIZE,
                     (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def hand_in_until(lapor, status):
    """Cases until one is answered with that; those that were kept."""
    kept = []
    for _ in range(2000):
        tracking = f"D-{next(NUMBERS)}"
        answer = lapor.post("/v1/cases", {**BIG, "tracking_id": tracking})
        if answer.status == status:
            return kept, tracking, answer
        assert answer.status == 201, answer
        kept.append(answer.body["case"])
    raise AssertionError(f"never answered with {status}")


def test_a_full_disk_is_503_and_nothing_is_kept_by_halves(pair):
    hub, _ = pair
    lapor = hub.caller("source", "lapor")
    fill_disk(hub, os.stat(f"{database(hub)}-wal").st_size)
    try:
        kept, refused, answer = hand_in_until(lapor, 503)
        assert "full" in answer.body["detail"], answer
        assert answer.headers["Retry-After"]
        assert hub.caller().get("/healthz").status == 200
        for case in kept:
            assert lapor.get(f"/v1/cases/{case}").status == 200
        again = lapor.post("/v1/cases", {**BIG, "tracking_id": refused})
        assert again.status == 503
    finally:
        free_disk(hub)
    answer = lapor.post("/v1/cases", {**BIG, "tracking_id": refused})
    assert answer.status == 201, answer
    for case in kept:
        assert lapor.get(f"/v1/cases/{case}").status == 200
    assert re.search(r"ledger: .*full", hub.log.read_text())
    assert "ledger: works again" in hub.log.read_text()
    expect_whole(hub)


def expect_whole(hub):
    """Each case with its key, content, handoff and entries; no gap."""
    with contextlib.closing(sqlite3.connect(
            f"file:{database(hub)}?mode=ro", uri=True)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute(
            "SELECT c.id FROM cases c LEFT JOIN case_key k ON k.case_id = c.id"
            " LEFT JOIN content t ON t.id = c.content LEFT JOIN handoff h"
            " ON h.case_id = c.id WHERE k.case_id IS NULL OR t.id IS NULL"
            " OR h.id IS NULL OR NOT EXISTS (SELECT 1 FROM audit_entry a"
            " WHERE a.case_id = c.id)").fetchall() == []
        assert db.execute("SELECT count(*) FROM content WHERE case_id NOT IN"
                          " (SELECT id FROM cases)").fetchone() == (0,)
        assert db.execute("SELECT count(*) - max(seq) FROM audit_entry"
                          ).fetchone() == (1,)


def failures(hub):
    """Jobs of which the ledger could keep nothing."""
    return hub.metrics()["simpul_ledger_failures_total"]


def expect_delivered(hub, ksp, case, handoff):
    """Once, and concluded."""
    eyes = hub.caller("coordinator", "inspektorat")
    wait_for("it to be concluded", lambda: eyes.get(
        f"/v1/cases/{case}").body["handoffs"][0]["delivery"]["state"]
        == "delivered")
    assert len([p for p in ksp.posts() if handoff in p["key"]]) == 1


def test_an_answer_that_came_on_a_full_disk_is_not_lost(pair):
    """KSP has taken the case; the hub keeps that when it can."""
    hub, ksp = pair
    lapor = hub.caller("source", "lapor")
    ksp.mode(fail="slow", times=1, seconds=60)
    answer = lapor.post("/v1/cases", {
        "narrative": NARRATIVE, "category": "roads", "tracking_id": "F-1"})
    case, handoff = answer.body["case"], answer.body["handoff"]
    wait_for("KSP to have it", lambda: ksp.case(handoff))
    before = failures(hub)
    fill_disk(hub)
    try:
        ksp.mode(fail="", times=0)
        wait_for("the hub to be unable to keep it",
                 lambda: failures(hub) > before)
    finally:
        free_disk(hub)
    expect_delivered(hub, ksp, case, handoff)


def test_what_could_not_be_dispatched_leaves_when_there_is_room(pair):
    """Its worker composes the request when the disk is full already."""
    hub, ksp = pair
    lapor = hub.caller("source", "lapor")
    first = lapor.post("/v1/cases", {"narrative": NARRATIVE,
                                     "category": "roads"}).body
    expect_delivered(hub, ksp, first["case"], first["handoff"])
    pid, = hub.workers()
    os.kill(pid, signal.SIGSTOP)
    try:
        answer = lapor.post("/v1/cases", {
            "narrative": NARRATIVE, "category": "roads",
            "tracking_id": "F-2"})
        before = failures(hub)
        fill_disk(hub)
        os.kill(pid, signal.SIGCONT)
        wait_for("the hub to be unable to dispatch",
                 lambda: failures(hub) > before)
        assert ksp.case(answer.body["handoff"]) is None
    finally:
        os.kill(pid, signal.SIGCONT)
        free_disk(hub)
    expect_delivered(hub, ksp, answer.body["case"], answer.body["handoff"])


@pytest.mark.parametrize("room", [0, 100, 20000, 150000])
def test_a_start_without_room_is_told_and_can_be_tried_again(still, room):
    """The disk is full while the tables are made."""
    still.limits = {resource.RLIMIT_FSIZE: room}
    still.launch()
    status = still.process.wait(DEADLINE)
    assert status == 2, f"{status}: {still.tail()}"
    still.limits = {}
    assert len(let_live(still)) == 3


def test_a_database_that_another_program_locks_is_503(pair):
    hub, _ = pair
    lapor = hub.caller("source", "lapor")
    case = {**BIG, "tracking_id": "L-1"}
    with contextlib.closing(sqlite3.connect(database(hub))) as other, \
            ThreadPoolExecutor(1) as pool:
        other.execute("BEGIN IMMEDIATE")
        told = pool.submit(lapor.post, "/v1/cases", case)
        answer = told.result()
        assert answer.status == 503 and "busy" in answer.body["detail"], answer
        other.rollback()
    assert lapor.post("/v1/cases", case).status == 201


# Files that are not what they should be.

def test_a_file_that_is_no_database_is_left_alone(still):
    database(still).write_bytes(b"Ini bukan basis data.\n" * 500)
    before = database(still).read_bytes()
    still.expect_no_start("simpul.db", "not a database")
    assert database(still).read_bytes() == before


def test_a_database_of_another_program_is_left_alone(still):
    with contextlib.closing(sqlite3.connect(database(still))) as db:
        db.execute("CREATE TABLE resep (nama TEXT)")
        db.commit()
    database(still).chmod(0o600)
    before = database(still).read_bytes()
    still.expect_no_start("belongs to another program")
    assert database(still).read_bytes() == before


def test_a_database_of_a_younger_hub_is_left_alone(still):
    let_live(still)
    with contextlib.closing(sqlite3.connect(database(still))) as db:
        db.execute("PRAGMA user_version = 999")
    still.expect_no_start("younger hub", "999")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_database_that_was_cut_is_named(still, share):
    """Cut within: it does not start, or it tells of each case that it
    cannot read and does not end."""
    cases = let_live(still, cases=6)
    size = database(still).stat().st_size
    os.truncate(database(still), int(size * share))
    expect_sentence_or_problems(still, cases)


@pytest.mark.parametrize("page", range(0, 40, 3))
def test_a_page_of_noise_is_found_out(still, page):
    cases = let_live(still, cases=6)
    size = database(still).stat().st_size
    if page * 8192 >= size:
        pytest.skip("the database has fewer pages than that")
    with open(database(still), "r+b") as file:
        file.seek(page * 8192)
        file.write(b"\xa5" * 8192)
    expect_sentence_or_problems(still, cases)


def expect_sentence_or_problems(hub, cases):
    """Whatever is wrong with the file: no crash, no false answer."""
    hub.launch()
    wait_for("it to end or to be ready", lambda:
             hub.process.poll() is not None or hub.is_ready())
    if hub.process.poll() is not None:
        assert hub.process.returncode == 2, hub.tail()
        assert re.search("malformed|not a database|cannot be|disk image",
                         hub.tail()), hub.tail()
        return
    lapor = hub.caller_or_none("source", "lapor")
    for case in cases if lapor else ():
        answer = lapor.get(f"/v1/cases/{case}")
        assert answer.status in (200, 404, 500, 503), answer
        assert answer.status != 200 or \
            answer.body["narrative"] == BIG["narrative"]
    if lapor:
        answer = lapor.post("/v1/cases", BIG)
        assert answer.status in (201, 500, 503), answer
    assert hub.process.poll() is None, hub.tail()
    assert hub.stop() == 0, hub.tail()


def test_a_key_that_others_may_read_is_refused(still):
    (still.folder / "hub.key").chmod(0o644)
    still.expect_no_start("hub.key", "others")


def test_a_key_of_another_hub_opens_nothing(still):
    let_live(still)
    still.secret("hub.key", os.urandom(32).hex() + "\n")
    still.expect_no_start("key")


@pytest.mark.parametrize("text", ["", "abc\n", "z" * 64 + "\n", "0" * 63])
def test_a_key_that_is_none_is_refused(still, text):
    still.secret("hub.key", text)
    still.expect_no_start("key")


def test_a_key_that_is_not_there_is_named(still):
    (still.folder / "hub.key").unlink()
    still.expect_no_start("hub.key")


def test_two_hubs_on_one_folder_are_one(still):
    still.start()
    other = Hub()
    other.folder, left = still.folder, other.folder
    left.rmdir()
    conf = still.conf.read_text().replace(str(still.port), str(other.port))
    still.conf.write_text(conf.replace("run/control", "run/other"))
    first = still.process
    other.expect_no_start("in use by another process", str(first.pid))
    lapor = still.caller("source", "lapor")
    assert lapor.post("/v1/cases", BIG).status == 201
    assert still.stop() == 0


def test_a_folder_that_may_not_be_written_is_named(still):
    (still.folder / "data").rmdir()
    (still.folder / "data").write_text("")
    still.expect_no_start("data")


def test_a_port_that_is_taken_is_named(still):
    still.start()
    with contextlib.ExitStack() as stack:
        other = Hub()
        stack.callback(other.abandon)
        other.port = still.port
        other.prepare()
        other.expect_no_start(str(still.port))
    assert still.stop() == 0
