# SPDX-License-Identifier: Apache-2.0
"""A configuration is exchanged under a hub that works: read aside, refused as
a whole or taken over as a whole, and nothing on its way is lost."""
import http.client
import itertools
import json
import os
import re
import signal
import sqlite3
import threading
from contextlib import closing

import pytest

from hub import INSTITUTIONS, Hub, plain
from ksp import Ksp
from wires import BUILD, DEADLINE, wait_for

ROUTE = 'route "to-{0}" {{ category = {{ "{1}" }} to = "{0}" }}\n'
NUMBERS = itertools.count(1)
RELOADS, CALLERS = 20, 2
# A worker that describes its plugin only when the gate is opened.
GATE = """#!/bin/sh
if [ "$1" = --describe ] && [ -p "{folder}/gate" ]; then
  : > "{folder}/asked"
  read -r line < "{folder}/gate"
fi
exec "{worker}" "$@"
"""


class Pair:
    """A hub with two KSPs, and what they are asked."""

    def __init__(self, hub, ksp, two):
        self.hub, self.ksp, self.two = hub, ksp, two
        self.lapor = hub.caller("source", "lapor")
        self.eyes = hub.caller("coordinator", "inspektorat")

    def reload(self, sections):
        """Takes this configuration over; the changes."""
        self.hub.configure(sections)
        answer = self.hub.ask("reload")
        assert answer["good"], answer
        return [(c["change"], c["what"], c["detail"])
                for c in answer["changes"]]

    def refused(self, sections, *words):
        """This configuration is refused; why."""
        self.hub.configure(sections)
        status, text = self.hub.ctl("reload", *words)
        assert status == 1, text
        return text

    def hand_in(self, category="roads", caller=None):
        answer = (caller or self.lapor).post("/v1/cases", {
            "narrative": "Jalan di depan sekolah rusak sejak dua bulan.",
            "category": category, "tracking_id": f"R-{next(NUMBERS)}"})
        assert answer.status == 201, answer
        return answer.body["case"], answer.body["handoff"]

    def case(self, case):
        answer = self.eyes.get(f"/v1/cases/{case}")
        assert answer.status == 200, answer
        return answer.body

    def handoff(self, case, handoff):
        return next(h for h in self.case(case)["handoffs"]
                    if h["id"] == handoff)

    def delivered(self, case, handoff):
        wait_for(f"{handoff} to be delivered", lambda: self.handoff(
            case, handoff)["delivery"]["state"] == "delivered")
        return self.handoff(case, handoff)

    def row(self, handoff, column):
        """What the database holds of a handoff's own delivery."""
        digits = "0123456789abcdefghjkmnpqrstvwxyz"
        number = 0
        for letter in handoff:
            number = number << 5 | digits.index(letter)
        path = f"file:{self.hub.folder}/data/simpul.db?mode=ro"
        with closing(sqlite3.connect(path, uri=True)) as db:
            return db.execute(f"SELECT {column} FROM delivery WHERE id = ?",
                              (number,)).fetchone()[0]

    def workers(self):
        """Process ids of workers by their institution's number of starts."""
        return set(self.hub.workers())

    def both_work(self):
        """Both institutions have a worker now: their process ids."""
        before = self.workers()
        self.delivered(*self.hand_in("roads"))
        one = self.workers()
        self.delivered(*self.hand_in("fuel"))
        return before, one, self.workers()


@pytest.fixture(scope="module")
def base():
    hub = Hub()
    with Ksp(hub.folder, hub.port, timeout="5s", more="holds = true") as ksp, \
            Ksp(hub.folder, hub.port, name="esdm", types="id.go.esdm",
                timeout="5s") as two:
        hub.institutions = INSTITUTIONS + ROUTE.format("ksp", "roads") \
            + ROUTE.format("esdm", "fuel") + ksp.section() + two.section()
        with hub:
            yield Pair(hub, ksp, two)


@pytest.fixture
def pair(base):
    """Both work, decide nothing, and the first configuration is in force."""
    for peer in (base.ksp, base.two):
        peer.mode(fail="", times=0, decide=False, seconds=0)
    base.hub.configure(base.hub.institutions)
    wait_for("the first configuration",
             lambda: base.hub.ask("reload")["good"])
    base.hub.ask("retry", all=True)
    return base


