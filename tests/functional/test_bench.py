# SPDX-License-Identifier: Apache-2.0
"""The programs that measure the hub count right: what they send, what they
take, and what went wrong."""
import http.client
import json
import os
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import treelog

BUILD = Path(os.environ.get("SIMPUL_BUILD", ".")).resolve()
REFUSED_EACH = 10       # our hub says 503 to one of so many


class Sink:
    """A running bench-sink."""

    def __init__(self):
        self.process = subprocess.Popen(
            [BUILD / "bench-sink", "0"], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split("=")[1])
        self.wire = http.client.HTTPConnection("127.0.0.1", self.port)

    def post(self, key, body=b"{}"):
        self.wire.request("POST", "/", body, {"Idempotency-Key": key})
        answer = self.wire.getresponse()
        return answer.status, json.loads(answer.read())["reference"]

    def get(self, path):
        self.wire.request("GET", path)
        return json.loads(self.wire.getresponse().read())

    def end(self):
        self.process.terminate()
        return self.process.wait(10)


@pytest.fixture
def sink():
    s = Sink()
    yield s
    assert s.end() == 0


def test_the_sink_gives_a_key_the_same_reference_each_time(sink):
    first = sink.post("1.0")
    assert first == (201, "KSP-000000001")
    assert sink.post("2.0") == (201, "KSP-000000002")
    assert sink.post("1.0") == first


def test_the_sink_counts_posts_and_distinct_keys(sink):
    for number in range(6000):          # more than its first room
        sink.post(f"{number}.0")
    sink.post("5.0")
    found = sink.get("/stats")
    assert (found["count"], found["distinct"]) == (6001, 6000)
    assert 0 < found["t_first"] <= found["t_last"]


def test_the_sink_begins_anew_after_reset(sink):
    sink.post("1.0")
    assert sink.get("/reset")["count"] == 1
    assert sink.get("/stats")["count"] == 0


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 300_000])
def test_the_sink_lets_a_body_of_any_size_pass(sink, size):
    assert sink.post("1.0", b"x" * size)[0] == 201
    assert sink.post("2.0")[1] == "KSP-000000002"


class Hub(BaseHTTPRequestHandler):
    """Takes complaints, refuses some, hangs up on some."""
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.lock:
            self.server.taken.append((self.headers, json.loads(body)))
            number = len(self.server.taken)
        refused = number % REFUSED_EACH == 0
        self.send_response(503 if refused else 202)
        self.send_header("Content-Length", "2")
        if number % 7 == 0:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *unused):
        pass


class Server(ThreadingHTTPServer):
    """One that keeps quiet about clients that do not trust it."""
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *unused):
        pass


@pytest.fixture
def hub(tmp_path):
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-days", "2",
         "-keyout", key, "-out", cert], check=True,
        stderr=subprocess.DEVNULL)
    server = Server(("127.0.0.1", 0), Hub)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False)
    server.taken, server.lock, server.cert = [], threading.Lock(), cert
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def load(hub, *words, trust=True):
    trusted = ["--ca", str(hub.cert)] if trust else []
    return subprocess.run(
        [BUILD / "bench-load", *trusted, *words, str(hub.server_port)],
        text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_each_complaint_is_sent_once_under_its_own_number(hub):
    load(hub, "-n", "300", "-c", "8", "--first", "11", "--source", "lapor")
    want = {f"{n:09}" for n in range(11, 311)}
    assert {j["tracking_id"] for _, j in hub.taken} == \
        {"B-" + n for n in want}
    assert {h["Idempotency-Key"] for h, _ in hub.taken} == \
        {"bench-" + n for n in want}
    assert len(hub.taken) == 300
    assert {j["source"] for _, j in hub.taken} == {"lapor"}


def test_what_was_refused_is_counted_and_shown(hub):
    ran = load(hub, "-n", "300", "-c", "8", "--json")
    found = json.loads(ran.stdout)
    assert (found["sent"], found["ok"], found["bad"], found["err"]) == \
        (300, 300 - 300 // REFUSED_EACH, 300 // REFUSED_EACH, 0)
    assert 0 < found["p50_ms"] <= found["p99_ms"] <= found["max_ms"]
    assert ran.returncode == 1 and "503" in ran.stderr


def test_the_token_is_the_line_that_the_file_holds(hub, tmp_path):
    (tmp_path / "token").write_text("abc.def\n")
    ran = load(hub, "-n", "3", "--token", str(tmp_path / "token"))
    assert ran.returncode == 0
    assert {h["Authorization"] for h, _ in hub.taken} == {"Bearer abc.def"}


@pytest.mark.parametrize("words,trust", [
    ([], False), (["--host", "elsewhere"], True)])
def test_a_hub_that_cannot_prove_its_name_gets_nothing(hub, words, trust):
    ran = load(hub, "-n", "3", *words, trust=trust)
    assert ran.returncode == 1
    assert "certificate verify failed" in ran.stderr
    assert hub.taken == []


@pytest.mark.parametrize("way", ["append", "prealloc", "overwrite", "odsync",
                                 "fsync"])
def test_every_way_to_make_a_write_durable_is_measured(tmp_path, way):
    ran = subprocess.run(
        [BUILD / "bench-fsyncs", "-m", way, "-t", "1", "-j", "2", "--json",
         tmp_path / "file"], text=True, stdout=subprocess.PIPE, check=True)
    found = json.loads(ran.stdout)
    assert found["per_s"] > 0
    assert found["p50_us"] <= found["p99_us"] <= found["max_us"]
    assert list(tmp_path.iterdir()) == []


def bench_log(*words):
    return json.loads(subprocess.run(
        [BUILD / "bench-log", *map(str, words)], check=True,
        stdout=subprocess.PIPE).stdout)


def test_a_large_log_made_of_a_small_one_is_whole(tmp_path):
    """Each copy is an entry of its own, and all are found."""
    subprocess.run([BUILD / "tests/peers/log_make", tmp_path, "40"],
                   check=True, stdout=subprocess.DEVNULL)
    made = bench_log("make", tmp_path / "data/log", tmp_path / "large",
                     tmp_path / "audit.pem", "large.example/simpul", 1000)
    log = tmp_path / "large/log"
    vkey = subprocess.run(
        [BUILD / "simpulctl", "audit", "vkey", "--key", tmp_path / "audit.pem",
         "--origin", "large.example/simpul"], check=True, text=True,
        stdout=subprocess.PIPE).stdout.strip()
    subprocess.run([BUILD / "simpulctl", "audit", "fsck", "--vkey", vkey, log],
                   check=True, stdout=subprocess.DEVNULL)
    entries = [json.loads(entry) for entry in treelog.read(log)]
    assert len({entry["id"] for entry in entries}) == made["entries"] == 1000
    hashed = bench_log("hash", log)
    assert (hashed["entries"], hashed["bytes"]) == (1000, made["bytes"])
    assert bench_log("prove", log, 20)["proofs"] == 20
    found = bench_log("search", tmp_path / "large/audit-index.db")
    assert found["entries"] == 1000 and found["found"] > 200
