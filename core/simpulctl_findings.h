/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_findings.h - findings of an auditor's command on their way out:
 * each a kind, a place and a sentence.
 *
 * People see each as it is found; with --json all stand in the one document,
 * as many as memory may take, and their whole number beside.
 */
#ifndef SIMPULCTL_FINDINGS_H
#define SIMPULCTL_FINDINGS_H

#include "hub_json.h"
#include "simpulctl.h"

struct ctl_findings {
	struct ctl *ctl;
	uint64_t found;
	struct hub_buf text; /* the document, with --json */
	struct hub_json_out json;
};

/* Begins; members of the document may be put before the first finding. */
void ctl_findings_init(struct ctl_findings *f, struct ctl *ctl);
/* One finding. */
void ctl_findings_add(struct ctl_findings *f, const char *kind,
    const char *where, const char *text);
/* Ends the list; members may be put behind it, then ctl_findings_end. */
void ctl_findings_close(struct ctl_findings *f);
/* Prints and releases; `whole` is what people are told when nothing was found.
 * CTL_GOOD or CTL_BAD. */
int ctl_findings_end(struct ctl_findings *f, const char *whole);
/* Instead of the end: nothing more is printed. */
void ctl_findings_drop(struct ctl_findings *f);

#endif
