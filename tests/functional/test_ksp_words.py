# SPDX-License-Identifier: Apache-2.0
"""Every word that institutions say about a handoff, once in each direction,
between two that speak the ksp protocol: what one says and what the other side
really got of it.  A third hands cases in and hears each step as a sentence."""
import itertools
import re

import pytest

from hub import INSTITUTIONS, Hub
from ksp import Ksp
from wires import wait_for

NUMBERS = itertools.count(1)
NARRATIVE = "Jalan di depan sekolah rusak sejak dua bulan, mohon diperbaiki."
CONF = INSTITUTIONS.replace(
    'coordinator { institution = "inspektorat" }',
    'coordinator { institution = "inspektorat" deputies = { "ksp" } }')


class Case:
    """A case that `ksp` handed in for `dinas`; what both heard of it."""

    def __init__(self, wire, tracking, case, handoff):
        self.wire, self.tracking = wire, tracking
        self.case, self.handoff = case, handoff

    def tell(self, who, word, members=None, **more):
        """An institution says a word; it must be applied."""
        status, body = who.tell(word, {"handoff": self.handoff,
                                       **(members or {})}, **more)
        assert (status, body["result"]) == (200, "applied"), body
        return body

    def heard(self, who):
        """What one of them was told of it, in order."""
        if who is not self.wire.dinas:
            return who.ask("handed")[self.tracking]
        case = who.case(self.handoff)
        return case["told"] if case else []

    def hears(self, who, word, **members):
        """Until they were told that word with these members; what they
        got."""
        def found():
            return [e for e in self.heard(who) if e["word"] == word and all(
                e.get(name) == value for name, value in members.items())]
        try:
            return wait_for(f"{who.name} to hear {word}", found)[-1]
        except AssertionError:
            raise AssertionError(f"{who.name} heard {self.heard(who)}, not "
                                 f"{word} with {members}") from None

    def state(self):
        return self.wire.see(self.case)["state"]


class Wire:
    """The hub between three institutions of the kind."""

    def __init__(self, hub, ksp, dinas, kanal):
        self.hub, self.ksp, self.dinas, self.kanal = hub, ksp, dinas, kanal
        self.inspektorat = hub.caller("coordinator", "inspektorat")
        self.pdam = hub.caller("institution", "pdam")
        self.pln = hub.caller("institution", "pln")

    def see(self, case):
        answer = self.inspektorat.get(f"/v1/cases/{case}")
        assert answer.status == 200, answer
        return answer.body

    def said(self, case):
        items = self.inspektorat.get(f"/v1/cases/{case}/timeline").body
        return [i for i in items["items"] if i["type"] == "said"]

    def hand_in(self, who, **members):
        """A case of theirs, for dinas unless members say another."""
        tracking = f"{who.name.upper()}-{next(NUMBERS)}"
        status, body = who.hand_in({
            "tracking_id": tracking, "narrative": NARRATIVE,
            "target": "dinas", "category": "roads", **members})
        assert status == 200 and body["result"] == "applied", body
        return Case(self, tracking, body["case"], body["handoff"])

    def case(self, state):
        """A case of ksp's that dinas has offered, accepted or answered."""
        case = self.hand_in(self.ksp)
        wait_for("dinas to have it",
                 lambda: self.dinas.case(case.handoff) is not None)
        if state in ("accepted", "answered"):
            case.tell(self.dinas, "accepted")
        if state == "answered":
            case.tell(self.dinas, "answered", {"text": "Sudah diperbaiki."})
        return case


@pytest.fixture(scope="module")
def wire():
    hub = Hub()
    with Ksp(hub.folder, hub.port, more="holds = true") as ksp, \
            Ksp(hub.folder, hub.port, name="dinas", types="id.go.dinas",
                more="holds = true binding = true") as dinas, \
            Ksp(hub.folder, hub.port, name="kanal", types="id.go.kanal",
                more="holds = false") as kanal:
        for peer in (ksp, dinas, kanal):
            peer.mode(decide=False)
        hub.institutions = (CONF + ksp.section() + dinas.section()
                            + kanal.section())
        with hub:
            yield Wire(hub, ksp, dinas, kanal)


