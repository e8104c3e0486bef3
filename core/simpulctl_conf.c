/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl_conf.h"

/* conf_complaint_fn: says it. */
static void
say(void *ctx, const struct conf_complaint *complaint)
{
	struct ctl *ctl = ctx;

	(void)fprintf(ctl->err, "%s\n", complaint->sentence);
}

/* conf_complaint_fn: keeps the first sentence. */
static void
keep_first(void *ctx, const struct conf_complaint *complaint)
{
	struct hub_error *err = ctx;

	if (err->text[0] == '\0')
		(void)hub_fail(err, HUB_MISCONFIGURED, "%s",
		    complaint->sentence);
}

struct conf *
ctl_conf(struct ctl *ctl)
{
	return conf_read(ctl->config, say, ctl);
}

struct conf *
ctl_conf_hub(struct ctl *ctl, struct hub_error *err)
{
	return conf_read_hub(ctl->config, keep_first, err);
}
