#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""Runs the tests of a build directory, several at a time, and counts them.

A job is one program: a unit test (TAP from cmocka), the cases of one plugin
(TAP), a style check (its exit status) or one functional file (pytest).
Tests of whole programs wait most of their time: many of them run at once, and
beside them, one after the other, whatever computes; with --make even the build
of the unit tests.  Prints one line a job, the output of those that failed, and
appends "passed failed skipped" to the tally file.
"""
import argparse
import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
DEADLINE = 900      # seconds for one job
LONG_DEADLINE = 1200        # for one with other people's software
SHOWN = 120         # lines of a failed job's output
GROUPS = ("unit", "cases", "style", "functional")
WAITING = ("functional", "long")        # groups whose tests wait
# What takes longest; the others need no order.
SLOW = ("test_lapor", "test_bumn_lying", "test_university_hostile",
        "test_mail", "test_lying", "test_demo", "test_ombudsman",
        "test_bad_storage", "test_embassy", "test_log_kept", "test_bumn_kill",
        "test_letters", "test_http_server", "test_reload", "test_bumn",
        "test_mail_hostile", "test_kill", "test_scenarios", "test_watch",
        "bumn --faults", "ksp --faults", "university --faults", "functions")
VALGRIND = ["valgrind", "-q", "--error-exitcode=9", "--leak-check=full",
            "--errors-for-leak-kinds=definite,indirect,possible"]
# These start workers, with system calls that valgrind 3.19 does not know.
NATIVE = ("test_plugin_facts", "test_worker", "test_worker_deaths")
SKIPPED = 77        # the exit status of a check that cannot be done


@dataclass
class Job:
    """One program to run, and how to count what it says."""
    group: str
    name: str
    command: list
    count: object
    env: dict = field(default_factory=dict)
    deadline: int = DEADLINE


@dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    notes: list = field(default_factory=list)

    def fail(self, why):
        self.failed += 1
        self.notes.append(why)

    def skip(self, name, why):
        """A skip says why in words, or it is a failure."""
        if len(why.split()) < 2:
            self.fail(f"{name}: skipped without a reason")
            return
        self.skipped += 1
        self.notes.append(f"skipped {name}: {why}")


TAP_LINE = re.compile(r"^(not )?ok\b[ \t]*\d*(?: - |\s)?([^#\n]*)(?:#(.*))?$",
                      re.M)
TAP_SKIP = re.compile(r"\s*skip\S*\s*(.*)", re.I)


def count_tap(output, status):
    """Count TAP; a plan that is not met and a bad exit are failures too."""
    count, seen = Count(), 0
    for bad, name, directive in TAP_LINE.findall(output):
        seen += 1
        skip = TAP_SKIP.match(directive)
        if skip:
            count.skip(name.strip(), skip.group(1).strip())
        elif bad:
            count.fail(name.strip())
        else:
            count.passed += 1
    planned = sum(int(n) for n in re.findall(r"^1\.\.(\d+)", output, re.M))
    if seen == 0 or seen < planned:
        count.fail(f"{seen} tests of {planned} reported")
    if status != 0 and count.failed == 0:
        count.fail(f"ended with status {status}")
    return count


def count_status(output, status):
    """Count one check by its exit status."""
    count = Count()
    if status == SKIPPED:
        count.skip("check", output.strip())
    elif status != 0:
        count.fail(f"ended with status {status}")
    else:
        count.passed = 1
    return count


def count_junit(path):
    """A counter of the results that pytest wrote to path."""
    def counter(output, status):
        count = Count()
        try:
            cases = list(ElementTree.parse(path).iter("testcase"))
        except (OSError, ElementTree.ParseError):
            cases = []
        for case in cases:
            name = case.get("name", "")
            skip = case.find("skipped")
            if case.find("failure") is not None or \
                    case.find("error") is not None:
                count.fail(name)
            elif skip is not None:
                count.skip(name, skip.get("message", ""))
            else:
                count.passed += 1
        if not cases or (status != 0 and count.failed == 0):
            count.fail(f"pytest ended with status {status}")
        return count
    return counter


def unit_jobs(build, options):
    """One job for each tests/unit/test_*.c."""
    for source in sorted(TOP.glob("tests/unit/test_*.c")):
        program = build / "tests/unit" / source.stem
        command = [str(program)]
        if options.valgrind and source.stem not in NATIVE:
            command = VALGRIND + command
        yield Job("unit", source.stem, command, count_tap,
                  {"CMOCKA_MESSAGE_OUTPUT": "TAP",
                   "SIMPUL_BUILD": str(build)})


def case_jobs(build, _options):
    """For each plugin its cases, and the same with faults."""
    runner = build / "simpul-plugin-test"
    for folder in sorted(TOP.glob("tests/plugins/*")):
        cases = sorted(str(c) for c in folder.glob("*.case"))
        name = folder.name
        own = "tests/plugins" if (folder / f"{name}.c").exists() \
            else "plugins"
        plugin = build / own / name / ".libs" / f"{name}.so"
        for extra in ([], ["--faults"]) if cases else ():
            yield Job("cases", " ".join([name, *extra]),
                      [str(runner), *extra, str(plugin), *cases], count_tap)


def style_jobs(build, _options):
    """One job for each check in tests/style."""
    env = {"SIMPUL_BUILD": str(build)}
    for check in sorted(TOP.glob("tests/style/*.py")):
        if os.access(check, os.X_OK):
            tap = check.stem == "self_test"
            yield Job("style", check.stem, [sys.executable, "-B", str(check)],
                      count_tap if tap else count_status, env)


def pytest_jobs(build, options, group, pattern):
    """One pytest for each file in tests/functional that fits."""
    env = {"SIMPUL_BUILD": str(build), "PYTHONDONTWRITEBYTECODE": "1"}
    for file in sorted(TOP.glob(f"tests/functional/{pattern}")):
        report = Path(options.scratch, f"{file.stem}.xml")
        yield Job(group, file.stem,
                  [sys.executable, "-B", "-m", "pytest", "-q", "-rs",
                   "-p", "no:cacheprovider", f"--junitxml={report}",
                   str(file)],
                  count_junit(report), env)


def functional_jobs(build, options):
    """Real programs over real sockets."""
    yield from pytest_jobs(build, options, "functional", "test_*.py")


def long_jobs(build, options):
    """The same with other people's software, which takes its time."""
    for job in pytest_jobs(build, options, "long", "long_*.py"):
        job.deadline = LONG_DEADLINE
        yield job


