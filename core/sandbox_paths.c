/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "sandbox_paths.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define READ_FILE LANDLOCK_ACCESS_FS_READ_FILE
#define READ_TREE (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)

/* Rights that the first version of Landlock knows; each later one has more. */
#define RIGHTS_1 ((LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1)
#define RIGHTS_2 ((RIGHTS_1 << 1) | 1)
#define RIGHTS_3 ((RIGHTS_2 << 1) | 1)

/* Libraries, charsets, OpenSSL's settings, the link map's cache.  What is not
 * there is passed over. */
static const char *const readable[] = {
	"/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib",
	"/etc/ld.so.cache", "/etc/ssl/openssl.cnf", "/usr/share/zoneinfo",
	"/dev/null", "/dev/urandom",
#ifdef SIMPUL_SANITIZE
	"/proc/self/maps", /* for a sanitizer's report */
#endif
};

/* Every right that this kernel can take away, 0 without Landlock. */
static uint64_t
known_rights(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);

	if (version <= 0)
		return 0;
	if (version == 1)
		return RIGHTS_1;
	return version == 2 ? RIGHTS_2 : RIGHTS_3;
}

/* Allows reading a file, or a folder with all that is below. */
static bool
allow(int rules, const char *path)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = 0 };
	struct stat st;
	bool good;

	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return errno == ENOENT || errno == ENOTDIR;
	good = fstat(rule.parent_fd, &st) == 0;
	rule.allowed_access = S_ISDIR(st.st_mode) ? READ_TREE : READ_FILE;
	good = good &&
	    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH,
		&rule, 0) == 0;
	(void)close(rule.parent_fd);
	return good;
}

/* Allows the table and the file, and puts the rules in force. */
static bool
enforce(int rules, const char *file)
{
	for (size_t i = 0; i < sizeof(readable) / sizeof(readable[0]); i++)
		if (!allow(rules, readable[i]))
			return false;
	if (!allow(rules, file))
		return false;
	return syscall(SYS_landlock_restrict_self, rules, 0) == 0;
}

/* Takes every other file away. */
enum hub_status
sandbox_paths_allow(const char *file, struct hub_error *err)
{
	struct landlock_ruleset_attr all = {
		.handled_access_fs = known_rights()
	};
	long rules;
	bool good;

	if (all.handled_access_fs == 0)
		return HUB_OK;
	rules = syscall(SYS_landlock_create_ruleset, &all, sizeof(all), 0);
	good = rules >= 0 && enforce((int)rules, file);
	if (rules >= 0)
		(void)close((int)rules);
	if (good)
		return HUB_OK;
	return hub_fail(err, HUB_FAULT, "Landlock refused its rules: %s",
	    strerror(errno));
}