# What is wrong is told, and nothing changes.

def test_mistakes_are_told_with_file_and_line_and_change_nothing(pair):
    broken = pair.hub.institutions.replace("Perumda Air Minum", "PDAM") \
        + 'institution "x" {\n  plugin = "nix"\n  concurency = 3\n}\n'
    text = pair.refused(broken)
    lines = pair.hub.conf.read_text().splitlines()
    at = lines.index('institution "x" {') + 1
    assert re.search(rf"simpul\.conf:{at + 1}: .*nix", text), text
    assert re.search(rf"simpul\.conf:{at + 2}: .*concurency", text), text
    assert "PDAM" not in pair.hub.ctl("institutions")[1]
    assert "the old configuration stays" in pair.hub.log.read_text()
    pair.delivered(*pair.hand_in())


def test_a_dry_run_tells_all_and_changes_nothing(pair):
    new = pair.hub.institutions.replace('name = "PLN Bali"',
                                        'name = "PLN Persero"') \
        + plain("dishub", "Dinas Perhubungan")
    pair.hub.configure(new)
    status, text = pair.hub.ctl("--json", "reload", "--dry-run")
    changes = {(c["change"], c["what"]) for c in json.loads(text)["changes"]}
    assert status == 0
    assert {("added", "dishub"), ("setting", "pln")} <= changes
    assert "dishub" not in pair.hub.ctl("institutions")[1]
    with closing(sqlite3.connect(
            f"file:{pair.hub.folder}/data/simpul.db?mode=ro",
            uri=True)) as db:
        assert db.execute("SELECT count(*) FROM institution"
                          " WHERE name = 'dishub'").fetchone() == (0,)
    status, text = pair.hub.ctl("reload", "--dry-run")
    assert status == 0 and "could come into force" in text


# Workers.

def test_only_who_changes_gets_a_new_worker(pair):
    _, _, both = pair.both_work()
    changes = pair.reload(pair.hub.institutions.replace(
        'options { types = "id.go.esdm" }',
        'options { types = "id.go.esdm" events = "/events" }'))
    assert ("worker", "esdm", "") in changes
    assert not [c for c in changes if c[1] == "ksp"]
    wait_for("the old worker to end", lambda: len(pair.workers()) == 1)
    kept, = pair.workers()
    assert kept in both
    pair.delivered(*pair.hand_in("roads"))
    assert pair.workers() == {kept}
    pair.delivered(*pair.hand_in("fuel"))
    assert kept in pair.workers() and len(pair.workers()) == 2
    assert not (pair.workers() - {kept}) & both


def test_a_limit_is_taken_over_without_a_new_worker(pair):
    _, _, both = pair.both_work()
    changes = pair.reload(pair.hub.institutions.replace(
        "concurrency = 4", "concurrency = 5"))
    assert {c[0] for c in changes} == {"setting"}
    pair.both_work()
    assert pair.workers() == both


# Nothing is lost.

def test_nothing_is_lost_by_twenty_reloads_under_load(pair):
    done, troubles, handed = threading.Event(), [], []

    def run(caller):
        try:
            while not done.is_set():
                handed.append(pair.hand_in("roads", caller))
                handed.append(pair.hand_in("fuel", caller))
        except (OSError, http.client.HTTPException, AssertionError) as e:
            troubles.append(e)

    threads = [threading.Thread(target=run, args=(
        pair.hub.caller("source", "lapor"),)) for _ in range(CALLERS)]
    for thread in threads:
        thread.start()
    try:
        for i in range(RELOADS):
            more = ' events = "/events"' if i % 2 else ""
            pair.reload(pair.hub.institutions.replace(
                'types = "id.go.ksp"', f'types = "id.go.ksp"{more}'))
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert not troubles, troubles
    assert len(handed) > RELOADS
    for case, handoff in handed:
        pair.delivered(case, handoff)
    for peer, types in ((pair.ksp, "roads"), (pair.two, "fuel")):
        keys = [p["key"] for p in peer.posts()]
        assert sorted(keys) == sorted(set(keys)), f"{types}: said twice"
    taken = {c["handoff"] for p in (pair.ksp, pair.two)
             for c in p.ask("cases")}
    assert {handoff for _, handoff in handed} <= taken


