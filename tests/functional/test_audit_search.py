# SPDX-License-Identifier: Apache-2.0
"""simpulctl audit timeline and search, on exported files."""
import json
import os
import resource
import subprocess
from pathlib import Path

import pytest

import treelog
from test_audit_complete import A, B, log, story
from treelog import Key, Ran

BUILD = Path(os.environ.get("SIMPUL_BUILD", "build")).resolve()
MANY = 1000000 if os.environ.get("SIMPUL_LONG") else 2000


def people(*words):
    done = subprocess.run(
        [BUILD / "simpulctl", "audit", *map(str, words)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        check=False)
    return done.returncode, done.stdout + done.stderr


def test_a_timeline_tells_each_change_with_time_actor_and_reason(tmp_path):
    entries = story()
    entries[5]["data"]["reason"] = "wrong_region"
    entries[5]["data"]["operator"] = "0000000000007"
    folder = log(tmp_path, entries)
    done = Ran("timeline", "--case", A, folder)
    assert done.status == 0, done.said
    assert [(i["entry"], i["type"][7:-3], i["time"][11:16], i["initiator"])
            for i in done.json["items"]] == [
        (1, "handoff.received", "08:01", "lapor"),
        (4, "handoff.accepted", "08:04", "pln"),
        (5, "handoff.returned", "08:05", "pln"),
        (6, "handoff.queued", "08:05", "pln"),
        (8, "handoff.accepted", "08:11", "ksp")]
    returned = done.json["items"][2]
    assert (returned["reason"], returned["operator"], returned["state"]) == (
        "wrong_region", "0000000000007",
        {"from": "accepted", "to": "returned"})
    assert done.json["items"][4]["holder"] == {"from": "pln", "to": "ksp"}
    status, said = people("timeline", "--case", "case/" + A, folder)
    assert status == 0
    for words in ("2026-02-02T08:05:00.000Z", "pln (0000000000007)",
                  "wrong_region", "accepted > returned", "pln > ksp"):
        assert words in said, said
    assert "dispatching" not in said
    done = Ran("timeline", "--all", "--case", A, folder)
    assert [i["entry"] for i in done.json["items"]] == [1, 3, 4, 5, 6, 8]


def test_a_timeline_says_where_an_entry_is_missing(tmp_path):
    entries = story()
    del entries[4]
    folder = log(tmp_path, entries)
    done = Ran("timeline", "--case", A, folder)
    assert (done.status, done.json["gaps"], done.json["good"]) == (1, 1, False)
    assert {"missing_from": 3, "missing_to": 4} in done.json["items"]
    status, said = people("timeline", "--case", A, folder)
    assert status == 1 and "missing" in said


@pytest.mark.parametrize("words, said", [
    ([], "Usage"),
    (["--case", "0000000000000"], "does not speak"),
    (["--case", "x" * 5000], "does not speak"),
])
def test_a_timeline_that_could_not_run_exits_2(tmp_path, words, said):
    done = Ran("timeline", *words, log(tmp_path, story()))
    assert done.status == 2 and said in done.said


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return log(tmp_path_factory.mktemp("searched"), story())


@pytest.mark.parametrize("words, found", [
    ([], [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]),
    (["--case", A], [8, 6, 5, 4, 3, 1]),
    (["--case", "case/" + B], [10, 2]),
    (["--institution", "ksp"], [8, 6]),
    (["--institution", "ksp", "--kind", "handoff.accepted"], [8]),
    (["--kind", "simpul.log.heartbeat.v1"], [9, 7]),
    (["--outcome", "failure"], []),
    (["--from", "2026-02-02T08:10:00Z", "--to", "2026-02-02T16:20:00+08:00"],
     [8, 7]),
    (["--from", "2026-02-02T08:10:00.001Z", "--to",
      "2026-02-02T08:20:00.001Z"], [9, 8]),
    (["--limit", 2], [10, 9]),
    (["--limit", 2, "--before", 9], [8, 7]),
    (["--case", "0000000000001"], []),
])
def test_entries_are_found(folder, words, found):
    done = Ran("search", *words, folder)
    assert done.status == 0, done.said
    assert [i["index"] for i in done.json["items"]] == found
    assert ("next" in done.json) == ("--limit" in words)
    entries = treelog.read(folder)
    for item in done.json["items"]:
        assert item["entry"].encode() == entries[item["index"]]


def test_people_see_a_table_and_how_to_go_on(folder):
    status, said = people("search", "--limit", 3, "--case", A, folder)
    assert status == 0
    for words in ("handoff.accepted", A, "--before 5"):
        assert words in said, said


@pytest.mark.parametrize("words, said", [
    (["--case", "Budi"], "expected the id"),
    (["--kind", "case.forgotten"], "expected a type"),
    (["--from", "yesterday"], "expected a time"),
    (["--limit", "0"], "expected 1 to"),
    (["--limit", "10001"], "expected 1 to"),
    (["--before", "x"], "expected a whole number"),
    (["--index", "/nowhere"], "name a folder with --index"),
])
def test_a_search_that_could_not_run_exits_2(folder, words, said):
    done = Ran("search", *words, folder)
    assert done.status == 2 and said in done.said


def test_the_index_goes_on_with_the_log_and_follows_another(tmp_path):
    entries = story()
    folder = log(tmp_path, entries[:5])
    index = tmp_path / "index"
    index.mkdir()

    def numbers(*words):
        done = Ran("search", "--index", index, "--case", A, *words, folder)
        return [i["index"] for i in done.json["items"]]
    assert numbers() == [4, 3, 1]
    assert not (folder / "audit-index.db").exists()
    log(tmp_path, entries)
    assert numbers() == [8, 6, 5, 4, 3, 1]
    log(tmp_path, entries[:3] + entries[4:])
    assert numbers() == [7, 5, 4, 3, 1]
    log(tmp_path, entries[:2])
    assert numbers() == [1]
    assert numbers("--fresh") == [1]


def test_an_index_that_came_with_the_folder_is_no_way_out_of_it(tmp_path):
    """A link is not followed, a damaged one is made anew, and what is not
    of ours stays as it is."""
    folder = log(tmp_path, story())
    victim = tmp_path / "victim"
    victim.write_text("mine")
    index = folder / "audit-index.db"
    index.symlink_to(victim)
    done = Ran("search", folder)
    assert done.status == 2 and "is no file" in done.said
    assert victim.read_text() == "mine"
    index.unlink()
    index.write_bytes(b"SQLite format 3\0" + bytes(5000))
    assert len(Ran("search", folder).json["items"]) == 11
    (folder / "simpul.db").write_text("a hub's")
    done = Ran("search", "--fresh", folder)
    assert done.status == 2 and "hub's own" in done.said


def test_an_entry_that_was_not_signed_is_not_told(tmp_path):
    """Neither as found nor in a timeline, nor as who held a case."""
    folder = log(tmp_path, story())
    bundle = next((folder / "tile/entries/000.p").iterdir())
    bundle.write_bytes(bundle.read_bytes().replace(b'"ksp"', b'"pln"'))
    for words in (["search", "--case", A], ["search", "--institution", "pln"],
                  ["timeline", "--case", A], ["custody"], ["complete"],
                  ["prove", "--index", 8]):
        done = Ran(*words, folder)
        assert done.status == 2 and "signed" in done.said, words
        assert not done.text
    assert Ran("search", "--case", B, folder).status == 0


def test_an_entry_that_is_no_text_is_told(tmp_path):
    """Signed by a hub that lies: no empty answer."""
    folder = tmp_path / "log"
    treelog.write(folder, [b"\xff" * 50], Key(tmp_path / "key.pem"))
    done = Ran("search", folder)
    assert done.status == 2 and "no text" in done.said
    entries = story()
    entries[1]["subject"] = "case/" + "\u00e9" * 100
    folder = log(tmp_path, entries)
    assert "id" in Ran("complete", folder).kinds


def test_an_index_beside_the_log_is_no_damage(tmp_path):
    folder = log(tmp_path, story())
    assert Ran("search", folder).status == 0
    assert (folder / "audit-index.db").exists()
    assert "stranger" not in Ran("fsck", folder).kinds


def test_a_log_of_nothing_has_nothing_to_find(tmp_path):
    done = Ran("search", log(tmp_path, []))
    assert (done.status, done.json["items"]) == (0, [])


def processor():
    """Seconds of it that programs which have ended took."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def test_many_entries_are_searched_in_under_a_second(tmp_path):
    """1,000,000 with SIMPUL_LONG; the first search makes the index."""
    done = subprocess.run(
        [BUILD / "tests/peers/log_make", tmp_path, str(MANY)],
        stdout=subprocess.PIPE, text=True, check=True)
    folder = tmp_path / "data/log"
    words = ["--vkey", done.stdout.strip(), "--index", tmp_path, folder]
    assert Ran("search", "--limit", 1, *words).status == 0
    for wanted in (["--case", "0000000000009"], ["--institution", "pdam"],
                   ["--kind", "log.opened"], ["--outcome", "failure"],
                   ["--institution", "nobody"],
                   ["--to", "2026-02-02T08:00:00Z"],
                   ["--institution", "pln", "--kind", "log.opened"]):
        before = processor()
        done = Ran("search", *wanted, *words)
        took = processor() - before
        assert done.status == 0 and took < 1, (wanted, took)
        assert done.json["indexed"] == MANY
    assert json.loads(Ran("search", "--kind", "log.opened", *words)
                      .json["items"][0]["entry"])["data"]["log"] == \
        {"epoch": 1}
