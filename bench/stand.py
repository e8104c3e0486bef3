# SPDX-License-Identifier: Apache-2.0
"""A hub of our own to measure: keys, configuration, token, sink and daemon
in one private folder, all on the loopback address, all gone at the end."""
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
POLL = 0.05             # seconds between two looks at a condition
START = 30              # seconds for a program to come up or go down

# The one text that knows the hub's configuration.
CONFIG = """\
hub {{
  name = "bench"
  data_dir = "{folder}/data"
  key_file = "{folder}/hub.key"
  control_socket = "{folder}/control"
  plugin_dir = "{build}/plugins/ksp/.libs"
  worker = "{build}/simpul-worker"
  listen = "127.0.0.1:{port}"
  tls {{ cert = "{folder}/cert.pem" key = "{folder}/key.pem" }}
  {audit}
}}
calendar "id" {{ file = "{top}/conf.d/calendars/id.csv" }}
institution "bench" {{
  name = "Sumber beban"
  plugin = "none"
  source = true
  limits {{ rate = 100000 }}
}}
institution "ksp" {{
  name = "Kantor Staf Presiden"
  plugin = "ksp"
  url = "http://127.0.0.1:{sink}/"
  idempotent = true
  limits {{ concurrency = 64 }}
}}
coordinator {{ institution = "bench" }}
route "everything" {{ to = "ksp" }}
"""
# The audit log, published every second.
PUBLISHED = """\
audit {{
    origin = "bench.example/simpul"
    key = "{folder}/audit.pem"
    last = "{folder}/last"
  }}"""


class Missed(Exception):
    """Something did not happen in its time."""


