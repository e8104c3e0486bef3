# SPDX-License-Identifier: Apache-2.0
"""The API as its callers meet it: cases handed in, handoffs acted on, and who
may see and hear what."""
import threading

import jsonschema
import pytest

from hub import Hub
from wires import DEADLINE, wait_for


@pytest.fixture(scope="module")
def hub():
    with Hub() as running:
        yield running


@pytest.fixture(scope="module")
def lapor(hub):
    return hub.caller("source", "lapor")


@pytest.fixture(scope="module")
def pdam(hub):
    return hub.caller("institution", "pdam")


@pytest.fixture(scope="module")
def pln(hub):
    return hub.caller("institution", "pln")


@pytest.fixture(scope="module")
def coordinator(hub):
    return hub.caller("coordinator", "inspektorat")


@pytest.fixture(scope="module")
def auditor(hub):
    return hub.caller("auditor")


COMPLAINT = {
    "channel": "web", "classification": "complaint", "category": "water",
    "region": "51.71", "subject": "Air mati", "location": "Denpasar",
    "narrative": "Air tidak mengalir sejak Senin.\nMohon diperiksa.",
    "occurred_at": "2026-01-12T05:30:00+08:00",
    "complainant": {"name": "Ni Luh Contoh", "phone": "0800 0000 0001"},
}


def hand_in(lapor, **members):
    """A case of ours: its id and that of its handoff."""
    answer = lapor.post("/v1/cases", {**COMPLAINT, **members})
    assert answer.status == 201, answer
    return answer.body["case"], answer.body["handoff"]


def act(caller, handoff, name, **members):
    return caller.post(f"/v1/handoffs/{handoff}/{name}", members)


def said(caller, case):
    """What the caller hears in a case's timeline."""
    answer = caller.get(f"/v1/cases/{case}/timeline")
    assert answer.status == 200, answer
    return [item["text"] for item in answer.body["items"]
            if item["type"] == "said" and "text" in item]


def facts(caller, case):
    answer = caller.get(f"/v1/cases/{case}/timeline")
    assert answer.status == 200, answer
    return [item["type"] for item in answer.body["items"]
            if item["type"] != "said"]


def test_a_case_is_accepted_with_its_ids_and_a_place_to_look(lapor):
    answer = lapor.post("/v1/cases", COMPLAINT)
    assert answer.status == 201
    assert set(answer.body) == {"case", "handoff", "state", "holder"}
    assert answer.body["state"] == "offered"
    assert answer.body["holder"] == "inspektorat"
    assert answer.headers["Location"] == f"/v1/cases/{answer.body['case']}"
    found = lapor.get(answer.headers["Location"])
    assert found.status == 200
    assert found.body["narrative"] == COMPLAINT["narrative"]
    assert found.body["handoffs"][0]["receiver"] == "pdam"


def test_the_same_key_gives_the_same_answer(lapor):
    key = {"Idempotency-Key": "same-key"}
    first = lapor.post("/v1/cases", COMPLAINT, headers=key)
    again = lapor.post("/v1/cases", COMPLAINT, headers=key)
    assert (first.status, again.status) == (201, 200)
    assert first.body == again.body


def test_the_same_key_with_another_body_is_refused(lapor):
    key = {"Idempotency-Key": "other-body"}
    assert lapor.post("/v1/cases", COMPLAINT, headers=key).status == 201
    other = lapor.post("/v1/cases", {"narrative": "Lain"}, headers=key)
    assert other.status == 422
    assert "another body" in other.body["detail"]


def test_the_same_tracking_id_is_the_same_case(lapor):
    first = lapor.post("/v1/cases", {**COMPLAINT, "tracking_id": "T-77"})
    again = lapor.post("/v1/cases", {"narrative": "ulang",
                                     "tracking_id": "T-77"})
    assert (first.status, again.status) == (201, 200)
    assert first.body["case"] == again.body["case"]


