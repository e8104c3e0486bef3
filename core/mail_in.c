/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_in.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "limits.h"
#include "mail_line.h"

#define SAID_MAX 160u

struct mail_in {
	struct mail_flight flight; /* first */
	struct mail_line *line;
	const struct mail_server *server;
	char *escaped; /* the folder as a URL has it */
	mail_in_fn *fn;
	void *ctx;
	struct hub_buf url, bytes, said;
	curl_socket_t fd; /* CURL_SOCKET_BAD: not known */
	bool too_long, leaving;
	/* Of the letter that is asked for, and what they are caught at. */
	int64_t validity, uid; /* 0: none is */
	bool closing;	       /* its end must follow */
	const char *lie;       /* NULL: nothing */
	char error[CURL_ERROR_SIZE];
	char why[160];
};

struct mail_in *
mail_in_new(struct http_client *client, const struct mail_server *server,
    const char *folder, void *ctx)
{
	struct mail_line *line = http_client_mail(client, false);
	struct mail_in *in = line == NULL ? NULL : calloc(1, sizeof(*in));

	if (in == NULL)
		return NULL;
	in->line = line;
	in->server = server;
	in->ctx = ctx;
	in->fd = CURL_SOCKET_BAD;
	hub_buf_init(&in->url, HTTP_URL_MAX);
	hub_buf_init(&in->said, SAID_MAX);
	in->flight.easy = curl_easy_init();
	in->escaped = in->flight.easy == NULL
	    ? NULL
	    : curl_easy_escape(in->flight.easy, folder, 0);
	if (in->escaped == NULL) {
		mail_in_free(in);
		return NULL;
	}
	return in;
}

void
mail_in_free(struct mail_in *in)
{
	if (in == NULL)
		return;
	curl_free(in->escaped);
	if (in->flight.easy != NULL)
		curl_easy_cleanup(in->flight.easy);
	hub_buf_release(&in->url);
	hub_buf_release(&in->bytes);
	hub_buf_release(&in->said);
	free(in);
}

/* Bytes of an answer. */
static size_t
on_bytes(char *data, size_t one, size_t len, void *ctx)
{
	struct mail_in *in = ctx;

	hub_buf_add(&in->bytes, data, one * len);
	in->too_long = !hub_buf_ok(&in->bytes);
	return in->too_long ? CURL_WRITEFUNC_ERROR : one * len;
}

/* The number behind a word of a line, or 0. */
static int64_t
number_behind(const char *line, size_t len, const char *word)
{
	char text[SAID_MAX];
	const char *at;

	if (len >= sizeof(text))
		len = sizeof(text) - 1;
	(void)snprintf(text, sizeof(text), "%.*s", (int)len, line);
	at = strcasestr(text, word);
	return at == NULL ? 0 : strtoll(at + strlen(word), NULL, 10);
}

/* Holds a line against what was asked for: libcurl takes any letter for the
 * one, and whatever follows it. */
static void
check_line(struct mail_in *in, const char *line, size_t len)
{
	bool untagged = len > 1 && line[0] == '*';
	int64_t uid, validity;

	if (in->closing && len > 0 && line[0] == '\r')
		return; /* some begin a line there */
	if (in->closing && len > 0 && line[0] != ')' && line[0] != ' ')
		in->lie = "their answer does not end behind the letter";
	in->closing = untagged && in->uid != 0 &&
	    memchr(line, '{', len) != NULL;
	uid = in->closing ? number_behind(line, len, "UID ") : 0;
	if (uid != 0 && uid != in->uid)
		in->lie = "they give out another letter";
	validity = untagged ? number_behind(line, len, "[UIDVALIDITY ") : 0;
	if (validity != 0 && in->validity != 0 && validity != in->validity)
		in->lie = "its letters have other UIDVALIDITY now";
}

/* What they say around it; the last line tells why not. */
static size_t
on_line(char *line, size_t one, size_t len, void *ctx)
{
	struct mail_in *in = ctx;

	check_line(in, line, len);
	if (!in->leaving && len > 1 && line[0] != '*' && line[0] != '+') {
		const char *said = memchr(line, ' ', len);
		size_t tag = said == NULL ? 0 : (size_t)(said - line) + 1;

		hub_buf_clear(&in->said);
		for (size_t i = tag; i < len && i - tag < SAID_MAX; i++)
			if ((unsigned char)line[i] >= ' ')
				hub_buf_char(&in->said, line[i]);
	}
	return one * len;
}

/* What libcurl says and hears: it would wait for the answer to its goodbye,
 * and the loop with it. */
static int
on_talk(CURL *easy, curl_infotype type, char *data, size_t len, void *ctx)
{
	struct mail_in *in = ctx;

	if (type != CURLINFO_HEADER_OUT || len == 0)
		return 0;
	in->leaving = memmem(data, len, " LOGOUT", strlen(" LOGOUT")) != NULL;
	if (!in->leaving)
		curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &in->fd);
	else if (in->fd != CURL_SOCKET_BAD)
		shutdown(in->fd, SHUT_RD);
	return 0;
}

/* Whether there is no such letter: they fetched nothing and were content, or
 * say so (RFC 5530).  Every other no may be a yes the next time. */
static bool
is_gone(const struct mail_in *in, CURLcode code)
{
	const char *said = hub_buf_str(&in->said);

	return code == CURLE_REMOTE_FILE_NOT_FOUND &&
	    strstr(in->error, "UIDVALIDITY") == NULL &&
	    (strncasecmp(said, "OK", 2) == 0 ||
		strstr(said, "[EXPUNGEISSUED]") != NULL);
}

