# SPDX-License-Identifier: Apache-2.0
"""Kill -9 of the hub at each step of a case with files into Redmine, with the
stand-in; what the real one does then is in long_redmine.py."""
from concurrent.futures import ThreadPoolExecutor

import pytest

from redmine_death import DEATHS, STEPS, dies_at, expect_one_issue
from redmine_desk import StandIn
from redmine_talk import Talk
from wires import wait_for
from wreck import has_faults

pytestmark = pytest.mark.skipif(
    not has_faults(), reason="built without --enable-faults")

AT_ONCE = 3     # deaths that are died at the same time


def dies_at_a_point(point):
    with StandIn() as desk:
        dies_at(desk, point)


def dies_unanswered(number):
    """Redmine has done it and holds its answer."""
    asked = "POST /issues" if number == 3 else "POST /uploads"
    with StandIn() as desk, Talk(desk) as talk:
        desk.mode(fail="held", on=asked, after=number == 2)
        case, handoff = talk.hand_over_files()
        wait_for("it to be done", desk.held)
        talk.hub.kill()
        talk.come_back()
        expect_one_issue(talk, case, handoff)


DEATHS_HERE = {
    **{name: (dies_at_a_point, point) for name, point in DEATHS.items()},
    **{f"{name}, unanswered": (dies_unanswered, number)
       for name, number in STEPS.items()},
}


@pytest.fixture(scope="module")
def died(request):
    """Every death that was asked for, died beside the others."""
    names = [item.callspec.params["name"] for item in request.session.items
             if "died" in item.fixturenames]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {name: pool.submit(*DEATHS_HERE[name]) for name in names}


@pytest.mark.parametrize("name", DEATHS_HERE)
def test_a_case_with_files_becomes_one_issue(died, name):
    died[name].result()
