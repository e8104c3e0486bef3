# SPDX-License-Identifier: Apache-2.0
"""A map that is exchanged while deliveries and polls are under way: what was
asked under the old one is understood by the old one, what comes next goes by
the new one, and nothing is said twice or lost."""
import json
import threading

import pytest

from hub import INSTITUTIONS, Hub
from peers import Peer
from redmine_liar import JSON, Bed
from wires import DEADLINE, wait_for

# Two maps of one system: {way} and the words of its answers differ, and
# neither takes the other's.
MAP = """
def compose: {{method: "POST", path: "/{way}/tickets",
  body: {{ref: .handoff.id}}}};
def poll: {{method: "GET", path: "/{way}/news"}};
def conclude: if .at.purpose == "poll" then
    [must($__loc__; "body.{news}"; "array")[] | {{kind: "progress",
      remote_ref: .ref, their_id: .text, text: .text}}]
      + [{{kind: "cursor", carry: {{}}}}]
  else {{kind: "delivered", remote_ref: must_id($__loc__; "body.{id}")}} end;
"""
WORDS = {"lama": {"news": "notes", "id": "id"},
         "baru": {"news": "items", "id": "number"}}
SECTION = """
institution "telkom" {{
  name = "PT Telkom"
  plugin = "bumn"
  url = "http://127.0.0.1:{port}"
  poll = "1s"
  limits {{ timeout = "15s" failures = 1000 }}
  options {{ map = "@FOLDER@/{way}.jq" }}
}}
route "phones" {{ category = {{ "phones" }} to = "telkom" }}
"""


class Desk:
    """Answers each way in its own words; what is held waits for a word."""

    def __init__(self):
        self.refs, self.news, self.held = [], [], {}
        self.go = threading.Event()
        self.peer = Peer(self.serve)

    def serve(self, conn):
        while request := conn.request():
            method, path, _ = request[0].split(b"\r\n")[0].decode().split()
            way = path.split("/")[1]
            words = WORDS[way]
            if path in self.held:
                self.held[path] = True
                self.go.wait(DEADLINE)
            if method == "POST":
                self.refs.append((way, json.loads(request[1])["ref"]))
                said = {words["id"]: f"t{len(self.refs)}"}
            else:
                said = {words["news"]: self.news}
            conn.answer(201, json.dumps(said).encode(), JSON)

    def hold(self, *paths):
        self.go.clear()
        self.held = dict.fromkeys(paths, False)

    def let_go(self):
        self.held = {}
        self.go.set()


@pytest.fixture(scope="module")
def bed():
    desk, hub = Desk(), Hub()
    for way, words in WORDS.items():
        hub.secret(f"{way}.jq", MAP.format(way=way, **words))
    hub.institutions = INSTITUTIONS + SECTION.format(
        port=desk.peer.port, way="lama")
    try:
        with hub:
            yield Bed(hub, desk)
    finally:
        desk.let_go()
        desk.peer.__exit__()


def exchange(bed, way):
    bed.hub.configure(INSTITUTIONS + SECTION.format(
        port=bed.desk.peer.port, way=way))
    answer = bed.hub.ask("reload")
    assert answer["good"], answer


def delivered(bed, case, handoff):
    wait_for("it to arrive", lambda: bed.handoff(
        case, handoff)["delivery"]["state"] == "delivered", 2 * DEADLINE)
    return bed.handoff(case, handoff)["delivery"]["remote_ref"]


def test_what_was_asked_under_the_old_map_is_understood_by_it(bed):
    bed.desk.hold("/lama/tickets", "/lama/news")
    case, handoff = bed.hand_over("phones")
    wait_for("both to be asked", lambda: all(bed.desk.held.values()))
    bed.desk.news = [{"ref": "t1", "text": "Kabar lama."}]
    exchange(bed, "baru")
    bed.desk.let_go()
    assert delivered(bed, case, handoff) == "t1"
    assert bed.desk.refs == [("lama", handoff)]
    second, other = bed.hand_over("phones")
    assert delivered(bed, second, other) == "t2"
    assert bed.desk.refs[1:] == [("baru", other)]
    wait_for("the news", lambda: ("progress", "Kabar lama.") in bed.said(case))
    bed.desk.news.append({"ref": "t2", "text": "Kabar baru."})
    wait_for("more", lambda: ("progress", "Kabar baru.") in bed.said(second))
    assert bed.said(case).count(("progress", "Kabar lama.")) == 1
    assert not bed.row().get("why")


def test_maps_that_change_all_the_time_lose_nothing(bed):
    """Whatever they meet under way, each case is there once."""
    before, cases = len(bed.desk.refs), []
    for number in range(8):
        cases += [bed.hand_over("phones") for _ in range(3)]
        exchange(bed, ("lama", "baru")[number % 2])
    for case, handoff in cases:
        delivered(bed, case, handoff)
    assert sorted(ref for _, ref in bed.desk.refs[before:]) == sorted(
        handoff for _, handoff in cases)
    assert "worker of telkom died" not in bed.hub.log.read_text()
