# SPDX-License-Identifier: Apache-2.0
"""A hub and an Ombudsman that is a script over a raw socket: what it answers,
well or ill, is bytes."""
import itertools

from lxml import etree
from soap import PERSON, ombudsman

from hub import INSTITUTIONS, Hub
from ombudsman_seal import envelope_of
from peers import Peer, header
from wires import wait_for

NS = ombudsman.NS
WSA = "http://www.w3.org/2005/08/addressing"
SOAP = "http://www.w3.org/2003/05/soap-envelope"
MEDIA = "Content-Type: application/soap+xml; charset=utf-8"
NUMBERS = itertools.count(1)
SECTION = """
institution "ombudsman" {{
  name = "Ombudsman RI"
  plugin = "ombudsman"
  url = "http://127.0.0.1:{port}"
  idempotent = {idempotent}
  {more}
  auth_in {{ kind = "api-key" header = "X-Kunci"
            secret_file = "@FOLDER@/omb.key-in" }}
  limits {{ timeout = "{timeout}" failures = 1000 body = "16M" }}
  requires = {{ "identity", "prior_complaint", "consent" }}
  agreement {{ number = "NK-7/2026" until = "2090-12-31"
              basis = "UU 37/2008 pasal 24" }}
  disclose = {{ "name", "birth_place", "birth_date", "marital_status",
               "occupation", "address" }}
  options {{ address = "https://o.example/soap"
            endpoint = "https://localhost:{hub}/in/ombudsman" }}
}}
route "ombudsman" {{ category = {{ "omb" }} to = "ombudsman" }}
"""


class Asked:
    """One call of the hub's as it came, and what stands in it."""

    def __init__(self, head, body):
        self.head, self.body = head, body
        self.root = envelope_of(
            body, header(head, "Content-Type")[0])
        self.word = etree.QName(self.root.find(f"{{{SOAP}}}Body")[0]).localname
        self.handoff = self.text("handoff")

    def text(self, name):
        return self.root.findtext(f".//{{*}}{name}") or ""

    def answer(self, inside, header=""):
        """An envelope that answers it."""
        return (f"<s:Envelope xmlns:s='{SOAP}' xmlns:a='{WSA}'><s:Header>"
                f"<a:RelatesTo>{self.text('MessageID')}</a:RelatesTo>{header}"
                f"</s:Header><s:Body>{inside}</s:Body></s:Envelope>").encode()

    def said(self, inside, name=None):
        name = name or f"{self.word}Response"
        return self.answer(typed(name, inside))

    def fault(self, code, detail=""):
        """A typed fault, or a plain one."""
        what = f"<s:Detail>{detail}</s:Detail>" if detail else ""
        return self.answer(
            f"<s:Fault><s:Code><s:Value>s:{code}</s:Value></s:Code><s:Reason>"
            f"<s:Text xml:lang='en'>x</s:Text></s:Reason>{what}</s:Fault>")


class Wire:
    """plan: how the next calls are answered, functions of conn and Asked."""

    def __init__(self, timeout="3s", more="", idempotent="true"):
        self.hub, self.peer, self.plan, self.asked = Hub(), Peer(self.serve), \
            [], []
        self.peer.taken = set()
        self.hub.secret("omb.key-in", "k-in\n")
        self.hub.institutions = INSTITUTIONS + SECTION.format(
            port=self.peer.port, hub=self.hub.port, timeout=timeout, more=more,
            idempotent=idempotent)

    def __enter__(self):
        self.hub.__enter__()
        self.lapor = self.hub.caller("source", "lapor")
        self.coordinator = self.hub.caller("coordinator", "inspektorat")
        return self

    def __exit__(self, *why):
        self.peer.__exit__(*why)
        return self.hub.__exit__(*why)

    def serve(self, conn):
        while True:
            came = conn.request()
            if came is None:
                return
            asked = Asked(*came)
            self.asked.append(asked)
            how = self.plan.pop(0) if self.plan else well
            if how(conn, asked) is False:
                return

    def hand_over(self, *plan, **members):
        self.plan = list(plan)
        answer = self.lapor.post("/v1/cases", {
            "narrative": "Izin usaha tidak diproses.", "category": "omb",
            "tracking_id": f"K-{next(NUMBERS)}",
            "prior_complaint": "PTSP-778", "complainant": PERSON,
            "consent": "Saya setuju laporan ini disampaikan.", **members})
        assert answer.status == 201, answer
        return answer.body["case"], answer.body["handoff"]

    def handoff(self, case, handoff):
        body = self.coordinator.get(f"/v1/cases/{case}").body
        return next(h for h in body["handoffs"] if h["id"] == handoff)

    def delivery(self, what):
        return self.handoff(*what)["delivery"]

    def wait(self, what, state):
        wait_for(f"{what} to be {state}",
                 lambda: self.delivery(what)["state"] == state)
        return self.delivery(what)

    def parked(self, handoff):
        """Why a delivery is left to a person."""
        items = self.coordinator.get("/v1/deliveries?state=parked").body
        return next(i for i in items["items"] if i["handoff"] == handoff)

    def calls(self, handoff, word="Handoff"):
        return [a for a in self.asked
                if (a.word, a.handoff) == (word, handoff)]


def well(conn, asked):
    """They take it; of what they never took they say so."""
    peer, inside = conn.peer, f"<handoff>{asked.handoff}</handoff>"
    if asked.word == "Handoff":
        peer.taken.add(asked.handoff)
    reference = f"<reference>LM-{asked.handoff}</reference>"
    if asked.word == "GetStatus" and asked.handoff not in peer.taken:
        conn.answer(400, asked.fault("Sender", typed("UnknownFault", inside)),
                    MEDIA)
    elif asked.word in ("Handoff", "GetStatus"):
        conn.answer(200, asked.said(reference), MEDIA)
    else:
        conn.answer(200, asked.said(
            "<more>false</more>" if asked.word == "GetInbox" else inside),
            MEDIA)


def typed(name, inside):
    """An element of the contract."""
    return f"<{name} xmlns='{NS}'>{inside}</{name}>"


def say(status, make, *headers):
    """Answers with what make makes of the call."""
    return lambda conn, asked: conn.answer(
        status, make(asked), *(headers or (MEDIA,)))
