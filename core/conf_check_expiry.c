/* SPDX-License-Identifier: Apache-2.0 */
/* When what the configuration's certificates stand for ends. */
#include "config.h"

#include "conf_file.h"
#include "conf_work.h"
#include "limits.h"

/* Certificates of one institution that stand in its section. */
static void
list_seals(struct conf_work *work, const struct conf_institution *at)
{
	struct arena *arena = work->reading.arena;
	struct expiries *list = &work->conf->expiries;

	expiry_read(list, arena,
	    &(struct expiry){ at->id, "auth.cert", true, 0, "" }, at->out.cert,
	    true);
	expiry_read(list, arena,
	    &(struct expiry){ at->id, "auth.encrypt", false, 0, "" },
	    at->out.encrypt, false);
	expiry_read(list, arena,
	    &(struct expiry){ at->id, "auth_in.trust", false, 0, "" },
	    at->in.trust, false);
}

/* One that we show when a connection begins; what does not read is another
 * check's to say. */
static void
list_file(struct conf_work *work, const char *id, const char *path)
{
	struct conf_file file = { .path = path, .max = CONF_OPTION_FILE_MAX };

	if (path[0] == '\0' || !conf_file_read(&file, work->reading.arena))
		return;
	expiry_read(&work->conf->expiries, work->reading.arena,
	    &(struct expiry){ id, "tls.cert", true, 0, "" }, file.bytes, true);
}

/* All of them. */
void
conf_check_expiry(struct conf_work *work)
{
	list_file(work, "", work->conf->hub.tls_cert);
	for (size_t i = 0; i < work->conf->institution_count; i++) {
		const struct conf_institution *at =
		    &work->conf->institutions[i];

		if (at->retired)
			continue;
		list_seals(work, at);
		list_file(work, at->id, at->tls_cert);
	}
}