# Who goes, who stays.

def test_a_section_with_open_work_cannot_go(pair):
    case, handoff = pair.hand_in("fuel")
    pair.delivered(case, handoff)
    without = pair.hub.institutions.replace(pair.two.section(), "") \
        .replace(ROUTE.format("esdm", "fuel"), "")
    for words in ((), ("--dry-run",)):
        text = pair.refused(without, *words)
        assert re.search(r"esdm: its section is gone, but it has \d+ open "
                         r"cases and 0 open deliveries", text), text
        assert "retired = true" in text
    assert "esdm" in pair.hub.ctl("institutions")[1]
    pair.delivered(*pair.hand_in("fuel"))


def refuses(peer, handoff):
    status, body = peer.tell("refused", {
        "handoff": handoff, "reason": "not_competent",
        "text": "Bukan wewenang kami."})
    assert status == 200 and body["result"] == "applied", body


def test_who_has_no_open_work_goes_with_worker_and_link(pair):
    with Ksp(pair.hub.folder, pair.hub.port, name="baru",
             types="id.go.baru") as peer:
        peer.mode(decide=False)
        more = peer.section() + ROUTE.format("baru", "trees")
        changes = pair.reload(pair.hub.institutions + more)
        assert ("added", "baru", "") in changes
        before = pair.workers()
        case, handoff = pair.hand_in("trees")
        pair.delivered(case, handoff)
        assert peer.case(handoff)["reference"]
        assert len(pair.workers() - before) == 1
        refuses(peer, handoff)
        changes = pair.reload(pair.hub.institutions)
        assert ("removed", "baru", "") in changes
        wait_for("its link to end", lambda: "baru has no link any more"
                 in pair.hub.log.read_text())
        wait_for("its worker to end", lambda: pair.workers() <= before)
        assert "baru" not in pair.hub.ctl("institutions")[1]
        assert pair.case(case)["holder"]
        assert pair.handoff(case, handoff)["receiver"] == "baru"
        # It comes back under its number.
        pair.reload(pair.hub.institutions + more)
        case, handoff = pair.hand_in("trees")
        pair.delivered(case, handoff)
        refuses(peer, handoff)
        pair.reload(pair.hub.institutions)


def test_the_retired_end_what_they_have_and_get_nothing_new(pair):
    old = pair.hand_in("fuel")
    pair.delivered(*old)
    pair.two.mode(fail="503", times=1)
    waits = pair.hand_in("fuel")
    retired = pair.two.section().replace(
        'plugin = "ksp"', 'plugin = "ksp"\n  retired = true\n'
        '  successor = "ksp"')
    changes = pair.reload(pair.hub.institutions.replace(
        pair.two.section(), retired))
    assert ("retired", "esdm", "") in changes
    case, new = pair.hand_in("fuel")
    assert pair.handoff(case, new)["receiver"] == "ksp"
    pair.delivered(*waits)
    assert pair.two.case(waits[1])["reference"]
    status, body = pair.two.tell("accepted", {"handoff": old[1]})
    assert (status, body.get("result")) == (200, "applied"), body
    assert pair.handoff(*old)["state"] == "accepted"
    status, body = pair.two.hand_in({
        "tracking_id": "R-late", "narrative": "Solar sulit didapat."})
    assert status == 403, (status, body)
    assert ("revived", "esdm", "") in pair.reload(pair.hub.institutions)


