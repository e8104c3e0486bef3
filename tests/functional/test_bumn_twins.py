# SPDX-License-Identifier: Apache-2.0
"""Two state enterprises in one Redmine, and a Redmine that takes one ticket for
another: what is said of one case never touches another, and what nobody can
tell apart is taken for neither, in words."""
import itertools
import time

import pytest

from hub import INSTITUTIONS, Hub
from redmine_desk import MAP, SECTION
from redmine_liar import SETTINGS, Bed, Desk
from wires import wait_for

TWIN = SECTION.replace('"telkom"', '"telkomsel"').replace(
    "phones", "mobiles")
NUMBERS = itertools.count(1)


class Twins(Bed):
    def __init__(self, hub, desk):
        super().__init__(hub, desk)
        self.log = 0

    def given(self, category):
        """A case that they have, its handoff and their number of it."""
        case, handoff = self.hand_over(category)
        wait_for("it to arrive", lambda: self.handoff(
            case, handoff)["delivery"]["state"] == "delivered")
        return case, handoff, int(self.handoff(
            case, handoff)["delivery"]["remote_ref"])

    def two_rounds(self):
        """Both have asked for all that is there by then."""
        polls = self.desk.polls()
        wait_for("rounds", lambda: self.desk.polls() >= polls + 6)

    def mark(self):
        self.log = len(self.hub.log.read_text())

    def since(self):
        """What the log says since the mark."""
        return self.hub.log.read_text()[self.log:]


@pytest.fixture(scope="module")
def twins():
    desk, hub = Desk(), Hub()
    hub.secret("redmine.key", "5" * 40 + "\n")
    hub.institutions = INSTITUTIONS + (SECTION + TWIN).format(
        port=desk.peer.port, map=MAP, settings=SETTINGS)
    try:
        with hub:
            yield Twins(hub, desk)
    finally:
        desk.peer.__exit__()


@pytest.fixture(autouse=True)
def quiet(twins):
    yield
    twins.desk.listed, twins.desk.lie = [], None


def issue(number, note, *handoff):
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return {"id": number, "updated_on": at,
            "custom_fields": [{"id": 5, "value": h} for h in handoff],
            "journals": [{"id": next(NUMBERS), "created_on": at,
                          "user": {"name": "Ani"}, "notes": note}]}


def heard(bed, case, note):
    return bed.said(case).count(("progress", note))


def test_events_of_one_never_touch_the_others_case(twins):
    one, two = twins.given("phones"), twins.given("mobiles")
    twins.desk.listed = [issue(one[2], "Milik Telkom.", one[1]),
                         issue(two[2], "Milik Telkomsel.", two[1])]
    for case, note in (one[0], "Milik Telkom."), (two[0], "Milik Telkomsel."):
        wait_for(note, lambda: heard(twins, case, note))
    twins.two_rounds()
    assert [heard(twins, case, note) for case in (one[0], two[0])
            for note in ("Milik Telkom.", "Milik Telkomsel.")] == [1, 0, 0, 1]


def test_a_reference_beside_another_cases_handoff_is_neithers(twins):
    """An agent wrote another case's number into the field of an issue."""
    one, other = twins.given("phones"), twins.given("phones")
    twins.mark()
    twins.desk.listed = [issue(one[2], "Untuk siapa?", other[1])]
    wait_for("words", lambda: "the handoff and the reference named are of two "
             "cases" in twins.since())
    assert not heard(twins, one[0], "Untuk siapa?")
    assert not heard(twins, other[0], "Untuk siapa?")


def test_another_ticket_than_the_one_asked_for_is_no_answer(twins):
    one, other = twins.given("phones"), twins.given("phones")
    asked = twins.desk.answer
    swapped = issue(other[2], "Tertukar.", other[1])
    twins.desk.listed = [issue(one[2], "Benar.", one[1])]

    def answer(line, body):
        if line.startswith(f"GET /issues/{one[2]}.json"):
            return 200, {"issue": swapped}
        return asked(line, body)
    twins.desk.answer = answer
    try:
        wait_for("a sentence", lambda: "expected the one that was asked for"
                 in str(twins.row().get("poll_problem")))
        assert not heard(twins, other[0], "Tertukar.")
    finally:
        twins.desk.answer = asked
    wait_for("the right one", lambda: heard(twins, one[0], "Benar."))
    assert not heard(twins, one[0], "Tertukar.")


def test_one_number_for_two_cases_is_neithers(twins):
    """Their system gives out a number twice: each case is there, and news of
    the number alone are taken for neither."""
    asked = twins.desk.answer
    twins.desk.answer = lambda line, body: (201, {"issue": {"id": 999}}) \
        if line.startswith("POST") else asked(line, body)
    try:
        one, other = twins.given("phones"), twins.given("phones")
    finally:
        twins.desk.answer = asked
    assert one[2] == other[2] == 999
    twins.mark()
    twins.desk.listed = [issue(999, "Untuk siapa lagi?")]
    wait_for("words", lambda: "several open cases have this reference"
             in twins.since())
    assert not heard(twins, one[0], "Untuk siapa lagi?")
    assert not heard(twins, other[0], "Untuk siapa lagi?")
    twins.desk.listed = [issue(999, "Untuk yang pertama.", one[1])]
    wait_for("the first", lambda: heard(twins, one[0], "Untuk yang pertama."))
    assert not heard(twins, other[0], "Untuk yang pertama.")
