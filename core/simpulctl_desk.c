/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl_desk.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit_epoch.h"
#include "limits.h"
#include "logbook_key.h"
#include "publisher.h"
#include "simpulctl_conf.h"
#include "simpulctl_file.h"

bool
ctl_desk_options(struct ctl_desk *desk, struct ctl *ctl)
{
	*desk = (struct ctl_desk){ .ctl = ctl,
		.on_terminal = isatty(fileno(ctl->err)) != 0 };
	logbook_init(&desk->book);
	hub_buf_init(&desk->trust, POLICY_FILE_MAX);
	desk->policy_file = ctl_value(ctl, "--policy", "");
	desk->vkey = ctl_value(ctl, "--vkey", "");
	/* Of two that differ nobody could say which one counts. */
	if (desk->policy_file != NULL && desk->vkey != NULL &&
	    (desk->policy_file[0] == '\0' || desk->vkey[0] == '\0'))
		return true;
	ctl_usage(ctl->err, ctl->command);
	return false;
}

void
ctl_desk_close(struct ctl_desk *desk)
{
	logbook_close(&desk->book);
	policy_free(desk->policy);
	hub_buf_release(&desk->trust);
	conf_release(desk->conf);
}

/* Reads the configuration, once; false after saying why not. */
static bool
read_conf(struct ctl_desk *desk, const char *what)
{
	struct hub_error err = { "" };

	if (desk->conf == NULL)
		desk->conf = ctl_conf_hub(desk->ctl, &err);
	if (desk->conf == NULL)
		(void)ctl_fail(desk->ctl, "%s %.200s", what, err.text);
	return desk->conf != NULL;
}

/* Opens the folder itself. */
static bool
open_folder(struct ctl_desk *desk, const char *dir)
{
	struct hub_error err = { "" };
	char path[LOGBOOK_PATH_SIZE];

	if (dir[0] == '\0') {
		if (!read_conf(desk, "which log?"))
			return false;
		if (snprintf(path, sizeof(path), "%s/" PUBLISHER_FOLDER,
			desk->conf->hub.data_dir) >= (int)sizeof(path)) {
			(void)ctl_fail(desk->ctl, "data_dir is too long");
			return false;
		}
		dir = path;
	}
	if (logbook_open(&desk->book, dir, &err) == HUB_OK)
		return true;
	(void)ctl_fail(desk->ctl, "%s", err.text);
	return false;
}

/* The epoch that the folder's checkpoint names, 1 unless it does. */
static uint64_t
epoch_of(struct ctl_desk *desk, const char *origin)
{
	struct hub_buf bytes;
	struct note_span rest, line;
	uint64_t epoch = 1;

	hub_buf_init(&bytes, NOTE_MAX);
	if (logbook_checkpoint(&desk->book, &bytes, NULL) == HUB_OK) {
		rest = (struct note_span){ hub_buf_str(&bytes), bytes.len };
		if (note_span_line(&rest, &line) &&
		    note_span_skip(&line, origin) && note_span_skip(&line, "/"))
			(void)note_span_number(line, &epoch);
	}
	hub_buf_release(&bytes);
	return epoch > POLICY_LOGS_MAX ? POLICY_LOGS_MAX : epoch;
}

/* A line of a policy with the hub's own key under the name of an epoch. */
static enum hub_status
trust_epoch(struct ctl_desk *desk, uint64_t epoch, struct hub_error *err)
{
	const struct conf_hub *hub = &desk->conf->hub;
	char name[NOTE_NAME_MAX + 24];
	struct note_signer signer;
	enum hub_status status;

	if (epoch == 1)
		(void)snprintf(name, sizeof(name), "%s", hub->audit_origin);
	else
		(void)snprintf(name, sizeof(name), "%s/%llu", hub->audit_origin,
		    (unsigned long long)epoch);
	status = logbook_key_read(hub->audit_key, name, NOTE_ED25519, &signer,
	    err);
	if (status != HUB_OK)
		return status;
	hub_buf_text(&desk->trust, "log ");
	note_key_write(&signer.key, &desk->trust);
	hub_buf_text(&desk->trust, "\n");
	note_signer_clear(&signer);
	return HUB_OK;
}

