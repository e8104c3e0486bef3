/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "tap.h"

void
tap_point(struct tap *tap, bool good, const char *name, const char *why)
{
	tap->points++;
	if (!good)
		tap->failed++;
	printf("%sok %u - %s\n%s", good ? "" : "not ", tap->points, name,
	    good ? "" : why);
	(void)fflush(stdout);
}

bool
tap_end(const struct tap *tap)
{
	printf("1..%u\n", tap->points);
	return tap->failed == 0 && tap->points > 0;
}
