# SPDX-License-Identifier: Apache-2.0
"""Plugins that crash, hang, reach for the network or speak of what is not
theirs: each is contained, loudly, and the other institutions go on."""
import itertools
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from hub import INSTITUTIONS, Hub
from ksp import Ksp
from wires import wait_for
from wreck import has_faults

NARRATIVE = "Jalan di depan sekolah rusak sejak dua bulan, mohon diperbaiki."
NUMBERS = itertools.count(1)
# So that a plugin that hangs is found out in seconds.
QUICK = {"SIMPUL_WORKER_WALL_MS": "6000", "SIMPUL_WORKER_CPU_MS": "2000"}

# Its plugin does what it is told, and what it is told is bad.
WILD = """
institution "{name}" {{
  name = "Liar"
  plugin = "{plugin}"
  url = "https://localhost:{port}"
  idempotent = true
  tls {{ ca = "{folder}/ksp.pem" }}
  auth {{ kind = "bearer" secret_file = "{folder}/ksp.token" }}
  auth_in {{ kind = "bearer" secret_file = "{folder}/wild.token" }}
  limits {{ rate = 10000 }}
}}
"""


class Cage:
    """A hub with a good KSP and a wild one."""

    def __init__(self, hub, ksp, secret):
        self.hub, self.ksp, self.secret = hub, ksp, secret
        self.lapor = hub.caller("source", "lapor")
        self.eyes = hub.caller("coordinator", "inspektorat")
        self.seen = 0

    def hand_over(self, target, narrative=NARRATIVE):
        answer = self.lapor.post("/v1/cases", {
            "narrative": narrative, "target": target,
            "tracking_id": f"T-{next(NUMBERS)}"})
        assert answer.status == 201, answer
        return answer.body["case"], answer.body["handoff"]

    def handoff(self, case, handoff):
        body = self.eyes.get(f"/v1/cases/{case}").body
        assert body["holder"], body
        return next(h for h in body["handoffs"] if h["id"] == handoff)

    def wait(self, what, state):
        wait_for(f"{what} to be {state}", lambda: self.handoff(*what)
                 ["delivery"]["state"] == state)
        return self.handoff(*what)["delivery"]

    def push(self, body):
        """What the wild one says; its own caller each time."""
        caller = self.hub.caller_with(self.secret)
        try:
            return caller.post("/in/wild/kabar", body.encode(), headers={
                "Content-Type": "text/plain"})
        finally:
            caller.close()

    def said(self):
        """What the hub has logged in this test."""
        return self.hub.log.read_text()[self.seen:]

    def expect_good(self):
        """KSP is as well as ever: it takes a case and speaks of it."""
        what = self.hand_over("ksp")
        self.wait(what, "delivered")
        status, body = self.ksp.tell("accepted", {"handoff": what[1]})
        assert (status, body["result"]) == (200, "applied"), body


@pytest.fixture(scope="module")
def cage():
    hub = Hub(env=QUICK)
    with Ksp(hub.folder, hub.port) as ksp:
        ksp.mode(decide=False)
        hub.test_plugins = ("gossip", "ctor")
        hub.institutions = INSTITUTIONS + ksp.section() + WILD.format(
            name="wild", plugin="gossip", port=ksp.port, folder=hub.folder)
        secret = "rahasia-liar-0123456789"
        hub.secret("wild.token", secret + "\n")
        with hub:
            yield Cage(hub, ksp, secret)


@pytest.fixture(autouse=True)
def begun(cage):
    """Each test begins with its own log."""
    cage.seen = cage.hub.log.stat().st_size


DEEDS = ["crash", "socket",
         pytest.param("hang", marks=pytest.mark.skipif(
             not has_faults(), reason="built without --enable-faults")),
         pytest.param("spin", marks=pytest.mark.skipif(
             not has_faults(), reason="built without --enable-faults"))]


@pytest.mark.parametrize("deed", DEEDS)
def test_a_case_that_its_plugin_dies_on_is_parked_alone(cage, deed):
    good = [cage.hand_over("wild"), cage.hand_over("ksp")]
    bad = cage.hand_over("wild", deed)
    good += [cage.hand_over("wild"), cage.hand_over("ksp")]
    cage.expect_good()
    for what in good:
        cage.wait(what, "delivered")
    cage.wait(bad, "parked")
    parked = cage.eyes.get("/v1/deliveries?state=parked").body["items"]
    why = [d["why"] for d in parked if d["handoff"] == bad[1]]
    assert why == ["the plugin died twice on this message"]
    assert "quarantine" in cage.said()
    if deed == "socket":
        assert re.search(r"wild.*socket", cage.said()), cage.said()


@pytest.mark.parametrize("deed", DEEDS)
def test_a_message_that_its_plugin_dies_on_is_kept_aside(cage, deed):
    body = f"{deed}\n{next(NUMBERS)}"
    with ThreadPoolExecutor(1) as pool:
        told = pool.submit(cage.push, body)
        cage.expect_good()
        answer = told.result()
    assert answer.status == 500 and "kept" in answer.body["detail"], answer
    starts = cage.hub.metrics()["simpul_worker_deaths_total"]
    again = cage.push(body)
    assert again.status == 500, again
    assert cage.hub.metrics()["simpul_worker_deaths_total"] == starts
    assert re.search("ALERT wild: its plugin died twice", cage.said())
    assert cage.push("baik").status == 200


