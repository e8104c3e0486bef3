# SPDX-License-Identifier: Apache-2.0
"""The coordinator's acts on a case, at the command line and over the API: each
changes the case, is told, stands in its timeline, and again changes nothing."""
import re

import pytest

from hub import INSTITUTIONS, Hub
from test_simpulctl import Run

STORY = "Air di rumah kami sudah tiga hari tidak mengalir."
BY = ("--by", "Ni Luh Contoh")
WHY = ("--text", "Sesuai rapat koordinasi.")


@pytest.fixture(scope="module")
def hub():
    with Hub(INSTITUTIONS) as started:
        started.run = lambda *words: Run("--config", started.conf, *words)
        started.lapor = started.caller("source", "lapor")
        started.pdam = started.caller("institution", "pdam")
        started.chief = started.caller("coordinator", "inspektorat")
        yield started


@pytest.fixture
def case(hub, request):
    """A case about water of its own: its id."""
    return hand_in(hub, request.node.name[-60:])[0]


def hand_in(hub, tracking_id):
    """A case about water: ids of case and handoff."""
    answer = hub.lapor.post("/v1/cases", {
        "narrative": STORY, "category": "water", "tracking_id": tracking_id,
        "region": "51.71", "classification": "complaint"})
    assert answer.status == 201, answer
    return answer.body["case"], answer.body["handoff"]


def state_of(hub, case):
    return hub.chief.get(f"/v1/cases/{case}").body["state"]


def timeline(hub, case, who=None):
    return (who or hub.chief).get(
        f"/v1/cases/{case}/timeline?limit=200").body["items"]


def facts(hub, case):
    return [i["type"] for i in timeline(hub, case) if i["type"] != "said"]


# At the command line.

@pytest.mark.parametrize("words, state, fact", [
    (("verify",), "forwarded", "case.verified"),
    (("archive", *WHY), "archived", "case.archived"),
    (("postpone", "--until", "2030-03-01", *WHY), "postponed",
     "case.postponed"),
    (("withdraw", *WHY), "withdrawn", "case.withdrawn"),
    (("hold", *WHY), "forwarded", "hold.placed"),
    (("ask", "--text", "Sejak kapan?"), "needs_info", "message.received"),
    (("remind",), "forwarded", "message.received"),
    (("reclassify", "--class", "supervisory"), "forwarded",
     "case.reclassified"),
])
def test_each_act_is_done_once_and_stands_in_the_log(hub, case, words, state,
                                                     fact):
    words = (words[0], case, *words[1:], *BY)
    ran = hub.run(*words)
    assert ran.status == 0 and ran.err == "", ran
    assert ran.out.count("\n") == 2 and ran.out.count(case) == 2
    assert state_of(hub, case) == state
    assert facts(hub, case).count(fact) == 1
    again = hub.run("--json", *words)
    assert again.status == 0 and again.json["changed"] is False
    assert again.json["case"] == case
    assert "already" in hub.run(*words).out
    assert facts(hub, case).count(fact) == 1


def test_a_case_is_postponed_resumed_archived_and_reopened(hub, case):
    def act(*words):
        ran = hub.run("--json", words[0], case, *words[1:], *BY)
        assert ran.status == 0 and ran.json["changed"] is True, ran
        return state_of(hub, case)

    assert act("postpone", "--until", "2030-03-01", *WHY) == "postponed"
    assert "ditunda sampai 1 Mar 2030" in hub.run("case", case).out
    assert act("postpone", "--until=2030-04-01", *WHY) == "postponed"
    assert act("resume") == "forwarded"
    assert act("archive", *WHY, "--reason", "duplicate") == "archived"
    assert "sudah berakhir" in hub.run("case", case).out
    assert act("reopen", *WHY) == "reopened"
    assert [h["state"] for h in
            hub.chief.get(f"/v1/cases/{case}").body["handoffs"]] == \
        ["cancelled", "offered"]


def test_a_case_is_passed_on_by_hand(hub, case):
    words = ("handoff", case, "--to", "pln", "--kind", "copy", "--reason",
             "state_enterprise", "--note", "Mohon diketahui.", *BY)
    ran = hub.run(*words)
    assert ran.status == 0 and "diteruskan" in ran.out, ran
    made = hub.chief.get(f"/v1/cases/{case}").body["handoffs"]
    assert {"pdam", "pln"} == {h["receiver"] for h in made}
    ran = hub.run("handoff", case, "--to", "pln", "--reason", "campus", *BY)
    assert ran.status == 1 and "cancel it first" in ran.err
    again = hub.run("handoff", case, "--to", "pdam", "--reason", "campus", *BY)
    assert again.status == 0 and "already" in again.out
    ran = hub.run("handoff", case, "--to", "nix", "--reason", "campus", *BY)
    assert ran.status == 1 and "no such institution" in ran.err


