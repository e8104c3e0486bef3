# SPDX-License-Identifier: Apache-2.0
"""scripts/demo_run.py against the programs that were built: it ends with a
table in which nobody's case is missing, and leaves nothing behind."""
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from wires import BUILD, DEADLINE, wait_for

TOP = Path(__file__).resolve().parents[2]
COUNT = 30
BROUGHT = 2             # cases that SP4N-LAPOR! hands in by itself
CAMPUS = 1              # and a university's portal
RUN = 5 * DEADLINE      # seconds for a whole demonstration

ROWS = {
    "laporan / cases": COUNT + BROUGHT + CAMPUS,
    "diterima / accepted": None,
    "ditolak / refused": None,
    "dialihkan / re-routed": None,
    "dalam proses / in progress": None,
    "dijawab / answered": None,
    "tanpa pemegang / without a holder": 0,
}


def demo(folder, *words):
    """One run: its status and all that it prints."""
    ran = subprocess.run(
        [sys.executable, "-B", TOP / "scripts/demo_run.py", "--build", BUILD,
         "--dir", folder, "--count", str(COUNT), "--stand-in", *words],
        text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        check=False, timeout=RUN)
    return ran.returncode, ran.stdout


def table(text):
    """The closing table: its whole numbers by name."""
    return {name.strip(): int(value) for name, value in
            re.findall(r"^  (\S.*?) {2,}(\d+)$", text, re.M)}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A demonstration that stays up, until the ids that it prints are
    ended."""
    folder = tmp_path_factory.mktemp("demo") / "run"
    status, text = demo(folder, "--keep")
    pids = [int(p) for p in re.findall(r"\d+", (re.search(
        r"kill ([\d ]+)$", text, re.M) or [""])[0])]
    yield folder, status, text, pids
    for pid in pids:
        os.kill(pid, signal.SIGTERM)
    for pid in pids:
        wait_for(f"process {pid} ends", lambda: not is_running(pid))


def is_running(pid):
    """A process that is there and more than a corpse."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rsplit(")", 1)[1].split()[0] != "Z"


def test_every_case_finds_a_holder_and_the_folder_goes(tmp_path):
    folder = tmp_path / "run"
    status, text = demo(folder)
    assert status == 0, text
    found = table(text)
    for name, expected in ROWS.items():
        assert name in found, text
        assert expected is None or found[name] == expected, text
    assert found["diterima / accepted"] + found["ditolak / refused"] >= COUNT
    assert found["ditolak / refused"] <= found["dialihkan / re-routed"]
    assert "hilang / lost" not in text
    heard = re.search(r"laporan, (\d+) kabar kembali", text)
    assert int(heard[1]) >= BROUGHT, text
    assert "  answered, pln-bali: Sudah kami terima" in text, text
    assert list(tmp_path.iterdir()) == []


def test_kept_it_runs_on_and_is_reached_as_it_says(kept):
    folder, status, text, pids = kept
    assert status == 0, text
    started = (folder / "processes").read_text().splitlines()
    assert len(pids) == len(started) and all(map(is_running, pids)), text
    lines = re.findall(r"^  (\S+simpulctl .*)$", text, re.M)
    assert len(lines) == 2 and all(str(folder) in line for line in lines)
    for line in lines:
        ran = subprocess.run(["sh", "-c", line], capture_output=True,
                             text=True, check=False, timeout=DEADLINE)
        assert ran.returncode == 0, ran
    asked = re.search(r"^  (curl .*\\\n.*\\\n.*)$", text, re.M)[1]
    ran = subprocess.run(["sh", "-c", asked], capture_output=True, text=True,
                         check=False, timeout=DEADLINE)
    assert ran.returncode == 0 and '"items":[{' in ran.stdout, ran


def test_every_link_is_good_as_far_as_one_can_look(kept):
    _, _, text, _ = kept
    ctl = re.search(r"^  (\S+simpulctl .*) status$", text, re.M)[1].split()
    for id in ("kampus-bali", "kbri-kl", "sp4n-lapor", "ombudsman-bali",
               "telkom-bali", "ksp"):
        ran = subprocess.run([*ctl, "probe", id], capture_output=True,
                             text=True, check=False, timeout=DEADLINE)
        assert ran.returncode == 0, ran


def test_another_leaves_one_that_runs_alone(kept):
    folder, _, _, pids = kept
    status, text = demo(folder)
    assert status == 2 and f"kill {' '.join(map(str, pids))}" in text, text
    assert all(is_running(p) for p in pids)


def test_a_folder_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "letter").write_text("mine")
    status, text = demo(tmp_path)
    assert status == 2 and "is not empty" in text, text
    assert (tmp_path / "letter").read_text() == "mine"


@pytest.mark.parametrize("words, status", [
    (["--help"], 0), (["--what"], 2), (["--count"], 2), (["12"], 2)])
def test_words_are_judged_before_anything_is_built(words, status):
    ran = subprocess.run([TOP / "scripts/demo", *words], text=True,
                         capture_output=True, check=False, timeout=DEADLINE)
    assert ran.returncode == status, ran
    assert "building" not in ran.stdout


def test_interrupted_it_leaves_nothing(tmp_path):
    folder = tmp_path / "run"
    with subprocess.Popen(
            [sys.executable, "-B", TOP / "scripts/demo_run.py", "--build",
             BUILD, "--dir", folder, "--stand-in"], stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True) as run:
        mark = folder / "processes"
        wait_for("the hub runs",
                 lambda: mark.exists() and "hub" in mark.read_text())
        pids = [int(p) for p in mark.read_text().split()[::2]]
        run.send_signal(signal.SIGTERM)
        assert run.wait(RUN) == 130, run.stderr.read()
    assert not any(is_running(p) for p in pids)
    assert list(tmp_path.iterdir()) == []
