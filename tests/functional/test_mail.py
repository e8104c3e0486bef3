# SPDX-License-Identifier: Apache-2.0
"""Letters out and in, over a Postfix and a Dovecot of the test's own."""
import contextlib
import email.message
import email.policy
import email.utils
import json
import re
import signal

import pytest

from hub import Hub, plain
from mail import EMBASSY, HUB, Mail
from wires import DEADLINE, wait_for
from wreck import has_faults, rows_of


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

    def first(self):
        """The one for the embassy, wherever the case is now."""
        return self.desk.get(f"/v1/cases/{self.case}").body["handoffs"][0]

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


PROGRESS = 6        # enum hub_event_kind


def rows(hub, sql, *args):
    """What the hub's database says."""
    with rows_of(hub.folder) as ask:
        return ask(sql, *args)


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
                 lambda: not mail.count(HUB))
        assert mail.count(HUB, "Selesai") == 2
    assert confirmation["In-Reply-To"] == theirs["Message-ID"]
    assert confirmation["Auto-Submitted"] == "auto-replied"
    assert confirmation["Return-Path"] == "<>"
    assert "applied=0 state=accepted" in confirmation.get_content()


def log_of(hub):
    """What the audit log says of each step, the first time."""
    said = {}
    for body, in rows(hub, "SELECT body FROM audit_entry ORDER BY seq"):
        entry = json.loads(body)
        said.setdefault(entry["type"].split(".", 1)[1], entry["data"])
    return said


def test_the_log_says_that_it_went_by_mail(mail):
    with running(mail) as hub:
        handoff = hand_in(hub)
        ours, = mail.wait(EMBASSY, 1)
        handoff.wait("delivered")
        send_answer(mail, ours, "accepted")
        mail.wait(EMBASSY, 2)
        said = log_of(hub)
    assert said["handoff.dispatching.v1"]["channel"]["out"] == "email"
    assert said["handoff.delivered.v1"]["channel"]["in"] == "email"
    assert said["handoff.accepted.v1"]["channel"]["in"] == "email"


@pytest.mark.skipif(not has_faults(), reason="built without --enable-faults")
def test_a_letter_that_nobody_hears_for_days_is_for_a_person(mail):
    """Its plugin cannot be asked; that is tried as long as a delivery is."""
    with running(mail) as hub:
        handoff = hand_in(hub)
        ours, = mail.wait(EMBASSY, 1)
        handoff.wait("delivered")
        send_answer(mail, ours, "misconfigured")
        wait_for("it waits", lambda: rows(
            hub, "SELECT why FROM letter WHERE state = 1") == [
                ("nobody is there",)])
        assert hub.ask("clock", forward_ms=6 * 86400000)["good"]
        wait_for("it is in the tray", lambda: [
            one["why"] for one in tray(hub)] == ["nobody is there"])


@pytest.mark.skipif(not has_faults(), reason="built without --enable-faults")
@pytest.mark.parametrize("point", [
    "mailbox.store", "mailbox.stored", "mail.keep", "mail.kept",
    "mailbox.moved"])
def test_a_kill_loses_no_letter_and_doubles_none(mail, point):
    with running(mail) as hub:
        handoff = hand_in(hub)
        ours, = mail.wait(EMBASSY, 1)
        handoff.wait("delivered")
        wait_for("the notice is put away", lambda: not mail.count(HUB))
        handoff.desk.close()
        assert hub.stop() == 0
        hub.env["SIMPUL_CRASH"] = f"{point}:1"
        hub.launch()
        send_answer(mail, ours, "accepted\nprogress Kami bekerja.")
        assert hub.process.wait(DEADLINE) == -signal.SIGKILL
        del hub.env["SIMPUL_CRASH"]
        hub.start()
        mail.wait(EMBASSY, 2)
        wait_for("the letter is put away", lambda: not mail.count(HUB))
        assert handoff.now()["state"] == "working"
        assert mail.count(HUB, "Selesai") == 2
        assert rows(hub, "SELECT count(*) FROM letter") == [(2,)]
        assert rows(hub, "SELECT count(*) FROM event WHERE kind = ?",
                    PROGRESS) == [(1,)]
        mail.wait(EMBASSY, 2)


def test_a_refusal_at_the_door_leads_the_handoff_back(mail):
    with running(mail, mail.embassy(
            plugin="courier", address="tidakada@negara.test")) as hub:
        handoff = hand_in(hub)
        wait_for("the handoff failed",
                 lambda: handoff.first()["state"] == "failed")
        assert handoff.first()["delivery"]["state"] == "refused"
        assert not mail.count(EMBASSY)


