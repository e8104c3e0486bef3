# SPDX-License-Identifier: Apache-2.0
"""Who gets in by what, what is shown of identity, what a person may do with a
delivery, and what goes when its time is over."""
import base64
import hashlib
import http.client
import re
import socket
import ssl
import subprocess
import threading

import pytest

from hub import INSTITUTIONS, Caller, Hub, free_port
from wires import DEADLINE, read_all, wait_for

DAY_MS = 24 * 3600 * 1000

OPEN = """
institution "rsud" {{
  name = "RSUD Contoh"
  plugin = "none"
  disclose = {{ "name", "phone" }}
  agreement {{ number = "PKS-7" until = "2099-12-31" basis = "UU 27/2022" }}
  limits {{ rate = 100000 }}
}}
institution "dinas" {{
  name = "Dinas Contoh"
  plugin = "none"
  tls {{ client_sha256 = "{print}" }}
}}
institution "pelan" {{
  name = "Pelan"
  plugin = "none"
  source = true
  limits {{ rate = 3 }}
}}
institution "jauh" {{
  name = "Jauh"
  plugin = "ksp"
  url = "http://127.0.0.1:{port}/"
}}
route "health" {{ category = {{ "health" }} to = "rsud" }}
route "far" {{ category = {{ "far" }} to = "jauh" }}
"""


