/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_refusal.h - how an institution expects to read what the hub refuses by
 * itself: a wrong key, too many or too long messages, a hub that is busy.
 *
 * Nobody asks a plugin then, so it says beforehand in which form: rows, of
 * which the first that fits counts.  Where none fits, problem details
 * (RFC 9457) are said.
 */
#ifndef HUB_REFUSAL_H
#define HUB_REFUSAL_H

struct hub_refusal {
	const char *path;  /* the path ends so, or "" */
	const char *asked; /* their Content-Type has this, or ""; not known of
			    * what is refused before its body came */
	int least;	   /* from this HTTP status on */
	const char *type;  /* media type of the answer */
	/* The answer; {status}, {title} and {detail} stand for what is said,
	 * escaped as JSON or XML needs it, by the type. */
	const char *body;
};

#define HUB_REFUSALS_END \
	{ \
		.type = NULL \
	}

#endif
