/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_file.h"
#include "conf_work.h"
#include "limits.h"
#include "regions.h"

/* regions_complaint_fn: ctx is the site of the file. */
static void
hear(void *ctx, unsigned line, const char *sentence)
{
	struct conf_site *site = ctx;

	site->line = line;
	conf_say(site, "%s", sentence);
}

/* What the file of regions says. */
void
conf_check_regions(struct conf_work *work)
{
	struct conf_hub *hub = &work->conf->hub;
	struct conf_file file = { .path = hub->regions_file,
		.max = REGIONS_FILE_MAX };
	struct conf_site inside = { .reading = &work->reading,
		.file = hub->regions_file };
	struct conf_site site;

	if (work->counts[SECTION_HUB] == 0 || hub->regions_file[0] == '\0')
		return;
	inside.order = ++work->reading.files;
	site = conf_draft_site(work->drafts[SECTION_HUB][0], "", "regions");
	if (conf_file_read(&file, work->reading.scratch))
		hub->regions = regions_read(work->reading.arena, file.bytes,
		    file.len, hear, &inside);
	else
		conf_wrong(&site, "but %s", file.problem);
}
