# SPDX-License-Identifier: Apache-2.0
"""Messages under a JSON Web Signature, both ways, with a peer whose signatures
are another stack's: what is theirs gets through, what is not is refused by
name, and the plugin sees only what the signature covers."""
import base64
import contextlib
import hashlib
import hmac
import itertools
import json
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "peers"))

from cryptography.hazmat.primitives.serialization import Encoding

from hub import INSTITUTIONS, Hub
from peers import Peer
from signer import Signer, base64url, fits
from wires import wait_for

TOP = Path(__file__).resolve().parents[2]
NUMBERS = itertools.count(1)
SECTION = """
institution "telkom" {{
  name = "PT Telkom"
  plugin = "bumn"
  url = "http://127.0.0.1:{port}"
  auth {{ kind = "jws" cert = "{folder}/ours.pem" key = "{folder}/ours.key" }}
  auth_in {{ kind = "jws" trust = "{folder}/theirs.pem" }}
  limits {{ timeout = "5s" }}
  options {{ map = "{top}/tests/plugins/bumn/signed.jq" headers = "ETag" }}
}}
route "phones" {{ category = {{ "phones" }} to = "telkom" }}
"""


class Desk:
    """A hub with an enterprise that signs, and whose key is whose."""

    def __init__(self, kind):
        self.hub = Hub()
        self.ours, self.theirs = Signer(kind), Signer(kind)
        self.expired = Signer(kind, days=3, since=10)
        self.stranger = Signer(kind)
        self.refuse = 0
        self.peer = Peer(self.answer)
        self.write("ours.pem", self.ours.cert)
        self.write("ours.key", self.ours.pem)
        self.write("theirs.pem", self.theirs.cert + self.expired.cert)
        self.hub.institutions = INSTITUTIONS + SECTION.format(
            port=self.peer.port, folder=self.hub.folder, top=TOP)

    def write(self, name, text):
        self.hub.secret(name, text)

    def answer(self, conn):
        while conn.request() is not None:
            if self.refuse > 0:
                self.refuse -= 1
                conn.answer(503)
            else:
                conn.answer(200, json.dumps(
                    {"number": next(NUMBERS)}).encode(),
                    "Content-Type: application/json")

    def hand_over(self):
        answer = self.hub.lapor.post("/v1/cases", {
            "narrative": "Telepon mati \u2013 sejak kemarin.",
            "category": "phones", "tracking_id": f"J-{next(NUMBERS)}"})
        assert answer.status == 201, answer
        return answer.body["case"], answer.body["handoff"]

    def sent(self, handoff):
        """Each attempt at a handoff: its JWS and its body."""
        found = []
        for head, body in self.peer.seen:
            if f"/cases/{handoff} ".encode() not in head:
                continue
            lines = head.decode().split("\r\n")[1:]
            fields = dict(line.split(": ", 1) for line in lines)
            found.append((fields["X-JWS-Signature"], body))
        return found

    def push(self, body, jws=None, query="", **headers):
        caller = self.hub.caller_with("")
        try:
            return caller.post(f"/in/telkom/kabar{query}", body, headers={
                "Content-Type": "application/json",
                **({"X-JWS-Signature": jws} if jws else {}), **headers})
        finally:
            caller.close()

    def said(self, case):
        items = self.hub.coordinator.get(
            f"/v1/cases/{case}/timeline").body["items"]
        return [i.get("text", "") for i in items
                if i["type"] == "said" and i["event"] == "progress"]


@pytest.fixture(scope="module", params=["ES256", "RS256"])
def desk(request):
    desk = Desk(request.param)
    with desk.peer, desk.hub:
        desk.hub.lapor = desk.hub.caller("source", "lapor")
        desk.hub.coordinator = desk.hub.caller("coordinator", "inspektorat")
        yield desk


@pytest.fixture(scope="module")
def open_case(desk):
    case, handoff = desk.hand_over()
    wait_for("the case is there", lambda: desk.sent(handoff))
    wait_for("it is delivered", lambda: desk.hub.coordinator.get(
        f"/v1/cases/{case}").body["handoffs"][0]["delivery"]["state"]
        == "delivered")
    return case, handoff