def test_a_late_bounce_undoes_the_delivery(mail):
    with running(mail, mail.embassy(
            plugin="courier", address="hilang@negara.test")) as hub:
        handoff = hand_in(hub)
        wait_for("the handoff was refused",
                 lambda: handoff.first()["state"] == "refused")
        assert handoff.first()["delivery"]["state"] == "refused"
        assert rows(hub, "SELECT why LIKE 'it came back%' FROM delivery"
                    " ORDER BY id")[0] == (1,)


def test_what_is_not_taken_now_goes_again(mail):
    with running(mail, mail.embassy(
            plugin="courier", address="nanti@negara.test")) as hub:
        handoff = hand_in(hub)
        handoff.wait("waiting")
        (why, rung), = rows(hub, "SELECT why, rung FROM delivery")
        assert "450" in why and rung == 1, why


def test_doubles_and_strangers(mail):
    """A doubled letter is heard once; a letter of nobody is for a person."""
    with running(mail) as hub:
        handoff = hand_in(hub)
        ours, = mail.wait(EMBASSY, 1)
        handoff.wait("delivered")
        raw = answer_to(ours, "accepted").as_bytes(policy=email.policy.SMTP)
        mail.put(HUB, raw)
        mail.put(HUB, b"Received: from elsewhere\r\n" + raw)
        mail.put(HUB, b"From: orang@lain.test\r\nSubject: Halo\r\n\r\nhalo\r\n")
        mail.wait(EMBASSY, 2)
        wait_for("all are put away", lambda: not mail.count(HUB))
        assert handoff.now()["state"] == "accepted"
        mail.wait(EMBASSY, 2)
        assert rows(hub, "SELECT state, why LIKE 'the double of%' FROM letter"
                    " ORDER BY id")[1:] == [(10, 0), (10, 1), (4, 0)]


def test_a_token_is_its_institutions_alone(mail):
    both = mail.embassy(plugin="courier") + mail.embassy(
        id="konsulat", address="konsulat@negara.test", plugin="courier")
    with running(mail, both) as hub:
        handoff = hand_in(hub)
        ours, = mail.wait(EMBASSY, 1)
        token = re.search(r"\[([0-9a-z]{20})\]", ours["Subject"])[1]
        forged = token[:-1] + ("0" if token[-1] != "0" else "1")
        for text, headers in (
                ("accepted", {"From": "konsulat@negara.test"}),
                ("accepted", {"To": f"laporan+{forged}@hub.test",
                              "Subject": "x", "From": "x@lain.test"})):
            mail.put(HUB, answer_to(ours, text, **headers).as_bytes(
                policy=email.policy.SMTP))
        wait_for("both are in the tray", lambda: rows(
            hub, "SELECT count(*) FROM letter WHERE state = 4") == [(2,)])
        assert handoff.now()["state"] == "offered"
        assert {why for why, in rows(
            hub, "SELECT why FROM letter WHERE state = 4")} == {
                "it came with a token of another institution",
                "neither its token nor its sender is known"}


def tray(hub):
    status, said = hub.ctl("--json", "tray")
    assert status == 0, said
    return json.loads(said)["letters"]


def test_a_person_settles_what_is_in_the_tray(mail):
    with running(mail) as hub:
        handoff = hand_in(hub)
        ours, = mail.wait(EMBASSY, 1)
        handoff.wait("delivered")
        mail.put(HUB, answer_to(ours, "malformed").as_bytes(
            policy=email.policy.SMTP))
        mail.put(HUB, b"From: orang@lain.test\r\nSubject: Halo\r\n\r\nhalo\r\n")
        wait_for("both are in the tray", lambda: len(tray(hub)) == 2)
        bad, stranger = tray(hub)
        assert bad["why"] == "nobody can read that"
        status, said = hub.ctl("tray", "show", stranger["letter"])
        assert status == 0 and "From: orang@lain.test" in said, said
        assert hub.ctl("tray", "assign", stranger["letter"], "pdam",
                       "--by", "Ni Luh")[0] == 1
        assert hub.ctl("tray", "assign", stranger["letter"], "kedutaan",
                       "--by", "Ni Luh")[0] == 0
        mail.wait(EMBASSY, 2)
        status, said = hub.ctl("tray", "release", bad["letter"],
                               "--by", "Ni Luh")
        assert status == 1 and "waits for no confirmation" in said, said
        assert hub.ctl("tray", "drop", bad["letter"], "--by", "x")[0] == 0
        assert hub.ctl("tray") == (0, "Baki surat kosong.\n"
                                      "The tray is empty.\n")
        assert rows(hub, "SELECT length(sealed) FROM letter"
                    " WHERE state = 11") == [(0,)]


