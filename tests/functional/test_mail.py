# SPDX-License-Identifier: Apache-2.0
"""Letters out and in, over a Postfix and a Dovecot of the test's own."""
import email.message

import pytest

from mail import HUB, Mail


@pytest.fixture(scope="module")
def mail():
    with Mail() as servers:
        yield servers


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
