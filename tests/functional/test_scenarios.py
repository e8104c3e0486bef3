# SPDX-License-Identifier: Apache-2.0
"""The scenarios of tests/scenarios, each through a real hub with workers and
sockets: what each line of a file does, and how what is below it is checked.

After every line the case has exactly one holder, and its due date has moved
only where the file says so."""
import json
import re
import shlex
from datetime import datetime
from pathlib import Path

import pytest

from scene import ZONE, moment, read_scene, shown
from stage import ByHand, Stage, document
from wires import wait_for

FOLDER = Path(__file__).resolve().parents[1] / "scenarios"
README = (FOLDER.parents[1] / "README.md").read_text(encoding="utf-8")
FILES = sorted(FOLDER.glob("*.scene"))
VERBS = ("hands", "says", "tries", "passes", "waits", "acts")
TAKEN = ("accepted", "working", "answered")
ENDED = ("completed", "archived", "withdrawn")


# README leaves out what only tells how a message went, and the log's number
# of a person.
MESSAGES = ("Dikirim", "Sampai di instansi", "Pesan disampaikan")
PERSON = re.compile(r" \(petugas \w+\)")
HISTORY = re.compile(r"^(\d+) Sep \d{4} (\d\d\.\d\d WITA) +(.*?) *$", re.M)


def history(text):
    """A history's first table: days since its first, and what was then."""
    rows = HISTORY.findall(text.split("```\n\n")[0])
    return [(int(day) - int(rows[0][0]), hour,
             re.split("  +", PERSON.sub("", what)))
            for day, hour, what in rows
            if not what.startswith(MESSAGES)]


def local(text):
    """A time of the API where the story is set."""
    return datetime.fromisoformat(text).astimezone(ZONE)


