# SPDX-License-Identifier: Apache-2.0
"""Bad input of every kind gets an answer that says what is wrong, keeps
nothing, and leaves the hub as it was."""
import base64
import contextlib
import itertools
import json
import socket
import threading
import time

import pytest

from hub import INSTITUTIONS, Hub
from ksp import Ksp
from wires import DEADLINE, read_all, wait_for

ROUTE = 'route "to-ksp" { category = { "roads" } to = "ksp" }\n'
NARRATIVE = "Jalan di depan sekolah rusak sejak dua bulan, mohon diperbaiki."
NUMBERS = itertools.count(1)
CONNECTIONS = 12

GOOD = {"narrative": NARRATIVE, "category": "water", "channel": "web",
        "subject": "Jalan rusak", "location": "Denpasar",
        "occurred_at": "2026-01-12T05:30:00+08:00", "urgent": True,
        "complainant": {"name": "Ni Luh Contoh", "phone": "0800 0000 0001"}}


class Door:
    """The hub, its KSP, and a count of what was kept."""

    def __init__(self, hub, ksp):
        self.hub, self.ksp = hub, ksp
        self.lapor = hub.caller("source", "lapor")
        self.pdam = hub.caller("institution", "pdam")
        self.eyes = hub.caller("coordinator", "inspektorat")

    def kept(self):
        """Entries of the audit log: nothing is kept without one."""
        return self.hub.metrics()["simpul_audit_entries_total"]

    def comes_to_rest(self):
        """What fell due was looked at and told: nothing is written down for
        longer than the hub waits between two looks at what is due."""
        last = [self.kept(), time.monotonic()]

        def at_rest():
            kept, now = self.kept(), time.monotonic()
            if kept != last[0]:
                last[:] = kept, now
            return now - last[1] > 3
        wait_for("what fell due to be told", at_rest)

    def hand_over(self):
        answer = self.lapor.post("/v1/cases", {
            "narrative": NARRATIVE, "category": "roads",
            "tracking_id": f"T-{next(NUMBERS)}"})
        assert answer.status == 201, answer
        case, handoff = answer.body["case"], answer.body["handoff"]
        wait_for("it to arrive", lambda: self.ksp.case(handoff))
        wait_for("it to be concluded", lambda: self.eyes.get(
            f"/v1/cases/{case}").body["handoffs"][0]["delivery"]["state"]
            == "delivered")
        return case, handoff

    def pushed(self, body, kind="application/cloudevents+json", **members):
        """A body of KSP's, signed as it should be."""
        if isinstance(body, bytes):
            members["base64"] = base64.b64encode(body).decode()
        else:
            members["body"] = body
        return self.ksp.send(id=f"bad-{next(NUMBERS)}",
                             headers={"Content-Type": kind}, **members)


@pytest.fixture(scope="module")
def door():
    hub = Hub(settings=f"connections = {CONNECTIONS}")
    with Ksp(hub.folder, hub.port) as ksp:
        ksp.mode(decide=False)
        hub.institutions = INSTITUTIONS + ROUTE + ksp.section()
        with hub:
            yield Door(hub, ksp)


@pytest.fixture
def nothing_kept(door):
    """What comes in this test leaves no trace in the log, and the hub goes
    on."""
    before = door.kept()
    yield
    assert door.kept() == before
    answer = door.lapor.post("/v1/cases", GOOD)
    assert answer.status == 201, answer


def expect_problem(answer, *statuses):
    """A problem with words, in the form that it must have."""
    assert answer.status in statuses, answer
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.body["status"] == answer.status and answer.body["title"] and \
        answer.body["title_en"]
    assert len(answer.body.get("detail", answer.body["title"])) > 10, answer


# Bodies, at the API's door.

def test_a_case_cut_off_anywhere_is_refused(door, nothing_kept):
    body = json.dumps(GOOD, ensure_ascii=False).encode()
    for end in range(len(body)):
        expect_problem(door.lapor.post("/v1/cases", body[:end]), 400)


