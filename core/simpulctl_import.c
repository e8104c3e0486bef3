/* SPDX-License-Identifier: Apache-2.0 */
/* Cases from a file. */
#include "config.h"

#include "simpulctl_import.h"

#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "simpulctl_conf.h"
#include "simpulctl_file.h"

/* What is typed. */
struct typed {
	const char *format, *map, *source, *by;
};

/* A run, and what it stands on. */
struct ground {
	struct import_run run;
	struct conf *conf; /* owned; NULL where it cannot be read */
	struct tz *zone;   /* owned */
	struct hub_buf bytes;
};

/* Takes the options; false after saying what is wrong. */
static bool
take_options(struct ctl *ctl, struct import_run *run, struct typed *typed)
{
	const struct {
		const char *name;
		const char **into;
	} options[] = {
		{ "--format", &typed->format },
		{ "--map", &typed->map },
		{ "--source", &typed->source },
		{ "--by", &typed->by },
	};

	run->check = ctl_flag(ctl, "--check");
	run->skip_bad = ctl_flag(ctl, "--skip-bad");
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
		*options[i].into = ctl_value(ctl, options[i].name, "");
		if (*options[i].into != NULL)
			continue;
		(void)ctl_fail(ctl, "%s needs a value", options[i].name);
		return false;
	}
	if (!ctl_arguments(ctl, 1, 1))
		return false;
	run->name = ctl->argv[0];
	run->by = typed->by;
	return true;
}

/* A mistake of the map on its way out. */
struct map_mistake {
	struct ctl *ctl;
	const char *name;
};

/* import_complain_fn: a mistake of the map. */
static void
complain(void *ctx, unsigned line, const char *sentence)
{
	const struct map_mistake *m = ctx;

	(void)fprintf(m->ctl->err, "%s:%u: %s\n", m->name, line, sentence);
}

/* The map of that file, or none; false after saying what is wrong. */
static bool
read_map(struct import_run *run, const char *name)
{
	struct map_mistake mistake = { run->ctl, name };
	struct hub_buf bytes;
	bool good;

	if (name[0] == '\0') {
		import_map_all(&run->map);
		return true;
	}
	hub_buf_init(&bytes, IMPORT_MAP_MAX);
	good = ctl_file_read(run->ctl, name, &bytes) &&
	    import_map_read(&run->map, hub_buf_str(&bytes), bytes.len, complain,
		&mistake);
	hub_buf_release(&bytes);
	return good;
}

/* Which institution the cases come from; false after saying what is wrong. */
static bool
find_source(struct import_run *run, const char *typed)
{
	const struct import_column *fixed = import_map_member(&run->map,
	    "source");

	run->aim.source = typed;
	if (typed[0] == '\0' && fixed != NULL)
		run->aim.source = fixed->value;
	if (run->aim.source[0] != '\0' && strlen(run->aim.source) <= 64)
		return true;
	(void)ctl_fail(run->ctl,
	    "which source? name the institution that the cases come from with "
	    "--source, or below [fixed] in the map");
	return false;
}

/* The zone of times without one; false after saying what is wrong. */
static bool
find_zone(struct ground *g)
{
	struct import_run *run = &g->run;
	const char *name = run->map.timezone;

	if (name[0] == '\0' && g->conf != NULL)
		name = g->conf->hub.timezone;
	if (name[0] == '\0') {
		(void)ctl_fail(run->ctl,
		    "which time zone? the configuration cannot be read; name "
		    "it with --config, or a timezone below [file] in the map");
		return false;
	}
	g->zone = tz_open(name);
	run->aim.zone = g->zone;
	if (g->zone != NULL)
		return true;
	(void)ctl_fail(run->ctl,
	    "timezone is \"%.64s\"; expected a name such as Asia/Makassar",
	    name);
	return false;
}

/* The format that is typed, or the one that the bytes have. */
static bool
find_format(struct import_run *run, const char *typed)
{
	struct import_input *in = &run->input;

	if (strcmp(typed, "csv") == 0) {
		in->format = IMPORT_CSV;
	} else if (strcmp(typed, "jsonl") == 0) {
		in->format = IMPORT_JSONL;
	} else if (typed[0] == '\0') {
		in->format = import_file_format(in->bytes, in->len);
	} else {
		(void)ctl_fail(run->ctl,
		    "--format is \"%.20s\"; expected csv or jsonl", typed);
		return false;
	}
	return true;
}

/* Which hub, and what its people call now; false after saying what is wrong. */
static bool
find_hub(struct ground *g)
{
	struct ctl *ctl = g->run.ctl;
	struct hub_error err = { "" };

	g->conf = ctl_conf_hub(ctl, &err);
	if (g->conf != NULL && ctl->socket[0] == '\0')
		ctl->socket = g->conf->hub.control_socket;
	if (ctl->socket[0] != '\0' || g->run.check)
		return true;
	(void)ctl_fail(ctl,
	    "which hub? %.190s; name it with --config or "
	    "--socket",
	    err.text);
	return false;
}

/* Everything that a run stands on; false after saying what is wrong. */
static bool
prepare(struct ground *g)
{
	struct import_run *run = &g->run;
	struct typed typed;

	if (!take_options(run->ctl, run, &typed) || !find_hub(g) ||
	    !read_map(run, typed.map) || !find_source(run, typed.source) ||
	    !find_zone(g) || !ctl_file_read(run->ctl, run->name, &g->bytes))
		return false;
	run->input.bytes = hub_buf_str(&g->bytes);
	run->input.len = g->bytes.len;
	run->aim.map = &run->map;
	run->aim.now_ms = clock_now_ms(clock_system());
	run->on_terminal = isatty(fileno(run->ctl->err)) != 0;
	return find_format(run, typed.format);
}

/* Asks whether the source may hand in, before anything else. */
static int
ask_source(struct import_run *run)
{
	json_t *answer = NULL;
	int status = ctl_ask(run->ctl, "import",
	    json_pack("{s:s,s:[]}", "source", run->aim.source, "rows"),
	    &answer);

	json_decref(answer);
	return status;
}

/* Looks at all of it, then sends it. */
static int
import(struct import_run *run)
{
	int status = run->check ? CTL_GOOD : ask_source(run);
	bool any_bad;

	if (status == CTL_GOOD)
		status = import_run_look(run);
	if (status != CTL_GOOD)
		return status;
	any_bad = json_array_size(run->bad) > 0;
	if (!run->check && (!any_bad || run->skip_bad))
		status = import_run_send(run);
	import_run_tell(run);
	if (status != CTL_GOOD)
		return status;
	return json_array_size(run->bad) > 0 ? CTL_BAD : CTL_GOOD;
}

/* simpulctl import FILE */
int
ctl_import(struct ctl *ctl)
{
	struct ground g = { .run.ctl = ctl };
	int status = CTL_FAILED;

	g.run.bad = json_array();
	g.run.told = json_array();
	import_map_init(&g.run.map);
	hub_buf_init(&g.bytes, IMPORT_FILE_MAX);
	if (prepare(&g))
		status = import(&g.run);
	hub_buf_release(&g.bytes);
	import_map_release(&g.run.map);
	tz_free(g.zone);
	conf_release(g.conf);
	json_decref(g.run.bad);
	json_decref(g.run.told);
	return status;
}
