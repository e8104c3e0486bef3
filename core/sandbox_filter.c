/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "sandbox_filter.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#define LOADING SANDBOX_LOADING
#define BOTH (SANDBOX_LOADING | SANDBOX_WORKING)

/* What opening a file for reading may not have. */
#define WRITING \
	(O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY))

enum answer { ALLOW, REFUSE };

/* A call, the stages it is allowed in, and a condition on one argument: mask
 * 0 means none. */
struct row {
	int call;
	unsigned stages;
	enum answer answer;
	unsigned arg;
	uint64_t mask, value;
};

static const struct row rows[] = {
	/* talking to the hub, and to stderr */
	{ SCMP_SYS(sendmsg), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(recvmsg), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(write), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(writev), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(read), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(close), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(lseek), BOTH, ALLOW, 0, 0, 0 },
	/* sealed memory */
	{ SCMP_SYS(memfd_create), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(fcntl), BOTH, ALLOW, 1, UINT32_MAX, F_ADD_SEALS },
	{ SCMP_SYS(fcntl), BOTH, ALLOW, 1, UINT32_MAX, F_GET_SEALS },
	{ SCMP_SYS(fcntl), BOTH, ALLOW, 1, UINT32_MAX, F_GETFL },
	/* memory; nothing new can be executed once at work */
	{ SCMP_SYS(brk), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(munmap), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(mremap), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(madvise), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(mmap), BOTH, ALLOW, 2, PROT_EXEC, 0 },
	{ SCMP_SYS(mprotect), BOTH, ALLOW, 2, PROT_EXEC, 0 },
	{ SCMP_SYS(mmap), LOADING, ALLOW, 2, PROT_EXEC, PROT_EXEC },
	{ SCMP_SYS(mprotect), LOADING, ALLOW, 2, PROT_EXEC, PROT_EXEC },
	/* time, chance, locks, signals of our own */
	{ SCMP_SYS(clock_gettime), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(gettimeofday), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(time), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(getrandom), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(futex), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(sched_yield), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(rt_sigreturn), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(rt_sigprocmask), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(rt_sigaction), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(restart_syscall), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(getpid), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(gettid), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(exit), BOTH, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(exit_group), BOTH, ALLOW, 0, 0, 0 },
	/* asked by the C library out of curiosity: a no will do */
	{ SCMP_SYS(newfstatat), SANDBOX_WORKING, REFUSE, 0, 0, 0 },
	{ SCMP_SYS(fstat), SANDBOX_WORKING, REFUSE, 0, 0, 0 },
	{ SCMP_SYS(ioctl), BOTH, REFUSE, 0, 0, 0 },
	{ SCMP_SYS(sysinfo), SANDBOX_WORKING, REFUSE, 0, 0, 0 },
	{ SCMP_SYS(openat2), LOADING, REFUSE, 0, 0, 0 },
	/* loading */
	{ SCMP_SYS(openat), LOADING, ALLOW, 2, WRITING, 0 },
	{ SCMP_SYS(open), LOADING, ALLOW, 1, WRITING, 0 },
	{ SCMP_SYS(pread64), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(newfstatat), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(fstat), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(stat), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(lstat), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(statx), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(access), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(faccessat), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(faccessat2), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(readlink), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(readlinkat), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(getdents64), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(getcwd), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(fcntl), LOADING, ALLOW, 1, UINT32_MAX, F_GETFD },
	{ SCMP_SYS(fcntl), LOADING, ALLOW, 1, UINT32_MAX, F_SETFD },
	{ SCMP_SYS(fadvise64), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(uname), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(sysinfo), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(getuid), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(geteuid), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(getgid), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(getegid), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(getppid), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(getrlimit), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(getrusage), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(clock_getres), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(sched_getaffinity), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(sigaltstack), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(seccomp), LOADING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(prctl), LOADING, ALLOW, 0, UINT32_MAX, PR_SET_SECCOMP },
	{ SCMP_SYS(prctl), LOADING, ALLOW, 0, UINT32_MAX, PR_SET_NO_NEW_PRIVS },
	{ SCMP_SYS(prlimit64), LOADING, ALLOW, 2, UINT64_MAX, 0 },
#ifdef SIMPUL_SANITIZE
	/* what a sanitizer needs to write its report: files too, where
	 * Landlock lets it */
	{ SCMP_SYS(openat), SANDBOX_WORKING, ALLOW, 2, WRITING, 0 },
	{ SCMP_SYS(open), SANDBOX_WORKING, ALLOW, 1, WRITING, 0 },
	{ SCMP_SYS(readlink), SANDBOX_WORKING, REFUSE, 0, 0, 0 },
	{ SCMP_SYS(pipe2), BOTH, REFUSE, 0, 0, 0 },
	{ SCMP_SYS(prctl), SANDBOX_WORKING, REFUSE, 0, 0, 0 },
	{ SCMP_SYS(getrusage), SANDBOX_WORKING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(sigaltstack), SANDBOX_WORKING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(sched_getaffinity), SANDBOX_WORKING, ALLOW, 0, 0, 0 },
	{ SCMP_SYS(prlimit64), SANDBOX_WORKING, ALLOW, 2, UINT64_MAX, 0 },
#endif
};

/* Adds one row to a filter; 0 or a negative errno. */
static int
add_row(scmp_filter_ctx filter, const struct row *row)
{
	uint32_t action = row->answer == ALLOW ? SCMP_ACT_ALLOW
					       : SCMP_ACT_ERRNO(EACCES);
	struct scmp_arg_cmp cmp = { .arg = row->arg,
		.op = SCMP_CMP_MASKED_EQ,
		.datum_a = row->mask,
		.datum_b = row->value };

	return seccomp_rule_add_array(filter, action, row->call,
	    row->mask != 0 ? 1 : 0, &cmp);
}

/* Lets the process end itself by a signal, as abort() does. */
static int
add_abort(scmp_filter_ctx filter)
{
	struct scmp_arg_cmp self = { .arg = 0,
		.op = SCMP_CMP_EQ,
		.datum_a = (scmp_datum_t)getpid() };

	return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill),
	    1, &self);
}

/* Fills a filter with the rows of a stage. */
static int
fill(scmp_filter_ctx filter, enum sandbox_stage stage)
{
	int end = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH,
	    SCMP_ACT_KILL_PROCESS);

	for (size_t i = 0; end == 0 && i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].stages & stage)
			end = add_row(filter, &rows[i]);
	return end == 0 ? add_abort(filter) : end;
}

/* Makes the filter of a stage and puts it in force. */
enum hub_status
sandbox_filter_load(enum sandbox_stage stage, struct hub_error *err)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_TRAP);
	int end = filter == NULL ? -ENOMEM : fill(filter, stage);

	if (end == 0)
		end = seccomp_load(filter);
	seccomp_release(filter);
	if (end == 0)
		return HUB_OK;
	return hub_fail(err, HUB_FAULT,
	    "no system call filter (%s): simpul-worker does not run without "
	    "one, it needs a kernel with CONFIG_SECCOMP_FILTER",
	    strerror(-end));
}
