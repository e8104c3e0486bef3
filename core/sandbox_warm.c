/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "sandbox.h"

#include <stdint.h>

#include "digest.h"
#include "hub_json.h"
#include "hub_mail.h"
#include "hub_xml.h"
#include "seal_remote.h"
#include "seal_wss.h"

/* First uses of what reads files or asks for randomness at its first use. */
void
sandbox_warm(void)
{
	uint8_t digest[DIGEST_SIZE];

	digest_hmac("", 0, "", 0, digest);
	hub_json_warm();
	hub_xml_warm();
	hub_mail_warm();
	seal_remote_warm();
	seal_wss_warm();
}
