# SPDX-License-Identifier: Apache-2.0
"""Ping-pong ends: a case that nobody takes, whoever decides about it, and what
the decision is to both sides, over the API and at the operator's terminal."""
import itertools
from datetime import datetime, timedelta, timezone

import pytest

from hub import Hub, plain
from wires import wait_for

NUMBERS = itertools.count(1)
NARRATIVE = "Pipa air di bawah jalan raya bocor sejak dua minggu."
WHY = "Pipa adalah kewenangan Perumda Air Minum."
INSTITUTIONS = (
    plain("lapor", "SP4N-LAPOR!", source=True, holds=False)
    + plain("inspektorat", "Inspektorat Provinsi Bali", source=True)
    + plain("bappeda", "Bappeda Bali")
    + plain("kemendagri", "Kementerian Dalam Negeri")
    + plain("pdam", "Perumda Air Minum").replace(
        'plugin = "none"', 'plugin = "none"\n  binding = true')
    + plain("pu", "Dinas Pekerjaan Umum")
    + 'coordinator { institution = "inspektorat" deputies = { "bappeda" }\n'
    + '  above = "kemendagri" }\n'
    + 'route "water" { category = { "water" } to = "pdam" }\n'
    + 'route "pipes" { category = { "water" } to = "pu" }\n')


class Scene:
    """The hub and everybody who speaks to it."""

    def __init__(self, hub):
        self.hub = hub
        self.lapor = hub.caller("source", "lapor")
        self.coordinator = hub.caller("coordinator", "inspektorat")
        for name in ("bappeda", "kemendagri", "pdam", "pu"):
            setattr(self, name, hub.caller("institution", name))

    def act(self, who, handoff, name, **members):
        answer = who.post(f"/v1/handoffs/{handoff}/{name}", members)
        assert answer.status == 200, answer
        return answer.body

    def no(self, who, handoff, name, **members):
        return self.act(who, handoff, name, reason="outside_authority",
                        text="Bukan kewenangan kami.", **members)

    def see(self, case, who=None):
        answer = (who or self.coordinator).get(f"/v1/cases/{case}")
        assert answer.status == 200, answer
        return answer.body

    def newest(self, case):
        return self.see(case)["handoffs"][-1]

    def disputed(self, **members):
        """A case that pdam refused and pu gave back; its id."""
        answer = self.lapor.post("/v1/cases", {
            "narrative": NARRATIVE, "category": "water",
            "tracking_id": f"T-{next(NUMBERS)}", **members})
        assert answer.status == 201, answer
        case = answer.body["case"]
        self.no(self.pdam, answer.body["handoff"], "refuse", target="pu")
        second = self.newest(case)["id"]
        self.act(self.pu, second, "accept")
        self.no(self.pu, second, "return", target="pdam")
        return case

    def decide(self, who, case, decision, text=WHY, **members):
        return who.post(f"/v1/cases/{case}/decide", {
            "decision": decision, "text": text, **members})


@pytest.fixture(scope="module")
def scene():
    with Hub(institutions=INSTITUTIONS) as hub:
        yield Scene(hub)


def test_a_dispute_is_in_the_case_with_both_sides(scene):
    case = scene.disputed()
    found = scene.see(case)
    assert (found["state"], found["holder"], found["hops"]) == \
        ("disputed", "pu", 2)
    dispute = found["dispute"]
    assert (dispute["arbiter"], dispute["proposed"]) == \
        ("inspektorat", "pdam")
    assert [(r["institution"], r["state"], r["reason"])
            for r in dispute["refusals"]] == [
        ("pdam", "refused", "outside_authority"),
        ("pu", "returned", "outside_authority")]
    assert dispute["due_at"] > dispute["since"]
    # The source hears that it waits, and not who said what.
    own = scene.see(case, scene.lapor)["dispute"]
    assert own["since"] == dispute["since"] and "refusals" not in own


def test_disputed_cases_are_listed(scene):
    case = scene.disputed()
    answer = scene.coordinator.get("/v1/cases?state=disputed&limit=200")
    assert case in [c["id"] for c in answer.body["items"]]
    status, said = scene.hub.ctl("disputes")
    assert status == 0 and case in said, said
    assert "pdam (Bukan wewenang instansi), " \
        "pu (Bukan wewenang instansi)" in said


def test_a_case_says_in_one_sentence_that_it_is_disputed(scene):
    status, said = scene.hub.ctl("case", scene.disputed())
    assert status == 0 and "dalam sengketa sejak " in said, said
    assert "menunggu keputusan Inspektorat Provinsi Bali sampai " in said
    assert "to be decided by Inspektorat Provinsi Bali until " in said


