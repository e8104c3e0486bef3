# SPDX-License-Identifier: Apache-2.0
"""Institutions that fail, lie and stall: the hub backs off, tells of it once
when they go and once when they are back, parks what nobody takes with the
reason, and brings every case home in the end."""
import itertools
import re

import pytest

from hub import INSTITUTIONS, Hub
from ksp import Ksp
from wires import wait_for

NARRATIVE = "Jalan di depan sekolah rusak sejak dua bulan, mohon diperbaiki."
FAILURES = 3        # in a row, until a link is down
NUMBERS = itertools.count(1)


class Relay:
    """A hub, two institutions that can be told to lie, and who speaks."""

    def __init__(self, hub, peers):
        self.hub, self.peers = hub, peers
        self.lapor = hub.caller("source", "lapor")
        self.eyes = hub.caller("coordinator", "inspektorat")
        self.seen = 0

    def hand_over(self, target):
        answer = self.lapor.post("/v1/cases", {
            "narrative": NARRATIVE, "target": target,
            "tracking_id": f"T-{next(NUMBERS)}"})
        assert answer.status == 201, answer
        return answer.body["case"], answer.body["handoff"]

    def delivery(self, case, handoff):
        body = self.eyes.get(f"/v1/cases/{case}").body
        return next(h["delivery"] for h in body["handoffs"]
                    if h["id"] == handoff)

    def wait(self, what, state):
        """Until a delivery is in that state; the delivery."""
        wait_for(f"{what} to be {state}",
                 lambda: self.delivery(*what)["state"] == state)
        return self.delivery(*what)

    def home(self, *cases):
        """Until all of them have arrived, each once."""
        for case, handoff in cases:
            delivery = self.wait((case, handoff), "delivered")
            taken = [p.case(handoff) for p in self.peers if p.case(handoff)]
            assert [t["reference"] for t in taken] == \
                [delivery["remote_ref"]]
            assert self.eyes.get(f"/v1/cases/{case}").body["holder"]

    def alerts(self, peer):
        """Alerts about a peer in this test: down, up again, paused."""
        text = self.hub.log.read_text()[self.seen:]
        return re.findall(
            rf"ALERT {peer.name} is (\w+(?: again)?)", text)

    def parked(self):
        answer = self.eyes.get("/v1/deliveries?state=parked")
        assert answer.status == 200, answer
        return {d["handoff"]: d for d in answer.body["items"]}

    def retry(self, delivery):
        answer = self.eyes.post(f"/v1/deliveries/{delivery['id']}/retry")
        assert answer.status == 200, answer


@pytest.fixture(scope="module")
def relay():
    hub = Hub()
    with Ksp(hub.folder, hub.port, timeout="3s",
             limits=f'failures = {FAILURES}') as ksp, \
            Ksp(hub.folder, hub.port, name="dagri", types="id.go.dagri",
                timeout="3s", limits='failures = 1000 deadline = "4s"'
                ) as dagri:
        hub.institutions = INSTITUTIONS + ksp.section() + dagri.section()
        with hub:
            yield Relay(hub, (ksp, dagri))


@pytest.fixture
def ksp(relay):
    """The one that has time; it lies no more, and its past is forgotten."""
    return begin(relay, relay.peers[0])


@pytest.fixture
def dagri(relay):
    """The one whose deliveries have four seconds."""
    return begin(relay, relay.peers[1])


def begin(relay, peer):
    for each in relay.peers:
        each.mode(fail="", times=0, seconds=0, after=1, decide=False)
    relay.home(relay.hand_over(peer.name))
    relay.seen = relay.hub.log.stat().st_size
    return peer


# What they do to every request, until they are well again.
FAILING = ["500", "502", "503", "close", "early", "silent", "truncated"]


@pytest.mark.parametrize("fail", FAILING)
def test_a_link_that_fails_is_told_of_once_down_and_once_up(relay, ksp, fail):
    ksp.mode(fail=fail, seconds=60)
    cases = [relay.hand_over("ksp") for _ in range(FAILURES + 1)]
    wait_for("the link to be down", lambda: "down" in relay.alerts(ksp))
    cases += [relay.hand_over("ksp") for _ in range(3)]
    for what in cases:
        assert relay.delivery(*what)["state"] not in ("delivered", "parked")
    ksp.mode(fail="", times=0)
    relay.home(*cases)
    assert relay.alerts(ksp) == ["down", "up again"]


def test_a_link_that_is_down_is_tried_by_one_at_a_time(relay, ksp):
    ksp.mode(fail="503")
    cases = [relay.hand_over("ksp") for _ in range(FAILURES)]
    wait_for("the link to be down", lambda: "down" in relay.alerts(ksp))
    before = len(ksp.posts())
    cases += [relay.hand_over("ksp") for _ in range(20)]
    wait_for("two trials", lambda: len(ksp.posts()) >= before + 2)
    times = [p["at"] for p in ksp.posts()[before:]]
    assert len(times) < 10, "it is not left alone"
    ksp.mode(fail="", times=0)
    relay.home(*cases)


