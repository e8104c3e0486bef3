/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "seal_proof.h"

#include <stdarg.h>
#include <stdio.h>

#include "utf8.h"

static const char *const names[] = {
	[SEAL_GOOD] = "good",
	[SEAL_MISSING] = "missing",
	[SEAL_MALFORMED] = "malformed",
	[SEAL_ALGORITHM] = "algorithm",
	[SEAL_TRANSFORM] = "transform",
	[SEAL_REFERENCE] = "reference",
	[SEAL_DUPLICATE] = "duplicate",
	[SEAL_MISPLACED] = "misplaced",
	[SEAL_UNCOVERED] = "uncovered",
	[SEAL_WRONG] = "wrong",
	[SEAL_EXPIRED] = "expired",
	[SEAL_FUTURE] = "future",
	[SEAL_CERTIFICATE] = "certificate",
	[SEAL_SIGNER] = "signer",
	[SEAL_REPLAYED] = "replayed",
	[SEAL_LOCKED] = "locked",
};

/* The word of a verdict. */
const char *
seal_verdict_name(unsigned verdict)
{
	return verdict <= SEAL_LAST ? names[verdict] : "";
}

bool
seal_proof_fail(struct seal_proof *proof, enum seal_verdict verdict,
    const char *fmt, ...)
{
	va_list ap;

	proof->verdict = verdict;
	va_start(ap, fmt);
	(void)vsnprintf(proof->text, sizeof(proof->text), fmt, ap);
	va_end(ap);
	return false;
}

/* Adds a proof. */
void
seal_proof_put(struct hub_buf *out, const struct seal_proof *proof)
{
	frame_put_int(out, proof->verdict);
	frame_put_bytes(out, proof->signer, sizeof(proof->signer));
	frame_put_bytes(out, proof->mark, sizeof(proof->mark));
	frame_put_bytes(out, proof->said, sizeof(proof->said));
	frame_put_text(out, proof->key);
	frame_put_text(out, proof->text);
}

/* Reads so many bytes and no others. */
static void
get_digest(struct frame_in *in, uint8_t out[DIGEST_SIZE])
{
	size_t len;
	const char *bytes = frame_bytes(in, &len);

	if (len != DIGEST_SIZE)
		frame_fail(in);
	else
		memcpy(out, bytes, len);
}

/* Reads a line that fits. */
static void
get_line(struct frame_in *in, char *out, size_t size)
{
	const char *text = frame_text(in);
	size_t len = strlen(text);

	if (len >= size || !utf8_is_line(text, len))
		frame_fail(in);
	else
		memcpy(out, text, len + 1);
}

/* Reads a proof; false when it is none. */
bool
seal_proof_get(struct frame_in *in, struct seal_proof *ret)
{
	struct seal_proof proof = { .verdict = SEAL_MALFORMED };

	proof.verdict = (unsigned)frame_count(in, SEAL_LAST);
	get_digest(in, proof.signer);
	get_digest(in, proof.mark);
	get_digest(in, proof.said);
	get_line(in, proof.key, sizeof(proof.key));
	get_line(in, proof.text, sizeof(proof.text));
	if (!frame_ok(in))
		return false;
	*ret = proof;
	return true;
}
