# SPDX-License-Identifier: Apache-2.0
"""A mail server that lies, hangs or dies: each letter is kept, once and whole,
and the hub goes on meanwhile."""
import signal
import threading

import pytest

from hub import Hub
from mail import make_certificates
from mail_liar import Post
from test_api_attachments import send
from test_bad_storage import fill_disk, free_disk
from test_embassy import CASE, OPTIONS, REST, ROUTE
from wires import DEADLINE, wait_for
from wreck import rows_of


class Scene:
    """A hub and its mailbox."""

    def __init__(self, post, hub):
        self.post, self.hub = post, hub

    def rows(self, first=0):
        """What is kept of letters: number and size, of those from one on."""
        with rows_of(self.hub.folder) as ask:
            return ask("SELECT uid, size FROM letter WHERE uid >= ?"
                       " ORDER BY uid, id", first)

    def problem(self):
        box, = self.hub.ask("status")["mailboxes"]
        return box.get("problem", "")

    def hurry(self):
        """A reload: the mailbox is looked at now, whatever went wrong."""
        assert self.hub.ask("reload")["good"]

    def numbers_told(self):
        """How often it said that numbers are not those of before."""
        return self.hub.log.read_text().count("have other numbers now")

    def told(self, words):
        """Once the hub says so."""
        def is_told():
            self.hurry()
            return words in self.hub.log.read_text()
        wait_for(f"it says {words!r}", is_told)

    def hand_in(self, number):
        """A case for the embassy; what waits for a state of its delivery."""
        status, body = self.hub.caller("source", "lapor").post(
            "/v1/cases", {"tracking_id": number, **CASE})
        assert status == 201, body
        desk = self.hub.caller("coordinator", "inspektorat")

        def state():
            return desk.get(f"/v1/cases/{body['case']}").body[
                "handoffs"][0]["delivery"]["state"]
        return lambda *wanted: wait_for(
            f"its delivery is {wanted}", lambda: state() in wanted)

    def keeps(self, *letters):
        """Once each of these is kept, all of it, once, and put away."""
        wanted = [(uid, len(raw)) for uid, raw in letters]

        def are_kept():
            self.hurry()
            return (len(self.rows(wanted[0][0])) >= len(wanted)
                    and not self.post.box)
        wait_for("all are kept", are_kept)
        assert self.rows(wanted[0][0]) == wanted


@pytest.fixture(scope="module")
def scene():
    with Post() as post, Hub(institutions=post.section() + post.embassy(
            more=OPTIONS) + REST + ROUTE.format("kedutaan")) as hub:
        yield Scene(post, hub)


def lie(scene, verb, tell):
    """Sets a trap, puts a letter into it; once it has snapped, the letter."""
    snapped = threading.Event()

    def told(wire, tag, words):
        snapped.set()
        return tell(wire, tag, words)
    scene.post.lies[verb] = told
    letter = scene.post.put("x" * 500)
    scene.hurry()
    assert snapped.wait(DEADLINE)
    return letter


def give(raw, uid=None, length=None, end=False):
    """An answer to a fetch that holds this."""
    def tell(wire, tag, words):
        Post.give(wire, uid or words.split()[2], raw, length)
        return wire.end() if end else wire.say(f"{tag} OK done")
    return tell


