/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_nearest.h"
#include "conf_value.h"
#include "digest.h"
#include "hub_buf.h"
#include "hub_time.h"
#include "tz.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"
#define ID_MAX 63

/* A name as institutions, routes and plugins have it. */
bool
conf_value_id(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	size_t len = strlen(text);

	if (len > ID_MAX || text[0] == '-' ||
	    strspn(text, LETTERS DIGITS "-") != len)
		return conf_value_odd(site, row);
	return conf_value_keep(site, text, field);
}

/* The place of a text among the row's words, -1 after saying that it is none
 * of them. */
static int
place(const struct conf_site *site, const struct conf_row *row,
    const char *text)
{
	struct hub_buf all;
	struct conf_nearest nearest;
	char hint[128];

	hub_buf_init(&all, 1024);
	conf_nearest_init(&nearest, text);
	for (int i = 0; row->words[i] != NULL; i++) {
		if (strcmp(row->words[i], text) == 0) {
			hub_buf_release(&all);
			return i;
		}
		hub_buf_fmt(&all, "%s%s", i == 0 ? "" : ", ", row->words[i]);
		conf_nearest_offer(&nearest, row->words[i]);
	}
	conf_wrong(site, "expected one of %s%s", hub_buf_str(&all),
	    conf_nearest_hint(&nearest, hint, sizeof(hint)));
	hub_buf_release(&all);
	return -1;
}

/* One of the row's words, kept as text. */
bool
conf_value_choice(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	return place(site, row, text) >= 0 &&
	    conf_value_keep(site, text, field);
}

/* One of the row's words, kept as its number. */
bool
conf_value_word(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	int found = place(site, row, text);

	if (found < 0)
		return false;
	*(unsigned *)field = (unsigned)found;
	return true;
}

/* A code of digits and dots; a star stands for the rest. */
bool
conf_value_region(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	size_t len = strspn(text, DIGITS ".");

	if (len == 0 || len > 16 ||
	    (text[len] == '\0' && text[len - 1] == '.') ||
	    (text[len] != '\0' && strcmp(text + len, "*") != 0))
		return conf_value_odd(site, row);
	return conf_value_keep(site, text, field);
}

/* A real date, year first. */
bool
conf_value_date(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	char instant[HUB_TIME_SIZE];
	int64_t seconds;

	(void)snprintf(instant, sizeof(instant), "%.11sT00:00:00Z", text);
	if (strlen(text) != 10 || !hub_time_parse(instant, &seconds))
		return conf_value_odd(site, row);
	return conf_value_keep(site, text, field);
}

/* A zone that this system knows. */
bool
conf_value_zone(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	static const char *const ours[] = { "Asia/Jakarta", "Asia/Makassar",
		"Asia/Jayapura", "Asia/Pontianak", "Asia/Singapore",
		"Asia/Kuala_Lumpur", "Asia/Riyadh", "Asia/Tokyo",
		"Europe/Amsterdam", "UTC", NULL };
	struct tz *tz = tz_open(text);
	struct conf_nearest nearest;
	char hint[128];

	(void)row;
	if (tz != NULL) {
		tz_free(tz);
		return conf_value_keep(site, text, field);
	}
	conf_nearest_init(&nearest, text);
	for (size_t i = 0; ours[i] != NULL; i++)
		conf_nearest_offer(&nearest, ours[i]);
	conf_wrong(site,
	    "which is no time zone of /usr/share/zoneinfo; "
	    "expected one such as Asia/Makassar%s",
	    conf_nearest_hint(&nearest, hint, sizeof(hint)));
	return false;
}

/* The digest of a certificate, as openssl prints it or without colons. */
bool
conf_value_sha256(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	char hex[DIGEST_HEX_SIZE] = "";
	size_t len = 0;

	for (; *text != '\0' && len < sizeof(hex); text++) {
		char c = *text >= 'A' && *text <= 'F'
		    ? (char)(*text - 'A' + 'a')
		    : *text;

		if (c == ':' && len % 2 == 0 && len > 0)
			continue;
		if (strchr(DIGITS "abcdef", c) == NULL)
			return conf_value_odd(site, row);
		hex[len++] = c;
	}
	if (len != sizeof(hex) - 1 || *text != '\0')
		return conf_value_odd(site, row);
	hex[len] = '\0';
	return conf_value_keep(site, hex, field);
}
