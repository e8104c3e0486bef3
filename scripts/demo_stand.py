# SPDX-License-Identifier: Apache-2.0
"""What the demonstration stands on: keys, configuration and programs in one
folder, all on the loopback address, ended by their process ids."""
import http.client
import json
import os
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
LOOK = 0.1              # seconds between two looks at a condition
START = 60              # seconds for a program to come up or go down

HUB = """\
hub {{
  name = "demo"
  source = "urn:simpul:demo"
  data_dir = "{dir}/data"
  key_file = "{dir}/hub.key"
  control_socket = "{dir}/control"
  plugin_dir = "{dir}/plugins"
  worker = "{build}/simpul-worker"
  listen = "127.0.0.1:{port}"
  tls {{ cert = "{dir}/cert.pem" key = "{dir}/key.pem" }}
  audit {{
    origin = "demo.example/simpul"
    key = "{dir}/audit.key"
    last = "{dir}/audit.last"
  }}
}}
calendar "id" {{ file = "{top}/conf.d/calendars/id.csv" }}
coordinator {{ institution = "inspektorat-bali" }}
deadline "accept" {{ days = 3 since = "2018-01-01" }}
institution "lapor" {{
  name = "SP4N-LAPOR!"
  plugin = "none"
  source = true
  holds = false
  limits {{ rate = 1000 }}
}}
"""

# In the folder of every run: who was started in it.
MARK = "processes"


class Missed(Exception):
    """Something did not happen in its time, or cannot be."""


def wait_for(what, condition, seconds=START):
    """Return what the condition returns once that is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        threading.Event().wait(LOOK)
    raise Missed(f"{what}: not within {seconds} s")


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def command_of(pid):
    """The words that a process was started with, b"" if there is none."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


class Stand:
    """The folder of one run, and what runs in it."""

    def __init__(self, folder, build):
        self.dir, self.build = Path(folder).resolve(), Path(build).resolve()
        self.port = free_port()
        self.plays_all = False  # other people's software too
        self.started = []       # (name, process), the hub last
        self.hints = []         # commands that show a party at work

    def write(self, name, text, mode=0o600):
        path = self.dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(mode)
        return path

    def make_folder(self):
        """An empty folder, in place of an earlier run's that has ended; what
        somebody else put there is left alone."""
        mark = self.dir / MARK
        if mark.exists():
            self.refuse_running(mark.read_text().split()[::2])
            shutil.rmtree(self.dir)
        elif self.dir.exists() and any(self.dir.iterdir()):
            raise Missed(f"{self.dir} is not empty and of no demonstration;"
                         " expected another --dir")
        self.dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.write(MARK, "")

    def refuse_running(self, pids):
        """Nobody's folder is taken away while he runs."""
        alive = [p for p in pids if str(self.dir).encode() in command_of(p)]
        if alive:
            raise Missed(f"one runs in {self.dir} already; end it first:"
                         f" kill {' '.join(alive)}")

    def make_keys(self):
        """A certificate for hub and institutions, and the hub's keys."""
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
             "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
             "-subj", "/CN=localhost", "-addext",
             "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout",
             self.dir / "key.pem", "-out", self.dir / "cert.pem"],
            check=True, stderr=subprocess.DEVNULL)
        (self.dir / "key.pem").chmod(0o600)
        self.write("hub.key", secrets.token_hex(32) + "\n")
        subprocess.run([self.build / "simpulctl", "audit", "keygen",
                        self.dir / "audit.key"], check=True,
                       stdout=subprocess.DEVNULL)

    def run(self, name, command):
        """Starts a program with a log of its own; ended by stop()."""
        log = open(self.dir / f"{name}.log", "wb")
        process = subprocess.Popen(
            [str(c) for c in command], stdout=log, stderr=log,
            stdin=subprocess.DEVNULL, start_new_session=True)
        self.started.append((name, process))
        self.write(MARK, "".join(f"{p.pid} {n}\n" for n, p in self.started))
        return process

    def copy_plugins(self):
        """Every plugin that was built, in one folder."""
        (self.dir / "plugins").mkdir()
        for plugin in self.build.glob("plugins/*/.libs/*.so"):
            shutil.copy(plugin, self.dir / "plugins")

    def start_hub(self, parties):
        """The hub, configured for who stands here."""
        words = {"dir": self.dir, "build": self.build, "port": self.port}
        self.copy_plugins()
        self.write("simpul.conf", HUB.format(**words, top=TOP))
        for place, party in enumerate(parties, 10):
            self.write(f"conf.d/{place}-{party.id}.conf", party.conf(self))
        (self.dir / "data").mkdir(mode=0o700, exist_ok=True)
        hub = self.run("hub", [self.build / "simpuld", "-c",
                               self.dir / "simpul.conf"])

        def ready():
            if hub.poll() is not None:
                raise Missed("the hub ended: see " +
                             str(self.dir / "hub.log"))
            try:
                return self.ask("status").get("good")
            except OSError:
                return False
        wait_for("the hub listens", ready)
        wait_for("the hub is ready", self.is_ready)

    def is_ready(self):
        try:
            return Caller(self, "").call("GET", "/readyz")[0] == 200
        except OSError:
            return False

    def ask(self, command, **members):
        """One command on the hub's control socket."""
        with socket.socket(socket.AF_UNIX) as s:
            s.settimeout(START)
            s.connect(str(self.dir / "control"))
            s.sendall(json.dumps({"command": command, **members}).encode() +
                      b"\n")
            return json.loads(s.makefile().readline())

    def token(self, role, institution):
        """A token of the API."""
        answer = self.ask("token_add", role=role, institution=institution,
                          label="demo")
        if not answer["good"]:
            raise Missed(answer["error"])
        return answer["token"]

    def stop(self):
        """Ends what was started, the hub first, each by its own id."""
        for name, process in reversed(self.started):
            if process.poll() is None:
                os.kill(process.pid, signal.SIGTERM)
            try:
                process.wait(START)
            except subprocess.TimeoutExpired:
                print(f"{name} does not end; it is killed")
                os.kill(process.pid, signal.SIGKILL)
                process.wait()


class Caller:
    """Somebody with a token, on one kept connection."""

    def __init__(self, stand, token):
        self.token = token
        context = ssl.create_default_context(cafile=stand.dir / "cert.pem")
        self.line = http.client.HTTPSConnection("localhost", stand.port,
                                                context=context, timeout=60)

    def call(self, method, path, body=None, headers=None):
        """Status and the answer's JSON, {} when it has none."""
        head = dict(headers or {})
        if self.token:
            head["Authorization"] = "Bearer " + self.token
        if isinstance(body, dict):
            body = json.dumps(body).encode()
            head["Content-Type"] = "application/json"
        try:
            self.line.request(method, path, body, head)
            answer = self.line.getresponse()
        except http.client.HTTPException as e:
            self.line.close()
            raise OSError(str(e)) from e
        data = answer.read()
        self.headers = answer.headers
        is_json = "json" in (answer.headers.get("Content-Type") or "")
        return answer.status, json.loads(data) if is_json and data else {}

    def pages(self, path):
        """Every item of a list."""
        cursor = ""
        while True:
            status, page = self.call("GET", path + cursor)
            if status != 200:
                raise Missed(f"GET {path}: {status} {page}")
            yield from page["items"]
            if not page.get("next"):
                return
            cursor = f"&cursor={page['next']}"