def build_job(build):
    """The programs of the unit tests, which nobody else needs."""
    return Job("build", "unit tests", ["make", "-s", "-C", str(build),
               f"-j{os.cpu_count()}", "check", "TESTS="], count_status)


MAKERS = {"unit": unit_jobs, "cases": case_jobs, "style": style_jobs,
          "functional": functional_jobs, "long": long_jobs}


running = set()


def stop(_signal, _frame):
    """End every job's process group, then this program."""
    for process in list(running):
        os.killpg(process.pid, signal.SIGKILL)
    os._exit(130)


def run(job):
    """Run a job to its end or its deadline; its count and its output."""
    env = {"UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
           "G_SLICE": "always-malloc", **os.environ, **job.env}
    try:
        process = subprocess.Popen(
            job.command, env=env, cwd=TOP, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True)
    except OSError as error:
        return Count(failed=1, notes=[str(error)]), ""
    running.add(process)
    try:
        output = process.communicate(timeout=job.deadline)[0]
        late = False
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output = process.communicate()[0]
        late = True
    running.discard(process)
    text = output.decode("utf-8", "replace")
    count = job.count(text, process.returncode)
    if late:
        count.fail(f"not done in {job.deadline} s")
    return count, text


def tell(job, count, output, seconds, options):
    """One line of progress, and what a failed job said."""
    label = f"{options.label} " if options.label else ""
    passed = time.time() - options.since
    print(f"[{passed:4.0f}s] {label}{job.group} {job.name}: "
          f"{count.passed} passed"
          + (f", {count.failed} FAILED" if count.failed else "")
          + (f", {count.skipped} skipped" if count.skipped else "")
          + (f" ({seconds:.0f} s)" if seconds >= 1 else ""))
    for note in count.notes:
        print(f"        {note}")
    if count.failed:
        for line in output.splitlines()[-SHOWN:]:
            print(f"      | {line}")
    sys.stdout.flush()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("build", type=lambda p: Path(p).resolve())
    parser.add_argument("--only", default=".", type=re.compile)
    parser.add_argument("--groups", default=",".join(GROUPS))
    parser.add_argument("--jobs", type=int, default=2,
                        help="of those that wait, at once")
    parser.add_argument("--label", default="")
    parser.add_argument("--make", action="store_true")
    parser.add_argument("--since", type=float, default=time.time())
    parser.add_argument("--tally", default=os.devnull)
    parser.add_argument("--valgrind", action="store_true")
    return parser.parse_args()


def all_jobs(options):
    """Those of the groups that were asked for, what takes longest first."""
    jobs = [job for group in options.groups.split(",")
            for job in MAKERS[group](options.build, options)
            if options.only.search(f"{job.group} {job.name}")]
    order = list(MAKERS)
    jobs.sort(key=lambda job: (
        SLOW.index(job.name) if job.name in SLOW else len(SLOW),
        -order.index(job.group)))
    return jobs


class Runner:
    """Runs jobs, tells of each, and counts."""

    def __init__(self, options):
        self.options, self.total = options, Count()
        self.lock = threading.Lock()

    def one(self, job):
        begun = time.monotonic()
        count, output = run(job)
        with self.lock:
            tell(job, count, output, time.monotonic() - begun, self.options)
            self.total.passed += count.passed
            self.total.failed += count.failed
            self.total.skipped += count.skipped

    def several(self, jobs, room, most):
        """Runs jobs, so many at once as room has, and as many as most."""
        def in_turn(job):
            with room:
                self.one(job)

        with ThreadPoolExecutor(most) as pool:
            list(pool.map(in_turn, jobs))

    def all(self, jobs):
        """Those that wait beside those that compute, which get more room
        when only they are left."""
        waiting = [job for job in jobs if job.group in WAITING]
        working = [job for job in jobs if job.group not in WAITING]
        most = os.cpu_count() + 1
        few = max(1, most // 2) if waiting else most
        room = threading.Semaphore(few)

        def wait():
            at_once = self.options.jobs
            self.several(waiting, contextlib.nullcontext(), at_once)
            for _ in range(most - few):
                room.release()
        beside = threading.Thread(target=wait)
        beside.start()
        if self.options.make and any(j.group == "unit" for j in working):
            self.one(build_job(self.options.build))
        self.several(working, room, most)
        beside.join()


def main():
    options = arguments()
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    runner = Runner(options)
    with tempfile.TemporaryDirectory() as options.scratch:
        jobs = all_jobs(options)
        if not jobs and options.groups == ",".join(GROUPS):
            print("no test matches")
            runner.total.failed += 1
        runner.all(jobs)
    total = runner.total
    with open(options.tally, "a", encoding="ascii") as tally:
        print(total.passed, total.failed, total.skipped, file=tally)
    sys.exit(1 if total.failed else 0)


if __name__ == "__main__":
    main()
