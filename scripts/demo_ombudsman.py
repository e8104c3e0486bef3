# SPDX-License-Identifier: Apache-2.0
"""The Ombudsman: a SOAP service on spyne, which calls the hub's own with zeep
by the WSDL that it finds there.  Both sides sign what they say by WS-Security.
Cases go there with what law 37/2008 wants."""
import subprocess
import sys

from demo_party import Party
from demo_stand import TOP, wait_for


def make_seal(stand, name):
    """A key that signs, and its certificate."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30", "-subj",
         f"/CN={name}", "-keyout", stand.dir / f"{name}.key", "-out",
         stand.dir / f"{name}.pem"], check=True, stderr=subprocess.DEVNULL)


class Ombudsman(Party):
    protocol = "SOAP, WSS"

    def __init__(self, *about, **more):
        super().__init__(*about, **more)
        self.port, self.hub = 0, ""

    def start(self, stand):
        ready = stand.dir / f"{self.id}.port"
        for name in self.id, f"{self.id}-hub":
            make_seal(stand, name)
        self.hub = f"https://localhost:{stand.port}/in/{self.id}"
        stand.run(self.id, [
            sys.executable, "-B", TOP / "tests/peers/ombudsman.py",
            "--port-file", ready, "--cert", stand.dir / "cert.pem",
            "--key", stand.dir / "key.pem", "--hub-url", self.hub,
            "--hub-ca", stand.dir / "cert.pem",
            "--seal-key", stand.dir / f"{self.id}.key",
            "--seal-cert", stand.dir / f"{self.id}.pem",
            "--hub-seal", stand.dir / f"{self.id}-hub.pem"])
        wait_for(f"{self.name} listens",
                 lambda: ready.exists() and ready.read_text().strip())
        self.port = int(ready.read_text())

    def section(self, stand):
        return f"""\
  plugin = "ombudsman"
  url = "https://localhost:{self.port}"
  tls {{ ca = "{stand.dir}/cert.pem" }}
  auth {{ kind = "wss-x509" cert = "{stand.dir}/{self.id}-hub.pem"
         key = "{stand.dir}/{self.id}-hub.key" }}
  auth_in {{ kind = "wss-x509" trust = "{stand.dir}/{self.id}.pem" }}
  requires = {{ "identity", "prior_complaint", "consent" }}
  agreement {{ number = "DEMO/2/2026" until = "2027-12-31"
              basis = "UU 37/2008 pasal 24" }}
  disclose = {{ "name", "birth_place", "birth_date", "marital_status",
               "occupation", "address" }}
  options {{ address = "https://localhost:{self.port}/soap"
            endpoint = "{self.hub}" }}
"""
