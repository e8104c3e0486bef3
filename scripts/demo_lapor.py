# SPDX-License-Identifier: Apache-2.0
"""SP4N-LAPOR! itself, linked by a map and two headers: cases are created there
and handed on to a ministry, whose follow-ups are asked for."""
import json
import secrets
import sys

from demo_party import Party
from demo_stand import TOP, wait_for

MAP = TOP / "plugins/bumn/maps/sp4n-lapor"


class Lapor(Party):
    protocol = "REST, jq"

    def __init__(self, *about, **more):
        super().__init__(*about, **more)
        self.port = 0

    def start(self, stand):
        ready = stand.dir / f"{self.id}.port"
        for name in ("bearer", "token"):
            stand.write(f"{self.id}.{name}", secrets.token_urlsafe(32))
        said = json.loads((MAP / "settings.json.example").read_text())
        stand.write(f"{self.id}.json", json.dumps({**said, "id": self.id}))
        stand.run(self.id, [
            sys.executable, "-B", TOP / "tests/peers/lapor.py",
            "--port-file", ready, "--cert", stand.dir / "cert.pem",
            "--key", stand.dir / "key.pem", "--work", "0.3",
            "--bearer-file", stand.dir / f"{self.id}.bearer",
            "--token-file", stand.dir / f"{self.id}.token"])
        wait_for(f"{self.name} listens",
                 lambda: ready.exists() and ready.read_text().strip())
        self.port = int(ready.read_text())

    def section(self, stand):
        own = f"{stand.dir}/{self.id}"
        return f"""\
  plugin = "bumn"
  url = "https://localhost:{self.port}"
  tls {{ ca = "{stand.dir}/cert.pem" }}
  poll = "1s"
  auth {{ kind = "bearer" secret_file = "{own}.bearer" }}
  auth_also {{ header = "token" secret_file = "{own}.token" }}
  options {{ map = "{MAP}/sp4n-lapor.jq" settings = "{own}.json" }}
"""
