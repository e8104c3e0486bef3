# SPDX-License-Identifier: Apache-2.0
"""Embassies by mail: letters out and in over a real Postfix and Dovecot."""
import base64
import contextlib
import email.message
import email.policy
import email.utils
import json
import os
import re

import pytest

from hub import Hub, plain
from mail import EMBASSY, HUB, Mail
from wires import wait_for

AUTHSERV = "mail.hub.test"
SIGNED = f"{AUTHSERV}; dkim=pass header.d=negara.test"
OPTIONS = """options { signature = "Inspektorat Provinsi Bali" }
  timezone = "Asia/Tokyo" acceptance = "explicit"
  agreement { number = "PKS-9/2026" basis = "Perpres 76/2013" }
  disclose = { "name", "phone" }"""
REST = (plain("lapor", "SP4N-LAPOR!", source=True, holds=False)
        + plain("inspektorat", "Inspektorat Provinsi Bali", source=True)
        + plain("pln", "PLN Bali")
        + 'coordinator { institution = "inspektorat" }\n')
ROUTE = 'route "abroad-{0}" {{ category = {{ "{0}" }} to = "{0}" }}\n'
CASE = {"subject": "Paspor hilang di Ōsaka",
        "narrative": "Tolong — paspor saya hilang.", "category": "kedutaan",
        "complainant": {"name": "Ni Made Uji", "phone": "0812000111"}}


def dkim(covers="from:to:subject"):
    """The field of a signature over these; whether it is good says the
    mailbox's own server."""
    made = base64.b64encode(os.urandom(48)).decode()
    return ("v=1; a=rsa-sha256; c=relaxed/relaxed; d=negara.test; s=k1;\r\n"
            f" h={covers};\r\n bh={made[:43]}=;\r\n b={made}")


def answered(made, signature=None):
    """The bytes of a letter of theirs, with what its journey put on top."""
    head = f"Authentication-Results: {SIGNED}\r\n"
    if signature:
        head += f"DKIM-Signature: {signature}\r\n"
    return head.encode() + made.as_bytes(policy=email.policy.SMTP)


@pytest.fixture(scope="module")
def mail():
    with Mail() as servers:
        yield servers


class Embassy:
    """A hub, a mailbox, and who writes to it."""

    def __init__(self, mail, hub):
        self.mail, self.hub, self.seen = mail, hub, 0
        self.source = hub.caller("source", "lapor")
        self.desk = hub.caller("coordinator", "inspektorat")

    def hand_in(self, number="104", **members):
        """A case for the embassy, and the letter that it gets."""
        status, body = self.source.post(
            "/v1/cases", {"tracking_id": number, **CASE, **members})
        assert status == 201, body
        self.case = body["case"]
        return self.letter()

    def letter(self):
        """The next letter for the embassy."""
        self.seen += 1
        return self.mail.wait(EMBASSY, self.seen)[-1]

    def write(self, ours, text, signed=False, files=(), **headers):
        """A letter of theirs that answers one of ours."""
        made = email.message.EmailMessage()
        made["From"] = "Konsuler <kedutaan@negara.test>"
        made["To"] = str(ours["Reply-To"])
        made["Subject"] = "Re: " + str(ours["Subject"])
        made["Message-ID"] = email.utils.make_msgid(domain="negara.test")
        for name, value in headers.items():
            del made[name.replace("_", "-")]
            made[name.replace("_", "-")] = value
        quoted = "".join("> " + line + "\n" for line in
                         text_of(ours).splitlines())
        made.set_content(f"{text}\n\nPada Sen, 2 Feb 2026 pukul 09.41 "
                         f"Laporan <{HUB}> menulis:\n\n{quoted}")
        for name, data in files:
            made.add_attachment(data, "application", "pdf", filename=name)
        self.mail.send(answered(made, dkim()) if signed else made,
                       to=str(made["To"]))
        return made

    def acts(self, ours, text, **more):
        """The same; the letter that confirms it."""
        theirs = self.write(ours, text, **more)
        answer = self.letter()
        assert answer["In-Reply-To"] == theirs["Message-ID"]
        assert answer["Auto-Submitted"] == "auto-replied"
        return answer

    def now(self):
        """The case as the coordinator sees it."""
        answer = self.desk.get(f"/v1/cases/{self.case}")
        assert answer.status == 200, answer
        return answer.body

    def handoff(self):
        """Its first handoff."""
        return self.now()["handoffs"][0]

    def waits(self, state):
        wait_for(f"the handoff is {state}",
                 lambda: self.handoff()["state"] == state)


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


