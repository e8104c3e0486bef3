#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""An SP4N-LAPOR! for tests and demonstrations: a program of its own that
answers as public client code was seen to expect it, with what one trips over
there: a complaint and its handing on are two calls, neither of them
idempotent; attachments are a JSON array inside a string; follow-ups come
twice, with placeholders in their text and times without a zone (WIB); answers
have two forms.

Loopback and TLS only.  Everything below /control/ is the test's: POST
/control/dispose {"content", ...} is a complaint that comes to the hub,
/control/followup {"complaint", "content", "by", "to", "status", ...} somebody's
follow-up there, /control/mode {"fail": WORD, "on": "POST /complaints",
"times": N} makes requests fail: 500, 502, 503, html, lost (done, and the
connection closed), hold (done, and the answer kept back until
/control/release);
/control/style {"old", "dot", "doubled"} sets the form of answers; GET
/control/state tells everything."""
import argparse
import http.server
import json
import pathlib
import re
import signal
import ssl
import sys
import threading
import urllib.parse

from lapor_desk import Desk, Wrong, parts_of

HELD = 60       # seconds that an answer is kept back at most


class Call(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body, kind="application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def is_let_in(self):
        """Both headers, or nobody."""
        server = self.server
        return (self.headers["Authorization"] == f"Bearer {server.bearer}"
                and self.headers["token"] == server.token)

    def work(self):
        where = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(where.query))
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            if where.path.startswith("/control/"):
                self.answer(200, self.control(where.path[9:], body))
            elif not self.is_let_in():
                self.answer(401, {"message": "Unauthenticated."})
            else:
                self.serve(where.path, query, body)
        except Wrong as wrong:
            self.answer(wrong.status, {"message": str(wrong)})
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            self.close_connection = True

    do_GET = do_POST = work

    def serve(self, path, query, body):
        """One call of a client, with the failure that it is to have."""
        desk = self.server.desk
        line = f"{self.command} {path}"
        with desk.lock:
            fails = desk.failure(line)
            desk.seen.append(line)
        if fails in ("500", "502", "503"):
            self.answer(int(fails), {"message": "Server Error"})
            return
        if fails == "html":
            self.answer(200, b"<html>Masuk</html>", "text/html")
            return
        with desk.lock:
            found = self.route(path, query, body)
        if fails == "hold":
            desk.held.set()
            desk.release.wait(HELD)
        if fails in ("lost", "hold"):
            self.close_connection = True
        elif isinstance(found, bytes):
            self.answer(200, found, "application/octet-stream")
        else:
            self.answer(200, found)

    def route(self, path, query, body):
        desk, method = self.server.desk, self.command
        one = re.fullmatch(r"/complaints/(\d+)/(complaint|followups)", path)
        no = re.fullmatch(r"/complaints/process/(\d+)/reject", path)
        if one and method == "GET":
            return desk.read(int(one[1]), one[2])
        if path == "/complaints" and method == "GET":
            return desk.list(query)
        if path == "/masters/institutions/external" and method == "GET":
            return desk.institution_list()
        if path.startswith("/storage/") and method == "GET":
            return desk.stored(urllib.parse.unquote(path[9:]))
        if method != "POST":
            raise Wrong(404, "Not Found")
        if path == "/complaints/complaint/file":
            return desk.upload(parts_of(self.headers, body))
        if path == "/complaints/complaint-lmw":
            return desk.create(json.loads(body))
        if path == "/complaints/followup/add":
            return desk.follow_up(parts_of(self.headers, body))
        if no:
            return desk.reject(int(no[1]), json.loads(body))
        raise Wrong(404, "Not Found")

    def control(self, name, body):
        desk, said = self.server.desk, json.loads(body or b"{}")
        if name == "release":
            desk.release.set()
            return {}
        if name == "held":
            return {"held": desk.held.is_set()}
        with desk.lock:
            if name == "mode":
                desk.fail(said)
            elif name == "style":
                desk.style.update(said)
            elif name == "dispose":
                return {"id": desk.dispose(said)}
            elif name == "followup":
                return {"id": desk.said(said)}
            elif name == "reject":
                desk.reject(said.pop("complaint"), said, said.pop("by"))
            return desk.state()


def arguments():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--cert", required=True)
    p.add_argument("--key", required=True)
    p.add_argument("--bearer-file", required=True, type=pathlib.Path)
    p.add_argument("--token-file", required=True, type=pathlib.Path)
    p.add_argument("--port-file", type=pathlib.Path)
    p.add_argument("--work", type=float, metavar="SECONDS",
                   help="take and answer by itself what is handed on")
    return p.parse_args()


class Agents(threading.Thread):
    """Whoever has a complaint takes it, then answers it."""

    def __init__(self, desk, pause):
        super().__init__(daemon=True)
        self.desk, self.pause = desk, pause

    def run(self):
        while True:
            threading.Event().wait(self.pause)
            with self.desk.lock:
                self.desk.work()


def main():
    args = arguments()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Call)
    server.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(args.cert, args.key)
    # The handshake belongs to the connection's own thread.
    server.socket = context.wrap_socket(server.socket, server_side=True,
                                        do_handshake_on_connect=False)
    server.bearer = args.bearer_file.read_text().strip()
    server.token = args.token_file.read_text().strip()
    server.desk = Desk()
    if args.work:
        Agents(server.desk, args.work).start()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    port = server.server_address[1]
    if args.port_file:
        args.port_file.write_text(f"{port}\n")
    print(f"port {port}", flush=True)
    threading.current_thread().name = "accept"
    server.serve_forever()


if __name__ == "__main__":
    main()
