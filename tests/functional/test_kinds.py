# SPDX-License-Identifier: Apache-2.0
"""Handoffs beside the custody of a case, over the API: a copy, a part of a
co-handler, a watcher; what an Ombudsman must have; a secret case; and every
reason's code, by the API and by KSP."""
import itertools

import pytest

from hub import INSTITUTIONS, Hub
from ksp import Ksp
from wires import wait_for

NUMBERS = itertools.count(1)
NARRATIVE = "Air tidak mengalir di banjar kami sejak tiga hari."
IDENTITY = {"name": "Ni Luh Contoh", "birth_place": "Gianyar",
            "birth_date": "1990-01-01", "marital_status": "kawin",
            "occupation": "guru", "address": "Jalan Kenari 1, Gianyar"}
OMBUDSMAN = """
institution "ombudsman" {
  name = "Ombudsman RI Bali"
  plugin = "none"
  holds = false
  requires = { "identity", "prior_complaint", "consent", "provider_failed" }
  disclose = { "name", "birth_place", "birth_date", "marital_status",
               "occupation", "address" }
  agreement { number = "7/2026" basis = "UU 37/2008 pasal 24" }
}
route "roads" { category = { "roads" } to = "ksp" }
route "programme" {
  category = { "water" }
  priority_program = { "*" }
  to = "pln"
  as = "escalate"
}
"""
REASONS = ["outside_authority", "wrong_address", "wrong_region",
           "higher_level", "lower_level", "national_priority",
           "unresolved_escalation", "supervisory_content", "abroad",
           "state_enterprise", "campus", "duplicate", "incomplete",
           "complainant_request"]


class Scene:
    """The hub, its KSP, and those who work by the API."""

    def __init__(self, hub, ksp):
        self.hub, self.ksp = hub, ksp
        self.lapor = hub.caller("source", "lapor")
        self.coordinator = hub.caller("coordinator", "inspektorat")
        for name in ("pdam", "pln", "ombudsman"):
            setattr(self, name, hub.caller("institution", name))

    def hand_in(self, **members):
        """A case for pdam unless the members say another: case, handoff."""
        answer = self.lapor.post("/v1/cases", {
            "narrative": NARRATIVE, "category": "water",
            "tracking_id": f"K-{next(NUMBERS)}", **members})
        assert answer.status == 201, answer
        return answer.body["case"], answer.body["handoff"]

    def held(self, **members):
        """The same, taken by pdam."""
        case, handoff = self.hand_in(**members)
        act(self.pdam, handoff, "accept")
        return case, handoff

    def case(self, case):
        return self.coordinator.get(f"/v1/cases/{case}").body


def act(who, handoff, verb, **members):
    """An act that has to succeed; its answer's body."""
    answer = who.post(f"/v1/handoffs/{handoff}/{verb}", members)
    assert answer.status == 200, answer
    return answer.body


def give(who, case, target, kind, **members):
    """One more handoff of a case; the answer."""
    return who.post(f"/v1/cases/{case}/handoffs",
                    {"target": target, "kind": kind, **members})


def texts(who, case):
    """What somebody reads in the timeline of a case."""
    items = who.get(f"/v1/cases/{case}/timeline").body["items"]
    return [i["text"] for i in items if i["type"] == "said" and "text" in i]


@pytest.fixture(scope="module")
def scene():
    hub = Hub()
    with Ksp(hub.folder, hub.port, timeout="2s") as ksp:
        hub.institutions = INSTITUTIONS + OMBUDSMAN + ksp.section()
        with hub:
            yield Scene(hub, ksp)


def test_the_leads_answer_waits_for_the_parts(scene):
    case, lead = scene.held()
    part = give(scene.pdam, case, "pln", "joint").body["handoff"]
    held = act(scene.pdam, lead, "answer", text="Air sudah mengalir.")
    assert "PLN Bali" in held["detail"] and held["state"] == "working"
    assert "Air sudah mengalir." not in texts(scene.lapor, case)
    act(scene.pln, part, "contribute", text="Gardu sudah kami perbaiki.")
    assert scene.case(case)["state"] == "answered"
    assert "Air sudah mengalir." in texts(scene.lapor, case)
    assert "Gardu sudah kami perbaiki." not in texts(scene.lapor, case)
    assert "Gardu sudah kami perbaiki." in texts(scene.pdam, case)
    assert scene.case(case)["holder"] == "pdam"


def test_the_lead_may_go_without(scene):
    case, lead = scene.held()
    assert give(scene.pdam, case, "pln", "joint").status == 201
    body = act(scene.pdam, lead, "answer", text="Selesai.",
               without_waiting=True)
    assert "detail" not in body and scene.case(case)["state"] == "answered"


def test_a_refused_part_stays_with_the_lead(scene):
    case, lead = scene.held()
    part = give(scene.pdam, case, "pln", "joint").body["handoff"]
    act(scene.pdam, lead, "answer", text="Selesai.")
    act(scene.pln, part, "refuse", reason="outside_authority",
        text="Bukan bagian kami.")
    body = scene.case(case)
    assert (body["state"], body["hops"]) == ("answered", 0)
    assert [h["kind"] for h in body["handoffs"]] == ["transfer", "joint"]


