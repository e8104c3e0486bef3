/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "canon_samples.h"

#define C "6oIcShMmtfE6zM/u8yUh48zeCciN+Eg4sM1J1uLvjJ4="
#define HEX "18f0dc0bd30fbb40fb5249f6ad1e01f60a55e1038cd426ebb4f44ac8b7d99e2d"

/* The five members that are always there. */
struct canon_entry
canon_sample_least(void)
{
	struct canon_entry e = canon_entry_init("simpul.log.heartbeat.v1");

	e.id = "0198b3c1-0000-7000-8000-000000000001";
	e.source = "urn:simpul:bali";
	e.time_ms = 1770019200123; /* 2026-02-02T08:00:00.123Z */
	return e;
}

/* Texts of the most. */
static void
give_texts(struct canon_entry *e)
{
	e->subject = "case/0a1b2c3d4e5f6";
	e->action = "deliver";
	e->basis = "explicit";
	e->by = "inspektorat-bali";
	e->channel_in = "rest";
	e->channel_out = "soap";
	e->clock_name = "accept";
	e->decision = "accepted";
	e->disclosed = "name,contact";
	e->evidence = "e3";
	e->handoff = "0a1b2c3d4e5f7";
	e->holder_from = "diskominfos \"Bali\"";
	e->holder_to = "back\\slash \xe2\x82\xac \xf0\x9f\x98\x82";
	e->initiator = "ksp";
	e->kind = "transfer";
	e->map_id = "ksp";
	e->map_settings = HEX;
	e->map_sha256 = HEX;
	e->map_version = "1.0.0";
	e->observer = "node-1";
	e->operator_id = "0000000000007";
	e->outcome = "success";
	e->parent = "0a1b2c3d4e5f5";
	e->reason = "outside_authority";
	e->route = "electricity";
	e->rules = HEX;
	e->sender = "lapor";
	e->state_from = "offered";
	e->state_to = "accepted";
	e->target = "pln-bali";
	e->their_handoff = "0a1b2c3d4e5f8";
	e->transport_soap = "soap:Receiver";
	e->transport_cert = HEX;
}

/* Every member. */
struct canon_entry
canon_sample_most(void)
{
	struct canon_entry e = canon_sample_least();

	e.type = "simpul.handoff.delivered.v1";
	give_texts(&e);
	e.attempt = 1;
	e.case_seq = 3;
	e.chan_seq = UINT64_C(9007199254740991);
	e.claimed_at_ms = 951782399999; /* 2000-02-28T23:59:59.999Z */
	e.clock_due_ms = 951868800000;	/* 2000-03-01T00:00:00.000Z */
	e.hop = 2;
	e.log_epoch = 2;
	e.log_root = C;
	e.log_size = 70000;
	e.loss_defaulted = 1;
	e.loss_dropped = 2;
	e.loss_mapped = 30;
	e.payload_in = (struct canon_payload){ C, 4096 };
	e.payload_out = (struct canon_payload){ C, 0 };
	e.payload_sent = (struct canon_payload){ C, 1 };
	e.peer_index = 0;
	e.peer_leaf = C;
	e.peer_origin = "ksp.go.id/simpul/pusat";
	e.test = true;
	e.their_chan_seq = 12;
	e.transport_http = 201;
	e.transport_smtp = 250;
	return e;
}
