# SPDX-License-Identifier: Apache-2.0
"""A real hub for a test: keys, certificate, configuration, tokens and daemon
in one private folder, on free ports of the loopback address.

    with Hub(institutions=INSTITUTION.format(...)) as hub:
        lapor = hub.caller("source", "lapor")
        status, body = lapor.post("/v1/cases", {"narrative": "..."})

Every answer of the API is held against /openapi.json.  Every wait has a
deadline; at the end the daemon is stopped by its pid, and a daemon that did
not end well fails the test."""
import contextlib
import http.client
import json
import os
import resource
import select
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
from pathlib import Path

from described import Described
from wires import BUILD, DEADLINE, wait_for

CONFIG = """\
calendar "id" {{ file = "{days}" }}
hub {{
  name = "uji"
  data_dir = "{folder}/data"
  key_file = "{folder}/hub.key"
  control_socket = "{folder}/run/control"
  plugin_dir = "{folder}/plugins"
  worker = "{build}/simpul-worker"
  listen = "127.0.0.1:{port}"
  tls {{ cert = "{folder}/cert.pem" key = "{folder}/key.pem" {tls} }}
  {audit}
  {settings}
}}
"""
# What publishes the audit log.
AUDIT = """audit {{
    origin = "uji.example/simpul"
    key = "{folder}/audit.pem"
    last = "{folder}/last/checkpoint"
  }}"""
DAYS_OFF = Path(__file__).resolve().parents[2] / "conf.d/calendars/id.csv"

# Institutions without a wire: they work by the API alone.
PLAIN = """\
institution "{id}" {{
  name = "{name}"
  plugin = "none"
  source = {source}
  holds = {holds}
  limits {{ rate = 100000 }}
}}
"""


def plain(id, name, source=False, holds=True):
    """The section of an institution without a wire."""
    word = {True: "true", False: "false"}
    return PLAIN.format(id=id, name=name, source=word[source],
                        holds=word[holds])


# A source, the coordinator, and two that may take cases.
INSTITUTIONS = (
    plain("lapor", "SP4N-LAPOR!", source=True, holds=False)
    + plain("inspektorat", "Inspektorat Provinsi Bali", source=True)
    + plain("pdam", "Perumda Air Minum")
    + plain("pln", "PLN Bali")
    + 'coordinator { institution = "inspektorat" }\n'
    + 'route "water" { category = { "water" } to = "pdam" }\n'
    + 'route "electricity" { category = { "electricity" } to = "pln" }\n')


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def has_ended(sock):
    """Whether a connection that nobody uses has news: its end."""
    return sock is None or bool(select.select([sock], [], [], 0)[0])


class Answer(tuple):
    """(status, body), with the headers besides; a JSON body is parsed."""

    def __new__(cls, response):
        raw = response.read()
        kind = response.getheader("Content-Type") or ""
        body = json.loads(raw) if "json" in kind and raw else raw
        answer = super().__new__(cls, (response.status, body))
        answer.headers = response.headers
        return answer

    status = property(lambda self: self[0])
    body = property(lambda self: self[1])


class Caller:
    """Somebody with a token; one kept connection."""

    def __init__(self, hub, token):
        self.hub, self.token = hub, token
        self.wire = None

    def call(self, method, path, body=None, headers=None, seconds=DEADLINE):
        """One request and its answer; a kept connection that the hub has
        ended while nobody used it is none."""
        if self.wire is not None and has_ended(self.wire.sock):
            self.close()
        if self.wire is None:
            self.wire = http.client.HTTPSConnection(
                "localhost", self.hub.port, timeout=seconds,
                context=self.hub.tls())
        sent = dict(headers or {})
        if self.token:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        if isinstance(body, (dict, list)):
            body = json.dumps(body, ensure_ascii=False).encode()
            sent.setdefault("Content-Type", "application/json")
        try:
            self.wire.request(method, path, body, sent)
            answer = Answer(self.wire.getresponse())
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        if answer.headers.get("Connection", "").lower() == "close":
            self.close()
        if path.startswith("/v1/"):
            self.hub.described().check(method, path, answer)
        return answer

    def get(self, path, **options):
        return self.call("GET", path, **options)

    def post(self, path, body=None, **options):
        return self.call("POST", path, body, **options)

    def close(self):
        if self.wire is not None:
            self.wire.close()
        self.wire = None


