/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_out.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "http_tls.h"
#include "limits.h"
#include "mail_line.h"

struct mail_out {
	struct mail_flight flight; /* first */
	struct http_order order;
	struct letter letter;
	struct curl_slist *to;
	curl_socket_t fd;  /* that it talks over, or CURL_SOCKET_BAD */
	bool begun;	   /* the talk is about the letter, not the password */
	bool parting;	   /* the talk is over, their goodbye is no answer */
	const char *unfit; /* why it cannot be sent at all, or NULL */
	bool too_large, short_file;
	bool have_cert;
	uint8_t cert[32];
	char said[160]; /* the last line of theirs */
	char error[CURL_ERROR_SIZE];
};

/* Gives back all of it. */
static void
release(struct mail_out *out)
{
	letter_release(&out->letter);
	curl_slist_free_all(out->to);
	if (out->flight.easy != NULL)
		curl_easy_cleanup(out->flight.easy);
	free(out);
}

/* The code that a line of theirs begins with. */
static int
code_of(const char *said)
{
	for (int i = 0; i < 3; i++)
		if (!isdigit((unsigned char)said[i]))
			return 0;
	return (said[0] - '0') * 100 + (said[1] - '0') * 10 + said[2] - '0';
}

/* One line of theirs; of several the last one counts. */
static size_t
on_line(char *line, size_t one, size_t len, void *ctx)
{
	struct mail_out *out = ctx;
	size_t n = 0;

	if (out->parting)
		return one * len;
	for (size_t i = 0; i < len && n + 1 < sizeof(out->said); i++)
		if ((unsigned char)line[i] >= ' ' && line[i] != 0x7f)
			out->said[n++] = line[i];
	out->said[n] = '\0';
	return one * len;
}

/* libcurl asks for bytes of the letter. */
static size_t
on_upload(char *to, size_t one, size_t len, void *ctx)
{
	struct mail_out *out = ctx;
	ssize_t n = letter_read(&out->letter, to, one * len);

	if (n < 0) {
		out->short_file = true;
		return CURL_READFUNC_ABORT;
	}
	return (size_t)n;
}

/* The talk about the letter begins. */
static void
begin(struct mail_out *out, CURL *easy)
{
	struct curl_tlssessioninfo *tls = NULL;

	out->begun = true;
	out->said[0] = '\0';
	curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &out->fd);
	if (curl_easy_getinfo(easy, CURLINFO_TLS_SSL_PTR, &tls) == CURLE_OK &&
	    tls != NULL && tls->internals != NULL)
		out->have_cert = http_tls_peer(tls->internals, out->cert);
}

/* What libcurl sends and hears: only how far it has come is of interest.  It
 * would wait for the answer to its goodbye, and the loop with it. */
static int
on_talk(CURL *easy, curl_infotype type, char *data, size_t len, void *ctx)
{
	struct mail_out *out = ctx;

	if (type != CURLINFO_HEADER_OUT || len < 5)
		return 0;
	if (strncmp(data, "MAIL ", 5) == 0)
		begin(out, easy);
	if (strncmp(data, "QUIT", 4) != 0)
		return 0;
	out->parting = true;
	if (out->fd != CURL_SOCKET_BAD)
		shutdown(out->fd, SHUT_RD);
	return 0;
}

/* A complete answer about the letter. */
static void
answered(const struct mail_out *out, int code, struct outcome *ret)
{
	ret->status = code;
	if (code / 100 == 2 || code / 100 == 5) {
		ret->class = OUTCOME_ANSWER;
		ret->answer.status = code;
		ret->answer.body = out->said;
		ret->answer.body_len = strlen(out->said);
		return;
	}
	ret->class = OUTCOME_RETRY;
	ret->link_failed = code == 421;
	(void)snprintf(ret->why, sizeof(ret->why), "our relay says: %.140s",
	    out->said);
}

/* Whether all of the letter has left, and its end with it. */
static bool
has_left(const struct mail_out *out)
{
	curl_off_t sent = 0;

	return out->begun &&
	    curl_easy_getinfo(out->flight.easy, CURLINFO_SIZE_UPLOAD_T,
		&sent) == CURLE_OK &&
	    sent >= (curl_off_t)letter_len(&out->letter);
}

