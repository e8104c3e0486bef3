/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "calendar.h"

#include "calendar_days.h"

/* The day of the week on which 1970 began. */
#define EPOCH_WEEKDAY CALENDAR_THURSDAY

const char *const calendar_layer_words[] = { "national", "joint_leave",
	"dispensation", NULL };
const char *const calendar_weekday_words[] = { "sun", "mon", "tue", "wed",
	"thu", "fri", "sat", NULL };

/* The day of the week. */
enum calendar_weekday
calendar_weekday(int64_t day)
{
	int64_t since = (day % CALENDAR_WEEKDAYS + EPOCH_WEEKDAY) %
	    CALENDAR_WEEKDAYS;

	if (since < 0)
		since += CALENDAR_WEEKDAYS;
	return (enum calendar_weekday)since;
}

/* Whether nobody works on that day. */
bool
calendar_is_off(const struct calendar *calendar, int64_t day)
{
	const struct calendar_days *days = calendar->days;

	if ((calendar->weekend & 1u << calendar_weekday(day)) != 0)
		return true;
	return days != NULL && day >= days->first && day <= days->last &&
	    (days->layers[day - days->first] & calendar->layers) != 0;
}

/* Whether a layer is one that counts, and has days. */
static bool
counts(const struct calendar *calendar, unsigned layer)
{
	return (calendar->layers & 1u << layer) != 0 &&
	    calendar->days->last_year[layer] != 0;
}

/* Whether all that counts is loaded for a year. */
bool
calendar_knows(const struct calendar *calendar, int64_t year)
{
	const struct calendar_days *days = calendar->days;
	bool any = false;

	for (unsigned i = 0; i < CALENDAR_LAYERS && days != NULL; i++) {
		if (!counts(calendar, i))
			continue;
		if (year < days->first_year[i] || year > days->last_year[i])
			return false;
		any = true;
	}
	return any;
}

/* The last year for which all that counts is loaded. */
int64_t
calendar_last_year(const struct calendar *calendar)
{
	const struct calendar_days *days = calendar->days;
	int64_t last = 0;

	for (unsigned i = 0; i < CALENDAR_LAYERS && days != NULL; i++)
		if (counts(calendar, i) &&
		    (last == 0 || days->last_year[i] < last))
			last = days->last_year[i];
	return last;
}

/* The version that the file tells. */
const char *
calendar_version(const struct calendar *calendar)
{
	return calendar->days == NULL ? "" : calendar->days->version;
}
