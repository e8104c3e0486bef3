# SPDX-License-Identifier: Apache-2.0
"""Certificates that end while the hub runs, ours and theirs: it is said a
month before, a week before and when it happened; afterwards nothing leaves
under ours, nothing is taken under theirs, and both are said in words."""
import json
import re
import sys
import time
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests/peers"))

pytest.importorskip("xmlsec")

import wss
from hub import INSTITUTIONS, Caller, Hub
from peers import Peer
from signer import Signer
from wires import wait_for

DAY = 86400
SECTION = """
institution "ombudsman" {{
  name = "Ombudsman"
  plugin = "bumn"
  url = "http://127.0.0.1:{port}"
  auth {{ kind = "wss-x509" cert = "@FOLDER@/ours.pem"
         key = "@FOLDER@/ours.key" }}
  auth_in {{ kind = "wss-x509" trust = "@FOLDER@/theirs.pem" }}
  limits {{ timeout = "5s" failures = 1000 }}
  options {{ map = "{top}/tests/plugins/bumn/soap.jq" }}
}}
route "law" {{ category = {{ "law" }} to = "ombudsman" }}
"""


class Bed:
    """Our certificate is good for 40 days from now, theirs for 50."""

    def __init__(self):
        self.hub, self.ahead = Hub(), 0
        self.ours = Signer("ES256", days=40 + 1)
        self.theirs = Signer("ES256", days=50 + 1)
        self.peer = Peer(self.serve)
        self.hub.secret("ours.pem", self.ours.cert)
        self.hub.secret("ours.key", self.ours.pem)
        self.hub.secret("theirs.pem", self.theirs.cert)
        self.hub.institutions = INSTITUTIONS + SECTION.format(
            port=self.peer.port, top=TOP)

    def serve(self, conn):
        while conn.request() is not None:
            conn.answer(500, b"", "Content-Type: text/plain")

    def forward(self, days):
        if not self.hub.ask("clock", forward_ms=days * DAY * 1000)["good"]:
            pytest.skip("this build's clock cannot be moved")
        for caller in self.hub.callers:
            caller.close()
        self.ahead += days * DAY

    def days(self, certificate):
        """What the metrics say is left."""
        caller = Caller(self.hub, None)
        text = caller.get("/metrics").body.decode()
        caller.close()
        found = re.search(
            r'simpul_certificate_days\{institution="ombudsman",certificate="'
            + re.escape(certificate) + r'",sha256="[0-9a-f]{16}"\} (-?\d+)',
            text)
        return int(found[1])

    def alert(self, certificate, words):
        wait_for(f"{certificate} {words}", lambda: re.search(
            f"ALERT ombudsman: certificate of {re.escape(certificate)} "
            rf"\([a-z]+, SHA-256 [0-9a-f]{{16}}\.\.\.\) {words}",
            self.hub.tail(2000)))

    def hand_over(self):
        answer = self.hub.caller("source", "lapor").post("/v1/cases", {
            "narrative": "Izin.", "category": "law"})
        assert answer.status == 201, answer

    def sent(self):
        """What reached them that is no look."""
        return [head for head, _ in self.peer.seen
                if head.startswith(b"POST")]

    def row(self):
        return next(r for r in self.hub.ask("institutions")["institutions"]
                    if r["institution"] == "ombudsman")

    def probe(self):
        status, out = self.hub.ctl("probe", "ombudsman", "--json")
        return status, [row for row in json.loads(out)["layers"]
                        if row["layer"] == "certificate"]


@pytest.fixture(scope="module")
def bed():
    bed = Bed()
    try:
        with bed.hub:
            yield bed
    finally:
        bed.peer.__exit__()


def test_the_end_of_certificates_is_said_in_time_and_named(bed):
    assert bed.days("auth.cert") in (39, 40)
    assert bed.days("auth_in.trust") in (49, 50)
    assert "certificate of auth" not in bed.hub.tail(2000)
    assert all(row["good"] for row in bed.probe()[1])

    bed.forward(12)
    bed.alert("auth.cert", "expires in 2[78] days, at 20")
    assert "certificate of auth_in.trust" not in bed.hub.tail(2000)
    bed.forward(22)
    bed.alert("auth.cert", "expires in [56] days, at 20")
    bed.alert("auth_in.trust", "expires in 1[56] days, at 20")
    assert all(row["good"] for row in bed.probe()[1])

    bed.forward(7)
    bed.alert("auth.cert", "has expired at 20.*no longer leaves")
    assert bed.days("auth.cert") < 0
    status, rows = bed.probe()
    assert status != 0
    assert [row["good"] for row in rows] == [False, True]
    assert "auth.cert" in rows[0]["text"] and "expired" in rows[0]["text"]
    bed.hand_over()
    wait_for("the link to be paused", lambda: bed.row()["link"] == "paused")
    assert "our own certificate (auth.cert)" in bed.row()["why"]
    assert "has expired" in bed.row()["why"]
    assert not bed.sent()

    bed.forward(10)
    bed.alert("auth_in.trust", "has expired at 20.*no longer taken")
    caller = bed.hub.caller_with("")
    try:
        root = wss.sign(wss.envelope("<Nomor>1</Nomor>"), bed.theirs,
                        int(time.time()) + bed.ahead)
        answer = caller.post("/in/ombudsman", wss.text(root),
                             headers={"Content-Type": "text/xml"})
    finally:
        caller.close()
    assert answer.status == 500
    assert b"the signer's certificate has expired" in answer.body

    renewed = Signer("ES256", days=400)
    bed.hub.secret("ours.pem", renewed.cert)
    bed.hub.secret("ours.key", renewed.pem)
    bed.hub.secret("theirs.pem", bed.theirs.cert + Signer(
        "ES256", days=400).cert)
    status, out = bed.hub.ctl("reload")
    assert status == 0, out
    bed.hand_over()
    wait_for("it to leave", bed.sent)
    assert bed.days("auth.cert") > 300
    assert bed.days("auth_in.trust") > 300      # the old one is replaced


def test_check_warns_of_what_ends_soon(tmp_path):
    soon, hub = Signer("ES256", days=6), Hub()
    for name, text in ("ours.pem", soon.cert), ("ours.key", soon.pem), \
            ("theirs.pem", Signer("ES256", days=400).cert):
        hub.secret(name, text)
    hub.institutions = INSTITUTIONS + SECTION.format(port=9, top=TOP)
    with hub:
        status, out = hub.ctl("check")
        assert status == 0
        assert re.search(r"warning: ombudsman: certificate of auth\.cert "
                         r"\(ours, SHA-256 [0-9a-f]{16}\.\.\.\) expires in "
                         "[45] days", out), out
        assert "auth_in.trust" not in out
        status, out = hub.ctl("check", "--json")
        told = [w["found"] for w in json.loads(out)["warnings"]]
    assert any(t.startswith("ombudsman: certificate of auth.cert (ours, ")
               for t in told), told
    assert not any("auth_in.trust" in t for t in told)
