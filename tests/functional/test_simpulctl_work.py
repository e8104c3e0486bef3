# SPDX-License-Identifier: Apache-2.0
"""The operator's hand on deliveries: what waits, what is parked, retry, park,
probe; against a KSP that is a program of its own, with days that pass in
milliseconds."""
import itertools
import json
import re

import pytest

from hub import INSTITUTIONS, Hub
from ksp import Ksp
from wires import wait_for

DAY = 86400000
NUMBERS = itertools.count(1)
ROUTE = 'route "to-ksp" { category = { "roads" } to = "ksp" }\n'


class Bench:
    """The hub, its KSP, and who hands cases in."""

    def __init__(self, hub, ksp):
        self.hub, self.ksp = hub, ksp
        self.lapor = hub.caller("source", "lapor")
        self.coordinator = hub.caller("coordinator", "inspektorat")

    def hand_in(self):
        """A case for KSP: ids of case and handoff."""
        answer = self.lapor.post("/v1/cases", {
            "narrative": "Jalan di depan sekolah rusak sejak dua bulan.",
            "category": "roads", "tracking_id": f"K-{next(NUMBERS)}"})
        assert answer.status == 201, answer
        return answer.body["case"], answer.body["handoff"]

    def said(self, *words):
        """simpulctl's answer as JSON; it must be good."""
        status, text = self.hub.ctl("--json", *words)
        assert status == 0, text
        return json.loads(text)

    def queue(self):
        rows = self.said("queue")["queue"]
        return next((r for r in rows if r["institution"] == "ksp"), None)

    def parked(self):
        return {row["id"]: row for row in self.said("parked")["parked"]}

    def link(self):
        rows = self.said("institutions")["institutions"]
        return next(r for r in rows if r["institution"] == "ksp")["link"]

    def delivery(self, handoff):
        """The delivery as `simpulctl case` tells it."""
        return self.said("case", handoff)["cases"][0]["delivery"]

    def wait_state(self, handoff, state):
        wait_for(f"the delivery to be {state}",
                 lambda: self.delivery(handoff)["state"] == state)

    def pass_time(self, ms):
        """Let time pass for the hub; unused connections do not last."""
        for caller in self.hub.callers:
            caller.close()
        answer = self.hub.ask("clock", forward_ms=ms)
        if "knows no command" in answer.get("error", ""):
            pytest.skip("built without --enable-faults: no test clock")
        assert answer["good"], answer
        return answer["now"]

    def facts(self, case):
        """The types of the case's audit entries, as its timeline has them."""
        items = self.coordinator.get(f"/v1/cases/{case}/timeline").body
        return json.dumps(items)


@pytest.fixture(scope="module")
def bench():
    hub = Hub()
    with Ksp(hub.folder, hub.port, timeout="2s") as ksp:
        hub.institutions = INSTITUTIONS + ROUTE + ksp.section()
        with hub:
            yield Bench(hub, ksp)


@pytest.fixture(autouse=True)
def well(bench):
    """Each test begins with a KSP that works, decides nothing, and a link
    that is up."""
    bench.ksp.mode(fail="", times=0, decide=False, clock=0, seconds=0)
    bench.said("retry", "--all")
    wait_for("nothing to wait", lambda: catch_up(bench))


def catch_up(bench):
    """Whether nothing waits; time passes until then."""
    if bench.queue() is None and bench.link() == "up":
        return True
    bench.pass_time(900000)
    return False


def fail(bench, word="503"):
    bench.ksp.mode(fail=word, times=1000000, decide=False)


def test_what_waits_is_told_with_its_age_and_next_attempt(bench):
    fail(bench)
    handoffs = [bench.hand_in()[1] for _ in range(3)]
    wait_for("one to have failed",
             lambda: bench.delivery(handoffs[0])["state"] == "waiting")

    def row():
        """Once all three wait, and none is on its way."""
        found = bench.queue()
        return found if found["waiting"] == 3 else None
    found = wait_for("all three to wait", row)
    assert found["parked"] == 0
    assert found["oldest"] and found["next_attempt"]
    bench.pass_time(2 * 3600 * 1000)
    wait_for("their age", lambda: re.search(
        r"^ksp +3 .* 2 jam ",
        bench.hub.ctl("queue", "--institution", "ksp")[1], re.M))
    status, text = bench.hub.ctl("case", handoffs[0])
    assert "dikirim" in text and "kepada Kantor Staf Presiden" in text


def test_a_link_that_is_down_is_tried_at_once_when_told(bench):
    fail(bench)
    for _ in range(6):
        bench.hand_in()
    wait_for("the link to be down", lambda: (
        bench.link() == "down" or bench.pass_time(60000)
        and bench.link() == "down"))
    status, text = bench.hub.ctl("institutions")
    assert re.search(r"^ksp .* putus .*503", text, re.M), text
    assert bench.queue()["link"] == "down" and bench.queue()["why"]
    bench.ksp.mode(fail="", times=0, decide=False)
    said = bench.said("retry", "--institution", "ksp")
    # A trial of the hub's own may have come before.
    assert said["links"] <= 1 and said["count"] == 0
    assert said["links"] or "ksp is up again" in bench.hub.log.read_text()
    assert bench.link() == "up"
    assert bench.said("retry", "--institution", "ksp")["changed"] is False