class Play:
    """One file, as it is played."""

    def __init__(self, stage, lines):
        self.stage, self.lines = stage, lines
        self.conf = ""
        self.answer = None      # of the last who spoke
        self.printed = ""       # by the last command
        self.due = None

    def run(self):
        said = [line for line in self.lines if not self.declare(line)]
        self.stage.open(self.conf)
        for line in said:
            self.step(self.act, line)
            for expected in line.expects if line.first != "timeline" else ():
                self.step(self.expect, expected)
            self.step(lambda _: self.check_custody(), line)

    def step(self, what, line):
        """One line; a failure says which."""
        try:
            what(line)
        except AssertionError as problem:
            raise AssertionError(
                f"line {line.number}: {line.text}\n{problem}") from None

    # What stands above the story.

    def declare(self, line):
        """Who is there, and more of the configuration."""
        if line.first == "institution":
            _, name, title, plugin = line.words[:4]
            conf = line.text.split(f'" {plugin}', 1)[1]
            self.stage.add(name, title, plugin, "\n".join(
                [conf] + [below.text for below in line.expects]))
        elif line.first == "conf":
            self.conf += line.text.removeprefix("conf ") + "\n" + "".join(
                below.text + "\n" for below in line.expects)
        else:
            return False
        return True

    # What is done.

    def act(self, line):
        if line.first == "week":
            self.stage.go(line.words)
        elif line.first == "operator":
            self.type(line)
        elif line.first in ("timeline", "report"):
            return
        else:
            self.speak(self.actor(line), line)

    def actor(self, line):
        """Whom the line is about."""
        assert line.first in self.stage.actors, f"who is {line.first}?"
        return self.stage.actors[line.first]

    def speak(self, actor, line):
        """NAME hands in | says WORD | tries WORD | passes on | waits | acts
        alone."""
        verb, members = line.words[1], document(line.equal)
        assert verb in VERBS, f"expected one of {VERBS}"
        if verb in ("waits", "acts"):
            actor.wait() if verb == "waits" else actor.act_alone()
            return
        if verb == "hands":
            self.hand_in(actor, members)
            return
        word = "offered" if verb == "passes" else line.words[2]
        self.answer = actor.say(word, members)
        if verb == "tries":
            return
        found = self.answer.document()
        assert found["status"] in (200, 201), found
        assert found.get("result", "applied") == "applied", found

    def hand_in(self, actor, members):
        tracking = f"{actor.name.upper()}-{len(self.stage.cases) + 1}"
        self.answer = actor.hand_in(tracking, members)
        found = self.answer.document()
        assert found["status"] in (200, 201), found
        self.stage.tracking, self.stage.case = tracking, found["case"]
        self.stage.cases.append(found["case"])
        self.due = self.stage.see(f"/v1/cases/{found['case']}").get("due_at")

    def type(self, line):
        """operator types | tries, as at a terminal."""
        assert line.words[1] in ("types", "tries"), "expected types or tries"
        words = [self.stage.case if word == "CASE" else word
                 for word in typed(line)]
        status, self.printed = self.stage.hub.ctl(*words)
        assert (status == 0) == (line.words[1] == "types"), self.printed

    # What must be then.

    def expect(self, line):
        """The line below."""
        checks = {"case": self.expect_case, "due": self.expect_due,
                  "handoff": self.expect_handoff,
                  "answer": self.expect_answer, "prints": self.expect_print,
                  "charged": self.expect_charge}
        if line.first in checks:
            checks[line.first](line)
            return
        verbs = {"hears": self.expect_heard, "never": self.expect_not_heard,
                 "inbox": self.expect_inbox, "finds": self.expect_inbox}
        actor, verb = self.actor(line), line.words[1]
        assert verb in verbs, f"expected one of {list(verbs)}"
        verbs[verb](actor, line)

    def expect_soon(self, what, look, fits):
        """Until a document fits; the last one is told otherwise."""
        last = []

        def found():
            last[:] = [look()]
            return fits(last[0])
        try:
            wait_for(what, found)
        except AssertionError:
            raise AssertionError(
                "found " + json.dumps(last[0], ensure_ascii=False,
                                      indent=1)) from None

    def expect_case(self, line):
        self.expect_soon(
            "the case", lambda: self.stage.see(
                f"/v1/cases/{self.stage.case}"), line.fits)

    def expect_handoff(self, line):
        """handoff NAME: the newest to that receiver."""
        def newest():
            rows = [h for h in self.stage.handoffs().values()
                    if h["receiver"] == line.words[1]]
            return rows[-1] if rows else {}
        self.expect_soon("the handoff", newest, line.fits)

    def expect_due(self, line):
        """due week N DAY: at the end of that day; due never: it pauses."""
        found = self.stage.see(f"/v1/cases/{self.stage.case}").get("due_at")
        self.due = found
        if line.words[1] == "never":
            assert found is None, f"due {found}"
            return
        assert found is not None, "nothing is due"
        wanted = moment(self.stage.begin, line.words[1:]).date()
        last = datetime.fromtimestamp(local(found).timestamp() - 1, ZONE)
        assert last.date() == wanted, f"due until the end of {last.date()}"

    def expect_answer(self, line):
        found = self.answer.document()
        assert line.fits(found), f"found {found}"

    def expect_print(self, line):
        """prints TEXT...: parts of it; prints as README: what stands there."""
        if line.words[1:] == ["as", "README"]:
            shown_there = history(README.split("<!-- printed -->", 1)[1])
            assert history(self.printed) == shown_there, self.printed
            return
        for part in line.words[1:]:
            assert part in self.printed, f"found {self.printed}"

    def expect_heard(self, actor, line):
        """NAME hears WORD [once] members: it was told so."""
        once = "once" in line.words[3:]

        def fits(told):
            found = [t for t in told
                     if t["word"] == line.words[2] and line.fits(t)]
            assert not once or len(found) < 2, f"heard again: {found}"
            return found
        self.expect_soon(f"{actor.name} to hear it", actor.heard, fits)

    def expect_not_heard(self, actor, line):
        """NAME never hears WORD members, of what was sent until now."""
        self.stage.settle()
        found = [t for t in actor.heard()
                 if line.words[3] in (t["word"], "anything")
                 and line.fits(t)]
        assert not found, f"heard {found}"

    def expect_inbox(self, actor, line):
        """NAME finds: the long poll brought it; NAME inbox: it is there, or
        nothing is."""
        assert isinstance(actor, ByHand), f"{actor.name} has no inbox"
        if line.words[1] == "finds":
            items = actor.come()
        else:
            items = actor.inbox()
        own = [i for i in items if i["case"] == self.stage.case
               and line.fits(i)]
        assert bool(own) != ("nothing" in line.words), f"found {items}"

    def expect_charge(self, line):
        """charged NAME indicator=days: the report's row of that party."""
        groups = self.stage.see("/v1/indicators?group=institution")["items"]
        rows = {g["group"]: {v["id"]: v.get("value", v["numerator"])
                             for v in g["values"]} for g in groups}
        found = rows.get(line.words[1], {})
        assert line.fits({name: found.get(name, 0)
                          for name in line.equal}), f"found {found}"

    def check_custody(self):
        """One holder; nobody else has a transfer that was taken; the due date
        stays unless the file has said otherwise."""
        if not self.stage.case:
            return
        found = self.stage.see(f"/v1/cases/{self.stage.case}")
        if found["state"] in ENDED:
            return
        assert found["holder"], "nobody holds the case"
        taken = [h["receiver"] for h in found["handoffs"]
                 if h["kind"] == "transfer" and h["state"] in TAKEN]
        assert taken in ([], [found["holder"]]), \
            f"{found['holder']} holds it, taken by {taken}"
        assert found.get("due_at") == self.due, \
            f"due {found.get('due_at')}, before {self.due}"


