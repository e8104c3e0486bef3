# SPDX-License-Identifier: Apache-2.0
"""SP4N-LAPOR! by configuration alone, both ways: a case becomes one complaint
there and is handed on, what is said there comes back, its complaints come to
the hub, and nothing is lost or doubled when answers or the hub are."""
import base64
import itertools
import json
from datetime import datetime

import pytest

from hub import INSTITUTIONS, Hub
from lapor import Lapor
from wires import DEADLINE, wait_for
from wreck import has_faults

NUMBERS = itertools.count(1)


class Bed:
    """A hub with an SP4N-LAPOR!, and who asks them."""

    def __init__(self, env=None):
        self.hub = Hub(env=env)
        self.lapor = Lapor(self.hub)

    def __enter__(self):
        try:
            self.hub.prepare()
            self.lapor.start()
            self.hub.institutions = INSTITUTIONS + self.lapor.section()
            self.hub.configure(self.hub.institutions)
            self.hub.start()
        except BaseException:
            self.__exit__(None)
            raise
        self.web = self.hub.caller("source", "lapor")
        self.coordinator = self.hub.caller("coordinator", "inspektorat")
        return self

    def __exit__(self, kind, *_):
        try:
            self.hub.__exit__(kind)
        finally:
            self.lapor.stop()

    def restart(self):
        """As after a power cut."""
        self.hub.kill()
        for caller in self.hub.callers:
            caller.close()
        self.hub.start()

    def hand_over(self, **members):
        answer = self.web.post("/v1/cases", {
            "narrative": "Jalan berlubang di depan pasar.",
            "category": "jalan", "channel": "sms",
            "tracking_id": f"W-{next(NUMBERS)}", **members})
        assert answer.status == 201, answer
        return answer.body["case"], answer.body["handoff"]

    def upload(self, data, name):
        place = self.web.post("/v1/attachments", headers={
            "Tus-Resumable": "1.0.0", "Upload-Length": str(len(data)),
            "Upload-Metadata": "filename " + base64.b64encode(
                name.encode()).decode()}).headers["Location"]
        for start in range(0, len(data), 1 << 20):
            answer = self.web.call(
                "PATCH", place, data[start:start + (1 << 20)], headers={
                    "Tus-Resumable": "1.0.0", "Upload-Offset": str(start),
                    "Content-Type": "application/offset+octet-stream"})
            assert answer.status == 204, answer
        return place.rsplit("/", 1)[1]

    def handoff(self, case, handoff):
        body = self.coordinator.get(f"/v1/cases/{case}").body
        return next(h for h in body["handoffs"] if h["id"] == handoff)

    def arrived(self, case, handoff, seconds=DEADLINE):
        """The complaint that it became, once the hub knows that too."""
        found = self.lapor.handed_on(handoff, seconds)
        wait_for("the hub to know", lambda: self.handoff(
            case, handoff)["delivery"]["state"] == "delivered", seconds)
        known = self.handoff(case, handoff)["delivery"]["remote_ref"]
        assert known == str(found["id"])
        return found

    def said(self, case):
        items = self.coordinator.get(
            f"/v1/cases/{case}/timeline?limit=200").body["items"]
        return [(i["event"], i.get("text", "")) for i in items
                if i["type"] == "said"]

    def hears(self, case, event, text, seconds=DEADLINE):
        wait_for(f"{event}: {text}",
                 lambda: (event, text) in self.said(case), seconds)


@pytest.fixture(scope="module")
def bed():
    with Bed() as bed:
        yield bed


def test_a_case_becomes_a_complaint_that_is_handed_on(bed):
    case, handoff = bed.hand_over(region="51.71")
    found = bed.arrived(case, handoff)
    assert found["disposition_id"] == 12
    assert found["channel"] == "SMS"
    assert found["location_id"] == 5171
    assert found["content"].startswith("Jalan berlubang di depan pasar.\n")


def test_what_does_not_fit_goes_as_files_and_in_words(bed):
    files = [bed.upload(b"x" * 3000, f"foto-{n}.jpg") for n in range(6)]
    files.append(bed.upload(b"v" * (6 << 20), "video.mp4"))
    text = "Jalan berlubang. " * 100
    case, handoff = bed.hand_over(narrative=text, attachments=files)
    found = bed.arrived(case, handoff)
    assert len(found["content"]) <= 1000
    assert "(lengkapnya dalam lampiran uraian.txt)" in found["content"]
    assert [f["name"] for f in found["files"]] == [
        "uraian.txt", "foto-0.jpg", "foto-1.jpg", "foto-2.jpg", "foto-3.jpg"]
    whole = found["files"][0]["text"]
    assert whole.startswith(text.strip()) and "video.mp4 (6 MB)" in whole
    more = [f for f in found["followups"] if f["attachments"]]
    assert [[a["file_name"] for a in f["attachments"]] for f in more] == [
        ["foto-4.jpg", "foto-5.jpg"]]


