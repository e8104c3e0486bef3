# SPDX-License-Identifier: Apache-2.0
# Redmine 4 and 5 by its REST interface.  $settings is settings.json.

# ---- words ---------------------------------------------------------------

# How a note of ours begins, by event.
def heading: {
  supplement: "Tambahan keterangan",
  reminder: "Pengingat: laporan ini mendekati atau melewati batas waktu",
  objection: "Keberatan pelapor",
  rating: "Penilaian pelapor",
  withdrawn: "Laporan dicabut oleh pelapor",
  cancelled: "Penerusan dibatalkan oleh pengirim",
  decision: "Keputusan koordinator",
  correction: "Koreksi",
  comment: "Catatan",
  progress: "Tindak lanjut",
  answered: "Jawaban",
  contribution: "Bagian jawaban dari instansi lain",
  needs_info: "Pertanyaan",
  accepted: "Laporan diterima",
  refused: "Laporan ditolak",
  returned: "Laporan dikembalikan"
};

# What stands at the end of each note of ours, to know it again.
def mark: "[simpul \(.event.delivery)]";

def lines: map(select(. != null and . != "")) | join("\n");

# ---- saying ---------------------------------------------------------------

# The last step of a handoff creates the issue; each before uploads a file.
def files: .handoff.attachments;
def is_upload: .event.kind == "handoff" and .at.step < (files | length);

def description: .handoff | [
  .narrative, "",
  (.location | values | "Lokasi: " + .),
  (.region | values | "Wilayah: " + .),
  (.category | values | "Kategori: " + .),
  (.occurred_at | values | "Waktu kejadian: " + .),
  (.prior_complaint | values | "Pengaduan sebelumnya: " + .),
  (.note | values | "Catatan pengirim: " + .),
  (.complainant.name | values | "Pelapor: " + .),
  (.complainant.contact | values | "Kontak: " + .)
] | lines;

def fields: [
  {id: $settings.reference_field, value: .handoff.id},
  (if $settings.tracking_field == null then empty else
    {id: $settings.tracking_field, value: .handoff.tracking_id} end)
];

