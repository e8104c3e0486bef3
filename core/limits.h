/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SIMPUL_LIMITS_H
#define SIMPUL_LIMITS_H

/*
 * The one list of the hub's limits: every ceiling on what comes from outside
 * and every fixed size that another file relies on.  A number that bounds
 * something stands here with its name and its reason, nowhere else.
 *
 * Rules: names begin with the noun they bound; sizes are in bytes and times
 * in milliseconds unless the name says otherwise.
 */

/* One text of a complaint, an answer or a comment. */
#define HUB_TEXT_MAX (64u * 1024u)

/* How long a look at the database may take, so that none holds up the
 * others; and how long to wait for another process. */
#define DB_READ_MS 2000
#define DB_BUSY_MS 5000

/* HTTP server: what one request may hold.  A small one goes on while the
 * budget is tight; no peer may be slower than the rate, in bytes a second. */
#define HTTP_HEAD_MAX (16u * 1024u)
#define HTTP_HEADERS_MAX 64u
#define HTTP_TARGET_MAX 2048u
#define HTTP_BODY_MAX (16u * 1024u * 1024u)
#define HTTP_SMALL_MAX (64u * 1024u)
#define HTTP_RATE_MIN (4 * 1024)

/* HTTP server: a body of more is worth giving its memory back at once. */
#define HTTP_TRIM_MIN (1024u * 1024u)

/* HTTP server: how long a head may take, how long an unused connection stays
 * when all are taken, how long a large upload waits for room in the budget,
 * and how long a refused connection is listened to. */
#define HTTP_HEAD_MS 20000
#define HTTP_IDLE_FULL_MS 5000
#define HTTP_PAUSED_MS 5000
#define HTTP_LINGER_MS 2000

/* HTTP server: so many connections keep the buffers of TLS while they are
 * idle, 33 KB each; the others give them back. */
#define HTTP_BUFFERED 128u

/* The longest that an institution's Retry-After is believed, in seconds. */
#define OUTCOME_RETRY_AFTER_MAX 86400

/* A message as received is stored in rows of so many bytes: the database holds
 * a few copies of a row while it writes it. */
#define CONTENT_PIECE_MAX (256u * 1024u)

/* A case's canonical frame: every text of a handoff with its attachments. */
#define INTAKE_FRAME_MAX (2u * 1024u * 1024u)

/* A delivery in hand: the texts of its case and of what is said about it. */
#define PARCEL_MAX (4u * 1024u * 1024u)

/* What an institution with a mapping said, as it is kept to be held against a
 * changed one: its body, and with where the exchange stood. */
#define HEARD_MAX (256u * 1024u)
#define HEARD_FRAME_MAX (HEARD_MAX + 64u * 1024u)
/* How long; and how many older ones make room for each new one. */
#define HEARD_KEPT_MS (INT64_C(365) * 86400000)
#define HEARD_DROPPED 4

/* A word of an institution's that its plugin does not know, how many of them
 * are kept, and how many held events one job of the ledger takes up. */
#define WORD_MAX 128u
#define WORDS_MAX 1000
#define WORDS_PAGE 64

/* How far from now an outage may begin or end: 400 days. */
#define OUTAGE_SPAN_MS (400 * INT64_C(86400000))

/* The name of the person who acts over the operator's socket. */
#define CONTROL_BY_MAX 200u

/* Why an institution's work goes over to another. */
#define SUCCEED_REASON_MAX 1000u

/* Cases that may be joined to one. */
#define RELATIONS_MAX 64

/* Deliveries of one institution in hand beyond its window, and how many one
 * look at the database takes. */
#define LINK_AHEAD 64u
#define LINK_LOOK 64u
/* So many callers who wait for a commit have links take nothing ahead. */
#define LINK_CALLERS 4u

/* One call to a worker: a message with its largest body. */
#define FRAME_CALL_MAX (26u * 1024u * 1024u)

/* Answers that break the institution's own contract before a person must
 * look. */
#define DELIVERY_MALFORMED_MAX 3u
/* Requests of one delivery: as many files as a case may have, and what belongs
 * to them. */
#define DELIVERY_STEPS_MAX 100u

/* A problem's details; all that one question may hold; texts of cases or of
 * what was said that one page of an answer brings, so that it fits into a
 * reply however it is escaped; and rows that a window may look at for it. */
