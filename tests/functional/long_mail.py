# SPDX-License-Identifier: Apache-2.0
"""What takes long with mail: a relay that says it is still trying, and a
mailbox of very many letters: SIMPUL_LETTERS says how many."""
import contextlib
import os
import sqlite3
import time

from hub import Hub
from mail import EMBASSY, HUB, ROBOTS, Mail
from test_embassy import CASE, REST, running
from wires import wait_for

LETTERS = int(os.environ.get("SIMPUL_LETTERS", "20000"))
RATE = 20           # letters a second, at least, on a machine that is busy
MEMORY_KB = 120_000


def test_a_delay_is_no_failure():
    """Postfix says after a while that it still tries (RFC 3464, delayed)."""
    with Mail(settings="delay_warning_time = 1s") as mail, \
            running(mail, address="lambat@negara.test") as e:
        status, body = e.source.post("/v1/cases",
                                     {"tracking_id": "slow", **CASE})
        assert status == 201, body
        e.case = body["case"]

        def delayed():
            return [letter for letter in mail.raw(HUB, "Selesai")
                    if b"Action: delayed" in letter]

        wait_for("a notice of delay is put away", delayed, 120)
        handoff = e.handoff()
        assert handoff["state"] == "offered"
        assert handoff["delivery"]["state"] == "posted"
        assert handoff["delivery"]["evidence"] == "e1"
        assert e.hub.ask("tray")["letters"] == []
        assert mail.raw(EMBASSY) == []


def peak_kb(process):
    with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status
                    if line.startswith("VmHWM"))


def rows(hub, sql):
    """The first row, as another reader beside the hub sees it."""
    live = f"file:{hub.folder}/data/simpul.db?mode=ro"
    with contextlib.closing(sqlite3.connect(live, uri=True)) as db:
        return db.execute(sql).fetchone()


class Reading:
    """A hub that reads the mailbox, and how it gets on."""

    def __init__(self, hub):
        self.hub, self.start, self.kb = hub, time.monotonic(), 0

    def until(self, sql, wanted, what):
        """Until the database says so; slow is fine, standing still is not."""
        found = -1
        while found < wanted:
            before = found
            wait_for(f"{what} than {before}", lambda: rows(
                self.hub, sql)[0] > before, 120)
            found = rows(self.hub, sql)[0]
            self.kb = max(self.kb, peak_kb(self.hub.process))

    def seconds(self):
        return time.monotonic() - self.start


def names(mail, folder):
    """The Message-IDs of a maildir's letters, straight from the disk."""
    top = mail.folder / "mail/hub.test/laporan/Maildir" / folder
    return [line for part in ("new", "cur") for path in (top / part).iterdir()
            for line in path.read_bytes().split(b"\r\n")[:4]
            if line.startswith(b"Message-ID")]


def test_a_mailbox_of_very_many_letters_is_read():
    """In bounded memory and time, over a kill in the middle, none lost and
    none twice.  Some are for a worker, most for the tray."""
    with Mail(dovecot="maildir_very_dirty_syncs = yes") as mail:
        mail.fill(HUB, LETTERS, robot=EMBASSY)
        with Hub(institutions=mail.section() + mail.embassy() + REST) as hub:
            reading = Reading(hub)
            reading.until("SELECT count(*) FROM letter", LETTERS // 3,
                          "more letters are taken")
            hub.kill()
            hub.start()
            reading.until("SELECT count(*) FROM letter", LETTERS,
                          "more letters are taken")
            taken = reading.seconds()
            reading.until("SELECT count(*) FROM letter WHERE moved", LETTERS,
                          "more letters are put away")
            print(f"{LETTERS} letters: taken in {taken:.0f} s, put away after "
                  f"{reading.seconds():.0f} s, {reading.kb} KB at most")
            assert reading.seconds() < LETTERS / RATE
            assert reading.kb < MEMORY_KB
            assert rows(hub, "SELECT count(*), count(DISTINCT uid), sum(state"
                        " = 4), sum(state = 10) FROM letter") == (
                LETTERS, LETTERS, LETTERS - LETTERS // ROBOTS,
                LETTERS // ROBOTS)
            assert hub.ask("tray")["good"]
            assert mail.raw(EMBASSY) == []
        assert names(mail, "") == []
        done = names(mail, ".Selesai")
        assert len(done) == len(set(done)) == LETTERS
