/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "fault.h"

#define CUTS 40u
#define FLIPS 60u
#define HUGE_LEN (900u * 1024u)
#define DEEP 100000u

/* Bodies that have nothing to do with what was expected. */
static const struct {
	const char *name, *body;
} strangers[] = {
	{ "an empty body", "" },
	{ "a page of HTML",
	    "<!DOCTYPE html><html><body><h1>502 Bad Gateway"
	    "</h1></body></html>" },
	{ "JSON null", "null" },
	{ "a JSON number", "1e999" },
	{ "an empty object", "{}" },
	{ "an empty array", "[]" },
	{ "a text", "\"OK\"" },
	{ "an error inside a good answer",
	    "{\"status\":\"error\",\"message\":\"Gagal menyimpan\"}" },
	{ "bytes that are not UTF-8", "{\"id\":\"\xff\xfe\x80\"}" },
	{ "a lone surrogate", "{\"id\":\"\\ud800\"}" },
	{ "a NUL in a text", "{\"id\":\"a\\u0000b\"}" },
	{ "duplicate members", "{\"id\":\"1\",\"id\":\"2\"}" },
	{ "an entity bomb",
	    "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"bbbb\">"
	    "<!ENTITY c \"&b;&b;&b;&b;\">]><a>&c;</a>" },
	{ "a file entity",
	    "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY f SYSTEM "
	    "\"file:///etc/passwd\">]><a>&f;</a>" },
	{ "an empty SOAP body",
	    "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/"
	    "soap-envelope\"><s:Body/></s:Envelope>" },
};
#define STRANGERS (sizeof(strangers) / sizeof(strangers[0]))

/* A value of JSON takes the place of another kind. */
static const struct {
	const char *name, *to;
} swaps[] = {
	{ "every text is null", "null" },
	{ "every text is a number", "12345678901234567890" },
	{ "every text is an object", "{\"a\":{}}" },
	{ "every text is an array", "[]" },
};
#define SWAPS (sizeof(swaps) / sizeof(swaps[0]))

static const char *const texts[] = {
	"",
	" ",
	"\"; DROP TABLE x; --",
	"</Narrative><Injected>1</Injected>",
	"]]><x/>",
	"{\"a\":1}",
	"\\\",\\\"status\\\":\\\"closed\\\"",
	"line one\nline two\n\nline four",
	"../../../../etc/passwd",
	"a/b?c=d&e=%2e%2e#f",
	"%00%0d%0aX-Injected:%201",
	"--boundary\nContent-Disposition: form-data; name=\"x\"\n\n1",
	"Pengaduan \xe2\x80\x9cjalan rusak\xe2\x80\x9d \xf0\x9f\x9a\xa7 "
	"\xea\xa6\xa7\xea\xa6\xab",
	"\xe2\x80\xae"
	"txt.exe\xe2\x80\xac",
	"=cmd|' /C calc'!A0",
	"\t\t\t",
};
#define TEXTS (sizeof(texts) / sizeof(texts[0]))

static const int statuses[] = { 100, 200, 201, 202, 204, 206, 301, 302, 304,
	400, 401, 402, 403, 404, 405, 409, 410, 413, 415, 418, 422, 451, 500,
	501, 505, 520, 599, 999, 0 };
#define STATUSES (sizeof(statuses) / sizeof(statuses[0]))

/* Cut off at one of CUTS places. */
static void
cut(unsigned n, const char *body, size_t len, struct hub_buf *out)
{
	hub_buf_add(out, body, len * n / CUTS);
}

/* One byte is another. */
static void
flip(unsigned n, const char *body, size_t len, struct hub_buf *out)
{
	static const char others[] = { '\0', '"', '<', '&', '\xff', '}', '9',
		'\n' };
	size_t at = len * n / FLIPS;

	hub_buf_add(out, body, len);
	if (hub_buf_ok(out) && at < out->len)
		out->data[at] = others[n % sizeof(others)];
}

/* Texts after a colon become something else. */
static void
swap(const char *to, const char *body, size_t len, struct hub_buf *out)
{
	bool value = false;

	for (size_t i = 0; i < len; i++) {
		const char *end;

		if (body[i] != '"' || !value) {
			hub_buf_char(out, body[i]);
			if (body[i] == ':')
				value = true;
			else if (body[i] != ' ')
				value = false;
			continue;
		}
		end = memchr(body + i + 1, '"', len - i - 1);
		hub_buf_text(out, to);
		i = end != NULL ? (size_t)(end - body) : len;
		value = false;
	}
}

/* Repeats a text. */
static void
repeat(const char *text, size_t times, struct hub_buf *out)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < times; i++)
		hub_buf_add(out, text, len);
}

/* Changes that are made once. */
static bool
once(unsigned n, const char *body, size_t len, struct hub_buf *out,
    char name[FAULT_NAME_SIZE])
{
	static const char *const names[] = { "the body twice",
		"blanks before and behind", "a byte order mark before",
		"very deep arrays", "very deep elements", "one very long text",
		"very many members" };

	if (n >= sizeof(names) / sizeof(names[0]))
		return false;
	(void)snprintf(name, FAULT_NAME_SIZE, "%s", names[n]);
	if (n == 1)
		hub_buf_text(out, " \r\n\t");
	if (n == 2)
		hub_buf_text(out, "\xef\xbb\xbf");
	if (n <= 2)
		hub_buf_add(out, body, len);
	if (n == 0)
		hub_buf_add(out, body, len);
	if (n == 1)
		hub_buf_text(out, " \r\n\t");
	if (n == 3)
		repeat("[", DEEP, out);
	if (n == 4)
		repeat("<a>", DEEP, out);
	if (n == 5) {
		hub_buf_text(out, "{\"id\":\"");
		repeat("a", HUGE_LEN, out);
		hub_buf_text(out, "\"}");
	}
	if (n == 6) {
		hub_buf_text(out, "{\"a\":[0");
		repeat(",0", HUGE_LEN / 2 - 16, out);
		hub_buf_text(out, "]}");
	}
	return true;
}

bool
fault_body(unsigned n, const char *body, size_t len, struct hub_buf *out,
    char name[FAULT_NAME_SIZE])
{
	if (n < CUTS) {
		(void)snprintf(name, FAULT_NAME_SIZE, "cut after %zu bytes",
		    len * n / CUTS);
		cut(n, body, len, out);
		return true;
	}
	n -= CUTS;
	if (n < FLIPS) {
		(void)snprintf(name, FAULT_NAME_SIZE, "byte %zu is another",
		    len * n / FLIPS);
		flip(n, body, len, out);
		return true;
	}
	n -= FLIPS;
	if (n < STRANGERS) {
		(void)snprintf(name, FAULT_NAME_SIZE, "%s", strangers[n].name);
		hub_buf_text(out, strangers[n].body);
		return true;
	}
	n -= (unsigned)STRANGERS;
	if (n < SWAPS) {
		(void)snprintf(name, FAULT_NAME_SIZE, "%s", swaps[n].name);
		swap(swaps[n].to, body, len, out);
		return true;
	}
	return once(n - (unsigned)SWAPS, body, len, out, name);
}

const char *
fault_text(unsigned n)
{
	static char long_text[60001];

	if (n < TEXTS)
		return texts[n];
	if (n > TEXTS)
		return NULL;
	memset(long_text, 'a', sizeof(long_text) - 1);
	return long_text;
}

int
fault_status(unsigned n)
{
	return n < STATUSES ? statuses[n] : 0;
}
