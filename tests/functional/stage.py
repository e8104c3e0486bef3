# SPDX-License-Identifier: Apache-2.0
"""The stage of a scenario: a hub, its institutions (some with a system of
their own that speaks the ksp protocol, some that work by the API alone), the
clock, and the case that the story is about."""
import contextlib
import re
import threading
from datetime import datetime, timedelta, timezone

from hub import Hub
from ksp import Ksp
from scene import first_monday, moment
from wires import DEADLINE, wait_for

# Where the API takes each word: of a handoff, or of a case.
OF_HANDOFF = {
    "accepted": "accept", "refused": "refuse", "returned": "return",
    "progress": "progress", "answered": "answer", "needs_info": "ask",
    "comment": "comment", "correction": "correct", "cancelled": "cancel",
    "contribution": "contribute"}
OF_CASE = {
    "supplement": "supplement", "reminder": "remind", "objection": "object",
    "rating": "rate", "withdrawn": "withdraw", "decision": "decide",
    "offered": "handoffs"}
NUMBERS = ("rating",)
FLAGS = ("without_waiting", "anonymous", "secret", "urgent")
IDENTITY = "complainant."


def document(members):
    """Members of a line as JSON: numbers, flags, who complains apart."""
    out = {}
    for name, value in members.items():
        if name.startswith(IDENTITY):
            out.setdefault("complainant", {})[
                name.removeprefix(IDENTITY)] = value
        elif name in NUMBERS:
            out[name] = int(value)
        else:
            out[name] = value == "true" if name in FLAGS else value
    return out


class Told:
    """What somebody answered: the hub to an institution."""

    def __init__(self, status, body):
        self.status, self.body = status, body

    def document(self):
        members = self.body if isinstance(self.body, dict) else {}
        return {"status": self.status, **members}


class Wired:
    """An institution whose own system speaks the ksp protocol."""

    def __init__(self, stage, name, peer):
        self.stage, self.name, self.peer = stage, name, peer
        peer.mode(decide=False)

    def hand_in(self, tracking, members):
        return Told(*self.peer.hand_in({"tracking_id": tracking,
                                        **members}))

    def say(self, word, members):
        if word == "offered":
            members = {"case": self.stage.case, **members}
        else:
            members = {"handoff": self.stage.handoff_of(self.name),
                       **members}
        return Told(*self.peer.tell(word, members))

    def act_alone(self):
        """From now on its system decides by what a complaint says."""
        self.peer.mode(decide=True)

    def heard(self):
        """All that the hub told it of the case, as it came."""
        told = list(self.peer.ask("handed").get(self.stage.tracking, []))
        for case in self.peer.ask("cases"):
            if case["handoff"] in self.stage.handoffs():
                told.append({"word": "offered", **case})
                told += case["told"]
        return told + [n for n in self.peer.ask("notices")
                       if n["case"] == self.stage.case]


class ByHand:
    """An institution without a system: a person at the API."""

    def __init__(self, stage, name, caller, other):
        self.stage, self.name = stage, name
        self.caller, self.other = caller, other
        self.waiting = None     # a long poll in a thread of its own
        self.found = None

    def hand_in(self, tracking, members):
        return Told(*self.caller.post("/v1/cases", {
            "tracking_id": tracking, **members}))

    def say(self, word, members):
        if word in OF_CASE:
            path = f"/v1/cases/{self.stage.case}/{OF_CASE[word]}"
        else:
            handoff = self.stage.handoff_of(self.name)
            path = f"/v1/handoffs/{handoff}/{OF_HANDOFF[word]}"
        return Told(*self.caller.post(path, members))

    def heard(self):
        """What its officer reads in the case's timeline."""
        answer = self.caller.get(
            f"/v1/cases/{self.stage.case}/timeline?limit=200")
        items = answer.body["items"] if answer.status == 200 else []
        return [{**i, "word": i["event"],
                 "text": i.get("text") or i.get("sentence", "")}
                for i in items if i["type"] == "said"]

    def inbox(self):
        answer = self.caller.get("/v1/inbox?limit=200")
        assert answer.status == 200, answer
        return answer.body["items"]

    def wait(self):
        """Asks for what comes behind all that it has; the answer comes when
        something does."""
        known = self.caller.get("/v1/inbox?limit=200").body
        cursor = f"cursor={known['next']}&" if "next" in known else ""

        def poll():
            self.found = self.other.get(
                f"/v1/inbox?{cursor}wait={DEADLINE}",
                seconds=2 * DEADLINE)
        self.waiting = threading.Thread(target=poll, daemon=True)
        self.waiting.start()

    def come(self):
        """What the poll has brought."""
        assert self.waiting is not None, f"{self.name} did not wait"
        self.waiting.join(DEADLINE)
        assert not self.waiting.is_alive(), f"nothing came to {self.name}"
        self.waiting = None
        return self.found.body["items"]


