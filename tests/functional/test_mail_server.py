# SPDX-License-Identifier: Apache-2.0
"""A mailbox whose server cannot do what it is asked: nothing is lost, and what
can be done is."""
import email.policy

from mail import EMBASSY, HUB
from test_mail import (  # noqa: F401
    answer_to, hand_in, mail, rows, running, servers, tray)
from wires import DEADLINE, wait_for


def put_unreadable(mail, raw):  # noqa: F811
    """A letter that the server knows of and cannot open; its path."""
    box = mail.folder / "mail/hub.test/laporan/Maildir"
    name = f"1700000000.M1P1.uji,S={len(raw)},W={len(raw)}"
    path = box / "tmp" / name
    path.write_bytes(raw)
    path.chmod(0)
    return path.rename(box / "cur" / f"{name}:2,S")


def wait_refused(hub):
    wait_for("it is said that a letter is not given out",
             lambda: "is not given out" in hub.tail(1000))


def test_a_letter_that_is_not_given_out_now_is_fetched_later(
        mail):  # noqa: F811
    with running(mail) as hub:
        handoff = hand_in(hub)
        ours, = mail.wait(EMBASSY, 1)
        handoff.wait("delivered")
        path = put_unreadable(mail, answer_to(ours, "accepted").as_bytes(
            policy=email.policy.SMTP))
        wait_refused(hub)
        path.chmod(0o644)
        wait_for("it is heard", lambda: handoff.now()["state"] == "accepted",
                 2 * DEADLINE)
        assert tray(hub) == []


def test_a_letter_that_is_never_given_out_does_not_stop_the_others(
        mail):  # noqa: F811
    with running(mail) as hub:
        handoff = hand_in(hub)
        ours, = mail.wait(EMBASSY, 1)
        handoff.wait("delivered")
        put_unreadable(mail, b"From: x@lain.test\r\n\r\nhalo\r\n")
        wait_refused(hub)
        mail.put(HUB, answer_to(ours, "accepted").as_bytes(
            policy=email.policy.SMTP))
        # A reload has the next try at once.
        wait_for("the next one is heard", lambda: hub.ask("reload")["good"]
                 and handoff.now()["state"] == "accepted")
        one, = tray(hub)
        assert one["why"] == ("the mailbox's server does not give it out; it "
                              "stands there still")
        status, said = hub.ctl("tray", "show", one["letter"])
        assert status == 0 and "tidak diberikan server" in said, said


def test_a_folder_that_takes_no_letters_stops_no_reading(mail):  # noqa: F811
    with running(mail) as hub:
        handoff = hand_in(hub)
        ours, = mail.wait(EMBASSY, 1)
        handoff.wait("delivered")
        wait_for("the notice is put away", lambda: not mail.count(HUB))
        folder = mail.folder / "mail/hub.test/laporan/Maildir/.Selesai"
        for name in ("cur", "new", "tmp"):
            (folder / name).chmod(0)
        mail.put(HUB, answer_to(ours, "accepted").as_bytes(
            policy=email.policy.SMTP))
        wait_for("it is said", lambda: "are not put away" in hub.tail(1000))
        mail.put(HUB, answer_to(ours, "progress Jalan.").as_bytes(
            policy=email.policy.SMTP))
        wait_for("the next one is heard",
                 lambda: handoff.now()["state"] == "working")
        assert "not read" not in hub.tail(1000)
        for name in ("cur", "new", "tmp"):
            (folder / name).chmod(0o700)
        wait_for("all are put away", lambda: not mail.count(HUB))
