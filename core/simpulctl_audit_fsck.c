/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a published log is what it says. */
#include "config.h"

#include "hub_mail.h"
#include "limits.h"
#include "logbook_check.h"
#include "simpulctl_audit.h"
#include "simpulctl_desk.h"
#include "simpulctl_file.h"
#include "simpulctl_findings.h"

/* What an auditor brought, so many files. */
struct brought {
	const char *files[CTL_OLD_MAX];
	size_t count;
};

/* Takes each --old FILE out; false after saying what is wrong. */
static bool
take_old(struct ctl *ctl, struct brought *ret)
{
	const char *file;

	for (ret->count = 0;; ret->files[ret->count++] = file) {
		file = ctl_value(ctl, "--old", "");
		if (file != NULL && file[0] == '\0')
			return true;
		if (file == NULL || ret->count == CTL_OLD_MAX) {
			ctl_usage(ctl->err, ctl->command);
			return false;
		}
	}
}

/* A pass and where what it finds goes. */
struct work {
	struct ctl_findings findings;
	struct ctl_desk *desk;
};

/* logbook_find_fn: one finding. */
static void
hear(void *ctx, const struct logbook_finding *finding)
{
	ctl_findings_add(&((struct work *)ctx)->findings,
	    logbook_damage_name(finding->damage), finding->where,
	    finding->text);
}

/* How far it is. */
static void
progress(void *ctx, uint64_t done, uint64_t total)
{
	ctl_desk_progress(((struct work *)ctx)->desk, done, total);
}

/* Compares what was brought; false after saying what is wrong. */
static bool
read_old(struct ctl *ctl, struct logbook_check *check,
    const struct brought *brought)
{
	struct hub_buf bytes;
	bool good = true;

	hub_buf_init(&bytes, CTL_OLD_FILE_MAX);
	if (brought->count > 0)
		hub_mail_warm();
	for (size_t i = 0; i < brought->count && good; i++) {
		hub_buf_clear(&bytes);
		good = ctl_file_read(ctl, brought->files[i], &bytes);
		if (good)
			logbook_check_old(check,
			    (struct note_span){ hub_buf_str(&bytes),
				bytes.len },
			    brought->files[i]);
	}
	hub_buf_release(&bytes);
	return good;
}

/* Says how it ended. */
static int
conclude(struct work *work, const struct logbook_check *check)
{
	char root[TLOG_HASH_TEXT_SIZE], whole[1024];

	tlog_hash_text(&check->head.root, root);
	ctl_findings_close(&work->findings);
	hub_json_put_text(&work->findings.json, "origin", check->origin);
	hub_json_put_int(&work->findings.json, "size",
	    (int64_t)check->head.size);
	hub_json_put_text(&work->findings.json, "root", root);
	hub_json_put_int(&work->findings.json, "compared",
	    (int64_t)check->count);
	hub_json_put_int(&work->findings.json, "cosigned",
	    (int64_t)check->cosigned);
	hub_json_put_text(&work->findings.json, "trust",
	    work->desk->own ? "folder" : "given");
	(void)snprintf(whole, sizeof(whole),
	    "%s: %llu catatan utuh, akar %s\n"
	    "%s: %llu %s whole, root %s%s",
	    check->origin, (unsigned long long)check->head.size, root,
	    check->origin, (unsigned long long)check->head.size,
	    ctl_plural(check->head.size, "entry is", "entries are"), root,
	    work->desk->own ? "\nKunci menurut folder itu sendiri; --policy "
			      "atau --vkey memakai kunci Anda.\n"
			      "The key is what the folder itself says; with "
			      "--policy or --vkey it is yours."
			    : "");
	return ctl_findings_end(&work->findings, whole);
}

/* The pass. */
static int
run(struct work *work, struct logbook_check *check,
    const struct brought *brought)
{
	struct ctl *ctl = work->desk->ctl;
	struct hub_error err = { "" };

	if (logbook_check_begin(check)) {
		if (!read_old(ctl, check, brought)) {
			ctl_findings_drop(&work->findings);
			return CTL_FAILED;
		}
		if (logbook_check_run(check, &err) != HUB_OK) {
			ctl_findings_drop(&work->findings);
			return ctl_fail(ctl, "%s", err.text);
		}
	}
	return conclude(work, check);
}

/* All that a pass needs. */
static int
fsck(struct ctl_desk *desk, const struct brought *brought)
{
	struct work work = { .desk = desk };
	struct logbook_check check;
	int status;

	ctl_findings_init(&work.findings, desk->ctl);
	logbook_check_init(&check, &desk->book, desk->policy);
	check.find = hear;
	check.progress = progress;
	check.ctx = &work;
	status = run(&work, &check, brought);
	logbook_check_release(&check);
	return status;
}

/* simpulctl audit fsck [DIR] */
int
ctl_audit_fsck(struct ctl *ctl)
{
	struct brought brought;
	struct ctl_desk desk;
	int status = CTL_FAILED;

	if (!take_old(ctl, &brought) || !ctl_desk_options(&desk, ctl))
		return CTL_FAILED;
	if (ctl_arguments(ctl, 0, 1) &&
	    ctl_desk_open(&desk, ctl->argc > 0 ? ctl->argv[0] : ""))
		status = fsck(&desk, &brought);
	ctl_desk_close(&desk);
	return status;
}
