/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "sandbox_trap.h"

#include <seccomp.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

/* For the handler, which is given nothing else. */
static const char *trap_who;

/* Writes the call's name and dies.  A second forbidden call, while SIGSYS is
 * blocked, is what the kernel ends a process for without asking it. */
static void
on_sigsys(int signal, siginfo_t *info, void *context)
{
	char *name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE,
	    info->si_syscall);
	char line[200];
	int len;

	(void)signal;
	(void)context;
	len = snprintf(line, sizeof(line),
	    "%s made a forbidden system call: %s\n", trap_who,
	    name != NULL ? name : "unknown");
	if (len > 0 &&
	    write(STDERR_FILENO, line,
		len < (int)sizeof(line) ? (size_t)len : sizeof(line) - 1) < 0)
		_exit(128 + SIGSYS);
	(void)syscall(SYS_ptrace, 0, 0, 0, 0);
	_exit(128 + SIGSYS);
}

/* Installs the handler. */
void
sandbox_trap(const char *who)
{
	struct sigaction action = { .sa_sigaction = on_sigsys,
		.sa_flags = SA_SIGINFO };

	trap_who = who;
	(void)sigemptyset(&action.sa_mask);
	(void)sigaction(SIGSYS, &action, NULL);
}
