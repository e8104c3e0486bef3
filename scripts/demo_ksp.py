# SPDX-License-Identifier: Apache-2.0
"""Kantor Staf Presiden: a REST service that signs its webhooks.  What nobody
else is named for comes here, and it proposes whom a case belongs to."""
import base64
import secrets
import sys

from demo_party import Party
from demo_stand import TOP, wait_for


class Ksp(Party):
    protocol = "REST"

    def __init__(self, others):
        super().__init__("ksp", "Kantor Staf Presiden")
        self.targets = {category: other.id for other in others
                        for category in other.categories}
        self.port = 0

    def start(self, stand):
        ready = stand.dir / "ksp.port"
        stand.write("ksp.token", secrets.token_urlsafe(32))
        stand.write("ksp.whsec", "whsec_" +
                    base64.b64encode(secrets.token_bytes(32)).decode())
        stand.run("ksp", [
            sys.executable, "-B", TOP / "tests/peers/ksp.py",
            "--port", 0, "--port-file", ready,
            "--cert", stand.dir / "cert.pem", "--key", stand.dir / "key.pem",
            "--token-file", stand.dir / "ksp.token",
            "--secret-file", stand.dir / "ksp.whsec",
            "--hub-url", f"https://localhost:{stand.port}",
            "--hub-ca", stand.dir / "cert.pem", "--institution", "ksp",
            "--delay", "0.05",
            *(f"--target={c}={i}" for c, i in self.targets.items())])
        wait_for("KSP listens",
                 lambda: ready.exists() and ready.read_text().strip())
        self.port = int(ready.read_text())

    def section(self, stand):
        return f"""\
  plugin = "ksp"
  url = "https://127.0.0.1:{self.port}/"
  tls {{ ca = "{stand.dir}/cert.pem" }}
  auth {{ kind = "bearer" secret_file = "{stand.dir}/ksp.token" }}
  auth_in {{ kind = "webhook" secret_file = "{stand.dir}/ksp.whsec" }}
  idempotent = true
  acceptance = "explicit"
  agreement {{ number = "DEMO/1/2026" until = "2027-12-31"
              basis = "perjanjian kerja sama" }}
  disclose = {{ "name", "contact" }}
  limits {{ concurrency = 16 }}
"""

    def routes(self):
        return 'route "everything" { to = "ksp" }\n'
