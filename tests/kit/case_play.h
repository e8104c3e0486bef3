/* SPDX-License-Identifier: Apache-2.0 */
/*
 * case_play.h - a plugin with its settings, and what it would be told next:
 * the arguments of the contract's functions, set by a case's input sections.
 */
#ifndef CASE_PLAY_H
#define CASE_PLAY_H

#include "case_file.h"
#include "events.h"
#include "plugin.h"
#include "request.h"

#define PLAY_RESULTS 64
#define PLAY_FOUND 16
#define PLAY_SAID 32
#define PLAY_ATTACHMENTS 64

enum play_turn {
	PLAY_NOTHING,
	PLAY_ANSWER,  /* an answer came: conclude */
	PLAY_MESSAGE, /* a message came: receive */
	PLAY_RESULTS_SET,
};

struct case_play {
	struct plugin plugin;
	bool settled;
	struct arena arena; /* owns what the sections did not */
	const struct case_file *file;
	struct hub_dispatch what;
	const char *links[PLAY_ATTACHMENTS]; /* of its attachments */
	bool has_what;
	struct hub_at at;
	const char *cursor;
	struct hub_headers headers;
	struct hub_answer answer;
	struct hub_message message;
	struct hub_result rows[PLAY_RESULTS];
	struct hub_handoff found[PLAY_FOUND];
	size_t found_count;
	struct hub_story stories[PLAY_FOUND];
	struct hub_event said[PLAY_SAID];
	size_t said_count;
	struct hub_results results;
	enum play_turn turn;
};

/* plugin is loaded already and stays the caller's. */
void case_play_init(struct case_play *play, const struct plugin *plugin,
    const struct case_file *file);
void case_play_release(struct case_play *play);

/* Whether a section is input, as opposed to what is expected. */
bool case_play_is_input(const struct case_section *section);
enum hub_status case_play_take(struct case_play *play,
    const struct case_section *section, struct hub_error *err);
/* Settings for a case without [conf], if there are none yet. */
enum hub_status case_play_settle(struct case_play *play, struct hub_error *err);

/* The calls, by what at and turn say.  The builders are the caller's, fresh. */
enum hub_status case_play_request(struct case_play *play,
    struct hub_request *request, struct hub_error *err);
enum hub_status case_play_events(struct case_play *play,
    struct hub_events *events, struct hub_error *err);
enum hub_status case_play_reply(struct case_play *play, struct hub_reply *reply,
    struct hub_error *err);

#endif
