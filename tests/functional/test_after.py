# SPDX-License-Identifier: Apache-2.0
"""What comes after: objections to a case that has ended, and words whose
meaning is said later, over the API, at the command line and by institutions of
the ksp kind."""
import pytest

from hub import Hub
from test_ksp_words import NARRATIVE, wire  # noqa: F401  (a fixture)
from test_simpulctl import Run
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


# What one takes back.

def test_an_answer_is_taken_back_within_a_working_day(wire):
    case = wire.case("accepted")
    case.tell(wire.dinas, "answered", {"text": "Sudah baik."}, id="salah-1")
    assert case.state() == "answered"
    case.tell(wire.dinas, "correction", {
        "text": "Maksud kami laporan lain.", "corrects": "answered"})
    assert case.state() == "in_progress"
    case.hears(wire.ksp, "correction", text="Maksud kami laporan lain.")
    assert [i["text"] for i in wire.said(case.case)
            if i.get("corrected")] == ["Sudah baik."]


def test_a_refusal_by_mistake_is_taken_back(wire):
    case = wire.case("offered")
    case.tell(wire.dinas, "refused", {"reason": "wrong_address",
                                      "text": "Bukan kami."})
    handoffs = wire.see(case.case)["handoffs"]
    assert [h["state"] for h in handoffs] == ["refused", "offered"]
    case.tell(wire.dinas, "correction", {"text": "Ternyata kami.",
                                         "corrects": "refused"})
    handoffs = wire.see(case.case)["handoffs"]
    assert [h["state"] for h in handoffs] == ["offered", "cancelled"]
    case.tell(wire.dinas, "accepted")
    assert wire.see(case.case)["holder"] == "dinas"


# What came too late.

def test_a_late_answer_is_adopted(wire):
    case = wire.case("offered")
    case.tell(wire.ksp, "cancelled")
    status, body = wire.dinas.tell("answered", {
        "handoff": case.handoff, "text": "Sudah diaspal."}, id="telat-1")
    assert (status, body["result"]) == (200, "late"), body
    answer = wire.inspektorat.post(f"/v1/cases/{case.case}/adopt", {
        "event": "telat-1", "text": "Pekerjaannya selesai."})
    assert answer.status == 200, answer
    case.hears(wire.ksp, "answered", text="Sudah diaspal.")
    assert case.state() == "answered"
    done = Run("--config", wire.hub.conf, "adopt", case.case, "--text",
               "Lagi.", "--by", "Ni Luh")
    assert done.status == 1 and "came too late" in done.err, done


# Two that tell the same.

def test_two_sources_of_one_matter_get_one_answer(wire):
    first = wire.hand_in(wire.ksp)
    second = wire.hand_in(wire.kanal)
    for case in (first, second):
        wait_for("dinas to have it",
                 lambda case=case: wire.dinas.case(case.handoff))
    first.tell(wire.dinas, "accepted")
    done = Run("--config", wire.hub.conf, "relate", second.tracking,
               first.case, "--as", "same", "--reason", "Lokasi sama.",
               "--by", "Ni Luh")
    assert done.status == 0, done
    second.hears(wire.dinas, "cancelled")
    second.hears(wire.kanal, "comment", text=(
        f"Laporan ini ditangani bersama laporan {first.tracking} yang sama "
        "pokoknya oleh Kantor Staf Presiden."))
    seen = wire.see(second.case)
    assert seen["holder"] == "dinas"
    assert seen["relations"] == [
        {"case": first.case, "as": "same", "lead": True}]
    for case, words in ((second, f"ditangani bersama laporan {first.case}"),
                        (first, "digabung ke sini: 1 laporan")):
        told = Run("--config", wire.hub.conf, "case", case.case)
        assert words in told.out, told
    first.tell(wire.dinas, "answered", {"text": "Sudah diaspal."})
    for case, who in ((first, wire.ksp), (second, wire.kanal)):
        got = case.hears(who, "answered", text="Sudah diaspal.")
        assert got["case"] == case.case
        assert case.state() == "answered"
    assert first.tracking not in str(
        second.hears(wire.kanal, "answered"))
    status, body = wire.kanal.tell("objection", {
        "handoff": second.handoff, "text": "Masih berlubang."})
    assert (status, body["case"]) == (200, second.case), body
    first.hears(wire.dinas, "objection", text="Masih berlubang.")
    answer = wire.inspektorat.post(f"/v1/cases/{first.case}/relate", {
        "case": second.case, "as": "same", "undo": True,
        "text": "Bukan ruas yang sama."})
    assert answer.status == 200, answer
    assert second.state() == "forwarded"
    assert first.state() == "in_progress"


# Words that the plugin does not know.

WORD = "id.go.dinas.handoff.{}.v1"


def words(wire, *more):
    return Run("--config", wire.hub.conf, "words", "dinas", *more)


def test_an_unknown_word_is_held_until_somebody_says_what_it_means(wire):
    word = WORD.format("disposisi")
    case = wire.case("accepted")
    case.tell(wire.dinas, "disposisi", {"text": "Ke bidang jalan."})
    assert case.state() == "in_progress"
    held = [i for i in wire.said(case.case) if i.get("held")]
    assert [(i["word"], i["text"], i["event"]) for i in held] == [
        (word, "Ke bidang jalan.", "comment")]
    listed = words(wire)
    assert listed.status == 0 and word in listed.out, listed
    assert "Ke bidang jalan." not in str(case.heard(wire.ksp))

    done = words(wire, "--map", word, "--as", "progress", "--by", "Ni Luh")
    assert done.status == 0 and "1 took effect" in done.out, done
    case.hears(wire.ksp, "progress", text="Ke bidang jalan.")
    assert not [i for i in wire.said(case.case) if i.get("held")]
    case.tell(wire.dinas, "disposisi", {"text": "Ke seksi."})
    case.hears(wire.ksp, "progress", text="Ke seksi.")


@pytest.mark.parametrize("more, told", [
    (("--map", "apa"), "go together"),
    (("--map", "apa", "--as", "apa", "--by", "Ni Luh"), "expected progress"),
    (("--map", "apa", "--as", "comment", "--by", "Ni Luh"), "never said"),
])
def test_a_meaning_that_is_none_is_told(wire, more, told):
    done = words(wire, *more)
    assert done.status != 0 and told in done.err, done


# A successor; the last one, for dinas has nothing left then.

def test_open_work_goes_over_to_the_successor(wire):
    held, offered = wire.case("accepted"), wire.case("offered")
    done = Run("--config", wire.hub.conf, "succeed", "dinas", "pdam",
               "--reason", "Digabung.", "--by", "Ni Luh")
    assert done.status == 0 and "gone over" in done.out, done
    seen = wire.see(held.case)
    assert seen["holder"] == "pdam" and seen["state"] == "in_progress"
    assert [h["receiver"] for h in wire.see(offered.case)["handoffs"]
            if h["state"] == "offered"] == ["pdam"]
    held.hears(wire.dinas, "cancelled")
    again = Run("--config", wire.hub.conf, "--json", "succeed", "dinas",
                "pdam", "--reason", "Digabung.", "--by", "Ni Luh")
    assert again.json["moved"] == 0, again
