# SPDX-License-Identifier: Apache-2.0
"""What a hub and an enterprise's Redmine say to each other, whichever Redmine
it is: a case with files becomes one issue, and what an agent does there comes
back.  The tests ask for a fixture `talk`; whoever has one imports them."""
import base64
import itertools

from hub import INSTITUTIONS, Hub
from redmine_desk import HUB_KEY
from wires import DEADLINE, wait_for

NUMBERS = itertools.count(1)
FILES = {"foto rumah.jpg": b"x" * 3000, "surat.json": b"{\n" * 25}


class Talk:
    """A hub that is linked to a desk by one section and one mapping folder."""

    def __init__(self, desk, env=None):
        self.desk, self.hub = desk, Hub(env=env)
        self.hub.secret("redmine.key", HUB_KEY + "\n")
        self.hub.institutions = INSTITUTIONS + desk.section()

    def __enter__(self):
        self.hub.__enter__()
        self.lapor = self.hub.caller("source", "lapor")
        self.coordinator = self.hub.caller("coordinator", "inspektorat")
        return self

    def __exit__(self, *error):
        self.hub.__exit__(*error)

    def come_back(self):
        """The hub starts again after a death."""
        for caller in self.hub.callers:
            caller.close()
        self.hub.env.pop("SIMPUL_CRASH", None)
        self.hub.start()

    def hand_over(self, **members):
        for caller in self.hub.callers:
            caller.close()      # the hub ends connections that were idle
        answer = self.lapor.post("/v1/cases", {
            "narrative": "Telepon mati sejak kemarin.", "category": "phones",
            "tracking_id": f"B-{next(NUMBERS)}", **members})
        assert answer.status == 201, answer
        return answer.body["case"], answer.body["handoff"]

    def handoffs(self, case):
        return self.coordinator.get(f"/v1/cases/{case}").body["handoffs"]

    def handoff(self, case, handoff):
        return next(h for h in self.handoffs(case) if h["id"] == handoff)

    def arrived(self, case, handoff, seconds=DEADLINE):
        """Until it is known to be there; the one issue that it became."""
        wait_for("the issue's number", lambda: self.handoff(
            case, handoff)["delivery"].get("remote_ref"), seconds)
        issue, = self.desk.issues_of(handoff)
        return issue

    def is_in(self, case, handoff, *states):
        wait_for(" or ".join(states), lambda: self.handoff(
            case, handoff)["state"] in states)

    def said(self, case):
        items = self.coordinator.get(f"/v1/cases/{case}/timeline").body[
            "items"]
        return [(i["event"], i.get("text", "")) for i in items
                if i["type"] == "said"]

    def hears(self, case, event, text, seconds=DEADLINE):
        wait_for(f"{event}: {text}",
                 lambda: (event, text) in self.said(case), seconds)

    def upload(self, data, name):
        """A file by tus; its id."""
        place = self.lapor.post("/v1/attachments", headers={
            "Tus-Resumable": "1.0.0", "Upload-Length": str(len(data)),
            "Upload-Metadata": "filename " + base64.b64encode(
                name.encode()).decode()}).headers["Location"]
        answer = self.lapor.call("PATCH", place, data, headers={
            "Tus-Resumable": "1.0.0", "Upload-Offset": "0",
            "Content-Type": "application/offset+octet-stream"})
        assert answer.status == 204, answer
        return place.rsplit("/", 1)[1]

    def hand_over_files(self):
        return self.hand_over(attachments=[
            self.upload(data, name) for name, data in FILES.items()])


def expect_files(issue):
    """The issue has the complaint's files, each once."""
    found = [(a["filename"], a["filesize"]) for a in issue["attachments"]]
    assert sorted(found) == sorted((name, len(data))
                                   for name, data in FILES.items())


def test_a_case_with_two_files_becomes_one_issue(talk):
    case, handoff = talk.hand_over_files()
    issue = talk.arrived(case, handoff)
    assert issue["description"].startswith("Telepon mati sejak kemarin.")
    expect_files(issue)