def test_what_goes_out_is_signed(desk):
    case, handoff = desk.hand_over()
    (jws, body), = wait_for("the case", lambda: desk.sent(handoff))
    head = desk.ours.check(jws, body)
    assert head["b64"] is False and head["crit"] == ["b64"]
    assert head["x5t#S256"] == desk.ours.thumb
    assert abs(head["iat"] - time.time()) < 60
    assert head["jti"].split(".")[1] == "0"
    assert json.loads(body)["text"].startswith("Telepon mati \u2013")
    assert not fits(desk.theirs, jws, body)
    assert not fits(desk.ours, jws, body + b" ")


def test_each_attempt_says_the_same_under_its_own_seal(desk):
    desk.refuse = 1
    case, handoff = desk.hand_over()
    (jws, body), (again, same) = wait_for(
        "two attempts", lambda: len(desk.sent(handoff)) == 2
        and desk.sent(handoff))
    assert same == body
    one, other = desk.ours.check(jws, body), desk.ours.check(again, same)
    assert one["jti"] == other["jti"]


def test_what_they_signed_counts_and_nothing_around_it(desk, open_case):
    case, handoff = open_case
    text = f"Sedang dikerjakan {next(NUMBERS)}"
    body = json.dumps({"handoff": handoff, "number": next(NUMBERS),
                       "text": text}).encode()
    answer = desk.push(body, desk.theirs.jws(body), query="?q=palsu",
                       ETag="palsu")
    assert (answer.status, answer.body) == (
        200, {"applied": "applied"}), answer.body
    assert f"{text} - -" in desk.said(case)
    again = desk.push(body, desk.theirs.jws(body))
    assert (again.status, again.body) == (200, {"applied": "duplicate"})


@pytest.mark.parametrize("head", [
    {"plain": False}, {"x5t#S256": None}, {"plain": False, "x5t#S256": None},
    {"iat": 0}], ids=["base64url", "unnamed", "both", "dated"])
def test_other_forms_of_theirs(desk, open_case, head):
    case, handoff = open_case
    if "iat" in head:
        head = {"iat": int(time.time()) - 200}
    text = f"Teknisi berangkat {next(NUMBERS)}"
    body = json.dumps({"handoff": handoff, "number": next(NUMBERS),
                       "text": text}).encode()
    answer = desk.push(body, desk.theirs.jws(body, **head))
    assert answer.status == 200, answer
    assert f"{text} - -" in desk.said(case)


def x5c(signer):
    """Its certificate as it stands in a header."""
    return [base64.b64encode(
        signer.x509.public_bytes(Encoding.DER)).decode()]


def swapped(desk):
    """The other algorithm than the key's."""
    return {"ES256": "RS256", "RS256": "ES256"}[desk.theirs.kind]


def hmac_of(desk, body):
    """HS256 with the public certificate as the secret."""
    protected = base64url(json.dumps({"alg": "HS256"}).encode())
    mac = hmac.new(desk.theirs.cert.encode(), protected.encode() + b"."
                   + base64url(body).encode(), hashlib.sha256).digest()
    return f"{protected}..{base64url(mac)}"


def without_proof(desk, body):
    return base64url(b'{"alg":"none"}') + "..AA"