KINDS = ["accepted", "refused", "returned", "opened", "progress", "answered",
         "contribution", "comment", "needs_info", "supplement", "reminder",
         "objection", "rating", "withdrawn", "decision", "correction",
         "cancelled", "gone", "delivered", "absent", "deferred", "lookup"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_said_of_anothers_handoff_is_forbidden(cage, kind):
    case, handoff = cage.hand_over("ksp")
    cage.wait((case, handoff), "delivered")
    before = cage.eyes.get(f"/v1/cases/{case}").body
    entries = cage.hub.metrics()["simpul_audit_entries_total"]
    answer = cage.push(f"{kind} {handoff}")
    assert answer.status == 200, answer
    told = answer.body.decode()
    assert told == "forbidden id= case= state= holder= found=0\n"
    assert cage.eyes.get(f"/v1/cases/{case}").body == before
    assert cage.hub.metrics()["simpul_audit_entries_total"] == entries
    assert "ALERT wild spoke of a handoff" in cage.said()


def test_what_is_said_of_another_in_an_answer_does_not_count(cage):
    case, handoff = cage.hand_over("ksp")
    cage.wait((case, handoff), "delivered")
    before = cage.eyes.get(f"/v1/cases/{case}").body
    mine = cage.hand_over("wild", f"betray {handoff}")
    cage.wait(mine, "delivered")
    assert cage.eyes.get(f"/v1/cases/{case}").body == before
    assert cage.handoff(*mine)["state"] == "offered"
    assert "ALERT wild spoke of another handoff" in cage.said()


def test_one_good_word_among_bad_ones_counts_alone(cage):
    case, handoff = cage.hand_over("ksp")
    mine = cage.hand_over("wild")
    cage.wait(mine, "delivered")
    answer = cage.push(f"accepted {handoff}\naccepted {mine[1]}\n"
                       f"accepted 0000000000001\naccepted nobody")
    told = [line.split()[0] for line in answer.body.decode().splitlines()]
    assert told == ["forbidden", "applied", "unknown", "unknown"]
    assert cage.handoff(*mine)["state"] == "accepted"
    assert cage.handoff(case, handoff)["state"] == "offered"


@pytest.mark.parametrize("deed,words", [
    ("many", "too many"), ("noise", "UTF-8")])
def test_what_a_plugin_may_not_say_is_refused_in_words(cage, deed, words):
    entries = cage.hub.metrics()["simpul_audit_entries_total"]
    answer = cage.push(deed)
    assert answer.status in (400, 500) and words in answer.body["detail"]
    assert cage.hub.metrics()["simpul_audit_entries_total"] == entries


def test_a_plugin_that_reaches_out_when_loaded_is_never_linked(cage):
    before = cage.hub.conf.read_text()
    cage.hub.conf.write_text(before + WILD.format(
        name="ctor", plugin="ctor", port=1, folder=cage.hub.folder))
    try:
        answer = cage.hub.ask("reload")
        status, text = cage.hub.ctl("check")
    finally:
        cage.hub.conf.write_text(before)
    assert not answer["good"] and "socket" in answer["error"], answer
    assert status == 1 and "socket" in text and "ctor" in text, text
    assert "the old configuration stays" in cage.said()
    cage.expect_good()


def test_a_plugin_that_turns_bad_after_the_check_pauses_its_link(cage):
    """The file is another one by the time a worker loads it."""
    cage.hub.configure(cage.hub.institutions + WILD.format(
        name="turned", plugin="gossip", port=cage.ksp.port,
        folder=cage.hub.folder))
    assert cage.hub.ask("reload")["good"]
    cage.hub.link_plugin("gossip", "ctor")
    what = cage.hand_over("turned")
    wait_for("the link to be paused", lambda: re.search(
        "ALERT turned is paused.*socket", cage.said()))
    cage.expect_good()
    assert cage.handoff(*what)["delivery"]["state"] not in \
        ("delivered", "parked")
    cage.hub.link_plugin("gossip", "gossip")
    assert cage.hub.ask("reload")["good"]
    cage.wait(what, "delivered")


def test_another_ksp_is_linked_by_one_file_and_a_reload(cage):
    folder = cage.hub.folder / "conf.d"
    folder.mkdir(exist_ok=True)
    with Ksp(cage.hub.folder, cage.hub.port, name="dagri",
             types="id.go.dagri") as dagri:
        dagri.mode(decide=False)
        (folder / "20-dagri.conf").write_text(dagri.section())
        status, text = cage.hub.ctl("reload")
        assert status == 0, text
        what = cage.hand_over("dagri")
        cage.wait(what, "delivered")
        assert dagri.case(what[1])["reference"]
        status, body = dagri.tell("accepted", {"handoff": what[1]})
        assert (status, body["result"]) == (200, "applied"), body
        assert cage.eyes.get(f"/v1/cases/{what[0]}").body["holder"] == "dagri"
        status, body = cage.ksp.tell("accepted", {"handoff": what[1]})
        assert status == 403, body
        cage.expect_good()
