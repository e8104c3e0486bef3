# SPDX-License-Identifier: Apache-2.0
"""A signature is as good on a copy of a letter: sent under the token of
another handoff, or again, it decides nothing."""
import base64
import email.message
import email.policy
import re

import pytest

from mail import EMBASSY
from sealing import Sealer, answer, text_entity
from test_embassy import (  # noqa: F401
    OPTIONS, answered, dkim, mail, running, text_of)
from wires import wait_for

ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    return Sealer(tmp_path_factory.mktemp("seal"), "theirs", kind="EC")


def embassy(mail, theirs):  # noqa: F811
    return mail.embassy(more=OPTIONS + "\n  auth_in { kind = \"smime\" "
                        f'trust = "{theirs.cert}" }}')


def cases(e, count=2):
    """So many cases and the letters about them, in turn."""
    made = []
    for number in range(count):
        letter = e.hand_in(number=str(200 + number))
        made.append((e.case, letter))
    return made


def state(e, case):
    return e.desk.get(f"/v1/cases/{case}").body["handoffs"][0]["state"]


def held(e):
    """Why letters are held, the oldest first."""
    return [one["why"] for one in e.hub.ask("tray")["letters"]
            if one["state"] == "held"]


def is_held(e, count, why):
    wait_for(f"{count} letters are held", lambda: len(held(e)) == count)
    assert held(e)[-1].startswith(why), held(e)
    assert re.search("SETUJU [0-9a-z]{10}", text_of(e.letter()))


def test_a_copy_of_a_signed_letter_decides_nothing(
        mail, theirs):  # noqa: F811
    with running(mail, embassy(mail, theirs)) as e:
        (first, ours), (second, other) = cases(e)
        entity = theirs.sign(text_entity("JAWAB\nSelesai."))
        mail.send(answer(ours, "a", entity), to=str(ours["Reply-To"]))
        assert "sudah dijalankan" in text_of(e.letter())
        assert state(e, first) == "answered"
        for count, (letter, name) in enumerate(
                [(other, "b"), (other, "a"), (ours, "c")], 1):
            mail.send(answer(letter, name, entity),
                      to=str(letter["Reply-To"]))
            is_held(e, count, "its signature came before, on letter ")
        assert state(e, second) == "offered"
        wait_for("the log says so", lambda: "ALERT kedutaan: letter"
                 in e.hub.tail())
        anew = theirs.sign(text_entity("JAWAB\nSelesai juga."))
        mail.send(answer(other, "d", anew), to=str(other["Reply-To"]))
        wait_for("what is signed anew counts",
                 lambda: state(e, second) == "answered")


def nest(der, change):
    """The same DER with its last primitive changed, which of a signature made
    by OpenSSL are the signature's own bytes."""
    tag, size = der[0], der[1]
    at = 2 + (size - 0x80 if size > 0x80 else 0)
    content = der[at:]
    if tag & 0x20:
        last = here = 0
        while here < len(content):
            last, size = here, content[here + 1]
            more = size - 0x80 if size > 0x80 else 0
            here += 2 + more + (int.from_bytes(
                content[here + 2:here + 2 + more]) if more else size)
        content = content[:last] + nest(content[last:], change)
    else:
        content = change(content)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    count = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, 0x80 + len(count)]) + count + content


def mirrored(made):
    """The other signature that ECDSA has for what one is good for."""
    r = made[4:4 + made[3]]
    s = ORDER - int.from_bytes(made[6 + len(r):])
    s = s.to_bytes(33).lstrip(b"\0")
    s = (b"\0" if s[0] & 0x80 else b"") + s
    both = bytes([2, len(r)]) + r + bytes([2, len(s)]) + s
    return bytes([0x30, len(both)]) + both


def test_a_mirrored_signature_is_the_same(mail, theirs):  # noqa: F811
    """Anybody can make it: (r, -s) fits wherever (r, s) does."""
    with running(mail, embassy(mail, theirs)) as e:
        (first, ours), (second, other) = cases(e)
        entity = theirs.sign(text_entity("JAWAB\nSelesai."), "-nodetach")
        head, body = re.split(b"\r?\n\r?\n", entity, maxsplit=1)
        twin = head + b"\n\n" + base64.encodebytes(
            nest(base64.b64decode(body), mirrored))
        assert b"Selesai." in theirs.checks(twin).as_bytes()
        mail.send(answer(ours, "a", entity), to=str(ours["Reply-To"]))
        assert "sudah dijalankan" in text_of(e.letter())
        mail.send(answer(other, "b", twin), to=str(other["Reply-To"]))
        is_held(e, 1, "its signature came before, on letter ")
        assert state(e, first) == "answered"
        assert state(e, second) == "offered"