class Stage:
    """For the length of a with block."""

    def __init__(self):
        self.hub = Hub(settings='timezone = "Asia/Makassar"')
        self.rest = contextlib.ExitStack()
        self.actors, self.sections = {}, []
        self.case = self.tracking = ""
        self.cases = []
        self.shift = timedelta()
        self.begin = first_monday(datetime.now(timezone.utc))
        self.rest.callback(self.hub.abandon)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return self.rest.__exit__(*error)

    def add(self, name, title, plugin, conf):
        """An institution; its section of conf.d says conf besides."""
        peer = None
        if plugin == "ksp":
            peer = self.rest.enter_context(Ksp(
                self.hub.folder, self.hub.port, name=name, title=title,
                types=f"id.go.{name}", more=conf))
            section = peer.section
        else:
            def section():
                return (f'institution "{name}" {{ name = "{title}"\n'
                        f'plugin = "none"\nlimits {{ rate = 100000 }}\n'
                        f'{conf} }}\n')
        self.actors[name] = peer
        self.sections.append(section)

    def open(self, conf):
        """Everybody is there: the hub starts."""
        self.hub.institutions = "".join(
            section() for section in self.sections) + conf
        chief = re.search(r'^coordinator .*institution = "(.*?)"', conf,
                          re.M)[1]
        self.rest.enter_context(self.hub)
        for name, peer in self.actors.items():
            if peer is not None:
                self.actors[name] = Wired(self, name, peer)
                continue
            kind = "coordinator" if name == chief \
                else "institution"
            self.actors[name] = ByHand(self, name, *(
                self.hub.caller(kind, name) for _ in range(2)))
        self.eyes = self.hub.caller("coordinator", chief)

    def now(self):
        return datetime.now(timezone.utc) + self.shift

    def settle(self):
        """Until nothing is on its way to anybody."""
        def idle():
            rows = self.hub.ask("queue")["queue"]
            return not any(row[kind] for row in rows
                           for kind in ("waiting", "sending", "unknown"))
        wait_for("all that is on its way to arrive", idle)

    def go(self, words):
        """The clock of the hub, and everybody's, to that moment."""
        self.settle()
        ahead = moment(self.begin, words) - self.now()
        assert ahead > timedelta(), f"{words} is over"
        # A millisecond behind it: the clock is past the full hour.
        forward = ahead // timedelta(milliseconds=1) + 2
        answer = self.hub.ask("clock", forward_ms=forward)
        assert answer["good"], answer
        self.shift += timedelta(milliseconds=forward)
        for actor in self.actors.values():
            if isinstance(actor, Wired):
                actor.peer.mode(clock=int(self.shift.total_seconds()))
        for caller in self.hub.callers:
            caller.close()

    def see(self, path):
        """What the coordinator sees."""
        answer = self.eyes.get(path)
        assert answer.status == 200, answer
        return answer.body

    def handoffs(self):
        """The case's, by id."""
        return {h["id"]: h
                for h in self.see(f"/v1/cases/{self.case}")["handoffs"]}

    def handoff_of(self, name):
        """The newest that a receiver has; of who has none, the case's main
        one, about which the source speaks."""
        rows = list(self.handoffs().values())
        own = [h for h in rows if h["receiver"] == name]
        main = [h for h in rows if h["kind"] == "transfer"]
        return (own or main)[-1]["id"]

    def timeline(self):
        return self.see(f"/v1/cases/{self.case}/timeline?limit=200")["items"]
