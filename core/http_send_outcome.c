/* SPDX-License-Identifier: Apache-2.0 */
/* What became of a request: from libcurl's words to an outcome. */
#include "config.h"

#include "http_send.h"

#include <string.h>

/* The answer's headers, borrowed from the handle. */
static void
read_headers(struct http_send *send)
{
	struct hub_headers *to = &send->answer_headers;
	struct curl_header *h = NULL;
	CURL *e = send->flight.easy;

	while (to->count < sizeof to->rows / sizeof to->rows[0] &&
	    (h = curl_easy_nextheader(e, CURLH_HEADER, -1, h)) != NULL)
		to->rows[to->count++] = (struct request_field){ h->name,
			h->value };
}

/* What a complete answer means. */
static void
answered(struct http_send *send, int64_t now, struct outcome *ret)
{
	long status = 0;

	curl_easy_getinfo(send->flight.easy, CURLINFO_RESPONSE_CODE, &status);
	read_headers(send);
	ret->status = (int)status;
	ret->class = outcome_of_status(ret->status);
	ret->link_failed = outcome_link_failed(ret->status);
	ret->retry_after = outcome_retry_after(hub_header(&send->answer_headers,
						   "Retry-After"),
	    now);
	ret->answer = (struct hub_answer){ .status = ret->status,
		.headers = &send->answer_headers,
		.body = hub_buf_str(&send->answer),
		.body_len = send->answer.len };
	if (ret->class != OUTCOME_ANSWER || ret->link_failed)
		snprintf(ret->why, sizeof ret->why, "they answered %d",
		    ret->status);
}

/* Why there is no complete answer, in one sentence. */
static void
say_why(const struct http_send *send, CURLcode code, char *why, size_t size)
{
	if (send->unfit != NULL)
		snprintf(why, size, "%s", send->unfit);
	else if (send->too_long)
		snprintf(why, size, "their answer is longer than %zu bytes",
		    send->answer.max);
	else if (send->short_body)
		snprintf(why, size,
		    "an attachment is shorter than it was said to be");
	else if (send->passes > 1)
		snprintf(why, size,
		    "they closed the connection without an answer");
	else if (code == CURLE_OK)
		snprintf(why, size, "their answer is cut off");
	else if (code == CURLE_ABORTED_BY_CALLBACK)
		snprintf(why, size, "the hub stopped before their answer");
	else if (send->error[0] != '\0')
		snprintf(why, size, "%.150s", send->error);
	else
		snprintf(why, size, "%s", curl_easy_strerror(code));
}

/* Nothing left, or it may have. */
static void
unanswered(const struct http_send *send, CURLcode code, struct outcome *ret)
{
	ret->class = send->passes > 0 ? OUTCOME_UNKNOWN : OUTCOME_RETRY;
	ret->too_long = send->too_long;
	ret->link_failed = send->unfit == NULL && !send->too_long &&
	    !send->short_body && code != CURLE_ABORTED_BY_CALLBACK;
	ret->link_failed = ret->link_failed || send->passes > 1;
	say_why(send, code, ret->why, sizeof ret->why);
}

/* Answered, or not. */
void
http_send_outcome(struct http_send *send, CURLcode code, int64_t now,
    struct outcome *ret)
{
	*ret = (struct outcome){ .have_cert = send->have_cert };
	memcpy(ret->cert, send->cert, sizeof ret->cert);
	ret->answer.headers = &send->answer_headers;
	ret->answer.body = "";
	if (code == CURLE_OK && send->unfit == NULL && send->head_whole)
		answered(send, now, ret);
	else
		unanswered(send, code, ret);
}