def test_what_is_signed_names_its_handoff(mail, theirs):  # noqa: F811
    """Also where the letter itself never came."""
    with running(mail, embassy(mail, theirs)) as e:
        (first, ours), (second, other) = cases(e)
        quoted = "".join(f"> {line}\n" for line in
                         text_of(ours).splitlines())
        entity = theirs.sign(text_entity(f"JAWAB\nSelesai.\n\n{quoted}"))
        mail.send(answer(other, "a", entity), to=str(other["Reply-To"]))
        is_held(e, 1, "what its signature covers is about another handoff")
        assert state(e, second) == "offered"
        mail.send(answer(ours, "b", entity), to=str(ours["Reply-To"]))
        wait_for("where it belongs it counts",
                 lambda: state(e, first) == "answered")


def plain(ours, text, name):
    """A letter of theirs that answers one of ours."""
    made = email.message.EmailMessage()
    made["From"] = EMBASSY
    made["To"] = str(ours["Reply-To"])
    made["Subject"] = "Re: " + str(ours["Subject"])
    made["Message-ID"] = f"<{name}@negara.test>"
    made.set_content(text)
    return made


def test_a_copy_of_a_dkim_signed_letter_decides_nothing(mail):  # noqa: F811
    """Whatever is not covered may say what it likes: the envelope, another
    field on top."""
    with running(mail) as e:
        (first, ours), (second, other) = cases(e)
        letter = answered(plain(ours, "JAWAB\nSelesai.", "a"), dkim())
        there = str(other["Reply-To"])
        mail.put("laporan@hub.test", f"Delivered-To: {there}\r\n".encode()
                 + letter)
        is_held(e, 1, "what its signature covers is about another handoff")
        mail.put("laporan@hub.test", f"To: {there}\r\n".encode()
                 + letter.replace(b"<a@negara.test>", b"<x@negara.test>"))
        is_held(e, 2, "what its signature covers is about another handoff")
        mail.put("laporan@hub.test", letter)
        assert "sudah dijalankan" in text_of(e.letter())
        assert state(e, first) == "answered"
        mail.put("laporan@hub.test", letter.replace(
            b"<a@negara.test>", b"<b@negara.test>"))
        is_held(e, 3, "its signature came before, on letter ")
        assert state(e, second) == "offered"


@pytest.mark.parametrize("signature, why", [
    (dkim("from:date"), "its signature does not cover which handoff"),
    (None, "its DKIM signature is not there"),
    (dkim() + "; l=20", "its DKIM signature is not there, not alone, or "
     "leaves its end open"),
])
def test_a_signature_that_covers_too_little_proves_nothing(
        mail, signature, why):  # noqa: F811
    with running(mail) as e:
        ours = e.hand_in()
        mail.put("laporan@hub.test", answered(
            plain(ours, "TOLAK 10\nKE: pln\nUrusan listrik.", "a"),
            signature))
        is_held(e, 1, why)
        assert e.handoff()["state"] == "offered"


def aimed(ours, word):
    """The address of one of our letters, with a word behind its token."""
    return str(ours["Reply-To"]).replace("@", f"-{word}@")


def test_a_word_in_an_address_counts_where_it_is_signed(mail):  # noqa: F811
    """What they wrote to somebody else, sent on to where it would be an
    answer, is none; written there by them it is."""
    with running(mail) as e:
        ours = e.hand_in()
        made = plain(ours, "Menurut kami bukan kewenangan kami.", "a")
        made.replace_header("To", "warga@mail.test")
        there = aimed(ours, "jawab")
        for count, field in enumerate((
                f"Delivered-To: {there}", f"Envelope-To: <{there}>"), 1):
            made.replace_header("Message-ID", f"<a{count}@negara.test>")
            mail.put("laporan@hub.test", f"{field}\r\n".encode()
                     + answered(made, dkim()))
            is_held(e, count, "its signature does not cover the word in the")
        made.replace_header("Message-ID", "<a0@negara.test>")
        shown = there.replace("@", "=40")
        mail.put("laporan@hub.test", answered(made, dkim()).replace(
            b"To: warga@mail.test", f"To: =?utf-8?q?{shown}?=".encode()))
        assert "BUKAN keputusan" in text_of(e.letter())
        assert e.handoff()["state"] == "offered"
        made.replace_header("Message-ID", "<a@negara.test>")
        made.replace_header("To", there)
        mail.put("laporan@hub.test", answered(made, dkim()))
        assert "sudah dijalankan" in text_of(e.letter())
        assert e.handoff()["state"] == "answered"


def test_no_word_in_an_address_is_signed_within(mail, theirs):  # noqa: F811
    with running(mail, embassy(mail, theirs)) as e:
        ours = e.hand_in()
        entity = theirs.sign(text_entity("Bukan kewenangan kami."))
        there = aimed(ours, "jawab")
        mail.send(answer(ours, "a", entity).replace(
            str(ours["Reply-To"]).encode(), there.encode()), to=there)
        is_held(e, 1, "its signature does not cover the word in the address")
        assert e.handoff()["state"] == "offered"
