/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "crashpoint.h"

#include <signal.h>
#include <stdatomic.h>

#ifdef SIMPUL_FAULTS

/* The process ends here, if it was told to end at this pass. */
void
crashpoint(const char *name)
{
	static atomic_ulong passes;
	const char *wanted = getenv("SIMPUL_CRASH");
	size_t len = strlen(name);
	unsigned long pass;

	if (wanted == NULL || strncmp(wanted, name, len) != 0 ||
	    (wanted[len] != '\0' && wanted[len] != ':'))
		return;
	pass = wanted[len] == ':' ? strtoul(wanted + len + 1, NULL, 10) : 1;
	if (atomic_fetch_add(&passes, 1) + 1 == pass)
		raise(SIGKILL);
}

/* The number that a test puts in place of a limit, or the limit. */
long
crashpoint_limit(const char *name, long usual)
{
	const char *wanted = getenv(name);

	return wanted == NULL ? usual : strtol(wanted, NULL, 10);
}

#endif