ATTACKS = {
    "missing": lambda d, b: None,
    "malformed: two dots": lambda d, b: "a.b",
    "malformed: not detached": lambda d, b: d.theirs.jws(b).replace(
        "..", f".{base64url(b)}."),
    "malformed: no base64url": lambda d, b: d.theirs.jws(b) + "=",
    "malformed: no JSON": lambda d, b: base64url(b"{") + "..AA",
    "malformed: twice alg": lambda d, b:
        base64url(b'{"alg":"ES256","alg":"RS256"}') + "..AA",
    "malformed: unknown crit": lambda d, b: d.theirs.jws(
        b, crit=["b64", "exp"]),
    "malformed: b64 not critical": lambda d, b: d.theirs.jws(b, crit=None),
    "malformed: iat": lambda d, b: d.theirs.jws(b, iat=-1 << 62),
    "algorithm: none": without_proof,
    "algorithm: HMAC": hmac_of,
    "algorithm: swapped": lambda d, b: d.theirs.jws(b, alg=swapped(d)),
    "wrong: other body": lambda d, b: d.theirs.jws(b + b" "),
    "wrong: stranger says he is theirs": lambda d, b: d.stranger.jws(
        b, **{"x5t#S256": d.theirs.thumb}),
    "signer: stranger": lambda d, b: d.stranger.jws(b),
    "signer: stranger brings a certificate": lambda d, b: d.stranger.jws(
        b, x5c=x5c(d.stranger)),
    "wrong: stranger brings theirs": lambda d, b: d.stranger.jws(
        b, x5c=x5c(d.theirs)),
    "signer: ourselves": lambda d, b: d.ours.jws(b, x5c=x5c(d.ours)),
    "malformed: x5c": lambda d, b: d.theirs.jws(b, x5c=["AAAA"]),
    "certificate: expired": lambda d, b: d.expired.jws(b),
    "expired": lambda d, b: d.theirs.jws(b, iat=int(time.time()) - 400),
    "expired: exp": lambda d, b: d.theirs.jws(b, exp=int(time.time()) - 400),
    "future": lambda d, b: d.theirs.jws(b, iat=int(time.time()) + 400),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_what_is_not_theirs_is_refused_by_name(desk, open_case, name):
    case, handoff = open_case
    text = f"Palsu {next(NUMBERS)}"
    body = json.dumps({"handoff": handoff, "number": next(NUMBERS),
                       "text": text}).encode()
    answer = desk.push(body, ATTACKS[name](desk, body))
    assert answer.status == 401, answer
    verdict = name.split(":")[0]
    assert answer.body["detail"].startswith(f"signature {verdict}: "), answer
    assert f"signature {verdict}: " in desk.hub.tail()
    assert not any(text in t for t in desk.said(case))


def test_a_stranger_without_a_name_is_wrong(desk):
    body = b'{"handoff": "1"}'
    answer = desk.push(body, desk.stranger.jws(body, **{"x5t#S256": None}))
    assert answer.status == 401
    assert answer.body["detail"].startswith("signature wrong: "), answer


def test_a_question_without_a_body_is_answered_or_not_but_changes_nothing(
        desk, open_case):
    caller = desk.hub.caller_with("")
    try:
        answer = caller.get("/in/telkom/kabar")
    finally:
        caller.close()
    assert answer.status in (400, 401, 500), answer


def test_no_private_key_is_in_a_worker_or_a_log(desk, open_case):
    number = desk.ours.key.private_numbers()
    number = getattr(number, "private_value", getattr(number, "d", 0))
    size = (number.bit_length() + 7) // 8
    secrets = ["".join(desk.ours.pem.split("\n")[1:-2])[40:80].encode(),
               number.to_bytes(size, "big"), number.to_bytes(size, "little")]
    workers = desk.hub.workers()
    assert workers
    for secret in secrets:
        assert secret not in desk.hub.log.read_bytes()
        assert not any(holds(pid, secret) for pid in workers)
    assert any(holds(desk.hub.process.pid, s) for s in secrets)


def holds(pid, secret):
    """Whether a process has those bytes anywhere that it can write to."""
    try:
        maps = Path(f"/proc/{pid}/maps").read_text().splitlines()
        memory = open(f"/proc/{pid}/mem", "rb", 0)
    except PermissionError:
        pytest.skip("the memory of other processes is closed to this user")
    found = False
    with memory:
        for line in maps:
            span, mode = line.split()[:2]
            begin, end = (int(x, 16) for x in span.split("-"))
            if not mode.startswith("rw") or end - begin > 1 << 28:
                continue
            with contextlib.suppress(OSError):
                memory.seek(begin)
                found = found or secret in memory.read(end - begin)
    return found
