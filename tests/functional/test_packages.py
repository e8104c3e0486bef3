# SPDX-License-Identifier: Apache-2.0
"""scripts/packages installs what is missing once, and says why it cannot."""
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts/packages"


class Machine:
    """A folder of stand-ins for the commands that the script would run."""

    def __init__(self, folder):
        self.folder = folder
        self.log = folder / "log"
        self.command("sudo", 'echo "sudo $*" >>"$LOG"\nexec "$@"')
        self.command("apt-get", 'echo "apt-get $*" >>"$LOG"')
        self.installed(True)
        self.user(0)

    def command(self, name, text):
        path = self.folder / name
        path.write_text("#!/bin/sh\n" + text + "\n")
        path.chmod(0o755)

    def installed(self, yes):
        self.command("dpkg-query", "echo installed" if yes else "exit 1")

    def user(self, number):
        self.command("id", f"echo {number}")

    def run(self, *words):
        env = {"PATH": f"{self.folder}:/usr/bin:/bin", "LOG": str(self.log)}
        return subprocess.run([str(SCRIPT), *words], env=env, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def calls(self):
        return self.log.read_text() if self.log.exists() else ""


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


@pytest.mark.parametrize("group,package", [
    ("build", "libevent-dev"), ("build", "libjq-dev"),
    ("test", "python3-pytest"), ("test", "libevent-dev"),
    ("long", "redmine-sqlite"), ("long", "puma"),
    ("demo", "openssl"), ("demo", "libevent-dev")])
def test_a_group_names_its_packages(machine, group, package):
    assert package in machine.run(group).stdout.split()
    assert machine.calls() == ""


def test_nothing_is_installed_when_nothing_is_missing(machine):
    assert machine.run("test", "--install").returncode == 0
    assert machine.calls() == ""


def test_what_is_missing_is_installed_without_sudo_by_root(machine):
    machine.installed(False)
    assert machine.run("build", "--install").returncode == 0
    update, install = machine.calls().splitlines()
    assert "update" in update
    assert "install" in install and "libevent-dev" in install


def test_others_than_root_use_sudo(machine):
    machine.installed(False)
    machine.user(1000)
    assert machine.run("build", "--install").returncode == 0
    assert machine.calls().startswith("sudo env DEBIAN_FRONTEND")


@pytest.mark.parametrize("fails,sentence", [
    ("update", "cannot read the package lists: is there a network?"),
    ("install", "cannot install")])
def test_without_network_it_says_so(machine, fails, sentence):
    machine.installed(False)
    machine.command("apt-get", f'case "$*" in *{fails}*) exit 100 ;; esac')
    ran = machine.run("build", "--install")
    assert ran.returncode != 0
    assert sentence in ran.stderr and "is there a network?" in ran.stderr


@pytest.mark.parametrize("words", [(), ("--install",), ("house",)])
def test_wrong_use_shows_the_usage(machine, words):
    ran = machine.run(*words)
    assert ran.returncode == 2
    assert ran.stderr.startswith("Usage:")


def test_a_machine_without_apt_is_told_what_to_install(machine):
    machine.installed(False)
    (machine.folder / "apt-get").unlink()
    for name in ("dirname", "sort", "cat"):
        (machine.folder / name).symlink_to(f"/usr/bin/{name}")
    env = {"PATH": str(machine.folder)}
    ran = subprocess.run(["/bin/sh", str(SCRIPT), "build", "--install"],
                         env=env, text=True, stderr=subprocess.PIPE,
                         stdout=subprocess.PIPE)
    assert ran.returncode != 0
    assert "no apt-get here" in ran.stderr and "libjq-dev" in ran.stderr