def test_archiving_takes_the_case_from_the_inbox(hub, case):
    def waiting():
        items = hub.pdam.get("/v1/inbox?limit=200").body["items"]
        return [i["case"] for i in items]

    assert case in waiting()
    assert hub.run("archive", case, *WHY, *BY).status == 0
    assert case not in waiting()
    heard = timeline(hub, case, hub.lapor)
    assert any("diarsipkan" in i.get("sentence", "") for i in heard), heard
    assert any(i.get("text") == WHY[1] for i in heard), heard


def test_the_person_is_an_opaque_number_in_the_log(hub, case):
    for by in ("Ni Luh Contoh", "Made Lain", "Ni Luh Contoh"):
        assert hub.run("remind", case, "--text", by[::-1], "--by",
                       by).status == 0
    ran = hub.run("--json", "case", case, "--history")
    persons = [i["operator"] for i in ran.json["cases"][0]["history"]
               if i.get("action") == "remind"]
    assert len(persons) == 3 and persons[0] == persons[2] != persons[1]
    assert "Contoh" not in ran.out


def test_any_reference_will_do_but_only_for_one_case(hub):
    case, handoff = hand_in(hub, "ACUAN-1")
    assert hub.run("verify", "ACUAN-1", *BY).status == 0
    ran = hub.run("--json", "verify", handoff, *BY)
    assert ran.json["case"] == case and ran.json["changed"] is False
    ran = hub.run("verify", "nowhere", *BY)
    assert ran.status == 1 and "no case; expected an id" in ran.err


@pytest.mark.parametrize("words, sentence", [
    (("resume",), "resume: not while the case is archived"),
    (("ask", "--text", "Di mana?"), "(allowed now: reopen)"),
    (("reclassify", "--urgent", "yes"), "(allowed now: reopen)"),
])
def test_what_an_ended_case_does_not_allow(hub, case, words, sentence):
    assert hub.run("archive", case, *WHY, *BY).status == 0
    ran = hub.run(words[0], case, *words[1:], *BY)
    assert (ran.status, ran.out) == (1, "") and sentence in ran.err, ran
    assert hub.run("--json", words[0], case, *words[1:], *BY).json["good"] \
        is False
    assert state_of(hub, case) == "archived"


@pytest.mark.parametrize("words, status, sentence", [
    (("archive", *WHY), 2, "--by is missing"),
    (("archive", *BY), 2, "--text is missing"),
    (("postpone", *WHY, *BY), 2, "--until is missing"),
    (("postpone", "--until", "1/3/2030", *WHY, *BY), 1, "as 2026-03-01"),
    (("postpone", "--until", "2030-02-30", *WHY, *BY), 1, "is no date"),
    (("postpone", "--until", "2020-03-01", *WHY, *BY), 1, "is over"),
    (("archive", "--reason", "nix", *WHY, *BY), 1,
     'reason: found "nix", expected one of outside_authority'),
    (("ask", "--of", "nix", *WHY, *BY), 1, "complainant, sender, holder"),
    (("reclassify", *BY), 1, "found nothing to change"),
    (("reclassify", "--class", "nix", *BY), 1, "aspiration"),
    (("reclassify", "--secret", "maybe", *BY), 1, "yes, no"),
    (("reclassify", "--region", "9" * 40, *BY), 1, "longer than 32"),
    (("reclassify", "--category", "air\x1b[2J", *BY), 1,
     "category: found a control character"),
    (("archive", "--text", "Sudah.\x01", *BY), 1,
     "text: found a control character"),
    (("archive", "--text", "x" * 65537, *BY), 1, "expected at most 65536"),
    (("archive", *WHY, "--by", " "), 1, "by: is missing"),
    (("archive", *WHY, "--by", "K" * 201), 1, "by: found 201 bytes"),
    (("archive", *WHY, "--by", "Ni\nLuh"), 1, "by: found a control"),
    (("verify", "--until", "2030-03-01", *BY), 2, "unknown option --until"),
    (("handoff", "--to", "pln", *BY), 2, "--reason is missing"),
    (("handoff", "--to", "pln", "--reason", "campus", "--kind", "nix", *BY),
     1, "transfer, copy, joint, escalate"),
    (("verify", "another", *BY), 2, "Usage:"),
])
def test_what_is_wrong_is_told_and_nothing_is_done(hub, case, words, status,
                                                   sentence):
    ran = hub.run(words[0], case, *words[1:])
    assert (ran.status, ran.out) == (status, "") and sentence in ran.err, ran
    assert len(facts(hub, case)) == 1