def test_who_asks_for_time_gets_it_and_is_not_down(relay, ksp):
    ksp.mode(fail="429", times=FAILURES + 1, after=2)
    cases = [relay.hand_over("ksp") for _ in range(FAILURES + 1)]
    relay.home(*cases)
    for _, handoff in cases:
        first, second = [p["at"] for p in ksp.posts()
                         if p["key"] == f"{handoff}.0"]
        assert second - first >= 2
    assert relay.alerts(ksp) == []


# Answers that break the contract: three more tries, then a person must look.
SENSELESS = [("html", "no JSON object"), ("error", "error inside"),
             ("other", "another handoff"), ("empty", "no JSON object"),
             ("400", "cannot read")]


@pytest.mark.parametrize("fail,words", SENSELESS)
def test_senseless_answers_are_parked_with_what_they_were(relay, dagri, fail,
                                                          words):
    dagri.mode(fail=fail)
    what = relay.hand_over("dagri")
    relay.wait(what, "parked")
    parked = relay.parked()[what[1]]
    assert words in parked["why"], parked
    assert relay.eyes.get(f"/v1/cases/{what[0]}").body["holder"]
    dagri.mode(fail="", times=0)
    relay.retry(parked)
    relay.home(what)


@pytest.mark.parametrize("fail,words", [
    ("500", "500"), ("503", "503"), ("429", "429"), ("silent", "")])
def test_what_nobody_takes_in_its_time_is_parked_and_comes_home(
        relay, dagri, fail, words):
    dagri.mode(fail=fail, seconds=60)
    what = relay.hand_over("dagri")
    relay.wait(what, "parked")
    parked = relay.parked()[what[1]]
    assert parked["why"] and words in parked["why"], parked
    dagri.mode(fail="", times=0)
    relay.retry(parked)
    relay.home(what)
    assert what[1] not in relay.parked()


@pytest.mark.parametrize("fail", ["redirect", "401"])
def test_what_their_operator_must_mend_pauses_the_link(relay, ksp, fail):
    ksp.mode(fail=fail)
    first = relay.hand_over("ksp")
    wait_for("the link to be paused", lambda: relay.alerts(ksp))
    sent = len(ksp.posts())
    second = relay.hand_over("ksp")
    relay.home(relay.hand_over("dagri"))
    assert len(ksp.posts()) == sent, "a paused link is left alone"
    ksp.mode(fail="", times=0)
    assert relay.hub.ask("reload")["good"]
    relay.home(first, second)
    assert relay.alerts(ksp) == ["paused", "resumed"]


def test_a_persons_retry_asks_first_after_what_may_have_arrived(relay, dagri):
    dagri.mode(fail="close")
    what = relay.hand_over("dagri")
    relay.wait(what, "parked")
    dagri.mode(fail="", times=0)
    relay.retry(relay.parked()[what[1]])
    relay.home(what)
    assert len([p for p in dagri.posts() if what[1] in p["key"]]) == 1


def test_an_answer_without_end_is_asked_after(relay, ksp):
    ksp.mode(fail="huge", times=1)
    what = relay.hand_over("ksp")
    relay.home(what)
    assert [g for g in ksp.log("get") if what[1] in g["path"]]


def test_what_is_said_later_stays_behind_what_was_said_first(relay, ksp):
    ksp.mode(fail="503", times=2)
    case, handoff = relay.hand_over("ksp")
    for n in range(3):
        answer = relay.lapor.post(f"/v1/cases/{case}/supplement",
                                  {"text": f"Tambahan {n}"})
        assert answer.status == 200, answer
    relay.home((case, handoff))
    wait_for("all to arrive", lambda: len(ksp.case(handoff)["heard"]) == 4)
    heard = ksp.case(handoff)["heard"]
    assert heard[0] == f"{handoff}.0" and heard == sorted(heard)
    posts = [p["key"] for p in ksp.posts() if not p["fail"]]
    assert [k for k in posts if k in heard] == heard


def test_a_stuck_institution_holds_up_no_other(relay, ksp, dagri):
    ksp.mode(fail="silent", seconds=60)
    stuck = [relay.hand_over("ksp") for _ in range(12)]
    relay.home(*[relay.hand_over("dagri") for _ in range(5)])
    for what in stuck:
        assert relay.delivery(*what)["state"] != "delivered"
    ksp.mode(fail="", times=0)
    relay.home(*stuck)


def test_five_days_of_refusals_end_with_a_person(relay, ksp):
    """An hour passes in an instant, again and again."""
    ksp.mode(fail="503")
    what = relay.hand_over("ksp")
    started = len(ksp.posts())

    def an_hour_later():
        answer = relay.hub.ask("clock", forward_ms=3600000)
        if not answer["good"]:
            pytest.skip("built without --enable-faults")
        relay.lapor.close()
        relay.eyes.close()
        return what[1] in relay.parked()

    wait_for("the delivery to be parked", an_hour_later)
    assert "503" in relay.parked()[what[1]]["why"]
    assert len(ksp.posts()) - started > 20, "it was not tried for days"
    assert relay.alerts(ksp) == ["down"]
    assert relay.eyes.get(f"/v1/cases/{what[0]}").body["holder"]
    ksp.mode(fail="", times=0)
    relay.retry(relay.parked()[what[1]])
    relay.home(what)
