/* SPDX-License-Identifier: Apache-2.0 */
/* What holds for a mailbox of ours. */
#include "config.h"

#include <string.h>
#include <strings.h>

#include "conf_work.h"

/* RFC 5321 4.5.3.1.1 gives 64 bytes before the "@": "+", a token, "-" and a
 * word of a plugin's must have room there. */
#define NAME_MOST 26

/* The address can bear a token. */
static void
check_address(const struct conf_draft *draft, const char *address)
{
	struct conf_site site = conf_draft_site(draft, "", "address");

	if (strcspn(address, "@") > NAME_MOST)
		conf_say(&site,
		    "address is \"%s\"; expected at most %d characters before "
		    "the \"@\", for a token stands behind them",
		    address, NAME_MOST);
	else if (strcspn(address, "+") < strcspn(address, "@"))
		conf_say(&site,
		    "address is \"%s\"; expected no \"+\" in it, for a token "
		    "stands behind one",
		    address);
}

/* A folder's name stands in commands as it is. */
static void
check_folder(const struct conf_draft *draft, const char *name, const char *text)
{
	struct conf_site site = conf_draft_site(draft, "", name);

	for (const char *p = text; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || (unsigned char)*p > '~' ||
		    strchr("\"\\*%&", *p) != NULL || strlen(text) > 200) {
			conf_say(&site,
			    "%s is no name of a folder that the hub can say; "
			    "expected at most 200 characters of ASCII without "
			    "quotes, \\, *, %% and &",
			    name);
			return;
		}
}

/* Two sections for one mailbox would read each letter twice. */
static void
check_alone(const struct conf_work *work, size_t at)
{
	const struct conf_mailbox *boxes = work->conf->mailboxes;
	struct conf_site site =
	    conf_draft_site(work->drafts[SECTION_MAILBOX][at], "", "address");

	for (size_t i = 0; i < at; i++)
		if (boxes[at].address[0] != '\0' &&
		    strcasecmp(boxes[i].address, boxes[at].address) == 0)
			conf_wrong(&site,
			    "and so is that of mailbox \"%s\"; institutions "
			    "may share one",
			    boxes[i].name);
}

void
conf_check_mailboxes(struct conf_work *work)
{
	for (size_t i = 0; i < work->conf->mailbox_count; i++) {
		const struct conf_mailbox *at = &work->conf->mailboxes[i];
		const struct conf_draft *draft =
		    work->drafts[SECTION_MAILBOX][i];

		check_address(draft, at->address);
		check_alone(work, i);
		check_folder(draft, "folder", at->folder);
		check_folder(draft, "folder_done", at->folder_done);
		if (at->folder_done[0] != '\0' &&
		    strcmp(at->folder, at->folder_done) == 0) {
			struct conf_site site = conf_draft_site(draft, "",
			    "folder_done");

			conf_say(&site,
			    "folder_done is the folder that letters come to; "
			    "expected another");
		}
	}
}
