# SPDX-License-Identifier: Apache-2.0
"""The published audit log over HTTP, receipts for what was handed in, and the
latest checkpoint in every message that leaves."""
import base64
import hashlib
import json
import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import \
    Ed25519PublicKey

from hub import INSTITUTIONS, Hub
from ksp import Ksp
from wires import wait_for

ROUTE = 'route "to-ksp" { category = { "roads" } to = "ksp" }\n'


@pytest.fixture(scope="module")
def world():
    """A hub with a KSP."""
    hub = Hub()
    ksp = Ksp(hub.folder, hub.port)
    with ksp:
        hub.institutions = INSTITUTIONS + ROUTE + ksp.section()
        with hub:
            hub.ksp = ksp
            yield hub


@pytest.fixture(scope="module")
def auditor(world):
    return world.caller("auditor")


def hand_in(hub, tracking, category="water"):
    answer = hub.caller("source", "lapor").post("/v1/cases", {
        "narrative": "Pipa bocor", "category": category,
        "tracking_id": tracking})
    assert answer.status == 201, answer
    return answer


def published(hub):
    """Waits until nothing waits; what is said of the log then."""
    def settled():
        said = hub.ask("audit_status")
        return said if said["lag"] == 0 else None
    return wait_for("the log to be published", settled)


