/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_value.h - one value of the configuration, from text to the field that
 * its row names.
 *
 * A reader looks at the text, says what is wrong with it at the site, or sets
 * the field; on a mistake the field is left alone.  Texts that are kept are
 * the conf's own.
 */
#ifndef CONF_VALUE_H
#define CONF_VALUE_H

#include "conf_row.h"
#include "conf_site.h"

/* Reads text by the row's kind (not CONF_LIST) into the struct at base. */
bool conf_value_read(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *base);

/* The readers, one a kind. */
typedef bool conf_value_fn(const struct conf_site *site,
    const struct conf_row *row, const char *text, void *field);

conf_value_fn conf_value_id, conf_value_choice, conf_value_word;
conf_value_fn conf_value_date, conf_value_zone, conf_value_region;
conf_value_fn conf_value_sha256;
conf_value_fn conf_value_flag, conf_value_count, conf_value_seconds;
conf_value_fn conf_value_duration, conf_value_size;
conf_value_fn conf_value_mail, conf_value_host, conf_value_listen;
conf_value_fn conf_value_url, conf_value_imap, conf_value_smtp;
conf_value_fn conf_value_path, conf_value_file, conf_value_private;
conf_value_fn conf_value_secret, conf_value_certs, conf_value_key;

/* Sets a field of kind const char * to a copy; true. */
bool conf_value_keep(const struct conf_site *site, const char *text,
    void *field);
/* Says that the value is not what its kind is; false. */
bool conf_value_odd(const struct conf_site *site, const struct conf_row *row);

#endif