def test_a_copy_has_no_clock_and_nothing_to_answer(scene):
    case, _ = scene.held()
    copy = give(scene.coordinator, case, "pln", "copy").body["handoff"]
    shown = scene.pln.get(f"/v1/cases/{case}").body
    row = next(h for h in shown["handoffs"] if h["id"] == copy)
    assert "due_at" not in row and row["kind"] == "copy"
    answer = scene.pln.post(f"/v1/handoffs/{copy}/answer", {"text": "Ya."})
    assert answer.status == 409 and "comment" in answer.body["allowed"]
    act(scene.pln, copy, "comment", text="Terima kasih.")
    act(scene.pln, copy, "refuse", reason="wrong_address", text="Salah.")
    assert scene.pln.get(f"/v1/cases/{case}").status == 403
    assert scene.case(case)["holder"] == "pdam"


def test_an_ombudsman_gets_nothing_without_what_the_law_asks_for(scene):
    case, _ = scene.held(complainant={"name": "Ni Luh Contoh"})
    answer = give(scene.coordinator, case, "ombudsman", "escalate")
    assert answer.status == 422
    for word in ("birth_date", "address", "prior_complaint", "consent",
                 "provider_failed"):
        assert word in answer.body["detail"]
    assert "Contoh" not in str(answer.body)


def test_an_ombudsman_sees_who_complains_with_the_case_itself(scene):
    case, _ = scene.held(complainant=IDENTITY, prior_complaint="PDAM-778",
                         consent="Saya setuju.",
                         consent_at="2026-02-01T08:00:00Z")
    answer = give(scene.coordinator, case, "ombudsman", "escalate",
                  reason="unresolved_escalation")
    assert answer.status == 201
    shown = scene.ombudsman.get(f"/v1/cases/{case}").body
    assert shown["complainant"] == IDENTITY
    assert shown["consent"] == "Saya setuju."
    assert "complainant" not in scene.pdam.get(f"/v1/cases/{case}").body
    act(scene.ombudsman, answer.body["handoff"], "answer",
        text="Kami sarankan ganti rugi.")
    assert scene.case(case)["state"] == "in_progress"
    assert "Kami sarankan ganti rugi." in texts(scene.pdam, case)
    assert "Kami sarankan ganti rugi." not in texts(scene.lapor, case)


def test_the_source_is_asked_for_what_is_missing(scene):
    case, _ = scene.hand_in(target="ombudsman", category="unheard of")
    body = scene.case(case)
    assert body["state"] == "needs_info"
    assert [h["receiver"] for h in body["handoffs"]] == ["inspektorat"]
    assert any("persetujuan pelapor" in t for t in texts(scene.lapor, case))


def test_a_rule_may_give_a_watcher_beside_the_holder(scene):
    case, _ = scene.hand_in(priority_program_id="PSN-1")
    rows = {h["receiver"]: h["kind"] for h in scene.case(case)["handoffs"]}
    assert rows == {"pdam": "transfer", "pln": "escalate"}


def test_a_secret_case_is_copied_to_nobody_and_parts_are_alone(scene):
    case, _ = scene.held(secret=True)
    assert give(scene.pdam, case, "pln", "copy").status == 422
    part = give(scene.pdam, case, "pln", "joint").body["handoff"]
    shown = scene.pln.get(f"/v1/cases/{case}").body
    assert [h["id"] for h in shown["handoffs"]] == [part]
    items = scene.pln.get(f"/v1/cases/{case}/timeline").body["items"]
    assert {i["handoff"] for i in items if "handoff" in i} == {part}


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_goes_round_with_a_proposed_target(scene, reason):
    case, handoff = scene.hand_in()
    act(scene.pdam, handoff, "refuse", reason=reason, text="Kembali.",
        target="pln")
    first = scene.case(case)["handoffs"][0]
    assert (first["state"], first["reason"]) == ("refused", reason)
    case, handoff = scene.held()
    act(scene.pdam, handoff, "return", reason=reason, text="Kembali.",
        target="pln")
    first = scene.case(case)["handoffs"][0]
    assert (first["state"], first["reason"]) == ("returned", reason)
    assert scene.case(case)["holder"] == "pdam"


@pytest.mark.parametrize("reason", REASONS)
def test_ksp_says_every_reason(scene, reason):
    scene.ksp.mode(decide=False)
    case, handoff = scene.hand_in(category="roads")
    wait_for("KSP to have it", lambda: scene.case(case)["handoffs"][0].get(
        "delivery", {}).get("state") == "delivered")
    status, body = scene.ksp.tell("refused", {
        "handoff": handoff, "reason": reason, "text": "Kembali.",
        "target": "pln"})
    assert status == 200 and body["result"] == "applied", body
    first = scene.case(case)["handoffs"][0]
    assert (first["state"], first["reason"]) == ("refused", reason)


def test_the_list_of_reasons_is_the_one_of_the_hub(scene):
    items = scene.lapor.get("/v1/reasons").body["items"]
    assert [i["code"] for i in items] == REASONS


def test_a_part_of_ksp_is_told_to_the_lead_and_the_answer_to_ksp(scene):
    scene.ksp.mode(decide=False)
    case, lead = scene.held()
    part = give(scene.pdam, case, "ksp", "joint").body["handoff"]
    wait_for("KSP to have it", lambda: scene.ksp.case(part))
    act(scene.pdam, lead, "answer", text="Selesai.")
    status, body = scene.ksp.tell("contribution", {
        "handoff": part, "text": "Bagian kami selesai."})
    assert status == 200 and body["result"] == "applied", body
    assert scene.case(case)["state"] == "answered"
    assert "Bagian kami selesai." in texts(scene.pdam, case)
