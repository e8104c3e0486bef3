# SPDX-License-Identifier: Apache-2.0
"""The Ombudsman: a SOAP service on spyne, which calls the hub's own with zeep
by the WSDL that it finds there.  Cases go there with what law 37/2008 wants."""
import secrets
import sys

from demo_party import Party
from demo_stand import TOP, wait_for


class Ombudsman(Party):
    protocol = "SOAP"

    def __init__(self, *about, **more):
        super().__init__(*about, **more)
        self.port, self.hub = 0, ""

    def start(self, stand):
        ready = stand.dir / f"{self.id}.port"
        secret = stand.write(f"{self.id}.key", secrets.token_urlsafe(32))
        self.hub = f"https://localhost:{stand.port}/in/{self.id}"
        stand.run(self.id, [
            sys.executable, "-B", TOP / "tests/peers/ombudsman.py",
            "--port-file", ready, "--cert", stand.dir / "cert.pem",
            "--key", stand.dir / "key.pem", "--hub-url", self.hub,
            "--hub-ca", stand.dir / "cert.pem", "--secret-file", secret])
        wait_for(f"{self.name} listens",
                 lambda: ready.exists() and ready.read_text().strip())
        self.port = int(ready.read_text())

    def section(self, stand):
        return f"""\
  plugin = "ombudsman"
  url = "https://localhost:{self.port}"
  tls {{ ca = "{stand.dir}/cert.pem" }}
  auth_in {{ kind = "api-key" header = "X-Kunci"
            secret_file = "{stand.dir}/{self.id}.key" }}
  requires = {{ "identity", "prior_complaint", "consent" }}
  agreement {{ number = "DEMO/2/2026" until = "2027-12-31"
              basis = "UU 37/2008 pasal 24" }}
  disclose = {{ "name", "birth_place", "birth_date", "marital_status",
               "occupation", "address" }}
  options {{ address = "https://localhost:{self.port}/soap"
            endpoint = "{self.hub}" }}
"""
