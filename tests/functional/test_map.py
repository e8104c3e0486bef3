# SPDX-License-Identifier: Apache-2.0
"""simpulctl map: what a mapping makes of a case, and what a changed one would
have made of the last, without a word to the institution."""
import json
import sqlite3
from contextlib import closing

import pytest

from redmine_desk import MAP, StandIn
from redmine_talk import Talk

CASE = {"narrative": "Telepon mati sejak kemarin.", "category": "phones",
        "complainant": {"name": "Made Rahasia"},
        "attachments": ["0000000000007"]}
ANSWERS = [{"status": 201, "body": {"upload": {"token": "1.a"}}},
           {"status": 201, "body": {"issue": {"id": 41}}}]


@pytest.fixture(scope="module")
def talk():
    with StandIn() as desk, Talk(desk) as both:
        (both.hub.folder / "case.json").write_text(json.dumps(CASE))
        case, handoff = both.hand_over_files()
        issue = both.arrived(case, handoff)["id"]
        desk.change(issue, notes="Teknisi di jalan, Made Rahasia.")
        both.hears(case, "progress", "Teknisi di jalan, Made Rahasia.")
        yield both


def try_map(talk, *words, answers=None):
    """simpulctl map try about the case: exit status and document."""
    if answers is not None:
        file = talk.hub.folder / "answers.json"
        file.write_text(json.dumps(answers))
        words += ("--answers", str(file))
    status, said = talk.hub.ctl("--json", "map", "try", *words, "telkom",
                                str(talk.hub.folder / "case.json"))
    return status, json.loads(said)


def diff_map(talk, change, *words):
    """simpulctl map diff against a map that is changed."""
    folder = talk.hub.folder / "changed"
    folder.mkdir(exist_ok=True)
    (folder / "redmine.jq").write_text(change(MAP.read_text()))
    return talk.hub.ctl("--json", "map", "diff", *words, str(MAP.parent),
                        str(folder))


def test_a_case_is_shown_step_by_step_and_nobody_is_told(talk):
    status, doc = try_map(talk, answers=ANSWERS)
    assert status == 0 and doc["good"], doc
    first, second = doc["steps"]
    assert first["request"]["attachment"] == "0000000000007"
    assert first["events"][0]["kind"] == "next_step"
    issue = second["request"]["body"]["issue"]
    assert issue["description"].startswith("Telepon mati sejak kemarin.")
    assert issue["uploads"][0]["token"] == "1.a"
    assert second["events"] == [{"kind": "delivered", "remote_ref": "41"}]
    # Nothing of the complainant leaves before they have taken the case.
    assert "Made Rahasia" not in json.dumps(doc)
    assert talk.desk.issues_of("0000000000001") == []


def test_without_answers_it_ends_at_the_first_step(talk):
    status, doc = try_map(talk)
    assert status == 0 and len(doc["steps"]) == 1
    assert "events" not in doc["steps"][0]


@pytest.mark.parametrize("words, target", [
    (["--probe"], "/issues.json?status_id=%2A&limit=2&cf_5=0000000000001"),
    (["--event", "reminder", "--ref", "41"], "/issues/41.json"),
])
def test_other_questions_are_shown(talk, words, target):
    status, doc = try_map(talk, *words)
    assert status == 0, doc
    assert doc["steps"][0]["request"]["target"] == target


@pytest.mark.parametrize("answers, who, words", [
    ([{"status": 201, "body": {"upload": {"secret": "Rahasia"}}}],
     "malformed", ["map, line ", "body.upload.token: found none"]),
    ([{"status": 403}], "misconfigured", ["refuses access"]),
])
def test_an_answer_that_means_nothing_names_line_and_path(
        talk, answers, who, words):
    status, doc = try_map(talk, answers=answers)
    assert (status, doc["good"], doc["who"]) == (1, False, who), doc
    for word in words:
        assert word in doc["error"]
    assert "Rahasia" not in doc["error"]


def test_what_cannot_be_tried_is_told_in_a_sentence(talk):
    case = str(talk.hub.folder / "case.json")
    for words, sentence in (
            (("try", "lapor", case), "it has no plugin"),
            (("try", "nobody", case), 'there is no institution "nobody"'),
            (("try", "telkom", "/nonexistent"), "No such file"),
            (("diff", str(talk.hub.folder), str(MAP)), "expected one"),
            (("diff", str(MAP.parents[1] / "rt"), str(MAP)),
             "0 institutions have the old mapping")):
        status, said = talk.hub.ctl("map", *words)
        assert status == 2 and sentence in said, said


def test_the_same_mapping_says_the_same(talk):
    status, said = diff_map(talk, lambda text: text + "# as before\n")
    doc = json.loads(said)
    assert (status, doc["looked"], doc["differences"]) == (0, 1, [])
    # Two files and the issue, each with its answer; the note, read once.
    assert (doc["steps"], doc["answers"], doc["news"]) == (3, 4, 1)
    assert (doc["unknown"], doc["unreadable"]) == ([], 0)


