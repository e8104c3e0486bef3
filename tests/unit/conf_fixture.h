/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_fixture.h - a folder with keys, secrets and plugins that a test's
 * configuration may name, and no worker: what plugins are is told here.
 *
 * id.csv is a calendar with a day of each kind in 2026.  Plugins: "ksp" takes
 * a required text `channel`, a file `map`, a number `n` and a switch `b`, and
 * refuses n = 13; "old" speaks another ABI.
 */
#ifndef CONF_FIXTURE_H
#define CONF_FIXTURE_H

#include "conf.h"
#include "hub_buf.h"
#include "scratch.h"

/* What nearly every configuration begins with: three lines. */
#define CONF_BASE \
	"hub { name = \"simpul-uji\" key_file = kek plugin_dir = plugins }\n" \
	"coordinator { institution = \"inspektorat\" }\n" \
	"institution \"inspektorat\" { name = \"Inspektorat\" plugin = none }\n"

/* cmocka's: the folder is the working directory of the test. */
int conf_fixture_setup(void **state);
int conf_fixture_teardown(void **state);
/* Reads simpul.conf; all sentences, one a line, the folder's path as @, into
 * told (made empty first). */
struct conf *conf_fixture_read(struct scratch *scratch, struct hub_buf *told);
/* Writes text as simpul.conf and reads it. */
struct conf *conf_fixture_try(struct scratch *scratch, const char *text,
    struct hub_buf *told);

/* A configuration and every sentence it brings, in order. */
struct conf_fixture_row {
	const char *text, *told;
};

/* Each text behind base must bring just its sentences. */
void conf_fixture_rows(void **state, const char *base,
    const struct conf_fixture_row *rows, size_t count);
#define CONF_TRY(base, rows) \
	conf_fixture_rows(state, base, rows, sizeof(rows) / sizeof(*(rows)))

#endif