#define PROBLEM_MAX 4096u
#define LOOKUP_MAX (8u * 1024u * 1024u)
#define LOOKUP_PAGE (640u * 1024u)
#define LOOKUP_LOOKS 10u /* of CASES_LOOK rows each */

/* Workers: how many at once, how long one may idle, what one call may take,
 * and after how many calls a worker is renewed. */
#define WORKER_MOST 64u
#define WORKER_IDLE_MS 300000
#define WORKER_WALL_MS 30000
#define WORKER_CPU_MS 5000
#define WORKER_CALLS 1000000u

/* When to try again what the ledger could not keep. */
#define LEDGER_AGAIN_MS 1000

/* A request going out: its URL, one header, the read buffer of a transfer,
 * and connections kept for the next one. */
#define HTTP_FRAMES_MAX (128u * 1024u)
#define HTTP_URL_MAX (16u * 1024u)
#define HTTP_HEADER_MAX (16u * 1024u)
#define HTTP_BUFFER 16384L
#define HTTP_KEPT 256L
#define HTTP_CA_SECONDS 600L /* a changed file of authorities is seen then */

/* A letter going out: all of it encoded (what relays take), one text of it in
 * quoted-printable, and what stands between its attachments. */
#define MAIL_OUT_MAX (25u * 1024u * 1024u)
#define LETTER_TEXT_MAX (512u * 1024u)
#define LETTER_FRAMES_MAX (8u * 1024u * 1024u)

/* A letter coming in: all of it (a worker's frame holds that), the start of a
 * larger one that is kept for a person, and of its header what is looked at
 * without a worker. */
#define MAIL_IN_MAX (25u * 1024u * 1024u)
#define MAIL_IN_HEAD (64u * 1024u)
#define MAIL_SCAN_MAX (64u * 1024u)
/* A mailbox: numbers of letters in one list (some 270 lines of one answer are
 * what libcurl 7.88 bears, see CONTRIBUTING.md), letters taken in one lap of a
 * round, how often one is asked for that is not given out, letters moved in
 * one, and moved by one command (each is a line of its answer, too); letters,
 * and bytes of more than one, that one transaction keeps while as many are
 * fetched; bytes of one answer that is no letter, how long one command may
 * take, and how long letters that are dealt with gather before they are
 * moved. */
#define MAIL_LIST_MAX 64
#define MAIL_LAP_MAX 500
#define MAIL_GIVE_TRIES 5u
#define MAIL_MOVES_MAX 1000
#define MAIL_MOVE_MAX 100
#define MAIL_BATCH_MAX 32
#define MAIL_BATCH_BYTES (1024u * 1024u)
#define MAIL_GATHER_MS 200
#define MAIL_LIST_BYTES (1024u * 1024u)
#define MAIL_IN_MS 300000

/* Answers to letters: to one institution within an hour, so that no two
 * machines talk for ever; for how long one is tried to be posted; and when
 * again what a letter waits for is tried. */
#define MAIL_ANSWERS_MAX 60u
#define MAIL_ANSWER_FOR_MS (3 * 24 * 3600 * INT64_C(1000))
#define MAIL_LATER_MS 60000

/* Mail servers: how long one may take to be reached, to answer, and for one
 * letter (RFC 5321 4.5.3.2 lets it think for minutes behind the dot). */
#define MAIL_CONNECT_MS 10000
#define MAIL_ANSWER_MS 120000
#define MAIL_OUT_MS 600000
#define MAIL_PROBE_MS 30000

/* Threads of mail, one for what comes in, the others for what goes out; how
 * often one looks up when nothing happens. */
#define MAIL_LINES 5u
#define MAIL_TURN_MS 10000

/* Requests of one poll: a page of news and each of its items; the longest
 * pause before a poll that failed is tried again; in how many rounds one
 * question fails before its plugin hears of it, how many such are remembered,
 * and for how long it is said that there are some. */
#define POLL_STEPS_MAX 2000u
#define POLL_PAUSE_MS 900000
#define POLL_PATIENCE 3u
#define POLL_STUCK_MAX 32u
#define POLL_STUCK_MS (2 * 3600 * INT64_C(1000))

/* Messages that a plugin died on, remembered for a day. */
#define QUARANTINE_MAX 1024u

/* How long a stop waits for what is under way, and how often it looks. */
#define HUB_DRAIN_MS 30000
#define HUB_DRAIN_LOOK_MS 20

