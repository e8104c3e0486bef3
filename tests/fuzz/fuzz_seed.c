/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "fuzz_seed.h"

/* One try in so many begins with a seed. */
#define SEED_EVERY 16u

/* End, so that libFuzzer keeps the bytes. */
void
fuzz_must(int holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "does not hold: %s\n", what);
	abort();
}

/* A seed or part of one in place of the bytes, else libFuzzer's mutation. */
size_t
LLVMFuzzerCustomMutator(uint8_t *bytes, size_t len, size_t max, unsigned seed)
{
	size_t count = 0, size;
	const char *text;

	while (fuzz_seeds[count] != NULL)
		count++;
	if (seed % SEED_EVERY != 0)
		return LLVMFuzzerMutate(bytes, len, max);
	text = fuzz_seeds[seed / SEED_EVERY % count];
	size = strlen(text);
	if (size > max)
		size = max;
	memcpy(bytes, text, size);
	return size;
}