def leaf(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def root_of(index, size, hashed, path):
    """RFC 9162 section 2.1.3.2, written anew."""
    fn, sn = index, size - 1
    for p in path:
        assert sn > 0
        if fn & 1 or fn == sn:
            hashed = hashlib.sha256(b"\1" + p + hashed).digest()
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            hashed = hashlib.sha256(b"\1" + hashed + p).digest()
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0
    return hashed


def opened(note, vkey):
    """Origin, size and root of a checkpoint, its signature checked."""
    name, number, key = vkey.split("+", 2)
    text, line = note.rsplit("\n\n", 1)
    mark, signer, signature = line.split()
    raw = base64.b64decode(signature)
    assert (mark, signer, raw[:4].hex()) == ("\u2014", name, number)
    Ed25519PublicKey.from_public_bytes(base64.b64decode(key)[1:]).verify(
        raw[4:], (text + "\n").encode())
    origin, size, root = text.split("\n")
    return origin, int(size), base64.b64decode(root)


@pytest.fixture(scope="module")
def vkey(world):
    return world.ctl("audit", "vkey")[1].strip()


def test_the_checkpoint_is_signed_and_not_kept(world, auditor, vkey):
    hand_in(world, "H-1")
    said = published(world)
    answer = auditor.get("/audit/checkpoint")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    origin, size, root = opened(answer.body.decode(), vkey)
    assert origin == "uji.example/simpul"
    assert size >= said["size"]
    assert len(root) == 32


def test_every_file_comes_as_it_stands_and_may_be_kept(world, auditor):
    published(world)
    files = world.folder / "data/log"
    paths = [p.relative_to(files) for p in files.glob("tile/**/*")
             if p.is_file()]
    assert len(paths) >= 2
    for path in paths:
        answer = auditor.get(f"/audit/{path}")
        assert answer.status == 200
        assert answer.body == (files / path).read_bytes()
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("path", [
    "/audit/tile/0/000.p/255", "/audit/tile/0/x999/000",
    "/audit/tile/entries/9", "/audit/tile/64/000", "/audit/tile/",
    "/audit/tile/0/../../../simpul.db", "/audit/tile/0/000.p/256",
    "/audit/tile/0/%2e%2e/%2e%2e/checkpoint", "/audit/checkpoint/x"])
def test_nothing_else_is_there(auditor, path):
    assert auditor.get(path).status == 404


def test_the_log_is_for_auditors(world):
    for role, of in (("source", "lapor"), ("institution", "pdam")):
        caller = world.caller(role, of)
        assert caller.get("/audit/checkpoint").status == 403
        assert caller.get("/audit/tile/0/000.p/1").status == 403
    assert world.caller(None).get("/audit/checkpoint").status == 401


def receipt_of(caller, link):
    """Asks until it is ready; its parts."""
    assert link.endswith('; rel="receipt"')
    path = link[1:link.index(">")]

    def ready():
        answer = caller.get(path)
        assert answer.status in (200, 202), answer
        return answer if answer.status == 200 else None
    text = wait_for("the receipt", ready).body.decode()
    head, note = text.split("\n\n", 1)
    title, extra, index, *hashes = head.split("\n")
    assert title == "c2sp.org/tlog-proof@v1"
    return (base64.b64decode(extra.removeprefix("extra ")),
            int(index.removeprefix("index ")),
            [base64.b64decode(h) for h in hashes], note)


def test_whoever_hands_in_gets_a_receipt_that_others_can_check(world, vkey):
    answer = hand_in(world, "H-2")
    lapor = world.caller("source", "lapor")
    entry, index, path, note = receipt_of(lapor, answer.headers["Link"])
    said = json.loads(entry)
    assert said["subject"] == f"case/{answer.body['case']}"
    assert said["type"] in ("simpul.case.received.v1",
                            "simpul.handoff.received.v1")
    _, size, root = opened(note, vkey)
    assert root_of(index, size, leaf(entry), path) == root
    assert root_of(index, size, leaf(entry + b" "), path) != root


def test_a_receipt_is_for_those_with_a_part_in_the_case(world, auditor):
    link = hand_in(world, "H-3").headers["Link"]
    published(world)
    path = link[1:link.index(">")]
    assert world.caller("institution", "pdam").get(path).status == 200
    assert world.caller("institution", "pln").get(path).status == 404
    assert auditor.get(path).status == 200
    assert auditor.get("/v1/receipts/999999").status == 404
    assert auditor.get("/v1/receipts/x").status == 404


def test_what_repeats_has_no_second_receipt(world):
    lapor = world.caller("source", "lapor")
    body = {"narrative": "Pipa bocor", "category": "water",
            "tracking_id": "H-4"}
    key = {"Idempotency-Key": "H-4"}
    first = lapor.post("/v1/cases", body, headers=key)
    again = lapor.post("/v1/cases", body, headers=key)
    assert first.headers["Link"] and again.headers["Link"] is None
    assert first.body["case"] == again.body["case"]


def test_each_message_that_leaves_carries_the_latest_checkpoint(world, vkey):
    hand_in(world, "H-5")
    before = published(world)
    hand_in(world, "H-6", "roads")
    wait_for("KSP to have it", lambda: world.ksp.posts())
    note = base64.b64decode(world.ksp.posts()[-1]["checkpoint"]).decode()
    origin, size, _ = opened(note, vkey)
    assert origin == before["origin"] and size >= before["size"]


def test_a_hub_lives_by_its_heartbeats(world):
    """Ten minutes of nothing leave one entry, and a checkpoint."""
    def beats():
        """Heartbeats among all entries that are published."""
        return sum(e["type"] == "simpul.log.heartbeat.v1"
                   for _, e in ledger(world))
    before = beats()
    assert world.ask("clock", forward_ms=601_000)["good"]
    wait_for("a heartbeat", lambda: beats() == before + 1)


def test_a_log_without_a_key_is_kept_and_not_published():
    hub = Hub()
    hub.audit = ""
    with hub:
        answer = hand_in(hub, "H-7")
        assert answer.headers["Link"] is None
        assert not hub.ask("audit_status")["good"]
        assert hub.caller("auditor").get("/audit/checkpoint").status == 404
        assert hub.ctl("audit", "status")[0] == 1
        assert "is kept and not published" in hub.tail()


def search(caller, **query):
    """Every entry found, over all pages: (index, entry)."""
    found, cursor = [], {}
    while True:
        words = "&".join(f"{k}={v}" for k, v in {**query, **cursor}.items())
        page = caller.get(f"/v1/audit/entries?{words}")
        assert page.status == 200, page
        found += [(item["index"], json.loads(item["entry"]))
                  for item in page.body["items"]]
        if "next" not in page.body:
            return found
        cursor = {"cursor": page.body["next"]}


def ledger(hub):
    """Every entry there is, by the published files."""
    size = published(hub)["size"]
    data = (hub.folder / f"data/log/tile/entries/000.p/{size}").read_bytes()
    found = []
    while data:
        length = int.from_bytes(data[:2], "big")
        found.append((len(found), json.loads(data[2:2 + length])))
        data = data[2 + length:]
    return found[::-1]


def indexed(hub, caller):
    """Waits until the index has all that is published."""
    size = published(hub)["size"]
    caller.close()      # a hub that rested, or began anew, has forgotten it
    wait_for("the index", lambda: caller.get(
        "/v1/audit/entries?limit=1").body["indexed"] >= size)


def parties(entry):
    data = entry["data"]
    holder = data.get("holder", {})
    return {data.get("initiator"), data.get("target"), holder.get("from"),
            holder.get("to")}


SEARCHES = {
    "a case": lambda case: ({"case": case}, lambda e: e["subject"] ==
                            f"case/{case}"),
    "an institution": lambda _: ({"institution": "pdam"}, lambda e: "pdam"
                                 in parties(e)),
    "a kind": lambda _: ({"kind": "simpul.handoff.received.v1"}, lambda e:
                         e["type"] == "simpul.handoff.received.v1"),
    "an outcome": lambda _: ({"outcome": "success"}, lambda e:
                             e["data"].get("outcome") == "success"),
    "a case and an institution": lambda case: (
        {"case": case, "institution": "pln"}, lambda e: e["subject"] ==
        f"case/{case}" and "pln" in parties(e)),
    "an institution and a kind": lambda _: (
        {"institution": "ksp", "kind": "simpul.handoff.delivered.v1"},
        lambda e: e["type"] == "simpul.handoff.delivered.v1"
        and "ksp" in parties(e)),
    "a word that never came up": lambda _: ({"institution": "nobody"},
                                            lambda e: False),
    "everything": lambda _: ({"limit": 3}, lambda e: True),
}


@pytest.mark.parametrize("what", SEARCHES)
def test_a_search_finds_those_entries_and_no_others(world, auditor, what):
    case = hand_in(world, f"S-{what}", "electricity").body["case"]
    query, wanted = SEARCHES[what](case)
    entries = ledger(world)
    indexed(world, auditor)
    there = [(i, e) for i, e in entries if wanted({"subject": "", **e})]
    newest = entries[0][0]
    assert [f for f in search(auditor, **query) if f[0] <= newest] == there


def test_a_search_keeps_to_its_time(world, auditor):
    indexed(world, auditor)
    times = sorted({e["time"][:19] + "Z" for _, e in ledger(world)})
    first, last = times[0], times[-1]
    assert search(auditor, to=first) == []
    found = search(auditor, **{"from": first, "to": last})
    assert found and all(
        first <= e["time"][:19] + "Z" < last for _, e in found)


@pytest.mark.parametrize("query", [
    "case=x", "kind=simpul.nothing.v1", "from=2026-02-02", "to=never",
    "limit=0", "limit=1000", "cursor=x"])
def test_a_search_that_nobody_understands_is_told(auditor, query):
    answer = auditor.get(f"/v1/audit/entries?{query}")
    assert answer.status == 422, answer


def test_searches_are_for_auditors(world):
    for role, of in (("source", "lapor"), ("institution", "pdam")):
        caller = world.caller(role, of)
        assert caller.get("/v1/audit/entries").status == 403


@pytest.mark.parametrize("how", ["missing", "no database", "of another log"])
def test_an_index_is_made_anew(how):
    with Hub() as hub:
        auditor = hub.caller("auditor")
        case = hand_in(hub, "I-1").body["case"]
        indexed(hub, auditor)
        before = search(auditor, case=case)
        hub.stop()
        index = hub.folder / "data/audit-index.db"
        if how == "missing":
            index.unlink()
        elif how == "no database":
            index.write_bytes(b"not a database at all" * 999)
        else:
            subprocess.run(["sqlite3", index, "UPDATE mark SET leaf ="
                            " zeroblob(32); DELETE FROM entry"], check=True)
        hub.start()
        indexed(hub, auditor)
        assert search(auditor, case=case) == before
