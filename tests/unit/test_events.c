/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "events.h"
#include "frame_words.h"
#include "full.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

/* An event that is right, to be spoilt. */
static struct hub_event
right_event(void)
{
	struct hub_event e = full_event;

	return e;
}

/* What is emitted stays in order, as copies of every field. */
static void
events_are_copied_in_order(void **state)
{
	char text[] = "first";
	struct hub_event e = hub_event_init(HUB_EV_PROGRESS);
	struct hub_events events;

	(void)state;
	events_init(&events);
	e.text = text;
	hub_emit(&events, &e);
	text[0] = 'x';
	for (int i = 0; i < 20; i++)
		hub_emit(&events, &full_event);
	assert_int_equal(events_check(&events, NULL), HUB_OK);
	assert_int_equal(events.count, 21);
	assert_string_equal(events.rows[0].text, "first");
	assert_event(&events.rows[20], &full_event);
	assert_handoff(&events.rows[20].handoff, &full_handoff);
	assert_ptr_not_equal(events.rows[20].handoff.attachments,
	    full_handoff.attachments);
	events_release(&events);
	events_release(NULL);
}

/* A text that is NULL becomes "". */
static void
no_text_stays_null(void **state)
{
	static const struct hub_attachment bare = { .id = "a" };
	const struct hub_event e = { .kind = HUB_EV_HANDOFF,
		.handoff = { .attachments = &bare, .attachment_count = 1 } };
	struct hub_event want = hub_event_init(HUB_EV_HANDOFF);
	struct hub_events events;

	(void)state;
	events_init(&events);
	hub_emit(&events, &e);
	assert_int_equal(events_check(&events, NULL), HUB_OK);
	assert_event(&events.rows[0], &want);
	assert_string_equal(events.rows[0].handoff.narrative, "");
	assert_string_equal(events.rows[0].handoff.complainant.name, "");
	assert_string_equal(events.rows[0].handoff.attachments[0].name, "");
	events_release(&events);
}

/* Only a HANDOFF carries one. */
static void
only_a_handoff_carries_one(void **state)
{
	struct hub_handoff nothing = hub_handoff_init();
	struct hub_event e = right_event();
	struct hub_events events;

	(void)state;
	e.kind = HUB_EV_COMMENT;
	events_init(&events);
	hub_emit(&events, &e);
	assert_handoff(&events.rows[0].handoff, &nothing);
	events_release(&events);
}

/* Texts that are too long, set up by main. */
static char long_line[EVENTS_LINE_MAX + 2];
static char long_text[EVENTS_TEXT_MAX + 2];
static char long_carry[HUB_CARRY_MAX + 2];
static struct hub_attachment many[FRAME_ATTACHMENTS + 1];

static const char line_sentence[] =
    "event 2: a name or reference is not one line of UTF-8";
static const char text_sentence[] =
    "event 2: a text is not UTF-8, or holds control characters";
static const char long_sentence[] = "event 2: a text is too long";
static const char word_sentence[] = "event 2: a word is not in its list";

/* One member of a right event is spoilt. */
typedef void (*spoil_step)(struct hub_event *e);

/* clang-format off */
#define SPOIL(name, assignment) \
	static void name(struct hub_event *e) \
	{ \
		e->assignment; \
	}

SPOIL(no_kind, kind = HUB_EV_NONE)
SPOIL(kind_past_the_list, kind = HUB_EV_COUNT)
SPOIL(reason_past_the_list, reason = (enum hub_reason)99)
SPOIL(audience_past_the_list, audience = (enum hub_audience)4)
SPOIL(kind_of_no_handoff, handoff.kind = (enum hub_kind)5)
SPOIL(channel_of_no_handoff, handoff.channel = (enum hub_channel)9)
SPOIL(text_of_noise, text = "\xff")
SPOIL(text_with_escape, text = "\x1b[31m")
SPOIL(ref_of_lines, remote_ref = "a\nb")
SPOIL(target_of_noise, target = "\xc3(")
SPOIL(narrative_of_noise, handoff.narrative = "\xed\xa0\x80")
SPOIL(subject_of_lines, handoff.subject = "a\r\nBcc: b")
SPOIL(name_of_lines, handoff.complainant.name = "a\nb")
SPOIL(text_too_long, text = long_text)
SPOIL(line_too_long, their_id = long_line)
SPOIL(carry_too_long, carry = long_carry)
SPOIL(rating_of_six, rating = 6)
SPOIL(window_too_wide, limit = 201)
SPOIL(too_many_attachments, handoff.attachment_count = FRAME_ATTACHMENTS + 1)
/* clang-format on */

