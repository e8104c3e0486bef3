# SPDX-License-Identifier: Apache-2.0
"""SP4N-LAPOR! by configuration alone, both ways: a case becomes one complaint
there and is handed on, what is said there comes back, its complaints come to
the hub, and nothing is lost or doubled when answers or the hub are."""
import base64
import itertools

import pytest

from hub import INSTITUTIONS, Hub
from lapor import Lapor
from wires import DEADLINE, wait_for

NUMBERS = itertools.count(1)


class Bed:
    """A hub with an SP4N-LAPOR!, and who asks them."""

    def __init__(self, env=None):
        self.hub = Hub(env=env)
        self.lapor = Lapor(self.hub)

    def __enter__(self):
        try:
            self.hub.prepare()
            self.lapor.start()
            self.hub.institutions = INSTITUTIONS + self.lapor.section()
            self.hub.configure(self.hub.institutions)
            self.hub.start()
        except BaseException:
            self.__exit__(None)
            raise
        self.web = self.hub.caller("source", "lapor")
        self.coordinator = self.hub.caller("coordinator", "inspektorat")
        return self

    def __exit__(self, kind, *_):
        try:
            self.hub.__exit__(kind)
        finally:
            self.lapor.stop()

    def restart(self):
        """As after a power cut."""
        self.hub.kill()
        for caller in self.hub.callers:
            caller.close()
        self.hub.start()

    def hand_over(self, **members):
        answer = self.web.post("/v1/cases", {
            "narrative": "Jalan berlubang di depan pasar.",
            "category": "jalan", "channel": "sms",
            "tracking_id": f"W-{next(NUMBERS)}", **members})
        assert answer.status == 201, answer
        return answer.body["case"], answer.body["handoff"]

    def upload(self, data, name):
        place = self.web.post("/v1/attachments", headers={
            "Tus-Resumable": "1.0.0", "Upload-Length": str(len(data)),
            "Upload-Metadata": "filename " + base64.b64encode(
                name.encode()).decode()}).headers["Location"]
        for start in range(0, len(data), 1 << 20):
            answer = self.web.call(
                "PATCH", place, data[start:start + (1 << 20)], headers={
                    "Tus-Resumable": "1.0.0", "Upload-Offset": str(start),
                    "Content-Type": "application/offset+octet-stream"})
            assert answer.status == 204, answer
        return place.rsplit("/", 1)[1]

    def handoff(self, case, handoff):
        body = self.coordinator.get(f"/v1/cases/{case}").body
        return next(h for h in body["handoffs"] if h["id"] == handoff)

    def arrived(self, case, handoff, seconds=DEADLINE):
        """The complaint that it became, once the hub knows that too."""
        found = self.lapor.handed_on(handoff, seconds)
        wait_for("the hub to know", lambda: self.handoff(
            case, handoff)["delivery"]["state"] == "delivered", seconds)
        known = self.handoff(case, handoff)["delivery"]["remote_ref"]
        assert known == str(found["id"])
        return found

    def said(self, case):
        items = self.coordinator.get(
            f"/v1/cases/{case}/timeline?limit=200").body["items"]
        return [(i["event"], i.get("text", "")) for i in items
                if i["type"] == "said"]

    def hears(self, case, event, text):
        wait_for(f"{event}: {text}",
                 lambda: (event, text) in self.said(case))


@pytest.fixture(scope="module")
def bed():
    with Bed() as bed:
        yield bed


def test_a_case_becomes_a_complaint_that_is_handed_on(bed):
    case, handoff = bed.hand_over(region="51.71")
    found = bed.arrived(case, handoff)
    assert found["disposition_id"] == 12
    assert found["channel"] == "SMS"
    assert found["location_id"] == 5171
    assert found["content"].startswith("Jalan berlubang di depan pasar.\n")