# Who got a handoff says it; who passed it on hears it.  State, word, what is
# said, what is heard.
RECEIVER = [
    ("offered", "opened", {"officer": "Ratna"}, {}),
    ("offered", "accepted", {"officer": "Ratna", "text": "Kami ambil."},
     {"text": "Kami ambil.", "officer": "Ratna", "audience": "parties"}),
    ("offered", "refused",
     {"reason": "wrong_region", "text": "Di luar wilayah.",
      "target": "pdam"},
     {"reason": "wrong_region", "text": "Di luar wilayah.",
      "target": "pdam", "audience": "parties"}),
    ("accepted", "returned",
     {"reason": "incomplete", "text": "Belum lengkap.", "target": "pdam"},
     {"reason": "incomplete", "text": "Belum lengkap.", "target": "pdam"}),
    ("accepted", "gone", {"text": "Sudah dihapus."},
     {"text": "Sudah dihapus."}),
    ("accepted", "progress", {"text": "Sedang dicek."},
     {"text": "Sedang dicek.", "audience": "complainant"}),
    ("accepted", "answered", {"text": "Sudah baik."},
     {"text": "Sudah baik.", "audience": "complainant"}),
    ("accepted", "needs_info", {"text": "Di mana?", "asked": "complainant"},
     {"text": "Di mana?", "asked": "complainant"}),
    ("accepted", "needs_info", {"text": "Nomor surat?", "asked": "sender"},
     {"text": "Nomor surat?", "asked": "sender"}),
    ("accepted", "comment", {"text": "Catatan.", "audience": "parties"},
     {"text": "Catatan.", "audience": "parties"}),
    ("accepted", "correction",
     {"text": "Salah ketik.", "corrects": "ev-0", "audience": "parties"},
     {"text": "Salah ketik.", "corrects": "ev-0"}),
]


@pytest.mark.parametrize("state,word,said,heard", RECEIVER, ids=[
    f"{r[1]}-{r[2].get('asked', '')}".strip("-") for r in RECEIVER])
def test_what_a_receiver_says_is_heard_by_the_sender(wire, state, word, said,
                                                     heard):
    case = wire.case(state)
    case.tell(wire.dinas, word, said)
    got = case.hears(wire.ksp, word, **heard)
    assert got["handoff"] == case.handoff and got["case"] == case.case
    assert got["receiver"] == "dinas" and got["kind"] == "transfer"


SENDER = [
    ("offered", "supplement", {"text": "Jalan Kenari."},
     {"text": "Jalan Kenari."}),
    ("accepted", "reminder", {"text": "Mohon dipercepat."},
     {"text": "Mohon dipercepat."}),
    ("accepted", "comment", {"text": "Catatan.", "audience": "parties"},
     {"text": "Catatan."}),
    ("accepted", "correction",
     {"text": "Bukan Kenari.", "corrects": "ev-0", "audience": "parties"},
     {"text": "Bukan Kenari.", "corrects": "ev-0"}),
    ("answered", "objection", {"text": "Belum selesai."},
     {"text": "Belum selesai."}),
    ("answered", "rating", {"rating": 4}, {"rating": 4}),
    ("accepted", "withdrawn", {"text": "Sudah selesai sendiri."},
     {"text": "Sudah selesai sendiri."}),
    ("offered", "cancelled", {"text": "Salah kirim."},
     {"text": "Salah kirim."}),
]


@pytest.mark.parametrize("state,word,said,heard", SENDER,
                         ids=[r[1] for r in SENDER])
def test_what_a_sender_says_is_heard_by_the_receiver(wire, state, word, said,
                                                     heard):
    case = wire.case(state)
    case.tell(wire.ksp, word, said)
    got = case.hears(wire.dinas, word, **heard)
    assert got["handoff"] == case.handoff
    assert got["reference"] == wire.dinas.case(case.handoff)["reference"]