static const struct {
	spoil_step spoil;
	enum hub_status status;
	const char *sentence;
} spoilt[] = {
	{ no_kind, HUB_FAULT, "event 2: it has no kind" },
	{ kind_past_the_list, HUB_FAULT, "event 2: it has no kind" },
	{ reason_past_the_list, HUB_MALFORMED, word_sentence },
	{ audience_past_the_list, HUB_MALFORMED, word_sentence },
	{ kind_of_no_handoff, HUB_MALFORMED, word_sentence },
	{ channel_of_no_handoff, HUB_MALFORMED, word_sentence },
	{ text_of_noise, HUB_MALFORMED, text_sentence },
	{ text_with_escape, HUB_MALFORMED, text_sentence },
	{ ref_of_lines, HUB_MALFORMED, line_sentence },
	{ target_of_noise, HUB_MALFORMED, line_sentence },
	{ narrative_of_noise, HUB_MALFORMED, text_sentence },
	{ subject_of_lines, HUB_MALFORMED, line_sentence },
	{ name_of_lines, HUB_MALFORMED, line_sentence },
	{ text_too_long, HUB_MALFORMED, long_sentence },
	{ line_too_long, HUB_MALFORMED, long_sentence },
	{ carry_too_long, HUB_MALFORMED, "event 2: a carry is too long" },
	{ rating_of_six, HUB_MALFORMED,
	    "event 2: a rating is not from 1 to 5" },
	{ window_too_wide, HUB_MALFORMED, "event 2: a window is too wide" },
	{ too_many_attachments, HUB_MALFORMED,
	    "event 2: a handoff has too many attachments" },
};

/* Every refusal has its status and sentence, and later events change
 * nothing. */
static void
every_refusal_has_its_sentence(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(spoilt); i++) {
		struct hub_event e = right_event();
		struct hub_events events;
		struct hub_error err;

		e.handoff.attachments = many;
		spoilt[i].spoil(&e);
		events_init(&events);
		hub_emit(&events, &full_event);
		hub_emit(&events, &e);
		hub_emit(&events, &full_event);
		hub_emit_attachment(&events, "a", "b/c", "d", 1);
		assert_int_equal(events_check(&events, &err), spoilt[i].status);
		assert_string_equal(err.text, spoilt[i].sentence);
		assert_int_equal(events.count, 1);
		assert_int_equal(events.file_count, 0);
		events_release(&events);
	}
}

/* As long as may be is not too long. */
static void
the_longest_texts_are_taken(void **state)
{
	struct hub_event e = right_event();
	struct hub_events events;

	(void)state;
	e.text = long_text + 1;
	e.their_id = long_line + 1;
	e.carry = long_carry + 1;
	e.handoff.attachments = many;
	e.handoff.attachment_count = FRAME_ATTACHMENTS;
	events_init(&events);
	hub_emit(&events, &e);
	assert_int_equal(events_check(&events, NULL), HUB_OK);
	assert_int_equal(strlen(events.rows[0].text), EVENTS_TEXT_MAX);
	events_release(&events);
}

/* One message has a bounded number of events, files and bytes. */
static void
one_message_is_bounded(void **state)
{
	struct hub_event e = hub_event_init(HUB_EV_COMMENT);
	struct hub_events events;

	(void)state;
	events_init(&events);
	for (int i = 0; i < EVENTS_MAX; i++)
		hub_emit(&events, &e);
	assert_int_equal(events_check(&events, NULL), HUB_OK);
	hub_emit(&events, &e);
	assert_int_equal(events_check(&events, NULL), HUB_MALFORMED);
	assert_string_equal(events.error.text,
	    "event 257: too many of one message");
	events_release(&events);
	events_init(&events);
	hub_emit(&events, &e);
	for (int i = 0; i <= EVENTS_FILES; i++)
		hub_emit_attachment(&events, "a", "b/c", "d", 1);
	assert_int_equal(events_check(&events, NULL), HUB_MALFORMED);
	events_release(&events);
	events_init(&events);
	e.text = long_text + 1;
	for (int i = 0; i < 100; i++)
		hub_emit(&events, &e);
	assert_int_equal(events_check(&events, NULL), HUB_FAULT);
	assert_non_null(strstr(events.error.text, EVENTS_FULL));
	events_release(&events);
}