/* Trust in the key of the configuration; false after saying what is wrong. */
static bool
trust_conf(struct ctl_desk *desk)
{
	struct hub_error err = { "" };
	enum hub_status status = HUB_OK;
	uint64_t last;

	if (!read_conf(desk, "whom to trust? say --policy or --vkey;"))
		return false;
	if (desk->conf->hub.audit_key[0] == '\0') {
		(void)ctl_fail(desk->ctl,
		    "whom to trust? say --policy or --vkey; the configuration "
		    "has no audit { ... }");
		return false;
	}
	last = epoch_of(desk, desk->conf->hub.audit_origin);
	for (uint64_t epoch = 1; epoch <= last && status == HUB_OK; epoch++)
		status = trust_epoch(desk, epoch, &err);
	hub_buf_text(&desk->trust, "quorum none\n");
	if (status != HUB_OK)
		(void)ctl_fail(desk->ctl, "%s", err.text);
	return status == HUB_OK;
}

/* Finds the text of a policy; false after saying what is wrong. */
static bool
find_trust(struct ctl_desk *desk)
{
	struct hub_error err = { "" };
	enum hub_status status;

	if (desk->vkey[0] != '\0') {
		hub_buf_fmt(&desk->trust, "log %s\nquorum none\n", desk->vkey);
		return true;
	}
	if (desk->policy_file[0] != '\0')
		return ctl_file_read(desk->ctl, desk->policy_file,
		    &desk->trust);
	status = logbook_file(&desk->book, LOGBOOK_POLICY, POLICY_FILE_MAX,
	    &desk->trust, &err);
	desk->own = status == HUB_OK;
	if (status == HUB_UNSAYABLE)
		return trust_conf(desk);
	if (status != HUB_OK)
		(void)ctl_fail(desk->ctl, "%s", err.text);
	return status == HUB_OK;
}

/* Reads the policy that was found. */
static bool
parse_trust(struct ctl_desk *desk)
{
	struct hub_error err = { "" };

	if (policy_parse((struct note_span){ hub_buf_str(&desk->trust),
			     desk->trust.len },
		&desk->policy, &err) == HUB_OK)
		return true;
	(void)ctl_fail(desk->ctl, "policy: %s", err.text);
	return false;
}

bool
ctl_desk_open(struct ctl_desk *desk, const char *dir)
{
	return open_folder(desk, dir) && find_trust(desk) && parse_trust(desk);
}

bool
ctl_desk_trust(struct ctl_desk *desk)
{
	bool typed = desk->vkey[0] != '\0' || desk->policy_file[0] != '\0';

	return (typed ? find_trust(desk) : trust_conf(desk)) &&
	    parse_trust(desk);
}

enum hub_status
ctl_desk_judge(const struct ctl_desk *desk, struct note_span bytes,
    struct tlog_head *ret, struct hub_error *err)
{
	struct note *note = malloc(sizeof(*note));
	struct policy_verdict verdict;
	enum hub_status status;

	if (note == NULL)
		return hub_fail(err, HUB_FAULT, "out of memory");
	status = note_parse(bytes, note, err);
	if (status == HUB_OK)
		status = policy_check(desk->policy, note, &verdict, err);
	if (status == HUB_OK)
		*ret = verdict.checkpoint.head;
	free(note);
	return status;
}

bool
ctl_desk_head(struct ctl_desk *desk, struct hub_buf *note,
    struct tlog_head *ret)
{
	struct hub_error err = { "" };

	if (logbook_checkpoint(&desk->book, note, &err) == HUB_OK &&
	    ctl_desk_judge(desk,
		(struct note_span){ hub_buf_str(note), note->len }, ret,
		&err) == HUB_OK)
		return true;
	(void)ctl_fail(desk->ctl, "%s", err.text);
	return false;
}

void
ctl_desk_progress(void *ctx, uint64_t done, uint64_t total)
{
	struct ctl_desk *desk = ctx;
	unsigned percent = total == 0 ? 100 : (unsigned)(done * 100 / total);

	if (!desk->on_terminal || percent == desk->shown)
		return;
	desk->shown = percent;
	(void)fprintf(desk->ctl->err, "\r%3u %%%s", percent,
	    percent == 100 ? "\r     \r" : "");
	(void)fflush(desk->ctl->err);
}
