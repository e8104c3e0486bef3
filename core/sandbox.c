/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "sandbox.h"

#include <errno.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "limits.h"
#include "sandbox_filter.h"
#include "sandbox_paths.h"
#include "sandbox_trap.h"

struct limit {
	__rlimit_resource_t what;
	rlim_t most;
	const char *name;
};

/* A sanitizer reserves terabytes of address space. */
#ifdef SIMPUL_SANITIZE
#define SPACE RLIM_INFINITY
#else
#define SPACE SANDBOX_SPACE_MAX
#endif

static const struct limit limits[] = {
	{ RLIMIT_CORE, 0, "core size" },
	{ RLIMIT_NPROC, 0, "processes" },
	{ RLIMIT_NOFILE, SANDBOX_FDS, "descriptors" },
	{ RLIMIT_FSIZE, PACKET_FAR_MAX, "file size" },
	{ RLIMIT_AS, SPACE, "address space" },
	{ RLIMIT_MEMLOCK, 0, "locked memory" },
	{ RLIMIT_MSGQUEUE, 0, "message queues" },
};

/* Sets one limit, not above what is in force. */
static bool
set_limit(const struct limit *limit)
{
	struct rlimit now;

	if (getrlimit(limit->what, &now) != 0)
		return false;
	if (limit->most < now.rlim_max)
		now.rlim_max = limit->most;
	now.rlim_cur = now.rlim_max;
	return setrlimit(limit->what, &now) == 0;
}

/* Sets every limit of the table. */
static enum hub_status
set_limits(struct hub_error *err)
{
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		if (!set_limit(&limits[i]))
			return hub_fail(err, HUB_FAULT,
			    "the limit on %s could not be set: %s",
			    limits[i].name, strerror(errno));
	return HUB_OK;
}

/* The walls that stand while the plugin is loaded. */
enum hub_status
sandbox_enter(const char *who, const char *file, struct hub_error *err)
{
	enum hub_status status = set_limits(err);

	if (status != HUB_OK)
		return status;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return hub_fail(err, HUB_FAULT,
		    "the kernel gives no process without new privileges: %s",
		    strerror(errno));
	status = sandbox_paths_allow(file, err);
	if (status != HUB_OK)
		return status;
	sandbox_trap(who);
	return sandbox_filter_load(SANDBOX_LOADING, err);
}

/* The walls that stand while the plugin works. */
enum hub_status
sandbox_close(struct hub_error *err)
{
	return sandbox_filter_load(SANDBOX_WORKING, err);
}
