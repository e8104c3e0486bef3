# SPDX-License-Identifier: Apache-2.0
"""A state enterprise with a Redmine, linked by configuration alone: a case with
files becomes one issue, what an agent does there comes back, and nothing is
lost or doubled when answers are."""
import itertools
import json
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from hub import INSTITUTIONS, Hub
from wires import DEADLINE, wait_for

TOP = Path(__file__).resolve().parents[2]
PEER = TOP / "tests/peers/redmine.py"
NUMBERS = itertools.count(1)
SECTION = """
institution "telkom" {{
  name = "PT Telkom"
  plugin = "bumn"
  url = "http://127.0.0.1:{port}"
  poll = "1s"
  auth {{ kind = "header" header = "X-Redmine-API-Key"
         secret_file = "{folder}/redmine.key" }}
  limits {{ concurrency = 2 timeout = "5s" }}
  options {{ map = "{map}" settings = "{top}/tests/plugins/bumn/redmine.json" }}
}}
route "phones" {{ category = {{ "phones" }} to = "telkom" }}
route "phones-else" {{ category = {{ "phones" }} to = "pln" }}
"""


class Redmine:
    """The peer beside a hub, and what it is asked."""

    def __init__(self, hub):
        self.hub = hub
        hub.secret("redmine.key", "kunci\n")
        self.process = subprocess.Popen(
            [sys.executable, "-B", PEER, "--key", "kunci"],
            stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(DEADLINE)
        self.process.stdout.close()

    def control(self, name, **said):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/control/{name}",
            json.dumps(said).encode())
        with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
            return json.load(answer)

    def section(self, map=TOP / "plugins/bumn/maps/redmine/redmine.jq"):
        return SECTION.format(port=self.port, folder=self.hub.folder, top=TOP,
                              map=map)

    def issues_of(self, handoff):
        return [i for i in self.control("state")["issues"]
                if {"id": 5, "value": handoff} in i["custom_fields"]]


@pytest.fixture(scope="module")
def desk():
    hub = Hub()
    redmine = Redmine(hub)
    hub.institutions = INSTITUTIONS + redmine.section()
    try:
        with hub:
            redmine.lapor = hub.caller("source", "lapor")
            redmine.coordinator = hub.caller("coordinator", "inspektorat")
            yield redmine
    finally:
        redmine.stop()


def hand_over(desk, **members):
    answer = desk.lapor.post("/v1/cases", {
        "narrative": "Telepon mati sejak kemarin.", "category": "phones",
        "tracking_id": f"B-{next(NUMBERS)}", **members})
    assert answer.status == 201, answer
    return answer.body["case"], answer.body["handoff"]


def handoff_of(desk, case, handoff):
    body = desk.coordinator.get(f"/v1/cases/{case}").body
    return next(h for h in body["handoffs"] if h["id"] == handoff)


def arrived(desk, case, handoff, seconds=DEADLINE):
    """Until it is known to be there; the one issue that it became."""
    wait_for("the issue's number", lambda: handoff_of(
        desk, case, handoff)["delivery"].get("remote_ref"), seconds)
    issue, = desk.issues_of(handoff)
    return issue


def said(desk, case):
    items = desk.coordinator.get(f"/v1/cases/{case}/timeline").body["items"]
    return [(i["event"], i.get("text", "")) for i in items
            if i["type"] == "said"]


def upload(desk, data, name):
    import base64
    place = desk.lapor.post("/v1/attachments", headers={
        "Tus-Resumable": "1.0.0", "Upload-Length": str(len(data)),
        "Upload-Metadata": "filename " + base64.b64encode(
            name.encode()).decode()}).headers["Location"]
    answer = desk.lapor.call("PATCH", place, data, headers={
        "Tus-Resumable": "1.0.0", "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream"})
    assert answer.status == 204, answer
    return place.rsplit("/", 1)[1]


def test_a_case_with_two_files_becomes_one_issue(desk):
    files = [upload(desk, b"x" * 3000, "foto.jpg"),
             upload(desk, b"y" * 50, "surat.pdf")]
    case, handoff = hand_over(desk, attachments=files)
    issue = arrived(desk, case, handoff)
    assert issue["description"].startswith("Telepon mati sejak kemarin.")
    assert issue["files"] == [{"name": "foto.jpg", "size": 3000},
                              {"name": "surat.pdf", "size": 50}]