def test_a_comment_stays_with_the_coordinator(wire):
    case = wire.case("accepted")
    case.tell(wire.dinas, "comment", {"text": "Untuk koordinator."})
    case.tell(wire.dinas, "progress", {"text": "Sesudahnya."})
    case.hears(wire.ksp, "progress", text="Sesudahnya.")
    assert "Untuk koordinator." not in str(case.heard(wire.ksp))
    assert "Untuk koordinator." in [i.get("text")
                                    for i in wire.said(case.case)]


# The same case to one more institution, by its holder.

def pass_on(wire, case, kind, **members):
    """dinas passes a case on to ksp; the handoff's id."""
    status, body = wire.dinas.tell("offered", {
        "case": case.case, "kind": kind, "target": "ksp", **members})
    assert (status, body["result"]) == (200, "applied"), body
    handoff = body["handoff"]
    wait_for(f"ksp to have the {kind}",
             lambda: wire.ksp.case(handoff) is not None)
    got = wire.ksp.case(handoff)
    assert got["kind"] == kind
    return handoff, got


def taken_from_kanal(wire):
    """A case of kanal's that dinas holds."""
    case = wire.hand_in(wire.kanal)
    wait_for("dinas to have it",
             lambda: wire.dinas.case(case.handoff) is not None)
    case.tell(wire.dinas, "accepted")
    return case


def test_an_escalation_says_why_and_the_holder_stays(wire):
    case = taken_from_kanal(wire)
    handoff, got = pass_on(wire, case, "escalate",
                           reason="national_priority",
                           note="Program prioritas.")
    assert (got["reason"], got["note"]) == ("national_priority",
                                            "Program prioritas.")
    status, body = wire.ksp.tell("accepted", {"handoff": handoff})
    assert status == 200 and body["holder"] == "dinas", body
    got = case.hears(wire.dinas, "comment", target="ksp")
    assert "ikut memantau" in got["text"]
    got = case.hears(wire.kanal, "accepted", kind="escalate")
    assert "ikut memantau" in got["text"]


def test_a_co_handlers_part_is_heard_by_the_lead(wire):
    case = taken_from_kanal(wire)
    handoff, _ = pass_on(wire, case, "joint", note="Bagian drainase.")
    for word, members in (("accepted", {}),
                          ("contribution", {"text": "Drainase selesai."})):
        status, body = wire.ksp.tell(word, {"handoff": handoff, **members})
        assert status == 200 and body["holder"] == "dinas", body
    case.hears(wire.dinas, "comment", target="ksp")
    case.hears(wire.dinas, "contribution", text="Drainase selesai.",
               target="ksp", handoff=case.handoff)
    got = case.hears(wire.kanal, "accepted", kind="joint")
    assert "ikut menangani" in got["text"]
    assert "Drainase" not in str(case.heard(wire.kanal))


def test_a_case_that_is_not_theirs_is_not_passed_on(wire):
    case = taken_from_kanal(wire)
    status, body = wire.ksp.tell("offered", {
        "case": case.case, "kind": "copy", "target": "pdam"})
    assert status == 403, body


# Decisions.

def disputed(wire):
    """A case that dinas and the coordinator refused: the deputy, ksp, is to
    decide."""
    case = wire.hand_in(wire.kanal)
    wait_for("dinas to have it",
             lambda: wire.dinas.case(case.handoff) is not None)
    case.tell(wire.dinas, "refused", {"reason": "outside_authority",
                                      "text": "Bukan kewenangan kami."})
    last = wire.see(case.case)["handoffs"]
    offered = next(h for h in last if h["state"] == "offered")
    assert offered["receiver"] == "inspektorat"
    answer = wire.inspektorat.post(
        f"/v1/handoffs/{offered['id']}/refuse",
        {"reason": "wrong_address", "text": "Bukan kami."})
    assert answer.status == 200, answer
    assert case.state() == "disputed"
    return case


