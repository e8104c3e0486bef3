# SPDX-License-Identifier: Apache-2.0
"""A state enterprise with a Redmine, linked by configuration alone: besides
what is said, nothing is lost or doubled when answers are, and a map that goes
wrong harms its own message alone."""
import json

import pytest

from hub import INSTITUTIONS
from redmine_desk import MAP, StandIn
from redmine_talk import (  # noqa: F401  the tests that every Redmine is for
    Talk, test_a_case_with_two_files_becomes_one_issue,
    test_a_closed_issue_without_a_note_is_a_comment,
    test_a_refusal_names_who_it_belongs_to,
    test_a_status_that_redmine_passes_over_is_told,
    test_a_withdrawn_case_is_closed_there,
    test_files_of_an_agent_come_before_the_answer,
    test_work_of_an_agent_comes_back)
from wires import DEADLINE, wait_for
from wreck import rows_of


# In place of five seconds, where the build takes it.
QUICK = {"SIMPUL_WORKER_CPU_MS": "1500"}


@pytest.fixture(scope="module")
def talk():
    with StandIn() as desk, Talk(desk, env=QUICK) as both:
        yield both


def relink(talk, text, name):
    """The same enterprise by another map."""
    other = talk.hub.folder / name
    other.write_text(text)
    talk.hub.configure(INSTITUTIONS + talk.desk.section(other))
    answer = talk.hub.ask("reload")
    assert answer["good"], answer


def parked(talk, handoff):
    """What the operator is told of a delivery that waits for a person."""
    row, = [d for d in talk.hub.ask("parked")["parked"]
            if d["handoff"] == handoff]
    return row


def test_a_status_that_nobody_mapped_is_a_comment(talk):
    case, handoff = talk.hand_over()
    issue = talk.arrived(case, handoff)["id"]
    talk.desk.change(issue, notes="Menunggu.", status_id=99)
    talk.hears(case, "comment", "Menunggu.\n[status: 99]")


@pytest.mark.parametrize("fail", ["lost", "broken"])
def test_a_lost_answer_makes_no_second_issue(talk, fail):
    talk.desk.mode(fail=fail, on="POST /issues")
    case, handoff = talk.hand_over()
    talk.arrived(case, handoff)


def test_news_are_covered_until_shortly(talk):
    def row():
        rows = talk.hub.ask("institutions")["institutions"]
        return next(r for r in rows if r["institution"] == "telkom")
    wait_for("the first poll", lambda: row().get("covered_until"))
    before = row()["covered_until"]
    wait_for("the next one", lambda: row()["covered_until"] > before)
    talk.desk.mode(fail="html", on="GET /issues", times=1000000)
    wait_for("a problem", lambda: "map, " in row()["poll_problem"])
    talk.desk.mode(fail="html", on="GET /issues", times=0)
    wait_for("no problem", lambda: row()["poll_problem"] == "")
    assert row()["link"] == "up"


def test_what_was_asked_before_a_kill_is_not_said_twice(talk):
    case, handoff = talk.hand_over()
    issue = talk.arrived(case, handoff)["id"]
    talk.desk.change(issue, status_id=2)
    talk.desk.attach(issue, {"bukti.txt": b"satu"}, notes="Satu kali.")
    talk.hears(case, "progress", "Satu kali.")
    talk.hub.kill()
    talk.come_back()
    talk.desk.change(issue, notes="Dua kali.")
    talk.hears(case, "progress", "Dua kali.")
    assert talk.said(case).count(("progress", "Satu kali.")) == 1
    assert len(talk.coordinator.get(f"/v1/cases/{case}").body[
        "attachments"]) == 1


def test_the_log_names_the_map_that_translated(talk):
    import hashlib
    case, handoff = talk.hand_over()
    talk.arrived(case, handoff)
    with rows_of(talk.hub.folder) as rows:
        entries = [json.loads(body) for body, in
                   rows("SELECT body FROM audit_entry")]
    entry, = [e for e in entries if e["data"].get("handoff") == handoff
              and e["type"] == "simpul.handoff.dispatching.v1"]
    assert entry["data"]["map"]["id"] == "bumn"
    assert entry["data"]["map"]["sha256"] == \
        hashlib.sha256(MAP.read_bytes()).hexdigest()


def test_a_map_without_a_probe_leaves_what_is_unknown_to_a_person(talk):
    relink(talk, MAP.read_text().replace("def probe:", "def no_probe:"),
           "unasked.jq")
    talk.desk.mode(fail="lost", on="POST /issues")
    case, handoff = talk.hand_over()
    wait_for("it to be parked", lambda: talk.handoff(
        case, handoff)["delivery"]["state"] == "parked")
    assert "they can neither be asked" in parked(talk, handoff)["why"]
    assert len(talk.desk.issues_of(handoff)) == 1
    relink(talk, MAP.read_text(), "asked.jq")
    status, said = talk.hub.ctl("retry", handoff)
    assert status == 0, said
    talk.arrived(case, handoff)


@pytest.mark.parametrize("program, why, seconds", [
    # Twice the CPU that a call may take, on a machine with other work.
    ("def f: f; f", "died twice", 8 * DEADLINE),
    ("def f: 1 + f; f", "died twice", 8 * DEADLINE),
    ("[range(1000000000)]", "died twice", 8 * DEADLINE),
    ('("a" * 50 + "b") | test("^(a+)+$")', "jq: ", DEADLINE),
    ("{method: \"POST\", path: \"/\", body: (\"x\" * 2000000)}",
     "at most 1048576", DEADLINE),
], ids=["endless", "deep", "greedy", "going back", "long-winded"])
def test_a_map_that_goes_wrong_parks_its_message_alone(
        talk, program, why, seconds):
    relink(talk, MAP.read_text().replace("def compose:", "def ordinary:")
           + f"def wrong: {program};\n"
           'def compose: if .handoff.subject == "salah" then wrong '
           "else ordinary end;\n", "wrong.jq")
    case, handoff = talk.hand_over(subject="salah")
    other, second = talk.hand_over()
    wait_for("it to be parked", lambda: talk.handoff(
        case, handoff)["delivery"]["state"] == "parked", seconds)
    talk.arrived(other, second, seconds)
    assert talk.desk.issues_of(handoff) == []
    assert why in parked(talk, handoff)["why"]


def test_a_map_that_takes_step_after_step_is_stopped(talk):
    """Its requests are nobody's answer: they end, and nothing else waits."""
    relink(talk, MAP.read_text()
           .replace("def compose:", "def ordinary:")
           .replace("def conclude:", "def understood:")
           + 'def is_wrong: .handoff.subject == "salah";\n'
           "def compose: if is_wrong then {method: \"GET\","
           " path: \"/issues/0.json\"} else ordinary end;\n"
           'def conclude: if is_wrong then {kind: "next_step"} '
           "else understood end;\n", "steps.jq")
    case, handoff = talk.hand_over(subject="salah")
    wait_for("it to be parked", lambda: talk.handoff(
        case, handoff)["delivery"]["state"] == "parked", 3 * DEADLINE)
    assert "more steps than a delivery may have" in parked(
        talk, handoff)["why"]
    talk.arrived(*talk.hand_over())