/* No answer about the letter. */
static void
unanswered(const struct mail_out *out, CURLcode code, struct outcome *ret)
{
	ret->class = has_left(out) ? OUTCOME_UNKNOWN : OUTCOME_RETRY;
	ret->link_failed = out->unfit == NULL && !out->short_file &&
	    code != CURLE_ABORTED_BY_CALLBACK;
	if (out->unfit != NULL)
		(void)snprintf(ret->why, sizeof(ret->why), "%s", out->unfit);
	else if (out->short_file)
		(void)snprintf(ret->why, sizeof(ret->why),
		    "an attachment is shorter than it was said to be");
	else if (code == CURLE_ABORTED_BY_CALLBACK)
		(void)snprintf(ret->why, sizeof(ret->why),
		    "the hub stopped before our relay answered");
	else if (!out->begun && out->said[0] >= '4')
		(void)snprintf(ret->why, sizeof(ret->why),
		    "our relay lets nobody in: %.120s", out->said);
	else
		(void)snprintf(ret->why, sizeof(ret->why), "our relay: %.140s",
		    out->error[0] != '\0' ? out->error
					  : curl_easy_strerror(code));
}

/* The letter does not fit: the same as if the relay had said so. */
static void
refuse_size(struct outcome *ret)
{
	ret->class = OUTCOME_ANSWER;
	ret->status = ret->answer.status = 552;
	ret->answer.body = "552 the letter is larger than the hub sends";
	ret->answer.body_len = strlen(ret->answer.body);
}

/* flight: over, one way or the other. */
static void
on_landed(struct mail_flight *flight, CURLcode code)
{
	static const struct hub_headers none = { .count = 0 };
	struct mail_out *out = (struct mail_out *)flight;
	struct http_order order = out->order;
	struct outcome outcome = { .have_cert = out->have_cert };
	int status = out->begun ? code_of(out->said) : 0;

	memcpy(outcome.cert, out->cert, sizeof(outcome.cert));
	outcome.answer.headers = &none;
	outcome.answer.body = "";
	/* 354 asks for the letter, 250 behind a name for the next one. */
	if (code != CURLE_OK && status < 400)
		status = 0;
	if (out->too_large)
		refuse_size(&outcome);
	else if (status != 0)
		answered(out, status, &outcome);
	else
		unanswered(out, code, &outcome);
	order.done(order.ctx, &outcome);
	release(out);
}

/* Everything that the handle must know. */
static void
set_handle(struct mail_out *out, const struct mail_post *post)
{
	CURL *e = out->flight.easy;

	mail_server_set(e, post->server, "smtp,smtps", MAIL_OUT_MS);
	curl_easy_setopt(e, CURLOPT_URL, post->server->url);
	curl_easy_setopt(e, CURLOPT_MAIL_FROM, post->envelope->sender);
	curl_easy_setopt(e, CURLOPT_MAIL_RCPT, out->to);
	curl_easy_setopt(e, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(e, CURLOPT_INFILESIZE_LARGE,
	    (curl_off_t)letter_len(&out->letter));
	curl_easy_setopt(e, CURLOPT_READFUNCTION, on_upload);
	curl_easy_setopt(e, CURLOPT_READDATA, out);
	curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, on_line);
	curl_easy_setopt(e, CURLOPT_HEADERDATA, out);
	mail_server_hear(e, on_talk, out, out->error);
	/* A kept connection that has died would be a failure of the link. */
	mail_server_once(e);
}

/* Makes the letter and tells the handle; false: it cannot be sent at all. */
static bool
prepare(struct mail_out *out, const struct mail_post *post)
{
	out->unfit = letter_init(&out->letter, post->envelope, &post->order);
	out->too_large = letter_len(&out->letter) > MAIL_OUT_MAX;
	out->to = curl_slist_append(NULL, post->envelope->to);
	if (out->to == NULL)
		out->unfit = "out of memory";
	if (out->unfit != NULL || out->too_large)
		return false;
	set_handle(out, post);
	return true;
}

bool
mail_out_post(const struct mail_post *post)
{
	struct mail_line *line = http_client_mail(post->client, true);
	struct mail_out *out = line == NULL ? NULL : calloc(1, sizeof(*out));

	if (out == NULL)
		return false;
	out->flight.easy = curl_easy_init();
	if (out->flight.easy == NULL) {
		free(out);
		return false;
	}
	out->order = post->order;
	out->fd = CURL_SOCKET_BAD;
	out->flight.landed = on_landed;
	out->flight.grounded = !prepare(out, post);
	out->flight.whole = (curl_off_t)letter_len(&out->letter);
	mail_line_start(line, &out->flight);
	return true;
}