/* One request on the operator's socket, and one line of an answer. */
#define CONTROL_LINE_MAX (512u * 1024u)
#define HUB_REPORT_LINE_MAX 4096u

/* Connections to the operator's socket that wait to be taken. */
#define CONTROL_BACKLOG 256
/* Rows of one answer on it. */
#define CONTROL_ROWS_MAX 500

/* How often the hub looks what falls due, how soon again after it did
 * something, or while more is due than one transaction takes (so that intake
 * goes between), and how many cases that is; how often it notes that it lives,
 * and from which gap on it was down. */
#define WATCH_LOOK_MS 5000
#define WATCH_AGAIN_MS 1000
#define WATCH_MORE_MS 10
#define WATCH_BATCH 64u
#define WATCH_ALIVE_MS 30000
#define WATCH_DOWN_MS 60000

/* What a reload may say. */
#define HUB_REPORT_MAX (64u * 1024u)

/* What the results of one message's events may say together. */
#define APPLY_RESULTS_MAX (4u * 1024u * 1024u)

/* What proves a sender: the bytes of a signature's secret, what Basic says
 * decoded, and a key in the query. */
#define WEBHOOK_SECRET_MAX 128u
#define WEBHOOK_BASIC_MAX 1024u
#define WEBHOOK_API_KEY_MAX 512u

/* One text and one code word of an audit entry. */
#define CANON_TEXT_MAX 512u
#define CANON_WORD_MAX 64u
/* Between hub and worker: a payload above NEAR travels in a memfd, at most FAR
 * (a letter of 25 MB with its event); a packet has room for two near ones. */
#define PACKET_NEAR_MAX (64u * 1024u)
#define PACKET_FAR_MAX (32u * 1024u * 1024u)
#define PACKET_MAX (2u * PACKET_NEAR_MAX)
#define PACKET_FDS 4u

/* Calls that one worker holds unanswered: what a death makes the hub ask
 * again. */
#define WORKER_WINDOW 64u
/* Workers alive at once. */
#define WORKER_MOST 64u
/* Lines of one worker's stderr that reach the log, and bytes of a line. */
#define WORKER_LINES 64u
#define WORKER_LINE_MAX 240u
/* Address space of a worker, and its descriptors: with PACKET_FAR_MAX they
 * bound what it can put into memfds. */
#define SANDBOX_SPACE_MAX (768u * 1024u * 1024u)
#define SANDBOX_FDS 16u
/* What a worker keeps of the room for its answer between calls. */
#define WORKER_ROOM_MAX (256u * 1024u)
/* How long simpul-worker may take to load and describe a plugin: as long as a
 * call, for a machine that has just started is busy with others, too. */
#define PLUGIN_RUN_MS 30000
/* Options that a plugin may have. */
#define PLUGIN_OPTIONS_MAX 64u
#define PLUGIN_REFUSALS_MAX 8u
/* One file of the configuration; all of it, with secrets and option files. */
#define CONF_FILE_MAX (1024u * 1024u)
#define CONF_MEMORY_MAX (256u * 1024u * 1024u)
/* One section from its name to its last brace, one text in quotes, braces
 * within braces. */
#define CONF_SECTION_MAX (64u * 1024u)
#define CONF_TEXT_MAX 4096u
#define CONF_DEPTH_MAX 4u
/* Files in conf.d, sections in all, names of plugins' options in all. */
#define CONF_FILES_MAX 2048u
#define CONF_SECTIONS_MAX 8192u
#define CONF_OPTIONS_MAX 256u
/* Mistakes told of one reading, and of one section. */
#define CONF_MISTAKES_MAX 200u
#define CONF_SECTION_MISTAKES_MAX 50u
/* A file that holds one secret, and a file that is a plugin's option. */
#define CONF_SECRET_MAX 4096u
#define CONF_OPTION_FILE_MAX (256u * 1024u)

/* A calendar: its file (a century of days), one line of it, its version, the
 * years that it may tell of, and the wrong lines of it that are told. */
#define CALENDAR_FILE_MAX (256u * 1024u)
#define CALENDAR_LINE_MAX 512u
#define CALENDAR_VERSION_MAX 31u
#define CALENDAR_YEAR_FIRST 1970
#define CALENDAR_YEAR_LAST 2199
#define CALENDAR_MISTAKES_MAX 50u

/* Names of regions: the file (all of Indonesia's 84,000 villages), one line of
 * it, a code, and the wrong lines that are told. */
