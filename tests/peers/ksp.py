#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""A Kantor Staf Presiden for tests and the demonstration: a program of its own
over real sockets.  It takes handoffs as plugins/ksp/README.md says, decides by
what the complaint says, and tells the hub so with signed webhooks.

Loopback only.  POST /control/mode {"fail": WORD, "times": N, "seconds": S}
makes the next N requests fail: 400 401 404 409 422 429 500 503 html error
other empty truncated redirect huge silent close early slow; "after": S is the
Retry-After of 429; "decide": false stops the decisions, "clock": S puts its
clock off.  POST /control/send sends what it
is told to the hub, POST /control/handin hands a case in; GET /control/log,
/control/cases, /control/handed, /control/notices and /control/counts tell
what happened."""
import argparse
import base64
import hashlib
import hmac
import http.server
import json
import os
import signal
import ssl
import sys
import threading
import time

import ksp_case
import ksp_hook

BODY_MAX = 64 << 20


def read_parts(kind, body):
    """The parts of multipart/form-data: [(name, filename, type, bytes)]."""
    boundary = kind.split("boundary=", 1)[1].split(";")[0].strip().strip('"')
    found = []
    for piece in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:]:
        if piece.startswith(b"--"):
            break
        head, _, data = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        fields = {}
        for line in head.decode("utf-8", "replace").split("\r\n"):
            name, _, value = line.partition(":")
            fields[name.strip().lower()] = value.strip()
        where = fields.get("content-disposition", "")
        names = dict(item.strip().partition("=")[::2]
                     for item in where.split(";")[1:])
        found.append((names.get("name", "").strip('"'),
                      names.get("filename", "").strip('"'),
                      fields.get("content-type", ""), data))
    return found


class Peer:
    """All that the peer knows, shared by its threads."""

    def __init__(self, args):
        self.args = args
        self.token = read_secret(args.token_file)
        self.hub = ksp_hook.Hub(args, read_secret(args.secret_file))
        self.lock = threading.Condition()
        self.entries, self.cases, self.by_key = [], {}, {}
        self.handed = {}        # tracking id: what the hub said of it
        self.notices = []       # about handoffs that are none of its own
        self.mode = {"fail": "", "times": 0, "seconds": 0, "after": 1,
                     "decide": True}
        self.targets = dict(t.split("=", 1) for t in args.target)
        self.queue = ksp_hook.Queue(self.hub, self.log, args.workers)
        self.sayer = ksp_hook.Sayer(
            self.hub, self.queue, self.log, args.delay,
            lambda case: ksp_case.work(args.seed, case.data))

    def log(self, what, **members):
        with self.lock:
            if len(self.entries) < self.args.log_max:
                self.entries.append({"at": time.time(), "what": what,
                                     **members})
            self.lock.notify_all()

    def failure(self):
        """How this request is to fail, "" when it is not."""
        with self.lock:
            if not self.mode["fail"] or self.mode["times"] <= 0:
                return ""
            self.mode["times"] -= 1
            return self.mode["fail"]

    def take(self, key, event, files):
        """A handoff: (status, answer)."""
        data = event["data"]
        with self.lock:
            known = self.cases.get(data["handoff"])
            if known:
                return 409, {"handoff": known.handoff,
                             "reference": known.reference,
                             "title": "Sudah diterima", "status": 409}
            case = ksp_case.Case(len(self.cases) + 1, data, files)
            case.heard.append(key)
            self.cases[case.handoff] = case
        answer = {"handoff": case.handoff, "reference": case.reference,
                  "decision": "pending"}
        if not self.mode["decide"]:
            return 201, answer
        case.plan = ksp_case.plan(self.args.seed, data, self.targets)
        if ksp_case.at_once(self.args.seed, data) and \
                case.plan[0][0] == "accepted":
            case.plan.pop(0)
            case.words.append("accepted")
            case.state = "accepted"
            answer["decision"] = "accepted"
        self.sayer.begin(case)
        return 201, answer

    def hear(self, key, word, event):
        """An update of the hub: (status, answer)."""
        handoff = event["data"].get("handoff", "")
        data = event["data"]
        with self.lock:
            case = self.cases.get(handoff)
            ours = self.handed.get(data.get("tracking_id", ""))
            if case is None and ours is not None:
                ours.append({"word": word, **data})
                return 204, None
            # Of a case that we passed on: what others say of their part.
            passed = case is None and next(
                (c for c in self.cases.values()
                 if c.data.get("case") == data.get("case")), None)
            if passed:
                passed.told.append({"word": word, **data})
                return 204, None
            # As who stands above somebody, or coordinates: a notice.
            if case is None and word == "comment":
                self.notices.append({"word": word, **data})
                return 204, None
        if case is None:
            return 404, {"title": "Tidak ada", "status": 404,
                         "handoff": handoff}
        next_words = ksp_case.reaction(self.args.seed, case, word, data)
        with case.lock:
            case.heard.append(key)
            case.told.append({"word": word, **data})
            if next_words is None:
                case.plan, case.state = [], word
            else:
                case.plan += next_words
        if next_words and self.mode["decide"]:
            self.sayer.begin(case)
        return 200, {"handoff": handoff, "reference": case.reference}

    def event(self, key, event, files):
        prefix, suffix = f"{self.args.types}.handoff.", ".v1"
        kind = event.get("type", "")
        if event.get("specversion") != "1.0" or \
                not (kind.startswith(prefix) and kind.endswith(suffix)):
            return 400, {"title": "Bukan kiriman yang dikenal", "status": 400}
        word = kind[len(prefix):-len(suffix)]
        if word == "offered":
            return self.take(key, event, files)
        return self.hear(key, word, event)

    def once(self, key, digest, make):
        """The same key gets the same answer; with other bytes, 422."""
        with self.lock:
            while key in self.by_key and self.by_key[key][1] is None:
                self.lock.wait(1)
            if key in self.by_key:
                before, answer = self.by_key[key]
                return answer if before == digest else \
                    (422, {"title": "Kunci sama, isi lain", "status": 422})
            self.by_key[key] = (digest, None)
        try:
            answer = make()
        except Exception:
            with self.lock:
                del self.by_key[key]
            raise
        with self.lock:
            self.by_key[key] = (digest, answer)
            self.lock.notify_all()
        return answer

    def counts(self):
        with self.lock:
            cases = list(self.cases.values())
        states = {}
        for case in cases:
            states[case.state] = states.get(case.state, 0) + 1
        return {"cases": len(cases), "keys": len(self.by_key),
                "waiting": self.queue.waiting(), "states": states}


def read_secret(path):
    if not path:
        return ""
    with open(path, encoding="utf-8") as file:
        return file.read().strip()


class Handler(http.server.BaseHTTPRequestHandler):
    """One connection."""
    protocol_version = "HTTP/1.1"
    server_version = "ksp"
    disable_nagle_algorithm = True
    peer = None

    def log_message(self, *_):
        pass

    def answer(self, status, document, kind="application/json"):
        body = b"" if document is None else \
            document if isinstance(document, bytes) else \
            json.dumps(document, ensure_ascii=False).encode()
        self.send_response(status)
        if status >= 400 and kind == "application/json":
            kind = "application/problem+json"
        if body:
            self.send_header("Content-Type", kind)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        if status == 429:
            self.send_header("Retry-After", str(self.peer.mode["after"]))
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(body)

    def read_body(self):
        length = int(self.headers.get("Content-Length", 0))
        if length > BODY_MAX:
            raise ValueError("too long")
        return self.rfile.read(length)

    def allowed(self):
        shown = self.headers.get("Authorization", "")
        wanted = f"Bearer {self.peer.token}"
        return not self.peer.token or \
            hmac.compare_digest(shown.encode(), wanted.encode())

    def fail(self, word, again):
        """Fails as told; again() is the answer had it not failed."""
        bad = {"html": (200, b"<html><body>OK</body></html>"),
               "error": (200, {"error": "database locked", "reference": "X"}),
               "other": (201, {"reference": "X", "handoff": "another"}),
               "empty": (204, None), "redirect": (302, None),
               "huge": (201, {"reference": "X" * (2 << 20)})}
        if word == "silent":
            with self.peer.lock:
                self.peer.lock.wait_for(
                    lambda: self.peer.mode["fail"] != "silent",
                    self.peer.mode["seconds"] or 60)
        if word in ("close", "truncated", "slow"):
            status, document = again()
        if word == "slow":
            with self.peer.lock:
                self.peer.lock.wait_for(
                    lambda: self.peer.mode["fail"] != "slow",
                    self.peer.mode["seconds"] or 1)
            self.answer(status, document)
            return
        if word == "truncated":
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b'{"reference":')
        if word in bad:
            self.answer(*bad[word], kind="text/html" if word == "html"
                        else "application/json")
            return
        if word.isdigit():
            self.answer(int(word), {"title": "Gangguan",
                                    "status": int(word)})
            return
        self.close_connection = True

    def do_POST(self):
        body = self.read_body()
        if self.path.startswith("/control/"):
            self.control(body)
            return
        peer, key = self.peer, self.headers.get("Idempotency-Key", "")
        failing = peer.failure()
        peer.log("post", path=self.path, key=key, bytes=len(body),
                 type=self.headers.get("Content-Type", ""), fail=failing,
                 checkpoint=self.headers.get("Simpul-Checkpoint", ""))
        if failing:
            self.fail(failing, lambda: self.taken(key, body))
            return
        self.answer(*self.taken(key, body))

    def taken(self, key, body):
        """The honest answer: (status, document)."""
        if not self.allowed():
            return 401, {"title": "Tidak berhak", "status": 401}
        if self.path != self.peer.args.events:
            return 404, {"title": "Tidak ada", "status": 404}
        if not key:
            return 400, {"title": "Idempotency-Key?", "status": 400}
        kind, files = self.headers.get("Content-Type", ""), []
        digest = hashlib.sha256(body).digest()
        try:
            if kind.startswith("multipart/form-data"):
                parts = read_parts(kind, body)
                body = next(p[3] for p in parts if p[0] == "event")
                files = [{"name": p[1], "type": p[2], "size": len(p[3]),
                          "sha256": hashlib.sha256(p[3]).hexdigest()}
                         for p in parts if p[0] != "event"]
            event = json.loads(body)
            return self.peer.once(
                key, digest, lambda: self.peer.event(key, event, files))
        except (ValueError, KeyError, StopIteration, IndexError) as problem:
            return 400, {"title": "Tidak terbaca", "status": 400,
                         "detail": repr(problem)}

    def do_GET(self):
        peer = self.peer
        if self.path.startswith("/control/"):
            self.control(b"")
            return
        path, _, query = self.path.partition("?")
        failing = peer.failure()
        peer.log("get", path=self.path, fail=failing)
        base = peer.args.handoffs + "/"
        with peer.lock:
            case = peer.cases.get(path.removeprefix(base))
        if failing:
            self.fail(failing, lambda: (404, None))
        elif not self.allowed():
            self.answer(401, {"title": "Tidak berhak", "status": 401})
        elif not path.startswith(base) or case is None:
            self.answer(404, {"title": "Tidak ada", "status": 404,
                              "handoff": path.removeprefix(base)})
        else:
            event = query.removeprefix("event=")
            self.answer(200, {"handoff": case.handoff,
                              "reference": case.reference,
                              "received": event in case.heard})

    def control(self, body):
        """What tests ask for."""
        peer, told = self.peer, json.loads(body or b"{}")
        name = self.path.removeprefix("/control/")
        if name == "log":
            with peer.lock:
                self.answer(200, list(peer.entries))
        elif name == "cases":
            with peer.lock:
                cases = list(peer.cases.values())
            self.answer(200, [case.summary() for case in cases])
        elif name == "handed":
            with peer.lock:
                self.answer(200, peer.handed)
        elif name == "notices":
            with peer.lock:
                self.answer(200, list(peer.notices))
        elif name == "counts":
            self.answer(200, peer.counts())
        elif name == "mode":
            with peer.lock:
                peer.mode.update({"times": 1 << 30, **told}
                                 if "fail" in told else told)
                peer.hub.clock = told.get("clock", peer.hub.clock)
                peer.lock.notify_all()
            self.answer(200, peer.mode)
        elif name in ("send", "handin"):
            self.pass_on(name, told)
        else:
            self.answer(404, {"title": "Tidak ada", "status": 404})

    def pass_on(self, name, told):
        """To the hub, and its answer back: {"status", "headers", "body"}."""
        hub = self.peer.hub
        files = [{"name": f["name"], "type": f["type"],
                  "bytes": base64.b64decode(f["base64"])}
                 for f in told.get("files", [])]
        try:
            if name == "handin":
                with self.peer.lock:
                    self.peer.handed.setdefault(
                        told["data"]["tracking_id"], [])
            if "word" in told or name == "handin":
                event = hub.event(told.get("word", "offered"), told["data"],
                                  told.get("id"))
                event.update(told.get("envelope", {}))
                answer = hub.send(event, files, told.get("sign"))
            else:
                raw = base64.b64decode(told["base64"]) \
                    if "base64" in told else told.get("body", "").encode()
                headers = hub.signed(told.get("id", "raw"), raw,
                                     told.get("sign", {}))
                headers.update(told.get("headers", {}))
                answer = hub.call(told.get("method", "POST"),
                                  hub.path(told.get("path", "/events")),
                                  headers, raw)
            status, headers, body = answer
        except OSError as problem:
            status, headers, body = 0, {}, str(problem).encode()
        self.peer.log("sent", told=name, status=status)
        self.answer(200, {"status": status, "headers": headers,
                          "body": body.decode(errors="replace")})


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128
    tls = None

    def finish_request(self, request, client_address):
        if not self.tls:
            super().finish_request(request, client_address)
            return
        with self.tls.wrap_socket(request, server_side=True) as secure:
            super().finish_request(secure, client_address)

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def options(argv=None):
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--port", type=int, default=0, help="0: any free one")
    add("--port-file", help="where the port is written once it listens")
    add("--cert", help="certificate for TLS; none: plain HTTP")
    add("--key", help="its key")
    add("--token-file", help="bearer token that the hub must show")
    add("--secret-file", help="whsec_ secret that signs what it sends")
    add("--hub-url", default="https://127.0.0.1:8443", help="of the hub")
    add("--hub-ca", help="CA that the hub's certificate must be of")
    add("--institution", default="ksp", help="its id in the hub's conf.d")
    add("--types", default="id.go.ksp", help="what event types begin with")
    add("--events", default="/events", help="path that takes events")
    add("--handoffs", default="/handoffs", help="path that tells of handoffs")
    add("--target", action="append", default=[], metavar="CATEGORY=ID",
        help="institution that it proposes when it refuses a category")
    add("--delay", type=float, default=0.2,
        help="seconds before each thing that it says")
    add("--workers", type=int, default=4, help="connections to the hub")
    add("--seed", default="1", help="decides what the complaint leaves open")
    add("--log-max", type=int, default=100000, help="entries of the log")
    return parser.parse_args(argv)


def main():
    args = options()
    server = Server(("127.0.0.1", args.port), Handler)
    Handler.peer = Peer(args)
    if args.cert:
        server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.tls.load_cert_chain(args.cert, args.key)
    if args.port_file:
        with open(args.port_file + ".new", "w", encoding="ascii") as file:
            file.write(f"{server.server_address[1]}\n")
        os.rename(args.port_file + ".new", args.port_file)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))
    server.serve_forever()


if __name__ == "__main__":
    main()
