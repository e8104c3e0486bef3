# SPDX-License-Identifier: Apache-2.0
"""simpul-plugin-test can fail: every kind of difference is a failed point."""
import os
import re
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("SIMPUL_BUILD", "build")).resolve()
RUNNER = BUILD / "simpul-plugin-test"
GOOD = (TOP / "tests/plugins/echo/echo.case").read_text()


def plugin(name):
    return BUILD / "tests/plugins" / name / ".libs" / f"{name}.so"


def play(tmp_path, text, name="echo", *words):
    file = tmp_path / "a.case"
    file.write_text(text)
    return subprocess.run([RUNNER, *words, plugin(name), file], timeout=120,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True)


def test_a_good_case_passes(tmp_path):
    done = play(tmp_path, GOOD)
    assert done.returncode == 0, done.stdout
    assert "not ok" not in done.stdout
    assert done.stdout.endswith("1..8\n")


@pytest.mark.parametrize("old,new,told", [
    ("target = /in/h1\ntype", "target = /in/h2\ntype",
     "# missing: target = /in/h2"),
    ("Idempotency-Key: d7.0\n", "",
     "# not expected: idempotency-key: = d7.0"),
    ("Sudah dua bulan.\n\n[answer]", "Sudah.\n\n[answer]", "# body got:"),
    ("remote_ref = R-77\n\n[answer]", "remote_ref = R-78\n\n[answer]",
     "# missing: remote_ref = R-78"),
    ("kind = absent", "kind = delivered", "# missing: kind = delivered"),
    ("kind = absent\nhandoff_id = h1",
     "kind = absent\nhandoff_id = h1\nkind = accepted",
     "# one less than expected"),
    ("error = malformed: status 418", "error = malformed: status 500",
     "# error got:  malformed: status 418, expected 201"),
    ("error = malformed: status 418, expected 201", "kind = delivered",
     "# error want: (none)"),
    ("type = text/plain\n\nSudah", "type = text/plain\n\nBelum",
     "# body want: Belum"),
])
def test_a_difference_is_told(tmp_path, old, new, told):
    assert GOOD.count(old) == 1
    done = play(tmp_path, GOOD.replace(old, new))
    assert done.returncode == 1
    assert done.stdout.count("not ok") == 1
    assert told in done.stdout


@pytest.mark.parametrize("text,told", [
    ("hello\n", "a.case:1: found text outside a section"),
    ("[nothing]\n", "a.case:1: found text outside a section"),
    ("[handoff]\nid = 1\nhello\n", "a.case:3: found no row"),
    ("[handoff]\ncolour = red\n", 'a.case:2: found "colour = red"'),
    ("[handoff]\nkind = red\n", 'a.case:2: found "kind = red"'),
    ("[handoff]\ndue_at = tomorrow\n",
     'a.case:2: found "due_at = tomorrow"'),
    ("[conf]\nprefix = /in\ncolour = red\n", 'option "colour" is unknown'),
])
def test_a_case_that_cannot_be_read_is_told(tmp_path, text, told):
    done = play(tmp_path, text)
    assert done.returncode == 2
    assert told in done.stdout


def test_json_is_compared_by_meaning_and_exact_bytes_as_they_are(tmp_path):
    case = GOOD.replace("type = text/plain; charset=utf-8\n", "type = *\n")
    assert play(tmp_path, case).returncode == 0
    case = case.replace("Jalan di depan sekolah rusak.\nSudah dua bulan.\n\n",
                        "", 1)
    case = case.replace("[request]\n", "[request]\nbody = Jalan di depan "
                        "sekolah rusak.\\nSudah dua bulan.\n", 1)
    assert play(tmp_path, case).returncode == 0


def test_an_empty_run_is_no_success(tmp_path):
    assert play(tmp_path, "# nothing\n").returncode == 1


TROUBLE = """
[handoff]
narrative = %s

[request]
method = POST
target = /
type = text/plain

x
"""


def test_faults_find_a_crash(tmp_path):
    done = play(tmp_path, TROUBLE % "crash", "trouble", "--faults")
    assert done.returncode == 1
    # a sanitizer ends the process by itself
    assert "# killed by SIG" in done.stdout \
        or "# ended with status" in done.stdout


def test_faults_find_a_failure_taken_for_a_delivery(tmp_path):
    case = "[handoff]\nid = 1\n[answer]\nstatus = 200\n\n[events]\n"
    done = play(tmp_path, case, "trouble", "--faults")
    assert done.returncode == 1
    assert "the status is 500: it took a failure for a delivery" \
        in done.stdout


OUTSIDE = """
#include <hub_plugin.h>
#include <hub_json.h>

static enum hub_status
say(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err)
{
	(void)conf, (void)at, (void)err;
	hub_request_http(r, "PUT", "/");
	hub_request_segment(r, what->handoff.id);
	return HUB_OK;
}

static enum hub_status
hear(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, const struct hub_answer *answer,
    struct hub_events *events, struct hub_error *err)
{
	(void)conf, (void)what, (void)at, (void)answer, (void)events;
	return hub_fail(err, HUB_MALFORMED, "nothing is understood");
}

const struct hub_plugin hub_plugin = {
	.abi = HUB_PLUGIN_ABI, .size = sizeof(struct hub_plugin),
	.name = "outside", .version = "1", .summary = "Made elsewhere.",
	.compose = say, .conclude = hear,
};
"""


def build_outside(tmp_path, name, source):
    """A plugin made with the public headers alone."""
    for header in (TOP / "core").glob("hub_*.h"):
        (tmp_path / header.name).write_text(header.read_text())
    (tmp_path / f"{name}.c").write_text(source)
    built = tmp_path / f"{name}.so"
    subprocess.run(["gcc", "-std=c11", "-Wall", "-Werror", "-fPIC", "-shared",
                    "-fvisibility=hidden", f"-I{tmp_path}", "-o", built,
                    tmp_path / f"{name}.c"], check=True)
    return built


def test_an_outside_plugin_needs_the_public_headers_alone(tmp_path):
    built = build_outside(tmp_path, "outside", OUTSIDE)
    case = tmp_path / "a.case"
    case.write_text("[handoff]\nid = 7\n[request]\nmethod = PUT\n"
                    "target = /7\n")
    done = subprocess.run([RUNNER, built, case], stdout=subprocess.PIPE,
                          text=True)
    assert done.returncode == 0, done.stdout


def manual_examples():
    """The literal blocks of the manual page."""
    page = (TOP / "docs/simpul-plugin.7").read_text()
    blocks = re.findall(r"^\.Bd -literal.*?\n(.*?)^\.Ed", page, re.M | re.S)
    return [block.replace("\\e", "\\") for block in blocks]


def test_the_manual_shows_a_plugin_and_a_case_that_work(tmp_path):
    source, _, case = manual_examples()
    built = build_outside(tmp_path, "city", source)
    file = tmp_path / "city.case"
    file.write_text(case)
    for words in ([], ["--faults"]):
        done = subprocess.run([RUNNER, *words, built, file],
                              stdout=subprocess.PIPE, text=True)
        assert done.returncode == 0, done.stdout