def test_a_decision_binds_and_a_further_refusal_gets_it(scene):
    case = scene.disputed()
    answer = scene.decide(scene.coordinator, case, "to", target="pdam")
    assert (answer.status, answer.body["holder"], answer.body["state"]) == \
        (200, "pdam", "accepted"), answer
    handoff = answer.body["handoff"]
    again = scene.decide(scene.coordinator, case, "to", target="pdam")
    assert (again.status, again.body["handoff"]) == (200, handoff)
    for name in ("return", "refuse"):
        answer = scene.pdam.post(f"/v1/handoffs/{handoff}/{name}", {
            "reason": "outside_authority", "text": "Tetap bukan kami."})
        assert (answer.status, answer.body["decision"]) == (409, WHY), answer
        assert answer.body["holder"] == "pdam"
        assert "answered" in answer.body["allowed"]
        assert "returned" not in answer.body["allowed"]
    scene.act(scene.pdam, handoff, "answer", text="Pipa sudah diganti.")
    found = scene.see(case)
    assert found["state"] == "answered" and "dispute" not in found


def test_the_timeline_shows_who_held_it_since_when_and_why(scene):
    case = scene.disputed()
    scene.decide(scene.coordinator, case, "to", target="pdam")
    items = scene.coordinator.get(
        f"/v1/cases/{case}/timeline?limit=200").body["items"]
    changes = [(i["by"], i["holder"]["from"], i["holder"]["to"], i["basis"])
               for i in items if "from" in i.get("holder", {})]
    assert changes == [
        ("pu", "inspektorat", "pu", "explicit"),
        ("inspektorat", "pu", "pdam", "decided")]
    facts = [i["type"] for i in items]
    assert facts.index("case.disputed") < facts.index("custody.decided")
    decided = next(i for i in items if i["type"] == "custody.decided")
    assert (decided["by"], decided["to"]) == ("inspektorat", "pdam")
    said = [i for i in items if i["type"] == "said"
            and i["event"] == "decision"]
    assert [(i["text"], i["decision"], i["target"]) for i in said] == [
        (WHY, "to", "pdam")]


def test_a_request_that_is_refused_goes_to_who_stands_above(scene):
    case = scene.disputed()
    answer = scene.decide(scene.coordinator, case, "to", target="bappeda")
    assert (answer.body["holder"], answer.body["state"]) == ("pu", "offered")
    scene.no(scene.bappeda, answer.body["handoff"], "refuse")
    assert scene.see(case)["dispute"]["arbiter"] == "kemendagri"
    # Who is to decide sees the case, and has it in its list.
    assert scene.see(case, scene.kemendagri)["narrative"] == NARRATIVE
    mine = scene.kemendagri.get("/v1/cases?state=disputed").body["items"]
    assert case in [c["id"] for c in mine]
    answer = scene.decide(scene.kemendagri, case, "stays")
    assert (answer.status, answer.body["holder"]) == (200, "pu"), answer
    assert scene.kemendagri.get(f"/v1/cases/{case}").status == 403


def test_a_recused_coordinator_may_not_and_the_deputy_does(scene):
    case = scene.disputed(reported_body="inspektorat")
    assert scene.see(case)["dispute"]["arbiter"] == "bappeda"
    answer = scene.decide(scene.coordinator, case, "to", target="pdam")
    assert answer.status == 403 and "bappeda" in answer.body["detail"]
    answer = scene.decide(scene.bappeda, case, "to", target="pdam")
    assert (answer.status, answer.body["holder"]) == (200, "pdam"), answer


def test_parties_do_not_decide_for_themselves(scene):
    case = scene.disputed()
    for who in (scene.pdam, scene.pu):
        answer = scene.decide(who, case, "to", target="pdam")
        assert answer.status == 403, answer
    assert "inspektorat decides" in answer.body["detail"]
    assert scene.decide(scene.lapor, case, "stays").status == 403


@pytest.mark.parametrize("decision, members, words", [
    ("to", {}, "expected the id"),
    ("to", {"target": "nowhere"}, "no institution in office"),
    ("joint", {"target": "pdam"}, "two to eight"),
    ("stays", {"target": "pdam"}, "expected none"),
    ("perhaps", {}, "decision"),
    ("to", {"target": "pdam", "text": ""}, "text"),
])
def test_what_is_not_in_order_is_told(scene, decision, members, words):
    case = scene.disputed()
    answer = scene.decide(scene.coordinator, case, decision, **members)
    assert answer.status == 422 and words in answer.body["detail"], answer
    assert scene.see(case)["state"] == "disputed"


