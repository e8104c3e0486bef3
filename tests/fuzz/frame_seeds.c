/* SPDX-License-Identifier: Apache-2.0 */
/* Writes one full frame of each kind that fuzz_frame.c reads, in its order,
 * into files of the folder given: what the fuzzer begins with. */
#include "config.h"

#include "events.h"
#include "frame_words.h"
#include "../unit/full.h"

static const struct hub_headers headers = {
	.rows = { { "Host", "hub" }, { "X", "" } },
	.count = 2,
};

/* A handoff. */
static void
put_handoff(struct hub_buf *out)
{
	frame_put_handoff(out, &full_handoff);
}

/* What is to be said. */
static void
put_dispatch(struct hub_buf *out)
{
	const char *links[] = { "https://hub.example/a/1", "" };

	frame_put_dispatch(out,
	    &(struct hub_dispatch){ "d1", full_event, full_handoff, links,
		{ "Dari", "Kepada", "Asal", "Terlapor", "Sasaran" } });
}

/* Where an exchange stands. */
static void
put_at(struct hub_buf *out)
{
	frame_put_at(out,
	    &(struct hub_at){ HUB_FOR_PROBE, 1, 2, 3, "R", "c", "d1.1", 28800,
		"a+b@c", "h1", HUB_EV_HANDOFF, HUB_PROOF_DKIM, true,
		"Y2hlY2s=" });
}

/* A message. */
static void
put_message(struct hub_buf *out)
{
	frame_put_message(out,
	    &(struct hub_message){ "POST", "/a", "b=c", &headers, "{}", 2,
		"00ff" });
}

/* An answer. */
static void
put_answer(struct hub_buf *out)
{
	frame_put_answer(out, &(struct hub_answer){ 200, &headers, "{}", 2 });
}

/* Results, one with a found case. */
static void
put_results(struct hub_buf *out)
{
	const struct hub_result rows[] = {
		{ HUB_BOUND, "h", "c", "s", "a", "d", "h", "x", &full_handoff,
		    1 },
		{ HUB_LATE, "", "", "", "", "", "", "", NULL, 0 },
	};

	frame_put_results(out,
	    &(struct hub_results){ .rows = rows, .count = 2, .next = "" });
}

/* Two events with a file each. */
static void
put_events(struct hub_buf *out)
{
	struct hub_event e = full_event;
	struct hub_events events;

	events_init(&events);
	hub_emit(&events, &e);
	hub_emit_attachment(&events, "a.txt", "text/plain", "x", 1);
	e.kind = HUB_EV_PROGRESS;
	hub_emit(&events, &e);
	hub_emit_attachment(&events, "b", "a/b", "y", 1);
	hub_emit_media(&events, "https://hub.example/a.jpg");
	events_put(out, &events);
	events_release(&events);
}

/* A request in parts. */
static void
put_request(struct hub_buf *out)
{
	const struct hub_part part = { HUB_PART_FORM, "a", "b", "text/plain" };
	struct hub_request r;

	request_init(&r, "boundary");
	hub_request_http(&r, "POST", "/v1");
	hub_request_segment(&r, "a b");
	hub_request_query(&r, "c", "d");
	hub_request_header(&r, "X", "y");
	hub_request_secret(&r, "key");
	hub_request_part(&r, &part, "x", 1);
	hub_request_attach(&r, &part, "att-1");
	request_put(out, &r);
	request_release(&r);
}

/* A reply. */
static void
put_reply(struct hub_buf *out)
{
	struct hub_reply r;

	reply_init(&r);
	hub_reply_set(&r, 200, "a/b", "x", 1);
	hub_reply_header(&r, "X", "y");
	reply_put(out, &r);
	reply_release(&r);
}

static void (*const kinds[])(struct hub_buf *out) = { put_handoff, put_dispatch,
	put_at, put_message, put_answer, put_results, put_events, put_request,
	put_reply };

/* Writes one seed; whether it is on disk. */
static bool
write_seed(const char *folder, size_t kind)
{
	struct hub_buf out;
	char path[4096];
	FILE *file;
	bool ok;

	snprintf(path, sizeof(path), "%s/seed-%zu", folder, kind);
	file = fopen(path, "wb");
	if (file == NULL)
		return false;
	hub_buf_init(&out, 1u << 20);
	hub_buf_char(&out, (char)kind);
	kinds[kind](&out);
	ok = hub_buf_ok(&out) && fwrite(out.data, out.len, 1, file) == 1;
	hub_buf_release(&out);
	return fclose(file) == 0 && ok;
}

int
main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: frame_seeds FOLDER\n");
		return 2;
	}
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (write_seed(argv[1], i))
			continue;
		fprintf(stderr, "frame_seeds: cannot write to %s\n", argv[1]);
		return 1;
	}
	return 0;
}
