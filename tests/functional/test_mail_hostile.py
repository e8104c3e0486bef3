# SPDX-License-Identifier: Apache-2.0
"""Hostile and huge letters through mailbox, hub and worker: none is lost, none
acts that may not, and the next letter is heard."""
import base64
import os
import re
import signal

import pytest

from hub import Hub
from mail import EMBASSY, HUB
from sealing import Sealer, answer, text_entity
from test_embassy import (  # noqa: F401
    CASE, OPTIONS, REST, SIGNED, dkim, mail, running)
from wires import DEADLINE, wait_for
from wreck import has_faults, rows_of

HEAD = b"From: kedutaan@negara.test\r\nTo: %s\r\nMessage-ID: <%d@x>\r\n"


def reached(e, letter):
    """The hub has dealt with all letters, this one too."""
    e.mail.put(HUB, letter)
    wait_for("it is put away", lambda: not e.mail.count(HUB), 3 * DEADLINE)


def rows(e, sql):
    with rows_of(e.hub.folder) as ask:
        return ask(sql)


BOMBS = {
    "a header of a million fields": b"X-A: b\r\n" * 1_000_000 + b"\r\nTERIMA",
    "a field of ten megabytes": b"X-A: " + b"b" * 10_000_000
    + b"\r\n\r\nTERIMA",
    "a header without end": b"References: " + b"<a@b>\r\n " * 500_000,
    "10,000 parts": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\n\r\nTERIMA kasih\r\n" * 10_000 + b"--b--\r\n",
    "parts in parts": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n"
        % (n, n) for n in range(2000)) + b"\r\nTERIMA\r\n",
    "base64 that is none": b"Content-Transfer-Encoding: base64\r\n\r\n"
    + b"=A=" * 300_000,
    "quoted-printable that is none":
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b"=ZZ=\r\n"
    * 200_000,
    "encoded words without end": b"Subject: " + b"=?utf-8?b?4?= " * 50_000
    + b"\r\n\r\nTERIMA kasih",
    "NULs": b"Subject: a\0b\r\n\r\nTERI\0MA kasih\r\n",
}


def test_bombs_do_no_harm_and_the_next_letter_is_heard(mail):  # noqa: F811
    with running(mail) as e:
        ours = e.hand_in()
        to = str(ours["Reply-To"]).encode()
        for number, bomb in enumerate(BOMBS.values()):
            reached(e, HEAD % (to, number) + bomb)
        states = rows(e, "SELECT state FROM letter ORDER BY id")
        assert len(states) >= len(BOMBS) + 1
        assert all(state >= 3 for state, in states), states
        assert e.handoff()["state"] in ("offered", "accepted")
        e.write(ours, "LAPORAN\nMasih hidup.")
        wait_for("the next is heard",
                 lambda: e.handoff()["state"] == "working")


def test_no_forged_token_is_taken(mail):  # noqa: F811
    """A code that is not ours, another delivery's id under a code that is."""
    with running(mail) as e:
        ours = e.hand_in()
        token = re.search(r"\+([0-9a-z]{20})@", ours["Reply-To"])[1]
        other = e.hand_in(number="105")
        alien = re.search(r"\+([0-9a-z]{20})@", other["Reply-To"])[1]
        forged = [
            token[:13] + alien[13:], alien[:13] + token[13:],
            token[:-1] + ("0" if token[-1] != "0" else "1"),
            "0" * 20, token[:13] + "0000000", "z" * 20]
        for number, one in enumerate(forged):
            e.mail.put(HUB, b"From: orang@lain.test\r\nTo: laporan+%s@hub.test"
                       b"\r\nMessage-ID: <f%d@x>\r\n\r\nTERIMA\r\n"
                       % (one.encode(), number))
        wait_for("all are in the tray", lambda: len(
            e.hub.ask("tray")["letters"]) == len(forged))
        assert {one["why"] for one in e.hub.ask("tray")["letters"]} == {
            "neither its token nor its sender is known"}
        assert e.handoff()["state"] == "offered"


def test_a_letter_of_25_megabytes_is_heard_whole(mail):  # noqa: F811
    content = os.urandom(17_500_000)
    with running(mail) as e:
        ours = e.hand_in()
        e.mail.put(HUB, (
            f"Authentication-Results: {SIGNED}\r\n"
            f"DKIM-Signature: {dkim()}\r\nFrom: {EMBASSY}\r\n"
            f"To: {ours['Reply-To']}\r\nMessage-ID: <besar@negara.test>\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
            "Content-Type: text/plain\r\n\r\nJAWAB\r\nTerlampir.\r\n--b\r\n"
            "Content-Type: application/zip; name=b.zip\r\n"
            "Content-Transfer-Encoding: base64\r\n"
            "Content-Disposition: attachment; filename=b.zip\r\n\r\n").encode()
            + base64.encodebytes(content).replace(b"\n", b"\r\n")
            + b"--b--\r\n")
        wait_for("it is answered", lambda: e.handoff()["state"] == "answered",
                 3 * DEADLINE)
        file, = e.now()["attachments"]
        assert file["size"] == len(content)


