/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "emb_quote.h"

#include <string.h>
#include <strings.h>

#include "emb_line.h"

#define COUNT_OF(a) (sizeof(a) / sizeof(*(a)))
#define HEADER_LINES 8	    /* within which a header in the text is one */
#define ATTRIBUTION_LINES 4 /* over which "On ... wrote:" may run */
#define ATTRIBUTION_MAX 400 /* bytes of it */

/* Marks behind which all is quoted, dashes and blanks around them cut. */
static const char *const marks[] = { "Balas di atas baris ini",
	"Original Message", "Original message", "Pesan Asli", "Pesan asli",
	"Original Appointment", "Reply message", "Pesan balasan",
	"Ursprüngliche Nachricht", "Message d'origine", "Mensaje original" };

/* The same of a letter that is passed on. */
static const char *const forwards[] = { "Forwarded message",
	"Forwarded Message", "Pesan yang diteruskan", "Pesan terusan",
	"Pesan Terusan", "Begin forwarded message:",
	"Mulai pesan yang diteruskan:", "Awal pesan yang diteruskan:" };

/* First and later names of a header in the text. */
static const char *const senders[] = { "From:", "Dari:", "Von:", "De:" };
static const char *const others[] = { "Sent:", "Date:", "To:", "Subject:",
	"Cc:", "Dikirim:", "Tanggal:", "Kepada:", "Untuk:", "Perihal:",
	"Subjek:", "Subyek:", "Gesendet:", "An:", "Betreff:" };

/* How a line begins and ends that says whose the quoted lines are. */
static const char *const said_from[] = { "On ", "Pada ", "Am ", "Le ", "Op ",
	"El ", "Il ", "Em ", "Den " };
static const char *const said_to[] = { "wrote:", "menulis:", "writes:",
	"schrieb:", "crit :", "crit\xc2\xa0:", "schreef:", "escribi\xc3\xb3:",
	"ha scritto:", "escreveu:", "skrev:", ">:" };

/* Lines that telephones add. */
static const char *const added[] = { "Sent from my ", "Sent from Outlook",
	"Sent from Yahoo", "Sent from Mail for", "Get Outlook for ",
	"Dikirim dari ", "Dapatkan Outlook untuk ", "Terkirim dari ",
	"Unduh Outlook untuk ", "Dikirim melalui ", "Sent via " };

/* Whether a line begins with one of a list. */
static bool
begins(const struct emb_line *line, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(list[i]);

		if (line->len >= len && memcmp(line->at, list[i], len) == 0)
			return true;
	}
	return false;
}

/* Whether a line is one of a list, dashes, underscores and blanks around it
 * cut. */
static bool
is_mark(struct emb_line line, const char *const *list, size_t count)
{
	while (line.len > 0 && strchr("-_ >*\t", *line.at) != NULL) {
		line.at++;
		line.len--;
	}
	while (line.len > 0 && strchr("-_ *\t", line.at[line.len - 1]) != NULL)
		line.len--;
	for (size_t i = 0; i < count; i++) {
		if (line.len == strlen(list[i]) &&
		    memcmp(line.at, list[i], line.len) == 0)
			return true;
	}
	return false;
}

/* A name of a header in the text, which may be bold. */
static bool
is_field(struct emb_line line, const char *const *list, size_t count)
{
	emb_line_trim(&line);
	if (line.len > 0 && *line.at == '*') {
		line.at++;
		line.len--;
	}
	return begins(&line, list, count);
}

/* Whether a header begins in the text here: who, and two more of it. */
static bool
is_header(struct emb_line line, struct emb_line rest)
{
	unsigned found = 0;

	if (!is_field(line, senders, COUNT_OF(senders)))
		return false;
	for (unsigned i = 0; i < HEADER_LINES && found < 2; i++) {
		if (!emb_line_next(&rest, &line))
			break;
		found += is_field(line, others, COUNT_OF(others));
	}
	return found == 2;
}

/* Whether a line ends as one that says whose the quoted ones are. */
static bool
ends_said(const struct emb_line *line)
{
	for (size_t i = 0; i < COUNT_OF(said_to); i++) {
		size_t len = strlen(said_to[i]);

		if (line->len >= len &&
		    memcmp(line->at + line->len - len, said_to[i], len) == 0)
			return true;
	}
	return false;
}

/* Whether lines that say whose the quoted ones are begin here; then *rest is
 * behind them. */
static bool
is_said(struct emb_line line, struct emb_line *rest)
{
	struct emb_line look = *rest;
	size_t bytes = 0;
	bool begun;

	emb_line_trim(&line);
	begun = begins(&line, said_from, COUNT_OF(said_from));
	if (!begun &&
	    !(ends_said(&line) && memchr(line.at, '@', line.len) != NULL))
		return false;
	for (unsigned i = 0; i < ATTRIBUTION_LINES; i++) {
		bytes += line.len;
		if (bytes > ATTRIBUTION_MAX || line.len == 0)
			return false;
		if (ends_said(&line)) {
			*rest = look;
			return true;
		}
		if (!emb_line_next(&look, &line))
			return false;
		emb_line_trim(&line);
	}
	return false;
}

/* Whether the next line that is not empty is marked as quoted. */
static bool
quote_follows(struct emb_line rest)
{
	struct emb_line line;

	while (emb_line_next(&rest, &line)) {
		emb_line_trim(&line);
		if (line.len > 0)
			return *line.at == '>';
	}
	return false;
}

/* Whether all that follows is another's. */
static bool
ends_here(struct emb_line line, struct emb_line rest, bool *ret_forwarded)
{
	struct emb_line bare = line, behind = rest;

	emb_line_trim(&bare);
	if (is_mark(line, forwards, COUNT_OF(forwards))) {
		*ret_forwarded = true;
		return true;
	}
	if (is_mark(line, marks, COUNT_OF(marks)) || is_header(line, rest))
		return true;
	if (bare.len >= 10 && bare.len == strspn(bare.at, "_") &&
	    emb_line_next(&behind, &bare))
		return is_header(bare, behind);
	return false;
}

/* Whether the line is a signature's first. */
static bool
is_signature(const struct emb_line *line)
{
	return (line->len == 3 && memcmp(line->at, "-- ", 3) == 0) ||
	    (line->len == 2 && memcmp(line->at, "--", 2) == 0);
}

/* A line of theirs, with the empty ones before it. */
static void
keep(struct hub_buf *out, const struct emb_line *line, unsigned *blanks)
{
	if (line->len == 0) {
		*blanks += out->len > 0;
		return;
	}
	for (; *blanks > 0; (*blanks)--)
		hub_buf_char(out, '\n');
	hub_buf_add(out, line->at, line->len);
	hub_buf_char(out, '\n');
}

/* Line by line. */
void
emb_quote_cut(const char *text, size_t len, struct hub_buf *out,
    bool *ret_forwarded)
{
	struct emb_line rest = { text, len }, line;
	bool signature = false;
	unsigned blanks = 0;

	*ret_forwarded = false;
	while (emb_line_next(&rest, &line)) {
		struct emb_line bare = line;

		emb_line_trim(&bare);
		if (ends_here(line, rest, ret_forwarded))
			break;
		if (bare.len > 0 && *bare.at == '>') {
			signature = false;
			continue;
		}
		if (is_said(line, &rest)) {
			if (!quote_follows(rest))
				break;
			signature = false;
			continue;
		}
		signature = signature || is_signature(&line);
		if (signature || begins(&bare, added, COUNT_OF(added)))
			continue;
		emb_line_end(&line);
		keep(out, &line, &blanks);
	}
}