def typed(line):
    """The words of a command, members and all, as they stand."""
    return shlex.split(line.text, comments=True)[2:]


def check_timeline(stage, lines):
    """The file's facts stand in the timeline in that order, and among them is
    every change of custody: each says when, who and why, and takes the case
    from where the one before left it."""
    facts = [i for i in stage.timeline() if i["type"] != "said"]
    assert all(fact["title"]["id"] for fact in facts), facts
    wanted = [w for line in lines if line.first == "timeline"
              for w in line.expects]
    rest = iter(facts)
    for line in wanted:
        day = moment(stage.begin, line.words).date()
        for fact in rest:
            changes = "from" in fact.get("holder", {})
            if local(fact["at"]).date() == day and line.fits(fact) \
                    and fact["type"] == line.words[3]:
                break
            assert not changes, f"not in the file: {fact}"
        else:
            pytest.fail(f"line {line.number}: not in the timeline, or not "
                        f"there in that order: {line.text}\n"
                        + json.dumps(facts, ensure_ascii=False, indent=1))
    last = ""
    for fact in facts:
        change = fact.get("holder", {})
        last = last or change.get("to", "")
        if "from" in change:
            assert change["from"] == last, fact
            # Silence is the one ground on which nobody acts but the hub.
            assert fact.get("by") or fact["basis"] == "deemed", fact
            assert fact.get("basis") or fact.get("reason"), fact
            last = change["to"]
    assert last == stage.see(f"/v1/cases/{stage.case}")["holder"]


def play(path):
    """One file from its first line to the check of what it left on disk."""
    lines = read_scene(path.read_text(encoding="utf-8"))
    with Stage() as stage:
        Play(stage, lines).run()
        check_timeline(stage, lines)
        stage.settle()
        assert stage.hub.stop() == 0, stage.hub.tail()
        status, said = stage.hub.ctl("fsck")
        assert status == 0, said


@pytest.mark.parametrize("path", FILES, ids=[f.stem for f in FILES])
def test_scenario(path):
    play(path)