def test_what_is_provisional_stays_in_sight(scene):
    case = scene.disputed()
    answer = scene.decide(scene.coordinator, case, "provisional",
                          target="pdam")
    assert answer.body["holder"] == "pdam"
    dispute = scene.see(case)["dispute"]
    assert (dispute["decision"], dispute["target"]) == ("provisional", "pdam")
    scene.decide(scene.coordinator, case, "to", target="pdam")
    assert "dispute" not in scene.see(case)


def test_a_joint_decision_has_a_lead_and_parts(scene):
    case = scene.disputed()
    answer = scene.decide(scene.coordinator, case, "joint",
                          target="pdam, pu, bappeda")
    assert answer.body["holder"] == "pdam", answer
    kinds = [(h["kind"], h["receiver"]) for h in scene.see(case)["handoffs"]]
    assert kinds[2:] == [("transfer", "pdam"), ("joint", "pu"),
                         ("joint", "bappeda")]


def arbitrate(scene, case, *words, reason=WHY, by="Ketut"):
    return scene.hub.ctl("arbitrate", *words, "--reason", reason, "--by", by,
                         case)


def test_the_operator_decides_at_the_terminal(scene):
    case = scene.disputed()
    tracking = scene.see(case)["tracking_id"]
    status, said = arbitrate(scene, tracking, "--to", "pdam")
    assert status == 0 and "Decided; its holder now is pdam." in said, said
    status, said = arbitrate(scene, case, "--to", "pdam")
    assert status == 0 and "decided so already" in said, said
    items = scene.coordinator.get(
        f"/v1/cases/{case}/timeline?limit=200").body["items"]
    assert len([i for i in items if i["type"] == "custody.decided"]) == 1
    assert "Ketut" not in str(items)


def test_a_deputy_decides_at_the_terminal(scene):
    case = scene.disputed(reported_body="inspektorat")
    status, said = arbitrate(scene, case, "--stays")
    assert status == 1 and "bappeda decides" in said, said
    status, said = arbitrate(scene, case, "--stays", "--as", "bappeda")
    assert status == 0 and "its holder now is pu" in said, said


@pytest.mark.parametrize("words, problem", [
    ((), "found 0 decisions"),
    (("--to", "pdam", "--stays"), "found 2 decisions"),
    (("--to",), "--reason"),
    (("--stays", "--as", "nobody"), "is no institution"),
    (("--to", "nowhere"), "no institution in office"),
    (("--joint", "pdam"), "two to eight"),
])
def test_what_the_operator_says_wrongly_is_told(scene, words, problem):
    case = scene.disputed()
    status, said = arbitrate(scene, case, *words)
    assert status != 0 and problem in said, said
    assert scene.see(case)["state"] == "disputed"


def test_an_ended_case_needs_no_decision(scene):
    answer = scene.lapor.post("/v1/cases", {"narrative": NARRATIVE,
                                            "category": "water"})
    case = answer.body["case"]
    assert scene.lapor.post(f"/v1/cases/{case}/withdraw", {}).status == 200
    answer = scene.decide(scene.coordinator, case, "to", target="pu")
    assert answer.status == 409 and "ended" in answer.body["detail"]


def forward(hub, until):
    """The hub's clock to an hour behind that time."""
    left = (datetime.fromisoformat(until) - datetime.now(timezone.utc)
            + timedelta(hours=1))
    hub.ask("clock", forward_ms=int(left.total_seconds() * 1000))
    for caller in hub.callers:
        caller.close()


def test_the_deputy_is_asked_and_then_who_stands_above():
    with Hub(institutions=INSTITUTIONS) as hub:
        scene = Scene(hub)
        case = scene.disputed()
        for arbiter in ("bappeda", "kemendagri"):
            forward(hub, scene.see(case)["dispute"]["due_at"])
            wait_for(f"{arbiter} to be asked", lambda: scene.see(
                case)["dispute"]["arbiter"] == arbiter)
        found = scene.see(case)
        assert found["holder"] == "pu" and "due_at" not in found["dispute"]
        assert scene.decide(scene.bappeda, case, "stays").status == 403
        answer = scene.decide(scene.kemendagri, case, "to", target="pdam")
        assert (answer.status, answer.body["holder"]) == (200, "pdam"), answer
