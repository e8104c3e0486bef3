# SPDX-License-Identifier: Apache-2.0
# SP4N-LAPOR! by its REST interface, as public client code uses it; see
# README.md.  $settings is settings.json.

# ---- words ---------------------------------------------------------------

# How a follow-up of ours begins, by event.
def heading: {
  accepted: "Laporan diterima", progress: "Tindak lanjut",
  answered: "Jawaban", contribution: "Bagian jawaban dari instansi lain",
  comment: "Keterangan", needs_info: "Pertanyaan kepada pelapor",
  supplement: "Tambahan keterangan", objection: "Keberatan pelapor",
  reminder: "Pengingat: laporan ini mendekati atau melewati batas waktu",
  rating: "Penilaian pelapor", withdrawn: "Laporan dicabut oleh pelapor",
  cancelled: "Penerusan dibatalkan oleh pengirim",
  decision: "Keputusan koordinator", correction: "Koreksi",
  refused: "Bukan kewenangan", returned: "Laporan dikembalikan",
  opened: "Laporan telah dibuka", gone: "Laporan tidak ada lagi"
};

# Their statuses in small letters, and what setting one means.
def statuses: {
  "belum terverifikasi": "ignore", "terverifikasi": "opened",
  "belum ditindaklanjuti": "ignore", "proses": "accepted",
  "dalam proses": "accepted", "tertunda": "progress", "selesai": "answered",
  "bukan kewenangan": "refused", "ditolak": "refused", "arsip": "gone"
} + ($settings.statuses // {});

# The hub's channels and classes, and theirs.
def channels: {web: "Website", sms: "SMS", x: "Twitter", android: "Android",
  ios: "iOS", mail: "Email", walk_in: "Tatap Muka", api: "API"}
  + ($settings.channels // {});
def classes: {complaint: 1, aspiration: 2, information_request: 3,
  supervisory: 1} + ($settings.classifications // {});

# The key whose value is theirs, null for none; a text counts without case.
def key_of($table): (tostring | ascii_downcase) as $theirs
  | [$table | to_entries[]
      | select((.value | tostring | ascii_downcase) == $theirs) | .key][0];

def maybe(f): if . == null then null else f end;
def lines: map(select(. != null and . != "")) | join("\n");

# ---- what fits ------------------------------------------------------------

def content_max: 1000;
def files_max: 5;
def file_max: 5242880;

def mark($id): "[simpul \($id)]";
def is_ours: (.content // "") | test("\\[simpul [^\\]]+\\]\\s*$");

def megabytes: . / 104857.6 | floor / 10 | tostring | sub("\\."; ",");
def too_large: [.handoff.attachments[] | select(.size > file_max)];
def not_sent: too_large | if length == 0 then null else
  "Berkas yang tidak dapat dikirim karena lebih dari 5 MB, tersedia pada "
  + "pengirim: " + (map("\(.name // .id) (\(.size | megabytes) MB)")
  | join(", ")) end;

# {content, file}: the text with its tail in 1,000 characters; what is longer
# goes whole as the file.
def fitted($whole; $tail): ([$whole, $tail] | lines) as $all
  | if ($all | length) <= content_max then {content: $all, file: null}
    else "... (lengkapnya dalam lampiran uraian.txt)" as $more
    | {content: ($whole[0:content_max - ($more | length)
        - ($tail | length) - 1] + $more + "\n" + $tail),
       file: {name: "uraian.txt", type: "text/plain; charset=utf-8",
         text: $whole}} end;

def complaint: .handoff as $h | fitted([
    ([$h.narrative, not_sent] | lines),
    ($h.location | values | "Lokasi: " + .),
    (if $settings.locations[$h.region // ""] == null
     then $h.region | values | "Wilayah: " + . else null end),
    (if $settings.categories[$h.category // ""] == null
     then $h.category | values | "Kategori: " + . else null end),
    ($h.occurred_at | values | "Waktu kejadian: " + .),
    (if $h.classification == "supervisory" then "Berkadar pengawasan."
     else null end),
    ($h.prior_complaint | values | "Pengaduan sebelumnya: " + .),
    ($h.tracking_id | values | "Nomor laporan: " + .)
  ] | lines; mark($h.id));

# ---- the steps of a case --------------------------------------------------

def chunks($n): [range(0; length; $n) as $i | .[$i:$i + $n]];

# The case came from there: it goes back by its own number.
def is_theirs: $settings.id != null and .handoff.source == $settings.id;

# Files first, then the complaint, what is more than five files behind it, and
# last the institution that it belongs to.
def plan: if is_theirs then [{do: "reject"}] else
  ([complaint.file | values]
    + [.handoff.attachments[] | select(.size <= file_max)]) as $files
  | [$files[0:files_max][] | {do: "upload", file: .}] + [{do: "create"}]
    + ($files[files_max:] | chunks(files_max)
      | to_entries | map({do: "more", files: .value, number: (.key + 1)}))
    + [{do: "reject"}] end;
def step: plan[.at.step];

def ref: .at.remote_ref // (if is_theirs then .handoff.tracking_id else
  null end) // unsayable("SP4N-LAPOR! has no number for this case yet");

# To whom it belongs there.
def target: $settings.targets[.handoff.category // ""] // $settings.target
  // misconfigured("settings has no target");

def part($name): if .text != null
  then {name: $name, filename: .name, type: .type, text: .text}
  else {name: $name, filename: (.name // .id),
    type: (.type // "application/octet-stream"), attachment: .id} end;

def upload: {method: "POST", path: "/complaints/complaint/file",
  parts: [step.file | part("attachments[]")]};

def number($flag): if $flag == true then 1 else 0 end;

# attachments is a text that holds an array.
def create: .handoff as $h | {method: "POST",
  path: "/complaints/complaint-lmw", body: ({
    title: (($h.subject // $h.narrative) | gsub("[\r\n\t]+"; " ") | .[0:250]),
    content: complaint.content,
    channel: channels[$h.channel // "api"],
    user_id: $settings.user_id,
    is_inbox: 1, is_disposisi_slider: 0, is_new_user_slider: 0,
    classification_id: classes[$h.classification // "complaint"],
    disposition_id: $settings.institution_id,
    category_id: ($settings.categories[$h.category // ""]
      // $settings.category_id),
    priority_program_id: $h.priority_program_id,
    location_id: ($settings.locations[$h.region // ""]
      // $settings.location_id),
    community_id: null,
    date_of_incident: ($h.occurred_at
      | maybe("\(.[8:10])-\(.[5:7])-\(.[0:4])")),
    copy_externals: "", info_disposition: ($h.note // ""),
    info_attachments: "", tags_raw: "simpul", is_approval: 0,
    is_anonymous: number($h.anonymous), is_secret: number($h.secret),
    is_priority: number($h.urgent),
    attachments: (.at.carry.docs // [] | tojson)
  } + ($settings.create // {}))};

# One follow-up with its files.
def follow_up($said): {method: "POST", path: "/complaints/followup/add",
  parts: ([
    {name: "user_id", text: "\($settings.user_id)"},
    {name: "institution_from_id", text: "\($settings.institution_id)"},
    {name: "institution_to_id", text: ""},
    {name: "complaint_id", text: ref},
    {name: "info_disposition", text: ""},
    {name: "template_code",
     text: ($settings.reply_templates[.event.kind] // "")},
    {name: "rating", text: (.event.rating // "" | tostring)},
    {name: "is_secret", text: (if $said.secret then "1" else "0" end)},
    {name: "content", text: $said.content}]
  + ($said.files | map(part("attachment[]"))))};

def more_mark: mark("\(.handoff.id) \(step.number)");
def more: follow_up({content: "Lampiran lanjutan.\n\(more_mark)",
  files: step.files, secret: (.handoff.secret == true)});

def reject: {method: "POST",
  path: ["complaints", "process", ref, "reject"],
  body: {is_request: 1, reason: target, not_authority: 1,
    reason_description: (.handoff.note
      // "Diteruskan melalui simpul karena bukan kewenangan kami.")}};

# What happened to a case, as a follow-up.
def is_internal: .event.audience != null
  and .event.audience != "complainant";
def note: fitted([
    (heading[.event.kind]
      // unsayable("SP4N-LAPOR! has no word for this event")),
    (.event.rating | values | "Nilai: \(.) dari 5"), .event.text,
    (.event.target | values | "Instansi: " + .)] | lines;
  mark(.event.delivery));
def say: note as $n | follow_up({content: $n.content,
  files: [$n.file | values], secret: is_internal});

def compose: if .event.kind != "handoff" then say
  elif step.do == "upload" then upload
  elif step.do == "create" then create
  elif step.do == "more" then more
  else reject end;

# ---- was it said? ---------------------------------------------------------

def list: $settings.list // refusal("fault"; "nobody can ask SP4N-LAPOR! "
  + "whether it has the case (no list in settings): look there, then retry");
def search($text): {method: "GET", path: list,
  query: {search: $text, page_size: "20"}};
def read($id; $what): {method: "GET", path: ["complaints", $id, $what]};
def ping: {method: "GET", path: "/masters/institutions/external",
  query: {page_size: "1"}};

def probe: if .event.kind != "handoff" then read(ref; "followups")
  elif step.do == "upload" then ping
  elif step.do == "create" then search(mark(.handoff.id))
  elif step.do == "more" then read(ref; "followups")
  else read(ref; "complaint") end;

# ---- understanding what was said ------------------------------------------

def later: {kind: "deferred", after: (.headers["retry-after"] // "60"
  | if test("^[0-9]{1,6}$") then tonumber else 60 end)};
def or_trouble(ok):
  if .status == 401 or .status == 403 then misconfigured(
    "SP4N-LAPOR! refuses access: it wants both headers, auth and auth_also")
  elif .status == 429 or .status >= 500 then later
  else ok end;
def good($what): if .status != 200 and .status != 201
  then malformed($what + ": expected 200") else . end;

# The end of a step: the next one, or all of it.
def onward($ref; $carry): if .at.step + 1 < (plan | length)
  then {kind: "next_step", remote_ref: $ref, carry: $carry}
  else {kind: "delivered", remote_ref: $ref} end;

def uploaded: if .status == 413 or .status == 422
  then unsayable("SP4N-LAPOR! does not take a file of this case")
  else good("upload") | must($__loc__; "body.results.docs"; "array") as $docs
  | ($docs[0] // {} | must_id($__loc__; "id")) as $id
  | onward(null; {docs: ((.at.carry.docs // []) + [$id | tonumber? // $id])})
  end;

def created: if .status == 422
  then unsayable("SP4N-LAPOR! does not take this case as it is") else
  good("complaint")
  | (if .body.complaint_id != null then must_id($__loc__; "body.complaint_id")
     else must_id($__loc__; "body.results.complaint.id") end) as $id
  | onward($id; {}) end;

def concluded: if .event.kind != "handoff" then
    if .status == 404 then {kind: "refused", reason: "outside_authority",
      text: "Laporan tidak ada lagi di SP4N-LAPOR!."}
    else good("follow-up") | must($__loc__; "body"; "object")
    | {kind: "delivered", remote_ref: .at.remote_ref} end
  elif step.do == "upload" then uploaded
  elif step.do == "create" then created
  else good(step.do) | must($__loc__; "body"; "object") as $body
    | onward(ref; {}) end;

def followups: must($__loc__; "body.results.data"; "array");
def has_mark($mark): any(.[]; (.content // "") | contains($mark));

def probed: if .event.kind != "handoff" then good("probe")
    | mark(.event.delivery) as $mark
    | if followups | has_mark($mark)
      then {kind: "delivered", remote_ref: .at.remote_ref}
      else {kind: "absent"} end
  elif step.do == "upload" then {kind: "absent"}
  elif step.do == "create" then good("search") | mark(.handoff.id) as $mark
    | [followups[] | select((.content // "") | contains($mark))
        | must_id($__loc__; "id")] as $ids
    | if ($ids | length) == 0 then {kind: "absent"}
      else onward($ids | min_by(tonumber? // .); {}) end
  elif step.do == "more" then good("probe") | more_mark as $mark
    | if followups | has_mark($mark) then onward(ref; {})
      else {kind: "absent"} end
  else good("probe") | target as $to
    | must($__loc__; "body.results.data"; "object") as $data
    | if any(.body.results.data_logs[]?; .not_authority == 1
        and "\(.reason)" == "\($to)")
        or "\($data.disposition_id)" == "\($to)"
      then onward(ref; {}) else {kind: "absent"} end end;

# ---- news -----------------------------------------------------------------

# Their times have no zone: "02-02-2026 15:04:05" is WIB.  Seconds, or null
# for what is no time.
def zone: $settings.zone // "+07:00";
def wib: [(. // "") | capture("^(?<d>\\d\\d)-(?<m>\\d\\d)-(?<y>\\d{4}) "
    + "(?<t>\\d\\d:\\d\\d:\\d\\d)$") | "\(.y)-\(.m)-\(.d)T\(.t)"][0]
  | if . == null or ("\(.)Z" | seconds | instant) != "\(.)Z" then null
    else . + zone | seconds end;

# Each poll begins some time before the last one ended; what comes twice has
# the same their_id.
def overlap: $settings.overlap // 900;
def page: 20;
def cases_at_once: 1500;

# Where a round stands: since, until; behind: the reference at which the last
# one broke off, whose until counts: of what it went through, nothing later is
# here; page and ids of the list; prev: the reference before this one;
# file and files: what is fetched now and next; got: whose files were; aside:
# complaints that cannot be read, each with since when it was not.
def state: if .at.step > 0 then .at.carry
  else {since: (.at.carry.since // $settings.since // .at.now),
    until: (.at.carry.until // .at.now), behind: .at.carry.behind,
    got: .at.carry.got, aside: .at.carry.aside}
    | del(.[] | select(. == null)) end;
def from: .since | seconds - overlap;

# What cannot be read holds up nothing else: it is asked for again in each
# round, from where it was.  More at once are no matter of single complaints.
def aside_max: 20;
def aside_of($id): [.aside[]? | select(.id == $id)][0];
def back($id): aside_of($id) as $old
  | if $old == null then . else .since = $old.since end;
def forget($id): .aside |= [.[]? | select(.id != $id)]
  | if .aside == [] then del(.aside) else . end;
def is_full($id): aside_of($id) == null
  and (.aside // [] | length) >= aside_max;
# list: it was found there, and not one of ours that are gone through.
def put_aside($id; $now; $list): (back($id) | .since) as $since | forget($id)
  | .aside += [{id: $id, since: $since, at: $now} + $list];
def unread($s; $id): {kind: "comment", audience: "coordinator",
  remote_ref: $id, their_id: "unread-\($id) \($s | back($id) | .since)",
  text: "Laporan ini tidak dapat dibaca di SP4N-LAPOR!; dicoba lagi."};

def segments: split("/") | map(select(. != ""));

# What a round asks next: for a file, about one of ours, about one of the list,
# for the list itself, or nothing in particular.
def turn: state as $s | if $s.file != null then "file" elif $s.behind != null and .at.step == 0 then "ping"
  elif $s.ids[0] != null then (if $s.has_read then "said" else "case" end)
  elif $s.page == null and .at.remote_ref != null then "ours"
  elif $settings.list != null then "list" else "ping" end;

def poll: state as $s | turn as $turn
  | if $turn == "file" then {method: "GET",
      path: (($settings.files | segments) + $s.file.path)}
    elif $turn == "ours" then read(.at.remote_ref; "followups")
    elif $turn == "case" then read("\($s.ids[0])"; "complaint")
    elif $turn == "said" then read("\($s.ids[0])"; "followups")
    elif $turn == "list" then {method: "GET", path: list, query: {
      institution_id: "\($settings.institution_id)", order: "updated_at",
      page: "\($s.page // 1)", page_size: "\(page)"}}
    else ping end;

# ---- follow-ups -----------------------------------------------------------

def name($what): .["institution_\($what)_name"]
  // (.["institution_\($what)_id"] | objects | .name) // null;
def is_us: . != null and . == $settings.institution_name;

# JSON in a text, now and then with a dot behind it.
def data: .data | if type == "string"
  then sub("\\.+$"; "") as $t | (try ($t | fromjson) catch null)
  else . end | objects // {};

def fill($name; $with): split("{{\($name)}}") | join($with // "");
def filled: name("from") as $from | name("to") as $to | . as $f
  | (.content // "") | fill("institution_from"; $from)
  | fill("institution_to"; $to) | fill("institution"; $from)
  | fill("status_old"; $f.status_old.name)
  | fill("status_new"; $f.status_new.name);
# Words of their own, not a sentence that their system made.
def has_words: (.content // "") | test("\\S") and (test("\\{\\{") | not);
def files: [.attachments[]? | "Lampiran di SP4N-LAPOR!: "
  + "\(.file_name // "tanpa nama")\(.path // "" | if . == "" then "" else
    " (\(.))" end)"];
def text: [filled, files[]] | lines;

# Whether something of that name was dealt with in an earlier round.
def got_of($s; $name): ($s.got // []) | any(.[]; . == $name);
def getting($names): if $names == [] then . else
  .got = (((.got // []) + $names)[-100:]) end;

# A follow-up without a time, or of tomorrow, is fresh for ever: that it was
# told is kept.
def is_odd($s): .at == null or .at > ($s.until | seconds) + 86400;
def odd($s): [.[] | select(is_odd($s)) | "u\(.id)"];

# The same follow-up twice is one; what came before the round is none.
def fresh($s): [followups
  | group_by([.created_at, .content, name("from"), .status_new.name])[]
  | min_by(.id)] | sort_by(.id)[]
  | . as $f | select(is_ours | not)
  | (.created_at | wib) as $at
  | select($at == null or $at >= ($s | from))
  | $f + {at: $at} | select(is_odd($s) and got_of($s; "u\(.id)") | not);

def base($ref): {remote_ref: $ref, claimed_at: .at, officer: name("from"),
  their_id: "followup-\(.id) \(.created_at // "")"};
def untimed: if .at == null and .created_at != null
  then "[waktu: \(.created_at)]" else null end;

# The status that it set, null for none.
def set_to: .status_new.name as $new
  | if $new == null or $new == .status_old.name then null else $new end;
def meaning: $settings.templates[.template_code // ""]
  // (set_to | if . == null then null
      else statuses[ascii_downcase] // "unmapped" end);

def refusal_of($b): $b + {kind: "refused", or_returned: true,
  reason: "outside_authority", text: ([data.reason_description, text]
    | map(strings) | map(select(. != "")) | first // "Bukan kewenangan.")};
def aside($b): $b + {kind: "comment", audience: "coordinator",
  text: ([text, untimed] | lines)};

# About a case that we brought there.
def of_ours($ref): base($ref) as $b | meaning as $word
  | if data.not_authority == 1 then
      if name("from") | is_us then empty
      elif name("to") | is_us then refusal_of($b)
      else aside($b) end
    elif name("from") == null and $word == null then aside($b)
    elif $word == "unmapped" then aside($b)
      + {unmapped: true, status: set_to}
    elif $word == "ignore" then if has_words then aside($b) else empty end
    elif $word == "refused" then refusal_of($b)
    elif $word == "answered" and (has_words | not) then aside($b)
      + {text: "Laporan ditutup di SP4N-LAPOR! tanpa jawaban."}
    elif $word == null and (has_words | not) then aside($b)
    elif $word == null or $word == "progress" or $word == "answered"
    then $b + {kind: ($word // "progress"), text: ([text, untimed] | lines)}
    else $b + {kind: $word}, (if has_words then $b + {kind: "progress",
      text: text, their_id: "\($b.their_id) text"} else empty end) end;

# About a case that came from there; answered: we had answered before.
def of_theirs($ref; $answered): base($ref) as $b | meaning as $word
  | if name("from") == null and has_words then $b + {text: text,
      kind: (if $answered then "objection" else "supplement" end)}
    elif $word == "unmapped" then aside($b)
      + {unmapped: true, status: set_to}
    elif has_words or data.reason_description != null then aside($b)
      + {text: ([text, data.reason_description, untimed] | map(strings)
        | lines)}
    else empty end;

# Ids of what of ours was an answer.
def answers: [followups[] | select(is_ours)
  | select((.content // "") | startswith(heading.answered + "\n")) | .id];

# ---- a case from there ----------------------------------------------------

def yes: . == 1 or . == true or . == "1";
def incident: (.date_of_incident // "") | if test("^\\d\\d-\\d\\d-\\d{4}$")
  then . + " 12:00:00" | wib else null end;

def case_of($id): .body.results.data as $d | $d
  | ($d.category_id | maybe(key_of($settings.categories // {})))
    as $category
  | ($d.channel | maybe(key_of(channels))) as $channel
  | {kind: "handoff", their_id: "complaint-\($id)",
     claimed_at: ($d.created_at | wib),
     handoff: ({
       tracking_id: $id, kind: "transfer",
       subject: ($d.title // "" | .[0:250]),
       narrative: ([$d.content // $d.title // "(tanpa uraian)",
         (if $d.date_of_incident != null and ($d | incident) == null
          then "Waktu kejadian: \($d.date_of_incident)" else null end),
         ($d | files[])] | lines),
       channel: $channel,
       classification: ($d.classification_id | maybe(key_of(classes))),
       category: ($category // ($d.category_name // "" | .[0:32])),
       region: ($d.location_id | maybe(key_of($settings.locations // {}))),
       location: ($d.location_name // null),
       occurred_at: ($d | incident),
       priority_program_id: ($d.priority_program_id | maybe(tostring)),
       anonymous: ($d.is_anonymous | yes), secret: ($d.is_secret | yes),
       urgent: ($d.is_priority | yes)
     } | del(.[] | select(. == null or . == "")))},
    (if $d.channel == null or $channel != null then empty else
      {kind: "comment", audience: "coordinator", remote_ref: $id,
       their_id: "complaint-\($id) channel", unmapped: true,
       status: "channel \($d.channel)"} end);

# ---- files of theirs ------------------------------------------------------

# The segments of a file's path below settings.files; null for one that leads
# to another host or up, or that is too long to be carried.
def place: (.path // "" | tostring) as $path
  | ($settings.files_from // "") as $from
  | if $settings.files == null then null
    elif $from != "" and ($path | startswith($from))
    then $path[($from | length):] | segments
    elif $path | test("^[A-Za-z][A-Za-z0-9+.-]*:|^//") then null
    else $path | segments end
  | if . == null or . == [] or any(.[]; . == "." or . == "..")
      or (tojson | utf8bytelength) > 250 then null else . end;

# The files of a follow-up or complaint that can be fetched, each as what the
# hub is to hear with it.
def to_fetch($id; $heard): [.attachments[]?
    | {path: place, name: (.file_name // "berkas" | tostring | .[0:60])}
    | select(.path != null)]
  | [.[0:files_max] | to_entries[] | .value + $heard
      + {id: "\($id) file-\(.key + 1)"}];

# On with the first of the files; the follow-up or complaint counts as done.
def fetch($id; $files; $behind): {kind: "next_step", remote_ref: $behind,
  carry: (getting([$id]) + {file: $files[0], files: $files[1:]})};

# What is not fetched yet of follow-ups; heard says what goes with a file.
def unfetched($s; heard): [.[] | "f\(.id)" as $id
  | select(got_of($s; $id) | not)
  | {id: $id, files: to_fetch("followup-\(.id)"; heard)}
  | select(.files != [])][0];

# With whom a file goes: where its follow-up is work on the case it is, too.
def as_work($ref): [of_ours($ref) | .kind]
  | if any(.[]; . == "progress" or . == "answered" or . == "accepted")
    then {kind: "progress", ref: $ref}
    else {kind: "comment", ref: $ref} end;

def read_file: state as $s | $s.file as $f
  | ($s | .file = .files[0] | .files |= .[1:]
    | if .file == null then del(.file, .files) else . end) as $next
  | {remote_ref: $f.ref, their_id: $f.id} as $base
  | [(if .status == 200 then $base + {kind: $f.kind,
        text: "Berkas: \($f.name)",
        file: {name: $f.name, type: (.headers["content-type"] // "")}}
      else $base + {kind: "comment", text:
        (if .status == 413 then "Berkas di SP4N-LAPOR! terlalu besar untuk "
          + "diambil: \($f.name)"
         else "Berkas di SP4N-LAPOR! tidak dapat diambil: \($f.name)" end)}
      end | if .kind == "comment" then .audience = "coordinator" else . end),
    {kind: "next_step", remote_ref: $s.prev, carry: $next}];

# ---- how a round goes on --------------------------------------------------

# To the list once ours are through, to the next case of it, or to the end.
def still_aside: . as $s | [.aside[]? | select(.list or $s.stopped != null
    or .at >= $s.until)] | if . == [] then {} else {aside: .} end;
def go_on: if .ids[0] != null or .more then
    {kind: "next_step", carry: del(.more)}
  else {kind: "cursor", carry: ((if .stopped != null
    then {since, until, behind: .stopped} else {since: .until} end)
    + (if .got != null then {got} else {} end) + still_aside),
    claimed_at: (if .stopped != null then .since else .until end)} end;
def skip_case: .ids |= .[1:] | .has_read = false | .more = .last != true
  | go_on;
def next_case: forget("\(.ids[0])") | skip_case;

# In the third round running that it cannot be read.
def is_lost: .status == 502 or .status == 503 or .status == 504;

def read_ours: .at.remote_ref as $ref | state as $s | is_lost as $lost
  | .at.now as $now | ($s | del(.behind)
    | if $settings.files == null then . else .prev = $ref end
    | if $lost then put_aside($ref; $now; {}) else forget($ref) end) as $next
  | (if .status == 200 then [fresh($s | back($ref))] else [] end) as $fresh
  | ($fresh | unfetched($s; as_work($ref))) as $more
  | ($fresh | odd($s)) as $odd | ($next | getting($odd)) as $next
  | if $more != null then $s | fetch($more.id; $more.files; .prev) else
    [if $lost then unread($s; $ref)
     elif .status == 404 then {kind: "comment", audience: "coordinator",
       remote_ref: $ref, their_id: "missing-\($ref)",
       text: "Laporan tidak ada lagi di SP4N-LAPOR!."}
     elif .status == 413 then {kind: "comment", audience: "coordinator",
       remote_ref: $ref, their_id: "long-\($ref)",
       text: "Tindak lanjut di SP4N-LAPOR! terlalu panjang untuk dibaca."}
     else good("follow-ups") | $fresh[] | of_ours($ref) end]
    + [if .at.step >= cases_at_once then {kind: "next_step",
         carry: ($next + {page: 1, stopped: $ref})}
       else {kind: "next_step", remote_ref: $ref, carry: $next} end] end;

def read_list: good("list") | followups as $rows | state as $s
  | [$rows[] | select((.updated_at | wib // 1e18) >= ($s | from))] as $new
  | (if $s.page == null or $s.page == 1
     then [$s.aside[]? | select(.list) | .id] else [] end) as $again
  | $s + {page: (($s.page // 1) + 1), has_read: false,
      ids: ($again + ([$new[] | select(is_ours | not)
        | must_id($__loc__; "id")] - $again)),
      last: (($new | length) < page)}
  | .more = (.last | not) | go_on;

def read_case: state as $s | "\($s.ids[0])" as $id
  | if .status == 404 then [$s | next_case]
    else good("complaint") | must($__loc__; "body.results.data"; "object")
    as $data | if $data | is_ours then [$s | next_case]
    else ($data | to_fetch("complaint-\($id)";
        {kind: "supplement", ref: $id})) as $files
    | [case_of($id)] + [$s | .has_read = true
        | if $files == [] or got_of(.; "c\($id)")
          then go_on else fetch("c\($id)"; $files; null) end] end end;

def read_said: state as $s | "\($s.ids[0])" as $id
  | if .status == 404 then [$s | next_case]
    else good("follow-ups") | answers as $answers
    | [fresh($s | back($id))] as $fresh
    | ($fresh | unfetched($s; .id as $f | {ref: $id,
        kind: (if any($answers[]; . < $f) then "comment"
          else "supplement" end)})) as $more
    | if $more != null then $s | fetch($more.id; $more.files; null)
      else [$fresh[] | . as $f
        | of_theirs($id; any($answers[]; . < $f.id))]
        + [$s | getting($fresh | odd($s)) | next_case] end end;

def read_nothing: good("ping") | state
  | if .behind != null then {kind: "next_step", remote_ref: .behind,
      carry: (if $settings.files == null then . else .prev = .behind end
        | del(.behind))} else go_on end;

# A case of the list that cannot be read.
def leave_case: state as $s | "\($s.ids[0])" as $id | .at.now as $now
  | [unread($s; $id),
    ($s | put_aside($id; $now; {list: true}) | skip_case)];

# Without what cannot be read; one too many is left for a better day.
def go_without: turn as $turn | state as $s | .at.remote_ref as $ref
  | if $turn == "ours" and ($s | is_full($ref) | not)
  then read_ours
  elif ($turn == "case" or $turn == "said")
    and ($s | is_full("\($s.ids[0])") | not) then leave_case
  else later end;

def polled: turn as $turn | if $turn == "file" then read_file
  elif $turn == "ours" then read_ours
  elif $turn == "list" then read_list
  elif $turn == "case" then read_case
  elif $turn == "said" then read_said
  else read_nothing end;

def conclude: if .at.purpose == "poll" and turn == "file" then read_file
  elif .at.purpose == "poll" and is_lost then go_without else
  or_trouble(
  if .at.purpose == "poll" then polled
  elif .at.purpose == "probe" then probed
  else concluded end) end;
