# SPDX-License-Identifier: Apache-2.0
"""The hub dies while a case with two files is on its way into a Redmine: at
each of its steps, and at each place of a step where something could be lost.
When it is back there is one issue, with both files."""
from redmine_talk import Talk, expect_files
from wires import wait_for
from wreck import rows_of

STEPS = {"the first file": 1, "the second file": 2, "the issue": 3}
PLACES = {"before sending": "dispatch.before_send",
          "with the answer unread": "dispatch.answered",
          "with what it means unkept": "conclude.run"}
DEATHS = {f"{step}, {place}": f"{point}:{number}"
          for step, number in STEPS.items()
          for place, point in PLACES.items()}


def expect_one_issue(talk, case, handoff):
    """It is there once, and the hub's own log says so without a gap."""
    expect_files(talk.arrived(case, handoff))
    with rows_of(talk.hub.folder) as rows:
        assert rows("SELECT count(*) FROM delivery WHERE lease <> 0"
                    " AND state < 10") == [(0,)]
    status, said = talk.hub.ctl("parked")
    assert status == 0 and handoff not in said, said


def dies_at(desk, point):
    """The hub ends itself at the point and comes back."""
    with Talk(desk, env={"SIMPUL_CRASH": point}) as talk:
        case, handoff = talk.hand_over_files()
        wait_for("the hub to die",
                 lambda: talk.hub.process.poll() is not None)
        talk.come_back()
        expect_one_issue(talk, case, handoff)