@contextlib.contextmanager
def running(mail, institutions=None, routes=ROUTE.format("kedutaan"), **more):
    """A hub with an embassy; its mailbox is empty."""
    mail.clear(EMBASSY)
    mail.clear(HUB)
    with Hub(institutions=mail.section(more=f'authserv = "{AUTHSERV}"')
             + (institutions or mail.embassy(more=OPTIONS, **more))
             + REST + routes) as hub:
        yield Embassy(mail, hub)


def test_a_letter_says_what_is_asked_and_names_nobody(mail):
    with running(mail) as e:
        ours = e.hand_in(urgent=False)
        text = text_of(ours)
    assert text.startswith("----- Balas di atas baris ini -----")
    assert "Mohon nyatakan menerima atau menolak" in text
    assert re.search(r"Paling lambat: \w+, \d+ \w+ 20\d\d \(akhir hari kerja, "
                     r"WIT/UTC\+9\)\.", text)
    assert "Tolong — paspor saya hilang." in text
    assert " 1  bukan kewenangan kami" in text
    token = re.search(r"\+([0-9a-z]{20})@", ours["Reply-To"])[1]
    assert f"laporan+{token}-terima@hub.test" in text
    assert ours["Subject"].endswith(f"[{token}]")
    _, part = ours.iter_parts()
    data = json.loads(part.get_content())
    assert part.get_content_type() == "application/json"
    assert data["event"] == "handoff"
    assert data["handoff"]["narrative"] == CASE["narrative"]
    assert b"Ni Made Uji" not in bytes(ours)
    assert b"0812000111" not in bytes(ours)
    assert "complainant" not in data["handoff"]


def test_a_letter_carries_the_latest_checkpoint(mail):
    """Whoever keeps it can tell whether the log was rewritten since."""
    with running(mail) as e:
        before = wait_for("a checkpoint", lambda: e.hub.ask(
            "audit_status")["size"])
        ours = e.hand_in()
    told = "".join(ours["Simpul-Checkpoint"].split())
    origin, size, *_ = base64.b64decode(told).decode().split("\n")
    assert origin == "uji.example/simpul" and int(size) >= before


def test_a_case_is_taken_asked_about_reported_on_and_answered(mail):
    with running(mail) as e:
        ours = e.hand_in()
        answer = e.acts(ours, "TERIMA")
        assert "dibaca sebagai TERIMA dan sudah dijalankan" in text_of(answer)
        assert e.handoff()["state"] == "accepted"
        assert e.now()["holder"] == "kedutaan"

        answer = e.acts(ours, "TANYA\nMohon nomor paspor.")
        assert e.now()["state"] == "needs_info"
        status, body = e.source.post(f"/v1/cases/{e.case}/supplement",
                                     {"text": "Nomor paspor X 123."})
        assert status < 300, body
        ours = e.letter()
        assert "Nomor paspor X 123." in text_of(ours)

        e.acts(ours, "LAPORAN\nPolisi sudah dihubungi.")
        assert e.handoff()["state"] == "working"
        e.acts(ours, "JAWAB\nPaspor pengganti diserahkan.\n", signed=True,
               files=[("tanda terima.pdf", b"%PDF-1.4 uji")])
        assert e.handoff()["state"] == "answered"
        told = e.source.get(f"/v1/cases/{e.case}").body
        assert [(a["name"], a["size"]) for a in told["attachments"]] == [
            ("tanda terima.pdf", 12)]
        assert told["state"] == "answered"

        answer = e.acts(ours, "BATAL")
        assert "dibatalkan" in text_of(answer)
        assert e.handoff()["state"] == "working"


def test_an_answer_without_proof_is_held_until_it_is_confirmed(mail):
    with running(mail) as e:
        ours = e.hand_in()
        asked = e.acts(ours, "JAWAB\nSelesai.")
        assert e.handoff()["state"] == "offered"
        code = re.search(r"SETUJU ([0-9a-z]{10})", text_of(asked))[1]
        wrong = e.acts(asked, "SETUJU 0000000000")
        assert "TIDAK dijalankan" in text_of(wrong)
        assert e.handoff()["state"] == "offered"
        e.write(asked, f"SETUJU {code}")
        done = e.letter()
        assert "dibaca sebagai JAWAB dan sudah dijalankan" in text_of(done)
        assert e.handoff()["state"] == "answered"
        again = e.acts(asked, f"SETUJU {code}")
        assert "TIDAK dijalankan" in text_of(again)


def test_a_refusal_has_its_reason_and_its_target(mail):
    with running(mail) as e:
        ours = e.hand_in()
        e.acts(ours, "TOLAK 10\nKE: pln\nUrusan listrik.", signed=True)
        old = e.handoff()
        assert old["state"] == "refused"
        assert old["reason"] == "state_enterprise"
        answer = e.acts(ours, "BATAL")
        assert "dibatalkan" in text_of(answer)
        assert e.handoff()["state"] == "offered"


