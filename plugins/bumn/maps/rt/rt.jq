# SPDX-License-Identifier: Apache-2.0
# Request Tracker 5 by REST 2.0; url ends in /REST/2.0.  $settings is
# settings.json.

def lines: map(select(. != null and . != "")) | join("\n");
def mark: "[simpul \(.event.delivery)]";

# ---- saying ---------------------------------------------------------------

def heading: {
  supplement: "Tambahan keterangan",
  reminder: "Pengingat: laporan ini mendekati atau melewati batas waktu",
  objection: "Keberatan pelapor", rating: "Penilaian pelapor",
  withdrawn: "Laporan dicabut oleh pelapor",
  cancelled: "Penerusan dibatalkan oleh pengirim",
  decision: "Keputusan koordinator", correction: "Koreksi",
  comment: "Catatan", progress: "Tindak lanjut", answered: "Jawaban",
  contribution: "Bagian jawaban dari instansi lain",
  needs_info: "Pertanyaan", accepted: "Laporan diterima",
  refused: "Laporan ditolak", returned: "Laporan dikembalikan"
};

def description: .handoff | [
  .narrative, "",
  (.location | values | "Lokasi: " + .),
  (.region | values | "Wilayah: " + .),
  (.category | values | "Kategori: " + .),
  (.tracking_id | values | "Nomor laporan: " + .),
  (.note | values | "Catatan pengirim: " + .),
  (.complainant.name | values | "Pelapor: " + .),
  (.complainant.contact | values | "Kontak: " + .)
] | lines;

