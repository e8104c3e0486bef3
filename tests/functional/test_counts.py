# SPDX-License-Identifier: Apache-2.0
"""The runner of the tests counts what they say, and trusts no silence."""
import importlib.util
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location(
    "run", Path(__file__).resolve().parents[1] / "run.py")
run = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(run)

TAP = [
    # what the program said, its exit status, passed, failed, skipped
    ("1..2\nok 1 - a\nok 2 - b\n", 0, 2, 0, 0),
    ("1..2\nok 1 - a\nnot ok 2 - b\n", 1, 1, 1, 0),
    ("ok 1 - a\n1..1\n", 0, 1, 0, 0),
    ("1..2\nok 1 - a\n", 0, 1, 1, 0),
    ("1..1\nok 1 - a\n", 9, 1, 1, 0),
    ("", 0, 0, 1, 0),
    ("1..0\n", 0, 0, 1, 0),
    ("1..1\nok 1 - a # SKIP no kernel support\n", 0, 0, 0, 1),
    ("1..1\nok 1 - a # SKIP\n", 0, 0, 1, 0),
    ("1..1\n# told: not ok 7\nok 1 - a\n", 0, 1, 0, 0),
]


@pytest.mark.parametrize("said,status,passed,failed,skipped", TAP)
def test_tap_is_counted(said, status, passed, failed, skipped):
    count = run.count_tap(said, status)
    assert (count.passed, count.failed, count.skipped) == \
        (passed, failed, skipped)


@pytest.mark.parametrize("said,status,passed,failed,skipped", [
    ("", 0, 1, 0, 0),
    ("a.c:1: wrong", 1, 0, 1, 0),
    ("there is no worker yet", 77, 0, 0, 1),
    ("", 77, 0, 1, 0),
])
def test_a_check_is_counted_by_its_status(said, status, passed, failed,
                                          skipped):
    count = run.count_status(said, status)
    assert (count.passed, count.failed, count.skipped) == \
        (passed, failed, skipped)


def test_pytest_that_wrote_no_report_failed(tmp_path):
    count = run.count_junit(tmp_path / "none.xml")("", 4)
    assert (count.passed, count.failed) == (0, 1)


def test_pytest_is_counted_by_its_report(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite><testcase name="a"/>'
        '<testcase name="b"><failure/></testcase>'
        '<testcase name="c"><skipped message="no such kernel"/></testcase>'
        '</testsuite></testsuites>')
    count = run.count_junit(report)("", 1)
    assert (count.passed, count.failed, count.skipped) == (1, 1, 1)


def test_a_program_that_cannot_start_is_a_failure():
    job = run.Job("unit", "none", ["/nonexistent"], run.count_tap)
    assert run.run(job)[0].failed == 1


def test_a_program_past_its_deadline_is_ended_and_a_failure():
    job = run.Job("unit", "hangs", ["tail", "-f", "/dev/null"],
                  run.count_tap, deadline=0.2)
    count, _ = run.run(job)
    assert "not done in 0.2 s" in count.notes
