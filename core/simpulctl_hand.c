/* SPDX-License-Identifier: Apache-2.0 */
/* Deliveries that a person lets go again, parks, or has composed anew. */
#include "config.h"

#include "simpulctl_ask.h"

/* How many go again. */
static void
print_retry(struct ctl *ctl, const json_t *answer)
{
	long long count = (long long)ctl_int(answer, "count");
	long long links = (long long)ctl_int(answer, "links");

	if (links > 0)
		(void)fprintf(ctl->out,
		    "%lld hubungan dicoba lagi.\n%lld link%s tried again.\n",
		    links, links, links == 1 ? " is" : "s are");
	if (count > 0)
		(void)fprintf(ctl->out,
		    "%lld pengiriman tidak tertahan lagi.\n"
		    "%lld deliver%s no longer parked.\n",
		    count, count, count == 1 ? "y is" : "ies are");
	if (links == 0 && count == 0)
		(void)fprintf(ctl->out,
		    "Tidak ada yang tertahan; tidak ada yang diubah.\n"
		    "Nothing is parked there; nothing was changed.\n");
}

/* simpulctl retry */
int
ctl_retry(struct ctl *ctl)
{
	bool all = ctl_flag(ctl, "--all");
	const char *name = ctl_value(ctl, "--institution", ""), *id;

	if (name == NULL)
		return ctl_fail(ctl, "--institution needs an ID");
	if (!ctl_arguments(ctl, 0, 1))
		return CTL_FAILED;
	id = ctl->argc == 1 ? ctl->argv[0] : "";
	if ((all ? 1 : 0) + (name[0] != '\0') + (id[0] != '\0') != 1) {
		ctl_usage(ctl->err, ctl->command);
		return CTL_FAILED;
	}
	return ctl_ask_print(ctl, "retry",
	    json_pack("{s:s,s:s,s:b}", "id", id, "institution", name, "all",
		all ? 1 : 0),
	    print_retry);
}

/* Whether it was parked now, or before. */
static void
print_park(struct ctl *ctl, const json_t *answer)
{
	if (json_is_true(json_object_get(answer, "changed")))
		(void)fprintf(ctl->out,
		    "Pengiriman ditahan; yang di belakangnya menunggu.\n"
		    "The delivery is parked; those behind it wait.\n");
	else
		(void)fprintf(ctl->out,
		    "Pengiriman itu sudah tertahan.\n"
		    "That delivery is parked already.\n");
}

/* simpulctl park ID */
int
ctl_park(struct ctl *ctl)
{
	const char *why = ctl_value(ctl, "--why", "");

	if (why == NULL)
		return ctl_fail(ctl, "--why needs a TEXT");
	if (!ctl_arguments(ctl, 1, 1))
		return CTL_FAILED;
	return ctl_ask_print(ctl, "park",
	    json_pack("{s:s,s:s}", "id", ctl->argv[0], "why", why), print_park);
}

/* Whether there was anything to forget. */
static void
print_recompose(struct ctl *ctl, const json_t *answer)
{
	if (json_is_true(json_object_get(answer, "changed")))
		(void)fprintf(ctl->out,
		    "Pesan itu disusun ulang dengan pengaturan yang berlaku.\n"
		    "The request is composed anew by the settings in "
		    "force.\n");
	else
		(void)fprintf(ctl->out,
		    "Belum ada pesan tersimpan; tidak ada yang diubah.\n"
		    "No request is stored yet; nothing was changed.\n");
}

/* simpulctl recompose ID */
int
ctl_recompose(struct ctl *ctl)
{
	if (!ctl_arguments(ctl, 1, 1))
		return CTL_FAILED;
	return ctl_ask_print(ctl, "recompose",
	    json_pack("{s:s}", "id", ctl->argv[0]), print_recompose);
}