def test_a_deputy_decides_and_its_decision_binds(wire):
    case = disputed(wire)
    status, body = wire.ksp.tell("decision", {
        "handoff": case.handoff, "decision": "to", "target": "dinas",
        "text": "Jalan ini milik kabupaten."})
    assert (status, body["result"]) == (200, "applied"), body
    assert wire.see(case.case)["holder"] == "dinas"
    new = next(h["id"] for h in wire.see(case.case)["handoffs"]
               if h["receiver"] == "dinas" and h["id"] != case.handoff)
    wait_for("dinas to have it", lambda: wire.dinas.case(new) is not None)
    got = wait_for("dinas to hear the decision", lambda: [
        e for e in wire.dinas.case(new)["told"] if e["word"] == "decision"])
    assert got[0]["decision"] == "to" and got[0]["target"] == "dinas"
    assert got[0]["binding"] is True
    assert got[0]["text"] == "Jalan ini milik kabupaten."
    status, body = wire.dinas.tell("returned", {
        "handoff": new, "reason": "wrong_address", "text": "Tetap bukan."})
    assert status == 409, body
    assert body["decision"] == "Jalan ini milik kabupaten."
    assert body["holder"] == "dinas" and body["title"] and body["title_en"]
    assert "id.go.dinas.handoff.progress.v1" in body["allowed"]
    assert "id.go.dinas.handoff.returned.v1" not in body["allowed"]


def test_a_late_word_is_answered_with_the_holder(wire):
    case = wire.case("offered")
    case.tell(wire.ksp, "cancelled")
    status, body = wire.dinas.tell("accepted", {"handoff": case.handoff})
    assert (status, body["result"]) == (200, "late"), body
    assert body["holder"] == "ksp" and body["allowed"] == []


# The source hears back.

MOMENT = r"\d+ [A-Z][a-z]+ \d{4} pukul \d\d\.\d\d WI(B|TA|T)"


def texts(case, who):
    return [(e["word"], e.get("text", "")) for e in case.heard(who)]


def test_the_source_hears_each_step_in_order(wire):
    case = wire.hand_in(wire.kanal)
    number = case.tracking
    wait_for("dinas to have it",
             lambda: wire.dinas.case(case.handoff) is not None)
    case.tell(wire.dinas, "refused", {
        "reason": "wrong_address", "text": "Hanya untuk para pihak."})
    answer = wire.inspektorat.post(f"/v1/cases/{case.case}/handoffs", {
        "target": "pdam", "reason": "lower_level"})
    if answer.status == 409:    # what waits is taken back first
        waiting = next(h["id"] for h in wire.see(case.case)["handoffs"]
                       if h["state"] == "offered")
        assert wire.inspektorat.post(f"/v1/handoffs/{waiting}/cancel",
                                     {}).status == 200
        answer = wire.inspektorat.post(f"/v1/cases/{case.case}/handoffs", {
            "target": "pdam", "reason": "lower_level"})
    assert answer.status in (200, 201), answer
    handoff = answer.body["handoff"]
    for verb, body in (
            ("accept", {}), ("ask", {"text": "Di jalan mana?",
                                     "asked": "complainant"})):
        got = wire.pdam.post(f"/v1/handoffs/{handoff}/{verb}", body)
        assert got.status == 200, got
    case.hears(wire.kanal, "needs_info", text="Di jalan mana?")
    assert wire.kanal.tell("supplement", {
        "handoff": handoff, "text": "Jalan Kenari."})[0] == 200
    for verb, body in (("progress", {"text": "Kami survei."}),
                       ("answer", {"text": "Sudah diaspal."})):
        got = wire.pdam.post(f"/v1/handoffs/{handoff}/{verb}", body)
        assert got.status == 200, got
    assert wire.kanal.tell("rating", {"handoff": handoff,
                                      "rating": 5})[0] == 200
    case.hears(wire.kanal, "comment",
               text=f"Laporan {number} selesai. Terima kasih atas penilaian "
                    "Anda: 5 dari 5.")
    want = [
        ("comment", f"Laporan {number} telah kami terima pada {MOMENT} dan "
                    "diteruskan ke Kantor Staf Presiden\\."),
        ("comment", f"Laporan {number} diteruskan ke Inspektorat Provinsi "
                    "Bali karena alamat penerusan sebelumnya keliru\\."),
        ("comment", f"Laporan {number} diteruskan ke Perumda Air Minum "
                    "karena merupakan kewenangan instansi di tingkat "
                    "bawahnya\\."),
        ("accepted", f"Laporan {number} ditangani oleh Perumda Air Minum "
                     f"sejak {MOMENT}\\."),
        ("needs_info", "Di jalan mana\\?"),
        ("progress", "Kami survei\\."),
        ("answered", "Sudah diaspal\\."),
        ("comment", f"Laporan {number} selesai\\..*"),
    ]
    got = texts(case, wire.kanal)
    assert [w for w, _ in got] == [w for w, _ in want], got
    for (_, text), (_, pattern) in zip(got, want):
        assert re.fullmatch(pattern, text), f"{text!r} is not {pattern!r}"
    assert "Hanya untuk para pihak" not in str(case.heard(wire.kanal))
    assert "ditolak" not in str(got)


