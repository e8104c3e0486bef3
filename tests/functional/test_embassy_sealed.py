# SPDX-License-Identifier: Apache-2.0
"""An embassy whose letters are sealed both ways: what the hub signs and
encrypts is read by OpenSSL's own command, what comes in is opened, and who
complains stands in nothing that is not encrypted."""
import base64
import contextlib
import json

import pytest

from mail import EMBASSY, HUB
from sealing import Sealer, answer, openssl, text_entity
from test_embassy import CASE, OPTIONS, mail, running  # noqa: F401
from wires import wait_for
from wreck import has_faults, rows_of

COVER = "Surat terenkripsi"
PERSON = {"name": "Ni Made Uji", "birth_place": "Denpasar",
          "birth_date": "1990-01-01", "marital_status": "kawin",
          "occupation": "guru", "address": "Jl. Satu, Denpasar"}


class Circle:
    def __init__(self, folder):
        self.folder = folder
        self.ours = Sealer(folder, "ours", HUB)
        self.theirs = Sealer(folder, "theirs")
        self.ec = Sealer(folder, "ec", kind="EC")
        self.our_ec = Sealer(folder, "our-ec", HUB, kind="EC")
        self.stranger = Sealer(folder, "stranger")

    def section(self, mail, encrypt=True, theirs=None, options=OPTIONS,
                ours=None):
        """The embassy's section: signed, and encrypted unless it is not."""
        theirs, ours = theirs or self.theirs, ours or self.ours
        to = f' encrypt = "{theirs.cert}"' if encrypt else ""
        return mail.embassy(more=f"""{options}
          auth {{ kind = "smime" cert = "{ours.cert}"
            key = "{ours.key}"{to} }}
          auth_in {{ kind = "smime" trust = "{theirs.cert}" }}""")

    def reads(self, letter, by=None, ours=None):
        """What the hub has signed within what it has encrypted."""
        return (ours or self.ours).checks((by or self.theirs).opens(letter))


@pytest.fixture(scope="module")
def circle(tmp_path_factory):
    return Circle(tmp_path_factory.mktemp("circle"))


@contextlib.contextmanager
def sealed(mail, circle, **options):
    with running(mail, circle.section(mail, **options)) as e:
        e.sections = e.hub.institutions
        try:
            yield e
        except BaseException:
            print(e.hub.tail())
            raise


def parts_of(letter):
    text, data, *files = letter.iter_parts()
    return text.get_content(), json.loads(data.get_content()), files


def test_a_signed_letter_can_be_read_and_checked(mail, circle):  # noqa: F811
    with sealed(mail, circle, encrypt=False) as e:
        ours = e.hand_in()
        assert ours.get_content_type() == "multipart/signed"
        assert "Paspor hilang" in ours["Subject"]
        text, data, _ = parts_of(circle.ours.checks(ours))
        assert "Tolong — paspor saya hilang." in text
        assert data["handoff"]["narrative"] == CASE["narrative"]
        assert b"Ni Made" not in bytes(ours)
        e.acts(ours, "TERIMA")
        assert e.handoff()["state"] == "accepted"


@pytest.mark.parametrize("kind", ["RSA", "EC"])
def test_an_encrypted_letter_shows_the_world_nothing(
        mail, circle, kind):  # noqa: F811
    them = circle.ec if kind == "EC" else circle.theirs
    with sealed(mail, circle, theirs=them) as e:
        ours = e.hand_in()
    assert ours.get_content_type() == "application/pkcs7-mime"
    assert ours["Subject"].startswith(f"{COVER} [")
    for word in ("Paspor", "Tolong", "Ni Made"):
        assert word.encode() not in bytes(ours)
    text, data, _ = parts_of(circle.reads(ours, them))
    assert "Tolong — paspor saya hilang." in text
    assert data["handoff"]["narrative"] == CASE["narrative"]
    assert data["reply_to"] == ours["Reply-To"]


NEEDS = """agreement { number = "PKS-9/2026" basis = "Perpres 76/2013" }
  requires = { "identity" }
  disclose = { "name", "birth_place", "birth_date", "marital_status",
               "occupation", "address" }"""


def log_of(e, type):
    """The audit log's entries of a type."""
    with rows_of(e.hub.folder) as rows:
        found = [json.loads(body) for body, in
                 rows("SELECT body FROM audit_entry ORDER BY seq")]
    return [entry["data"] for entry in found if entry["type"] == type]