def test_many_at_once_with_one_key_make_one_case(hub):
    callers = [hub.caller("source", "lapor") for _ in range(8)]
    answers = []

    def post(caller):
        answers.append(caller.post("/v1/cases", COMPLAINT,
                                   headers={"Idempotency-Key": "at-once"}))

    threads = [threading.Thread(target=post, args=(c,)) for c in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = [a for a in answers if a.status in (200, 201)]
    assert {a.status for a in answers} <= {200, 201, 409}
    assert sum(a.status == 201 for a in answers) == 1
    assert len({a.body["case"] for a in kept}) == 1


BAD_BODIES = [
    (b"", 400, "empty body"),
    (b"{", 400, "line 1"),
    (b"\xff\xfe", 400, "JSON"),
    (b'{"narrative":"\xc3\x28"}', 400, "UTF-8"),
    (b'{"narrative":"a","narrative":"b"}', 400, "before"),
    (b'{"narrative":"a"}{}', 400, "expected the end"),
    (b"[" * 40 + b"]" * 40, 400, "levels"),
    (b'{"narrative":"a\\u0000b"}', 400, "NUL"),
    (b"[]", 422, "expected an object"),
    (b"{}", 422, "narrative: is missing"),
    (b'{"narrative":7}', 422, "found number, expected text"),
    (b'{"narrative":"a","nik":"1"}', 422, "nik: is not a member here"),
    (b'{"narrative":"a","channel":"fax"}', 422, "expected one of web"),
]


@pytest.mark.parametrize("body,status,words", BAD_BODIES)
def test_a_bad_body_is_refused_in_words(lapor, body, status, words):
    answer = lapor.post("/v1/cases", body)
    assert answer.status == status, answer
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.body["status"] == status
    assert words in answer.body["detail"], answer.body


def test_a_long_body_is_refused_before_it_is_read(lapor):
    answer = lapor.post("/v1/cases", b"x" * (256 * 1024 + 1))
    assert answer.status == 413
    lapor.close()


def test_nobody_gets_in_without_a_token_in_force(hub, lapor):
    text, number = hub.token("source", "lapor")
    assert hub.ask("token_revoke", id=number)["good"]
    for token in (None, "simpul_" + "0" * 64, text, lapor.token[:-1], "x"):
        caller = hub.caller()
        caller.token = token
        answer = caller.post("/v1/cases", COMPLAINT)
        assert answer.status == 401, (token, answer)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_each_role_does_its_own_only(lapor, pdam, auditor):
    assert auditor.post("/v1/cases", COMPLAINT).status == 403
    assert pdam.post("/v1/cases", COMPLAINT).status == 403
    assert lapor.get("/v1/deliveries").status == 403
    assert lapor.get("/v1/inbox").status == 403
    assert pdam.get("/v1/deliveries").status == 403


def test_a_case_of_another_source_is_refused(lapor):
    answer = lapor.post("/v1/cases", {**COMPLAINT, "source": "pdam"})
    assert answer.status == 403
    assert "expected the caller's own, lapor" in answer.body["detail"]


def test_an_acceptance_changes_the_holder(lapor, pdam):
    case, handoff = hand_in(lapor)
    assert lapor.get(f"/v1/cases/{case}").body["holder"] == "inspektorat"
    answer = act(pdam, handoff, "accept")
    assert answer.status == 200
    assert answer.body["state"] == "accepted"
    assert answer.body["holder"] == "pdam"
    assert act(pdam, handoff, "accept").status == 200
    found = lapor.get(f"/v1/cases/{case}").body
    assert (found["holder"], found["state"]) == ("pdam", "in_progress")


def test_progress_and_answer_reach_the_source(lapor, pdam):
    case, handoff = hand_in(lapor)
    assert act(pdam, handoff, "progress", text="Petugas berangkat").status \
        == 200
    assert act(pdam, handoff, "answer", text="Pipa sudah diganti").status \
        == 200
    assert said(lapor, case) == ["Petugas berangkat", "Pipa sudah diganti"]
    assert lapor.get(f"/v1/cases/{case}").body["state"] == "answered"


def test_a_refusal_passes_the_case_on(lapor, pdam, pln, coordinator):
    case, handoff = hand_in(lapor, category="electricity", target="pdam")
    answer = act(pdam, handoff, "refuse", reason="outside_authority",
                 text="Ini urusan listrik", target="pln")
    assert (answer.status, answer.body["state"]) == (200, "refused")
    handoffs = coordinator.get(f"/v1/cases/{case}").body["handoffs"]
    assert [h["receiver"] for h in handoffs] == ["pdam", "pln"]
    assert handoffs[1]["parent"] == handoff
    assert handoffs[1]["hop"] == 2
    assert said(lapor, case) == []
    assert said(coordinator, case) == ["Ini urusan listrik"]
    assert pdam.get(f"/v1/cases/{case}").status == 403
    assert "no longer" in pdam.get(f"/v1/cases/{case}").body["detail"]
    assert act(pln, handoffs[1]["id"], "accept").body["holder"] == "pln"


def test_a_refusal_needs_its_reason_and_text(lapor, pdam):
    _, handoff = hand_in(lapor)
    answer = act(pdam, handoff, "refuse", text="Tidak")
    assert answer.status == 422
    assert answer.body["member"] == "reason"
    assert act(pdam, handoff, "refuse", reason="campus").status == 422


def test_what_is_not_theirs_is_forbidden(lapor, pdam, pln):
    case, handoff = hand_in(lapor)
    assert act(pln, handoff, "accept").status == 403
    assert act(lapor, handoff, "accept").status == 403
    assert pln.get(f"/v1/cases/{case}").status == 403
    assert pln.get(f"/v1/cases/{case}/timeline").status == 403
    assert act(pdam, "0000000000000", "accept").status == 404
    assert act(pdam, "no-such-id", "accept").status == 404


def test_what_the_state_forbids_says_what_it_allows(lapor, pdam):
    _, handoff = hand_in(lapor)
    answer = act(pdam, handoff, "return", reason="campus", text="Salah")
    assert answer.status == 409
    assert "accepted" in answer.body["allowed"].split()
    assert answer.body["state"] == "offered"


def test_a_late_word_is_kept_and_names_the_holder(lapor, pdam, coordinator):
    case, handoff = hand_in(lapor)
    act(pdam, handoff, "refuse", reason="wrong_region", text="Bukan kami",
        target="pln")
    answer = act(pdam, handoff, "answer", text="Ternyata kami")
    assert answer.status == 409
    assert answer.body["holder"] == "inspektorat"
    assert "Ternyata kami" in said(coordinator, case)
    assert "Ternyata kami" not in said(lapor, case)


def test_a_comment_is_for_the_coordinator_alone(lapor, pdam, coordinator):
    case, handoff = hand_in(lapor)
    act(pdam, handoff, "accept")
    act(pdam, handoff, "comment", text="Pelapor sering menelepon")
    assert said(lapor, case) == []
    assert said(pdam, case) == ["Pelapor sering menelepon"]
    assert said(coordinator, case) == ["Pelapor sering menelepon"]


def test_identity_is_shown_to_nobody_by_default(lapor, pdam, coordinator):
    case, handoff = hand_in(lapor)
    act(pdam, handoff, "accept")
    for caller in (pdam, coordinator):
        answer = caller.get(f"/v1/cases/{case}")
        assert "complainant" not in answer.body
        assert "Ni Luh" not in str(answer.body)


def test_an_auditors_look_is_recorded(lapor, auditor, coordinator):
    case, _ = hand_in(lapor)
    before = facts(coordinator, case)
    assert "access.content_viewed" not in before
    assert auditor.get(f"/v1/cases/{case}").status == 200
    assert facts(coordinator, case) == before + ["access.content_viewed"]
    assert "access.content_viewed" not in facts(lapor, case)


def test_the_holder_passes_a_case_on(lapor, pdam, pln, coordinator):
    case, handoff = hand_in(lapor)
    assert pdam.post(f"/v1/cases/{case}/handoffs",
                     {"target": "pln"}).status == 403
    act(pdam, handoff, "accept")
    passed = pdam.post(f"/v1/cases/{case}/handoffs",
                       {"target": "pln", "note": "Pompanya milik PLN"})
    assert (passed.status, passed.body["holder"]) == (201, "pdam")
    assert pdam.post(f"/v1/cases/{case}/handoffs",
                     {"target": "inspektorat"}).status == 409
    assert said(pln, case) == ["Pompanya milik PLN"]
    taken = act(pln, passed.body["handoff"], "accept")
    assert taken.body["holder"] == "pln"
    states = [h["state"] for h in
              coordinator.get(f"/v1/cases/{case}").body["handoffs"]]
    assert states == ["closed", "accepted"]
    assert act(pdam, handoff, "progress", text="Masih kami").status == 409


def test_the_complainant_answers_objects_and_rates(lapor, pdam):
    case, handoff = hand_in(lapor)
    act(pdam, handoff, "accept")
    assert act(pdam, handoff, "ask", text="Nomor sambungan?",
               asked="complainant").status == 200
    assert lapor.get(f"/v1/cases/{case}").body["state"] == "needs_info"
    assert lapor.post(f"/v1/cases/{case}/supplement",
                      {"text": "000-CONTOH"}).status == 200
    assert lapor.post(f"/v1/cases/{case}/remind", {}).status == 200
    assert lapor.post(f"/v1/cases/{case}/rate", {"rating": 5}).status == 409
    act(pdam, handoff, "answer", text="Sudah mengalir")
    assert lapor.post(f"/v1/cases/{case}/object",
                      {"text": "Belum"}).status == 200
    act(pdam, handoff, "answer", text="Sekarang sudah")
    assert lapor.post(f"/v1/cases/{case}/rate", {"rating": 4}).status == 200
    assert lapor.get(f"/v1/cases/{case}").body["state"] == "completed"
    assert "000-CONTOH" in said(pdam, case)


def test_a_withdrawn_case_ends(lapor, pdam):
    case, handoff = hand_in(lapor)
    assert pdam.post(f"/v1/cases/{case}/withdraw", {}).status == 403
    assert lapor.post(f"/v1/cases/{case}/withdraw",
                      {"text": "Sudah selesai"}).status == 200
    assert lapor.get(f"/v1/cases/{case}").body["state"] == "withdrawn"
    assert act(pdam, handoff, "accept").status == 409


def test_what_was_turned_down_may_be_said_again(lapor, pdam):
    _, handoff = hand_in(lapor)
    key = {"Idempotency-Key": "turned-down"}
    body = {"reason": "campus", "text": "Urusan kampus"}
    path = f"/v1/handoffs/{handoff}/return"
    assert pdam.post(path, body, headers=key).status == 409
    act(pdam, handoff, "accept")
    answer = pdam.post(path, body, headers=key)
    assert (answer.status, answer.body["state"]) == (200, "returned")
    assert pdam.post(path, body, headers=key).status == 200


def test_any_reference_finds_the_case(lapor, coordinator, pln):
    case, handoff = hand_in(lapor, tracking_id="REF-1")
    for ref in (case, handoff, "REF-1"):
        items = coordinator.get(f"/v1/cases?ref={ref}").body["items"]
        assert [item["id"] for item in items] == [case]
        assert pln.get(f"/v1/cases?ref={ref}").body["items"] == []
    assert coordinator.get("/v1/cases?ref=none").body["items"] == []


def pages(caller, path):
    """Ids of every item, page by page."""
    found, cursor = [], ""
    while True:
        body = caller.get(f"{path}limit=2{cursor}").body
        assert len(body["items"]) <= 2
        found += [item["id"] for item in body["items"]]
        if "next" not in body:
            return found
        cursor = f"&cursor={body['next']}"


def test_pages_hold_everything_once_newest_first(lapor):
    made = [hand_in(lapor)[0] for _ in range(5)]
    found = pages(lapor, "/v1/cases?")
    assert len(found) == len(set(found))
    assert found[:5] == made[::-1]
    assert found == sorted(found, reverse=True)


def test_lists_take_filters_and_refuse_bad_ones(lapor, pdam, coordinator):
    case, handoff = hand_in(lapor)
    act(pdam, handoff, "accept")
    items = coordinator.get("/v1/cases?holder=pdam&state=in_progress").body
    assert case in [item["id"] for item in items["items"]]
    items = coordinator.get("/v1/handoffs?holder=pdam&state=accepted").body
    assert handoff in [item["id"] for item in items["items"]]
    for bad in ("state=gone", "holder=nobody", "limit=0", "limit=500",
                "limit=x", "limit=", "cursor=x", "cursor=" + "0" * 40,
                "ref=" + "x" * 200, "state=" + "x" * 200, "holder=%zz"):
        assert coordinator.get(f"/v1/cases?{bad}").status == 422, bad
    for path, takes in (("/v1/cases?limit=1&tracking_id=x", "one of ref "),
                        (f"/v1/cases/{case}?state=accepted", "none")):
        answer = coordinator.get(path)
        assert answer.status == 422, answer
        assert f"another parameter, expected {takes}" in \
            answer.body["detail"], answer
    assert coordinator.get("/v1/cases?&limit=1&").status == 200


def test_an_inbox_holds_what_is_open(lapor, pln):
    _, handoff = hand_in(lapor, category="electricity")
    items = pln.get("/v1/inbox").body["items"]
    assert handoff in [item["id"] for item in items]
    act(pln, handoff, "refuse", reason="wrong_address", text="Salah",
        target="pdam")
    items = pln.get("/v1/inbox").body["items"]
    assert handoff not in [item["id"] for item in items]


def test_a_call_waits_at_the_inbox_for_news(hub, lapor, pln):
    cursor = pln.get("/v1/inbox?limit=200").body.get("next")
    path = "/v1/inbox?wait=50&limit=200" + (
        f"&cursor={cursor}" if cursor else "")
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(pln.get(path)))
    waiting.start()
    wait_for("the call waits", lambda: hub.metrics()[
        "simpul_api_waiting_inboxes"] == 1)
    _, handoff = hand_in(lapor, category="electricity")
    waiting.join(DEADLINE)
    assert [item["id"] for item in answers[0].body["items"]] == [handoff]


