/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trust_scene.h - a log and its witnesses, whose keys come from their numbers,
 * and what they sign: the checkpoint of a tree of numbers in decimal.
 */
#ifndef TRUST_SCENE_H
#define TRUST_SCENE_H

#include "policy.h"

#define TRUST_TIME 1700000000
#define TRUST_SIZE 300 /* entries of the tree */

struct note_signer trust_log(unsigned number);
struct note_signer trust_witness(unsigned number);

/* A text in which %L is the key of log 0, and %0 to %9 those of witnesses;
 * released by the caller, as all buffers here. */
void trust_text(struct hub_buf *ret, const char *text);
/* The policy of such a text, which must be good. */
struct policy *trust_policy(const char *text);
/* A policy of so many logs, witnesses and groups. */
void trust_many(struct hub_buf *ret, unsigned count);

/* The checkpoint signed by those: "L01" is log 0, and witnesses 0 and 1, who
 * sign at TRUST_TIME and their number. */
void trust_sign(struct hub_buf *ret, const char *signers);
void trust_parse(const struct hub_buf *bytes, struct note *ret);

#endif
