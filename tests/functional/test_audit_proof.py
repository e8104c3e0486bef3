# SPDX-License-Identifier: Apache-2.0
"""simpulctl audit prove, check-proof and consistency."""
import json

import pytest

import treelog
from test_audit_custody import ENTRIES, entry
from treelog import Key, Ran

MANY = [entry(i, "0pby10zy40g00", i + 1, i % 60, action="progress")
        for i in range(600)]


@pytest.fixture
def log(tmp_path):
    key = Key(tmp_path / "key.pem")
    treelog.write(tmp_path / "log", MANY, key)
    return tmp_path / "log", key


@pytest.mark.parametrize("index", [0, 1, 255, 256, 511, 512, 599])
def test_a_proof_holds_and_only_for_its_entry(log, tmp_path, index):
    folder, key = log
    made = Ran("prove", "--index", index, folder)
    assert (made.json["index"], made.json["size"]) == (index, 600)
    proof = tmp_path / "proof"
    proof.write_text(made.json["proof"])
    assert proof.read_text().startswith("c2sp.org/tlog-proof@v1\n")
    done = Ran("check-proof", "--vkey", key.vkey, proof)
    assert done.status == 0 and f"log {key.name}," in done.json["text"]
    other = tmp_path / "entry"
    other.write_bytes(MANY[index])
    assert Ran("check-proof", "--vkey", key.vkey, "--entry", other,
               proof).status == 0
    other.write_bytes(MANY[index - 1])
    done = Ran("check-proof", "--vkey", key.vkey, "--entry", other, proof)
    assert done.status == 1 and done.json["good"] is False
    stranger = Key(tmp_path / "other.pem")
    assert Ran("check-proof", "--vkey", stranger.vkey, proof).status == 1


def test_a_proof_by_the_id_of_an_entry(log):
    folder, _ = log
    event = json.loads(MANY[300])["id"]
    assert Ran("prove", "--event", event, folder).json["index"] == 300
    assert Ran("prove", "--event", "none", folder).status == 2
    assert Ran("prove", "--index", 600, folder).status == 2
    assert Ran("prove", folder).status == 2


def test_a_log_that_only_grew_is_consistent(log, tmp_path):
    folder, key = log
    for size in (0, 1, 255, 256, 300, 512, 599, 600):
        old = tmp_path / "old"
        old.write_bytes(key.checkpoint(
            [treelog.leaf(e) for e in MANY[:size]]))
        assert Ran("consistency", old, folder).status == 0, size
    treelog.write(tmp_path / "before", MANY[:290], key)
    assert Ran("consistency", tmp_path / "before", folder).status == 0


def test_a_log_that_was_rewritten_or_cut_off_is_not(log, tmp_path):
    folder, key = log
    treelog.write(tmp_path / "before", MANY[:100] + ENTRIES, key)
    done = Ran("consistency", tmp_path / "before", folder)
    assert done.status == 1 and "forked: at 106" in done.json["text"]
    done = Ran("consistency", folder, tmp_path / "before")
    assert done.status == 1 and "cut off" in done.json["text"]
    stranger = Key(tmp_path / "other.pem", "lain.example/simpul")
    treelog.write(tmp_path / "theirs", ENTRIES, stranger)
    (tmp_path / "both").write_text(
        f"log {key.vkey}\nlog {stranger.vkey}\nquorum none\n")
    done = Ran("consistency", "--policy", tmp_path / "both",
               tmp_path / "theirs", folder)
    assert done.status == 1 and "of another log, lain" in done.json["text"]
    assert Ran("consistency", tmp_path / "theirs", folder).status == 1
    assert Ran("consistency", tmp_path / "nowhere", folder).status == 2