static const struct {
	const char *name, *type, *want_name, *want_type;
} files[] = {
	{ "foto.jpg", "image/jpeg", "foto.jpg", "image/jpeg" },
	{ "C:\\foto\\a b.jpg", "image/jpeg", "a b.jpg", "image/jpeg" },
	{ "../../etc/passwd", "text/plain", "passwd", "text/plain" },
	{ "a/", "text/plain", "", "text/plain" },
	{ "..", "text/plain", "", "text/plain" },
	{ "a\r\nb", "text/plain", "", "text/plain" },
	{ "\xff", "text/plain", "", "text/plain" },
	{ long_line, "text/plain", "", "text/plain" },
	{ NULL, NULL, "", "application/octet-stream" },
	{ "a", "", "a", "application/octet-stream" },
	{ "a", "x\r\ny", "a", "application/octet-stream" },
};

/* A file loses its folders and a strange name, never its bytes. */
static void
files_keep_their_bytes_whatever_their_name(void **state)
{
	struct hub_events events;

	(void)state;
	events_init(&events);
	hub_emit(&events, &full_event);
	hub_emit(&events, &full_event);
	for (size_t i = 0; i < LENGTH(files); i++)
		hub_emit_attachment(&events, files[i].name, files[i].type,
		    "a\0b", 3);
	assert_int_equal(events_check(&events, NULL), HUB_OK);
	assert_int_equal(events.file_count, LENGTH(files));
	for (size_t i = 0; i < LENGTH(files); i++) {
		assert_int_equal(events.files[i].event, 1);
		assert_string_equal(events.files[i].name, files[i].want_name);
		assert_string_equal(events.files[i].type, files[i].want_type);
		assert_int_equal(events.files[i].len, 3);
		assert_memory_equal(events.files[i].data, "a\0b", 4);
	}
	events_release(&events);
}

/* A file needs an event to stand with. */
static void
a_file_needs_an_event(void **state)
{
	struct hub_events events;

	(void)state;
	events_init(&events);
	hub_emit_attachment(&events, "a", "b/c", "d", 1);
	assert_int_equal(events_check(&events, NULL), HUB_FAULT);
	events_release(&events);
}

/* Two events, each with a file, one with an address, as a frame. */
static void
put_two(struct hub_buf *out)
{
	struct hub_event e = right_event();
	struct hub_events events;

	events_init(&events);
	e.kind = HUB_EV_NEEDS_INFO;
	hub_emit(&events, &e);
	hub_emit_attachment(&events, "satu", "text/plain", "1", 1);
	hub_emit(&events, &full_event);
	hub_emit_attachment(&events, "dua", "text/html", "2\0", 2);
	hub_emit_media(&events, "https://a/b");
	hub_buf_init(out, 100000);
	events_put(out, &events);
	events_release(&events);
}

/* Events and files come back from their frame. */
static void
events_come_back_from_their_frame(void **state)
{
	struct hub_events events;
	struct hub_buf out;
	struct frame_in in;

	(void)state;
	put_two(&out);
	events_init(&events);
	frame_in_init(&in, out.data, out.len);
	assert_true(events_get(&in, &events));
	assert_true(frame_done(&in));
	hub_buf_release(&out);
	assert_int_equal(events.count, 2);
	assert_int_equal(events.rows[0].kind, HUB_EV_NEEDS_INFO);
	assert_event(&events.rows[1], &full_event);
	assert_handoff(&events.rows[1].handoff, &full_handoff);
	assert_int_equal(events.file_count, 2);
	assert_int_equal(events.files[0].event, 0);
	assert_int_equal(events.files[1].event, 1);
	assert_string_equal(events.files[1].name, "dua");
	assert_string_equal(events.files[1].type, "text/html");
	assert_memory_equal(events.files[1].data, "2\0", 3);
	assert_int_equal(events.media_count, 1);
	assert_int_equal(events.media[0].event, 1);
	assert_string_equal(events.media[0].url, "https://a/b");
	events_release(&events);
}