def test_work_of_an_agent_comes_back(talk):
    case, handoff = talk.hand_over()
    issue = talk.arrived(case, handoff)["id"]
    talk.desk.change(issue, status_id=talk.desk.status("accepted"))
    talk.is_in(case, handoff, "accepted", "working")
    talk.desk.change(issue, notes="Teknisi di jalan.")
    talk.hears(case, "progress", "Teknisi di jalan.")
    talk.desk.change(issue, notes="Rahasia.", private_notes=True)
    talk.desk.change(issue, notes="Sudah hidup.",
                     status_id=talk.desk.status("answered"))
    talk.hears(case, "answered", "Sudah hidup.")
    words = talk.said(case)
    assert not any("Rahasia" in text for _, text in words)
    assert [e for e, _ in words].count("progress") == 1


def test_files_of_an_agent_come_before_the_answer(talk):
    case, handoff = talk.hand_over()
    issue = talk.arrived(case, handoff)["id"]
    talk.desk.change(issue, status_id=talk.desk.status("accepted"))
    talk.is_in(case, handoff, "accepted")
    # No JSON, whatever it is called.
    talk.desk.attach(issue, {"laporan.json": b"{ bukan", "b.txt": b"B"},
                     notes="Selesai, lihat berkas.",
                     status_id=talk.desk.status("answered"))
    talk.hears(case, "answered", "Selesai, lihat berkas.")
    events = [e for e, t in talk.said(case) if t.startswith("Berkas: ")
              or t.startswith("Selesai")]
    assert events == ["progress", "progress", "answered"]
    files = talk.coordinator.get(f"/v1/cases/{case}").body["attachments"]
    assert sorted((f["name"], f["size"]) for f in files) == [
        ("b.txt", 1), ("laporan.json", 7)]
    one = next(f for f in files if f["name"] == "b.txt")
    assert talk.coordinator.get(f"/v1/attachments/{one['id']}") == (200, b"B")


def test_a_closed_issue_without_a_note_is_a_comment(talk):
    case, handoff = talk.hand_over()
    issue = talk.arrived(case, handoff)["id"]
    talk.desk.change(issue, status_id=talk.desk.settings["closed_status"])
    talk.hears(case, "comment", "Tiket ditutup di Redmine tanpa keterangan.")
    assert talk.handoff(case, handoff)["state"] == "offered"


def test_a_refusal_names_who_it_belongs_to(talk):
    case, handoff = talk.hand_over()
    issue = talk.arrived(case, handoff)["id"]
    talk.desk.change(
        issue, status_id=talk.desk.status("refused"),
        notes="Bukan kabel kami.", custom_fields=[
            {"id": talk.desk.field("reason_field"),
             "value": "Bukan kewenangan"},
            {"id": talk.desk.field("target_field"), "value": "pln"}])
    talk.is_in(case, handoff, "refused")
    assert talk.handoff(case, handoff)["reason"] == "outside_authority"
    wait_for("pln to be asked", lambda: any(
        h["receiver"] == "pln" for h in talk.handoffs(case)))


def test_a_status_that_redmine_passes_over_is_told(talk):
    """204 and no change: the hub's role may not close what waits."""
    case, handoff = talk.hand_over()
    issue = talk.arrived(case, handoff)["id"]
    talk.desk.change(issue, status_id=talk.desk.status("progress"),
                     notes="Menunggu suku cadang.")
    talk.is_in(case, handoff, "working")
    answer = talk.lapor.post(f"/v1/cases/{case}/withdraw",
                             {"text": "Sudah tidak perlu."})
    assert answer.status == 200, answer
    talk.hears(case, "comment", "Redmine tidak mengubah status tiket ini.")
    issue, = talk.desk.issues_of(handoff)
    assert issue["status"]["id"] == talk.desk.status("progress")


def test_a_withdrawn_case_is_closed_there(talk):
    case, handoff = talk.hand_over()
    talk.arrived(case, handoff)
    answer = talk.lapor.post(f"/v1/cases/{case}/withdraw",
                             {"text": "Sudah hidup sendiri."})
    assert answer.status == 200, answer
    wait_for("the issue to be closed", lambda: talk.desk.issues_of(handoff)[
        0]["status"]["id"] == talk.desk.settings["closed_status"])
