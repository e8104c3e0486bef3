# SPDX-License-Identifier: Apache-2.0
"""Kill -9 of the hub at each place where something could be lost, and of the
worker in each call: what was promised is kept, what left is known, nothing is
said twice."""
import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from wires import wait_for
from wreck import CALLERS, EACH, Story, has_faults, rows_of

pytestmark = pytest.mark.skipif(
    not has_faults(), reason="built without --enable-faults")

AT_ONCE = 3     # stories that are told at the same time

# Where the hub dies, and when: at which pass of the point.
POINTS = {
    "after receiving, before the commit": "apply.run:3",
    "in the group, before its commit": "ledger.in_group:9",
    "after the group's commit": "ledger.committed:9",
    "after the commit, before the reply": "api.committed:4",
    "after dispatching, before sending": "dispatch.before_send:2",
    "after the answer, before it is judged": "dispatch.answered:2",
    "after the answer, before its commit": "conclude.run:2",
    "after the commit of what KSP said": "inbound.committed:2",
}


def dies_at(point):
    """Many cases come in, the hub dies at its point and comes back."""
    with Story(point) as story:
        story.hand_in_many()
        story.dead()
        under_way = story.left_under_way()
        story.come_back()
        story.judge(under_way)


def dies_twice():
    """It dies again while it mends what it left."""
    with Story("dispatch.before_send:2") as story:
        story.hand_in_many()
        story.dead()
        story.hub.env["SIMPUL_CRASH"] = "conclude.run:1"
        story.hub.launch()
        story.dead()
        under_way = story.left_under_way()
        story.come_back()
        story.judge(under_way)


def dies_again_and_again():
    """At moments that no point names, with work of every age under way."""
    with Story() as story:
        for number, more in enumerate((3, 11, 5, 17, 2, 8)):
            story.die_at = len(story.promised) + more
            story.hand_in_many(f"R{number}", each=20)
            story.dead()
            story.hub.start()
        story.judge()


def dies_unanswered(fail):
    """KSP has the request and holds its answer; the hub dies."""
    with Story() as story:
        story.ksp.mode(fail=fail, times=3, seconds=60)
        story.hand_in_many()
        story.wait_for_held(3)
        story.hub.kill()
        under_way = story.left_under_way()
        assert len(under_way) >= 3, under_way
        story.ksp.mode(fail="", times=0)
        story.come_back()
        story.judge(under_way)


def dies_in_a_reload():
    """The new institutions have their numbers, the hub dies."""
    with Story("reload.rostered:1") as story:
        story.hand_in_many()
        story.hub.institutions += story.ksp.section().replace(
            'institution "ksp"', 'institution "ksp-two"')
        story.hub.configure(story.hub.institutions)
        story.told_to_reload()
        story.dead()
        under_way = story.left_under_way()
        story.come_back()
        story.judge(under_way)
        with rows_of(story.hub.folder) as rows:
            names = [name for name, in rows("SELECT name FROM institution")]
        assert sorted(names) == sorted(set(names)) and "ksp-two" in names


def worker_dies(story, calls, act):
    """The worker is stopped, given its calls by the act, and killed."""
    pid, = story.hub.workers()
    os.kill(pid, signal.SIGSTOP)
    wanted = story.worker_calls() + calls
    act()
    wait_for("the calls", lambda: story.worker_calls() >= wanted)
    os.kill(pid, signal.SIGKILL)
    wait_for("another worker", lambda: story.hub.workers() not in ([], [pid]))


def dies_composing():
    with Story() as story:
        story.begin()
        worker_dies(story, CALLERS * EACH, story.hand_in_many)
        story.judge()
        story.expect_posts_once()


def dies_concluding():
    """The hub has KSP's answers, the worker dies on them."""
    with Story() as story:
        story.begin()
        story.ksp.mode(fail="slow", times=3, seconds=60)
        story.hand_in_many()
        story.wait_for_held(3)
        worker_dies(story, 3, lambda: story.ksp.mode(fail="", times=0))
        story.judge()
        story.expect_posts_once()


def dies_receiving():
    """KSP has said something, the worker dies on it; KSP hears the answer."""
    with Story() as story, ThreadPoolExecutor(1) as pool:
        story.ksp.mode(decide=False)
        _, handoff = story.begin()
        said = []
        worker_dies(story, 1, lambda: said.append(pool.submit(
            story.ksp.tell, "accepted", {"handoff": handoff})))
        status, body = said[0].result()
        assert (status, body["result"]) == (200, "applied")
        story.judge()


TALES = {
    **{name: lambda p=point: dies_at(p) for name, point in POINTS.items()},
    "twice": dies_twice,
    "again and again": dies_again_and_again,
    "after sending, KSP has it and does not answer":
        lambda: dies_unanswered("slow"),
    "after sending, KSP has not taken it": lambda: dies_unanswered("silent"),
    "in a reload": dies_in_a_reload,
    "the worker composes": dies_composing,
    "the worker concludes": dies_concluding,
    "the worker receives": dies_receiving,
}


@pytest.fixture(scope="module")
def told(request):
    """Every tale that was asked for, told beside the others."""
    names = [item.callspec.params["name"] for item in request.session.items
             if "told" in item.fixturenames]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {name: pool.submit(TALES[name]) for name in names}


@pytest.mark.parametrize("name", TALES)
def test_nothing_is_lost_by_a_kill(told, name):
    told[name].result()