def test_the_source_hears_that_it_is_being_decided_and_what_was(wire):
    case = disputed(wire)
    case.hears(wire.kanal, "comment",
               text="Instansi yang berwenang atas laporan "
                    f"{case.tracking} sedang diputuskan koordinator.")
    assert wire.ksp.tell("decision", {
        "handoff": case.handoff, "decision": "to", "target": "dinas",
        "text": "Untuk para pihak."})[0] == 200
    case.hears(wire.kanal, "comment",
               text="Koordinator memutuskan: laporan ditangani oleh Kantor "
                    "Staf Presiden.")
    assert "ditangani oleh" in case.hears(wire.kanal, "accepted")["text"]
    assert "Untuk para pihak" not in str(case.heard(wire.kanal))


def test_a_source_without_a_wire_reads_the_same_sentences(wire):
    lapor = wire.hub.caller("source", "lapor")
    answer = lapor.post("/v1/cases", {
        "narrative": NARRATIVE, "tracking_id": "LPR-1", "target": "pdam"})
    first, case = answer.body["handoff"], answer.body["case"]

    def does(who, path, body):
        answer = who.post(path, body)
        assert answer.status in (200, 201), answer
        return answer.body

    does(wire.pdam, f"/v1/handoffs/{first}/refuse",
         {"reason": "state_enterprise", "text": "Untuk para pihak."})
    second = next(h["id"] for h in wire.see(case)["handoffs"]
                  if h["state"] == "offered")
    does(wire.inspektorat, f"/v1/handoffs/{second}/accept", {})
    does(wire.inspektorat, f"/v1/handoffs/{second}/ask",
         {"text": "Di mana?", "asked": "complainant"})
    does(wire.inspektorat, f"/v1/handoffs/{second}/ask",
         {"text": "Antarinstansi.", "asked": "sender"})
    does(lapor, f"/v1/cases/{case}/supplement", {"text": "Di Kenari."})
    does(wire.inspektorat, f"/v1/handoffs/{second}/progress",
         {"text": "Kami cek."})
    does(wire.inspektorat, f"/v1/handoffs/{second}/answer",
         {"text": "Sudah baik."})
    does(lapor, f"/v1/cases/{case}/rate", {"rating": 4})
    items = lapor.get(f"/v1/cases/{case}/timeline").body["items"]
    by = "Inspektorat Provinsi Bali"
    want = [
        f"Laporan LPR-1 telah kami terima pada {MOMENT} dan diteruskan ke "
        "Perumda Air Minum\\.",
        f"Laporan LPR-1 diteruskan ke {by} karena menyangkut badan "
        "usaha milik negara\\.",
        f"Laporan LPR-1 ditangani oleh {by} sejak {MOMENT}\\.",
        f"{by} memerlukan keterangan tambahan: Di mana\\?",
        f"Laporan LPR-1 sedang ditindaklanjuti oleh {by}: Kami cek\\.",
        f"Jawaban dari {by}: Sudah baik\\.",
        "Laporan LPR-1 selesai\\. Terima kasih atas penilaian Anda\\."]
    got = [i["sentence"] for i in items if "sentence" in i]
    assert len(got) == len(want), got
    for sentence, pattern in zip(got, want):
        assert re.fullmatch(pattern, sentence), (sentence, pattern)
    assert "Untuk para pihak" not in str(items)
    assert "Antarinstansi" not in str(items)
