# SPDX-License-Identifier: Apache-2.0
"""What comes after: objections to a case that has ended, over the API and by
two institutions of the ksp kind."""
import pytest

from hub import Hub
from test_ksp_words import NARRATIVE, wire  # noqa: F401  (a fixture)
from wires import wait_for

DAY = 24 * 3600 * 1000


def ended(wire):
    """A case of ksp's that dinas answered and ksp rated."""
    case = wire.case("answered")
    case.tell(wire.ksp, "rating", {"rating": 2})
    assert case.state() == "completed"
    return case


# Objections.

def by_ksp(wire, case, text):
    status, body = wire.ksp.tell("objection", {"handoff": case.handoff,
                                               "text": text})
    return status, body


def by_api(wire, case, text):
    answer = wire.inspektorat.post(f"/v1/cases/{case.case}/object",
                                   {"text": text})
    return answer.status, answer.body


@pytest.mark.parametrize("object_to", [by_ksp, by_api])
def test_an_objection_after_the_end_reopens_the_case(wire, object_to):
    case = ended(wire)
    status, body = object_to(wire, case, "Masih rusak.")
    assert status == 200, body
    assert body["handoff"] != case.handoff
    seen = wire.see(case.case)
    assert seen["state"] == "reopened" and seen["holder"] == "dinas"
    new = body["handoff"]
    wait_for("dinas to have it again",
             lambda: wire.dinas.case(new) is not None)
    told = wait_for("dinas to read why", lambda: [
        e for e in wire.dinas.case(new)["told"] if e["word"] == "objection"])
    assert told[0]["text"] == "Masih rusak."
    facts = [i["type"] for i in wire.inspektorat.get(
        f"/v1/cases/{case.case}/timeline").body["items"]]
    assert "case.reopened" in facts
    status, body = wire.dinas.tell("accepted", {"handoff": new})
    assert (status, body["result"]) == (200, "applied"), body
    assert case.state() == "in_progress"


def test_after_ninety_days_a_new_case_is_the_way():
    with Hub() as hub:
        lapor = hub.caller("source", "lapor")
        pdam = hub.caller("institution", "pdam")
        got = lapor.post("/v1/cases", {
            "narrative": NARRATIVE, "target": "pdam"}).body
        case = f"/v1/cases/{got['case']}"
        assert pdam.post(f"/v1/handoffs/{got['handoff']}/answer",
                         {"text": "Sudah baik."}).status == 200
        assert lapor.post(f"{case}/rate", {"rating": 2}).status == 200
        lapor.close()
        hub.ask("clock", forward_ms=91 * DAY)
        answer = lapor.post(f"{case}/object", {"text": "Rusak lagi."})
        assert answer.status == 409, answer
        assert "was possible until" in answer.body["detail"]
        assert lapor.get(case).body["state"] == "completed"
