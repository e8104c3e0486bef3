#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""A Redmine for tests: a program of its own that speaks the JSON of Redmine's
REST interface as it is documented, with what one trips over in the real one:
times of whole seconds, journals a second older than their issue, lists without
closed issues unless asked, 204 for a status that there is none of or that the
workflow forbids, fields that nobody has defined passed over, an upload that one
issue alone may take, files that call themselves JSON.

Loopback only.  Two people have a key: the hub, and an agent who works by the
same interface.  POST /control/mode {"fail": WORD, "times": N, "after": N, "on":
"POST /issues"} makes requests fail: 500 503 html, broken (done, and answered
500), lost (done, and the connection closed without an answer) or held (done,
and not answered); GET /control/held is how many are."""
import argparse
import http.server
import json
import re
import signal
import sys
import threading
import time
import urllib.parse
from pathlib import Path

SETTINGS = Path(__file__).resolve().parents[1] / "plugins/bumn/redmine.json"
OPEN, CLOSED = {1, 2, 4, 99}, {3, 5, 6}
FIELDS = {5, 6, 7, 8}
HUB, AGENT = "Simpul", "Ani"
# What the hub's role may do to a status; an agent may do everything.
WORKFLOW = {(1, 5), (2, 5)}
KEY = "X-Redmine-API-Key"


def instant(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


class Desk:
    """What the system holds."""

    def __init__(self, keys):
        self.keys, self.lock = keys, threading.RLock()
        self.issues, self.files = {}, {}
        self.journals = self.held = 0
        self.mode = {"times": 0}

    def fails(self, line):
        """The failure that this request is to have, or None."""
        mode = self.mode
        if mode["times"] <= 0 or not line.startswith(mode.get("on", "")):
            return None
        if mode.get("after", 0) > 0:
            mode["after"] -= 1
            return None
        mode["times"] -= 1
        return mode["fail"]

    def claim(self, issue, uploads):
        """The files behind the tokens that no issue has taken yet."""
        taken = []
        for said in uploads:
            file = self.files.get(int(said["token"].split(".")[0]))
            if file and file["issue"] is None and \
                    file["token"] == said["token"]:
                file["issue"] = issue
                file["content_type"] = said.get("content_type") or ""
                file["filename"] = said.get("filename") or file["filename"]
                taken.append(file)
        return taken

    def create(self, said, _user):
        if not said.get("subject"):
            return 422, {"errors": ["Subject cannot be blank"]}
        if said.get("project_id") != 1:
            return 404, None
        number = len(self.issues) + 1
        self.claim(number, said.get("uploads", ()))
        now = instant(time.time())
        self.issues[number] = {
            "id": number, "subject": said["subject"],
            "description": said.get("description", ""),
            "is_private": bool(said.get("is_private")),
            "status": 1, "created_on": now, "updated_on": now,
            "custom_fields": [f for f in said.get("custom_fields", [])
                              if f["id"] in FIELDS], "journals": []}
        return 201, {"issue": self.shown(number, "", HUB)}

    def set_status(self, issue, status, user):
        """The journal's details; none where it may not be."""
        step = (issue["status"], status)
        if status not in OPEN | CLOSED or step[0] == status or \
                user == HUB and step not in WORKFLOW:
            return []
        issue["status"] = status
        return [{"property": "attr", "name": "status_id",
                 "old_value": str(step[0]), "new_value": str(status)}]

    def change(self, number, said, user):
        issue = self.issues.get(number)
        if issue is None:
            return 404, None
        now = time.time()
        details = self.set_status(issue, said.get("status_id"), user)
        for field in said.get("custom_fields", ()):
            others = [f for f in issue["custom_fields"]
                      if f["id"] != field["id"]]
            if field["id"] in FIELDS:
                issue["custom_fields"] = others + [field]
        details += [{"property": "attachment", "name": str(f["id"]),
                     "new_value": f["filename"]}
                    for f in self.claim(number, said.get("uploads", ()))]
        if details or said.get("notes"):
            self.journals += 1
            issue["journals"].append({
                "id": self.journals, "user": {"id": 9, "name": user},
                "notes": said.get("notes", ""),
                "private_notes": bool(said.get("private_notes")),
                "created_on": instant(now - 1), "details": details})
            issue["updated_on"] = instant(now)
        return 204, None

    def described(self, file):
        return {"id": file["id"], "filename": file["filename"],
                "filesize": len(file["bytes"]),
                "content_type": file["content_type"]}

    def shown(self, number, include, user):
        issue = self.issues[number]
        view = {k: v for k, v in issue.items() if k != "journals"}
        view["status"] = {"id": issue["status"], "name": "?"}
        if "journals" in include:
            view["journals"] = [j for j in issue["journals"] if user == AGENT
                                or not j["private_notes"]]
        if "attachments" in include:
            view["attachments"] = [self.described(f) for f in
                                   self.files.values() if f["issue"] == number]
        return view

    def list(self, query):
        found = [i for i in self.issues.values()
                 if query.get("status_id") == "*" or i["status"] in OPEN]
        since = query.get("updated_on", "")
        if since.startswith(">="):
            found = [i for i in found if i["updated_on"] >= since[2:]]
        for name, value in query.items():
            if re.fullmatch(r"cf_\d+", name):
                found = [i for i in found if any(
                    f["id"] == int(name[3:]) and f["value"]
                    and value in ("*", f["value"])
                    for f in i["custom_fields"])]
        found.sort(key=lambda i: (i["updated_on"], i["id"]))
        limit = min(int(query.get("limit", 25)), 100)
        start = int(query.get("offset", 0))
        return 200, {"issues": [self.shown(i["id"], "", HUB)
                                for i in found[start:start + limit]],
                     "total_count": len(found), "offset": start,
                     "limit": limit}

    def upload(self, name, body):
        number = len(self.files) + 1
        self.files[number] = {"id": number, "token": f"{number}.abc",
                              "filename": name, "bytes": body, "issue": None,
                              "content_type": ""}
        return 201, {"upload": {"id": number, "token": f"{number}.abc"}}