def test_a_changed_mapping_is_told_by_paths_without_content(talk):
    status, said = diff_map(talk, lambda text: text.replace(
        ".[0:250]", ".[0:10]").replace("tracker_id:", "tracker:"))
    assert status == 1
    found = {d["path"]: (d["old"], d["new"], d["step"])
             for d in json.loads(said)["differences"]}
    assert found == {
        "body.issue.subject": ("text of 27 bytes", "text of 10 bytes", 2),
        "body.issue.tracker_id": ("3", "-", 2),
        "body.issue.tracker": ("-", "3", 2)}
    assert "Telepon" not in said


def test_each_step_goes_on_with_what_its_own_mapping_carried(talk):
    """The second file's step is said again, and a changed carry is felt in
    the step behind it alone by the mapping that changed it."""
    status, said = diff_map(talk, lambda text: text.replace(
        "{uploads: ($before + [{token: $token,",
        "{uploads: ($before + [{token: ($token + \"x\"),"))
    found = {(d["step"], d["path"]): (d["old"], d["new"])
             for d in json.loads(said)["differences"]}
    assert status == 1
    for index in (0, 1):
        old, new = found[2, f"body.issue.uploads[{index}].token"]
        assert old.startswith("text of ") and new != old
    assert {step for step, _ in found} == {0, 1, 2}
    assert all(path.startswith("events[0].carry") for step, path in found
               if step < 2)


def test_a_step_that_only_the_changed_mapping_fails_at_is_told(talk):
    status, said = diff_map(talk, lambda text: text.replace(
        "  | must($__loc__; \"body.upload.token\"; \"string\") as $token",
        "  | must($__loc__; \"body.upload.key\"; \"string\") as $token"))
    one, = json.loads(said)["differences"]
    assert (status, one["step"], one["old"]) == (1, 0, "events")
    assert "body.upload.key: found none" in one["new"]


def test_news_is_heard_by_both_mappings(talk):
    status, said = diff_map(talk, lambda text: text.replace(
        '$base + {kind: "progress", text: $notes}\n',
        '$base + {kind: "comment", text: $notes}\n'))
    assert status == 1 and "Rahasia" not in said
    found = [(d["says"], d["path"], d["old"], d["new"])
             for d in json.loads(said)["differences"]]
    assert found == [("poll", "events[0].kind", '"progress"', '"comment"')]


def test_a_changed_question_for_news_is_told(talk):
    status, said = diff_map(talk, lambda text: text.replace(
        '  query: {include: "journals"}} end;\n\n# Issues',
        '  query: {include: "journals,watchers"}} end;\n\n# Issues'))
    found = [(d["says"], d["path"]) for d in
             json.loads(said)["differences"]]
    assert (status, found) == (1, [("poll", "target")])


def test_steps_whose_answer_is_not_kept_are_told_as_unknown(talk):
    with closing(sqlite3.connect(talk.hub.folder / "data/simpul.db")) as db:
        rows = db.execute("SELECT * FROM heard WHERE delivery <> 0"
                          " AND step = 0").fetchall()
        db.execute("DELETE FROM heard WHERE delivery <> 0 AND step = 0")
        db.commit()
        try:
            status, said = diff_map(talk, lambda text: text.replace(
                "tracker_id:", "tracker:"))
        finally:
            db.executemany("INSERT INTO heard VALUES (?,?,?,?,?,?)", rows)
            db.commit()
    doc = json.loads(said)
    assert [(u["says"], u["step"]) for u in doc["unknown"]] == [
        ("handoff", 1)]
    # The last step is said all the same, with what the hub carried there.
    assert status == 1 and {d["step"] for d in doc["differences"]} == {2}


@pytest.mark.parametrize("last", ["0", "10001", "x"])
def test_how_many_is_a_number_within_bounds(talk, last):
    status, said = diff_map(talk, lambda text: text, "--last", last)
    assert status == 2 and "--last is" in said


def test_a_mapping_that_fails_says_where(talk):
    status, said = diff_map(talk, lambda text: text.replace(
        "def create:", 'def create: must($__loc__; "event.nothing") |'))
    assert status == 1
    one, = json.loads(said)["differences"]
    assert one["old"] == "a request"
    assert "compose: event.nothing: found none" in one["new"]


def test_settings_of_a_folder_stand_for_the_section_s(talk):
    folder = talk.hub.folder / "changed"
    folder.mkdir(exist_ok=True)
    settings = {**talk.desk.settings, "tracker_id": 2}
    (folder / "settings.json").write_text(json.dumps(settings))
    status, said = diff_map(talk, lambda text: text, "--institution",
                            "telkom", "--last", "1")
    (folder / "settings.json").unlink()
    one, = json.loads(said)["differences"]
    assert (status, one["path"]) == (1, "body.issue.tracker_id")
    assert (one["old"], one["new"]) == ("3", "2")