def test_a_case_with_one_byte_turned_is_refused_or_whole(door):
    """Each byte turned into one that UTF-8 never has."""
    body = json.dumps(GOOD, ensure_ascii=False).encode()
    before = door.kept()
    for at in range(len(body)):
        turned = body[:at] + b"\xff" + body[at + 1:]
        expect_problem(door.lapor.post("/v1/cases", turned), 400)
    assert door.kept() == before


def test_a_case_doubled_is_refused(door, nothing_kept):
    body = json.dumps(GOOD).encode()
    for doubled in (body + body, body + b"," + body,
                    body[:-1] + b"," + body[1:], body + b"\0" + body):
        expect_problem(door.lapor.post("/v1/cases", doubled), 400)


WRONG = [None, True, 7, 1e400, -1, "", [], {}, ["x"], {"x": 1}, "x" * 70000,
         "\u0007", "a\u0000b", "\ud800"]


@pytest.mark.parametrize("member", GOOD)
def test_a_member_of_a_wrong_kind_is_named(door, member):
    """Whatever stands there is refused by name, or is a good value."""
    for value in WRONG:
        body = json.dumps({**GOOD, member: value}).encode()
        answer = door.lapor.post("/v1/cases", body)
        if answer.status == 201:
            continue
        expect_problem(answer, 400, 413, 422)
        if answer.status == 422:
            assert member in answer.body["detail"], (value, answer.body)


DEEP = [b"[" * 100000, b'{"a":' * 100000, b'{"complainant":' * 20 + b"{}",
        b'{"narrative":' + b"[" * 5000 + b"]" * 5000 + b"}"]


@pytest.mark.parametrize("body", DEEP, ids=range(len(DEEP)))
def test_a_deep_body_is_refused(door, nothing_kept, body):
    expect_problem(door.lapor.post("/v1/cases", body), 400, 413)
    assert door.pushed(body)[0] in (400, 413)


def test_what_is_no_json_is_refused(door, nothing_kept):
    for kind in ("text/plain", "application/xml", "multipart/form-data",
                 "application/x-www-form-urlencoded", "", "a/b/c"):
        answer = door.lapor.post("/v1/cases", b"narrative=x",
                                 headers={"Content-Type": kind})
        expect_problem(answer, 400, 415)


# Bodies, at an institution's door.

def test_a_push_cut_off_anywhere_is_refused(door):
    case, handoff = door.hand_over()
    body = json.dumps({"specversion": "1.0", "id": "cut-1", "source": "/k",
                       "type": "id.go.ksp.handoff.accepted.v1",
                       "datacontenttype": "application/json",
                       "data": {"handoff": handoff}}).encode()
    before = door.kept()
    for end in range(0, len(body), 3):
        status, said = door.pushed(body[:end])
        assert status == 400 and said["detail"], (end, status, said)
    assert door.kept() == before
    assert door.eyes.get(f"/v1/cases/{case}").body["state"] == "forwarded"
    assert door.pushed(body)[0] == 200


def test_a_push_longer_than_may_be_is_refused(door, nothing_kept):
    status, said = door.pushed(b" " * (17 << 20))
    assert status in (0, 413), (status, said)


PUSHED = [b"\xff\xfe\x00", b"{}", b"[]", b"null", b'"x"', b"<a/>",
          b'{"specversion":"1.0","specversion":"1.0"}',
          b'{"specversion":"2.0","id":"1","source":"/k","type":"t"}',
          b'{"specversion":"1.0","id":7,"source":"/k","type":"t"}',
          b'{"specversion":"1.0","id":"1","source":"/k",'
          b'"type":"id.go.ksp.handoff.accepted.v1","data":7}',
          b'{"specversion":"1.0","id":"1","source":"/k",'
          b'"type":"id.go.ksp.handoff.accepted.v1","data":{"handoff":[]}}']


@pytest.mark.parametrize("body", PUSHED, ids=range(len(PUSHED)))
def test_a_push_without_sense_gets_a_sentence(door, nothing_kept, body):
    status, said = door.pushed(body)
    assert 400 <= status < 500 and said["detail"], (status, said)


@pytest.mark.parametrize("kind", [
    "multipart/form-data", "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + "x" * 5000,
    "multipart/form-data; boundary=a", "text/html", ""])