class Hub:
    """A hub that runs for the length of a with block."""

    def __init__(self, institutions=INSTITUTIONS, env=None, settings=""):
        self.folder = Path(tempfile.mkdtemp(prefix="simpul-test-"))
        self.port = free_port()
        self.institutions, self.env = institutions, env or {}
        self.more_tls = ""      # more settings of hub's tls section
        self.settings = settings
        self.audit = AUDIT      # "": the log is not published
        self.limits = {}        # of the daemon: RLIMIT_...: most
        self.test_plugins = ()  # names of those below tests/plugins
        self.process = None
        self.callers = []
        self.description = None

    @property
    def conf(self):
        return self.folder / "simpul.conf"

    @property
    def log(self):
        return self.folder / "hub.log"

    def __enter__(self):
        try:
            self.prepare()
            self.start()
        except BaseException:
            self.abandon()
            raise
        return self

    def __exit__(self, kind, *_):
        for caller in self.callers:
            caller.close()
        try:
            status = self.stop()
            assert kind is not None or status == 0, \
                f"simpuld ended with {status}:\n{self.tail()}"
        finally:
            self.abandon()

    def abandon(self):
        """Nothing is left, whatever happened."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def prepare(self):
        """Keys, certificate, folders and configuration."""
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
             "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
             "-subj", "/CN=localhost", "-addext",
             "subjectAltName=DNS:localhost,IP:127.0.0.1",
             "-keyout", self.folder / "key.pem",
             "-out", self.folder / "cert.pem"],
            check=True, stderr=subprocess.DEVNULL)
        self.secret("hub.key", os.urandom(32).hex() + "\n")
        (self.folder / "key.pem").chmod(0o600)
        subprocess.run(
            [BUILD / "simpulctl", "audit", "keygen",
             self.folder / "audit.pem"],
            check=True, stdout=subprocess.DEVNULL)
        for name in ("data", "run", "plugins", "last"):
            (self.folder / name).mkdir(mode=0o700)
        for plugin in BUILD.resolve().glob("plugins/*/.libs/*.so"):
            (self.folder / "plugins" / plugin.name).symlink_to(plugin)
        for name in self.test_plugins:
            self.link_plugin(name, name)
        self.configure(self.institutions)

    def link_plugin(self, name, made):
        """Puts a plugin for tests where the hub looks for that name."""
        path = self.folder / "plugins" / f"{name}.so"
        path.unlink(missing_ok=True)
        path.symlink_to(BUILD.resolve()
                        / f"tests/plugins/{made}/.libs/{made}.so")

    def secret(self, name, text):
        """A file that only its owner may read; its path."""
        path = self.folder / name
        path.touch(mode=0o600)
        path.write_text(text)
        return path

    def configure(self, institutions):
        """Writes the configuration; a running hub wants a reload then."""
        self.conf.write_text(CONFIG.format(
            folder=self.folder, build=BUILD.resolve(), port=self.port,
            tls=self.more_tls, audit=self.audit.format(folder=self.folder),
            settings=self.settings, days=DAYS_OFF)
            + institutions.replace("@FOLDER@", str(self.folder)))

    def start(self):
        """The daemon, until it takes calls."""
        self.launch()
        wait_for("simpuld is ready", self.is_ready)
        self.described()

    def launch(self):
        """The daemon, whatever becomes of it."""
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [BUILD / "simpuld", "-c", self.conf], stdout=log, stderr=log,
                env={**os.environ, **self.env},
                preexec_fn=self.limit if self.limits else None)

    def limit(self):
        """What the daemon may not take."""
        for what, most in self.limits.items():
            resource.setrlimit(what, (most, most))

    def expect_no_start(self, *words):
        """It ends with 2 and one sentence that has these words."""
        self.launch()
        try:
            status = self.process.wait(DEADLINE)
        finally:
            self.kill()
        said = self.tail(1)
        assert status == 2, f"{status}: {self.tail()}"
        for word in words:
            assert word in said, f"{word!r} is not in: {self.tail()}"

    def is_ready(self):
        """Does it take calls?"""
        assert self.process.poll() is None, \
            f"simpuld ended with {self.process.returncode}:\n{self.tail()}"
        with contextlib.suppress(OSError, http.client.HTTPException):
            caller = Caller(self, None)
            try:
                return caller.get("/readyz").status == 200
            finally:
                caller.close()
        return False

    def stop(self):
        """Asks it to end; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(
                f"simpuld did not end:\n{self.tail()}") from None

    def kill(self):
        """As a power cut would."""
        self.process.kill()
        self.process.wait()

    def workers(self):
        """Process ids of its workers."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(pid) for task in tasks for pid in task.read_text().split()]

    def tail(self, lines=60):
        """The end of its log."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text().splitlines()[-lines:])

    def described(self):
        """What the hub says of its API."""
        if self.description is None:
            caller = Caller(self, None)
            self.description = Described(caller.get("/openapi.json").body)
            caller.close()
        return self.description

    def tls(self):
        """A context that trusts the hub and nobody else."""
        return ssl.create_default_context(cafile=self.folder / "cert.pem")

    def ask(self, command, **members):
        """A command over the operator's socket; what it answers."""
        with socket.socket(socket.AF_UNIX) as s:
            s.settimeout(DEADLINE)
            s.connect(str(self.folder / "run/control"))
            s.sendall(json.dumps({"command": command, **members}).encode()
                      + b"\n")
            with s.makefile("rb") as lines:
                for line in lines:
                    answer = json.loads(line)
                    if "good" in answer:
                        return answer
        raise AssertionError(f"{command}: no answer")

    def ctl(self, *words):
        """simpulctl: its exit status and what it says."""
        ran = subprocess.run(
            [BUILD / "simpulctl", "--config", self.conf, *words], text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
            timeout=DEADLINE)
        return ran.returncode, ran.stdout

    def token(self, role, institution="", **members):
        """A fresh token: its text and id."""
        answer = self.ask("token_add", role=role, institution=institution,
                          label="test", **members)
        assert answer["good"], answer
        return answer["token"], answer["id"]

    def caller(self, role=None, institution="", **members):
        """Somebody with a fresh token of that role; None: without one."""
        token = role and self.token(role, institution, **members)[0]
        return self.caller_with(token)

    def caller_or_none(self, role, institution):
        """Somebody with a fresh token, or nobody when it is not kept."""
        answer = self.ask("token_add", role=role, institution=institution,
                          label="test")
        return self.caller_with(answer["token"]) if answer["good"] else None

    def caller_with(self, token):
        """Somebody who has that token."""
        caller = Caller(self, token)
        self.callers.append(caller)
        return caller

    def metrics(self):
        """The hub's counters by name, summed over their labels."""
        found = {}
        caller = Caller(self, None)
        text = caller.get("/metrics").body.decode()
        caller.close()
        for line in text.splitlines():
            if line and not line.startswith("#"):
                name, value = line.rsplit(" ", 1)
                name = name.split("{")[0]
                found[name] = found.get(name, 0) + float(value)
        return found
