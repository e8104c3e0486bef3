/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wording.h - the sentences that the hub itself says to people, in Indonesian.
 *
 * Each is a template of wording_id.c with names in braces that the arguments
 * fill; a part in brackets is left out when nothing fills a name in it.  Days
 * are written with the month's name, in the zone of the case, never as
 * numbers alone.  A sentence says why, never the bare word "ditolak".
 */
#ifndef WORDING_H
#define WORDING_H

#include "hub_buf.h"
#include "hub_word.h"
#include "tz.h"

enum wording {
	WORDING_RECEIVED, /* the case came in: institution it went to */
	WORDING_VERIFIED,
	WORDING_HELD,	  /* institution holds it since at */
	WORDING_JOINED,	  /* institution takes part in it since at */
	WORDING_WATCHED,  /* institution watches it since at */
	WORDING_QUESTION, /* institution asks: text */
	WORDING_SUPPLIED, /* what the complainant added went on */
	WORDING_PROGRESS,
	WORDING_ANSWER,
	WORDING_PASSED,	     /* to institution, for that reason */
	WORDING_NOT_IN_TIME, /* to institution: other let the limit pass */
	WORDING_NOT_REACHED, /* to institution: other could not be reached */
	WORDING_DISPUTED,    /* the coordinator is to decide */
	WORDING_DECIDED,     /* decision: institution; text */
	WORDING_POSTPONED,   /* until; text says why */
	WORDING_RESUMED,
	WORDING_ARCHIVED, /* text says why */
	WORDING_WITHDRAWN,
	WORDING_REOPENED,
	WORDING_COMPLETED_BY_SILENCE,
	WORDING_COMPLETED_BY_RATING, /* number: the rating */
	WORDING_ESCALATED,	     /* institution is to watch; reason */
	WORDING_CORRECTED,	     /* text */
	WORDING_RELATED,	     /* case: handled with that one */
	WORDING_MISSING,      /* for institution: list of what is missing */
	WORDING_SUCCEEDED,    /* institution takes the place of other */
	WORDING_RECLASSIFIED, /* as list, due until */
	/* For liaison officers and the coordinator. */
	WORDING_RETURNED, /* institution gave it back: reason */
	WORDING_REMINDER, /* decide or answer until */
	WORDING_BREACH,	  /* institution let until pass */
	WORDING_EXPIRED,  /* institution did not decide until */
	WORDING_DEEMED,	  /* institution is holder by its agreement */
	WORDING_OUTAGE,	  /* of institution since at */
	WORDING_OUTAGE_OVER,
	WORDING_PARKED, /* to institution; text: what went wrong */
	WORDING_FAILED,
	WORDING_SECOND,	     /* to the second contact of institution */
	WORDING_TO_DECIDE,   /* asks the arbiter, until */
	WORDING_DECISION,    /* to the parties: decision, text */
	WORDING_BOUND,	     /* a decision binds: number refusals since */
	WORDING_PARTS_OPEN,  /* joint: list of those whose part is open */
	WORDING_NOT_YOURS,   /* no longer the receiver's */
	WORDING_ABOVE,	     /* asks who stands above institution */
	WORDING_LATE,	     /* what institution said came too late */
	WORDING_DUPLICATE,   /* institution says it is known; text */
	WORDING_LACKING,     /* not sent to institution: list is missing */
	WORDING_UNTOLD,	     /* what was said does not get to institution */
	WORDING_NOT_FETCHED, /* a file at an address did not come: text */
	WORDING_COUNT
};

/* What fills the names; unused members are 0 or "". */
struct wording_args {
	const char *institution;    /* {instansi}: display name */
	const char *other;	    /* {lainnya}: display name of another */
	const char *case_ref;	    /* {nomor}: number the reader knows it by */
	const char *text;	    /* {isi}: what a person said */
	const char *list;	    /* {daftar} */
	enum hub_reason reason;	    /* {alasan} */
	enum hub_decision decision; /* {keputusan} */
	int64_t at_ms;		    /* {waktu} */
	int64_t until_ms;	    /* {batas}: first instant behind it */
	int64_t number;		    /* {jumlah} */
	const struct tz *zone;	    /* of the case; no times without it */
};

/* Nothing given. */
struct wording_args wording_args_init(void);
/* Appends the sentence. */
void wording_make(struct hub_buf *out, enum wording which,
    const struct wording_args *args);

/* "3 Februari 2026", of the local day. */
void wording_day(struct hub_buf *out, const struct tz *zone, int64_t ms);
/* "3 Februari 2026 pukul 16.05 WITA". */
void wording_moment(struct hub_buf *out, const struct tz *zone, int64_t ms);
/* Why, as a clause: "bukan kewenangan instansi tersebut". */
const char *wording_reason(enum hub_reason reason);
/* What was decided, as a clause. */
const char *wording_decision(enum hub_decision decision);
/* Whose ears a sentence is for. */
enum hub_audience wording_audience(enum wording which);
/* "received", "held"..., and the template as it stands. */
const char *wording_name(enum wording which);
const char *wording_template(enum wording which);

#endif