#define REGIONS_FILE_MAX (8u * 1024u * 1024u)
#define REGIONS_LINE_MAX 512u
#define REGION_CODE_MAX 32u
#define REGIONS_MISTAKES_MAX 50u

/* Institutions or regions of one report; cases that it looks at in one turn of
 * the reader, and events. */
#define TALLY_GROUPS_MAX 20000u
#define INDICATORS_CASES 500
#define INDICATORS_EVENTS 20000

/* An attachment: its bytes, those of one piece of it, how many an institution
 * may have that no case has claimed yet, and for how long; what stands sealed
 * about it. */
#define ATTACHMENT_MAX (32u * 1024u * 1024u)
#define ATTACHMENT_PIECE_MAX (1024u * 1024u)
#define ATTACHMENT_LOOSE_MAX 1000
#define ATTACHMENT_LOOSE_MS (24 * 3600 * INT64_C(1000))
#define ATTACHMENT_META_MAX 4096u
#define ATTACHMENT_SWEEP_MS (600 * INT64_C(1000))
/* How long after a start files are looked for that no row names, and among how
 * many. */
#define ATTACHMENT_ORPHANS_MS (3600 * INT64_C(1000))
#define ATTACHMENT_ORPHANS_MAX (1u << 20)
/* A file that a message names by its address: how often it is asked for, with
 * how long between, within which time (whoever sent the message waits), its
 * bytes, and how many messages fetch at once. */
#define MEDIA_ATTEMPTS 3u
#define MEDIA_PAUSE_MS 1000
#define MEDIA_MS 15000
#define MEDIA_MAX (8u * 1024u * 1024u)
#define MEDIA_AT_ONCE 4u
/* How long a receiver may fetch a file at the address that it was given (the
 * design says thirty days), and how many fetch at once. */
#define PICKUP_MS (30 * 86400 * INT64_C(1000))
#define PICKUP_CALLS 32
/* Bytes of attachments that are open for sending at once; and of one answer
 * of the API with a file in it. */
#define ATTACHMENT_LENT_MAX (64u * 1024u * 1024u)
#define ATTACHMENT_ANSWER_MAX (8u * 1024u * 1024u)

/* A call of the API: its body, its Idempotency-Key, its answer. */
#define API_BODY_MAX (256u * 1024u)
#define API_KEY_MAX 200u
#define API_ANSWER_MAX (8u * 1024u * 1024u)
/* How long a call may wait for news, in seconds; and how many may wait. */
#define API_WAIT_MAX 60
#define API_WAITING_MAX 512u
/* Calls a second of one token whose institution has no rate of its own. */
#define API_RATE 200u
/* simpulctl: how long a hub that was asked may be silent. */
#define CTL_WAIT_MS 60000
/* What one run of simpulctl prints as JSON. */
#define CTL_OUTPUT_MAX (16u * 1024u * 1024u)
/* Auditors' commands: findings in one document, checkpoints brought, and how
 * much of a letter or capture is searched for one. */
#define CTL_FINDINGS_MAX 10000u
#define CTL_OLD_MAX 64u
#define CTL_OLD_FILE_MAX (64u * 1024u * 1024u)

/* A CSV file: fields of one record, and its bytes. */
#define CSV_FIELDS_MAX 256
#define CSV_RECORD_KB 512
#define CSV_RECORD_MAX (CSV_RECORD_KB * 1024u)

/* An import: its file, the map of its columns with a line of it, rows of one
 * batch and about how many bytes, batches under way in a hub, bad rows that
 * are told, and at which number of them it ends. */
#define IMPORT_FILE_MAX (256u * 1024u * 1024u)
#define IMPORT_MAP_MAX (256u * 1024u)
#define IMPORT_MAP_LINE_MAX 1024u
#define IMPORT_COLUMNS_MAX 64u
#define IMPORT_WORDS_MAX 4096u
#define IMPORT_ROWS_MAX 100u
#define IMPORT_BATCH_MAX (128u * 1024u)
#define IMPORT_BATCHES_MAX 4u
#define IMPORT_TOLD_MAX 100u
#define IMPORT_BAD_MAX 100000u

/* A dry run of routes: cases unless said otherwise, at most, and those that
 * one look at the database opens. */
#define ROUTE_REPLAY_LAST 1000
#define ROUTE_REPLAY_MAX 100000
#define ROUTE_REPLAY_PAGE 100
/* The same of a mapping: messages, and as many pieces of news. */
#define MAP_REPLAY_LAST 100
#define MAP_REPLAY_MAX 10000

