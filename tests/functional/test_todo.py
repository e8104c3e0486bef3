# SPDX-License-Identifier: Apache-2.0
"""Institutions without access: what they are to hear is a list for a person,
who enters it there and says so; clocks run, and the log says who it was."""
import base64
import itertools
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from hub import INSTITUTIONS, Hub
from wires import wait_for

TOP = Path(__file__).resolve().parents[2]
MAP = TOP / "plugins/bumn/maps/redmine/redmine.jq"
NUMBERS = itertools.count(1)
SECTIONS = f"""
institution "kemenpu" {{
  name = "Kementerian Pekerjaan Umum"
  plugin = "none"
  relay = "manual"
  limits {{ deadline = "1d" }}
  agreement {{ number = "PKS-1" until = "2036-12-31" basis = "UU 25/2009" }}
  disclose = {{ "name" }}
}}
institution "telkom" {{
  name = "PT Telkom"
  plugin = "bumn"
  relay = "manual"
  url = "http://127.0.0.1:1"
  options {{ map = "{MAP}"
    settings = "{TOP}/tests/plugins/bumn/redmine.json" }}
}}
route "roads" {{ category = {{ "jalan" }} to = "kemenpu" }}
route "phones" {{ category = {{ "telepon" }} to = "telkom" }}
"""


@pytest.fixture(scope="module")
def hub():
    with Hub(institutions=INSTITUTIONS + SECTIONS) as hub:
        hub.web = hub.caller("source", "lapor")
        hub.coordinator = hub.caller("coordinator", "inspektorat")
        yield hub


def hand_over(hub, category="jalan", **members):
    answer = hub.web.post("/v1/cases", {
        "narrative": "Jalan berlubang.", "category": category,
        "tracking_id": f"M-{next(NUMBERS)}",
        "complainant": {"name": "Ketut"}, **members})
    assert answer.status == 201, answer
    return answer.body["case"], answer.body["handoff"]


def todo(hub, *words):
    status, out = hub.ctl("todo", "--json", *words)
    assert status == 0, out
    return json.loads(out)


def listed(hub, case):
    return [row for row in todo(hub)["todo"] if row["case"] == case]


def handoff_of(hub, case, handoff):
    body = hub.coordinator.get(f"/v1/cases/{case}").body
    return next(h for h in body["handoffs"] if h["id"] == handoff)


def test_a_person_enters_a_case_and_says_so(hub):
    case, handoff = hand_over(hub, subject="Lubang", region="51.71")
    row, = listed(hub, case)
    assert (row["id"], row["institution"], row["says"]) == (
        handoff, "kemenpu", "handoff")
    assert row["deadline"] > row["made_at"]
    status, out = hub.ctl("todo", handoff)
    assert status == 0
    assert "Penerusan laporan\nPerihal: Lubang\n\nJalan berlubang.\n\n" in out
    assert f"[simpul {handoff}]" in out
    assert "Ketut" not in out
    text = todo(hub, handoff)
    assert text["characters"] == len(text["text"])
    status, out = hub.ctl("todo", handoff, "--done", "--ref", "PU-7",
                          "--by", "Luh")
    assert status == 0 and "noted as entered" in out
    delivery = handoff_of(hub, case, handoff)["delivery"]
    assert (delivery["state"], delivery["remote_ref"]) == (
        "delivered", "PU-7")
    assert listed(hub, case) == []
    status, out = hub.ctl("todo", handoff, "--done")
    assert status == 0 and "nothing was changed" in out
    status, out = hub.ctl("case", "PU-7", "--history", "--json")
    assert status == 0, out
    entry = [e for e in json.loads(out)["cases"][0]["history"]
             if e["type"] == "simpul.handoff.delivered.v1"]
    assert len(entry) == 1 and entry[0]["operator"], entry
    status, out = hub.ctl("case", "PU-7", "--history")
    assert f"(petugas {entry[0]['operator']})" in out


def test_what_is_said_later_waits_for_what_comes_before(hub):
    case, handoff = hand_over(hub)
    assert hub.web.post(f"/v1/cases/{case}/supplement",
                        {"text": "Di depan pasar."}).status == 200
    assert [row["says"] for row in listed(hub, case)] == ["handoff"]
    assert todo(hub, handoff, "--done", "--ref", "PU-8")["changed"]
    row, = wait_for("what comes next", lambda: listed(hub, case))
    assert row["says"] == "supplement"
    text = todo(hub, row["id"])
    assert text["text"].startswith("Tambahan keterangan\n")
    assert "Di depan pasar." in text["text"]
    assert text["remote_ref"] == "PU-8"
    assert todo(hub, row["id"], "--done", "--by", "Made")["changed"]
    assert listed(hub, case) == []
    status, out = hub.ctl("case", handoff, "--history", "--json")
    entry, = [e for e in json.loads(out)["cases"][0]["history"]
              if e["type"] == "simpul.message.relayed.v1"]
    assert entry["operator"], entry


