# SPDX-License-Identifier: Apache-2.0
"""Who follows README.md gets what it says: its marked blocks run in one shell,
one after the other, against the programs that were built.

Two things stand in for what README's reader has: the build under test is
installed instead of a new one, and since it was configured for another prefix,
its programs are told their places."""
import json
import os
import re
import shlex
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from hub import free_port
from wires import BUILD, DEADLINE, wait_for

TOP = Path(__file__).resolve().parents[2]
README = (TOP / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^<!-- run: (\S+) -->\n```sh\n(.*?)^```$", re.M | re.S)
BLOCKS = dict(BLOCK.findall(README))

# What each block must print, as regular expressions.
EXPECTED = {
    "build": [],
    "keys": [r"secrets/kek: a new key, for its owner only"],
    "configure": [r"good: 3 institutions, 1 route"],
    "start": [],
    "hand-in": [r'"case":"\w+"', r'"handoff":"\w+"'],
    "look": [r"Laporan 10482207 .* dipegang Inspektorat Provinsi Bali",
             r"Case 10482207 .*: offered to Perumda Air Minum",
             r"menyala .* up", r"pdam +Perumda Air Minum +none"],
    "accept": [r"Case 10482207 .* is held by Perumda Air Minum"],
    "steer": [r"Pertanyaan disampaikan",
              r"menunggu keterangan pelapor sejak",
              r"Diterima instansi +Perumda Air Minum"],
    "audit": [r"entries are whole", r"entries, 1 case, 1 handoff: complete",
              r"handoff\.accepted +pdam"],
    "stand-in": [],
    "link": [r"good: 4 institutions, 2 routes", r"added +ksp",
             r"Konfigurasi baru berlaku", r"name +baik", r"connect +baik",
             r"TLS +baik", r"authentication +baik", r"protocol +baik"],
    "relay": [r'"case":"\w+"', r"Case 10482208 .* is held by "],
    "stop": [],
}


class Reader:
    """Who follows README: a shell in a tree, and what it has printed."""

    def __init__(self, folder):
        self.folder, self.home = folder, folder / "home"
        self.tree = folder / "simpul"
        self.port, self.ksp_port = free_port(), free_port()
        self.etc = self.home / "simpul/etc/simpul"
        self.seen = folder / "seen"
        self.home.mkdir()
        self.make_tree()
        env = {**os.environ, "HOME": str(self.home),
               "PATH": f"{folder / 'path'}:{os.environ['PATH']}"}
        with open(self.seen, "wb") as seen:
            self.shell = subprocess.Popen(
                ["sh", "-eu"], cwd=self.tree, env=env, text=True,
                stdin=subprocess.PIPE, stdout=seen, stderr=seen,
                start_new_session=True)

    def script(self, path, *lines):
        """A program of its own in place of another."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_text("#!/bin/sh -eu\n" + "\n".join(lines) + "\n")
        path.chmod(0o755)

    def make_tree(self):
        """A clone in which the build under test is what gets built."""
        log = shlex.quote(str(self.folder / "called"))
        call = f'echo "${{0##*/}} $*" >>{log}'
        for name in ("scripts/packages", "autogen.sh", "configure"):
            self.script(self.tree / name, call)
        (self.tree / "tests").symlink_to(TOP / "tests")
        build = shlex.quote(str(BUILD.resolve()))
        self.script(self.folder / "path/make", call,
                    '[ "$*" = install ] || exit 0',
                    "PATH=${PATH#*:}",
                    f"exec /usr/bin/make -s -C {build} install "
                    'prefix="$HOME/simpul"')

    def place(self):
        """Installed programs learn where this prefix is."""
        for name in ("bin/simpulctl", "sbin/simpuld"):
            program = self.home / "simpul" / name
            real = program.rename(self.home / "simpul/libexec" / program.name)
            self.script(program, f'exec "{real}" '
                        f'-c "{self.etc}/simpul.conf" "$@"')

    def text(self, name):
        """A block, with free ports and with the places of this prefix."""
        ports = {"8443": self.port, "9443": self.ksp_port}
        text = re.sub(r"\b[89]443\b", lambda m: str(ports[m.group()]),
                      BLOCKS[name])
        at = self.home / "simpul"
        return text.replace(
            "hub {\n", f'hub {{\n  data_dir = "{at}/var/lib/simpul"\n'
            f'  plugin_dir = "{at}/lib/simpul"\n'
            f'  worker = "{at}/libexec/simpul/simpul-worker"\n')

    def follow(self, name):
        """Types a block; what it printed, once it is through."""
        before = self.seen.stat().st_size
        self.shell.stdin.write(self.text(name) + f"\necho '<{name} done>'\n")
        self.shell.stdin.flush()

        def through():
            text = self.seen.read_bytes()[before:].decode()
            ended = self.shell.poll() is not None
            assert f"<{name} done>" in text or not ended, text
            return f"<{name} done>" in text and text
        return wait_for(f"README's block {name}", through, 3 * DEADLINE)

    def ctl(self, *words):
        """simpulctl, asked by the test itself."""
        return subprocess.run(
            [self.home / "simpul/bin/simpulctl", *words], text=True,
            capture_output=True, check=False, timeout=DEADLINE)

    def listens(self, port):
        with socket.socket() as s:
            return s.connect_ex(("127.0.0.1", port)) == 0

    def decided(self):
        """Has KSP said what it does with the case?"""
        found = json.loads(self.ctl("case", "10482208", "--json").stdout)
        return found["cases"][0]["handoff"]["state"] != "offered"

    def end(self):
        """Whatever still runs of what the shell started."""
        self.shell.stdin.close()
        try:
            os.killpg(self.shell.pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
        self.shell.wait(DEADLINE)


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    found = Reader(tmp_path_factory.mktemp("readme"))
    yield found
    found.end()


def settle(reader, name):
    """What README's reader waits for by being slower than a program."""
    if name == "build":
        reader.place()
    elif name == "start":
        wait_for("the hub answers",
                 lambda: reader.ctl("status").returncode == 0)
        wait_for("the hub listens", lambda: reader.listens(reader.port))
    elif name == "steer":
        wait_for("the log is published", lambda: json.loads(reader.ctl(
            "audit", "status", "--json").stdout)["lag"] == 0)
    elif name == "stand-in":
        wait_for("KSP listens", lambda: reader.listens(reader.ksp_port))
    elif name == "relay":
        wait_for("KSP decides", reader.decided)
    elif name == "stop":
        assert not reader.listens(reader.port)
        assert not reader.listens(reader.ksp_port)


def test_every_shell_block_is_one_that_runs():
    assert README.count("```sh\n") == len(BLOCKS)
    assert list(BLOCKS) == list(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_block(reader, name):
    said = reader.follow(name)
    for pattern in EXPECTED[name]:
        assert re.search(pattern, said), f"no {pattern!r} in:\n{said}"
    settle(reader, name)


def test_the_build_is_the_usual_one(reader):
    called = (reader.folder / "called").read_text().splitlines()
    assert called == [
        "packages build demo --install", "autogen.sh ",
        f"configure --prefix={reader.home}/simpul", "make -j2",
        "make install"]


def test_what_is_secret_is_readable_by_its_owner_alone(reader):
    open_ = [p.name for p in (reader.etc / "secrets").iterdir()
             if p.stat().st_mode & 0o077]
    assert not open_


@pytest.mark.parametrize("path", sorted(set(re.findall(
    r"(?:\]\(|`)((?:scripts|docs|plugins|tests|conf\.d)/[\w./-]+|[A-Z]+\.md)",
    README))))
def test_every_file_that_it_names_is_there(path):
    assert (TOP / path).exists()