def test_who_complains_is_told_to_who_needs_it_when_encrypted(
        mail, circle):  # noqa: F811
    with sealed(mail, circle, options=NEEDS) as e:
        ours = e.hand_in(complainant=PERSON)
        text, data, _ = parts_of(circle.reads(ours))
        assert "Ni Made Uji" in text and "Jl. Satu, Denpasar" in text
        assert data["handoff"]["complainant"] == PERSON
        entry, = log_of(e, "simpul.handoff.dispatching.v1")
        assert set(entry["disclosed"].split(",")) == set(PERSON)
        assert entry["payload_sent"] != entry["payload_out"]


def test_who_complains_is_held_back_when_it_is_not(mail, circle):  # noqa: F811
    with sealed(mail, circle, encrypt=False, options=NEEDS) as e:
        ours = e.hand_in(complainant=PERSON)
        text, data, _ = parts_of(circle.ours.checks(ours))
        assert "Ni Made Uji" not in text
        assert "complainant" not in data["handoff"]
        entry, = log_of(e, "simpul.handoff.dispatching.v1")
        assert not entry.get("disclosed")


def test_after_it_accepts_an_embassy_learns_who_complains(
        mail, circle):  # noqa: F811
    with sealed(mail, circle) as e:
        ours = e.hand_in()
        assert "Ni Made" not in str(circle.reads(ours))
        e.mail.send(answer(ours, "a", circle.ours.encrypt(circle.theirs.sign(
            text_entity("TERIMA")))), to=str(ours["Reply-To"]))
        done = e.letter()
        assert "sudah dijalankan" in circle.reads(done).get_content()
        assert done["Subject"].startswith(COVER)
        assert e.handoff()["state"] == "accepted"
        e.mail.send(answer(ours, "b", circle.ours.encrypt(circle.theirs.sign(
            text_entity("TANYA\nNomor paspor?")))), to=str(ours["Reply-To"]))
        e.letter()
        e.source.post(f"/v1/cases/{e.case}/supplement", {"text": "X 123."})
        text, data, _ = parts_of(circle.reads(e.letter()))
        assert "X 123." in text and "Ni Made Uji" in text
        assert data["complainant"]["name"] == "Ni Made Uji"


def upload(caller, content, name="bukti.pdf"):
    """The id of a file that the hub has then."""
    named = base64.b64encode(name.encode()).decode()
    tus = {"Tus-Resumable": "1.0.0"}
    made = caller.post("/v1/attachments", headers={
        **tus, "Upload-Length": str(len(content)),
        "Upload-Metadata": f"filename {named},filetype YXBwbGljYXRpb24vcGRm"})
    assert made.status == 201, made
    place = made.headers["Location"]
    for at in range(0, len(content), 1 << 20):
        piece = caller.call("PATCH", place, content[at:at + (1 << 20)], {
            **tus, "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": str(at)})
        assert piece.status == 204, piece
    return place.rsplit("/", 1)[1]


def test_a_file_goes_along_encrypted(mail, circle):  # noqa: F811
    content = b"%PDF-1.4 " + bytes(range(256)) * 4000
    with sealed(mail, circle) as e:
        ours = e.hand_in(attachments=[upload(e.source, content)])
        _, _, (file,) = parts_of(circle.reads(ours))
        assert file.get_content() == content


def test_a_sealed_answer_acts_at_once(mail, circle):  # noqa: F811
    with sealed(mail, circle) as e:
        ours = e.hand_in()
        e.mail.send(answer(ours, "c", circle.ours.encrypt(circle.theirs.sign(
            text_entity("JAWAB\nSelesai.")))), to=str(ours["Reply-To"]))
        assert "JAWAB dan sudah" in circle.reads(e.letter()).get_content()
        assert e.handoff()["state"] == "answered"


def test_both_sides_may_have_keys_on_a_curve(mail, circle):  # noqa: F811
    with sealed(mail, circle, theirs=circle.ec, ours=circle.our_ec) as e:
        letter = e.hand_in()
        said = circle.reads(letter, circle.ec, circle.our_ec)
        assert "Tolong" in said.get_body(("plain",)).get_content() \
            if said.is_multipart() else "Tolong" in said.get_content()
        shape = openssl("cms", "-cmsout", "-print", data=bytes(letter))
        assert b"dhSinglePass-stdDH-sha256kdf-scheme" in shape
        mail.send(answer(letter, "1", circle.our_ec.encrypt(circle.ec.sign(
            text_entity("JAWAB\nSelesai.")))), to=str(letter["Reply-To"]))
        assert b"dibaca sebagai JAWAB" in circle.ec.opens(e.letter())
        assert e.handoff()["state"] == "answered"


def tray(e):
    return e.hub.ask("tray")["letters"]


