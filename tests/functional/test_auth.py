# SPDX-License-Identifier: Apache-2.0
"""How the hub proves itself to institutions, and they to it: each kind of
credential on a real wire, none of them in what the hub stores."""
import base64
import hashlib
import hmac
import http.client
import json
import subprocess

import pytest

from hub import INSTITUTIONS, Hub
from peers import Peer, header, server_side
from wires import wait_for

MAP = """
def compose: {method: "POST", path: "/laporan", body: {id: .handoff.id}};
def conclude: {kind: "delivered", remote_ref: "R-\\(.handoff.id)"};
def receive: {kind: "progress", remote_ref: .body.ref, text: .body.text,
  their_id: .body.text};
"""
SECTION = """
institution "{id}" {{
  name = "{id}"
  plugin = "bumn"
  url = "{url}"
  tls {{ ca = "@FOLDER@/cert.pem" {tls} }}
  {auth}
  options {{ map = "@FOLDER@/surat.jq" }}
}}
"""
SECRET = 'secret_file = "@FOLDER@/out"'
KINDS = {
    "bearer": f'auth {{ kind = "bearer" {SECRET} }}',
    "token": f'auth {{ kind = "token" {SECRET} }}',
    "basic": f'auth {{ kind = "basic" user = "simpul" {SECRET} }}',
    "header": f'auth {{ kind = "header" header = "X-Kunci" {SECRET} }}',
    "both": f'auth {{ kind = "bearer" {SECRET} }}\n'
            'auth_also { header = "token" secret_file = "@FOLDER@/also" }',
    "cert": 'auth { kind = "tls" }',
}
BASIC = base64.b64encode(b"simpul:rahasia").decode()
PROOFS = {
    "bearer": {"Authorization": "Bearer rahasia"},
    "token": {"Authorization": "token rahasia"},
    "basic": {"Authorization": f"Basic {BASIC}"},
    "header": {"X-Kunci": "rahasia"},
    "both": {"Authorization": "Bearer rahasia", "token": "kedua"},
    "cert": {},
}


def answer_all(conn):
    while conn.request():
        conn.answer(200, b"{}", "Content-Type: application/json")


@pytest.fixture(scope="module")
def hub():
    hub = Hub()
    hub.prepare()
    for name, text in (("out", "rahasia\n"), ("also", "kedua\n"),
                       ("in", "tanda\n"), ("surat.jq", MAP)):
        hub.secret(name, text)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
         "/CN=simpul", "-keyout", hub.folder / "own.key", "-out",
         hub.folder / "own.pem"], check=True, stderr=subprocess.DEVNULL)
    (hub.folder / "own.key").chmod(0o600)
    files = (hub.folder / "cert.pem", hub.folder / "key.pem")
    hub.peers, sections = {}, []
    for kind, auth in KINDS.items():
        ca = hub.folder / "own.pem" if kind == "cert" else None
        peer = Peer(answer_all, server_side(*files, ca=ca))
        hub.peers[kind] = peer
        tls = ('cert = "@FOLDER@/own.pem" key = "@FOLDER@/own.key"'
               if ca else "")
        inward = ('auth_in { kind = "hmac" header = "X-Tanda" '
                  'secret_file = "@FOLDER@/in" }' if kind == "token" else "")
        sections.append(SECTION.format(id=kind, url=peer.url, tls=tls,
                                       auth=auth + "\n" + inward))
    hub.configure(INSTITUTIONS + "".join(sections))
    try:
        hub.start()
        hub.web = hub.caller("source", "lapor")
        hub.coordinator = hub.caller("coordinator", "inspektorat")
        yield hub
        assert hub.stop() == 0, hub.tail()
    finally:
        for peer in hub.peers.values():
            peer.__exit__()
        hub.abandon()


def delivered(hub, kind):
    answer = hub.web.post("/v1/cases", {"narrative": "Uji.", "target": kind,
                                        "category": "lain"})
    assert answer.status == 201, answer
    case, handoff = answer.body["case"], answer.body["handoff"]

    def delivery():
        body = hub.coordinator.get(f"/v1/cases/{case}").body
        return next(h for h in body["handoffs"]
                    if h["id"] == handoff)["delivery"]
    wait_for(f"{kind} to have it",
             lambda: delivery()["state"] == "delivered")
    return case, handoff


@pytest.mark.parametrize("kind", KINDS)
def test_the_hub_proves_itself(hub, kind):
    delivered(hub, kind)
    head, _ = hub.peers[kind].seen[-1]
    for name, value in PROOFS[kind].items():
        assert header(head, name) == [value]
    if not PROOFS[kind]:
        assert header(head, "Authorization") == []


def test_no_secret_is_kept(hub):
    for kind in KINDS:
        delivered(hub, kind)
    kept = b"".join(p.read_bytes()
                    for p in (hub.folder / "data").rglob("*")
                    if p.is_file()) + hub.log.read_bytes()
    for secret in (b"rahasia", b"kedua", BASIC.encode(), b"tanda\n"):
        assert secret not in kept


def push(hub, said, sign):
    """A message that comes in; its status."""
    body = json.dumps(said).encode()
    wire = http.client.HTTPSConnection("localhost", hub.port,
                                       context=hub.tls())
    wire.request("POST", "/in/token/kabar", body, {
        "Content-Type": "application/json", **sign(body)})
    status = wire.getresponse().status
    wire.close()
    return status


def signed(key):
    return lambda body: {"X-Tanda": "sha256=" + hmac.new(
        key, body, hashlib.sha256).hexdigest()}


def test_they_prove_themselves_by_an_hmac(hub):
    case, handoff = delivered(hub, "token")
    said = {"ref": f"R-{handoff}", "text": "Dikerjakan."}
    assert push(hub, said, lambda _: {}) == 401
    assert push(hub, said, signed(b"salah")) == 401
    other = signed(b"tanda")(json.dumps({**said, "text": "Lain."}).encode())
    assert push(hub, said, lambda _: other) == 401
    assert push(hub, said, signed(b"tanda")) == 200
    items = hub.coordinator.get(f"/v1/cases/{case}/timeline").body["items"]
    assert [i["text"] for i in items if i.get("event") == "progress"] == [
        "Dikerjakan."]


def test_what_they_pushed_is_heard_again_by_a_changed_mapping(hub):
    """simpulctl map diff has messages, too; what proved them is not kept."""
    case, handoff = delivered(hub, "token")
    said = {"ref": f"R-{handoff}", "text": "Rahasia warga."}
    assert push(hub, said, signed(b"tanda")) == 200
    changed = hub.folder / "lain.jq"
    changed.write_text(MAP.replace('"progress"', '"comment"')
                       .replace('"/laporan"', '"/aduan"'))
    status, out = hub.ctl("--json", "map", "diff", "--last", "1",
                          "--institution", "token",
                          str(hub.folder / "surat.jq"), str(changed))
    found = json.loads(out)
    assert (status, found["looked"], found["news"]) == (1, 1, 1)
    assert [(d["says"], d["path"], d["old"], d["new"])
            for d in found["differences"] if d["case"] == case] == [
        ("handoff", "target", '"/laporan"', '"/aduan"'),
        ("receive", "events[0].kind", '"progress"', '"comment"')]
    assert "Rahasia" not in out
