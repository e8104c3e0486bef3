# SPDX-License-Identifier: Apache-2.0
"""SP4N-LAPOR! itself, linked by a map and two headers: cases are created there
and handed on to a ministry, whose follow-ups are asked for; two complaints
come from there, and hear what becomes of them."""
import json
import secrets
import ssl
import sys
import urllib.request

from demo_party import Party
from demo_stand import TOP, wait_for

MAP = TOP / "plugins/bumn/maps/sp4n-lapor"

# What is handed to the hub's institution there: text and category.
COMPLAINTS = [("Listrik di desa kami padam setiap malam.", "electricity"),
              ("Beasiswa tidak dibayarkan oleh kampus.", "campus")]


class Lapor(Party):
    protocol = "REST, jq"
    brings = len(COMPLAINTS)

    def __init__(self, *about, **more):
        super().__init__(*about, **more)
        self.port, self.context = 0, None

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

    def control(self, name, said):
        """What somebody there does, or sees."""
        request = urllib.request.Request(
            f"https://localhost:{self.port}/control/{name}",
            json.dumps(said).encode())
        with urllib.request.urlopen(request, context=self.context) as answer:
            return json.load(answer)

    def begin(self, stand):
        self.context = ssl.create_default_context(
            cafile=stand.dir / "cert.pem")
        for content, category in COMPLAINTS:
            self.control("dispose", {"content": content, "channel": "Android",
                                     "category_name": category})

    def heard(self):
        """How many times it heard of what it had handed in."""
        return sum("[simpul" in f["content"]
                   for c in self.control("state", {})["complaints"]
                   if "[simpul" not in c["content"] for f in c["followups"])

    def has_heard(self):
        return self.heard() >= self.brings

    def end(self):
        told = self.heard()
        print(f"dari SP4N-LAPOR! {self.brings} laporan, {told} kabar "
              f"kembali ke sana / {self.brings} came from there, "
              f"{told} times it heard back")

    def section(self, stand):
        own = f"{stand.dir}/{self.id}"
        return f"""\
  plugin = "bumn"
  url = "https://localhost:{self.port}"
  tls {{ ca = "{stand.dir}/cert.pem" }}
  poll = "1s"
  source = true
  auth {{ kind = "bearer" secret_file = "{own}.bearer" }}
  auth_also {{ header = "token" secret_file = "{own}.token" }}
  options {{ map = "{MAP}/sp4n-lapor.jq" settings = "{own}.json" }}
"""
