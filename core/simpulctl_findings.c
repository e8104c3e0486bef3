/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl_findings.h"

#include "limits.h"
#include "simpulctl_table.h"

void
ctl_findings_init(struct ctl_findings *f, struct ctl *ctl)
{
	*f = (struct ctl_findings){ .ctl = ctl };
	hub_buf_init(&f->text, CTL_OUTPUT_MAX);
	hub_json_out_init(&f->json, &f->text);
	hub_json_open(&f->json, NULL, '{');
	hub_json_open(&f->json, "findings", '[');
}

/* A member that may quote what is no text. */
static void
put_plain(struct ctl_findings *f, const char *name, const char *text)
{
	struct hub_buf plain;

	hub_buf_init(&plain, CTL_OUTPUT_MAX);
	ctl_put_plain(&plain, text);
	hub_json_put_text(&f->json, name, hub_buf_str(&plain));
	hub_buf_release(&plain);
}

void
ctl_findings_add(struct ctl_findings *f, const char *kind, const char *where,
    const char *text)
{
	struct hub_buf line;

	f->found++;
	if (f->ctl->json && f->found > CTL_FINDINGS_MAX)
		return;
	if (f->ctl->json) {
		hub_json_open(&f->json, NULL, '{');
		hub_json_put_text(&f->json, "kind", kind);
		put_plain(f, "where", where);
		put_plain(f, "text", text);
		hub_json_close(&f->json, '}');
		return;
	}
	hub_buf_init(&line, CTL_OUTPUT_MAX);
	ctl_put_plain(&line, where);
	hub_buf_text(&line, ": ");
	ctl_put_plain(&line, text);
	hub_buf_fmt(&line, " [%s]", kind);
	ctl_print(f->ctl, &line);
}

void
ctl_findings_close(struct ctl_findings *f)
{
	hub_json_close(&f->json, ']');
	hub_json_put_int(&f->json, "found", (int64_t)f->found);
	hub_json_put_flag(&f->json, "good", f->found == 0);
}

void
ctl_findings_drop(struct ctl_findings *f)
{
	hub_buf_release(&f->text);
}

int
ctl_findings_end(struct ctl_findings *f, const char *whole)
{
	unsigned long long found = (unsigned long long)f->found;

	if (f->ctl->json) {
		hub_json_close(&f->json, '}');
		ctl_print(f->ctl, &f->text);
	} else {
		hub_buf_clear(&f->text);
		if (found == 0)
			hub_buf_text(&f->text, whole);
		else
			hub_buf_fmt(&f->text, "%llu temuan.\n%llu %s.", found,
			    found, ctl_plural(found, "finding", "findings"));
		ctl_print(f->ctl, &f->text);
	}
	return found == 0 ? CTL_GOOD : CTL_BAD;
}