def create: {method: "POST", path: "/issues.json", body: {issue: {
  project_id: $settings.project_id,
  tracker_id: $settings.tracker_id,
  subject: ((.handoff.subject // .handoff.narrative)
    | gsub("[\r\n\t]+"; " ") | .[0:250]),
  description: description,
  is_private: (.handoff.secret == true),
  due_date: (.handoff.due_at | values | .[0:10]),
  custom_fields: fields,
  uploads: (.at.carry.uploads // [])
} | del(.[] | select(. == null))}};

def upload: files[.at.step] | {
  method: "POST", path: "/uploads.json",
  query: {filename: (.name // .id)},
  type: "application/octet-stream", attachment: .id
};

# What an event sets the issue's status to, null for nothing.
def wanted: if .event.kind == "withdrawn" or .event.kind == "cancelled"
  then $settings.closed_status else null end;

def note: [
  (heading[.event.kind] // unsayable("Redmine has no word for this event")),
  (.event.rating | values | "Nilai: \(.) dari 5"),
  .event.text,
  (.event.target | values | "Instansi: " + .),
  mark
] | lines;

def issue_path: ["issues", "\(.at.remote_ref).json"];

def update:
  if .at.remote_ref == null
  then unsayable("the issue's number is not known yet")
  elif .at.step > 0 then {method: "GET", path: issue_path}
  else {method: "PUT", path: issue_path,
    body: {issue: ({notes: note, status_id: wanted}
      | del(.[] | select(. == null)))}} end;

def compose:
  if is_upload then upload
  elif .event.kind == "handoff" then create
  else update end;

# Searched by our reference, closed ones too; a note by its mark.
def probe:
  if .event.kind == "handoff" then {method: "GET", path: "/issues.json",
    query: ({status_id: "*", limit: "2"}
      + {("cf_\($settings.reference_field)"): .handoff.id})}
  elif .at.step > 0 then {method: "GET", path: issue_path}
  else {method: "GET", path: issue_path, query: {include: "journals"}} end;

# ---- understanding what was said ------------------------------------------

def later: {kind: "deferred", after: (.headers["retry-after"] // "60"
  | if test("^[0-9]{1,6}$") then tonumber else 60 end)};

# Numbers that mean the same wherever they come from; all else goes on.
def or_trouble(ok):
  if .status == 401 or .status == 403
  then misconfigured("Redmine refuses access: key, role or project")
  elif .status == 429 or .status >= 500 then later
  else ok end;

def uploaded:
  if .status != 201 then malformed("upload: expected 201") else
  (.at.carry.uploads // []) as $before | files[.at.step] as $file
  | must($__loc__; "body.upload.token"; "string") as $token
  | {kind: "next_step", carry: {uploads: ($before + [{token: $token,
      filename: ($file.name // $file.id),
      content_type: $file.type} | del(.[] | select(. == null))])}} end;

def created:
  if .status == 422 then
    misconfigured("Redmine does not take the issue: project, tracker, field")
  elif .status == 404 then misconfigured("no such project or path")
  elif .status != 201 then malformed("issue: expected 201")
  else [{kind: "delivered", remote_ref: must_id($__loc__; "body.issue.id")},
    (if .handoff.secret == true and .body.issue.is_private == false
     then {kind: "comment", audience: "coordinator", text:
       "Laporan rahasia ini terlihat oleh seluruh proyek di Redmine."}
     else empty end)]
  end;

# 204 says nothing: a status that the workflow forbids is passed over.  So the
# issue is read again where one was to be set.
def updated:
  if .status == 404 then {kind: "refused", reason: "outside_authority",
    text: "Tiket tidak ada lagi di Redmine."}
  elif .at.step > 0 then must_id($__loc__; "body.issue.status.id") as $is
    | if $is == (wanted | tostring) then {kind: "delivered"}
      else [{kind: "delivered"}, {kind: "comment", audience: "coordinator",
        text: "Redmine tidak mengubah status tiket ini."}] end
  elif .status != 204 and .status != 200
  then malformed("update: expected 204")
  elif wanted != null then {kind: "next_step"}
  else {kind: "delivered"} end;

# Whether the issue that was read has a note with our mark.
def has_mark: mark as $mark
  | must($__loc__; "body.issue.journals"; "array")
  | any(.[]; (.notes // "") | endswith($mark));

def probed:
  if .event.kind == "handoff" then
    if .status != 200 then malformed("search: expected 200") else
    .handoff.id as $ours
    | [must($__loc__; "body.issues"; "array")[] | select(any(
        .custom_fields[]?; .id == $settings.reference_field
          and .value == $ours))]
    | if length == 0 then {kind: "absent"}
      else {kind: "delivered", remote_ref: .[0].id} end end
  elif .status != 200 then malformed("issue: expected 200")
  elif .at.step == 0 and (has_mark | not) then {kind: "absent"}
  else {kind: "delivered"} end;

# ---- news -----------------------------------------------------------------

# Redmine rounds to seconds, and a note may be a second older than its issue:
# each poll begins some seconds before the last one ended.  What comes twice
# has the same their_id.
def overlap: 5;
# A page that is longer than the hub reads is asked for by halves.
def page: .at.carry.limit // 50;
# So many questions of a round; what is left over is the next one's.
def questions: 1500;

def since: .at.carry.since // "1970-01-01T00:00:00Z";
def from: since | seconds - overlap | if . < 0 then 0 else . end | instant;

# A page begins where the one before ended, not so many issues further on: an
# issue that changes in between moves behind all others.
def begin: .at.carry.begin // from;

def list: {method: "GET", path: "/issues.json", query: ({
    status_id: "*", sort: "updated_on,id", limit: "\(page)",
    offset: "\(.at.carry.offset // 0)", updated_on: ">=\(begin)"}
  + {("cf_\($settings.reference_field)"): "*"}
  + if $settings.project_only == true
    then {project_id: "\($settings.project_id)"} else {} end)};

# Of an issue of the page first the files of its journals, each looked up and
# then fetched, so that they are here before the answer; then its words.
def poll: .at.carry as $c
  | if $c.ids == null then list
  elif $c.file != null then {method: "GET",
    path: ["attachments", "download", $c.file.id, $c.file.name]}
  elif ($c.files // []) != [] then {method: "GET",
    path: ["attachments", "\($c.files[0]).json"]}
  else {method: "GET", path: ["issues", "\($c.ids[0]).json"],
    query: {include: "journals"}} end;

# Issues that cannot be read, each with since when it was not, and when it was
# asked for last: they hold up no others, and are asked for again each hour.
# More at once are no matter of single issues.
def aside_max: 20;
def aside_pause: 3600;
def aside_of($id): [.aside[]? | select(.id == $id)][0];
def forget($id): .aside |= [.[]? | select(.id != $id)]
  | if .aside == [] then del(.aside) else . end;
def due($now): [.aside[]? | select((.at | seconds) + aside_pause
  <= ($now | seconds)) | .id];

# On to the next issue of the page, the next page, or the end.  A Redmine whose
# clock is ahead, or was, must not have the hub wait until it is that late.
def onward($at): if (.ids | length) > 0 then {kind: "next_step", carry: .}
  elif .more and $at.step < questions
  then {kind: "next_step", carry: del(.ids)}
  elif .more then {kind: "cursor", carry: del(.ids, .more),
    claimed_at: .since}
  else {kind: "cursor", carry: ({since: ([.until, $at.now] | min), aside}
    | del(.[] | select(. == null)))} end;

def listed:
  must($__loc__; "body.issues"; "array") as $issues
  | must($__loc__; "body.total_count"; "number") as $total
  | since as $since | begin as $begin | .at as $at | $at.carry as $c
  | (($c.offset // 0) + ($issues | length)) as $read
  | ($issues[-1].updated_on // $begin) as $last
  | (if $at.step == 0 then $c // {} | due($at.now) else [] end) as $due
  | {ids: ($due + ([$issues[] | .id] - $due)), since: $since,
     aside: $c.aside,
     more: ($issues != [] and $read < $total),
     begin: $last, offset: (if $last == $begin then $read else 0 end),
     until: ([$c.until, ($issues[] | .updated_on), $since]
       | map(values) | max), limit: $c.limit}
  | del(.[] | select(. == null)) | onward($at);

def halved: {kind: "next_step",
  carry: ((.at.carry // {}) + {limit: (page / 2 | floor)})};

def field($id): [.custom_fields[]? | select(.id == $id) | .value
  | select(type == "string" and . != "")][0];

# One journal as events.  A status says what settings.statuses maps it to.
def told($issue):
  . as $j | (.notes // "") as $notes
  | ([.details[]? | select(.property == "attr" and .name == "status_id")
      | .new_value] | last) as $status
  | (if $status == null then null
     else $settings.statuses[$status] // "unmapped" end) as $word
  | {remote_ref: $issue.id,
     handoff_id: ($issue | field($settings.reference_field)),
     their_id: "journal-\(.id)", claimed_at: .created_on,
     officer: .user.name} as $base
  | if ($notes | test("\\[simpul [^\\]]+\\]$")) then empty
    elif .private_notes == true then empty
    elif $word == null and $notes == "" then empty
    elif $word == null then $base + {kind: "progress", text: $notes}
    elif $word == "unmapped" then $base + {kind: "comment",
      unmapped: true, audience: "coordinator",
      text: ([$notes, "[status: \($status)]"] | lines)}
    elif $word == "answered" and $notes == "" then $base + {kind: "comment",
      audience: "coordinator",
      text: "Tiket ditutup di Redmine tanpa keterangan."}
    elif $word == "refused" or $word == "returned" then $base + {kind: $word,
      or_returned: ($word == "refused"),
      reason: ($settings.reasons[$issue | field($settings.reason_field)]
        // "outside_authority"),
      target: ($issue | field($settings.target_field)),
      text: (if $notes == "" then "Bukan kewenangan kami." else $notes end)}
    elif $word == "progress" or $word == "answered"
    then $base + {kind: $word, text: $notes}
      | if .text == "" then .text = "Sedang dikerjakan." else . end
    else $base + {kind: $word},
      (if $notes == "" then empty else $base + {kind: "progress",
        text: $notes, their_id: "\($base.their_id).note"} end) end;

# The journals that the hub has not read, without its own and private ones.
def fresh($carry): .id as $id | (($carry | aside_of($id)) // $carry) as $from
  | [(.journals // [])[]
  | select((.created_on | seconds) >= ($from.since | seconds) - overlap)
  | select(.private_notes != true)
  | select((.notes // "") | test("\\[simpul [^\\]]+\\]$") | not)];

def skip($at): .ids |= .[1:] | del(.file, .files) | onward($at);
def next_issue($at): forget(.ids[0]) | skip($at);

def set_aside: .at as $at | $at.carry as $c | $c.ids[0] as $id
  | ($c | aside_of($id)) as $old | ($old.since // $c.since) as $since
  | if $old == null and ($c.aside // [] | length) >= aside_max then later
    else [{kind: "comment", audience: "coordinator", remote_ref: $id,
        their_id: "unread-\($id)-\($since)", text:
        "Tiket ini tidak dapat dibaca di Redmine; dicoba lagi setiap jam."},
      ($c | forget($id)
        | .aside += [{id: $id, since: $since, at: $at.now}] | skip($at))] end;

def read_issue: .at as $at | $at.carry as $carry
  | if .status == 404 then $carry | next_issue($at)
    elif .status == 413 then [{kind: "comment", audience: "coordinator",
      remote_ref: $carry.ids[0], their_id: "long-\($carry.ids[0])",
      text: "Tiket di Redmine terlalu panjang untuk dibaca."},
      ($carry | next_issue($at))]
    elif must_id($__loc__; "body.issue.id") != "\($carry.ids[0])"
    then malformed("issue: expected the one that was asked for")
    else must($__loc__; "body.issue"; "object") as $issue
    | ($issue | fresh($carry)) as $journals
    | [$journals[] | .details[]?
        | select(.property == "attachment" and .new_value != null)
        | .name] as $files
    | if $carry.files == null and $files != []
      then {kind: "next_step", carry: ($carry + {files: $files})}
      else [$journals[] | told($issue)] + [$carry | next_issue($at)]
      end end;

# A file: what it is, then the file itself; one that is gone, or longer than
# settings.file_max, is passed over, the latter not without a word.
def passed: del(.file) | .files |= .[1:] | {kind: "next_step", carry: .};

def too_large($carry; $file): {kind: "comment", audience: "coordinator",
  remote_ref: $carry.ids[0], their_id: "attachment-\($file.id)",
  text: "Berkas di Redmine terlalu besar untuk diambil: \($file.name)"};

def lost($carry; $file): too_large($carry; $file)
  | .text = "Berkas di Redmine tidak dapat diambil: \($file.name)";

def looked_up: .at.carry as $carry
  | if .status == 404 then $carry | passed
    elif .status >= 500 then [lost($carry; {id: $carry.files[0],
      name: "nomor \($carry.files[0])"}), ($carry | passed)]
    else must($__loc__; "body.attachment"; "object")
    | if (.filesize // 0) > ($settings.file_max // 1000000)
      then [too_large($carry; {id, name: .filename}), ($carry | passed)]
      else {id, name: .filename, type: .content_type} as $file
      | {kind: "next_step", carry: ($carry + {file: $file})} end end;

def fetched: .at.carry as $carry
  | if .status == 404 then $carry | passed
    elif .status == 413
    then [too_large($carry; $carry.file), ($carry | passed)]
    elif .status >= 500 then [lost($carry; $carry.file), ($carry | passed)]
    else [{kind: "progress", remote_ref: $carry.ids[0],
      their_id: "attachment-\($carry.file.id)",
      text: "Berkas: \($carry.file.name)",
      file: ($carry.file | {name, type})}, ($carry | passed)] end;

def polled: .at.carry as $c
  | if $c.ids == null then
    if .status == 413 and page > 1 then halved
    elif .status != 200 then malformed("list: expected 200")
    else listed end
  elif .status != 200 and .status != 404 and .status != 413
  then malformed("issue or file: expected 200")
  elif $c.file != null then fetched
  elif ($c.files // []) != [] then looked_up
  else read_issue end;

# What cannot be read in the third round running holds up nothing else.
def is_lost: .at.purpose == "poll" and .at.carry.ids != null
  and (.status == 502 or .status == 503 or .status == 504);

def go_without: if .at.carry.file != null then fetched
  elif (.at.carry.files // []) != [] then looked_up
  else set_aside end;

def conclude: if is_lost then go_without else or_trouble(
  if .at.purpose == "poll" then polled
  elif .at.purpose == "probe" then probed
  elif is_upload then uploaded
  elif .event.kind == "handoff" then created
  else updated end) end;
