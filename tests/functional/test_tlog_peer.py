# SPDX-License-Identifier: Apache-2.0
"""Go's own transparency log takes our checkpoints, proofs and tiles."""
import os
import subprocess
from pathlib import Path

import pytest

BUILD = Path(os.environ.get("SIMPUL_BUILD", "build"))
JUDGE = Path(__file__).resolve().parents[1] / "peers/tlog_judge.go"
SIZES = ["0", "1", "2", "255", "256", "257"]


@pytest.fixture(scope="module")
def judge(tmp_path_factory):
    """The judge, built from Debian's golang-golang-x-mod-dev."""
    folder = tmp_path_factory.mktemp("judge")
    subprocess.run(
        ["go", "build", "-o", folder / "judge", JUDGE], check=True,
        cwd=folder, env={
            "PATH": os.environ["PATH"], "GO111MODULE": "off",
            "GOPATH": "/usr/share/gocode", "GOCACHE": str(folder / "cache"),
            "GOFLAGS": "-p=2", "CGO_ENABLED": "0"})
    return folder / "judge"


@pytest.fixture(scope="module")
def said():
    return subprocess.run([BUILD / "tests/peers/tlog_say", *SIZES],
                          stdout=subprocess.PIPE, check=True).stdout


def judged(judge, said):
    return subprocess.run([judge], input=said, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)


def test_go_finds_all_that_we_say_of_a_log_good(judge, said):
    done = judged(judge, said)
    assert done.stderr == b""
    total = sum(int(size) for size in SIZES)
    # 1 + 1 + 1 + (1 + 1) + (2 + 1) tiles of sizes 1, 2, 255, 256, 257
    assert done.stdout.decode() == \
        f"6 checkpoints, {total} entries, {total} growths, 8 tiles\n"


@pytest.mark.parametrize("kind", [b"note \xe2\x80\x94", b"entry", b"growth",
                                  b"tile", b"key"])
def test_go_refuses_what_is_damaged(judge, said, kind):
    """A judge that takes anything would judge nothing."""
    lines = said.split(b"\n")
    at = max(i for i, line in enumerate(lines) if line.startswith(kind))
    if kind == b"growth":
        at -= 1     # the last one, from a size to itself, is empty
    line = bytearray(lines[at])
    line[-8] = ord("A") if line[-8] != ord("A") else ord("B")
    lines[at] = bytes(line)
    assert judged(judge, b"\n".join(lines)).returncode != 0