def make_client(folder):
    """A certificate that an institution comes with; its fingerprint."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
         "/CN=dinas", "-keyout", folder / "client.key",
         "-out", folder / "client.pem"],
        check=True, stderr=subprocess.DEVNULL)
    text = (folder / "client.pem").read_text()
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(text)).hexdigest()


@pytest.fixture(scope="module")
def hub():
    hub = Hub()
    hub.institutions = INSTITUTIONS + OPEN.format(
        print=make_client(hub.folder), port=free_port())
    hub.more_tls = f'client_ca = "{hub.folder}/client.pem"'
    with hub:
        yield hub


@pytest.fixture(scope="module")
def lapor(hub):
    return hub.caller("source", "lapor")


@pytest.fixture(scope="module")
def coordinator(hub):
    return hub.caller("coordinator", "inspektorat")


WHO = {"name": "Ni Luh Contoh", "phone": "0800 0000 0001",
       "email": "luh@example.org"}


def hand_in(lapor, category, **members):
    answer = lapor.post("/v1/cases", {
        "narrative": "Contoh", "category": category, "complainant": WHO,
        **members})
    assert answer.status == 201, answer
    return answer.body["case"], answer.body["handoff"]


def facts(caller, case):
    items = caller.get(f"/v1/cases/{case}/timeline").body["items"]
    return [item["type"] for item in items if item["type"] != "said"]


def test_identity_is_shown_after_acceptance_as_agreed(hub, lapor,
                                                      coordinator):
    rsud = hub.caller("institution", "rsud")
    case, handoff = hand_in(lapor, "health")
    assert "complainant" not in rsud.get(f"/v1/cases/{case}").body
    assert "access.disclosed" not in facts(coordinator, case)
    rsud.post(f"/v1/handoffs/{handoff}/accept", {})
    shown = rsud.get(f"/v1/cases/{case}").body["complainant"]
    assert shown == {"name": WHO["name"], "phone": WHO["phone"]}
    assert facts(coordinator, case)[-1] == "access.disclosed"
    assert "complainant" not in lapor.get(f"/v1/cases/{case}").body


def test_an_anonymous_complainant_is_shown_to_nobody(hub, lapor):
    rsud = hub.caller("institution", "rsud")
    case, handoff = hand_in(lapor, "health", anonymous=True)
    rsud.post(f"/v1/handoffs/{handoff}/accept", {})
    assert "complainant" not in rsud.get(f"/v1/cases/{case}").body


def test_a_client_certificate_is_as_good_as_a_token(hub):
    context = hub.tls()
    context.load_cert_chain(hub.folder / "client.pem",
                            hub.folder / "client.key")
    wire = http.client.HTTPSConnection(
        "localhost", hub.port, timeout=DEADLINE, context=context)
    wire.request("GET", "/v1/inbox")
    assert wire.getresponse().status == 200
    wire.close()
    assert hub.caller().get("/v1/inbox").status == 401


def test_calls_beyond_the_rate_are_turned_away(hub):
    """A dozen that come at once, so that no machine is too slow for them."""
    call = ("GET /v1/reasons HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
            f"Bearer {hub.token('source', 'pelan')[0]}\r\n")
    plain = socket.create_connection(("127.0.0.1", hub.port), DEADLINE)
    with hub.tls().wrap_socket(plain, server_hostname="localhost") as wire:
        wire.sendall(f"{call}\r\n".encode() * 11
                     + f"{call}Connection: close\r\n\r\n".encode())
        said = read_all(wire).decode()
    statuses = re.findall(r"HTTP/1.1 (\d+) ", said)
    assert len(statuses) == 12 and statuses[:3] == ["200"] * 3
    assert set(statuses[3:]) <= {"200", "429"} and "429" in statuses
    assert "Retry-After: 1\r\n" in said


def test_a_delivery_is_parked_and_tried_again_by_hand(hub, lapor,
                                                      coordinator):
    case, handoff = hand_in(lapor, "far")

    def state():
        found = coordinator.get(f"/v1/cases/{case}").body["handoffs"][0]
        return found["delivery"]["state"]

    wait_for("an attempt has failed", lambda: state() == "waiting")
    assert coordinator.post(f"/v1/deliveries/{handoff}/retry").status == 409

    def parked():
        """Not while an attempt is on its way."""
        answer = coordinator.post(f"/v1/deliveries/{handoff}/park")
        assert answer.status in (200, 409), answer
        return answer.status == 200 and answer.body["state"]

    assert wait_for("it to be parked", parked) == "parked"
    listed = coordinator.get("/v1/deliveries").body["items"]
    assert handoff in [d["id"] for d in listed]
    assert coordinator.post(f"/v1/deliveries/{handoff}/park",
                            {}).status == 409
    again = coordinator.post(f"/v1/deliveries/{handoff}/retry")
    assert again.status == 200 and again.body["state"] in ("waiting",
                                                          "unknown")
    assert coordinator.post("/v1/deliveries/0sa4e6xqr0000/park").status == 404
    assert {"handoff.parked", "handoff.retried"} <= set(
        facts(coordinator, case))


def begin(caller, size):
    def word(text):
        return base64.b64encode(text.encode()).decode()

    return caller.post("/v1/attachments", headers={
        "Upload-Length": str(size),
        "Upload-Metadata": f"filename {word('a.txt')}"}).headers["Location"]


def test_what_no_case_claims_goes_after_a_day():
    with Hub() as hub:
        if not hub.ask("clock", forward_ms=0)["good"]:
            pytest.skip("this build's clock cannot be moved")
        lapor = hub.caller("source", "lapor")
        short, _ = hub.token("source", "lapor", days=1)
        brief = Caller(hub, short)
        hub.callers.append(brief)
        kept = begin(lapor, 4)
        for place in (kept, begin(lapor, 4), begin(lapor, 9)):
            answer = lapor.call("PATCH", place, b"1234", headers={
                "Content-Type": "application/offset+octet-stream",
                "Upload-Offset": "0"})
            assert answer.status == 204
        case = lapor.post("/v1/cases", {
            "narrative": "x", "attachments": [kept.rsplit("/", 1)[1]]})
        assert case.status == 201
        assert len(list((hub.folder / "data/files").iterdir())) == 3
        assert brief.get("/v1/reasons").status == 200
        assert hub.ask("clock", forward_ms=DAY_MS + 1000)["good"]
        wait_for("two files are gone", lambda: len(list(
            (hub.folder / "data/files").iterdir())) == 1)
        lapor.close()
        brief.close()
        assert lapor.get(kept).body == b"1234"
        assert brief.get("/v1/reasons").status == 401


def test_a_call_that_waits_is_answered_when_the_hub_stops():
    with Hub() as hub:
        pln = hub.caller("institution", "pln")
        answers = []
        waiting = threading.Thread(target=lambda: answers.append(
            pln.get("/v1/inbox?wait=50", seconds=60)))
        waiting.start()
        wait_for("the call waits", lambda: hub.metrics()[
            "simpul_api_waiting_inboxes"] == 1)
        assert hub.stop() == 0
        waiting.join(DEADLINE)
        assert answers[0].status == 200
        assert answers[0].body["items"] == []


def test_who_goes_away_while_waiting_is_forgotten(hub):
    pln = hub.caller("institution", "pln")
    pln.wire = http.client.HTTPSConnection(
        "localhost", hub.port, timeout=DEADLINE, context=hub.tls())
    pln.wire.request("GET", "/v1/inbox?wait=60", headers={
        "Authorization": f"Bearer {pln.token}"})
    wait_for("the call waits", lambda: hub.metrics()[
        "simpul_api_waiting_inboxes"] == 1)
    pln.close()
    wait_for("nobody waits", lambda: hub.metrics()[
        "simpul_api_waiting_inboxes"] == 0)
