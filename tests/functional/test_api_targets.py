# SPDX-License-Identifier: Apache-2.0
"""Institutions that callers of the API name: who is unknown here is never
passed over in silence."""
import pytest

from hub import Hub


@pytest.fixture(name="hub", scope="module")
def a_hub():
    with Hub() as running:
        yield running


@pytest.fixture(name="lapor", scope="module")
def a_source(hub):
    return hub.caller("source", "lapor")


@pytest.fixture(name="pdam", scope="module")
def a_receiver(hub):
    return hub.caller("institution", "pdam")


COMPLAINT = {"category": "water", "narrative": "Air tidak mengalir."}


def hand_in(lapor):
    """A case with pdam: its id and that of its handoff."""
    answer = lapor.post("/v1/cases", COMPLAINT)
    assert answer.status == 201, answer
    return answer.body["case"], answer.body["handoff"]


def act(caller, handoff, name, **members):
    return caller.post(f"/v1/handoffs/{handoff}/{name}", members)


BAD_TARGETS = [("nobody", "no institution here has that id"),
               ("pdam", "holds the case")]


@pytest.mark.parametrize("target,words", BAD_TARGETS)
def test_a_case_is_not_passed_just_anywhere(lapor, pdam, target, words):
    case, handoff = hand_in(lapor)
    act(pdam, handoff, "accept")
    answer = pdam.post(f"/v1/cases/{case}/handoffs", {"target": target})
    assert answer.status == 422
    assert words in answer.body["detail"]


NOBODY = [("pdan", 'did you mean "pdam"?'), ("PDAM", 'did you mean "pdam"?'),
          ("perumda air minum", 'did you mean "pdam"?'),
          ("mahkamah-konstitusi", "expected one of /v1/institutions")]


@pytest.mark.parametrize("target,words", NOBODY)
def test_a_target_that_nobody_knows_is_no_case_handed_in(lapor, target, words):
    reference = f"nobody-{len(target)}"
    answer = lapor.post("/v1/cases", {**COMPLAINT, "target": target,
                                      "tracking_id": reference})
    assert answer.status == 422, answer
    assert answer.body["member"] == "target"
    assert answer.body["detail"].startswith(
        "target: no institution here has that id")
    assert words in answer.body["detail"]
    assert lapor.get(f"/v1/cases?ref={reference}").body["items"] == []


def test_a_refusal_that_proposes_nobody_leaves_the_handoff_open(lapor, pdam):
    case, handoff = hand_in(lapor)
    refusal = {"reason": "outside_authority", "text": "Bukan kami"}
    answer = act(pdam, handoff, "refuse", target="plm", **refusal)
    assert (answer.status, answer.body["member"]) == (422, "target")
    assert 'did you mean "pln"?' in answer.body["detail"]
    found = lapor.get(f"/v1/cases/{case}").body["handoffs"]
    assert [(h["id"], h["state"]) for h in found] == [(handoff, "offered")]
    assert act(pdam, handoff, "refuse", target="pln", **refusal).status == 200
