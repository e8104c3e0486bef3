/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal_smime_layer.h - one layer of S/MIME around an entity (a header and what
 * follows it): a signature beside it or around it, or an encryption.
 *
 * seal_smime.c goes from the outermost to the innermost.
 */
#ifndef SEAL_SMIME_LAYER_H
#define SEAL_SMIME_LAYER_H

#include <openssl/cms.h>

#include "mail_split.h"
#include "seal_work.h"

enum smime_kind {
	SMIME_NONE, /* the entity is no layer */
	SMIME_SIGNED,
	SMIME_ENCRYPTED,
};

struct smime_layer {
	struct mail_piece coded; /* what stands in base64; borrowed */
	/* Beside a signature: what is signed; borrowed. */
	struct mail_piece part;
	CMS_ContentInfo *cms;
	struct hub_buf inner; /* the entity within, once it is seen */
};

/* Nothing yet; release it whatever came of it. */
void smime_layer_init(struct smime_layer *layer);
void smime_layer_release(struct smime_layer *layer);

/* What an entity is; false: a broken layer, and the proof says how. */
bool smime_layer_read(struct smime_layer *layer,
    const struct mail_piece *entity, struct arena *arena,
    enum smime_kind *ret_kind, struct seal_proof *proof);
/* Checks the signature and keeps what it covers; the signer stands in the
 * proof then, and must be an address of `from`, the one From. */
bool smime_layer_verify(struct smime_layer *layer, const char *from,
    int64_t now, struct seal_proof *proof);
/* Adds to the proof what may be tokens in the texts that it covers. */
void smime_names_find(const struct seal_message *message,
    struct seal_proof *proof);
/* Gets the session key that is wrapped for our key on a curve; *ret_ours:
 * there is one. */
bool smime_agree(struct smime_layer *layer, const struct seal *seal,
    bool *ret_ours);
/* Opens the encryption with our key. */
bool smime_layer_open(struct smime_layer *layer, const struct seal *seal,
    struct seal_proof *proof);

#endif
