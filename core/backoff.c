/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "backoff.h"

/* Doublings after which the cap holds anyway. */
#define BACKOFF_DOUBLINGS 20

int64_t
backoff_ms(const struct backoff *backoff, unsigned attempt, uint32_t chance)
{
	unsigned doublings = attempt == 0 ? 0 : attempt - 1;
	int64_t whole;

	if (doublings > BACKOFF_DOUBLINGS)
		doublings = BACKOFF_DOUBLINGS;
	whole = backoff->first_ms << doublings;
	if (whole > backoff->most_ms)
		whole = backoff->most_ms;
	return whole / 2 + (int64_t)(chance % (uint64_t)(whole / 2 + 1));
}