def test_whoever_complains_is_shown_once_the_case_was_taken(hub):
    case, handoff = hand_over(hub)
    assert todo(hub, handoff, "--done")["changed"]
    officer = hub.caller("institution", "kemenpu")
    assert officer.post(f"/v1/handoffs/{handoff}/accept", {}).status == 200
    hub.web.post(f"/v1/cases/{case}/supplement", {"text": "Tambahan."})
    row, = wait_for("the supplement", lambda: listed(hub, case))
    assert todo(hub, row["id"])["disclosed"] == "name"


def test_any_plugin_may_be_served_by_hand(hub):
    case, handoff = hand_over(hub, "telepon")
    row, = listed(hub, case)
    assert row["institution"] == "telkom"
    status, out = hub.ctl("queue")
    assert status == 0 and "simpulctl todo" in out
    assert todo(hub, handoff, "--done", "--ref", "41")["changed"]
    delivery = handoff_of(hub, case, handoff)["delivery"]
    assert (delivery["state"], delivery["attempt"]) == ("delivered", 0)


def test_files_are_named_and_got_over_the_api(hub):
    name = base64.b64encode(b"foto.jpg").decode()
    place = hub.web.post("/v1/attachments", headers={
        "Tus-Resumable": "1.0.0", "Upload-Length": "4",
        "Upload-Metadata": f"filename {name}"}).headers["Location"]
    assert hub.web.call("PATCH", place, b"foto", headers={
        "Tus-Resumable": "1.0.0", "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream"}).status == 204
    _, handoff = hand_over(hub, attachments=[place.rsplit("/", 1)[1]])
    text = todo(hub, handoff)["text"]
    number = re.search(r"^Lampiran: foto.jpg \(.*, 4 byte, (\w+)\)$", text,
                       re.M)[1]
    assert hub.coordinator.get(f"/v1/attachments/{number}").body == b"foto"
    assert todo(hub, handoff, "--done")["changed"]


def test_what_is_not_to_be_done_is_refused(hub):
    status, out = hub.ctl("todo", "tidak-ada")
    assert status == 1 and "no delivery's id" in out
    assert hub.ctl("todo", "--done")[0] == 2
    assert hub.ctl("todo", "1", "--ref", "x")[0] == 2
    case, handoff = hand_over(hub)
    assert hub.coordinator.post(f"/v1/handoffs/{handoff}/cancel",
                                {"text": "Keliru."}).status == 200
    status, out = hub.ctl("todo", handoff, "--done")
    assert status == 1 and "it has ended" in out
    assert listed(hub, case) == []


def test_access_comes_and_goes(hub):
    case, handoff = hand_over(hub, "telepon")
    head, tail = SECTIONS.split('institution "telkom"')
    hub.configure(INSTITUTIONS + head + 'institution "telkom"'
                  + tail.replace('  relay = "manual"\n', "", 1))
    assert hub.ask("reload")["good"]
    wait_for("a first attempt", lambda: handoff_of(
        hub, case, handoff)["delivery"]["attempt"] > 0)
    status, out = hub.ctl("todo", handoff, "--done")
    assert status == 1 and "not served by hand" in out
    hub.configure(INSTITUTIONS + SECTIONS)
    assert hub.ask("reload")["good"]
    wait_for("it on the list again", lambda: listed(hub, case))
    assert todo(hub, handoff, "--done", "--ref", "T-9")["changed"]
    delivery = handoff_of(hub, case, handoff)["delivery"]
    assert (delivery["state"], delivery["remote_ref"]) == ("delivered", "T-9")


def test_a_list_survives_a_kill(hub):
    case, handoff = hand_over(hub)
    hub.kill()
    for caller in hub.callers:
        caller.close()
    hub.start()
    row, = listed(hub, case)
    assert todo(hub, row["id"], "--done")["changed"]
    hub.kill()
    for caller in hub.callers:
        caller.close()
    hub.start()
    assert handoff_of(hub, case, handoff)["delivery"]["state"] == "delivered"


def test_what_nobody_enters_in_time_is_told(hub):
    case, handoff = hand_over(hub)
    ahead = timedelta(days=2) // timedelta(milliseconds=1)
    assert hub.ask("clock", forward_ms=ahead)["good"]
    for caller in hub.callers:
        caller.close()
    row = wait_for("it to be parked", lambda: [
        r for r in listed(hub, case) if r["state"] == "parked"])[0]
    assert "nobody has entered it" in row["why"]
    status, out = hub.ctl("case", handoff, "--history", "--json")
    assert status == 0 and "simpul.handoff.parked.v1" in out, out
    assert "Belum dimasukkan petugas pada waktunya" in out
    assert todo(hub, handoff, "--done")["changed"]
    assert handoff_of(hub, case, handoff)["delivery"]["state"] == "delivered"