LIES = {
    "another letter": ("BODY[]", give(b"From: a@b\r\n\r\nx\r\n", uid=3)),
    "the letter is longer than said": ("BODY[]", give(b"y" * 900, length=80)),
    "it is shorter, and the end": ("BODY[]", give(b"y" * 90, length=99999,
                                                  end=True)),
    "4 GB are announced": ("BODY[]", give(b"y" * 90000, length=1 << 32,
                                          end=True)),
    "a length below nothing": ("BODY[]", give(b"y" * 90, length=-2)),
    "a length of all digits": ("BODY[]", give(b"y" * 90, length="9" * 99)),
    "nothing": ("BODY[]", give(b"")),
    "no string": ("BODY[]", lambda wire, tag, words: wire.say(
        f"* 1 FETCH (UID {words.split()[2]} BODY[] NIL)\r\n{tag} OK done")),
    "it is gone, and is not": ("BODY[]", lambda wire, tag, words: wire.say(
        f"{tag} OK done")),
    "no": ("BODY[]", lambda wire, tag, words: wire.say(f"{tag} NO")),
    "goodbye in the middle": ("BODY[]", lambda wire, tag, words: wire.say(
        "* 1 FETCH (BODY[] {900}\r\nFrom: a\r\n* BYE") and wire.end()),
    "other numbers in the middle": (
        "BODY[]", lambda wire, tag, words: not wire.say(
            "* OK [UIDVALIDITY 99] new")),
    "other numbers when it is opened": (
        "SELECT", lambda wire, tag, words: wire.say(
            f"* OK [UIDVALIDITY 99] new\r\n{tag} OK")),
    "a list that is a flood": (
        "RFC822.SIZE", lambda wire, tag, words: wire.send(
            b"* 1 FETCH (UID 1 RFC822.SIZE 9)\r\n" * 60000)),
    "a line without end": (
        "RFC822.SIZE", lambda wire, tag, words: wire.send(
            b"* 1 FETCH (UID 1 " + b"X" * 3_000_000) and wire.end()),
    "numbers without end": (
        "STATUS", lambda wire, tag, words: wire.say(
            f"* STATUS x (UIDNEXT 9{'9' * 30} UIDVALIDITY 7)\r\n{tag} OK")),
}


@pytest.mark.parametrize("name", LIES)
def test_a_lie_costs_no_letter(scene, name):
    scene.keeps(lie(scene, *LIES[name]))


def test_a_list_may_stand_in_any_order(scene):
    """Behind numbers that nobody has, lists are longer than what is taken of
    one."""
    post = scene.post
    post.next += 64 + 128
    letters = [post.put() for _ in range(150)]

    def backwards(wire, tag, words):
        uids = [uid for uid, _ in letters]
        if f":{uids[-1]} " not in words:
            post.lies["RFC822.SIZE"] = backwards
            return False
        for uid in uids[::-1] + uids:
            post.list(wire, uid)
        return wire.say(f"{tag} OK done")
    post.lies["RFC822.SIZE"] = backwards
    scene.keeps(*letters)


@pytest.mark.parametrize("back, rows", [(0, 0), (1, 1)])
def test_numbers_that_go_down_hide_no_letter(scene, back, rows):
    """A server that came back from a copy, and does not say so: what stands
    where it stood is the very letter again."""
    post = scene.post
    known, last = post.put(), post.put()
    scene.keeps(known, last)
    before, told = len(scene.rows()), scene.numbers_told()
    post.box = {known[0] - back: known[1]}
    post.next = last[0] - back
    wait_for("it is told", lambda: scene.hurry()
             or scene.numbers_told() > told)
    wait_for("the one that is known is put away", lambda: not post.box)
    assert len(scene.rows()) == before + rows
    post.next = last[0] + 1


def test_what_cannot_be_deleted_is_copied_once(scene):
    post = scene.post
    post.moves = False
    try:
        for _ in range(2):
            uid, _ = post.put()
            wait_for("it is copied", lambda: scene.hurry()
                     or [uid] in post.copies)
        scene.told("cannot be taken away")
        assert len(post.copies) == 2
    finally:
        post.moves = True
        post.box = {}


def test_a_letter_that_is_never_given_out_is_for_a_person(scene):
    """Those behind it are kept."""
    post = scene.post
    uid, _ = post.put()
    behind = post.put()

    def never(wire, tag, words):
        if words.split()[2] != str(uid):
            post.lies["BODY[]"] = never
            return False
        post.lies["BODY[]"] = never
        return wire.say(f"{tag} OK done")
    post.lies["BODY[]"] = never
    try:
        wait_for("the next one is kept", lambda: scene.hurry()
                 or scene.rows(behind[0]))
        assert any("does not give it out" in one["why"]
                   for one in scene.hub.ask("tray")["letters"])
    finally:
        post.lies.clear()
        post.box = {}


