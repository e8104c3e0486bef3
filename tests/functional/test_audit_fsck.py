# SPDX-License-Identifier: Apache-2.0
"""simpulctl audit export and fsck: what auditors get, and every way in which
it can be damaged, found and named, with the checkpoints that they kept."""
import base64
import json
import os
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest

import treelog
from treelog import Key, Ran

BUILD = Path(os.environ.get("SIMPUL_BUILD", "build")).resolve()


def grow(folder, *sizes):
    done = subprocess.run(
        [BUILD / "tests/peers/log_make", folder, *map(str, sizes)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class Made:
    """A hub's log of 300, then 600 entries, its export, and its key."""

    def __init__(self, folder):
        self.folder, self.files = folder, folder / "export"
        grow(folder, 300)
        self.early = (folder / "last").read_bytes()
        self.vkey = grow(folder, 600)
        self.key = Key(folder / "audit.pem")
        assert self.key.vkey == self.vkey
        shutil.copy(folder / "last", folder / "letter")
        done = self.export()
        assert done.status == 0, done.said
        (self.files / "history/checkpoint.300").chmod(0o600)

    def export(self):
        return Ran("export", "--log", self.folder / "data/log", "--vkey",
                   self.vkey, self.files)

    def fsck(self, *words):
        return Ran("fsck", *words, "--vkey", self.vkey, self.files)

    def path(self, path):
        return self.files / path

    def change(self, path, change):
        path = self.files / path
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(change(bytearray(data)))

    def entries(self):
        return treelog.read(self.files)

    def rewrite(self, change, at):
        """Another entry, all else made anew and signed by the key."""
        entries = self.entries()
        if isinstance(entries[at], bytes) and change.__code__.co_argcount:
            entries[at] = change(entries[at])
        treelog.write(self.files, entries, self.key)


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    return Made(tmp_path_factory.mktemp("made"))


@pytest.fixture
def made(pristine, tmp_path):
    """A copy that may be damaged."""
    copy = Made.__new__(Made)
    copy.__dict__.update(pristine.__dict__)
    copy.folder, copy.files = tmp_path, tmp_path / "export"
    shutil.copytree(pristine.files, copy.files)
    copy.key = Key(shutil.copy(pristine.folder / "audit.pem", tmp_path))
    return copy


def flip(data):
    data[len(data) // 2] ^= 1
    return data


def member(change):
    """A change of an entry as JSON."""
    def changed(entry):
        entry = json.loads(entry)
        change(entry)
        return treelog.canonical(entry)
    return changed


class Damages:
    """Each does one damage and says what fsck must name, and where."""

    # The checkpoint.
    def no_checkpoint(m):
        m.path("checkpoint").unlink()
        return "checkpoint-missing", "checkpoint"

    def a_checkpoint_that_is_a_folder(m):
        m.path("checkpoint").unlink()
        m.path("checkpoint").mkdir()
        return "checkpoint-form", "checkpoint"

    def a_checkpoint_cut_off(m):
        m.change("checkpoint", lambda d: d[:40])
        return "checkpoint-form", "checkpoint"

    def a_size_with_a_leading_zero(m):
        text = m.path("checkpoint").read_bytes().split(b"\n\n")[0] + b"\n"
        m.path("checkpoint").unlink()
        m.path("checkpoint").write_bytes(
            m.key.sign(text.replace(b"\n600\n", b"\n0600\n")))
        return "checkpoint-form", "checkpoint"

    def another_size(m):
        m.change("checkpoint", lambda d: d.replace(b"\n600\n", b"\n599\n"))
        return "checkpoint-untrusted", "checkpoint"

    def a_checkpoint_of_another_key(m):
        other = Key(m.folder / "other.pem")
        hashes = [treelog.leaf(e) for e in m.entries()]
        m.change("checkpoint", lambda d: other.checkpoint(hashes))
        return "checkpoint-untrusted", "checkpoint"

    def a_root_of_other_entries(m):
        hashes = [treelog.leaf(e) for e in m.entries()]
        hashes[9] = hashes[8]
        m.change("checkpoint", lambda d: m.key.checkpoint(hashes))
        return "root", "checkpoint"

    # Kept checkpoints.
    def a_kept_checkpoint_that_is_none(m):
        m.path("history/checkpoint.300").write_bytes(b"no note\n")
        return "history-form", "history/checkpoint.300"

    def a_kept_checkpoint_with_a_bad_signature(m):
        m.change("history/checkpoint.300",
                 lambda d: d.replace(b"\n300\n", b"\n299\n"))
        return "history-untrusted", "history/checkpoint.300"

    def a_kept_checkpoint_under_another_name(m):
        m.path("history/checkpoint.300").rename(
            m.path("history/checkpoint.301"))
        return "history-name", "history/checkpoint.301"

    def a_kept_checkpoint_of_another_history(m):
        hashes = [treelog.leaf(b"%d" % i) for i in range(300)]
        m.path("history/checkpoint.300").write_bytes(
            m.key.checkpoint(hashes))
        return "history-fork", "history/checkpoint.300"

    def a_log_cut_off_behind_a_kept_checkpoint(m):
        kept = m.path("history/checkpoint.300").read_bytes()
        treelog.write(m.files, m.entries()[:290], m.key)
        m.path("history").mkdir()
        m.path("history/checkpoint.300").write_bytes(kept)
        return "history-ahead", "history/checkpoint.300"

    def a_stranger_in_the_history(m):
        m.path("history/notes.txt").write_text("hello")
        return "stranger", "history/notes.txt"

    # Tiles.
    def a_missing_tile(m):
        m.path("tile/0/001").unlink()
        return "tile-missing", "tile/0/001"

    def a_missing_last_tile(m):
        m.path("tile/0/002.p/88").unlink()
        return "tile-missing", "tile/0/002.p/88"

    def a_missing_tile_above(m):
        m.path("tile/1/000.p/2").unlink()
        return "tile-missing", "tile/1/000.p/2"

    def a_short_tile(m):
        m.change("tile/0/000", lambda d: d[:-1])
        return "tile-form", "tile/0/000"

    def a_long_tile(m):
        m.change("tile/0/000", lambda d: d + b"x")
        return "tile-form", "tile/0/000"

    def a_changed_hash(m):
        m.change("tile/0/001", flip)
        return "tile-hash", "entry 384"

    def a_changed_hash_above(m):
        m.change("tile/1/000.p/2", flip)
        return "tile-above", "tile/1/000.p/2"

    def a_narrower_tile_that_says_something_else(m):
        m.path("tile/0/002.p/7").write_bytes(bytes(7 * 32))
        return "tile-narrow", "tile/0/002.p/7"

    # Bundles.
    def a_missing_bundle(m):
        m.path("tile/entries/001").unlink()
        return "bundle-missing", "tile/entries/001"

    def a_missing_last_bundle(m):
        m.path("tile/entries/002.p/88").unlink()
        return "bundle-missing", "tile/entries/002.p/88"

    def a_bundle_that_ends_early(m):
        m.change("tile/entries/001", lambda d: d[:-9])
        return "bundle-form", "tile/entries/001"

    def a_bundle_with_an_entry_more(m):
        m.change("tile/entries/001", lambda d: d + b"\0\2{}")
        return "bundle-form", "tile/entries/001"

    def a_bundle_with_an_entry_less(m):
        def shorter(data):
            return data[2 + int.from_bytes(data[:2], "big"):]
        m.change("tile/entries/001", shorter)
        return "bundle-form", "tile/entries/001"

    def a_narrower_bundle_that_says_something_else(m):
        m.path("tile/entries/002.p/1").write_bytes(b"\0\2{}")
        return "bundle-narrow", "tile/entries/002.p/1"

    def two_entries_swapped(m):
        entries = m.entries()
        entries[10], entries[11] = entries[11], entries[10]
        m.path("tile/entries/000").unlink()
        treelog.put(m.path("tile/entries"), 0, 256, b"".join(
            len(e).to_bytes(2, "big") + e for e in entries[:256]))
        return "entry-changed", "entry 10"

    def a_bundle_that_cannot_be_read(m):
        """A folder: root reads whatever has no permission."""
        m.path("tile/entries/001").unlink()
        m.path("tile/entries/001").mkdir()
        return "bundle-form", "tile/entries/001"

    # Other files.
    def a_file_that_no_log_has(m):
        m.path("tile/0/001.bak").write_text("x")
        return "stranger", "tile/0/001.bak"

    def a_link_instead_of_a_tile(m):
        m.path("tile/0/001").rename(m.folder / "elsewhere")
        m.path("tile/0/001").symlink_to(m.folder / "elsewhere")
        return "link", "tile/0/001"

    def a_schema_that_allows_more(m):
        m.change("schema/event.v1.json", lambda d: d.replace(
            b"false", b"true"))
        return "schema", "schema/event.v1.json"

    # Entries, with the tree as it was.
    def an_entry_changed(m):
        m.change("tile/entries/001", lambda d: d.replace(
            b"lapor", b"lopar", 1))
        return "entry-changed", "entry 256"

    def the_last_entry_changed(m):
        m.change("tile/entries/002.p/88", lambda d: d[:-6] + b"X" + d[-5:])
        return "entry-disagrees", "entry 599"

    def an_entry_and_its_tile_changed(m):
        entries = m.entries()
        entries[256] = entries[256].replace(b"lapor", b"lopar")
        m.path("tile/entries/001").unlink()
        m.path("tile/0/001").unlink()
        treelog.put(m.path("tile/entries"), 1, 256, b"".join(
            len(e).to_bytes(2, "big") + e for e in entries[256:512]))
        treelog.put(m.path("tile/0"), 1, 256, b"".join(
            treelog.leaf(e) for e in entries[256:512]))
        return "tile-above", "tile/1/000.p/2"

    # Entries, with all made anew by whoever has the key.
    def an_entry_that_is_no_json(m):
        m.rewrite(lambda e: b"hello", 5)
        return "entry-form", "entry 5"

    def an_empty_entry(m):
        m.rewrite(lambda e: b"", 5)
        return "entry-form", "entry 5"

    def a_member_that_no_entry_has(m):
        m.rewrite(member(lambda e: e["data"].update(name="Budi")), 5)
        return "entry-form", "entry 5"

    def a_member_left_out(m):
        m.rewrite(member(lambda e: e.pop("time")), 5)
        return "entry-form", "entry 5"

    def a_type_that_there_is_not(m):
        m.rewrite(member(lambda e: e.update(type="simpul.x.y.v1")), 5)
        return "entry-form", "entry 5"

    def an_entry_with_a_space(m):
        m.rewrite(lambda e: e.replace(b",", b", ", 1), 5)
        return "entry-form", "entry 5"

    def an_entry_of_another_installation(m):
        m.rewrite(member(lambda e: e.update(source="urn:simpul:lain")), 5)
        return "entry-source", "entry 5"

    def a_log_without_its_opening(m):
        entries = m.entries()
        treelog.write(m.files, entries[1:], m.key)
        return "entry-first", "entry 0"

    def a_log_that_opens_twice(m):
        entries = m.entries()
        treelog.write(m.files, entries[:9] + [entries[0]] + entries[9:],
                      m.key)
        return "entry-first", "entry 9"

    def an_epoch_left_out(m):
        entries = m.entries()
        opened = json.loads(entries[0])
        opened["type"] = "simpul.log.recovered.v1"
        opened["data"]["log"] = {"epoch": 3, "size": 9}
        treelog.write(
            m.files, entries[:9] + [treelog.canonical(opened)], m.key)
        return "entry-epoch", "entry 9"


DAMAGES = [name for name in vars(Damages) if not name.startswith("_")]


def test_a_damage_is_listed_for_each_kind_of_it():
    assert len(DAMAGES) >= 30


@pytest.mark.parametrize("name", DAMAGES)
def test_every_damage_is_found_and_named(made, name):
    kind, where = getattr(Damages, name)(made)
    done = made.fsck()
    assert done.status == 1, done.said
    assert kind in done.kinds, done.text
    assert where in done.places, done.text
    assert done.json["good"] is False


def test_a_damage_of_one_place_is_one_finding(made):
    """What stands above a damaged file is not blamed."""
    made.change("tile/entries/001", lambda d: d.replace(b"lapor", b"lopar", 1))
    made.change("tile/0/000", flip)
    done = made.fsck()
    assert [(f["kind"], f["where"]) for f in done.json["findings"]] == \
        [("tile-hash", "entry 128"), ("entry-changed", "entry 256")]


class Brought:
    """Files with a checkpoint in them, and what is told of the log then."""

    def the_checkpoint_itself(m):
        return m.early, None

    def a_capture_of_http(m):
        return b"POST /in HTTP/1.1\r\nHost: x\r\nsimpul-checkpoint: " + \
            base64.b64encode(m.early) + b"\r\nAccept: */*\r\n\r\n{}", None

    def a_letter_with_a_folded_header(m):
        text = base64.b64encode(m.early).decode()
        lines = [text[at:at + 60] for at in range(0, len(text), 60)]
        return ("From: a@b\r\nSimpul-Checkpoint: " + "\r\n ".join(lines) +
                "\r\nSubject: x\r\n\r\nhello").encode(), None

    def a_capture_of_a_signed_envelope(m):
        return b"<h:Simpul-Checkpoint xmlns:h='urn:h' wsu:Id='simpul-5'>" + \
            base64.b64encode(m.early) + b"</h:Simpul-Checkpoint>", None

    def a_letter_with_the_note_in_it(m):
        return b"Dear all,\n\n" + m.early + b"\nRegards\n", None

    def a_letter_without_any(m):
        return b"Dear all,\n\nnothing here\n", "old-none"

    def one_of_another_history(m):
        return m.key.checkpoint([treelog.leaf(b"x")] * 300), "old-fork"

    def one_of_a_longer_log(m):
        return m.key.checkpoint(
            [treelog.leaf(e) for e in m.entries()] + [bytes(32)]), "old-ahead"

    def one_of_another_key(m):
        other = Key(m.folder / "other.pem")
        return other.checkpoint([bytes(32)]), "old-untrusted"

    def one_of_another_log(m):
        other = Key(m.folder / "audit.pem", "lain.example/simpul")
        return other.checkpoint([bytes(32)]), "old-untrusted"


@pytest.mark.parametrize(
    "name", [name for name in vars(Brought) if not name.startswith("_")])
def test_a_checkpoint_that_somebody_kept_is_compared(made, name):
    data, kind = getattr(Brought, name)(made)
    (made.folder / "brought").write_bytes(data)
    done = made.fsck("--old", made.folder / "brought")
    assert done.kinds == ([kind] if kind else []), done.text
    assert done.status == (1 if kind else 0)
    if kind in ("old-fork", "old-ahead"):
        assert str(300 if kind == "old-fork" else 601) in done.text


def test_an_export_is_whole_and_says_so(made):
    done = made.fsck("--old", made.folder / "../made0/letter") \
        if (made.folder / "../made0/letter").exists() else made.fsck()
    assert (done.status, done.json["size"], done.json["trust"]) == \
        (0, 600, "given"), done.said
    assert Ran("fsck", made.files).json["trust"] == "folder"
    assert sorted(p.name for p in made.files.iterdir()) == [
        "README", "checkpoint", "history", "policy", "schema", "tile"]
    for word in ("600", "fsck", "openssl"):
        assert word in made.path("README").read_text()


def test_entries_keep_the_published_schema(made):
    schema = json.loads(made.path("schema/event.v1.json").read_text())
    assert Ran("schema").json == schema
    judge = jsonschema.Draft202012Validator(schema)
    for entry in made.entries()[:20]:
        judge.validate(json.loads(entry))
    bad = json.loads(made.entries()[5])
    bad["data"]["name"] = "Budi"
    assert not judge.is_valid(bad)


def test_an_export_goes_on_where_it_stopped_and_grows(tmp_path):
    made = Made(tmp_path)
    for path in ("tile/0/001", "tile/entries/000", "checkpoint"):
        made.path(path).unlink()
    kept = made.path("tile/0/000").stat().st_ino
    assert made.export().json["before"] == 0
    assert made.fsck().status == 0
    assert made.path("tile/0/000").stat().st_ino == kept
    grow(tmp_path, 900)
    done = made.export()
    assert (done.json["before"], done.json["size"]) == (600, 900)
    assert not made.path("tile/0/002.p").exists()
    assert made.fsck("--old", tmp_path / "letter").status == 0


def test_a_log_that_forked_is_not_copied_over_an_export(tmp_path):
    made = Made(tmp_path)
    before = made.path("checkpoint").read_bytes()
    log = tmp_path / "data/log"
    entries = treelog.read(log)
    for changed, words in ((entries[:500], "cut off"),
                           (entries[:9] + entries[10:] + entries[9:12],
                            "forked")):
        treelog.write(log, changed, made.key)
        done = made.export()
        assert done.status == 1 and words in done.said
        assert made.path("checkpoint").read_bytes() == before


@pytest.mark.parametrize("words, said", [
    (["fsck", "/nowhere"], "No such file or directory; expected the folder of"
     " a log, which a hub with audit { ... } makes"),
    (["fsck", "--vkey", "", "."], "Usage"),
    (["fsck", "--policy=", "."], "Usage"),
    (["fsck", "--old", "", "."], "Usage"),
    (["fsck", "--policy", "x", "--vkey", "y", "."], "Usage"),
    (["fsck", "--vkey", "x", "."], "policy"),
    (["fsck", "a", "b"], "Usage"),
    (["fsck", "--old"], "Usage"),
    (["export"], "Usage"),
    (["export", "--log", "/nowhere", "x"], "No such file"),
    (["schema", "x"], "Usage"),
    (["nothing"], "unknown command"),
])
def test_what_could_not_run_exits_2(words, said):
    done = Ran(*words)
    assert done.status == 2 and said.lower() in done.said.lower()
