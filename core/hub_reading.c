/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_reading.h"

#include "hub_reload.h"
#include "limits.h"
#include "log.h"

void
hub_reading_say(struct hub_reading *reading, const char *sentence)
{
	if (!reading->quiet)
		log_error("%s", sentence);
	hub_buf_fmt(&reading->report, "%s%s",
	    reading->report.len > 0 ? "\n" : "", sentence);
}

/* conf_complaint_fn: a line of the report. */
static void
complain(void *ctx, const struct conf_complaint *complaint)
{
	hub_reading_say(ctx, complaint->sentence);
}

/* job run, on its own thread. */
static void
run(struct job *job, void *room)
{
	struct hub_reading *reading = (struct hub_reading *)job;

	(void)room;
	reading->fresh = conf_read(reading->file, complain, reading);
}

void
hub_reading_stop(struct hub *hub)
{
	if (hub->reading == NULL)
		return;
	job_thread_stop(&hub->reading->thread);
	hub->reading = NULL;
}

/* job done: the thread has done its part. */
static void
on_read(struct job *job)
{
	struct hub_reading *reading = (struct hub_reading *)job;
	struct hub *hub = reading->hub;

	if (hub->reading == reading)
		hub_reading_stop(hub);
	reading->done(reading);
	hub_reload_next(hub);
}

bool
hub_reading_begin(struct hub *hub, struct hub_reading *reading,
    const char **ret_why)
{
	if (hub->reading != NULL) {
		*ret_why = "another configuration is being read; ask again "
			   "when that has ended";
		return false;
	}
	if (job_thread_start(&reading->thread, "conf", loop_home(hub->loop),
		NULL) != 0) {
		*ret_why = "no thread to read the configuration on";
		return false;
	}
	reading->hub = hub;
	reading->job.run = run;
	reading->job.done = on_read;
	hub_buf_init(&reading->report, HUB_REPORT_MAX);
	hub->reading = reading;
	job_queue_push(&reading->thread.queue, &reading->job);
	return true;
}

void
hub_reading_release(struct hub_reading *reading)
{
	conf_release(reading->fresh);
	reading->fresh = NULL;
	hub_buf_release(&reading->report);
}