def test_reasons_and_institutions_are_listed(lapor):
    reasons = lapor.get("/v1/reasons").body["items"]
    assert len(reasons) == 14
    assert all(item["title"]["id"] and item["title"]["en"]
               for item in reasons)
    names = [i["id"] for i in lapor.get("/v1/institutions").body["items"]]
    assert names == ["inspektorat", "lapor", "pdam", "pln"]


def test_paths_and_methods_that_are_not_there(lapor):
    assert lapor.get("/v1/nothing").status == 404
    assert lapor.post("/v1/nothing", {"narrative": "x"}).status == 404
    assert lapor.get("/v1/cases?ref=limit").status == 200
    assert lapor.get("/").status == 404
    assert lapor.call("DELETE", "/v1/cases").status == 405
    assert lapor.get("/v1/cases/xyz").status == 404
    assert lapor.get("/v1/cases/0000000000000").status == 404


def test_the_description_is_one_of_openapi(hub, lapor):
    described = lapor.get("/openapi.json").body
    assert described["openapi"] == "3.1.0"
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            names = [p["name"] for p in operation["parameters"]]
            assert ("{id}" in path) == ("id" in names), (method, path)
            assert operation["responses"]["default"]
            for body in [operation.get("requestBody")] + list(
                    operation["responses"].values()):
                for content in (body or {}).get("content", {}).values():
                    jsonschema.Draft202012Validator.check_schema(
                        content["schema"])
    assert {p["name"] for p in described["paths"]["/v1/indicators"]["get"]
            ["parameters"]} == {"from", "to", "institution", "region", "group",
                                "rounding", "digits", "pad"}
    rows = described["paths"]["/v1/cases"]["post"]["requestBody"]
    schema = rows["content"]["application/json"]["schema"]
    jsonschema.Draft202012Validator(schema).validate(COMPLAINT)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate({"subject": "x"})


def test_counters_tell_what_was_done(hub, lapor):
    before = hub.metrics()
    hand_in(lapor)
    after = hub.metrics()
    assert after["simpul_audit_entries_total"] \
        == before["simpul_audit_entries_total"] + 1
    assert after["simpul_ledger_commits_total"] \
        > before["simpul_ledger_commits_total"]


def test_all_is_there_after_a_kill():
    with Hub() as hub:
        lapor = hub.caller("source", "lapor")
        case, _ = hand_in(lapor, tracking_id="K-1")
        hub.kill()
        lapor.close()
        hub.start()
        assert lapor.get(f"/v1/cases/{case}").status == 200
        again = lapor.post("/v1/cases", {"narrative": "x",
                                         "tracking_id": "K-1"})
        assert (again.status, again.body["case"]) == (200, case)