def wait_for(what, condition, seconds):
    """Return what the condition returns once that is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(POLL)
    raise Missed(f"{what}: not within {seconds} s")


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def build(folder):
    """Build as a user would, with -O2, unless that has been done."""
    folder.mkdir(exist_ok=True)
    if not (TOP / "configure").exists():
        subprocess.run(["./autogen.sh"], cwd=TOP, check=True)
    if not (folder / "Makefile").exists():
        subprocess.run([TOP / "configure", "-q", "CFLAGS=-O2"], cwd=folder,
                       check=True)
    subprocess.run(["make", "-s", f"-j{os.cpu_count()}"], cwd=folder,
                   check=True, stdout=subprocess.DEVNULL)
    return folder


class Stand:
    """with Stand(build) as stand: stand.start_sink(); stand.start_hub()"""

    def __init__(self, built, published=True):
        self.build, self.published = built, published
        self.folder = Path(tempfile.mkdtemp(prefix="simpul-bench-"))
        self.port, self.sink_port = free_port(), free_port()
        self.hub = self.sink = None
        self.first = 1          # number of the next complaint

    def __enter__(self):
        self._make_keys()
        (self.folder / "simpul.conf").write_text(CONFIG.format(
            folder=self.folder, build=self.build, port=self.port,
            sink=self.sink_port, top=TOP, audit=PUBLISHED.format(
                folder=self.folder) if self.published else ""))
        (self.folder / "data").mkdir(mode=0o700)
        return self

    def __exit__(self, *unused):
        self.stop_hub()
        self.stop_sink()
        shutil.rmtree(self.folder)

    def _make_keys(self):
        """A certificate for localhost, and the key of the cases' keys."""
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
             "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
             "-subj", "/CN=localhost", "-addext",
             "subjectAltName=DNS:localhost,IP:127.0.0.1",
             "-keyout", self.folder / "key.pem",
             "-out", self.folder / "cert.pem"],
            check=True, stderr=subprocess.DEVNULL)
        key = self.folder / "hub.key"
        key.touch(mode=0o600)
        key.write_text(os.urandom(32).hex() + "\n")
        (self.folder / "key.pem").chmod(0o600)
        subprocess.run([self.build / "simpulctl", "audit", "keygen",
                        self.folder / "audit.pem"],
                       check=True, stdout=subprocess.DEVNULL)

    def ctl(self, *words):
        """What simpulctl says."""
        return subprocess.run(
            [self.build / "simpulctl", "-c", self.folder / "simpul.conf",
             *words], check=True, text=True, stdout=subprocess.PIPE).stdout

    def start_sink(self):
        """Bring the institution up."""
        self.sink = subprocess.Popen(
            [self.build / "bench-sink", str(self.sink_port)],
            stdout=subprocess.PIPE, text=True)
        self.sink.stdout.readline()

    def stop_sink(self):
        """The institution is down."""
        self.sink = self._stop(self.sink)

    def start_hub(self):
        """Start simpuld; the seconds until it was ready."""
        begun = time.monotonic()
        with open(self.folder / "hub.log", "ab") as log:
            self.hub = subprocess.Popen(
                [self.build / "simpuld", "-c", self.folder / "simpul.conf"],
                stdout=log, stderr=log)
        wait_for("simpuld is ready", self._ready, START)
        return time.monotonic() - begun

    def _ready(self):
        """Does the hub take complaints?"""
        if self.hub.poll() is not None:
            log = (self.folder / "hub.log").read_text()
            raise Missed(f"simpuld ended with {self.hub.returncode}:\n{log}")
        try:
            return self.get("/readyz") is not None
        except OSError:
            return False

    def stop_hub(self):
        """Ask simpuld to end, and wait for it."""
        self.hub = self._stop(self.hub)

    @staticmethod
    def _stop(process):
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(START)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def make_token(self):
        """The loader's token, left in a file."""
        path = self.folder / "token"
        path.touch(mode=0o600)
        path.write_text(self.ctl("token", "add", "--role", "source",
                                 "--institution", "bench", "bench"))

    def get(self, path):
        """What the hub answers to a GET."""
        context = ssl.create_default_context(cafile=self.folder / "cert.pem")
        with urllib.request.urlopen(f"https://localhost:{self.port}{path}",
                                    context=context, timeout=10) as answer:
            return answer.read().decode()

    def metrics(self):
        """The hub's counters by name, summed over their labels."""
        found = {}
        for line in self.get("/metrics").splitlines():
            if line and not line.startswith("#"):
                name, value = line.rsplit(" ", 1)
                name = name.split("{")[0]
                found[name] = found.get(name, 0) + float(value)
        return found

    def sunk(self):
        """What the sink has: count, distinct, t_first, t_last."""
        with urllib.request.urlopen(
                f"http://127.0.0.1:{self.sink_port}/stats") as answer:
            return json.load(answer)

    def load(self, count, connections=64):
        """Hand complaints in; what bench-load found."""
        ran = subprocess.run(
            [self.build / "bench-load", "--json", "--ca",
             self.folder / "cert.pem", "--token", self.folder / "token",
             "-c", str(connections), "-n", str(count), "-t", "3600",
             "--first", str(self.first), str(self.port)],
            text=True, stdout=subprocess.PIPE, check=False)
        self.first += count
        if not ran.stdout:
            raise Missed("bench-load could not reach the hub")
        found = json.loads(ran.stdout)
        if found["ok"] != count:
            raise Missed(f"{count} handed in, {found['ok']} accepted")
        return found

    def wait_sunk(self, count, seconds):
        """Wait until the sink has so many distinct ones."""
        return wait_for(f"{count} relayed", lambda: (
            lambda s: s if s["distinct"] >= count else None)(self.sunk()),
            seconds)


class Plain(Stand):
    """The same wires with a plain relay between them, not a hub."""

    def start_hub(self):
        """Start bench-plain; the seconds until it was ready."""
        begun = time.monotonic()
        self.hub = subprocess.Popen(
            [self.build / "bench-plain", self.folder, str(self.sink_port)],
            stdout=subprocess.PIPE, text=True)
        line = self.hub.stdout.readline()
        if not line.startswith("port="):
            raise Missed("bench-plain did not start")
        self.port = int(line.removeprefix("port="))
        return time.monotonic() - begun

    def make_token(self):
        """It asks for none."""
        (self.folder / "token").write_text("none")
