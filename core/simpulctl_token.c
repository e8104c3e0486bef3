/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens of the API: made, listed, revoked. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "simpulctl_act.h"
#include "simpulctl_ask.h"
#include "simpulctl_table.h"
#include "simpulctl_when.h"

/* Options of `token add` that are texts of the request. */
static const char *const texts[] = { "role", "institution", "label" };
/* Those that are numbers. */
static const char *const numbers[] = { "days", "person" };
#define NOT_GIVEN (-1)

/* An option as it is typed. */
static const char *
option(const char *name, char buf[32])
{
	(void)snprintf(buf, 32, "--%s", name);
	return buf;
}

/* The request of what is typed; NULL after saying what is wrong. */
static json_t *
read_options(struct ctl *ctl)
{
	json_t *request = json_object();
	const char *text;
	int64_t number;
	char name[32];

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		text = ctl_value(ctl, option(texts[i], name), "");
		if (text == NULL) {
			(void)ctl_fail(ctl, "%s needs a value", name);
			json_decref(request);
			return NULL;
		}
		(void)json_object_set_new(request, texts[i], json_string(text));
	}
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (!ctl_number(ctl, option(numbers[i], name), NOT_GIVEN,
			&number)) {
			json_decref(request);
			return NULL;
		}
		if (number == NOT_GIVEN)
			continue;
		(void)json_object_set_new(request, numbers[i],
		    json_integer(number));
	}
	return request;
}

/* A new file that only its owner may read; -1 after saying what is wrong. */
static int
new_file(struct ctl *ctl, const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		(void)ctl_fail(ctl, "%s cannot be made: %s%s", path,
		    strerror(errno),
		    errno == EEXIST ? "; a token is never written over" : "");
	return fd;
}

/* Writes the token into the file; CTL_GOOD if it is there. */
static int
keep(struct ctl *ctl, int fd, const char *path, const char *token)
{
	FILE *file = fdopen(fd, "w");
	bool good = file != NULL && fprintf(file, "%s\n", token) > 0;

	if (file == NULL)
		(void)close(fd);
	else
		good = fclose(file) == 0 && good;
	if (good)
		return CTL_GOOD;
	return ctl_fail(ctl,
	    "%s cannot be written; revoke the token that was made", path);
}

/* Shows what was made: the text once, and where it went. */
static void
show(struct ctl *ctl, json_t *answer, const char *path)
{
	if (path != NULL)
		(void)json_object_del(answer, "token");
	if (ctl->json)
		ctl_print_json(ctl, answer);
	else if (path == NULL)
		(void)fprintf(ctl->out, "%s\n", ctl_text(answer, "token"));
	(void)fprintf(ctl->err, "simpulctl: token %s %s%s\n",
	    ctl_text(answer, "id"),
	    path == NULL ? "is shown this once; keep it" : "stands in ",
	    path == NULL ? "" : path);
}

/* simpulctl token add */
static int
add(struct ctl *ctl)
{
	const char *path = ctl_value(ctl, "--out", "");
	json_t *request = path == NULL ? NULL : read_options(ctl), *answer;
	int fd = -1, status;

	if (path == NULL)
		return ctl_fail(ctl, "--out needs a FILE");
	if (request == NULL)
		return CTL_FAILED;
	if (path[0] == '\0')
		path = NULL;
	if (!ctl_arguments(ctl, 0, 1) ||
	    (path != NULL && (fd = new_file(ctl, path)) < 0)) {
		json_decref(request);
		return CTL_FAILED;
	}
	if (ctl->argc == 1)
		(void)json_object_set_new(request, "label",
		    json_string(ctl->argv[0]));
	status = ctl_ask(ctl, "token_add", request, &answer);
	if (status != CTL_GOOD) {
		if (path != NULL) {
			(void)close(fd);
			(void)unlink(path);
		}
		return status;
	}
	if (path != NULL)
		status = keep(ctl, fd, path, ctl_text(answer, "token"));
	show(ctl, answer, path);
	json_decref(answer);
	return status;
}

static const struct ctl_column columns[] = {
	{ "TOKEN", "id", false },
	{ "PERAN", "role", false },
	{ "INSTANSI", "institution", false },
	{ "LABEL", "label", false },
	{ "PETUGAS", "person", true },
	{ "DIBUAT", "created", false },
	{ "BERLAKU SAMPAI", "expires", false },
	{ "DICABUT", "revoked", false },
	{ .head = NULL },
};

/* The list for people. */
static void
print_list(struct ctl *ctl, const json_t *answer)
{
	static const char *const times[] = { "created", "expires", "revoked" };
	const json_t *row, *rows = json_object_get(answer, "tokens");
	struct ctl_table table;
	struct ctl_when when;
	struct hub_buf text;
	size_t i;

	ctl_table_init(&table, columns);
	ctl_when_init(&when, answer);
	hub_buf_init(&text, 128);
	json_array_foreach(rows, i, row)
	{
		ctl_table_text(&table, ctl_text(row, "id"));
		ctl_table_text(&table, ctl_text(row, "role"));
		ctl_table_text(&table, ctl_text(row, "institution"));
		ctl_table_text(&table, ctl_text(row, "label"));
		ctl_table_int(&table, ctl_int(row, "person"));
		for (size_t k = 0; k < 3; k++) {
			ctl_when_put(&when, CTL_INDONESIAN,
			    ctl_when_of(row, times[k]), &text);
			ctl_table_buf(&table, &text);
		}
	}
	hub_buf_release(&text);
	ctl_when_release(&when);
	(void)ctl_table_print(&table, ctl->out);
}

/* simpulctl token list */
static int
list(struct ctl *ctl)
{
	if (!ctl_arguments(ctl, 0, 0))
		return CTL_FAILED;
	return ctl_ask_print(ctl, "token_list", NULL, print_list);
}

/* ctl_print_fn: it is revoked. */
static void
print_revoked(struct ctl *ctl, const json_t *answer)
{
	(void)answer;
	(void)fprintf(ctl->out, "Token dicabut.\nThe token is revoked.\n");
}

/* simpulctl token revoke ID */
static int
take_back(struct ctl *ctl)
{
	if (!ctl_arguments(ctl, 1, 1))
		return CTL_FAILED;
	return ctl_ask_print(ctl, "token_revoke",
	    json_pack("{s:s}", "id", ctl->argv[0]), print_revoked);
}

static const struct ctl_act acts[] = {
	{ "add", add },
	{ "list", list },
	{ "revoke", take_back },
	{ .name = NULL },
};

/* simpulctl token ... */
int
ctl_token(struct ctl *ctl)
{
	return ctl_act(ctl, acts);
}