def ticket: {
  Queue: $settings.queue,
  Subject: ((.handoff.subject // .handoff.narrative)
    | gsub("[\r\n\t]+"; " ") | .[0:190]),
  Content: description, ContentType: "text/plain",
  CustomFields: {($settings.reference_field): .handoff.id}
};

# One request with all files; RT takes them beside the ticket.
def create: {method: "POST", path: "/ticket"} +
  if (.handoff.attachments | length) == 0 then {body: ticket}
  else {parts: ([{name: "JSON", type: "application/json",
      text: (ticket | tojson)}]
    + [.handoff.attachments[] | {name: "Attachments",
      filename: (.name // .id), type: (.type // "application/octet-stream"),
      attachment: .id}])} end;

def wanted: if .event.kind == "withdrawn" or .event.kind == "cancelled"
  then $settings.closed_status else null end;

def note: [
  (heading[.event.kind] // unsayable("RT has no word for this event")),
  (.event.rating | values | "Nilai: \(.) dari 5"),
  .event.text, (.event.target | values | "Instansi: " + .), mark
] | lines;

# A comment; where a status is to be set, that, and a look whether it was.
def update:
  if .at.remote_ref == null
  then unsayable("the ticket's number is not known yet")
  elif .at.step == 0 then {method: "POST",
    path: ["ticket", .at.remote_ref, "comment"],
    body: {Content: note, ContentType: "text/plain"}}
  elif .at.step == 1 then {method: "PUT",
    path: ["ticket", .at.remote_ref], body: {Status: wanted}}
  else {method: "GET", path: ["ticket", .at.remote_ref]} end;

def compose: if .event.kind == "handoff" then create else update end;

def search($query): {method: "GET", path: "/tickets",
  query: {query: $query, per_page: 2}};

def probe:
  if .event.kind == "handoff" then
    search("CF.{\($settings.reference_field)} = '\(.handoff.id)'")
  elif .at.step == 0 then
    search("id = \(.at.remote_ref) AND Content LIKE '\(mark)'")
  else {method: "GET", path: ["ticket", .at.remote_ref]} end;

# ---- understanding what was said ------------------------------------------

def later: {kind: "deferred", after: (.headers["retry-after"] // "60"
  | if test("^[0-9]{1,6}$") then tonumber else 60 end)};

def or_trouble(ok):
  if .status == 401 or .status == 403
  then misconfigured("RT refuses access: token, or rights on the queue")
  elif .status == 429 or .status >= 500 then later
  else ok end;

# 200 is no creation: RT answers so with a sentence that says why not.
def created:
  if .status == 400 or .status == 404 or .status == 422
  then misconfigured("RT does not take the ticket: queue or custom field")
  elif .status != 201 then malformed("ticket: expected 201")
  else {kind: "delivered", remote_ref: must_id($__loc__; "body.id")} end;

def updated:
  if .status == 404 then {kind: "refused", reason: "outside_authority",
    text: "Tiket tidak ada lagi di RT."}
  elif .at.step == 0 then
    if .status != 201 then malformed("comment: expected 201")
    elif wanted == null then {kind: "delivered"}
    else {kind: "next_step"} end
  elif .at.step == 1 then
    if .status == 200 then {kind: "next_step"}
    else malformed("status: expected 200") end
  elif .status != 200 then malformed("ticket: expected 200")
  elif must($__loc__; "body.Status"; "string") == wanted
  then {kind: "delivered"}
  else [{kind: "delivered"}, {kind: "comment", audience: "coordinator",
    text: "RT tidak mengubah status tiket ini."}] end;

def probed:
  if .status != 200 then malformed("probe: expected 200")
  elif .event.kind == "handoff" or .at.step == 0 then
    must($__loc__; "body.items"; "array")
    | if length == 0 then {kind: "absent"}
      else {kind: "delivered", remote_ref: .[0].id} end
  else must($__loc__; "body.Status"; "string") as $is
    | if $is == wanted then {kind: "delivered"} else {kind: "absent"} end end;

# ---- news -----------------------------------------------------------------

# Changed tickets, then the history of each, then the text of each message.
# .at.carry: since, until, begin and page of the list, tickets to be read, said:
# messages to be read; aside: tickets that cannot be read, each with since when
# it was not, and when it was asked for last.  They hold up no others and are
# asked for again each hour; more at once are no matter of single tickets.
def overlap: 5;
def tickets_at_once: 20;
def messages_at_once: 10;
# So many questions of a round; what is left over is the next one's.
def questions: 1500;
def aside_max: 20;
def aside_pause: 3600;
def aside_of($id): [.aside[]? | select(.id == $id)][0];
def forget($id): .aside |= [.[]? | select(.id != $id)]
  | if .aside == [] then del(.aside) else . end;
def due($now): [.aside[]? | select((.at | seconds) + aside_pause
  <= ($now | seconds)) | .id];
def since: .at.carry.since // "1970-01-01T00:00:00Z";

# A page begins where the one before ended, for a ticket that changes in between
# moves behind all others.
def begin: .at.carry.begin
  // (since | seconds - overlap | if . < 0 then 0 else . end | instant);
def sql_time: .[0:10] + " " + .[11:19];

# Of a message first the parts, then the one that is its text: a photo beside it
# may be longer than what the hub reads.
def poll:
  if .at.carry.said[0].part != null then {method: "GET",
    path: ["attachment", .at.carry.said[0].part]}
  elif .at.carry.said[0] != null then {method: "GET",
    path: ["transaction", .at.carry.said[0].text_of, "attachments"],
    query: {fields: "ContentType", per_page: 20}}
  elif .at.carry.tickets[0] != null then {method: "GET",
    path: ["ticket", .at.carry.tickets[0].id, "history"],
    query: {fields: "Type,Creator,Created,Field,OldValue,NewValue",
      per_page: 100, page: .at.carry.tickets[0].page}}
  else {method: "GET", path: "/tickets", query: {
    query: ("CF.{\($settings.reference_field)} IS NOT NULL"
      + " AND LastUpdated >= '\(begin | sql_time)'"),
    fields: "LastUpdated", orderby: "LastUpdated", order: "ASC",
    per_page: tickets_at_once, page: (.at.carry.page // 1)}} end;

# An RT whose clock is ahead, or was, must not have the hub wait until it is
# that late.
def onward($at):
  if (.said | length) > 0 or (.tickets | length) > 0
    or (.more and $at.step < questions)
  then {kind: "next_step", carry: .}
  elif .more then {kind: "cursor", carry: del(.said, .tickets, .more),
    claimed_at: .since}
  else {kind: "cursor", carry: ({since: ([.until, $at.now] | min), aside}
    | del(.[] | select(. == null)))} end;

def listed:
  must($__loc__; "body.items"; "array") as $items | since as $since
  | begin as $begin | .at as $at | $at.carry as $c
  | ($items | length) as $count
  | (if $count == 0 then $begin else $items[-1]
      | must($__loc__; "LastUpdated"; "string") end) as $last
  | (if $at.step == 0 then $c // {} | due($at.now) else [] end) as $due
  | {since: $since, more: ($count >= tickets_at_once),
     tickets: [($due + ([$items[] | must_id($__loc__; "id")] - $due))[]
       | {id: ., page: 1}], said: [], aside: $c.aside,
     until: ([$c.until, $since, ($items[] | .LastUpdated)]
       | map(values) | max)}
  | if .more then .begin = $last
      | .page = (if $last == $begin then ($c.page // 1) + 1 else 1 end)
    else . end
  | if .aside == null then del(.aside) else . end | onward($at);

def who: .Creator | if type == "object" then .id else . end;

# What one transaction means: kind, and the message whose text goes with it.
# A status and the message sent with it are two transactions a moment apart.
def meaning($all):
  . as $t
  | ([$all[] | select(.Type == "Correspond" and who == ($t | who)
      and ((.Created | seconds) - ($t.Created | seconds) | fabs) <= 2)
      | "\(.id)"][0]) as $text
  | {id: "\(.id)", at: .Created, by: who}
  + if $t.Type == "Correspond" then {kind: "progress", text_of: "\($t.id)"}
    else {kind: ($settings.statuses[$t.NewValue // ""] // "unmapped"),
      status: ($t.NewValue // "" | tostring | .[0:40]), text_of: $text} end;

def wordless($ref):
  {remote_ref: $ref, their_id: "transaction-\(.id)", claimed_at: .at,
   officer: .by} +
  if .kind == "unmapped" then {kind: "comment", unmapped: true,
    audience: "coordinator", text: "[status: \(.status)]"}
  elif .kind == "answered" then {kind: "comment", audience: "coordinator",
    text: "Tiket ditutup di RT tanpa keterangan."}
  elif .kind == "refused" or .kind == "returned" then {kind: .kind,
    or_returned: (.kind == "refused"),
    reason: "outside_authority", text: "Bukan kewenangan kami."}
  elif .kind == "progress" then {kind: "progress",
    text: "Sedang dikerjakan."}
  else {kind: .kind} end;

# A few messages at a time, for what is carried on is short.
def history_read:
  .at as $at | $at.carry as $c | $c.tickets[0] as $ticket
  | ($c | aside_of($ticket.id)) as $aside | ($aside.since // since) as $since
  | must($__loc__; "body.items"; "array") as $all
  | [$all[] | select((.Type == "Status" or .Type == "Correspond")
      and who != $settings.user
      and (.Created | seconds) >= ($since | seconds) - overlap)
     | meaning($all)] as $news
  | [$news[] | select(.kind != "progress") | .text_of] as $taken
  | [$news[] | . as $n | select(.kind != "progress" or .status != null
      or (any($taken[]; . == $n.text_of) | not))] as $news
  | [$news[] | select((.id | tonumber) > ($ticket.after // 0))] as $news
  | [$news[0:messages_at_once][] | select(.text_of == null) | wordless($ticket.id)]
    + [$c
      | .said = [$news[0:messages_at_once][] | select(.text_of != null)
          | del(.by) | .ref = $ticket.id
          | if $aside == null then . else .since = $since end]
      | if ($news | length) > messages_at_once
        then .tickets[0].after = ($news[messages_at_once - 1].id | tonumber)
        elif ($all | length) == 100 then .tickets[0].page += 1
        else .tickets |= .[1:] | forget($ticket.id) end
      | onward($at)];

def said_on($at): .said |= .[1:] | onward($at);

# The part that is the text, where there is one.
def parts_read:
  .at as $at | $at.carry as $c
  | ([must($__loc__; "body.items"; "array")[]
      | select((.ContentType // "") | startswith("text/plain"))
      | must_id($__loc__; "id")][0]) as $part
  | if $part == null then [($c.said[0] | wordless($c.said[0].ref)),
      ($c | said_on($at))]
    else $c | .said[0].part = $part | onward($at) end;

def message_read:
  .at as $at | $at.carry as $c | $c.said[0] as $s
  | (if .status == 413 then "(Pesan di RT terlalu panjang untuk diambil.)"
     else must($__loc__; "body.Content"; "string") | @base64d end) as $text
  | {remote_ref: $s.ref, their_id: "transaction-\($s.id)",
     claimed_at: $s.at, text: $text} as $base
  | [if $text == "" then $s | wordless($s.ref)
     elif $s.kind == "unmapped" then $base + {kind: "comment",
       unmapped: true, audience: "coordinator",
       text: "\($text)\n[status: \($s.status)]"}
     elif $s.kind == "refused" or $s.kind == "returned"
     then $base + {kind: $s.kind, reason: "outside_authority",
       or_returned: ($s.kind == "refused")}
     elif $s.kind == "progress" or $s.kind == "answered"
     then $base + {kind: $s.kind}
     else ($base + {kind: $s.kind} | del(.text)),
       $base + {kind: "progress", their_id: "\($base.their_id).note"} end]
    + [$c | said_on($at)];

# The ticket that is read, or whose message is.
def set_aside: .at as $at | $at.carry as $c | $c.said[0] as $s
  | ($s.ref // $c.tickets[0].id) as $id
  | ($c | aside_of($id)) as $old
  | ($s.since // $old.since // $c.since) as $since
  | if $old == null and ($c.aside // [] | length) >= aside_max then later
    else [{kind: "comment", audience: "coordinator", remote_ref: $id,
        their_id: "unread-\($id)-\($since)", text:
        "Tiket ini tidak dapat dibaca di RT; dicoba lagi setiap jam."},
      ($c | forget($id)
        | .aside += [{id: $id, since: $since, at: $at.now}]
        | if $s != null then .said |= .[1:] else .tickets |= .[1:] end
        | onward($at))] end;

# What cannot be read in the third round running holds up nothing else.
def is_lost: .at.purpose == "poll"
  and (.at.carry.said[0] != null or .at.carry.tickets[0] != null)
  and (.status == 502 or .status == 503 or .status == 504);

def polled:
  if .at.carry.said[0] == null and .at.carry.tickets[0] == null then
    if .status != 200 then malformed("list: expected 200") else listed end
  elif .status == 404 then .at as $at | $at.carry
    | (if .said[0] != null then .said |= .[1:]
       else forget(.tickets[0].id) | .tickets |= .[1:] end)
    | onward($at)
  elif .at.carry.said[0].part != null and (.status == 200 or .status == 413)
  then message_read
  elif .status != 200 then malformed("news: expected 200")
  elif .at.carry.said[0] != null then parts_read
  else history_read end;

def conclude: if is_lost then set_aside else or_trouble(
  if .at.purpose == "poll" then polled
  elif .at.purpose == "probe" then probed
  elif .event.kind == "handoff" then created
  else updated end) end;