/* A signed note, as large as others take it: all of it, its signatures (at
 * least 16 must be taken), one of them decoded (a post-quantum one has 5 KB),
 * and the name of a key. */
#define NOTE_MAX (1024u * 1024u)
#define NOTE_SIGNATURES_MAX 100u
#define NOTE_SIGNATURE_MAX 8190u
#define NOTE_NAME_MAX 255u

/* A policy of trust: its file, and the logs, witnesses and groups of it (at
 * least 32 of each must be taken), one URL. */
#define POLICY_FILE_MAX (256u * 1024u)
#define POLICY_LOGS_MAX 64u
#define POLICY_WITNESSES_MAX 64u
#define POLICY_GROUPS_MAX 64u
#define POLICY_URL_MAX 2048u

/* A receipt: the base64 of what else stands in it. */
#define TLOG_RECEIPT_EXTRA_MAX 4096u

/* 256 entries of a log, each with its length before it. */
#define LOGBOOK_BUNDLE_MAX (256u * (2u + 65535u))
/* Bundles that are not there, in a row, before a check looks no further: a
 * checkpoint may claim any number of entries. */
#define LOGBOOK_ABSENT_MAX 1024u
/* The schema, the policy, the README of an export. */
#define LOGBOOK_PAPER_MAX (256u * 1024u)
/* Seals: certificates of one side, bytes of one, bytes of the protected header
 * of a JWS decoded, and what one worker may ask of the private key a second:
 * more than a worker ever sends, and little enough for the loop. */
#define SEAL_CERTS_MAX 16u
#define SEAL_CERT_MAX 8192u
#define SEAL_JWS_MAX 16384u
#define SEAL_PEM_MAX (128u * 1024u)
#define KEY_ASKS_MAX 200u
/* Of one signed envelope: references, elements with a wsu:Id, and such a name
 * with its NUL. */
#define SEAL_REFERENCES_MAX 32u
#define SEAL_IDS_MAX 128u
#define SEAL_ID_SIZE 129u
/* So many days before a certificate ends it is said, and said again. */
#define EXPIRY_MONTH_DAYS 30
#define EXPIRY_WEEK_DAYS 7
/* Signed messages that one window remembers: 16 bytes each. */
#define REPEATS_MAX 500000u
/* Signatures and encryptions of one letter around each other: a mailing
 * gateway may sign what a person signed and encrypted. */
#define SEAL_LAYERS_MAX 4u
/* Receivers of one encrypted letter that are looked through for us. */
#define SEAL_RECEIVERS_MAX 256u
/* A sender's address, which a certificate may name, with its NUL. */
#define SEAL_ADDRESS_MAX 321

/* Publishing: entries of one turn of the files thread, as many as a tile of
 * level 1 stands for; how often a checkpoint is kept for good. */
#define PUBLISHER_PART UINT64_C(65536)
#define PUBLISHER_HISTORY_MS (3600 * INT64_C(1000))
/* How often it is looked whether the log has grown, how soon again while more
 * waits than one turn takes, and how often the hub says that it lives. */
#define PUBLISH_MS 1000
#define PUBLISH_MORE_MS 1
#define PUBLISH_BEAT_MS (600 * INT64_C(1000))
/* How long an auditor lets a hub be without a heartbeat: two of them may lie
 * so far apart when it was started again between them. */
#define AUDIT_SILENCE_MINUTES 21
/* By how many seconds two hubs' clocks may differ. */
#define AUDIT_SKEW_S 60
/* Entries that a search shows unless it is told, at most, and how many an
 * index takes in one transaction. */
#define AUDIT_FOUND 100
#define AUDIT_FOUND_MAX 10000
#define AUDIT_INDEXED 4096u
/* The index of the audit log: how often it is fed, with how many entries while
 * the hub works and while it rests, and how soon again then. */
#define INDEX_MS 1000
#define INDEX_BUSY UINT64_C(2048)
#define INDEX_IDLE UINT64_C(32768)
#define INDEX_MORE_MS 10

/* malloc in the daemon, bytes: freed memory that a heap keeps at its end, by
 * how much it grows at least, and from where a piece is mapped alone. */
#define MEMORY_KEEP (4 * 1024 * 1024)
#define MEMORY_GROW (512 * 1024)
#define MEMORY_BIG (256 * 1024)

#endif
