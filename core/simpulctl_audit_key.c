/* SPDX-License-Identifier: Apache-2.0 */
/* The key that signs the audit log, and what others check it with. */
#include "config.h"

#include "clock.h"
#include "hub_json.h"
#include "limits.h"
#include "logbook_key.h"
#include "simpulctl_audit.h"
#include "simpulctl_conf.h"

/* simpulctl audit keygen FILE */
int
ctl_audit_keygen(struct ctl *ctl)
{
	struct hub_error err = { "" };
	struct hub_json_out json;
	struct hub_buf text;

	if (!ctl_arguments(ctl, 1, 1))
		return CTL_FAILED;
	if (logbook_keygen(ctl->argv[0], clock_system(), &err) != HUB_OK)
		return ctl_fail(ctl, "%s", err.text);
	hub_buf_init(&text, 8192);
	if (ctl->json) {
		hub_json_out_init(&json, &text);
		hub_json_open(&json, NULL, '{');
		hub_json_put_text(&json, "file", ctl->argv[0]);
		hub_json_put_flag(&json, "good", true);
		hub_json_close(&json, '}');
	} else {
		hub_buf_fmt(&text,
		    "%s: a new key, for its owner only. Tell auditors and "
		    "partners what simpulctl audit vkey says.",
		    ctl->argv[0]);
	}
	ctl_print(ctl, &text);
	return CTL_GOOD;
}

/* What was typed, and where that does not do, what the configuration says. */
struct which {
	const char *key, *origin; /* borrowed */
	struct conf *conf;	  /* owned; NULL when all was typed */
};

/* False after saying why not. */
static bool
find(struct ctl *ctl, struct which *ret)
{
	struct hub_error err = { "" };

	ret->conf = NULL;
	ret->key = ctl_value(ctl, "--key", "");
	ret->origin = ctl_value(ctl, "--origin", "");
	if (ret->key == NULL || ret->origin == NULL) {
		ctl_usage(ctl->err, ctl->command);
		return false;
	}
	if (ret->key[0] != '\0' && ret->origin[0] != '\0')
		return true;
	ret->conf = ctl_conf_hub(ctl, &err);
	if (ret->conf == NULL) {
		(void)ctl_fail(ctl, "which log? %.200s", err.text);
		return false;
	}
	if (ret->key[0] == '\0')
		ret->key = ret->conf->hub.audit_key;
	if (ret->origin[0] == '\0')
		ret->origin = ret->conf->hub.audit_origin;
	if (ret->key[0] != '\0' && ret->origin[0] != '\0')
		return true;
	(void)ctl_fail(ctl,
	    "which log? the configuration has no audit { ... }; say --key "
	    "and --origin");
	conf_release(ret->conf);
	return false;
}

/* Says the verifier of a signer. */
static void
say(struct ctl *ctl, const struct note_key *key)
{
	struct hub_buf vkey, text;
	struct hub_json_out json;

	hub_buf_init(&vkey, 2 * NOTE_NAME_MAX);
	note_key_write(key, &vkey);
	hub_buf_init(&text, CTL_OUTPUT_MAX);
	if (ctl->json) {
		hub_json_out_init(&json, &text);
		hub_json_open(&json, NULL, '{');
		hub_json_put_text(&json, "origin", key->name);
		hub_json_put_text(&json, "vkey", hub_buf_str(&vkey));
		hub_json_close(&json, '}');
	} else {
		hub_buf_text(&text, hub_buf_str(&vkey));
	}
	ctl_print(ctl, &text);
	hub_buf_release(&vkey);
}

/* simpulctl audit vkey */
int
ctl_audit_vkey(struct ctl *ctl)
{
	uint8_t type = ctl_flag(ctl, "--witness") ? NOTE_COSIGNATURE
						  : NOTE_ED25519;
	struct hub_error err = { "" };
	struct note_signer signer;
	struct which which;
	int status = CTL_GOOD;

	if (!find(ctl, &which))
		return CTL_FAILED;
	if (!ctl_arguments(ctl, 0, 0)) {
		status = CTL_FAILED;
	} else if (logbook_key_read(which.key, which.origin, type, &signer,
		       &err) != HUB_OK) {
		status = ctl_fail(ctl, "%s", err.text);
	} else {
		say(ctl, &signer.key);
		note_signer_clear(&signer);
	}
	conf_release(which.conf);
	return status;
}
