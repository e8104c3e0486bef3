# SPDX-License-Identifier: Apache-2.0
"""A Redmine that is a script, and lies when it is told to, beside a hub."""
import json

from peers import Peer
from redmine_desk import MAP

SETTINGS = MAP.parents[4] / "tests/plugins/bumn/redmine.json"
JSON = "Content-Type: application/json"


class Desk:
    """The enterprise: its issues, and the lie that it tells."""

    def __init__(self):
        self.lie, self.on = None, "POST /issues"
        self.issues, self.listed, self.read = {}, [], 0
        self.peer = Peer(self.serve)

    def serve(self, conn):
        while request := conn.request():
            head, body = request
            line = head.split(b"\r\n")[0].decode()
            if self.lie and line.startswith(self.on):
                status, said, kind = self.lie
                conn.answer(status, said, kind)
                continue
            status, said = self.answer(line, body)
            conn.answer(status, json.dumps(said).encode(), JSON)

    def answer(self, line, body):
        method, path, _ = line.split()
        if method == "POST":
            number = len(self.issues) + 41
            self.issues[number] = {**json.loads(body)["issue"], "id": number}
            return 201, {"issue": {"id": number}}
        if "updated_on=" in path:
            return 200, {"issues": self.listed,
                         "total_count": len(self.listed)}
        if path.startswith("/issues.json"):     # by our reference
            return 200, {"issues": [
                i for i in self.issues.values()
                if i["custom_fields"][0]["value"] in path]}
        number = int(path.split("/")[2].split(".")[0])
        found = next((i for i in self.listed if i["id"] == number), None)
        self.read += 1
        return (200, {"issue": found}) if found else (404, {})

    def polls(self):
        return sum(b"updated_on=" in head for head, _ in self.peer.seen)


class Bed:
    def __init__(self, hub, desk):
        self.hub, self.desk = hub, desk
        self.lapor = hub.caller("source", "lapor")
        self.coordinator = hub.caller("coordinator", "inspektorat")

    def hand_over(self, category):
        for caller in self.hub.callers:
            caller.close()
        answer = self.lapor.post("/v1/cases", {
            "narrative": "Telepon mati.", "category": category})
        assert answer.status == 201, answer
        return answer.body["case"], answer.body["handoff"]

    def handoff(self, case, handoff):
        return next(h for h in self.coordinator.get(
            f"/v1/cases/{case}").body["handoffs"] if h["id"] == handoff)

    def row(self):
        rows = self.hub.ask("institutions")["institutions"]
        return next(r for r in rows if r["institution"] == "telkom")

    def said(self, case):
        items = self.coordinator.get(f"/v1/cases/{case}/timeline").body
        return [(i["event"], i.get("text", "")) for i in items["items"]
                if i["type"] == "said"]
