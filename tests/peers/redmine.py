#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""A Redmine for tests: a program of its own that speaks the JSON of Redmine's
REST interface as it is documented, with what one trips over in the real one:
times of whole seconds, journals a second older than their issue, lists without
closed issues unless asked, 204 for a status that there is none of.

Loopback only.  POST /control/journal {"issue", "notes", "status", "fields",
"private", "user"} is an agent's work; POST /control/mode {"fail": WORD,
"times": N, "on": "POST /issues"} makes requests fail: 500 503 html, or lost
(done, and the connection closed without an answer); GET /control/state tells
issues, uploads and requests."""
import argparse
import http.server
import json
import re
import signal
import sys
import threading
import time
import urllib.parse

OPEN, CLOSED = {1, 2, 4, 99}, {3, 5, 6}
KEY = "X-Redmine-API-Key"


def instant(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


class Desk:
    """What the system holds."""

    def __init__(self, key):
        self.key, self.lock = key, threading.RLock()
        self.issues, self.uploads, self.seen = {}, {}, []
        self.journals = 0
        self.mode = {"times": 0}

    def fails(self, line):
        """The failure that this request is to have, or None."""
        mode = self.mode
        if mode["times"] <= 0 or not line.startswith(mode.get("on", "")):
            return None
        mode["times"] -= 1
        return mode["fail"]

    def create(self, said):
        if not said.get("subject"):
            return 422, {"errors": ["Subject cannot be blank"]}
        if said.get("project_id") != 1:
            return 404, None
        number = len(self.issues) + 1
        files = [self.uploads.get(u["token"]) for u in
                 said.get("uploads", ())]
        now = instant(time.time())
        self.issues[number] = {
            "id": number, "subject": said["subject"],
            "description": said.get("description", ""),
            "status": 1, "created_on": now, "updated_on": now,
            "custom_fields": said.get("custom_fields", []),
            "files": [f for f in files if f], "journals": []}
        return 201, {"issue": self.shown(self.issues[number])}

    def change(self, number, said, user):
        issue = self.issues.get(number)
        if issue is None:
            return 404, None
        details, now = [], time.time()
        status = said.get("status_id")
        if status in OPEN | CLOSED and status != issue["status"]:
            details.append({"property": "attr", "name": "status_id",
                            "old_value": str(issue["status"]),
                            "new_value": str(status)})
            issue["status"] = status
        for field in said.get("custom_fields", ()):
            others = [f for f in issue["custom_fields"]
                      if f["id"] != field["id"]]
            issue["custom_fields"] = others + [field]
        if details or said.get("notes"):
            self.journals += 1
            issue["journals"].append({
                "id": self.journals, "user": {"id": 9, "name": user},
                "notes": said.get("notes", ""),
                "private_notes": bool(said.get("private")),
                "created_on": instant(now - 1), "details": details})
            issue["updated_on"] = instant(now)
        return 204, None

    def shown(self, issue, journals=False):
        view = {k: v for k, v in issue.items()
                if k not in ("files", "journals")}
        view["status"] = {"id": issue["status"], "name": "?"}
        if journals:
            view["journals"] = issue["journals"]
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
        return 200, {"issues": [self.shown(i)
                                for i in found[start:start + limit]],
                     "total_count": len(found), "offset": start,
                     "limit": limit}

    def upload(self, name, body):
        token = f"{len(self.uploads) + 1}.abc"
        self.uploads[token] = {"name": name, "size": len(body)}
        return 201, {"upload": {"id": len(self.uploads), "token": token}}


class Call(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body, kind="application/json; charset=utf-8"):
        data = b"" if body is None else body if isinstance(body, bytes) \
            else json.dumps(body).encode()
        self.send_response(status)
        if data:
            self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def work(self):
        desk = self.server.desk
        where = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(where.query))
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with desk.lock:
            if where.path.startswith("/control/"):
                self.answer(*self.control(where.path, body))
                return
            line = f"{self.command} {where.path}"
            desk.seen.append(line)
            if self.headers.get(KEY) != desk.key:
                self.answer(401, None)
                return
            fails = desk.fails(line)
            if fails in ("500", "503"):
                self.answer(int(fails), None)
            elif fails == "html":
                self.answer(200, b"<html>Login</html>", "text/html")
            else:
                answer = self.route(where.path, query, body)
                if fails == "lost":
                    self.close_connection = True
                else:
                    self.answer(*answer)

    do_GET = do_POST = do_PUT = work

    def route(self, path, query, body):
        desk = self.server.desk
        one = re.fullmatch(r"/issues/(\d+)\.json", path)
        if self.command == "POST" and path == "/uploads.json":
            if self.headers["Content-Type"] != "application/octet-stream":
                return 406, None
            return desk.upload(query.get("filename", ""), body)
        if path == "/issues.json" and self.command == "GET":
            return desk.list(query)
        if path == "/issues.json":
            return desk.create(json.loads(body)["issue"])
        if one and self.command == "PUT":
            return desk.change(int(one[1]), json.loads(body)["issue"], "hub")
        if one and int(one[1]) in desk.issues:
            return 200, {"issue": desk.shown(
                desk.issues[int(one[1])],
                "journals" in query.get("include", ""))}
        return 404, None

    def control(self, path, body):
        desk, said = self.server.desk, json.loads(body or b"{}")
        if path == "/control/mode":
            desk.mode = {"times": 1, **said}
        elif path == "/control/journal":
            desk.change(said["issue"], {
                "notes": said.get("notes", ""),
                "status_id": said.get("status"),
                "private": said.get("private"),
                "custom_fields": said.get("fields", [])},
                said.get("user", "Ani"))
        return 200, {"issues": list(desk.issues.values()),
                     "uploads": desk.uploads, "seen": desk.seen}


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--key", required=True)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Call)
    server.daemon_threads = True
    server.desk = Desk(args.parse_args().key)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"port {server.server_address[1]}", flush=True)
    server.serve_forever()


main()
