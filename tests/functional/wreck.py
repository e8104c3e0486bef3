# SPDX-License-Identifier: Apache-2.0
"""A story that a hub is killed in, and what must be true when it is over:
every case that was promised is there once, whatever left is known, and the
log tells each step without a gap."""
import contextlib
import http.client
import itertools
import json
import re
import shutil
import signal
import sqlite3
import tempfile
import threading
from pathlib import Path

from hub import INSTITUTIONS, Hub
from ksp import Ksp
from wires import BUILD, DEADLINE, wait_for

ROUTE = 'route "to-ksp" { category = { "roads" } to = "ksp" }\n'
NARRATIVE = "Jalan di depan sekolah rusak sejak dua bulan, mohon diperbaiki."
CALLERS, EACH = 3, 3
SENDING, OPEN = 3, 10       # of a delivery: on its way; below: not ended


def has_faults():
    """Whether the programs can be told to end at a named point."""
    config = (BUILD / "config.h").read_text()
    return re.search(r"^#define SIMPUL_FAULTS 1", config, re.M)


@contextlib.contextmanager
def rows_of(folder):
    """A function that asks a copy of the database, so that the hub finds its
    own as it left it."""
    with tempfile.TemporaryDirectory(prefix="simpul-look-") as copy:
        for file in Path(folder, "data").glob("simpul.db*"):
            shutil.copy(file, copy)
        with contextlib.closing(sqlite3.connect(Path(copy, "simpul.db"))) as db:
            yield lambda sql, *args: db.execute(sql, args).fetchall()


def text_of(number):
    """An id as the hub writes it."""
    digits = "0123456789abcdefghjkmnpqrstvwxyz"
    return "".join(digits[number >> shift & 31]
                   for shift in range(60, -1, -5))


