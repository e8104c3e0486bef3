# SPDX-License-Identifier: Apache-2.0
"""A KSP beside the hub: starts tests/peers/ksp.py and talks to its control
endpoints.

    with Hub(...) as hub, Ksp(hub) as ksp:
        ksp.mode(fail="500", times=1)
"""
import base64
import http.client
import json
import os
import signal
import ssl
import subprocess
import sys
from pathlib import Path

from wires import DEADLINE, wait_for

PEER = Path(__file__).resolve().parent.parent / "peers" / "ksp.py"

SECTION = """\
institution "{name}" {{
  name = "{title}"
  plugin = "ksp"
  url = "https://localhost:{port}"
  idempotent = {idempotent}
  source = true
  tls {{ ca = "{folder}/{name}.pem" }}
  auth {{ kind = "bearer" secret_file = "{folder}/{name}.token" }}
  auth_in {{ kind = "webhook" secret_file = "{folder}/{name}.whsec" }}
  limits {{ concurrency = 4 timeout = "{timeout}" rate = 10000 body = "16M"
           {limits} }}
  options {{ types = "{types}" }}
  {more}
}}
"""


class Ksp:
    """The program, for the length of a with block; files in folder."""

    def __init__(self, folder, hub_port, name="ksp", options=(), **section):
        self.folder, self.name = Path(folder), name
        self.hub_port, self.options = hub_port, options
        self.set = {"idempotent": "true", "timeout": "5s", "more": "",
                    "limits": "", "title": "Kantor Staf Presiden",
                    "types": "id.go.ksp", **section}
        self.process, self.port = None, 0

    def path(self, kind):
        return self.folder / f"{self.name}.{kind}"

    def __enter__(self):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
             "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
             "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
             "-keyout", self.path("key"), "-out", self.path("pem")],
            check=True, stderr=subprocess.DEVNULL)
        whsec = "whsec_" + base64.b64encode(os.urandom(24)).decode()
        for kind, text in (("token", os.urandom(16).hex()), ("whsec", whsec)):
            self.path(kind).touch(mode=0o600)
            self.path(kind).write_text(text + "\n")
        self.process = subprocess.Popen(
            [sys.executable, "-B", PEER, "--port-file", self.path("port"),
             "--cert", self.path("pem"), "--key", self.path("key"),
             "--token-file", self.path("token"),
             "--secret-file", self.path("whsec"),
             "--hub-url", f"https://localhost:{self.hub_port}",
             "--hub-ca", self.folder / "cert.pem",
             "--institution", self.name, "--types", self.set["types"],
             "--delay", "0.02", *self.options])
        wait_for("the KSP listens", self.path("port").exists)
        self.port = int(self.path("port").read_text())
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(DEADLINE) == 0

    def section(self):
        """Its section of the hub's configuration."""
        return SECTION.format(name=self.name, port=self.port,
                              folder=self.folder, **self.set)

    def ask(self, name, body=None):
        """One control endpoint's answer."""
        wire = http.client.HTTPSConnection(
            "localhost", self.port, timeout=DEADLINE,
            context=ssl.create_default_context(cafile=self.path("pem")))
        try:
            wire.request("GET" if body is None else "POST",
                         f"/control/{name}",
                         None if body is None else json.dumps(body).encode())
            return json.loads(wire.getresponse().read())
        finally:
            wire.close()

    def mode(self, **members):
        return self.ask("mode", members)

    def send(self, **members):
        """What the peer is told to send; the hub's status and answer."""
        return read_back(self.ask("send", members))

    def tell(self, word, data, **members):
        """One event; the hub's status and answer."""
        return self.send(word=word, data=data, **members)

    def hand_in(self, data, files=(), **members):
        files = [{"name": n, "type": t,
                  "base64": base64.b64encode(b).decode()}
                 for n, t, b in files]
        return read_back(self.ask("handin", {"data": data, "files": files,
                                             **members}))

    def case(self, handoff):
        """What it has of a handoff, or None."""
        found = [c for c in self.ask("cases") if c["handoff"] == handoff]
        assert len(found) <= 1, f"{handoff} was taken twice"
        return found[0] if found else None

    def log(self, what):
        return [e for e in self.ask("log") if e["what"] == what]

    def posts(self):
        """Requests that brought events."""
        return self.log("post")


def read_back(answer):
    """Status and JSON (or text) of what the hub answered."""
    try:
        return answer["status"], json.loads(answer["body"])
    except ValueError:
        return answer["status"], answer["body"]