def test_free_text_decides_nothing(mail):
    with running(mail) as e:
        ours = e.hand_in()
        answer = e.acts(ours, "Terima kasih, namun bukan kewenangan kami.",
                        signed=True)
        assert "BUKAN keputusan" in text_of(answer)
        assert e.handoff()["state"] == "offered"
        # The same to the confirmation gets no other letter.
        e.write(answer, "Baik, terima kasih.")
        e.acts(ours, "TERIMA")
        assert e.handoff()["state"] == "accepted"


def test_a_verb_has_an_address_of_its_own(mail):
    with running(mail) as e:
        ours = e.hand_in()
        address = str(ours["Reply-To"]).replace("@", "-terima@")
        e.acts(ours, "", To=address)
        assert e.handoff()["state"] == "accepted"


def test_a_vacation_reply_decides_nothing_and_is_not_answered(mail):
    with running(mail) as e:
        ours = e.hand_in()
        e.write(ours, "TERIMA", Auto_Submitted="auto-replied")
        e.write(ours, "Saya sedang cuti sampai 9 Februari.")
        e.acts(ours, "LAPORAN\nSudah ada yang menangani.")
        assert e.handoff()["state"] == "working"


def test_an_address_that_is_refused_goes_to_the_coordinator(mail):
    with running(mail, address="tidakada@negara.test") as e:
        status, body = e.source.post("/v1/cases",
                                     {"tracking_id": "550", **CASE})
        assert status == 201, body
        e.case = body["case"]
        e.waits("failed")
        why = e.handoff()["delivery"]["why"]
        assert why.startswith("the mail server refused the letter with 550: ")
        assert "tidakada@negara.test" in why
        said, = [entry for entry in e.desk.get(
            f"/v1/cases/{e.case}/timeline").body["items"]
            if entry["type"] == "handoff.failed"]
        assert said["reason"] == "mail_refused" and said["smtp"] == 550
        assert "why" not in e.source.get(f"/v1/cases/{e.case}").body[
            "handoffs"][0].get("delivery", {})
        status, history = e.hub.ctl("case", e.case, "--history")
        assert status == 0
        assert "Server surat menolak surat (550)" in history, history


def test_a_late_bounce_takes_the_case_back(mail):
    with running(mail, address="hilang@negara.test") as e:
        status, body = e.source.post("/v1/cases",
                                     {"tracking_id": "late", **CASE})
        assert status == 201, body
        e.case = body["case"]
        wait_for("the case has gone on",
                 lambda: e.handoff()["state"] in ("refused", "failed"))
        assert e.now()["handoffs"][-1]["receiver"] == "inspektorat"


def test_two_hubs_that_write_to_each_other_do_not_talk(mail):
    """Each is an embassy of the other: what comes is for a person, and no
    letter follows from one."""
    for user in (HUB, EMBASSY):
        mail.clear(user)
    with Hub(institutions=mail.section() + mail.embassy(more=OPTIONS) + REST
             + ROUTE.format("kedutaan")) as near, \
        Hub(institutions=mail.section(address=EMBASSY)
            + mail.embassy(address=HUB, more=OPTIONS) + REST
            + ROUTE.format("kedutaan")) as far:
        both = {HUB: near, EMBASSY: far}
        for count in (1, 2):
            for hub in both.values():
                status, body = hub.caller("source", "lapor").post(
                    "/v1/cases", {"tracking_id": f"H-{count}", **CASE})
                assert status == 201, body
            for user, hub in both.items():
                wait_for("the letter and the notice are put away", lambda:
                         mail.count(user, "Selesai") >= 2 * count)
                assert [one["why"] for one in hub.ask("tray")["letters"]] == [
                    "another hub wrote the letter: it names no handoff of "
                    "this one"] * count
                assert mail.count(user, "Selesai") == 2 * count


def test_thirty_embassies_share_one_mailbox(mail):
    names = [f"kbri-{n:02}" for n in range(30)]
    sections = "".join(
        mail.embassy(id=name, address=EMBASSY.replace("@", f"+{name}@"),
                     title=name.upper(), more=OPTIONS) for name in names)
    with running(mail, sections, "".join(map(ROUTE.format, names))) as e:
        cases = {}
        for name in names:
            status, body = e.source.post("/v1/cases", {
                "tracking_id": name, **CASE, "category": name})
            assert status == 201, body
            cases[name] = body["case"]
        for ours in mail.wait(EMBASSY, len(names)):
            name = re.search(r"\+(kbri-\d\d)@", ours["To"])[1]
            assert f"Yth. {name.upper()}," in text_of(ours)
            e.write(ours, "TERIMA", From=str(ours["To"]))
        mail.wait(EMBASSY, 2 * len(names))
        for name, case in cases.items():
            e.case = case
            assert e.handoff()["receiver"] == name
            assert e.handoff()["state"] == "accepted"
