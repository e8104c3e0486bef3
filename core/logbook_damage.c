/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "logbook_damage.h"

static const char *const names[DAMAGES] = {
	[DAMAGE_CHECKPOINT_MISSING] = "checkpoint-missing",
	[DAMAGE_CHECKPOINT_FORM] = "checkpoint-form",
	[DAMAGE_CHECKPOINT_UNTRUSTED] = "checkpoint-untrusted",
	[DAMAGE_ROOT] = "root",
	[DAMAGE_HISTORY_FORM] = "history-form",
	[DAMAGE_HISTORY_UNTRUSTED] = "history-untrusted",
	[DAMAGE_HISTORY_NAME] = "history-name",
	[DAMAGE_HISTORY_FORK] = "history-fork",
	[DAMAGE_HISTORY_AHEAD] = "history-ahead",
	[DAMAGE_OLD_NONE] = "old-none",
	[DAMAGE_OLD_UNTRUSTED] = "old-untrusted",
	[DAMAGE_OLD_FORK] = "old-fork",
	[DAMAGE_OLD_AHEAD] = "old-ahead",
	[DAMAGE_TILE_MISSING] = "tile-missing",
	[DAMAGE_TILE_FORM] = "tile-form",
	[DAMAGE_TILE_HASH] = "tile-hash",
	[DAMAGE_TILE_ABOVE] = "tile-above",
	[DAMAGE_TILE_NARROW] = "tile-narrow",
	[DAMAGE_BUNDLE_MISSING] = "bundle-missing",
	[DAMAGE_BUNDLE_FORM] = "bundle-form",
	[DAMAGE_BUNDLE_NARROW] = "bundle-narrow",
	[DAMAGE_UNREADABLE] = "unreadable",
	[DAMAGE_STRANGER] = "stranger",
	[DAMAGE_LINK] = "link",
	[DAMAGE_SCHEMA] = "schema",
	[DAMAGE_POLICY] = "policy",
	[DAMAGE_ENTRY_CHANGED] = "entry-changed",
	[DAMAGE_ENTRY_DISAGREES] = "entry-disagrees",
	[DAMAGE_ENTRY_FORM] = "entry-form",
	[DAMAGE_ENTRY_SOURCE] = "entry-source",
	[DAMAGE_ENTRY_FIRST] = "entry-first",
	[DAMAGE_ENTRY_EPOCH] = "entry-epoch",
};

const char *
logbook_damage_name(enum logbook_damage damage)
{
	return names[damage];
}
