/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "plugin_facts.h"

static const struct hub_option ksp_options[] = {
	{ "channel", HUB_OPT_STRING, 0, true, NULL, "where it was said" },
	{ "map", HUB_OPT_FILE, 0, false, NULL, "a program" },
	{ "n", HUB_OPT_COUNT, 0, false, "3", "how often" },
	{ "b", HUB_OPT_BOOL, 0, false, "false", "whether" },
	HUB_OPTIONS_END,
};

/* Stands for a worker that describes a plugin. */
enum hub_status
plugin_facts_read(const char *program, const char *file,
    struct plugin_facts **ret, struct hub_error *err)
{
	(void)program;
	if (strstr(file, "/old.so") != NULL)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "old.so speaks ABI 2, this hub speaks 1");
	*ret = calloc(1, sizeof(**ret));
	if (*ret == NULL)
		abort();
	(*ret)->options = calloc(5, sizeof(*ksp_options));
	if ((*ret)->options == NULL)
		abort();
	memcpy((*ret)->options, ksp_options, sizeof(ksp_options));
	(*ret)->version = strdup("1.0");
	(*ret)->can.probe = (*ret)->can.check = true;
	return HUB_OK;
}

void
plugin_facts_free(struct plugin_facts *facts)
{
	if (facts == NULL)
		return;
	free(facts->options);
	free(facts->version);
	free(facts);
}

/* Stands for a worker that lets the plugin look at its options. */
enum hub_status
plugin_facts_check(const char *program, const char *file,
    struct plugin_trial *trial, struct hub_error *err)
{
	(void)program;
	(void)file;
	trial->can.probe = true;
	for (size_t i = 0; trial->names[i] != NULL; i++)
		if (strcmp(trial->names[i], "n") == 0 &&
		    strcmp(trial->texts[i], "13") == 0)
			return hub_fail(err, HUB_MISCONFIGURED,
			    "n is 13, which brings bad luck");
	return HUB_OK;
}

/* Makes the folder and what stands in it. */
int
conf_fixture_setup(void **state)
{
	static const struct {
		const char *name, *text;
		mode_t mode;
	} files[] = {
		{ "kek", "00\n", 0600 },
		{ "secret", "rahasia\n", 0400 },
		{ "open", "rahasia\n", 0644 },
		{ "group", "rahasia\n", 0640 },
		{ "empty", "\n", 0600 },
		{ "two", "a\nb\n", 0600 },
		{ "ca.pem", "a certificate\n", 0644 },
		{ "id.csv",
		    "# version: 2026-1\ndate,kind,name\n"
		    "2026-06-16,national,Tahun Baru Islam\n"
		    "2026-06-17,dispensation,Galungan\n"
		    "2026-12-24,joint_leave,Natal\n",
		    0644 },
		{ "map.jq", ".id\n", 0644 },
		{ "latin.jq", "\xe9\n", 0644 },
		{ "plugins/ksp.so", "code", 0755 },
		{ "plugins/old.so", "code", 0755 },
	};
	struct scratch *scratch;

	if (scratch_setup(state) != 0)
		return -1;
	scratch = *state;
	if (mkdir(scratch_path(scratch, "plugins"), 0700) != 0 ||
	    mkdir(scratch_path(scratch, "conf.d"), 0700) != 0)
		return -1;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		scratch_write(scratch, files[i].name, files[i].text);
		if (chmod(scratch_path(scratch, files[i].name),
			files[i].mode) != 0)
			return -1;
	}
	return chdir(scratch->dir);
}

int
conf_fixture_teardown(void **state)
{
	return chdir("/") == 0 ? scratch_teardown(state) : -1;
}

/* Where sentences go, and the path in them that is told as @. */
struct hearing {
	struct hub_buf *told;
	const char *folder;
};

/* Keeps one sentence. */
static void
hear(void *ctx, const struct conf_complaint *complaint)
{
	const struct hearing *hearing = ctx;
	const char *at, *sentence = complaint->sentence;

	if (hearing->told->len > 0)
		hub_buf_char(hearing->told, '\n');
	for (; (at = strstr(sentence, hearing->folder)) != NULL;
	     sentence = at + strlen(hearing->folder)) {
		hub_buf_add(hearing->told, sentence, (size_t)(at - sentence));
		hub_buf_char(hearing->told, '@');
	}
	hub_buf_text(hearing->told, sentence);
}

struct conf *
conf_fixture_read(struct scratch *scratch, struct hub_buf *told)
{
	char *folder = realpath(scratch->dir, NULL);
	struct hearing hearing = { told, folder };
	struct conf *conf;

	if (folder == NULL)
		abort();
	hub_buf_clear(told);
	conf = conf_read("simpul.conf", hear, &hearing);
	free(folder);
	return conf;
}

struct conf *
conf_fixture_try(struct scratch *scratch, const char *text,
    struct hub_buf *told)
{
	scratch_write(scratch, "simpul.conf", text);
	return conf_fixture_read(scratch, told);
}

void
conf_fixture_rows(void **state, const char *base,
    const struct conf_fixture_row *rows, size_t count)
{
	struct hub_buf text, told;
	struct conf *conf;

	hub_buf_init(&text, 1 << 20);
	hub_buf_init(&told, 1 << 20);
	for (size_t i = 0; i < count; i++) {
		hub_buf_clear(&text);
		hub_buf_fmt(&text, "%s%s", base, rows[i].text);
		conf = conf_fixture_try(*state, hub_buf_str(&text), &told);
		if (strcmp(hub_buf_str(&told), rows[i].told) != 0)
			print_error("of: %s\n", rows[i].text);
		assert_string_equal(hub_buf_str(&told), rows[i].told);
		assert_int_equal(conf == NULL, rows[i].told[0] != '\0');
		conf_release(conf);
	}
	hub_buf_release(&text);
	hub_buf_release(&told);
}
