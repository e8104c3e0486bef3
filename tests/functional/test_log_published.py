# SPDX-License-Identifier: Apache-2.0
"""Go's own transparency log takes the logs that we publish, as files, and
Google's Certificate Transparency computes the same roots from the entries."""
import base64
import json
import os
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest

BUILD = Path(os.environ.get("SIMPUL_BUILD", "build")).resolve()
JUDGE = Path(__file__).resolve().parents[1] / "peers/log_judge.go"
CT = Path("/usr/share/gocode/src/github.com/google/certificate-transparency"
          "/cpp")
CT_FILES = [CT / f"merkletree/{name}.cc" for name in (
    "merkle_tree", "merkle_tree_math", "serial_hasher", "tree_hasher")]
LONG = bool(os.environ.get("SIMPUL_LONG"))
SIZES = [0, 1, 2, 255, 256, 257] + ([65536, 70000] if LONG else [])
# Tiles of each size, by the specification.
TILES = {0: 0, 1: 1, 2: 1, 255: 1, 256: 2, 257: 3, 65536: 258, 70000: 277}


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

    def judged(log):
        return subprocess.run([folder / "judge", log.key, log.files],
                              stdout=subprocess.PIPE, text=True,
                              stderr=subprocess.PIPE, check=False)
    return judged


@pytest.fixture(scope="module")
def roots(tmp_path_factory):
    """Roots of a log by Debian's golang-github-google-certificate-
    transparency-dev, which has the library in C++."""
    program = tmp_path_factory.mktemp("ct") / "ct_judge"
    subprocess.run(
        ["g++", "-std=c++11", "-O1", "-w", f"-I{CT}", "-o", program,
         JUDGE.with_name("ct_judge.cc"), *CT_FILES, "-lcrypto"], check=True)

    def said(files, sizes):
        return [bytes.fromhex(line) for line in subprocess.run(
            [program, files, *map(str, sizes)], check=True, text=True,
            stdout=subprocess.PIPE).stdout.split()]
    return said


