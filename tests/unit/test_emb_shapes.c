/* SPDX-License-Identifier: Apache-2.0 */
/* The letters of tests/plugins/embassy/letters, each with what it means: see
 * README there. */
#include "config.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "emb_act.h"

#define MARK "=== "
#define FIELDS 6
#define SHAPES_LEAST 60
#define ADDRESS "laporan+0123456789abcdefghjk@hub.test"

enum { NAME, SORT, KIND, REASON, TARGET, TEXT };

static const char *const sorts[] = {
	[EMB_PERSON] = "person",
	[EMB_OWN] = "own",
	[EMB_AUTO] = "auto",
	[EMB_FAILED] = "failed",
	[EMB_DOUBTFUL] = "doubtful",
	[EMB_DELAYED] = "delayed",
	[EMB_ARRIVED] = "arrived",
	[EMB_SEEN] = "seen",
	[EMB_UNSEEN] = "unseen",
};

/* A letter of a file, and what is expected of it. */
struct shape {
	char fields[FIELDS][512];
	const char *bytes;
	size_t len;
	unsigned *failures; /* of all of them */
};

/* The whole file, with a NUL behind. */
static char *
read_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	char *bytes = calloc(1, 1 << 20);
	size_t len;

	assert_non_null(file);
	assert_non_null(bytes);
	len = fread(bytes, 1, (1 << 20) - 1, file);
	assert_true(len > 0);
	assert_int_equal(fclose(file), 0);
	return bytes;
}

/* One field without the blanks around it, "\n" as a line break. */
static void
take_field(const char *from, size_t len, char to[512])
{
	size_t out = 0;

	while (len > 0 && *from == ' ') {
		from++;
		len--;
	}
	while (len > 0 && from[len - 1] == ' ')
		len--;
	for (size_t i = 0; i < len && out < 511; i++) {
		if (from[i] == '\\' && i + 1 < len && from[i + 1] == 'n') {
			to[out++] = '\n';
			i++;
		} else {
			to[out++] = from[i];
		}
	}
	to[out] = '\0';
}

/* The next letter; false when there is none. */
static bool
next_shape(const char **at, unsigned *failures, struct shape *ret)
{
	const char *line = strstr(*at, MARK), *end, *letter;

	if (line == NULL)
		return false;
	*ret = (struct shape){ .failures = failures };
	letter = strchr(line, '\n') + 1;
	line += strlen(MARK);
	for (unsigned i = 0; i < FIELDS && line < letter; i++) {
		size_t len = strcspn(line, i + 1 < FIELDS ? "|\n" : "\n");

		take_field(line, len, ret->fields[i]);
		line += len + 1;
	}
	end = strstr(letter, "\n" MARK);
	ret->bytes = letter;
	ret->len = end == NULL ? strlen(letter) : (size_t)(end - letter) + 1;
	*at = letter;
	return true;
}

/* A text is as expected. */
static void
check_text(const struct shape *shape, const char *found, unsigned field)
{
	if (strcmp(shape->fields[field], "*") == 0)
		return;
	if (strcmp(found, shape->fields[field]) == 0)
		return;
	print_error("%s: found \"%s\", expected \"%s\"\n", shape->fields[NAME],
	    found, shape->fields[field]);
	(*shape->failures)++;
}

/* A person's letter means what is expected. */
static void
check_act(const struct shape *shape, const struct emb_letter *letter)
{
	struct hub_at at = { .reply_to = ADDRESS, .handoff_id = "0h1" };
	struct emb_act act;

	emb_act_read(letter, &at, &act);
	check_text(shape, hub_event_kind_name(act.event.kind), KIND);
	check_text(shape, hub_reason_name(act.event.reason), REASON);
	check_text(shape, act.event.target, TARGET);
	check_text(shape, act.event.text, TEXT);
	if (act.event.kind == HUB_EV_CONFIRMED)
		assert_string_equal(act.event.corrects, "7k3m9qzx01");
	assert_true((act.event.kind == HUB_EV_COMMENT) ==
	    (act.lack != EMB_LACKS_NOTHING));
	assert_string_equal(act.event.handoff_id, "0h1");
	emb_act_release(&act);
}

/* One letter. */
static void
check_shape(const struct shape *shape)
{
	struct hub_error err = { "" };
	struct emb_letter letter;

	if (emb_letter_read(shape->bytes, shape->len, &letter, &err) != HUB_OK)
		fail_msg("%s: %s", shape->fields[NAME], err.text);
	check_text(shape, sorts[letter.sort], SORT);
	if (letter.sort == EMB_PERSON)
		check_act(shape, &letter);
	else if (letter.sort == EMB_FAILED)
		check_text(shape, hub_buf_str(&letter.note), TEXT);
	emb_letter_release(&letter);
}

/* The same letter as servers send it. */
static void
check_with_crlf(const struct shape *shape)
{
	struct shape other = *shape;
	char *bytes = calloc(2, shape->len + 1);

	assert_non_null(bytes);
	other.bytes = bytes;
	other.len = 0;
	for (size_t i = 0; i < shape->len; i++) {
		if (shape->bytes[i] == '\n')
			bytes[other.len++] = '\r';
		bytes[other.len++] = shape->bytes[i];
	}
	check_shape(&other);
	free(bytes);
}

static void
every_letter_means_what_its_file_says(void **state)
{
	DIR *folder = opendir(LETTERS_FOLDER);
	unsigned count = 0, failures = 0;
	struct dirent *entry;

	(void)state;
	assert_non_null(folder);
	while ((entry = readdir(folder)) != NULL) {
		char path[1024];
		struct shape shape;
		const char *at;
		char *bytes;

		if (strstr(entry->d_name, ".txt") == NULL)
			continue;
		(void)snprintf(path, sizeof(path), "%s/%s", LETTERS_FOLDER,
		    entry->d_name);
		bytes = read_file(path);
		for (at = bytes; next_shape(&at, &failures, &shape); count++) {
			check_shape(&shape);
			check_with_crlf(&shape);
		}
		free(bytes);
	}
	assert_int_equal(closedir(folder), 0);
	assert_true(count >= SHAPES_LEAST);
	assert_int_equal(failures, 0);
}

/* Warms what letters need. */
static int
warm(void **state)
{
	(void)state;
	hub_mail_warm();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_letter_means_what_its_file_says),
	};

	return cmocka_run_group_tests(tests, warm, NULL);
}
