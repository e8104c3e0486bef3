/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_person.h"

#include <string.h>

#include "digest.h"

int64_t
control_person(const struct control_call *call)
{
	static const char label[] = "simpul/v1 person\n";
	const char *hub = control_hub(call)->relay.conf->hub.name;
	const char *by = control_text(call, "by");
	const struct digest_part parts[] = {
		{ hub, strlen(hub) },
		{ "\n", 1 },
		{ by, strlen(by) },
	};
	uint8_t sha[DIGEST_SIZE];
	uint64_t number = 0;

	if (by[0] == '\0')
		return 0;
	digest_hmac_parts(label, sizeof(label) - 1, parts, 3, sha);
	for (size_t i = 0; i < 8; i++)
		number = number << 8 | sha[i];
	number >>= 1;
	return number == 0 ? 1 : (int64_t)number;
}
