# SPDX-License-Identifier: Apache-2.0
"""A state enterprise that works in Redmine, beside a hub: the stand-in or
Debian's own, each a program on a free port, reached by the agent's key as any
client of its REST interface would."""
import contextlib
import json
import mimetypes
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from wires import DEADLINE

TOP = Path(__file__).resolve().parents[2]
MAP = TOP / "plugins/bumn/maps/redmine/redmine.jq"
HUB_KEY, AGENT_KEY = "5" * 40, "a" * 40
SECTION = """
institution "telkom" {{
  name = "PT Telkom"
  plugin = "bumn"
  url = "http://127.0.0.1:{port}"
  poll = "1s"
  auth {{ kind = "header" header = "X-Redmine-API-Key"
         secret_file = "@FOLDER@/redmine.key" }}
  limits {{ concurrency = 2 timeout = "5s" }}
  options {{ map = "{map}" settings = "{settings}" }}
}}
route "phones" {{ category = {{ "phones" }} to = "telkom" }}
route "phones-else" {{ category = {{ "phones" }} to = "pln" }}
"""


class Desk:
    """The enterprise's Redmine for the length of a with block."""

    def __init__(self, program, *words, settings):
        self.command = [sys.executable, "-B", TOP / "tests/peers" / program,
                        "--key", HUB_KEY, "--agent-key", AGENT_KEY, *words]
        self.settings_file = Path(settings)
        self.process = None

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True)
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            found = re.search(r"Listening on http://127.0.0.1:(\d+)", line)
            if found:
                self.port = int(found[1])
                self.settings = json.loads(self.settings_file.read_text())
                return self
        self.process.wait()
        raise AssertionError("Redmine does not start:\n" + "".join(lines))

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.stdout.close()
        self.process.wait(DEADLINE)

    def section(self, map=MAP, settings=None):
        return SECTION.format(port=self.port, map=map,
                              settings=settings or self.settings_file)

    def call(self, method, path, body=None, key=AGENT_KEY, kind="json"):
        """One request of the agent; the answer's JSON, None without one."""
        data = body if body is None or kind != "json" \
            else json.dumps(body).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", data, method=method,
            headers={"X-Redmine-API-Key": key,
                     "Content-Type": f"application/{kind}"})
        with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
            said = answer.read()
        return json.loads(said) if said.strip() else None

    def field(self, name):
        """The number of a custom field, as settings.json calls it."""
        return self.settings[name]

    def status(self, meaning):
        """The first status that means this to the hub."""
        return next(int(number) for number, word in
                    self.settings["statuses"].items() if word == meaning)

    def change(self, issue, **members):
        """What an agent does to an issue."""
        self.call("PUT", f"/issues/{issue}.json", {"issue": members})

    def attach(self, issue, files, **members):
        """The same with files."""
        uploads = []
        for name, data in files.items():
            said = self.call("POST", "/uploads.json?" + urllib.parse.urlencode(
                {"filename": name}), data, kind="octet-stream")
            uploads.append({"token": said["upload"]["token"],
                            "filename": name,
                            "content_type": mimetypes.guess_type(name)[0]})
        self.change(issue, uploads=uploads, **members)

    def issues_of(self, handoff):
        """Every issue that stands for a handoff, with its files."""
        field = self.field("reference_field")
        found = self.call("GET", "/issues.json?" + urllib.parse.urlencode(
            {"status_id": "*", "limit": 100, f"cf_{field}": handoff}))
        return [self.call("GET", f"/issues/{i['id']}.json?include="
                          "attachments,journals")["issue"]
                for i in found["issues"] if any(
                    f["id"] == field and f.get("value") == handoff
                    for f in i["custom_fields"])]


class StandIn(Desk):
    """The peer of this tree."""

    def __init__(self):
        super().__init__("redmine.py",
                         settings=TOP / "tests/plugins/bumn/redmine.json")

    def mode(self, **said):
        """How requests are to fail."""
        self.call("POST", "/control/mode", said)

    def held(self):
        """How many requests it has done and does not answer."""
        return self.call("GET", "/control/held")["held"]


class Real(Desk):
    """Debian's Redmine, in a folder of its own."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="simpul-test-redmine-"))
        super().__init__("redmine_real.py", "--folder", self.folder,
                         settings=self.folder / "settings.json")

    def __exit__(self, *error):
        try:
            super().__exit__(*error)
        finally:
            with contextlib.suppress(OSError):
                shutil.rmtree(self.folder)