def test_a_history_is_a_table_of_who_did_what_and_why(hub):
    case, handoff = hand_in(hub, "SEJARAH-1")
    hub.pdam.post(f"/v1/handoffs/{handoff}/accept", {})
    hub.pdam.post(f"/v1/handoffs/{handoff}/return", {
        "reason": "wrong_region", "text": "Bukan wilayah kami."})
    hub.run("archive", case, *WHY, "--reason", "duplicate", *BY)
    ran = hub.run("case", case, "--history")
    assert ran.status == 0
    head = re.search(r"^WAKTU +PERISTIWA +OLEH +KEPADA +PEMEGANG +ALASAN",
                     ran.out, re.M)
    assert head, ran
    assert re.search(r"^\d+ \w{3} \d{4} \d\d\.\d\d WIB +Diterima instansi +"
                     r"Perumda Air Minum +Inspektorat Provinsi Bali → "
                     r"Perumda Air Minum", ran.out, re.M), ran
    assert re.search(r"Dikembalikan instansi +Perumda Air Minum .*Salah "
                     r"wilayah$", ran.out, re.M), ran
    assert re.search(r"Diarsipkan +Inspektorat Provinsi Bali .*Sudah pernah "
                     r"dilaporkan$", ran.out, re.M), ran
    assert STORY not in ran.out and WHY[1] not in ran.out


def test_one_sentence_says_what_is_open(hub):
    case, handoff = hand_in(hub, "KALIMAT-1")
    assert re.search(r"; tenggat laporan \d+ \w{3} \d{4} \d\d\.\d\d WIB",
                     hub.run("case", case).out)
    hub.run("ask", case, "--text", "Sejak kapan?", *BY)
    out = hub.run("case", case).out
    assert re.search(r"menunggu keterangan pelapor sejak \d+ ", out), out
    assert "tenggat laporan" not in out
    assert hub.lapor.post(f"/v1/cases/{case}/supplement",
                          {"text": "Sejak Senin."}).status == 200
    hub.run("hold", case, *WHY, *BY)
    said = hub.run("--json", "case", case).json["cases"][0]["case"]
    assert said["held"] is True and "due_at" in said


# Over the API.

ACTS = {"verify": {}, "archive": {"text": "x"}, "resume": {},
        "postpone": {"text": "x", "until": "2030-03-01"},
        "reopen": {"text": "x"}, "reclassify": {"urgent": True},
        "hold": {"text": "x"}, "release": {}, "ask": {"text": "x"},
        "unlink": {"text": "x"}}


@pytest.mark.parametrize("act", ACTS)
def test_only_the_coordinator_may_over_the_api(hub, case, act):
    for who in (hub.lapor, hub.pdam, hub.caller("auditor")):
        answer = who.post(f"/v1/cases/{case}/{act}", ACTS[act])
        assert answer.status == 403 and "may not" in answer.body["detail"]
    assert hub.caller().post(f"/v1/cases/{case}/{act}", {}).status == 401
    assert len(facts(hub, case)) == 1


def test_acts_over_the_api_are_repeatable(hub, case):
    path = f"/v1/cases/{case}/"
    key = {"Idempotency-Key": f"k-{case}"}
    for _ in range(2):
        answer = hub.chief.post(path + "postpone", ACTS["postpone"],
                                headers=key)
        assert answer.status == 200 and answer.body["case"] == case, answer
    answer = hub.chief.post(path + "postpone",
                            {"text": "y", "until": "2031-03-01"}, headers=key)
    assert answer.status == 422 and "another body" in answer.body["detail"]
    assert facts(hub, case).count("case.postponed") == 1
    assert hub.chief.post(path + "resume", {}).status == 200
    assert hub.chief.post(path + "archive", {"text": "x"}).status == 200
    answer = hub.chief.post(path + "postpone", ACTS["postpone"])
    assert answer.status == 409 and answer.body["allowed"] == "reopen"
    assert hub.chief.post(path + "reopen", {"text": "x"}).status == 200
    assert state_of(hub, case) == "reopened"


@pytest.mark.parametrize("act, body, member", [
    ("archive", {}, "text"), ("archive", {"text": ""}, "text"),
    ("postpone", {"text": "x"}, "until"),
    ("postpone", {"text": "x", "until": 3}, "until"),
    ("reclassify", {"urgent": "yes"}, "urgent"),
    ("reclassify", {"classification": "nix"}, "classification"),
    ("verify", {"until": "2030-03-01"}, "until"),
])
def test_wrong_members_are_named(hub, case, act, body, member):
    answer = hub.chief.post(f"/v1/cases/{case}/{act}", body)
    assert answer.status == 422 and answer.body["member"] == member, answer


def test_a_reclassified_case_is_due_by_its_new_class(hub, case):
    path = f"/v1/cases/{case}"
    before = hub.chief.get(path).body
    answer = hub.chief.post(path + "/reclassify", {
        "classification": "supervisory", "secret": True, "region": "51.03"})
    assert answer.status == 200, answer
    after = hub.chief.get(path).body
    assert after["due_at"] > before["due_at"] and after["secret"] is True
    assert (after["region"], after["narrative"]) == ("51.03", STORY)
    assert hub.chief.post(path + "/reclassify",
                          {"secret": False}).status == 200
    assert "secret" not in hub.chief.get(path).body
    assert hub.chief.post(path + "/reclassify", {}).status == 422