/* How a question ended. */
static enum mail_in_end
end_of(const struct mail_in *in, CURLcode code)
{
	if (code == CURLE_OK)
		return in->lie == NULL ? MAIL_IN_GOOD : MAIL_IN_FAILED;
	if (in->too_long)
		return MAIL_IN_LONG;
	if (is_gone(in, code))
		return MAIL_IN_GONE;
	if (code == CURLE_QUOTE_ERROR || code == CURLE_REMOTE_FILE_NOT_FOUND)
		return MAIL_IN_NO;
	return MAIL_IN_FAILED;
}

/* Why it did, in one sentence. */
static void
say_why(struct mail_in *in, CURLcode code)
{
	if (code == CURLE_OK)
		(void)snprintf(in->why, sizeof(in->why), "%s",
		    in->lie != NULL ? in->lie : "");
	else if (end_of(in, code) == MAIL_IN_GONE)
		(void)snprintf(in->why, sizeof(in->why),
		    "they say that it is gone, and list it");
	else if (in->too_long)
		(void)snprintf(in->why, sizeof(in->why),
		    "their answer is longer than %zu bytes", in->bytes.max);
	else if (code == CURLE_LOGIN_DENIED)
		(void)snprintf(in->why, sizeof(in->why),
		    "the mailbox lets nobody in: %.100s",
		    hub_buf_str(&in->said));
	else if (end_of(in, code) == MAIL_IN_NO && in->said.len > 0 &&
	    strncasecmp(hub_buf_str(&in->said), "OK", 2) != 0)
		(void)snprintf(in->why, sizeof(in->why), "they say: %.140s",
		    hub_buf_str(&in->said));
	else
		(void)snprintf(in->why, sizeof(in->why), "%.150s",
		    in->error[0] != '\0' ? in->error
					 : curl_easy_strerror(code));
}

/* flight: answered, or not. */
static void
on_landed(struct mail_flight *flight, CURLcode code)
{
	struct mail_in *in = (struct mail_in *)flight;
	struct mail_in_answer answer = { .end = end_of(in, code) };

	say_why(in, code);
	answer.bytes = hub_buf_str(&in->bytes);
	answer.len = in->bytes.len;
	answer.why = in->why;
	in->fn(in->ctx, &answer);
}

/* Begins a question: where, and how long an answer may be. */
static void
begin(struct mail_in *in, size_t most, mail_in_fn *fn)
{
	const char *base = in->server->url;
	size_t len = strlen(base);

	while (len > 0 && base[len - 1] == '/')
		len--;
	in->fn = fn;
	in->too_long = in->leaving = in->closing = false;
	in->validity = in->uid = 0;
	in->lie = NULL;
	in->error[0] = '\0';
	hub_buf_clear(&in->said);
	if (in->bytes.room > HTTP_SMALL_MAX || in->bytes.max != most) {
		hub_buf_release(&in->bytes);
		hub_buf_init(&in->bytes, most);
	}
	hub_buf_clear(&in->bytes);
	hub_buf_clear(&in->url);
	hub_buf_add(&in->url, base, len);
	hub_buf_char(&in->url, '/');
}

/* Sends it. */
static void
go(struct mail_in *in, const char *command, bool last)
{
	CURL *e = in->flight.easy;

	curl_easy_reset(e);
	mail_server_set(e, in->server, "imap,imaps", MAIL_IN_MS);
	curl_easy_setopt(e, CURLOPT_URL, hub_buf_str(&in->url));
	curl_easy_setopt(e, CURLOPT_CUSTOMREQUEST, command);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_bytes);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, in);
	curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, on_line);
	curl_easy_setopt(e, CURLOPT_HEADERDATA, in);
	mail_server_hear(e, on_talk, in, in->error);
	curl_easy_setopt(e, CURLOPT_FORBID_REUSE, last ? 1L : 0L);
	in->flight.landed = on_landed;
	in->flight.grounded = !hub_buf_ok(&in->url);
	in->flight.whole = 0;
	mail_line_start(in->line, &in->flight);
}

void
mail_in_ask(struct mail_in *in, int64_t validity, const char *command,
    mail_in_fn *fn)
{
	begin(in, MAIL_LIST_BYTES, fn);
	in->validity = validity;
	if (validity != 0)
		hub_buf_fmt(&in->url, "%s;UIDVALIDITY=%lld", in->escaped,
		    (long long)validity);
	go(in, command, false);
}

void
mail_in_fetch(struct mail_in *in, int64_t validity, int64_t uid, size_t most,
    mail_in_fn *fn)
{
	begin(in, MAIL_IN_MAX, fn);
	in->validity = validity;
	in->uid = uid;
	hub_buf_fmt(&in->url, "%s;UIDVALIDITY=%lld/;UID=%lld", in->escaped,
	    (long long)validity, (long long)uid);
	if (most > 0)
		hub_buf_fmt(&in->url, "/;PARTIAL=0.%zu", most);
	go(in, NULL, false);
}

void
mail_in_take(struct mail_in *in, struct hub_buf *ret)
{
	*ret = in->bytes;
	hub_buf_init(&in->bytes, ret->max);
}

void
mail_in_part(struct mail_in *in, mail_in_fn *fn)
{
	begin(in, MAIL_LIST_BYTES, fn);
	go(in, "NOOP", true);
}