class Log:
    """A ledger and its published log, grown through some sizes."""

    def __init__(self, folder):
        self.folder, self.files = folder, folder / "data/log"
        self.key = self.said = ""

    def grow(self, *sizes):
        """Its exit status; a publisher that starts anew publishes each."""
        ran = subprocess.run(
            [BUILD / "tests/peers/log_make", self.folder, *map(str, sizes)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            check=False)
        self.key, self.said = ran.stdout.strip(), ran.stderr
        return ran.returncode

    def root(self):
        """That of the last checkpoint."""
        return base64.b64decode(
            (self.files / "checkpoint").read_text().split("\n")[2])

    def tile(self, path):
        return self.files / "tile" / path

    def damage(self, path, change):
        """Another content under the same name and mode."""
        path = self.files / path
        mode = path.stat().st_mode
        data = bytearray(path.read_bytes())
        path.unlink()
        path.write_bytes(change(data))
        path.chmod(mode)


@pytest.fixture
def log(tmp_path):
    return Log(tmp_path)


@pytest.mark.parametrize("size", SIZES)
def test_go_takes_a_published_log(judge, log, size):
    assert log.grow(size) == 0, log.said
    done = judge(log)
    assert (done.stderr, done.stdout) == \
        ("", f"{size} entries, {TILES[size]} tiles, 0 files besides\n")


@pytest.mark.parametrize("sizes", [
    [0], [1], [2], [255], [256], [257], [1, 2, 255, 256, 257, 300, 513]]
    + ([[65536], [1, 65535, 65537, 70000]] if LONG else []), ids=str)
def test_certificate_transparency_computes_our_roots(roots, log, sizes):
    """Of each checkpoint on the way, too."""
    assert log.grow(sizes[0]) == 0, log.said
    ours = [log.root()]
    for size in sizes[1:]:
        assert log.grow(size) == 0, log.said
        ours.append(log.root())
    assert roots(log.files, sizes) == ours


def test_a_log_that_grew_is_the_same_as_one_made_at_once(judge, log):
    """Over the ends of bundles, by many starts.  The two files besides are
    the narrower tiles of level 1."""
    for size in (1, 7, 255, 256, 258, 511, 512, 513, 770):
        assert log.grow(size) == 0, log.said
    assert judge(log).stdout == "770 entries, 5 tiles, 2 files besides\n"


def test_a_log_that_grows_keeps_what_an_earlier_checkpoint_needs(judge, log):
    """Until the full tile is there, and no longer."""
    log.grow(300, 310, 320)
    assert judge(log).stdout == "320 entries, 3 tiles, 4 files besides\n"
    assert sorted(p.name for p in log.tile("0/001.p").iterdir()) == \
        ["10", "20", "44", "54", "64"][2:]
    log.grow(512)
    assert judge(log).stdout == "512 entries, 3 tiles, 1 files besides\n"
    assert not log.tile("0/001.p").exists()
    assert not log.tile("entries/001.p").exists()


def flip(data):
    data[len(data) // 2] ^= 1
    return data


DAMAGES = {
    "a hash of a tile": ("tile/0/001.p/44", flip),
    "a short tile": ("tile/0/001.p/44", lambda d: d[:-1]),
    "a hash above": ("tile/1/000.p/1", flip),
    "an entry": ("tile/entries/000", flip),
    "the checkpoint's size": (
        "checkpoint", lambda d: d.replace(b"\n300\n", b"\n299\n")),
}


@pytest.mark.parametrize("what", DAMAGES)
def test_go_refuses_what_is_damaged(judge, log, what):
    """A judge that takes anything would judge nothing."""
    log.grow(300)
    assert judge(log).returncode == 0
    log.damage(*DAMAGES[what])
    assert judge(log).returncode != 0


@pytest.mark.parametrize("what", [
    "tile/0/001.p/44", "tile/1/000.p/1", "tile/0/000", "tile/entries/000",
    "checkpoint"])
def test_a_start_mends_files_from_the_ledger(judge, log, what):
    """Damaged or missing, where the start looks or the next round writes."""
    log.grow(300)
    if what in ("tile/0/000", "tile/entries/000"):
        log.damage("tile/1/000.p/1", flip)  # all files are looked through
    log.damage(what, flip)
    assert log.grow(301) == 0, log.said
    assert "ALERT" in log.said or what == "checkpoint"
    assert judge(log).stdout.startswith("301 entries")
    (log.files / "tile/1/000.p/1").unlink()
    assert log.grow(302) == 0, log.said
    assert "tile/1/000.p/1 is missing" in log.said
    assert judge(log).stdout.startswith("302 entries")


class Forked:
    """What is done to a log of 300 entries, whose copy is of 290, before a
    start; and what that start says."""

    def an_older_database(log, copy):
        shutil.copytree(copy / "data", log.folder / "data",
                        dirs_exist_ok=True)
        return "would fork: 300 entries were signed, and the database has 290"

    def an_older_database_that_went_on(log, copy):
        """Another history of more entries."""
        twin = Log(copy)
        assert twin.grow(310) == 0
        shutil.rmtree(log.folder / "data")
        shutil.copytree(copy / "data", log.folder / "data")
        return "would fork: 300 entries were signed, and the database has " \
            "other entries"

    def a_database_that_went_on_apart(log, copy):
        """The files are those that were signed."""
        twin = Log(copy)
        assert twin.grow(310) == 0
        shutil.copy(copy / "data/simpul.db", log.folder / "data/simpul.db")
        return "goes on from others"

    def an_entry_changed(log, copy):
        """In the database, behind what was signed last but one."""
        subprocess.run(
            ["sqlite3", log.folder / "data/simpul.db",
             "DROP TRIGGER audit_no_update; UPDATE audit_entry SET body ="
             " CAST(replace(CAST(body AS TEXT), 'lapor', 'lopar') AS BLOB)"
             " WHERE seq = 299"], check=True)
        log.damage("tile/0/001.p/44", flip)
        return "other entries"

    def the_log_of_another(log, copy):
        text = (log.folder / "last").read_text()
        (log.folder / "last").write_text(text.replace("uji", "oji"))
        return "is of another log than"

    def another_key(log, copy):
        (log.folder / "audit.pem").unlink()
        return "was not signed by this key"

    def a_key_that_others_may_read(log, copy):
        (log.folder / "audit.pem").chmod(0o640)
        return "may be read by others"

    def no_key_at_all(log, copy):
        (log.folder / "audit.pem").write_text("-----BEGIN X-----\n")
        return "holds no Ed25519 key"


FORKED = [name for name in vars(Forked) if not name.startswith("_")]


@pytest.mark.parametrize("name", FORKED)
def test_a_log_that_would_fork_is_not_signed(log, tmp_path_factory, name):
    copy = tmp_path_factory.mktemp("copy") / "log"
    log.grow(290)
    shutil.copytree(log.folder, copy)
    log.grow(300)
    signed = (log.folder / "last").read_bytes()
    words = getattr(Forked, name)(log, copy)
    if (log.folder / "last").read_bytes() != signed:
        signed = (log.folder / "last").read_bytes()
    assert log.grow(320) == 1
    assert words in log.said, log.said
    assert (log.folder / "last").read_bytes() == signed


def test_without_the_last_checkpoint_a_start_tells_and_goes_on(judge, log):
    """Somebody removed it: what the folder shows is what counts then."""
    log.grow(300)
    (log.folder / "last").unlink()
    assert log.grow(301) == 0, log.said
    assert "ALERT" in log.said and "is missing" in log.said
    assert judge(log).stdout.startswith("301 entries")


def test_the_schema_beside_the_log_knows_every_entry_and_nothing_more(log):
    log.grow(7)
    schema = jsonschema.Draft202012Validator(json.loads(
        (log.files / "schema/event.v1.json").read_text()))
    data = log.tile("entries/000.p/7").read_bytes()
    count = 0
    while data:
        length = int.from_bytes(data[:2], "big")
        entry = json.loads(data[2:2 + length])
        schema.validate(entry)
        for part in (entry, entry["data"]):
            part["surplus"] = "x"
            assert not schema.is_valid(entry)
            del part["surplus"]
        data, count = data[2 + length:], count + 1
    assert count == 7


def test_files_are_for_their_owner(log):
    log.grow(300)
    for path in log.files.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
    for path in log.tile("").rglob("*"):
        assert path.is_dir() or path.stat().st_mode & 0o222 == 0, path
    assert (log.folder / "last").stat().st_mode & 0o777 == 0o600
