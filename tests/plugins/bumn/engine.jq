# SPDX-License-Identifier: Apache-2.0
# For engine.case: what a map may and may not, one thing per subject of a case.
def compose:
  .handoff.subject as $what
  | {method: "POST", path: ["a b", "c/d"], query: {n: 7, left: null},
     headers: {"X-Key": .at.key}} +
    (if $what == "pure" then {body: {now: now, env: env, dollar: $ENV,
        back: ("2026-02-02T09:40:00+07:00" | seconds | instant),
        day: (1709164800 | instant), settings: $settings}}
     elif $what == "form" then {form: {a: "1 & 2", b: "ya"}}
     elif $what == "text" then {type: "text/plain", body: .handoff.narrative}
     elif $what == "parts" then {parts: [{name: "json", type:
        "application/json", text: ({a: 1} | tojson)},
        {name: "f", filename: "x.jpg", type: "image/jpeg",
         attachment: .handoff.attachments[0].id}]}
     elif $what == "input" then {body: input}
     elif $what == "halt" then {body: halt}
     elif $what == "zone" then {body: (0 | localtime)}
     elif $what == "modules" then {body: ("a" | modulemeta)}
     elif $what == "unsayable" then unsayable("no word for it")
     elif $what == "jq" then {body: (.handoff.narrative | .secret)}
     elif $what == "many" then {body: 1}, {body: 2}
     elif $what == "none" then empty
     elif $what == "large" then {body: [range(60000)]}
     elif $what == "path" then {path: {}}
     elif $what == "segment" then {path: ["x", null]}
     else {body: null} end);
def conclude:
  if .status >= 400 then malformed("expected less than 400")
  elif .status == 200 then .body.events
  elif .status == 201 then {kind: "delivered",
    remote_ref: must($__loc__; "body.a.b"; "string")}
  else {kind: "delivered", remote_ref: .text} end;
def receive: {kind: "progress", handoff_id: .body.id, text: .body.text,
  their_id: .path};