def test_work_of_an_agent_comes_back(desk):
    case, handoff = hand_over(desk)
    issue = arrived(desk, case, handoff)["id"]
    desk.control("journal", issue=issue, status=2)
    wait_for("acceptance", lambda: handoff_of(
        desk, case, handoff)["state"] in ("accepted", "working"))
    desk.control("journal", issue=issue, notes="Teknisi di jalan.")
    wait_for("progress", lambda: ("progress", "Teknisi di jalan.")
             in said(desk, case))
    desk.control("journal", issue=issue, notes="Rahasia.", private=True)
    desk.control("journal", issue=issue, notes="Menunggu.", status=99)
    desk.control("journal", issue=issue, notes="Sudah hidup.", status=3)
    wait_for("the answer", lambda: ("answered", "Sudah hidup.")
             in said(desk, case))
    words = said(desk, case)
    assert ("comment", "Menunggu.\n[status: 99]") in words
    assert not any("Rahasia" in text for _, text in words)
    assert [e for e, _ in words].count("progress") == 1


def test_a_refusal_names_who_it_belongs_to(desk):
    case, handoff = hand_over(desk)
    issue = arrived(desk, case, handoff)["id"]
    desk.control("journal", issue=issue, status=6, notes="Bukan kabel kami.",
                 fields=[{"id": 7, "value": "Bukan kewenangan"},
                         {"id": 8, "value": "pln"}])
    wait_for("the refusal", lambda: handoff_of(
        desk, case, handoff)["state"] == "refused")
    wait_for("pln to be asked", lambda: any(
        h["receiver"] == "pln" for h in desk.coordinator.get(
            f"/v1/cases/{case}").body["handoffs"]))


def test_a_lost_answer_makes_no_second_issue(desk):
    desk.control("mode", fail="lost", on="POST /issues")
    case, handoff = hand_over(desk)
    arrived(desk, case, handoff)


def test_news_are_covered_until_shortly(desk):
    def row():
        rows = desk.hub.ask("institutions")["institutions"]
        return next(r for r in rows if r["institution"] == "telkom")
    wait_for("the first poll", lambda: row().get("covered_until"))
    before = row()["covered_until"]
    wait_for("the next one", lambda: row()["covered_until"] > before)
    desk.control("mode", fail="html", on="GET /issues", times=2)
    wait_for("a problem", lambda: "map, " in row()["poll_problem"])
    wait_for("no problem", lambda: row()["poll_problem"] == "")
    assert row()["link"] == "up"


def test_what_was_asked_before_a_kill_is_not_said_twice(desk):
    case, handoff = hand_over(desk)
    issue = arrived(desk, case, handoff)["id"]
    desk.control("journal", issue=issue, status=2)
    desk.control("journal", issue=issue, notes="Satu kali.")
    wait_for("progress", lambda: ("progress", "Satu kali.")
             in said(desk, case))
    desk.hub.kill()
    for caller in desk.hub.callers:
        caller.close()
    desk.hub.start()
    desk.control("journal", issue=issue, notes="Dua kali.")
    wait_for("more", lambda: ("progress", "Dua kali.") in said(desk, case))
    assert said(desk, case).count(("progress", "Satu kali.")) == 1


def test_a_map_that_never_ends_parks_its_message_alone(desk):
    endless = desk.hub.folder / "endless.jq"
    text = (TOP / "plugins/bumn/maps/redmine/redmine.jq").read_text()
    endless.write_text(text.replace(
        "def compose:", 'def endless: def f: f; f;\ndef compose: '
        'if .handoff.subject == "putar" then endless else . end |'))
    desk.hub.configure(INSTITUTIONS + desk.section(endless))
    answer = desk.hub.ask("reload")
    assert answer["good"], answer
    case, handoff = hand_over(desk, subject="putar")
    other, second = hand_over(desk)
    # Twice five seconds of CPU, on a machine with other work.
    wait_for("it to be parked", lambda: handoff_of(
        desk, case, handoff)["delivery"]["state"] == "parked", 4 * DEADLINE)
    arrived(desk, other, second, 4 * DEADLINE)
    assert desk.issues_of(handoff) == []