class Story:
    """A hub with its KSP, and sources that hand cases in until it dies and
    go on when it is back."""

    def __init__(self, point="", **section):
        self.hub = Hub(env={"SIMPUL_CRASH": point} if point else {})
        # What KSP holds is held until the test says so, not until the
        # hub has waited long enough.
        self.section = {"timeout": "2m", **section}
        self.promised = {}      # tracking id: case, as 201 said
        self.die_at = 0         # the hub is killed at so many promises
        self.numbers = itertools.count(1)
        self.lock = threading.Lock()

    def __enter__(self):
        self.ksp = Ksp(self.hub.folder, self.hub.port, **self.section)
        self.ksp.__enter__()
        try:
            self.hub.institutions = INSTITUTIONS + ROUTE + self.ksp.section()
            self.hub.__enter__()
            self.tokens = [self.hub.token("source", "lapor")[0]
                           for _ in range(CALLERS)]
            self.eyes = self.hub.caller("coordinator", "inspektorat")
        except BaseException:
            self.ksp.__exit__()
            raise
        return self

    def worker_calls(self):
        """How many calls workers were given."""
        return self.hub.metrics()["simpul_worker_calls_total"]

    def __exit__(self, *error):
        try:
            self.hub.__exit__(*error)
        finally:
            self.ksp.__exit__()

    def hand_in(self, caller, tracking):
        """One case, once or again; its id, remembered when it is new."""
        answer = caller.post("/v1/cases", {
            "narrative": NARRATIVE, "category": "roads",
            "tracking_id": tracking}, headers={"Idempotency-Key": tracking})
        assert answer.status in (200, 201), answer
        with self.lock:
            before = self.promised.setdefault(tracking, answer.body["case"])
            if len(self.promised) == self.die_at:
                self.hub.process.kill()
        assert before == answer.body["case"], f"{tracking} is two cases"
        return answer.body["case"], answer.body["handoff"]

    def hand_in_many(self, prefix="T", each=EACH):
        """From several sources at once; a source stops when it is cut off."""
        def run(number):
            caller = self.hub.caller_with(self.tokens[number])
            try:
                for i in range(each):
                    self.hand_in(caller, f"{prefix}-{number}-{i}")
            except (OSError, http.client.HTTPException) as cut:
                cuts.append(cut)
            except AssertionError as problem:
                troubles.append(problem)

        troubles, cuts = [], []
        threads = [threading.Thread(target=run, args=(n,))
                   for n in range(CALLERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not troubles, troubles
        return cuts

    def begin(self):
        """A first case that is delivered, so that all is in motion."""
        case, handoff = self.hand_in(self.hub.caller_with(self.tokens[0]),
                                     "T-first")
        self.settle()
        return case, handoff

    def wait_for_held(self, count):
        """Until KSP has requests that it does not answer."""
        wait_for("KSP to hold its answers", lambda: len(
            [p for p in self.ksp.posts() if p["fail"]]) == count)

    def expect_posts_once(self):
        """KSP got each request once, and was never asked about one."""
        keys = [p["key"] for p in self.ksp.posts()]
        assert sorted(keys) == sorted(set(keys))
        assert self.ksp.log("get") == []

    def told_to_reload(self):
        """The operator asks for it and hears nothing more."""
        with contextlib.suppress(OSError, AssertionError):
            self.hub.ask("reload")

    def dead(self):
        """Waits until the hub has killed itself."""
        wait_for("the hub to die at its point",
                 lambda: self.hub.process.poll() is not None)
        status = self.hub.process.returncode
        assert status == -signal.SIGKILL, \
            f"it ended with {status}:\n{self.hub.tail()}"

    def left_under_way(self):
        """Handoffs that were on their way when the hub died."""
        with rows_of(self.hub.folder) as rows:
            return [text_of(h) for h, in rows(
                "SELECT handoff_id FROM delivery WHERE state = ?", SENDING)]

    def come_back(self):
        """The hub starts again, without its point, and is told everything
        again, as a source does that got no answer."""
        self.hub.env.pop("SIMPUL_CRASH", None)
        self.hub.start()
        assert self.hand_in_many() == []

    def settle(self):
        """Until nothing is under way on either side."""
        wait_for("all deliveries to conclude", lambda: self.hub.metrics().get(
            "simpul_deliveries_waiting", 0) == 0, 2 * DEADLINE)
        wait_for("KSP to have said all",
                 lambda: self.ksp.ask("counts")["waiting"] == 0, 2 * DEADLINE)
        wait_for("what KSP's words led to", lambda: self.hub.metrics().get(
            "simpul_deliveries_waiting", 0) == 0, 2 * DEADLINE)

    def judge(self, asked_after=()):
        """Ends the hub and looks at what it keeps and what KSP got."""
        self.settle()
        for tracking, case in self.promised.items():
            answer = self.eyes.get(f"/v1/cases/{case}")
            assert answer.status == 200, (tracking, answer)
            assert answer.body["holder"], f"{tracking} has no holder"
        assert self.hub.stop() == 0, self.hub.tail()
        with rows_of(self.hub.folder) as rows:
            judge_cases(rows, self.promised)
            handoffs = [text_of(h) for h, in rows(
                "SELECT id FROM handoff WHERE receiver = (SELECT id"
                " FROM institution WHERE name = 'ksp')")]
            judge_log(rows, handoffs, asked_after)
        self.judge_ksp(handoffs, asked_after)
        status, said = self.hub.ctl("fsck")
        assert status == 0, said

    def judge_ksp(self, handoffs, asked_after):
        """KSP has each handoff once; what it may have had was asked after
        before it was sent again."""
        entries = self.ksp.ask("log")
        assert sorted(c["handoff"] for c in self.ksp.ask("cases")) == \
            sorted(handoffs)
        for handoff in handoffs:
            steps = [e["what"] for e in entries
                     if e.get("key") == f"{handoff}.0" or e["what"] == "get"
                     and handoff in e["path"]]
            assert "post,post" not in ",".join(steps), \
                f"{handoff} was sent again blindly: {steps}"
            assert "get" in steps or handoff not in asked_after, \
                f"{handoff} was on its way and nobody asked after it"


def judge_cases(rows, promised):
    """Every case once, held by one, with its lanes empty."""
    found = dict(rows("SELECT tracking_id, count(*) FROM cases"
                      " GROUP BY tracking_id"))
    assert {t: found.get(t) for t in promised} == dict.fromkeys(promised, 1)
    assert rows("SELECT c.id FROM cases c WHERE c.state < 10 AND NOT EXISTS"
                " (SELECT 1 FROM institution i WHERE i.id = c.holder)") == []
    assert rows("SELECT id, state, why FROM delivery"
                " WHERE state < ?", OPEN) == []
    assert rows("SELECT id FROM delivery WHERE lease <> 0") == []
    assert rows("SELECT case_id FROM handoff WHERE state < ?"
                " GROUP BY case_id HAVING count(*) > 1", OPEN) == []


def judge_log(rows, handoffs, asked_after):
    """No gap, and each handoff received, sent and concluded as it was; those
    to KSP as they have to be."""
    entries = rows("SELECT seq, case_id, case_seq, body FROM audit_entry"
                   " ORDER BY seq")
    assert [e[0] for e in entries] == list(range(len(entries)))
    steps, told = {}, {}
    for _, case, case_seq, body in entries:
        if case:
            steps.setdefault(case, []).append(case_seq)
        entry = json.loads(body)
        handoff = entry["data"].get("handoff")
        if handoff:
            told.setdefault(handoff, []).append(
                entry["type"].removeprefix("simpul.handoff.")
                .removesuffix(".v1"))
    for case, numbers in steps.items():
        assert numbers == list(range(1, len(numbers) + 1)), text_of(case)
    for handoff in handoffs:
        words = told[handoff]
        assert words.count("received") == 1, (handoff, words)
        assert words.count("delivered") == 1, (handoff, words)
        assert "dispatching" in words[:words.index("delivered")], words
        assert "unknown" in words or handoff not in asked_after, words
    for sender, receiver, count, last in rows(
            "SELECT sender, receiver, count(*), max(chan_seq) FROM handoff"
            " GROUP BY sender, receiver"):
        assert count == last, f"a gap between {sender} and {receiver}"