def test_parts_without_sense_get_a_sentence(door, nothing_kept, kind):
    for body in (b"", b"--a\r\n", b"--a\r\n\r\n--a--\r\n", b"--a" * 20000,
                 b"--a\r\nContent-Disposition: form-data; name=\"event\""
                 b"\r\n\r\n{\r\n--a--\r\n"):
        status, said = door.pushed(body, kind=kind)
        assert 400 <= status < 500 and said["detail"], (kind, status, said)


# References.

UNKNOWN = ["0000000000000", "0sa4k87p40006", "zzzzzzzzzzzzz", "7", "x" * 300,
           "..%2f..%2fetc", "%00", "-1", "'; DROP TABLE cases; --"]


@pytest.mark.parametrize("ref", UNKNOWN)
def test_what_nobody_knows_is_not_found(door, nothing_kept, ref):
    ref = ref.replace(" ", "%20").replace("'", "%27").replace(";", "%3b")
    for path in (f"/v1/cases/{ref}", f"/v1/cases/{ref}/timeline",
                 f"/v1/handoffs/{ref}", f"/v1/attachments/{ref}"):
        assert door.eyes.get(path).status in (400, 404, 405, 422), path
    for path in (f"/v1/handoffs/{ref}/accept", f"/v1/cases/{ref}/remind",
                 f"/v1/handoffs/{ref}/answer"):
        answer = door.pdam.post(path, {"text": "Baik."})
        assert answer.status in (400, 404, 422), (path, answer)
    expect_problem(door.eyes.post(f"/v1/deliveries/{ref}/retry"), 400, 404)
    found = door.eyes.get(f"/v1/cases?ref={ref}")
    assert found.status in (200, 400, 422), found
    assert found.status != 200 or found.body["items"] == []


@pytest.mark.parametrize("query", [
    "cursor=" + "0" * 14, "cursor=%zz", "ref=" + "x" * 300, "ref=%00",
    "ref=%", "state=%00", "state=" + "x" * 40, "holder=%00",
    "source=" + "x" * 70, "limit=%31%", "limit=0", "limit=201", "limit=-1",
    "limit=", "wait=61", "wait=x"])
def test_a_question_that_does_not_read_is_not_another_one(door, query):
    """It is refused, not answered as if it had not been asked."""
    expect_problem(door.eyes.get(f"/v1/cases?{query}"), 400, 422)
    if "state" in query:
        expect_problem(door.eyes.get(f"/v1/deliveries?{query}"), 422)


def test_a_push_about_an_unknown_handoff_is_refused(door, nothing_kept):
    for handoff in ("0000000000000", "nobody", "x" * 200, ""):
        status, said = door.ksp.tell("accepted", {"handoff": handoff})
        assert status in (400, 404, 422), (handoff, status, said)
    status, said = door.ksp.tell("accepted", {"reference": "KSP-0"})
    assert status in (400, 404), (status, said)


# Who says it.

def test_a_token_ends_at_its_hour(door):
    text, _ = door.hub.token("source", "lapor", days=1)
    guest = door.hub.caller_with(text)
    assert guest.post("/v1/cases", GOOD).status == 201
    day_ahead(door)
    before = door.kept()
    expect_problem(guest.post("/v1/cases", GOOD), 401)
    assert door.kept() == before


def day_ahead(door):
    """A day passes for the hub, and for KSP's signatures with it."""
    answer = door.hub.ask("clock", forward_ms=86400000)
    if not answer["good"] and "clock" in answer["error"]:
        pytest.skip("built without --enable-faults")
    door.clock = getattr(door, "clock", 0) + 86400
    door.ksp.mode(clock=door.clock)
    for caller in door.hub.callers:     # theirs were idle for a day
        caller.close()
    door.comes_to_rest()


@pytest.mark.parametrize("words", [
    "", "Bearer", "Bearer ", "Bearer x", "Basic bGFwb3I6eA==",
    "Bearer " + "0" * 10000, "bearer\tsimpul_", "Bearer \u00e9"])
