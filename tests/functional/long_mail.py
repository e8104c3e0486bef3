# SPDX-License-Identifier: Apache-2.0
"""What takes long with mail: a relay that says it is still trying, and a
mailbox of very many letters: SIMPUL_LETTERS says how many."""
import os
import time

from hub import Hub
from mail import EMBASSY, HUB, Mail
from test_embassy import CASE, REST, Embassy, running
from wires import wait_for
from wreck import rows_of

LETTERS = int(os.environ.get("SIMPUL_LETTERS", "20000"))
RATE = 20           # letters a second, at least, on a machine that is busy
MEMORY_KB = 200_000


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


def counted(hub):
    with rows_of(hub.folder) as rows:
        return rows("SELECT count(*), count(DISTINCT uid) FROM letter")[0]


def test_a_mailbox_of_very_many_letters_is_read():
    """In bounded memory and time, none lost and none twice."""
    with Mail(dovecot="maildir_very_dirty_syncs = yes") as mail:
        mail.fill(HUB, LETTERS)
        with Hub(institutions=mail.section() + mail.embassy() + REST) as hub:
            e = Embassy(mail, hub)
            start = time.monotonic()
            taken = 0
            while taken < LETTERS:
                before = taken
                wait_for("more letters", lambda: hub.metrics()[
                    "simpul_mail_letters_total"] > before, 120)
                taken = hub.metrics()["simpul_mail_letters_total"]
            seconds = time.monotonic() - start
            print(f"{LETTERS / seconds:.0f} letters a second, "
                  f"{peak_kb(hub.process)} KB at most")
            assert seconds < LETTERS / RATE
            assert peak_kb(hub.process) < MEMORY_KB
            assert counted(hub) == (LETTERS, LETTERS)
            assert e.hub.ask("tray")["good"]