def test_work_there_comes_back_once_however_often_it_is_listed(bed):
    case, handoff = bed.hand_over()
    number = bed.arrived(case, handoff)["id"]
    bed.lapor.control("followup", complaint=number, by=12, status="Proses",
                      content="{{institution}}: {{status_old}} menjadi "
                      "{{status_new}}")
    wait_for("acceptance", lambda: bed.handoff(
        case, handoff)["state"] == "accepted")
    bed.lapor.control("followup", complaint=number, by=12,
                      content="Tim sudah ke lokasi.",
                      attachments=[{"path": "f/1", "file_name": "foto.jpg"}])
    bed.hears(case, "progress", "Tim sudah ke lokasi.\n"
              "Lampiran di SP4N-LAPOR!: foto.jpg (f/1)")
    bed.lapor.control("followup", complaint=number, by=12, status="Selesai",
                      content="Jalan sudah ditambal.",
                      created_at="22-11-2026 12.00")
    bed.hears(case, "answered",
              "Jalan sudah ditambal.\n[waktu: 22-11-2026 12.00]")
    words = bed.said(case)
    assert [e for e, _ in words].count("progress") == 1
    assert [e for e, _ in words].count("answered") == 1


def attachments_of(bed, case):
    return [(a["name"], a["size"]) for a in bed.coordinator.get(
        f"/v1/cases/{case}").body["attachments"]]


def test_files_of_theirs_come_in_once_and_from_nowhere_else(bed):
    case, handoff = bed.hand_over()
    number = bed.arrived(case, handoff)["id"]
    bed.lapor.control(
        "followup", complaint=number, by=12, content="Lihat foto.",
        attachments=[
            {"path": "t/foto 1.jpg", "file_name": "foto 1.jpg", "text": "abc"},
            {"path": "https://other.example/t/2", "file_name": "2.jpg"},
            {"path": "../t/3", "file_name": "3.jpg", "text": "x"},
            {"path": "t/film.mp4", "file_name": "film.mp4", "text": "x" * 1024,
             "times": 5121},
            {"path": "t/batas.bin", "file_name": "batas.bin",
             "text": "x" * 1024, "times": 5120},
            {"path": "t/gone.jpg", "file_name": "gone.jpg"}])
    bed.hears(case, "comment",
              "Berkas di SP4N-LAPOR! terlalu besar untuk diambil: film.mp4")
    bed.hears(case, "comment",
              "Berkas di SP4N-LAPOR! tidak dapat diambil: gone.jpg")
    wait_for("the words", lambda: any(
        t.startswith("Lihat foto.\n") for _, t in bed.said(case)))
    bed.lapor.control("followup", complaint=number, by=12, content="Sudah.")
    bed.hears(case, "progress", "Sudah.")
    assert sorted(attachments_of(bed, case)) == [
        ("batas.bin", 5 << 20), ("foto 1.jpg", 3)]
    seen = [s for s in bed.lapor.control("state")["seen"] if "/storage/t/" in s]
    assert sorted(seen) == [f"GET /storage/t/{name}" for name in (
        "batas.bin", "film.mp4", "foto%201.jpg", "gone.jpg")]


@pytest.mark.parametrize("fails", ["502", "lost"])
def test_a_file_that_nobody_can_fetch_holds_up_nothing(bed, fails):
    """A gateway answers for it for ever, or nobody does: after three rounds
    each the coordinator is told, and all other news goes on."""
    names = [f"{fails}-{n}.jpg" for n in range(2)]
    case, handoff = bed.hand_over()
    number = bed.arrived(case, handoff)["id"]
    bed.lapor.control("mode", fail=fails, on=f"GET /storage/t/{fails}",
                      times=1000000)
    bed.lapor.control("followup", complaint=number, by=12, content="Foto.",
                      attachments=[{"path": f"t/{name}", "text": "x",
                                    "file_name": name} for name in names])
    for name in names:
        bed.hears(case, "comment",
                  f"Berkas di SP4N-LAPOR! tidak dapat diambil: {name}",
                  2 * DEADLINE)
    wait_for("the words", lambda: any(
        t.startswith("Foto.\n") for _, t in bed.said(case)))
    bed.lapor.control("followup", complaint=number, by=12, content="Beres.")
    bed.hears(case, "progress", "Beres.")
    bed.lapor.control("mode", fail="500", times=0)


def test_files_of_a_complaint_from_there_come_with_it(bed):
    number = bed.lapor.control(
        "dispose", content="Air keruh.", category_name="water", attachments=[
            {"path": "c/bukti.pdf", "file_name": "bukti.pdf", "text": "%PDF"}
        ])["id"]
    case = case_from(bed, number)
    wait_for("its file", lambda: attachments_of(bed, case) == [
        ("bukti.pdf", 4)])


