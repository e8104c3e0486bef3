# SPDX-License-Identifier: Apache-2.0
"""An SP4N-LAPOR! beside a hub, as a program of its own, and what it is
asked."""
import json
import signal
import ssl
import subprocess
import sys
import urllib.request
from pathlib import Path

from wires import DEADLINE, wait_for

TOP = Path(__file__).resolve().parents[2]
PEER = TOP / "tests/peers/lapor.py"
MAPS = TOP / "plugins/bumn/maps/sp4n-lapor"
SECTION = """
institution "sp4n-lapor" {{
  name = "SP4N-LAPOR!"
  plugin = "bumn"
  url = "https://localhost:{port}"
  tls {{ ca = "{folder}/cert.pem" }}
  poll = "1s"
  source = true
  auth {{ kind = "bearer" secret_file = "{folder}/lapor.bearer" }}
  auth_also {{ header = "token" secret_file = "{folder}/lapor.token" }}
  limits {{ concurrency = 2 timeout = "10s" answer = "5M" }}
  options {{ map = "{maps}/sp4n-lapor.jq" settings = "{settings}" }}
}}
route "roads" {{ category = {{ "jalan" }} to = "sp4n-lapor" }}
route "roads-else" {{ category = {{ "jalan" }} to = "pln" }}
"""


class Lapor:
    """Its program; the hub's folder has its certificate and its secrets."""

    def __init__(self, hub, **settings):
        self.hub = hub
        bearer = hub.secret("lapor.bearer", "pembawa-rahasia\n")
        token = hub.secret("lapor.token", "token-rahasia\n")
        self.settings = hub.folder / "lapor.json"
        said = json.loads((MAPS / "settings.json.example").read_text())
        self.settings.write_text(json.dumps({**said, **settings}))
        self.process, self.port = None, 0
        self.words = ["--bearer-file", bearer, "--token-file", token]

    def start(self):
        """Once the hub has made its certificate."""
        self.process = subprocess.Popen(
            [sys.executable, "-B", PEER, "--cert",
             self.hub.folder / "cert.pem", "--key",
             self.hub.folder / "key.pem", *self.words],
            stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])
        return self

    def stop(self):
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(DEADLINE)
            self.process.stdout.close()

    def section(self):
        return SECTION.format(port=self.port, folder=self.hub.folder,
                              maps=MAPS, settings=self.settings)

    def control(self, name, **said):
        request = urllib.request.Request(
            f"https://localhost:{self.port}/control/{name}",
            json.dumps(said).encode())
        with urllib.request.urlopen(
                request, timeout=DEADLINE, context=ssl.create_default_context(
                    cafile=self.hub.folder / "cert.pem")) as answer:
            return json.load(answer)

    def complaints(self, handoff):
        """Those that carry the hub's reference."""
        return [c for c in self.control("state")["complaints"]
                if f"[simpul {handoff}]" in c["content"]]

    def complaint(self, number):
        return next(c for c in self.control("state")["complaints"]
                    if c["id"] == number)

    def handed_on(self, handoff, seconds=DEADLINE):
        """The one complaint that it became, once it is with another
        institution there."""
        def found():
            rows = self.complaints(handoff)
            assert len(rows) <= 1, rows
            return rows and rows[0]["disposition_id"] != 77 and rows[0]
        return wait_for(f"{handoff} at SP4N-LAPOR!", found, seconds)