def test_what_is_no_token_opens_nothing(door, nothing_kept, words):
    stranger = door.hub.caller_with(None)
    answer = stranger.post("/v1/cases", GOOD, headers={
        "Authorization": words.encode()})
    assert answer.status in (400, 401, 431), answer


def test_a_replayed_push_is_heard_once(door):
    case, handoff = door.hand_over()
    event = {"specversion": "1.0", "id": "again-1", "source": "/k",
             "type": "id.go.ksp.handoff.accepted.v1",
             "data": {"handoff": handoff}}
    sent = {"id": "again-1", "body": json.dumps(event), "headers": {
        "Content-Type": "application/cloudevents+json"}}
    first = door.ksp.send(**sent)
    before = door.kept()
    again = door.ksp.send(**sent)
    assert first[0] == again[0] == 200, (first, again)
    assert again[1]["result"] == "duplicate"
    other = door.ksp.send(**{**sent, "body": json.dumps(
        {**event, "type": "id.go.ksp.handoff.opened.v1"})})
    assert other[0] == 422, other
    assert door.kept() == before
    assert door.eyes.get(f"/v1/cases/{case}").body["holder"] == "ksp"


def test_a_push_kept_for_a_day_is_refused(door):
    _, handoff = door.hand_over()
    day_ahead(door)
    before = door.kept()
    door.ksp.mode(clock=door.clock - 86400)
    status, said = door.ksp.tell("accepted", {"handoff": handoff})
    door.ksp.mode(clock=door.clock)
    assert status == 401 and "behind" in said["detail"], (status, said)
    assert door.kept() == before


def test_a_push_for_another_door_is_refused(door, nothing_kept):
    for name in ("lapor", "pdam", "nobody", "..", ""):
        answer = door.hub.caller().post(f"/in/{name}/events", b"{}")
        assert answer.status in (401, 404), (name, answer)


# Connections.

def connect(door):
    plain = socket.create_connection(("127.0.0.1", door.hub.port), DEADLINE)
    return door.hub.tls().wrap_socket(plain, server_hostname="localhost")


HEAD = (b"POST /v1/cases HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: application/json\r\nAuthorization: Bearer %s\r\n"
        b"Content-Length: %d\r\n\r\n")


def test_a_connection_cut_in_the_middle_keeps_nothing(door, nothing_kept):
    body = json.dumps(GOOD).encode()
    request = HEAD % (door.lapor.token.encode(), len(body)) + body
    for end in range(0, len(request) - 1, 37):
        with connect(door) as wire:
            wire.sendall(request[:end])
    with connect(door) as wire:     # cut within a TLS record
        raw = socket.socket(fileno=wire.detach())
        raw.sendall(b"\x17\x03\x03\x00\xff abc")
        raw.close()
    wait_for("all of them to be forgotten", lambda: door.hub.metrics()[
        "simpul_http_connections"] <= len(door.hub.callers) + 2)


def test_what_is_no_tls_is_let_go(door, nothing_kept):
    for said in (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"\0" * 5000, b"\x16"):
        with socket.create_connection(("127.0.0.1", door.hub.port),
                                      DEADLINE) as wire:
            wire.sendall(said)
            with contextlib.suppress(OSError):
                wire.shutdown(socket.SHUT_WR)
            read_all(wire)


def test_more_connections_than_there_may_be_are_served_in_turn(door):
    """Many more than may be, each with one case: all come in."""
    got, lock = [], threading.Lock()

    def run(token):
        caller = door.hub.caller_with(token)
        answer = caller.post("/v1/cases", GOOD)
        caller.close()
        with lock:
            got.append(answer.status)

    for caller in door.hub.callers:
        caller.close()
    threads = [threading.Thread(target=run, args=(door.lapor.token,))
               for _ in range(4 * CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [201] * 4 * CONNECTIONS


def test_a_half_sent_case_holds_up_no_other(door, nothing_kept):
    body = json.dumps(GOOD).encode()
    wires = [connect(door) for _ in range(CONNECTIONS // 2)]
    for wire in wires:
        wire.sendall(HEAD % (door.lapor.token.encode(), len(body)) + body[:9])
    answer = door.lapor.get("/v1/reasons")
    assert answer.status == 200
    for wire in wires:
        wire.close()
