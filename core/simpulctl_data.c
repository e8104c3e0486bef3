/* SPDX-License-Identifier: Apache-2.0 */
/* What is done to the data without asking a hub: backup, restore, fsck. */
#include "config.h"

#include <jansson.h>

#include "backup.h"
#include "fsck.h"
#include "simpulctl_ask.h"
#include "simpulctl_conf.h"

/* Where the data are. */
struct place {
	struct conf *conf; /* owned; NULL when all was typed */
	const char *data_dir, *key_file;
};

/* By --data and --key, or the configuration; false after saying why not. */
static bool
find_place(struct ctl *ctl, struct place *ret)
{
	struct hub_error err = { "" };

	ret->conf = NULL;
	ret->data_dir = ctl_value(ctl, "--data", "");
	ret->key_file = ctl_value(ctl, "--key", "");
	if (ret->data_dir == NULL || ret->key_file == NULL) {
		ctl_usage(ctl->err, ctl->command);
		return false;
	}
	if (ret->data_dir[0] != '\0')
		return true;
	ret->conf = ctl_conf_hub(ctl, &err);
	if (ret->conf == NULL) {
		(void)ctl_fail(ctl,
		    "which data? %.200s; name the folder with "
		    "--config or --data",
		    err.text);
		return false;
	}
	ret->data_dir = ret->conf->hub.data_dir;
	if (ret->key_file[0] == '\0')
		ret->key_file = ret->conf->hub.key_file;
	return true;
}

/* Says what was done, or why not. */
static int
say(struct ctl *ctl, enum hub_status status, const char *done,
    const struct hub_error *err)
{
	json_t *answer;

	if (status != HUB_OK)
		return ctl_fail(ctl, "%s", err->text);
	if (ctl->json) {
		answer = json_pack("{s:b}", "good", 1);
		ctl_print_json(ctl, answer);
		json_decref(answer);
	} else {
		(void)fprintf(ctl->out, "%s\n", done);
	}
	return CTL_GOOD;
}

/* simpulctl backup DIR */
int
ctl_backup(struct ctl *ctl)
{
	struct hub_error err = { "" };
	struct place place;
	int status = CTL_FAILED;

	if (!find_place(ctl, &place))
		return CTL_FAILED;
	if (ctl_arguments(ctl, 1, 1))
		status = say(ctl,
		    backup_make(place.data_dir, ctl->argv[0], &err),
		    "Cadangan lengkap. Kunci tidak ada di dalamnya: simpan "
		    "salinannya terpisah.\n"
		    "The backup is whole. The key is not in it: keep a copy "
		    "of that apart.",
		    &err);
	conf_release(place.conf);
	return status;
}

/* What was signed last, if the configuration says where that is; false after
 * saying why it cannot be read. */
static bool
find_known(struct ctl *ctl, const struct place *place,
    struct logbook_known *ret)
{
	struct hub_error err = { "" };
	const struct conf_hub *hub;

	*ret = (struct logbook_known){ .epoch = 0 };
	if (place->conf == NULL || place->conf->hub.audit_last[0] == '\0')
		return true;
	hub = &place->conf->hub;
	if (logbook_last_known(hub->audit_last, hub->audit_origin, ret, &err) ==
	    HUB_OK)
		return true;
	(void)ctl_fail(ctl, "%s", err.text);
	return false;
}

/* simpulctl restore DIR */
int
ctl_restore(struct ctl *ctl)
{
	struct hub_error err = { "" };
	struct logbook_known known;
	struct place place;
	int status = CTL_FAILED;

	if (!find_place(ctl, &place))
		return CTL_FAILED;
	if (ctl_arguments(ctl, 1, 1) && find_known(ctl, &place, &known))
		status = say(ctl,
		    backup_restore(ctl->argv[0], place.data_dir, &known, &err),
		    "Data dipulihkan; hub dapat dijalankan.\n"
		    "The data are restored; the hub can be started.",
		    &err);
	conf_release(place.conf);
	return status;
}

/* Findings on their way out. */
struct findings {
	struct ctl *ctl;
	json_t *sentences; /* with --json */
};

/* fsck_say_fn: one finding. */
static void
hear(void *ctx, const char *sentence)
{
	struct findings *f = ctx;

	if (f->ctl->json)
		(void)json_array_append_new(f->sentences,
		    json_string(sentence));
	else
		(void)fprintf(f->ctl->out, "%s\n", sentence);
}

/* The end of the findings. */
static int
conclude(struct findings *f, uint64_t found)
{
	json_t *answer;

	if (f->ctl->json) {
		answer = json_pack("{s:b,s:I,s:O}", "good", found == 0, "found",
		    (json_int_t)found, "findings", f->sentences);
		ctl_print_json(f->ctl, answer);
		json_decref(answer);
	} else if (found == 0) {
		(void)fprintf(f->ctl->out,
		    "Data baik.\nThe data are as they should be.\n");
	} else {
		(void)fprintf(f->ctl->out, "%llu temuan.\n%llu %s.\n",
		    (unsigned long long)found, (unsigned long long)found,
		    ctl_plural(found, "finding", "findings"));
	}
	return found == 0 ? CTL_GOOD : CTL_BAD;
}

/* simpulctl fsck */
int
ctl_fsck(struct ctl *ctl)
{
	struct findings findings = { ctl, json_array() };
	struct fsck fsck = { .say = hear, .ctx = &findings };
	struct hub_error err = { "" };
	struct place place;
	int status = CTL_FAILED;

	if (find_place(ctl, &place)) {
		fsck.data_dir = place.data_dir;
		fsck.key_file = place.key_file;
		if (!ctl_arguments(ctl, 0, 0))
			status = CTL_FAILED;
		else if (fsck_run(&fsck, &err) != HUB_OK)
			status = ctl_fail(ctl, "%s", err.text);
		else
			status = conclude(&findings, fsck.found);
		conf_release(place.conf);
	}
	json_decref(findings.sentences);
	return status;
}
