/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_value.h"

#include "utf8.h"

/* Sets a text field. */
bool
conf_value_keep(const struct conf_site *site, const char *text, void *field)
{
	*(const char **)field = arena_text(site->reading->arena, text);
	return true;
}

/* The sentence for a value that is not of its kind. */
bool
conf_value_odd(const struct conf_site *site, const struct conf_row *row)
{
	conf_wrong(site, "expected %s",
	    conf_kind_text(row->kind == CONF_LIST ? row->each : row->kind));
	return false;
}

/* One line of text, which the caller has already made sure of. */
static bool
read_text(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	(void)row;
	return conf_value_keep(site, text, field);
}

/* How each kind is read. */
static conf_value_fn *const readers[] = {
	[CONF_TEXT] = read_text,
	[CONF_ID] = conf_value_id,
	[CONF_CHOICE] = conf_value_choice,
	[CONF_REGION] = conf_value_region,
	[CONF_DATE] = conf_value_date,
	[CONF_ZONE] = conf_value_zone,
	[CONF_MAIL] = conf_value_mail,
	[CONF_HOST] = conf_value_host,
	[CONF_SHA256] = conf_value_sha256,
	[CONF_LISTEN] = conf_value_listen,
	[CONF_URL] = conf_value_url,
	[CONF_IMAP] = conf_value_imap,
	[CONF_SMTP] = conf_value_smtp,
	[CONF_PATH] = conf_value_path,
	[CONF_FILE] = conf_value_file,
	[CONF_PRIVATE] = conf_value_private,
	[CONF_SECRET] = conf_value_secret,
	[CONF_CERTS] = conf_value_certs,
	[CONF_KEY] = conf_value_key,
	[CONF_WORD] = conf_value_word,
	[CONF_FLAG] = conf_value_flag,
	[CONF_COUNT] = conf_value_count,
	[CONF_SECONDS] = conf_value_seconds,
	[CONF_DURATION] = conf_value_duration,
	[CONF_SIZE] = conf_value_size,
};

/* Reads a value, or an element of a list, by its kind. */
bool
conf_value_read(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *base)
{
	enum conf_kind kind = row->kind == CONF_LIST ? row->each : row->kind;
	void *field = row->kind == CONF_LIST ? base
					     : (char *)base + row->offset;

	if (text[0] == '\0') {
		conf_wrong(site,
		    "expected %s; leave the setting out to not "
		    "give it",
		    conf_kind_text(kind));
		return false;
	}
	if (!utf8_is_line(text, strlen(text))) {
		conf_wrong(site, "expected one line without tabs");
		return false;
	}
	return readers[kind](site, row, text, field);
}
