# SPDX-License-Identifier: Apache-2.0
"""Institutions of the demonstration without a system of their own: a liaison
officer works through the API."""
import threading

from demo_party import Party
from demo_stand import Caller, Missed


class Officer(Party):
    """Looks at the inbox, takes what is there, answers it."""

    def __init__(self, *about, **more):
        super().__init__(*about, **more)
        self.ended = threading.Event()
        self.caller = self.thread = None

    def section(self, _stand):
        return '  plugin = "none"\n  limits { rate = 1000 }\n'

    def begin(self, stand):
        self.caller = Caller(stand, stand.token("institution", self.id))
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()

    def end(self):
        self.ended.set()
        self.thread.join()

    def act(self, handoff, verb, text):
        status, answer = self.caller.call(
            "POST", f"/v1/handoffs/{handoff}/{verb}",
            {"text": text} if text else {})
        if status not in (200, 409):
            raise Missed(f"{verb} {handoff}: {status} {answer}")

    def look(self):
        status, inbox = self.caller.call("GET", "/v1/inbox?limit=100")
        if status != 200:
            raise Missed(f"inbox: {status} {inbox}")
        for item in inbox["items"]:
            if item["state"] != "offered":
                continue
            self.act(item["id"], "accept", "")
            self.act(item["id"], "answer",
                     "Sudah kami terima dan kami tindak lanjuti.")

    def work(self):
        try:
            while not self.ended.is_set():
                self.look()
                self.ended.wait(0.3)
        except (Missed, OSError) as e:
            self.failure = e
