# SPDX-License-Identifier: Apache-2.0
"""Random lives of cases, exported: the folder alone tells what the ledger
had.  10,000 cases, in 20 lives, with SIMPUL_LONG."""
import json
import os
import random
import subprocess
from pathlib import Path

import pytest

import treelog
from treelog import Key, Ran

BUILD = Path(os.environ.get("SIMPUL_BUILD", "build")).resolve()
LONG = bool(os.environ.get("SIMPUL_LONG"))
CASES = 500 if LONG else 120
SEEDS = range(20260202, 20260202 + (20 if LONG else 1))
INSTANTS = 5


class Life:
    """One walk: its export, and who held what at some instants of it."""

    def __init__(self, folder, seed):
        done = subprocess.run(
            [BUILD / "tests/peers/walk_make", folder, str(CASES),
             str(INSTANTS), str(seed)], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        said = done.stdout.splitlines()
        self.looks = [json.loads(line) for line in said
                      if line.startswith("{")]
        self.vkey = next(s for s in said if s.startswith("uji.example"))
        self.folder, self.files = folder, folder / "export"
        done = Ran("export", "--log", folder / "data/log", "--vkey",
                   self.vkey, self.files)
        assert done.status == 0, done.said


@pytest.fixture(scope="module", params=SEEDS)
def life(tmp_path_factory, request):
    return Life(tmp_path_factory.mktemp("life"), request.param)


def test_the_folder_tells_who_held_each_case_at_any_instant(life):
    assert len(life.looks) == INSTANTS
    for look in life.looks:
        done = Ran("custody", "--at", look["at"], "--vkey", life.vkey,
                   life.files)
        assert done.status == 0, done.said
        assert {c["case"]: c["holder"] for c in done.json["cases"]} == \
            look["cases"]
    assert len(life.looks[-1]["cases"]) > CASES // 3


def test_such_a_log_is_whole_and_complete(life):
    done = Ran("fsck", "--vkey", life.vkey, life.files)
    assert done.status == 0, done.text
    done = Ran("complete", "--silence", 0, "--vkey", life.vkey, life.files)
    assert (done.status, done.json["cases"]) == (0, CASES), done.text[:2000]


def numbered(entries):
    """Of each entry, its case and its number there."""
    for entry in entries:
        entry = json.loads(entry)
        yield (entry.get("subject", ""),
               entry.get("data", {}).get("case_seq", 0))


def test_an_entry_that_is_missing_leaves_a_gap_that_is_named(life, tmp_path):
    """Any entry that is not the last of its case."""
    entries = treelog.read(life.files)
    cases = list(numbered(entries))
    last = dict(cases)
    inner = [i for i, (case, seq) in enumerate(cases)
             if case and seq not in (1, last[case])]
    key = Key(tmp_path / "key.pem")
    for at in random.Random(7).sample(inner, 3):
        case, seq = cases[at]
        treelog.write(tmp_path / "log", entries[:at] + entries[at + 1:], key)
        before = max(i for i in range(at) if cases[i] == (case, seq - 1))
        after = cases.index((case, seq + 1)) - 1
        done = Ran("custody", tmp_path / "log")
        gaps = {c["case"]: c["gap"] for c in done.json["cases"]
                if "gap" in c}
        assert done.status == 1
        assert gaps[case[5:]] == \
            f"not known between entries {before} and {after}"
        done = Ran("complete", "--silence", 0, tmp_path / "log")
        assert done.status == 1
        assert ("case-gap", f"entries {before} and {after}") in [
            (f["kind"], f["where"]) for f in done.json["findings"]]