def test_a_delivery_is_parked_and_goes_again_each_once(bench):
    fail(bench)
    case, handoff = bench.hand_in()
    bench.wait_state(handoff, "waiting")

    def parked():
        """Not while an attempt is on its way."""
        status, text = bench.hub.ctl("park", handoff, "--why",
                                     "menunggu surat")
        return status == 0 and text
    assert "is parked" in wait_for("it to be parked", parked)
    assert bench.said("park", handoff)["changed"] is False
    row = bench.parked()[handoff]
    assert (row["institution"], row["case"], row["why"], row["says"]) == \
        ("ksp", case, "menunggu surat", "handoff")
    status, text = bench.hub.ctl("parked", "--institution", "ksp")
    assert f"{handoff}  ksp" in text and "menunggu surat" in text
    assert bench.said("parked", "--institution", "pdam")["parked"] == []
    status, text = bench.hub.ctl("case", case)
    assert "tertahan sebelum sampai di Kantor Staf Presiden " \
        "(menunggu surat)" in text
    bench.ksp.mode(fail="", times=0, decide=False)
    said = bench.said("retry", handoff)
    assert said["changed"] is True and said["count"] == 1
    bench.wait_state(handoff, "delivered")
    for word in ("retry", "park"):
        status, text = bench.hub.ctl(word, handoff)
        assert status == 1 and "has ended: delivered" in text
    facts = bench.facts(case)
    assert facts.count("handoff.parked") == 1
    assert facts.count("handoff.retried") == 1
    assert "sudah sampai di Kantor Staf Presiden" in \
        bench.hub.ctl("case", case)[1]


def test_their_own_reference_finds_the_case(bench):
    case, handoff = bench.hand_in()
    bench.wait_state(handoff, "delivered")
    reference = bench.delivery(handoff)["remote_ref"]
    assert reference
    found = bench.said("case", reference)["cases"]
    assert [c["case"]["id"] for c in found] == [case]


def test_all_that_is_parked_goes_again(bench):
    fail(bench)
    handoffs = [bench.hand_in()[1] for _ in range(5)]
    for handoff in handoffs:
        wait_for("it to be parked", lambda h=handoff: bench.hub.ctl(
            "park", h)[0] == 0)
    assert set(bench.parked()) == set(handoffs)
    assert len(bench.said("parked", "--limit", "2")["parked"]) == 2
    assert bench.said("parked", "--limit", "2")["more"] is True
    bench.ksp.mode(fail="", times=0, decide=False)
    said = bench.said("retry", "--all")
    assert said["count"] == 5
    assert bench.said("retry", "--all")["count"] == 0
    for handoff in handoffs:
        bench.wait_state(handoff, "delivered")
    assert len([h for h in handoffs if bench.ksp.case(h)]) == 5


def test_what_is_late_is_parked_and_days_pass_in_an_instant(bench):
    fail(bench)
    case, handoff = bench.hand_in()
    bench.wait_state(handoff, "waiting")
    before = bench.said("status")["now"]
    assert bench.pass_time(6 * DAY) > before
    wait_for("it to be parked", lambda: handoff in bench.parked()
             or not bench.pass_time(60000))
    assert bench.parked()[handoff]["why"]
    assert "handoff.failed" in bench.facts(case)
    status, text = bench.hub.ctl("case", case, "--history")
    assert re.search("Gagal dikirim .*  Sistem instansi tidak melayani$", text,
                     re.M), text


def test_a_probe_tells_each_layer(bench):
    status, text = bench.hub.ctl("probe", "ksp")
    assert status == 0, text
    assert re.search(r"^TLS +baik .*\d{4}", text, re.M), text
    layers = bench.said("probe", "ksp")["layers"]
    assert [layer["layer"] for layer in layers] == [
        "name", "connect", "TLS", "authentication", "protocol"]
    assert all(layer["good"] for layer in layers)


def test_a_probe_of_what_is_not_there_ends_with_1(bench):
    section = bench.ksp.section().replace(
        f"https://localhost:{bench.ksp.port}", "https://localhost:1")
    bench.hub.configure(INSTITUTIONS + ROUTE + section)
    try:
        assert bench.hub.ctl("reload")[0] == 0
        status, text = bench.hub.ctl("probe", "ksp")
        assert status == 1 and re.search(r"^connect +GAGAL", text, re.M), text
        status, text = bench.hub.ctl("--json", "probe", "ksp")
        assert status == 1 and json.loads(text)["reached"] is False
    finally:
        bench.hub.configure(bench.hub.institutions)
        assert bench.hub.ctl("reload")[0] == 0


def test_the_clock_takes_no_nonsense(bench):
    bench.pass_time(0)
    for bad in (-1, "x", None, 10 ** 18):
        answer = bench.hub.ask("clock", forward_ms=bad)
        assert not answer["good"] and "forward_ms" in answer["error"]