def test_another_certificate_is_refused_and_told(scene, tmp_path):
    post = scene.post
    make_certificates(tmp_path)
    post.certificate = tmp_path
    letter = post.put()
    try:
        wait_for("it is told", lambda: scene.hurry()
                 or "certificate" in scene.problem())
        assert letter[0] in post.box
    finally:
        post.certificate = post.folder
    scene.keeps(letter)


def test_a_full_disk_leaves_letters_where_they_are(scene):
    fill_disk(scene.hub)
    try:
        letter = scene.post.put("y" * 5000)
        wait_for("it is told",
                 lambda: "cannot keep letters" in scene.problem())
        assert letter[0] in scene.post.box
    finally:
        free_disk(scene.hub)
    scene.keeps(letter)


def test_the_hub_goes_on_while_a_server_thinks(scene):
    """Behind the last byte of a letter, fetched or sent."""
    post, go = scene.post, threading.Event()

    def silent(wire, tag, words):
        uid = int(words.split()[2])
        post.give(wire, uid, post.box[uid])
        scene.hub.caller().get("/healthz")
        go.set()
        return wire.say(f"{tag} OK done")
    letter = lie(scene, "BODY[]", silent)
    assert go.wait(DEADLINE)
    scene.keeps(letter)

    post.hold = threading.Event()
    try:
        is_now = scene.hand_in("thinks")
        wait_for("the letter is there", lambda: post.sent)
        assert scene.hub.caller().get("/healthz").status == 200
        scene.keeps(post.put())
    finally:
        post.hold.set()
    is_now("posted")
    post.hold = None


def test_what_was_taken_and_not_answered_is_not_sent_again(scene):
    """A connection that is lost behind the last byte says nothing."""
    scene.post.lies["DOT"] = lambda wire: wire.end()
    scene.post.sent.clear()
    scene.hand_in("dot")("unknown", "parked")
    assert len(scene.post.sent) == 1


@pytest.mark.parametrize("said, state, times", [
    ("452 4.3.1 no room in the queue", "posted", 2),
    ("552 5.2.2 the mailbox is full", "refused", 1)])
def test_what_has_no_room_goes_again_or_comes_back(scene, said, state, times):
    """By what is said behind the last byte."""
    scene.post.sent.clear()
    scene.post.lies["DOT"] = lambda wire: wire.say(said)
    scene.hand_in(said[:3])(state)
    assert len(scene.post.sent) == times


def test_a_hub_that_ends_waits_for_no_goodbye():
    """A server that has the connection still, and nothing to say."""
    go = threading.Event()
    with Post() as post, Hub(institutions=post.section() + post.embassy(
            more=OPTIONS) + REST + ROUTE.format("kedutaan")) as hub:
        scene = Scene(post, hub)
        fill_disk(hub)
        post.put()
        wait_for("a round has failed", lambda: scene.problem())
        post.lies["LOGOUT"] = lambda *_: go.wait(2 * DEADLINE)
        free_disk(hub)
        assert hub.stop() == 0
        go.set()


def test_no_half_of_a_letter_is_sent_as_the_whole():
    """The hub is stopped, twice and in earnest, in the middle of one."""
    begun, go = threading.Event(), threading.Event()

    def slow(wire):
        begun.set()
        go.wait(DEADLINE)
    with Post() as post, Hub(institutions=post.section() + post.embassy(
            more=OPTIONS) + REST + ROUTE.format("kedutaan")) as hub:
        post.lies["DATA"] = slow
        lapor = hub.caller("source", "lapor")
        status, body = lapor.post("/v1/cases", {
            "tracking_id": "half", **CASE,
            "attachments": [send(lapor, bytes(12 << 20))]})
        assert status == 201, body
        assert begun.wait(DEADLINE)
        hub.process.send_signal(signal.SIGTERM)
        wait_for("it ends", lambda: "stopping: no new work" in hub.tail())
        assert hub.stop() == 0
        go.set()
        wait_for("the server sees the end", lambda: post.half or post.sent)
        assert not post.sent