/* Cut anywhere, the frame is refused. */
static void
a_cut_frame_is_refused(void **state)
{
	struct hub_buf out;

	(void)state;
	put_two(&out);
	for (size_t len = 0; len < out.len; len++) {
		char *copy = malloc(len + 1);
		struct hub_events events;
		struct frame_in in;

		assert_non_null(copy);
		memcpy(copy + 1, out.data, len);
		events_init(&events);
		frame_in_init(&in, copy + 1, len);
		assert_false(events_get(&in, &events));
		events_release(&events);
		free(copy);
	}
	hub_buf_release(&out);
}

static const struct {
	const char *what;
	int64_t count, files, media, index;
	const char *text, *url;
	bool ok;
} forged[] = {
	{ "nothing", 0, 0, 0, 0, "", "", true },
	{ "one of each", 1, 1, 1, 0, "x", "https://a/b", true },
	{ "too many events", EVENTS_MAX + 1, 0, 0, 0, "", "", false },
	{ "fewer than no events", -1, 0, 0, 0, "", "", false },
	{ "a file of no event", 0, 1, 0, 0, "", "", false },
	{ "a file of an event past the last", 1, 1, 0, 1, "", "", false },
	{ "a file of an event before the first", 1, 1, 0, -1, "", "", false },
	{ "too many files", 1, EVENTS_FILES + 1, 0, 0, "", "", false },
	{ "fewer than no files", 1, -1, 0, 0, "", "", false },
	{ "an address of no event", 0, 0, 1, 0, "", "", false },
	{ "an address of an event past the last", 1, 0, 1, 1, "", "", false },
	{ "an address of one before the first", 1, 0, 1, -1, "", "", false },
	{ "too many addresses", 1, 0, EVENTS_MEDIA + 1, 0, "", "", false },
	{ "fewer than no addresses", 1, 0, -1, 0, "", "", false },
	{ "an address of two lines", 1, 0, 1, 0, "", "https://a\n/b", false },
	{ "an address of noise", 1, 0, 1, 0, "", "https://\xff", false },
	{ "a text of noise", 1, 0, 0, 0, "\xff", "", false },
	{ "a text that plays with a terminal", 1, 0, 0, 0, "\x1b", "", false },
};

/* No frame brings in what hub_emit refuses. */
static void
forgeries_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(forged); i++) {
		struct hub_event e = hub_event_init(HUB_EV_COMMENT);
		struct hub_events events;
		struct hub_buf out;
		struct frame_in in;

		e.text = forged[i].text;
		hub_buf_init(&out, 1000000);
		frame_put_int(&out, forged[i].count);
		for (int64_t k = 0; k < forged[i].count; k++)
			frame_put_event(&out, &e);
		frame_put_int(&out, forged[i].files);
		for (int64_t k = 0; k < forged[i].files; k++) {
			frame_put_int(&out, forged[i].index);
			frame_put_text(&out, "name");
			frame_put_text(&out, "no type");
			frame_put_bytes(&out, "data", 4);
		}
		frame_put_int(&out, forged[i].media);
		for (int64_t k = 0; k < forged[i].media; k++) {
			frame_put_int(&out, forged[i].index);
			frame_put_text(&out, forged[i].url);
		}
		events_init(&events);
		frame_in_init(&in, out.data, out.len);
		if (events_get(&in, &events) != forged[i].ok)
			fail_msg("%s", forged[i].what);
		events_release(&events);
		hub_buf_release(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_are_copied_in_order),
		cmocka_unit_test(no_text_stays_null),
		cmocka_unit_test(only_a_handoff_carries_one),
		cmocka_unit_test(every_refusal_has_its_sentence),
		cmocka_unit_test(the_longest_texts_are_taken),
		cmocka_unit_test(one_message_is_bounded),
		cmocka_unit_test(files_keep_their_bytes_whatever_their_name),
		cmocka_unit_test(a_file_needs_an_event),
		cmocka_unit_test(events_come_back_from_their_frame),
		cmocka_unit_test(a_cut_frame_is_refused),
		cmocka_unit_test(forgeries_are_refused),
	};

	memset(long_line, 'l', sizeof(long_line) - 1);
	memset(long_text, 't', sizeof(long_text) - 1);
	memset(long_carry, 'c', sizeof(long_carry) - 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
