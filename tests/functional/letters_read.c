/* SPDX-License-Identifier: Apache-2.0 */
/* Reads letters from files as the plugin embassy does and prints a line each:
 * what it is, its parts, and what it means; "refused" and why where it is none
 * that can be read. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "emb_act.h"

#define LETTER_MAX (26u << 20)

static const char *const sorts[] = { "person", "own", "auto", "failed",
	"doubtful", "delayed", "arrived", "seen", "unseen" };

/* A person's letter: what it means. */
static void
show_act(const struct emb_letter *letter)
{
	struct hub_at at = { .reply_to = "laporan+token@hub.test",
		.handoff_id = "0h1" };
	struct emb_act act;

	emb_act_read(letter, &at, &act);
	printf("\t%s", hub_event_kind_name(act.event.kind));
	emb_act_release(&act);
}

/* One letter. */
static void
show(const char *path, const char *bytes, size_t len)
{
	struct hub_error err = { "" };
	struct emb_letter letter;

	if (emb_letter_read(bytes, len, &letter, &err) != HUB_OK) {
		printf("%s\trefused\t%s", path, err.text);
	} else {
		printf("%s\t%s\t%zu", path, sorts[letter.sort],
		    hub_mail_count(letter.mail));
		if (letter.sort == EMB_PERSON)
			show_act(&letter);
	}
	putchar('\n');
	emb_letter_release(&letter);
}

/* The file as a block of its own size, so that a byte too far is seen. */
static bool
show_file(const char *path, char *room)
{
	FILE *file = fopen(path, "rb");
	size_t len;
	char *bytes;

	if (file == NULL) {
		perror(path);
		return false;
	}
	len = fread(room, 1, LETTER_MAX, file);
	(void)fclose(file);
	bytes = malloc(len + 1);
	if (bytes == NULL)
		return false;
	memcpy(bytes, room, len);
	bytes[len] = '\0';
	show(path, bytes, len);
	free(bytes);
	return true;
}

int
main(int argc, char **argv)
{
	char *room = malloc(LETTER_MAX);
	bool good = room != NULL;

	hub_mail_warm();
	for (int i = 1; i < argc && good; i++)
		good = show_file(argv[i], room);
	free(room);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