def test_what_needs_a_proof_is_held_until_it_is_confirmed(mail):
    with running(mail) as hub:
        handoff = hand_in(hub)
        ours, = mail.wait(EMBASSY, 1)
        handoff.wait("delivered")
        send_answer(mail, ours, "refused Bukan wewenang kami.")
        _, asked = mail.wait(EMBASSY, 2)
        code, = re.findall(r"applied=8 state= ([0-9a-z]{10})",
                           asked.get_content())
        assert handoff.now()["state"] == "offered"
        assert tray(hub)[0]["state"] == "held"
        assert "konfirmasi" in asked["Reply-To"]
        send_answer(mail, asked, f"confirmed {code}\ndiam")
        wait_for("the refusal counts",
                 lambda: handoff.first()["state"] == "refused")
        assert tray(hub) == []


def test_a_mailbox_and_its_servers_are_told_of(mail):
    with running(mail, smtp="tls") as hub:
        status, said = hub.ctl("probe", "kedutaan")
        assert status == 0 and said.count("baik") == 9, said
        wait_for("it was read", lambda: hub.ask(
            "status")["mailboxes"][0].get("read_until"))
        status, said = hub.ctl("--json", "institutions")
        row, = [r for r in json.loads(said)["institutions"]
                if r["institution"] == "kedutaan"]
        assert row["mailbox"] == "surat" and row["covered_until"]
        assert not row.get("poll_problem")


def test_a_wrong_password_is_said_and_loses_nothing(mail):
    wrong = mail.write("wrong", "salah\n")
    wrong.chmod(0o600)
    section = mail.section().replace(f"{mail.folder}/password", str(wrong))
    rest = mail.embassy(plugin="courier") + REST
    with running(mail) as hub:
        hub.configure(section + rest)
        assert hub.ctl("reload")[0] == 0
        handoff = hand_in(hub)
        handoff.wait("waiting")
        status, said = hub.ctl("probe", "kedutaan")
        assert status == 1 and said.count("GAGAL") == 3, said
        wait_for("it is said", lambda: "lets nobody in" in hub.ask(
            "status")["mailboxes"][0].get("problem", ""))
        hub.configure(mail.section() + rest)
        assert hub.ctl("reload")[0] == 0
        handoff.wait("delivered")


def test_thirty_embassies_share_a_mailbox():
    users = [f"kedutaan{n}@negara.test" for n in range(30)]
    many = "".join(Mail.embassy(id=f"k{n}", address=user, plugin="courier")
                   + f'route "r{n}" {{ category = {{ "c{n}" }} '
                   f'to = "k{n}" }}\n' for n, user in enumerate(users))
    many += Mail.embassy(plugin="courier")
    with Mail([HUB, EMBASSY, *users]) as mail, running(mail, many) as hub:
        handoffs = [hand_in(hub, str(n), category=f"c{n}")
                    for n in range(30)]
        for user in users:
            ours, = mail.wait(user, 1)
            mail.send(answer_to(ours, "accepted", From=user),
                      to=str(ours["Reply-To"]), sender=user)
        wait_for("all have accepted", lambda: all(
            h.now()["state"] == "accepted" for h in handoffs), 3 * DEADLINE)
        assert tray(hub) == []


def test_a_mailbox_that_is_numbered_anew_is_read_again(mail):
    with running(mail) as hub:
        handoff = hand_in(hub)
        ours, = mail.wait(EMBASSY, 1)
        handoff.wait("delivered")
        send_answer(mail, ours, "accepted")
        mail.wait(EMBASSY, 2)
        wait_for("it is put away", lambda: not mail.count(HUB))
        hub.stop()
        again = mail.raw(HUB, "Selesai")
        mail.renumber(HUB)
        for raw in again:
            mail.put(HUB, raw)
        mail.put(HUB, answer_to(ours, "progress Jalan.").as_bytes(
            policy=email.policy.SMTP))
        handoff.desk.close()
        hub.start()
        wait_for("the new one counts",
                 lambda: handoff.now()["state"] == "working")
        assert rows(hub, "SELECT count(*) FROM letter"
                    " WHERE why LIKE 'the double of%'") == [(2,)]
        mail.wait(EMBASSY, 3)