def test_times_without_a_zone_are_theirs(bed):
    case, handoff = bed.hand_over()
    number = bed.arrived(case, handoff)["id"]
    bed.lapor.control("followup", complaint=number, by=12, content="Siang.")
    bed.hears(case, "progress", "Siang.")
    said = bed.lapor.complaint(number)["followups"][-1]["created_at"]
    theirs = datetime.strptime(said + " +0700", "%d-%m-%Y %H:%M:%S %z")
    items = bed.coordinator.get(
        f"/v1/cases/{case}/timeline?limit=200").body["items"]
    item = next(i for i in items if i.get("text") == "Siang.")
    assert datetime.fromisoformat(item["claimed_at"]) == theirs


def test_closed_without_a_word_is_no_answer(bed):
    case, handoff = bed.hand_over()
    number = bed.arrived(case, handoff)["id"]
    bed.lapor.control("followup", complaint=number, by=12, status="Selesai",
                      content="{{status_old}} menjadi {{status_new}}")
    bed.hears(case, "comment",
              "Laporan ditutup di SP4N-LAPOR! tanpa jawaban.")
    assert bed.handoff(case, handoff)["state"] == "offered"


def test_a_status_that_nobody_knows_is_held_until_it_is_named(bed):
    case, handoff = bed.hand_over()
    number = bed.arrived(case, handoff)["id"]
    bed.lapor.control("followup", complaint=number, by=12,
                      status="Dialihdayakan", content="Kontraktor bekerja.")

    def words():
        status, out = bed.hub.ctl("words", "sp4n-lapor", "--json")
        assert status == 0, out
        return [w["word"] for w in json.loads(out)["words"]]
    wait_for("the word", lambda: "Dialihdayakan" in words())
    status, out = bed.hub.ctl("words", "sp4n-lapor", "--map", "Dialihdayakan",
                              "--as", "progress", "--by", "Luh")
    assert status == 0, out
    bed.hears(case, "progress", "Kontraktor bekerja.")


def test_handed_back_it_goes_to_the_next(bed):
    case, handoff = bed.hand_over()
    number = bed.arrived(case, handoff)["id"]
    bed.lapor.control("reject", complaint=number, by=12, is_request=1,
                      reason=77, not_authority=1,
                      reason_description="Jalan kabupaten.")
    wait_for("the refusal", lambda: bed.handoff(
        case, handoff)["state"] == "refused")
    wait_for("pln to be asked", lambda: any(
        h["receiver"] == "pln" for h in bed.coordinator.get(
            f"/v1/cases/{case}").body["handoffs"]))


def case_from(bed, number):
    """The hub's case of a complaint there, once it is here."""
    def found():
        rows = bed.coordinator.get("/v1/cases?limit=200").body["items"]
        return [c for c in rows if c.get("tracking_id") == str(number)]
    return wait_for(f"case {number}", found)[0]["id"]


def test_a_complaint_there_is_answered_from_here(bed):
    number = bed.lapor.control(
        "dispose", title="Lampu padam", content="Lampu padam di pasar.",
        channel="Android", category_name="electricity",
        date_of_incident="01-02-2026")["id"]
    case = case_from(bed, number)
    body = bed.coordinator.get(f"/v1/cases/{case}").body
    assert (body["source"], body["channel"]) == ("sp4n-lapor", "android")
    handoff = body["handoffs"][0]["id"]
    pln = bed.hub.caller("institution", "pln")
    assert pln.post(f"/v1/handoffs/{handoff}/accept", {}).status == 200
    assert pln.post(f"/v1/handoffs/{handoff}/answer",
                    {"text": "Lampu sudah diganti."}).status == 200

    def heard():
        return [f["content"] for f in bed.lapor.complaint(number)["followups"]
                if "[simpul " in f["content"]]
    wait_for("the answer there", lambda: any(
        c.startswith("Jawaban\nLampu sudah diganti.\n") for c in heard()))
    bed.lapor.control("followup", complaint=number, content="Padam lagi.")
    bed.hears(case, "objection", "Padam lagi.")
    wait_for("the case to be worked on", lambda: bed.coordinator.get(
        f"/v1/cases/{case}").body["state"] == "in_progress")


