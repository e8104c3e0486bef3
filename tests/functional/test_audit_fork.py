# SPDX-License-Identifier: Apache-2.0
"""A database of yesterday that was put back by hand, the last signed
checkpoint removed: the log forks, and whoever got a message in between has
what names the fork, its size and its root."""
import base64
import contextlib
import email.message
import email.policy
import shutil

import pytest

from hub import INSTITUTIONS, Hub, plain
from ksp import Ksp
from mail import EMBASSY, Mail
from treelog import Ran
from wires import wait_for

ROUTE = 'route "to-{0}" {{ category = {{ "roads" }} to = "{0}" }}\n'
REST = (plain("lapor", "SP4N-LAPOR!", source=True, holds=False)
        + plain("inspektorat", "Inspektorat Provinsi Bali", source=True)
        + 'coordinator { institution = "inspektorat" }\n')


def hand_in(hub, tracking):
    answer = hub.caller("source", "lapor").post("/v1/cases", {
        "narrative": "Jalan rusak", "category": "roads",
        "tracking_id": tracking})
    assert answer.status == 201, answer


def published(hub):
    """Waits until nothing waits; what is said of the log then."""
    def settled():
        said = hub.ask("audit_status")
        return said if said["lag"] == 0 else None
    return wait_for("the log to be published", settled)


def delivered(hub):
    """Waits until nothing is under way."""
    wait_for("deliveries to end", lambda: hub.metrics().get(
        "simpul_deliveries_waiting", 0) == 0)
    return published(hub)


def named_by(header):
    """Size and root of the checkpoint that a message carries."""
    note = base64.b64decode("".join(header.split())).decode()
    _, size, root, *_ = note.split("\n")
    return int(size), root


def forked(hub):
    """A day passes and is forgotten; the last message of that day carries a
    checkpoint of at least so many entries."""
    hand_in(hub, "1")
    delivered(hub)
    hub.stop()
    shutil.copytree(hub.folder / "data", hub.folder / "yesterday")
    hub.start()
    hand_in(hub, "2")
    signed = delivered(hub)
    hand_in(hub, "3")       # its message carries the last checkpoint
    delivered(hub)
    hub.stop()
    shutil.rmtree(hub.folder / "data")
    (hub.folder / "yesterday").rename(hub.folder / "data")
    hub.expect_no_start("would fork")
    (hub.folder / "last/checkpoint").unlink()
    hub.start()
    assert "is missing" in hub.tail()
    return signed["size"]


def fsck(hub, old):
    """What simpulctl audit fsck finds, with that file from elsewhere."""
    path = hub.folder / "old"
    path.write_bytes(old)
    return Ran("fsck", "--old", path, config=hub.conf)


def expect_fork(hub, old, size, root):
    found = fsck(hub, old)
    assert found.status == 1, found.said
    assert found.kinds == ["old-fork"], found.text
    said = found.json["findings"][0]["text"]
    assert f"at {size} entries" in said and f"with root {root} " in said
    return said


def grow_beyond(hub, size):
    """Another history that is longer."""
    number = 10
    while published(hub)["size"] <= size:
        hand_in(hub, str(number))
        number += 1
    delivered(hub)


def as_file(letter):
    """Passed on as a file, in base64."""
    made = email.message.EmailMessage()
    made["Subject"] = "Fwd: laporan"
    made.set_content("Terlampir.")
    made.add_attachment(letter, "application", "octet-stream",
                        filename="laporan.eml")
    return made.as_bytes()


def as_text(letter):
    """Its header copied into a text, in quoted-printable."""
    head = letter.split(b"\r\n\r\n")[0].replace(b"\r\n", b"\n")
    made = email.message.EmailMessage()
    made["Subject"] = "Kepala surat"
    made.set_content("Kepada auditor \u2014\n\n" + head.decode() + "\n",
                     cte="quoted-printable")
    return made.as_bytes()


def as_note(letter):
    """The checkpoint itself in a text in base64."""
    read = email.message_from_bytes(letter, policy=email.policy.default)
    note = base64.b64decode("".join(read["Simpul-Checkpoint"].split()))
    made = email.message.EmailMessage()
    made.set_content("Salinan:\n\n" + note.decode(), cte="base64")
    return made.as_bytes()


@contextlib.contextmanager
def embassy():
    """A hub that writes to an embassy."""
    with Mail() as mail, Hub(institutions=mail.section() + mail.embassy()
                             + REST + ROUTE.format("kedutaan")) as hub:
        yield hub, mail


def test_the_letter_in_the_embassys_mailbox_names_the_fork():
    with embassy() as (hub, mail):
        least = forked(hub)
        letters = mail.raw(EMBASSY)
        assert len(letters) >= 3
        letter = letters[-1]
        size, root = named_by(str(email.message_from_bytes(
            letter, policy=email.policy.default)["Simpul-Checkpoint"]))
        assert size >= least
        assert fsck(hub, letter).kinds == ["old-ahead"]
        assert root in fsck(hub, letter).text
        grow_beyond(hub, size)
        said = expect_fork(hub, letter, size, root)
        for changed in (as_file, as_text, as_note):
            assert expect_fork(hub, changed(letter), size, root) == said
        # Whoever has none but that of the first day sees no fork.
        assert fsck(hub, letters[0]).kinds in ([], ["old-none"])


def test_a_capture_of_http_names_the_fork():
    hub = Hub()
    with Ksp(hub.folder, hub.port) as ksp:
        hub.institutions = INSTITUTIONS + ROUTE.format("ksp") + ksp.section()
        with hub:
            least = forked(hub)
            header = ksp.posts()[-1]["checkpoint"]
            size, root = named_by(header)
            assert size >= least
            grow_beyond(hub, size)
            expect_fork(hub, b"POST /in HTTP/1.1\r\nHost: ksp\r\n"
                        b"Simpul-Checkpoint: " + header.encode()
                        + b"\r\nContent-Length: 2\r\n\r\n{}", size, root)


@pytest.mark.parametrize("change", [as_file, as_text])
def test_a_letter_without_a_checkpoint_has_none_in_its_parts(tmp_path, change):
    with Hub() as hub:
        published(hub)
        found = fsck(hub, change(b"Subject: x\r\n\r\nhalo\r\n"))
        assert found.kinds == ["old-none"], found.text
