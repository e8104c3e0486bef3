# SPDX-License-Identifier: Apache-2.0
"""A state enterprise that works in Redmine, linked by a section and a mapping
folder: Debian's Redmine where it is installed, else the tests' stand-in.  Its
agent works through Redmine's own interface and knows nothing of the hub."""
import json
import re
import secrets
import shutil
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

from demo_party import Party
from demo_stand import TOP, Missed, wait_for

REAL = Path("/usr/share/redmine/config/environment.rb")
NEW = 1                 # the status that an issue begins with
LOOK = 0.5              # seconds between two looks of the agent


class Enterprise(Party):
    def __init__(self, *about, **more):
        super().__init__(*about, **more)
        self.real = False
        self.key, self.agent = secrets.token_hex(20), secrets.token_hex(20)
        self.ended = threading.Event()
        self.port, self.thread, self.settings = 0, None, {}

    @property
    def protocol(self):
        return "Redmine" if self.real else "Redmine*"

    def start(self, stand):
        self.real = not stand.plays_all and REAL.exists() and \
            shutil.which("puma") is not None
        folder = stand.dir / "redmine"
        program = "redmine_real.py" if self.real else "redmine.py"
        stand.write("redmine.key", self.key + "\n")
        process = stand.run("redmine", [
            sys.executable, "-B", TOP / "tests/peers" / program, "--key",
            self.key, "--agent-key", self.agent, "--folder", folder])
        log = stand.dir / "redmine.log"

        def listens():
            if process.poll() is not None:
                raise Missed(f"Redmine ended: see {log}")
            found = re.search(r"Listening on http://127.0.0.1:(\d+)",
                              log.read_text())
            return found and int(found[1])
        self.port = wait_for("Redmine listens", listens)
        self.settings = json.loads((folder / "settings.json").read_text())

    def section(self, stand):
        return f"""\
  plugin = "bumn"
  url = "http://127.0.0.1:{self.port}"
  poll = "1s"
  auth {{ kind = "header" header = "X-Redmine-API-Key"
         secret_file = "{stand.dir}/redmine.key" }}
  options {{ map = "{TOP}/plugins/bumn/maps/redmine/redmine.jq"
            settings = "{stand.dir}/redmine/settings.json" }}
"""

    def begin(self, stand):
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()

    def end(self):
        self.ended.set()
        self.thread.join()

    def call(self, method, path, body=None):
        """One request of the agent."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            None if body is None else json.dumps(body).encode(),
            {"X-Redmine-API-Key": self.agent,
             "Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            said = answer.read()
        return json.loads(said) if said.strip() else None

    def status(self, meaning):
        return next(int(number) for number, word in
                    self.settings["statuses"].items() if word == meaning)

    def look(self):
        for issue in self.call("GET", "/issues.json?limit=100")["issues"]:
            if issue["status"]["id"] != NEW:
                continue
            path = f"/issues/{issue['id']}.json"
            self.call("PUT", path, {"issue": {
                "status_id": self.status("accepted"),
                "notes": "Teknisi kami menuju lokasi."}})
            self.call("PUT", path, {"issue": {
                "status_id": self.status("answered"),
                "notes": "Gangguan sudah kami perbaiki."}})

    def try_to_look(self):
        """A Redmine on SQLite says 500 when two write at once: the agent
        presses the button again."""
        try:
            self.look()
        except urllib.error.HTTPError as e:
            if e.code < 500:
                raise

    def work(self):
        try:
            while not self.ended.is_set():
                self.try_to_look()
                self.ended.wait(LOOK)
        except (OSError, KeyError) as e:
            self.failure = Missed(f"{self.name}: {e}")