def test_a_rename_keeps_number_link_and_cases(pair):
    case, handoff = pair.hand_in("fuel")
    pair.delivered(case, handoff)
    pair.two.mode(fail="503", times=1)
    waits = pair.hand_in("fuel")
    key = pair.row(handoff, "institution")
    renamed = pair.two.section().replace(
        'institution "esdm" {', 'institution "energi" {\n  was = "esdm"')
    changes = pair.reload(pair.hub.institutions.replace(
        pair.two.section(), renamed).replace(
            ROUTE.format("esdm", "fuel"), ROUTE.format("energi", "fuel")))
    assert ("renamed", "energi", "esdm") in changes
    assert pair.handoff(case, handoff)["receiver"] == "energi"
    auditor = pair.hub.caller("auditor")
    wait_for("the log says so", lambda: any(
        '"initiator":"esdm"' in item["entry"] and
        '"target":"energi"' in item["entry"] for item in auditor.get(
            "/v1/audit/entries?kind=simpul.institution.changed.v1").body[
                "items"]))
    pair.delivered(*waits)
    new = pair.hand_in("fuel")
    pair.delivered(*new)
    assert pair.row(new[1], "institution") == key
    assert "energi" not in [c[1] for c in pair.reload(
        pair.hub.conf.read_text().split("\n}\n", 1)[1])]
    back = pair.two.section().replace(
        'institution "esdm" {', 'institution "esdm" {\n  was = "energi"')
    pair.reload(pair.hub.institutions.replace(pair.two.section(), back))
    assert pair.row(handoff, "institution") == key
    assert pair.handoff(case, handoff)["receiver"] == "esdm"


def test_a_name_that_was_anothers_is_not_taken_over(pair):
    pair.reload(pair.hub.institutions + plain("taru", "Dinas Tata Ruang"))
    pair.reload(pair.hub.institutions)
    text = pair.refused(pair.hub.institutions.replace(
        plain("pln", "PLN Bali"), plain("taru", "PLN Bali").replace(
            "{", '{\n  was = "pln"', 1)).replace('to = "pln"', 'to = "taru"'))
    assert "taru: that name has been another institution's" in text


# Reading is done aside.

def test_the_hub_serves_while_it_reads_and_one_reload_runs(pair):
    gate, asked = pair.hub.folder / "gate", pair.hub.folder / "asked"
    os.mkfifo(gate)
    worker = pair.hub.folder / "gate-worker"
    worker.write_text(GATE.format(folder=pair.hub.folder,
                                  worker=BUILD.resolve() / "simpul-worker"))
    worker.chmod(0o700)
    pair.hub.configure(pair.hub.institutions)
    pair.hub.conf.write_text(pair.hub.conf.read_text().replace(
        f'{BUILD.resolve()}/simpul-worker', str(worker)))
    said = []
    reading = threading.Thread(
        target=lambda: said.append(pair.hub.ask("reload")))
    in_force = "the new configuration is in force"
    reading.start()
    try:
        wait_for("the reading to begin", asked.exists)
        pair.delivered(*pair.hand_in())
        second = pair.hub.ask("reload")
        assert second["good"] is False
        assert "another reload is under way" in second["error"]
        before = pair.hub.log.read_text().count(in_force)
        for _ in range(3):
            noted = pair.hub.log.read_text().count("one more follows it")
            os.kill(pair.hub.process.pid, signal.SIGHUP)
            wait_for("the signal", lambda: pair.hub.log.read_text().count(
                "one more follows it") > noted)
        assert not said
    finally:
        opened = os.open(gate, os.O_WRONLY)
        gate.unlink()
        os.close(opened)
        reading.join(DEADLINE)
    assert said[0]["good"], said
    wait_for("one more reload", lambda: pair.hub.log.read_text().count(
        in_force) == before + 2)
    pair.reload(pair.hub.institutions)
    assert pair.hub.log.read_text().count(in_force) == before + 3


def test_a_hangup_reloads(pair):
    pair.hub.configure(pair.hub.institutions.replace("PLN Bali", "PLN Nusra"))
    os.kill(pair.hub.process.pid, signal.SIGHUP)
    wait_for("the new name",
             lambda: "PLN Nusra" in pair.hub.ctl("institutions")[1])


def test_a_stop_in_a_reload_is_clean():
    hub = Hub(INSTITUTIONS)
    with hub:
        for _ in range(3):
            os.kill(hub.process.pid, signal.SIGHUP)
        assert hub.stop() == 0, hub.tail()


# Composed once, or anew by a person's word.

def delivery(pair, handoff):
    return pair.hub.ask("case", ref=handoff)["cases"][0]["delivery"]


