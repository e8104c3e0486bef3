# SPDX-License-Identifier: Apache-2.0
# For tests of seals: a system that takes a case as JSON and tells of it.
def compose: {method: "POST", path: ["cases", .handoff.id],
  body: {event: .event.kind, text: .handoff.narrative}};
def conclude:
  if .status == 200 then {kind: "delivered", remote_ref: must_id($__loc__;
    "body.number")}
  else {kind: "deferred"} end;
def receive: {kind: "progress", handoff_id: .body.handoff, text:
  (.body.text + " " + (.query.q // "-") + " " + (.headers["etag"] // "-")),
  their_id: .body.number};
def reply: {status: 200, body: {applied: .results[0].applied}};
