# SPDX-License-Identifier: Apache-2.0
"""The real thing: Debian's Redmine with SQLite and puma, started here, in a
folder of its own.  What is said is what the stand-in hears too; the hub dies
at each step of an issue with files."""
import pytest

from redmine_death import DEATHS, dies_at
from redmine_desk import HUB_KEY, Real
from redmine_talk import (  # noqa: F401  the tests that every Redmine is for
    Talk, test_a_case_with_two_files_becomes_one_issue,
    test_a_closed_issue_without_a_note_is_a_comment,
    test_a_refusal_names_who_it_belongs_to,
    test_a_status_that_redmine_passes_over_is_told,
    test_a_withdrawn_case_is_closed_there,
    test_files_of_an_agent_come_before_the_answer,
    test_work_of_an_agent_comes_back)
from wires import wait_for
from wreck import has_faults


@pytest.fixture(scope="module")
def redmine():
    with Real() as desk:
        yield desk


@pytest.fixture(scope="module")
def talk(redmine):
    with Talk(redmine) as both:
        yield both


@pytest.mark.skipif(not has_faults(), reason="built without --enable-faults")
@pytest.mark.parametrize("name", DEATHS)
def test_a_death_makes_no_second_issue(redmine, name):
    dies_at(redmine, DEATHS[name])


def test_who_may_not_work_there_is_told_so(talk):
    """A key that Redmine does not take pauses the link; nothing is lost."""
    talk.hub.secret("redmine.key", "0" * 40 + "\n")
    assert talk.hub.ask("reload")["good"]
    case, handoff = talk.hand_over()
    wait_for("the link to be paused", lambda: "paused" in [
        r["link"] for r in talk.hub.ask("institutions")["institutions"]])
    talk.hub.secret("redmine.key", HUB_KEY + "\n")
    assert talk.hub.ask("reload")["good"]
    status, said = talk.hub.ctl("retry", "--institution", "telkom")
    assert status == 0, said
    talk.arrived(case, handoff)
