# SPDX-License-Identifier: Apache-2.0
"""A letter that an embassy signed by S/MIME, through mailbox, hub and worker:
it acts at once where another is held, and a stranger's signature is none."""
import subprocess

import pytest

from mail import EMBASSY
from test_embassy import OPTIONS, mail, running, text_of  # noqa: F401
from wires import DEADLINE, wait_for


class Signer:
    def __init__(self, folder, name):
        self.folder, self.name = folder, name
        self.openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt",
            "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj",
            "/CN=Konsuler", "-addext", f"subjectAltName=email:{EMBASSY}",
            "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem")

    @staticmethod
    def openssl(*words, data=b""):
        return subprocess.run(["openssl", *map(str, words)], input=data,
                              check=True, capture_output=True,
                              timeout=DEADLINE).stdout

    def answer(self, ours, text):
        """A signed letter that answers one of the hub's."""
        signed = self.openssl(
            "cms", "-sign", "-signer", self.folder / f"{self.name}.pem",
            "-inkey", self.folder / f"{self.name}.key",
            data=f"Content-Type: text/plain; charset=utf-8\n\n{text}\n"
            .encode())
        return (f"From: Konsuler <{EMBASSY}>\nTo: {ours['Reply-To']}\n"
                f"Subject: Re: kasus\nMessage-ID: <{self.name}@negara.test>\n"
                ).encode() + signed


@pytest.fixture(scope="module")
def signers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("seal")
    return Signer(folder, "theirs"), Signer(folder, "stranger")


def embassy(mail, theirs):
    trust = theirs.folder / f"{theirs.name}.pem"
    return mail.embassy(more=OPTIONS + "\n  auth_in { kind = \"smime\" "
                        f'trust = "{trust}" }}')


def test_a_signed_answer_acts_at_once(mail, signers):  # noqa: F811
    theirs, _ = signers
    with running(mail, embassy(mail, theirs)) as e:
        ours = e.hand_in()
        e.mail.send(theirs.answer(ours, "JAWAB\nSelesai."),
                    to=str(ours["Reply-To"]))
        done = e.letter()
        assert "dibaca sebagai JAWAB dan sudah dijalankan" in text_of(done)
        assert e.handoff()["state"] == "answered"


def test_a_strangers_signature_proves_nothing(mail, signers):  # noqa: F811
    theirs, stranger = signers
    with running(mail, embassy(mail, theirs)) as e:
        ours = e.hand_in()
        e.mail.send(stranger.answer(ours, "JAWAB\nSelesai."),
                    to=str(ours["Reply-To"]))
        assert "SETUJU" in text_of(e.letter())
        assert e.handoff()["state"] == "offered"
        wait_for("the log names it", lambda: "a letter's signature proves "
                 "nothing: signer: " in e.hub.tail())
