/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omb_trouble.h - what is wrong with a message that came in, as the fault that
 * it is answered with.
 */
#ifndef OMB_TROUBLE_H
#define OMB_TROUBLE_H

#include <stdbool.h>

#include "hub_error.h"

enum omb_trouble_kind {
	OMB_FINE,
	OMB_NO_MEMORY,	    /* ours */
	OMB_NOT_HERE,	    /* no such path */
	OMB_NOT_POSTED,	    /* another method */
	OMB_NOT_SOAP,	    /* another media type */
	OMB_OTHER_VERSION,  /* an envelope of a SOAP that is neither */
	OMB_NOT_UNDERSTOOD, /* a header that must be understood */
	OMB_ENCODED,	    /* not literal */
	OMB_BROKEN,	    /* no XML, or no envelope */
	OMB_WRONG,	    /* not by the contract */
	OMB_NO_ACTION,	    /* no such operation */
	OMB_OTHER_ACTION,   /* two names for the operation that differ */
	OMB_HEADER,	    /* WS-Addressing that cannot be */
	OMB_TWO_HEADERS,    /* one that may be there once, twice */
	OMB_ELSEWHERE,	    /* an answer that goes elsewhere */
	OMB_UNREACHABLE,    /* for somebody else */
};

/* Kind and sentence; and of a header that was not understood, its name. */
struct omb_trouble {
	enum omb_trouble_kind kind;
	struct hub_error why;
	char header_ns[256], header_name[256];
};

/* Sets the trouble, as in: return omb_trouble(...); always false. */
bool omb_trouble(struct omb_trouble *trouble, enum omb_trouble_kind kind,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

#endif