def test_what_is_only_encrypted_is_held(mail, circle):  # noqa: F811
    with sealed(mail, circle) as e:
        ours = e.hand_in()
        e.mail.send(answer(ours, "d", circle.ours.encrypt(
            text_entity("JAWAB\nSelesai."))), to=str(ours["Reply-To"]))
        assert "SETUJU" in circle.reads(e.letter()).get_content()
        assert e.handoff()["state"] == "offered"


def test_a_letter_that_does_not_open_is_kept_and_named(
        mail, circle):  # noqa: F811
    with sealed(mail, circle) as e:
        ours = e.hand_in()
        e.mail.send(answer(ours, "e", circle.stranger.encrypt(
            circle.theirs.sign(text_entity("TERIMA")))),
            to=str(ours["Reply-To"]))
        kept, = wait_for("it is in the tray", lambda: tray(e))
        assert kept["why"] == "the letter is encrypted for others, and not " \
            "for our certificate"
        assert e.handoff()["state"] == "offered"
        shown = e.hub.ask("tray_show", ref=kept["letter"])
        assert "pkcs7-mime" in json.dumps(shown)


def test_a_bad_signature_is_named_where_people_look(
        mail, circle):  # noqa: F811
    with sealed(mail, circle) as e:
        ours = e.hand_in()
        e.mail.send(answer(ours, "f", circle.ours.encrypt(
            circle.stranger.sign(text_entity("JAWAB\nSelesai.")))),
            to=str(ours["Reply-To"]))
        assert "SETUJU" in circle.reads(e.letter()).get_content()
        kept, = wait_for("it is held", lambda: tray(e))
        assert kept["state"] == "held"
        assert kept["why"].startswith("its signature proves nothing: signer:")


def composed_for_nobody(mail, circle, e):
    """A case whose letter was written to be encrypted and could not leave."""
    e.hub.configure(e.sections.replace(f":{mail.ports['submission']}", ":9"))
    assert e.hub.ask("reload")["good"]
    status, body = e.source.post("/v1/cases", {
        "tracking_id": "postcard", **CASE, "complainant": PERSON})
    assert status == 201, body
    e.case = body["case"]
    wait_for("an attempt", lambda: log_of(e, "simpul.handoff.dispatching.v1"))


def test_it_never_leaves_unencrypted_what_was_written_to_be(
        mail, circle):  # noqa: F811
    with sealed(mail, circle, options=NEEDS) as e:
        composed_for_nobody(mail, circle, e)
        e.hub.configure(e.sections.replace(
            f'encrypt = "{circle.theirs.cert}"', ""))
        assert e.hub.ask("reload")["good"]
        wait_for("it is parked", lambda: e.handoff()["delivery"]["state"]
                 == "parked")
        assert "composed to leave encrypted" in e.hub.tail()
        assert mail.raw(EMBASSY) == []
        status, text = e.hub.ctl("recompose", e.handoff()["id"])
        assert status == 0, text
        text, data, _ = parts_of(circle.ours.checks(e.letter()))
        assert "Ni Made Uji" not in text
        assert "complainant" not in data["handoff"]


def test_every_attempt_is_sealed_anew_around_the_same_letter(
        mail, circle):  # noqa: F811
    with sealed(mail, circle, options=NEEDS) as e:
        composed_for_nobody(mail, circle, e)
        e.hub.configure(e.sections)
        assert e.hub.ask("reload")["good"]
        ours = e.letter()
        assert "Tolong" in parts_of(circle.reads(ours))[0]
        entries = log_of(e, "simpul.handoff.dispatching.v1")
        assert len(entries) > 1
        assert len({entry["payload_out"]["size"] for entry in entries}) == 1
        assert all(entry["payload_sent"]["size"] > 8000 for entry in entries)
        with rows_of(e.hub.folder) as rows:
            assert rows("SELECT count(*) FROM content WHERE id IN "
                        "(SELECT request FROM delivery)") == [(1,)]


@pytest.mark.skipif(not has_faults(), reason="built without --enable-faults")
def test_certificates_that_have_expired_stop_letters_and_are_named(
        mail, circle):  # noqa: F811
    with sealed(mail, circle) as e:
        assert e.hub.ask("clock", forward_ms=31 * 86400000)["good"]
        status, body = e.source.post("/v1/cases",
                                     {"tracking_id": "late", **CASE})
        assert status == 201, body
        named = "our certificate of letters (auth.cert) has expired"
        wait_for("it is named", lambda: named in e.hub.tail())
        assert mail.raw(EMBASSY) == []
        assert "paused" in [one["link"] for one in
                            e.hub.ask("institutions")["institutions"]]
