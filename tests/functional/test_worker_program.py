# SPDX-License-Identifier: Apache-2.0
"""simpul-worker by hand: what it says of plugins, and of itself."""
import ctypes
import json
import os
import signal
import struct
import subprocess
from pathlib import Path

import pytest

BUILD = Path(os.environ.get("SIMPUL_BUILD", "build")).resolve()
WORKER = BUILD / "simpul-worker"


def plugin(name):
    return BUILD / "tests/plugins" / name / ".libs" / f"{name}.so"


def worker(*words, stdin=b""):
    return subprocess.run([WORKER, *map(str, words)], input=stdin, timeout=30,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def pairs(**options):
    return b"".join(f"{k}\0{v}\0".encode() for k, v in options.items())


def test_a_plugin_is_described_as_json():
    done = worker("--describe", plugin("echo"))
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    assert (facts["name"], facts["abi"], facts["hub_abi"]) == ("echo", 1, 1)
    assert facts["abilities"] == ["probe", "receive", "poll", "check"]
    prefix, letter, most, loud = facts["options"]
    assert prefix["required"] and prefix["takes"] == "text"
    assert letter["takes"] == "file" and "fallback" not in letter
    assert most["fallback"] == "100"
    assert loud["help"] == "Say it twice."


@pytest.mark.parametrize("name,sentence", [
    ("newer", "newer.so speaks ABI 2, this hub speaks 1"),
    ("silent", "silent.so has no symbol hub_plugin: it is no plugin"),
    ("misnamed", 'misnamed.so calls itself "other", '
                 "the file should be other.so"),
])
def test_what_is_no_plugin_of_this_hub_is_refused_in_one_sentence(
        name, sentence):
    done = worker("--describe", plugin(name))
    assert done.returncode == 1
    assert done.stdout == b""
    assert done.stderr.decode() == sentence + "\n"


def test_a_file_that_is_not_there_is_named():
    done = worker("--describe", "/nonexistent/x.so")
    assert done.returncode == 1
    assert done.stderr == b"/nonexistent/x.so: No such file or directory\n"


def test_a_file_that_is_no_shared_object_is_named(tmp_path):
    file = tmp_path / "text.so"
    file.write_text("not a shared object")
    done = worker("--describe", file)
    assert done.returncode == 1
    assert b"text.so" in done.stderr


def test_a_constructor_that_opens_a_socket_dies_and_is_named():
    done = worker("--describe", plugin("ctor"))
    assert done.returncode == -signal.SIGSYS
    assert done.stdout == b""
    assert done.stderr.decode().strip() == \
        f"{plugin('ctor').resolve()} made a forbidden system call: socket"


@pytest.mark.parametrize("options,code,sentence", [
    ({"prefix": "/in"}, 0, ""),
    ({"prefix": "/in", "most": "7", "loud": "true"}, 0, ""),
    ({}, 1, 'option "prefix" is missing'),
    ({"prefix": "/in", "most": "many"}, 1, 'found "many"'),
    ({"prefix": "/in", "colour": "red"}, 1, 'option "colour" is unknown'),
    ({"prefix": "/in", "loud": "true", "most": "2000"}, 1,
     'option "loud" needs "most" of at most 1000, found 2000'),
])
def test_settings_are_checked(options, code, sentence):
    done = worker("--check", plugin("echo"), stdin=pairs(**options))
    assert done.returncode == code
    assert sentence in done.stderr.decode()
    assert (sentence == "") == (done.stderr == b"")


@pytest.mark.parametrize("stdin", [b"prefix", b"prefix\0", b"prefix\0/in"])
def test_input_that_is_no_pairs_is_refused(stdin):
    done = worker("--check", plugin("echo"), stdin=stdin)
    assert done.returncode == 1
    assert b"pairs of name and text" in done.stderr


@pytest.mark.parametrize("words", [[], ["--frobnicate"], ["--describe"],
                                   ["--describe", "a.so", "b.so"]])
def test_wrong_usage_is_told(words):
    done = worker(*words)
    assert done.returncode == 2
    assert b"Usage:" in done.stderr or b"simpul-worker:" in done.stderr


def test_help_and_version():
    assert b"--describe" in worker("--help").stdout
    assert worker("--version").stdout.startswith(b"simpul-worker ")


def test_serve_by_hand_is_refused():
    done = worker("--serve", plugin("echo"))
    assert done.returncode == 70
    assert b"descriptor 4 is no page" in done.stderr


def forget_seccomp():
    """In the child: a kernel whose seccomp calls fail, by a filter."""
    seccomp, prctl = {"x86_64": (317, 157), "aarch64": (277, 167)}[
        os.uname().machine]
    load, equal, give = 0x20, 0x15, 0x06
    fail, allow = 0x00050000 | 22, 0x7fff0000
    rows = [(load, 0, 0, 0), (equal, 4, 0, seccomp), (equal, 0, 2, prctl),
            (load, 0, 0, 16), (equal, 1, 0, 22), (give, 0, 0, allow),
            (give, 0, 0, fail)]
    code = b"".join(struct.pack("HBBI", *row) for row in rows)
    room = ctypes.create_string_buffer(code, len(code))
    libc = ctypes.CDLL(None, use_errno=True)
    program = struct.pack("HxxxxxxP", len(rows), ctypes.addressof(room))
    assert libc.prctl(38, 1, 0, 0, 0) == 0
    assert libc.prctl(22, 2, program, 0, 0) == 0


def test_without_seccomp_it_refuses_to_start():
    done = subprocess.run([WORKER, "--describe", plugin("echo")],
                          preexec_fn=forget_seccomp, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True)
    assert done.returncode == 70
    assert done.stdout == ""
    assert "simpul-worker does not run without one, it needs a kernel " \
        "with CONFIG_SECCOMP_FILTER" in done.stderr