@pytest.mark.skipif(not has_faults(), reason="built without --enable-faults")
@pytest.mark.parametrize("point", ["poller.cursor:2", "apply.run:1"])
def test_a_hub_that_dies_while_it_asks_takes_a_complaint_once(bed, point):
    bed.hub.kill()
    number = bed.lapor.control("dispose", content=f"Air keruh, {point}.",
                               category_name="water")["id"]
    bed.lapor.control("followup", complaint=number, content="Sejak pagi.")
    bed.hub.env["SIMPUL_CRASH"] = point
    bed.hub.launch()
    wait_for("the hub to die", lambda: bed.hub.process.poll() is not None)
    del bed.hub.env["SIMPUL_CRASH"]
    bed.restart()
    case = case_from(bed, number)
    bed.hears(case, "supplement", "Sejak pagi.")
    rows = bed.coordinator.get("/v1/cases?limit=200").body["items"]
    assert [c["id"] for c in rows
            if c.get("tracking_id") == str(number)] == [case]
    assert [e for e, _ in bed.said(case)].count("supplement") == 1


@pytest.mark.parametrize("theirs, ours", [
    ("Website", "web"), ("SMS", "sms"), ("Twitter", "x"),
    ("Android", "android"), ("iOS", "ios")])
def test_channels_come_through(bed, theirs, ours):
    case, handoff = bed.hand_over(channel=ours)
    assert bed.arrived(case, handoff)["channel"] == theirs
    number = bed.lapor.control("dispose", content="Air keruh.",
                               channel=theirs, category_name="water")["id"]
    case = case_from(bed, number)
    assert bed.coordinator.get(f"/v1/cases/{case}").body["channel"] == ours


STEPS = {"a file": "POST /complaints/complaint/file",
         "the complaint": "POST /complaints/complaint-lmw",
         "the handing on": "POST /complaints/process",
         "a follow-up": "POST /complaints/followup/add"}


def hand_over_in_all_steps(bed):
    """A case that takes each of the steps: six files."""
    files = [bed.upload(b"y" * 100, f"{n}.txt") for n in range(6)]
    return bed.hand_over(attachments=files)


def arrived_once(bed, case, handoff):
    found = bed.arrived(case, handoff, 3 * DEADLINE)
    assert len(found["files"]) == 5
    assert len(found["data_logs"]) == 1
    assert len([f for f in found["followups"] if f["attachments"]]) == 1


@pytest.mark.parametrize("step", STEPS)
def test_a_lost_answer_makes_nothing_twice(bed, step):
    bed.lapor.control("mode", fail="lost", on=STEPS[step])
    arrived_once(bed, *hand_over_in_all_steps(bed))


@pytest.mark.parametrize("step", STEPS)
def test_a_hub_that_is_killed_makes_nothing_twice(bed, step):
    bed.lapor.control("mode", fail="hold", on=STEPS[step])
    case, handoff = hand_over_in_all_steps(bed)
    wait_for(step, lambda: bed.lapor.control("held")["held"])
    bed.restart()
    bed.lapor.control("release")
    arrived_once(bed, case, handoff)


def test_older_answers_and_dots_are_understood(bed):
    bed.lapor.control("style", old=True, dot=True)
    case, handoff = bed.hand_over()
    number = bed.arrived(case, handoff)["id"]
    bed.lapor.control("reject", complaint=number, by=12, is_request=1,
                      reason=77, not_authority=1, reason_description="Bukan.")
    wait_for("the refusal", lambda: bed.handoff(
        case, handoff)["state"] == "refused")
    bed.lapor.control("style", old=False, dot=False)


def test_without_the_second_header_nobody_gets_in(bed):
    bed.hub.secret("lapor.token", "salah\n")
    assert bed.hub.ask("reload")["good"]

    def row():
        rows = bed.hub.ask("institutions")["institutions"]
        return next(r for r in rows if r["institution"] == "sp4n-lapor")
    wait_for("the link to be paused", lambda: row()["link"] == "paused")
    assert "both headers" in row()["why"]
    bed.hub.secret("lapor.token", "token-rahasia\n")
    assert bed.hub.ask("reload")["good"]
    wait_for("the link", lambda: row()["link"] == "up")


@pytest.mark.skipif(not has_faults(), reason="built without --enable-faults")
@pytest.mark.parametrize("point", ["dispatch.before_send:3",
                                   "conclude.run:3"])
def test_a_hub_that_dies_at_every_step_brings_it_there_once(point):
    """In each life it asks after the step that it died on, does it, and dies
    on the next one."""
    with Bed() as bed:
        case, handoff = hand_over_in_all_steps(bed)
        bed.hub.kill()
        bed.hub.env["SIMPUL_CRASH"] = point
        lives = 0

        def is_there():
            """One more life where the last one ended."""
            nonlocal lives
            if bed.hub.process.poll() is not None:
                bed.hub.launch()
                lives += 1
            rows = bed.lapor.complaints(handoff)
            return rows and rows[0]["data_logs"]
        wait_for("the complaint to be handed on", is_there, 6 * DEADLINE)
        del bed.hub.env["SIMPUL_CRASH"]
        bed.restart()
        arrived_once(bed, case, handoff)
        assert lives >= 4, lives
