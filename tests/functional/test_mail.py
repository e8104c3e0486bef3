# SPDX-License-Identifier: Apache-2.0
"""Letters out and in, over a Postfix and a Dovecot of the test's own."""
import contextlib
import email.message
import email.utils
import re

import pytest

from hub import Hub, plain
from mail import EMBASSY, HUB, Mail
from wires import wait_for


@pytest.fixture(scope="module")
def servers():
    with Mail() as both:
        yield both


@pytest.fixture
def mail(servers):
    """The servers, without a letter."""
    for user in servers.users:
        servers.clear(user)
    return servers


def letter(text="halo", **headers):
    """A small letter."""
    made = email.message.EmailMessage()
    made["From"] = "Kedutaan <kedutaan@negara.test>"
    made["To"] = HUB
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def test_a_letter_to_any_detail_of_an_address_is_there(mail):
    mail.send(letter("apa kabar", Subject="Tanya"), to="laporan+abc@hub.test")
    got, = mail.wait(HUB, 1)
    assert got["Subject"] == "Tanya" and "apa kabar" in got.get_content()
    assert "for <laporan+abc@hub.test>" in str(got["Received"])


SOURCE = plain("lapor", "SP4N-LAPOR!", source=True, holds=False)
REST = (SOURCE + plain("inspektorat", "Inspektorat Provinsi Bali", source=True)
        + 'coordinator { institution = "inspektorat" }\n'
        'route "abroad" { category = { "abroad" } to = "kedutaan" }\n')


@contextlib.contextmanager
def running(mail, institutions="", **options):
    """A hub with a mailbox and an embassy that speaks the test's words."""
    hub = Hub(institutions=mail.section(**options)
              + (institutions or mail.embassy(plugin="courier")) + REST)
    hub.test_plugins = ("courier",)
    with hub:
        try:
            yield hub
        except BaseException:
            print(hub.tail(), mail.logs())
            raise


def hand_in(hub, number="1", **members):
    """A case for the embassy; its handoff there, as the coordinator sees
    it."""
    lapor = hub.caller("source", "lapor")
    status, case = lapor.post("/v1/cases", {
        "tracking_id": number, "subject": "Paspor hilang di Ōsaka",
        "narrative": "Tolong — paspor saya hilang.", "category": "abroad",
        **members})
    assert status == 201, case
    return Handoff(hub, case["case"])


class Handoff:
    """A case's last handoff."""

    def __init__(self, hub, case):
        self.desk = hub.caller("coordinator", "inspektorat")
        self.case = case

    def now(self):
        answer = self.desk.get(f"/v1/cases/{self.case}")
        assert answer.status == 200, answer
        return answer.body["handoffs"][-1]

    def delivery(self):
        return self.now()["delivery"]

    def wait(self, state):
        """Once its delivery is there."""
        wait_for(f"the delivery is {state}",
                 lambda: self.delivery()["state"] == state)
        return self.delivery()


def test_a_handoff_leaves_as_a_letter(mail):
    with running(mail) as hub:
        handoff = hand_in(hub)
        letter, = mail.wait(EMBASSY, 1)
        handoff.wait("delivered")
    token, = re.findall(r"\[([0-9a-z]{20})\]", letter["Subject"])
    assert letter["Subject"] == f"Paspor hilang di Ōsaka [{token}]"
    assert letter["Reply-To"] == f"laporan+{token}@hub.test"
    assert letter["Return-Path"] == f"<laporan+{token}@hub.test>"
    assert letter["Message-ID"] == f"<{token}.0@hub.test>"
    assert letter["From"] == "Inspektorat Provinsi Bali <laporan@hub.test>"
    text, data = letter.iter_parts()
    assert "Tolong — paspor saya hilang." in text.get_content()
    assert data.get_filename() == "kasus.json"


def answer_to(letter, text, **headers):
    """A letter of theirs to where ours wants answers."""
    made = email.message.EmailMessage()
    made["From"] = "Kedutaan <kedutaan@negara.test>"
    made["To"] = letter["Reply-To"]
    made["Subject"] = "Re: " + letter["Subject"]
    made["Message-ID"] = email.utils.make_msgid(domain="negara.test")
    for name, value in headers.items():
        del made[name.replace("_", "-")]
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def send_answer(mail, letter, text, **headers):
    """The same, handed in."""
    made = answer_to(letter, text, **headers)
    mail.send(made, to=str(made["To"]))
    return made


def test_an_answer_is_heard_and_confirmed(mail):
    with running(mail) as hub:
        handoff = hand_in(hub)
        ours, = mail.wait(EMBASSY, 1)
        handoff.wait("delivered")
        assert handoff.delivery()["evidence"] == "e2"
        theirs = send_answer(mail, ours, "accepted")
        _, confirmation = mail.wait(EMBASSY, 2)
        assert handoff.now()["state"] == "accepted"
        assert handoff.delivery()["evidence"] == "e5"
        wait_for("the letter is put away",
                 lambda: not mail.raw(HUB))
        assert len(mail.raw(HUB, "Selesai")) == 2
    assert confirmation["In-Reply-To"] == theirs["Message-ID"]
    assert confirmation["Auto-Submitted"] == "auto-replied"
    assert confirmation["Return-Path"] == "<>"
    assert "applied=0 state=accepted" in confirmation.get_content()