def test_a_larger_one_waits_for_a_person(mail):  # noqa: F811
    with running(mail) as e:
        ours = e.hand_in()
        reached(e, HEAD % (str(ours["Reply-To"]).encode(), 1)
                + b"\r\nJAWAB\r\n" + b"x" * 76 * 400_000)
        kept, = e.hub.ask("tray")["letters"]
        assert kept["why"].startswith("it is larger than the hub takes")
        assert e.handoff()["state"] == "offered"


@pytest.mark.parametrize("gone", [0, 1200])
def test_a_mailbox_that_holds_many_letters_is_read(mail, gone):  # noqa: F811
    """All at once, and behind numbers that nobody has any more."""
    mail.clear(HUB)
    mail.fill(HUB, gone + 400)
    wire = mail.imap(HUB)
    assert wire.select("INBOX")[1] == [str(gone + 400).encode()]
    if gone:
        wire.store(f"1:{gone}", "+FLAGS.SILENT", r"(\Deleted)")
        wire.expunge()
    wire.logout()
    sections = mail.section() + mail.embassy(more=OPTIONS) + REST
    with Hub(institutions=sections) as hub:
        wait_for("all are taken", lambda: hub.metrics()[
            "simpul_mail_letters_total"] == 400, 3 * DEADLINE)
        assert "not read" not in hub.tail(1000)


def sealed(mail, folder):  # noqa: F811
    """An embassy's section with letters sealed both ways, and whose keys."""
    ours, theirs = Sealer(folder, "ours", HUB), Sealer(folder, "theirs")
    return ours, theirs, mail.embassy(more=f"""{OPTIONS}
      auth {{ kind = "smime" cert = "{ours.cert}" key = "{ours.key}"
        encrypt = "{theirs.cert}" }}
      auth_in {{ kind = "smime" trust = "{theirs.cert}" }}""")


@pytest.mark.skipif(not has_faults(), reason="built without --enable-faults")
@pytest.mark.parametrize("point", ["dispatch.before_send",
                                   "dispatch.answered"])
def test_a_kill_around_a_sealed_letter_sends_no_case_twice(
        mail, tmp_path, point):  # noqa: F811
    """What left and was not answered is for a person; what did not leave goes
    again."""
    _, theirs, section = sealed(mail, tmp_path)
    with running(mail, section) as e:
        e.hub.callers.clear()
        assert e.hub.stop() == 0
        e.hub.env["SIMPUL_CRASH"] = f"{point}:1"
        e.hub.launch()
        wait_for("it takes calls", e.hub.is_ready)
        e.source = e.hub.caller("source", "lapor")
        status, body = e.source.post("/v1/cases",
                                     {"tracking_id": "1", **CASE})
        assert status == 201, body
        assert e.hub.process.wait(DEADLINE) == -signal.SIGKILL
        del e.hub.env["SIMPUL_CRASH"]
        e.hub.start()
        e.desk = e.hub.caller("coordinator", "inspektorat")
        e.case = body["case"]
        state = wait_for("its end", lambda: e.handoff()["delivery"][
            "state"] if e.handoff()["delivery"]["state"] in (
                "delivered", "parked") else None)
        letters = e.mail.letters(EMBASSY)
        assert len(letters) == (1 if point == "dispatch.answered" else 0), \
            state
        for letter in letters:
            assert b"Tolong" in theirs.opens(letter)


@pytest.mark.skipif(not has_faults(), reason="built without --enable-faults")
@pytest.mark.parametrize("point", [
    "mailbox.store", "mailbox.stored", "mail.keep", "mail.kept",
    "mailbox.moved"])
def test_a_kill_over_an_encrypted_letter_loses_and_doubles_nothing(
        mail, tmp_path, point):  # noqa: F811
    ours, theirs, section = sealed(mail, tmp_path)
    with running(mail, section) as e:
        letter = e.hand_in()
        wait_for("the notice is put away", lambda: not mail.count(HUB)
                 and e.handoff()["delivery"]["state"] == "delivered")
        for caller in e.hub.callers:
            caller.close()
        assert e.hub.stop() == 0
        e.hub.env["SIMPUL_CRASH"] = f"{point}:1"
        e.hub.launch()
        mail.send(answer(letter, "k", ours.encrypt(theirs.sign(
            text_entity("JAWAB\nSelesai.")))), to=str(letter["Reply-To"]))
        assert e.hub.process.wait(DEADLINE) == -signal.SIGKILL
        del e.hub.env["SIMPUL_CRASH"]
        e.hub.start()
        assert b"Surat Anda dibaca sebagai JAWAB" in theirs.opens(e.letter())
        wait_for("it is put away", lambda: not mail.count(HUB))
        assert e.handoff()["state"] == "answered"
        assert rows(e, "SELECT count(*) FROM letter") == [(2,)]
        e.mail.wait(EMBASSY, e.seen)
