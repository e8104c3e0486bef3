/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outcome.h - how an attempt to send something ended: machine code, human
 * reason, their own words.
 *
 * "May have left" decides between RETRY and UNKNOWN: bytes that never left
 * can be sent again, bytes that may have left are asked after first.
 */
#ifndef OUTCOME_H
#define OUTCOME_H

#include <stdbool.h>
#include <stdint.h>

#include "hub_message.h"

enum outcome_class {
	OUTCOME_ANSWER,	 /* a complete answer for conclude() */
	OUTCOME_RETRY,	 /* nothing left, or they said: later */
	OUTCOME_UNKNOWN, /* it may have left, no answer came back */
};

struct outcome {
	enum outcome_class class;
	bool link_failed;	  /* counts against the institution's link */
	int status;		  /* HTTP or SMTP code, 0 when none */
	bool too_long;		  /* an answer began that is not read */
	int64_t retry_after;	  /* seconds they asked for, 0 when none */
	char why[160];		  /* one sentence, "" for an answer */
	struct hub_answer answer; /* texts borrowed until the next event */
	bool have_cert;
	uint8_t cert[32]; /* SHA-256 of the TLS peer's certificate */
};

/* The class of a complete HTTP answer: 408, 425, 429 and 503 are the core's to
 * retry; 502 and 504 are of a gateway, behind which it may be done; all others
 * are for conclude(). */
enum outcome_class outcome_of_status(int status);
/* Whether a complete answer counts against the link: 408 and every 5xx, also
 * those that conclude() reads. */
bool outcome_link_failed(int status);
/* Retry-After: seconds or an HTTP date (RFC 9110 10.2.3); 0 when absent or
 * unreadable, at most a day. */
int64_t outcome_retry_after(const char *value, int64_t now);
const char *outcome_name(enum outcome_class class);

#endif
