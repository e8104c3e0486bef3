# SPDX-License-Identifier: Apache-2.0
"""A university that runs an Open311 service in XML: cases go there, its
officer's updates are asked for.  Its campus portal hands a case in at the hub's
own endpoint, and reads the answer there."""
import secrets
import ssl
import sys

from demo_party import Party
from demo_stand import TOP, Missed, wait_for

sys.path.insert(0, str(TOP / "tests/peers"))
import open311  # noqa: E402

# What its portal hands in: a service of the table, and the text.
COMPLAINT = {"service_code": "L1", "address_string": "Gedung C",
             "description": "Listrik gedung kuliah padam sejak pagi.",
             "service_request_id_ext": "KAMPUS-2026-17"}


class University(Party):
    protocol = "Open311"
    brings = 1

    def __init__(self, *about, **more):
        super().__init__(*about, **more)
        self.port, self.campus, self.number = 0, None, ""

    def start(self, stand):
        ready = stand.dir / f"{self.id}.port"
        key = secrets.token_hex(20)
        stand.write(f"{self.id}.key", key)
        stand.write(f"{self.id}.key-in", secrets.token_hex(20))
        stand.write(f"{self.id}.services",
                    "J1 | campus | Fasilitas kampus\n"
                    "L1 | electricity | Listrik\n")
        stand.run(self.id, [
            sys.executable, "-B", TOP / "tests/peers/open311.py",
            "--port-file", ready, "--cert", stand.dir / "cert.pem",
            "--key", stand.dir / "key.pem", "--api-key", key,
            "--work", "0.3"])
        wait_for(f"{self.name} listens",
                 lambda: ready.exists() and ready.read_text().strip())
        self.port = int(ready.read_text())

    def section(self, stand):
        own = f"{stand.dir}/{self.id}"
        return f"""\
  plugin = "university"
  url = "https://localhost:{self.port}"
  tls {{ ca = "{stand.dir}/cert.pem" }}
  poll = "1s"
  source = true
  auth {{ kind = "api-key" header = "api_key" secret_file = "{own}.key" }}
  auth_in {{ kind = "api-key" header = "api_key"
            secret_file = "{own}.key-in" }}
  limits {{ rate = 1000 }}
  options {{ format = "xml" api_key = "api_key" services = "{own}.services" }}
"""

    def begin(self, stand):
        self.campus = open311.Client(
            stand.port, f"/in/{self.id}",
            (stand.dir / f"{self.id}.key-in").read_text().strip(),
            ssl.create_default_context(cafile=stand.dir / "cert.pem"), True)
        status, rows = self.campus.call("POST", "requests", COMPLAINT)
        if status != 201:
            raise Missed(f"{self.name}: its case was not taken: {rows}")
        self.number = rows[0]["service_request_id"]

    def case(self):
        """What is read there of its case."""
        status, rows = self.campus.call("GET", f"requests/{self.number}")
        if status != 200:
            raise Missed(f"{self.name}: {status} {rows}")
        return rows[0]

    def has_heard(self):
        return self.case()["status"] == "answered"

    def end(self):
        row = self.case()
        print(f"dari {self.name} 1 laporan, dibaca di sana: / 1 case came "
              f"from there, read there:\n  {row['status']}, "
              f"{row['agency_responsible']}: {row['status_notes']}")
