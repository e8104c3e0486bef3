/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "fuzz_seed.h"
#include "policy.h"

#define LOG \
	"log " \
	"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW" \
	" https://log.example/\n"
#define WITNESS \
	"witness w example.org/witness+cacf2e50+" \
	"BGbguFjkYqYJ5m/nE3DIFtiEb/ED1UmaIqf+w3/bxCSn\n"

const char *const fuzz_seeds[] = {
	"# none\nquorum none\n",
	LOG WITNESS "group g any w\ngroup h 1 g\nquorum h\n",
	LOG WITNESS "group g all w\n\tquorum  g \n",
	LOG WITNESS "quorum w\nwitness v x+00000000+AA==\n",
	NULL,
};

/* Members stand before their group; there is enough of them. */
static void
look(const struct policy *policy)
{
	unsigned members[POLICY_WITNESSES_MAX + POLICY_GROUPS_MAX] = { 0 };
	const struct policy_voter *voter;

	fuzz_must(policy->quorum < (int)policy->voter_count, "a quorum");
	for (int i = 0; i < (int)policy->voter_count; i++) {
		voter = &policy->voters[i];
		fuzz_must(voter->name[0] != '\0', "a name");
		fuzz_must(voter->witness < (int)policy->witness_count,
		    "a witness that is there");
		if (voter->parent >= 0)
			members[voter->parent]++;
		fuzz_must(voter->parent < 0 || voter->parent > i, "in order");
		if (voter->witness < 0)
			fuzz_must(voter->needed >= 1 &&
				voter->needed <= members[i],
			    "a number that can be");
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct note_span span = { (const char *)bytes, len };
	struct hub_error err = { "" };
	struct policy *policy = NULL;

	if (policy_parse(span, &policy, &err) != HUB_OK) {
		fuzz_must(policy == NULL && err.text[0] != '\0', "a sentence");
		return 0;
	}
	look(policy);
	policy_free(policy);
	return 0;
}