def told(pair, *words):
    """What simpulctl says, once no attempt is on its way."""
    def taken():
        status, text = pair.hub.ctl(*words)
        return status == 0 and text
    return wait_for(f"{words} to be taken", taken)


def failing(pair):
    """A delivery composed for another path, that KSP cannot take now."""
    pair.reload(pair.hub.institutions.replace(
        'types = "id.go.ksp"', 'types = "id.go.ksp" events = "/lain"'))
    pair.ksp.mode(fail="503", times=1 << 30)
    case, handoff = pair.hand_in()
    wait_for("it to have failed",
             lambda: delivery(pair, handoff)["state"] == "waiting")
    pair.reload(pair.hub.institutions)
    return case, handoff


def paths(pair, handoff):
    return [p["path"] for p in pair.ksp.posts()
            if p["key"] == f"{handoff}.0"]


def entries(pair, handoff):
    """The types of the audit log's entries about a handoff."""
    path = f"file:{pair.hub.folder}/data/simpul.db?mode=ro"
    with closing(sqlite3.connect(path, uri=True)) as db:
        bodies = [json.loads(b) for b, in db.execute(
            "SELECT body FROM audit_entry ORDER BY seq")]
    return [b["type"].split(".", 1)[1] for b in bodies
            if b["data"].get("handoff") == handoff]


def test_it_is_known_what_composed_a_request(pair):
    case, handoff = pair.hand_in()
    pair.delivered(case, handoff)
    said = pair.row(handoff, "composed_by")
    assert re.fullmatch(r"ksp/[0-9.]+ [0-9a-f]{16}", said), said


def test_what_left_once_stays_as_it_is_until_a_person_recomposes_it(pair):
    case, handoff = failing(pair)
    count = len(paths(pair, handoff))
    before = pair.row(handoff, "composed_by")
    wait_for("another attempt", lambda: len(paths(pair, handoff)) > count)
    wait_for("its end",
             lambda: delivery(pair, handoff)["state"] == "waiting")
    assert set(paths(pair, handoff)) == {"/lain"}
    assert "composed anew" in told(pair, "recompose", handoff)
    pair.ksp.mode(fail="", times=0)
    pair.delivered(case, handoff)
    assert paths(pair, handoff)[-1] == "/events"
    assert pair.row(handoff, "composed_by") not in ("", before)
    assert entries(pair, handoff).count("handoff.recomposed.v1") == 1
    status, text = pair.hub.ctl("recompose", handoff)
    assert status == 1 and "has ended: delivered" in text, text


def test_what_is_parked_goes_again_when_it_is_recomposed(pair):
    case, handoff = failing(pair)
    told(pair, "park", handoff)
    pair.ksp.mode(fail="", times=0)
    assert json.loads(told(pair, "--json", "recompose", handoff))["changed"]
    pair.delivered(case, handoff)
    assert paths(pair, handoff)[-1] == "/events"


def test_what_may_have_arrived_is_asked_after_before_it_is_composed(pair):
    pair.reload(pair.hub.institutions.replace(
        'types = "id.go.ksp"', 'types = "id.go.ksp" events = "/lain"'))
    pair.ksp.mode(fail="silent", times=1 << 30, seconds=60)
    case, handoff = pair.hand_in()
    wait_for("it to be unknown",
             lambda: delivery(pair, handoff)["state"] == "unknown")
    pair.reload(pair.hub.institutions)
    assert json.loads(told(pair, "--json", "recompose", handoff))[
        "state"] == "unknown"
    pair.ksp.mode(fail="", times=0)
    pair.delivered(case, handoff)
    steps = [e["what"] for e in pair.ksp.ask("log")
             if handoff in e.get("key", "") + e.get("path", "")]
    assert steps.index("get") < len(steps) - 1 - steps[::-1].index("post")
    assert paths(pair, handoff)[-1] == "/events"


@pytest.mark.parametrize("name, sentence", [
    ("x", "is no delivery's id"),
    ("0000000000001", "no delivery with that id")])
def test_an_id_that_is_none_is_told(pair, name, sentence):
    status, text = pair.hub.ctl("recompose", name)
    assert status == 1 and sentence in text, text
