/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal.h - the seals of one institution's messages, in its worker: ours put on
 * what goes out, theirs checked on what comes in.
 *
 * A check hands on only the bytes that the signature covers, and says which
 * certificate it was made with; whether that one is believed is the hub's to
 * say.  Nothing here is looked for on the network or in files.
 */
#ifndef SEAL_H
#define SEAL_H

#include "seal_work.h"

/* Seals nothing until it is settled. */
void seal_init(struct seal *seal, int key_fd);
/* HUB_MISCONFIGURED: certificates do not read. */
enum hub_status seal_settle(struct seal *seal, const struct seal_plan *plan,
    struct hub_error *err);
void seal_release(struct seal *seal);

/* Whether messages of theirs must be sealed. */
bool seal_expected(const struct seal *seal);
/* Checks it and takes away what is not covered; false: refused, see proof. */
bool seal_check(const struct seal *seal, struct seal_message *message,
    struct seal_proof *proof);
/* Whether a seal proves who speaks, and who bears none is heard all the same,
 * as letters are. */
bool seal_proves(const struct seal *seal);
/* Whether a proof is of a certificate that is believed, as far as the worker
 * knows; the hub judges. */
bool seal_is_theirs(const struct seal *seal, const struct seal_proof *proof);
/* Whether messages of ours are sealed. */
bool seal_wanted(const struct seal *seal);
/* Seals a request that is ready to be sent; at: its key and the time. */
enum hub_status seal_request(const struct seal *seal, const struct hub_at *at,
    struct hub_request *r, struct hub_error *err);
/* Seals a reply, where replies are sealed. */
enum hub_status seal_reply(const struct seal *seal, const struct hub_at *at,
    struct hub_reply *r, struct hub_error *err);

/* Whether answers to what we sent must be sealed; they are checked as messages
 * are. */
bool seal_answers(const struct seal *seal);
/* Leaves of an answer that bears no seal what can be believed without one: that
 * it failed.  False: nothing. */
bool seal_reduce(const struct seal *seal, struct seal_message *message,
    int status);

#endif