class Call(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body, kind="application/json; charset=utf-8",
               disposition=None):
        data = b"" if body is None else body if isinstance(body, bytes) \
            else json.dumps(body).encode()
        self.send_response(status)
        if data:
            self.send_header("Content-Type", kind)
        if disposition:
            self.send_header("Content-Disposition", disposition)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def work(self):
        desk = self.server.desk
        where = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(where.query))
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        user = desk.keys.get(self.headers.get(KEY))
        if where.path.startswith("/control/"):
            if where.path == "/control/mode":
                desk.mode = {"times": 1, **json.loads(body)}
            self.answer(200, {"held": desk.held})
            return
        if user is None:
            self.answer(401, None)
            return
        with desk.lock:
            fails = desk.fails(f"{self.command} {where.path}")
            answer = ((int(fails), None) if fails in ("500", "503") else
                      (200, b"<html>Login</html>", "text/html")
                      if fails == "html" else
                      self.route(where.path, query, body, user))
        if fails == "held":
            desk.held += 1
            self.rfile.read(1)      # until they go away
        if fails == "broken":
            answer = 500, None
        if fails in ("held", "lost"):
            self.close_connection = True
        else:
            self.answer(*answer)

    do_GET = do_POST = do_PUT = work

    def route(self, path, query, body, user):
        desk = self.server.desk
        kind, _, number = path.removesuffix(".json")[1:].rpartition("/")
        number = int(number) if number.isdigit() else 0
        if self.command == "POST" and path == "/uploads.json":
            if self.headers["Content-Type"] != "application/octet-stream":
                return 406, None
            return desk.upload(query.get("filename", ""), body)
        if path == "/issues.json" and self.command == "GET":
            return desk.list(query)
        if path == "/issues.json":
            return desk.create(json.loads(body)["issue"], user)
        if kind == "issues" and self.command == "PUT":
            return desk.change(number, json.loads(body)["issue"], user)
        if kind == "issues" and number in desk.issues:
            return 200, {"issue": desk.shown(
                number, query.get("include", ""), user)}
        if kind == "attachments" and number in desk.files:
            return 200, {"attachment": desk.described(desk.files[number])}
        if path.startswith("/attachments/download/"):
            return self.download(path.split("/")[3])
        return 404, None

    def download(self, number):
        file = self.server.desk.files.get(int(number))
        if file is None:
            return 404, None
        return (200, file["bytes"], file["content_type"] or
                "application/octet-stream", "attachment")


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--key", required=True)
    args.add_argument("--agent-key", required=True)
    args.add_argument("--folder", type=Path,
                      help="where settings.json for the map is to stand")
    args = args.parse_args()
    if args.folder:
        args.folder.mkdir(parents=True, exist_ok=True)
        (args.folder / "settings.json").write_text(SETTINGS.read_text())
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Call)
    server.daemon_threads = True
    server.desk = Desk({args.key: HUB, args.agent_key: AGENT})
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"Listening on http://127.0.0.1:{server.server_address[1]}",
          flush=True)
    server.serve_forever()


main()
