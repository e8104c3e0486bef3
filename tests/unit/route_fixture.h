/* SPDX-License-Identifier: Apache-2.0 */
/*
 * route_fixture.h - institutions and rules of Bali as a configuration's text,
 * and cases from one line each: what tests of routing are about.
 */
#ifndef ROUTE_FIXTURE_H
#define ROUTE_FIXTURE_H

#include "conf.h"
#include "hub_handoff.h"

#define ROUTE_NOW "2026-02-02T08:00:00+08:00"

/* Institutions of Bali, some of them with an end or a beginning. */
#define ROUTE_BODY(id, more) \
	"institution \"" id "\" { name = \"Badan " id "\" plugin = none " more \
	" }\n"
#define ROUTE_BODIES \
	ROUTE_BODY("pu", "superior = bali") \
	ROUTE_BODY("bali", "") \
	ROUTE_BODY("wakil", "") \
	ROUTE_BODY("atas", "") \
	ROUTE_BODY("ksp", "") \
	ROUTE_BODY("lapor", "was = lapor-lama") \
	ROUTE_BODY("dlh", "superior = denpasar") \
	ROUTE_BODY("denpasar", "was = denpasar-lama") \
	ROUTE_BODY("pln", "") \
	ROUTE_BODY("dishub-lama", "retired = true successor = dishub") \
	ROUTE_BODY("dishub", "") \
	ROUTE_BODY("tutup", "retired = true") \
	ROUTE_BODY("habis", \
	    "timezone = \"Asia/Jayapura\" valid_until = 2026-02-02 " \
	    "successor = baru") \
	ROUTE_BODY("baru", \
	    "timezone = \"Asia/Makassar\" valid_from = 2026-02-03")

#define ROUTE_RULES \
	"route \"program\" { priority_program = { \"*\" } to = ksp }\n" \
	"route \"lampu\" { category = { \"infrastruktur/jalan/lampu\" }" \
	" to = pln }\n" \
	"route \"jalan-denpasar\" { category = { \"infrastruktur\" }" \
	" region = { \"51.71\" } to = denpasar }\n" \
	"route \"jalan\" { category = { \"infrastruktur/jalan\" }" \
	" region = { \"51\" } to = pu }\n" \
	"route \"pola\" { category = { \"*sampah*\" } region = { \"51*\" }" \
	" to = dlh }\n" \
	"route \"angkutan\" { category = { \"angkutan\" }" \
	" to = dishub-lama }\n" \
	"route \"parkir\" { category = { \"parkir\" } to = habis }\n" \
	"route \"parkir-lain\" { category = { \"parkir\" } to = dishub }\n" \
	"route \"awas\" { kind = { \"supervisory\" } category = { \"awas\" }" \
	" source = { \"lapor\" } to = bali }\n" \
	"route \"awas-lain\" { category = { \"awas\" } to = pln }\n"

#define ROUTE_COORDINATOR \
	"hub { name = \"simpul-uji\" key_file = kek plugin_dir = plugins }\n" \
	"institution \"inspektorat\" { name = \"Inspektorat Bali\"" \
	" plugin = none }\n" \
	"coordinator { institution = \"inspektorat\"" \
	" deputies = { \"wakil\" } above = \"atas\" }\n"

/* The instant of a text. */
int64_t route_fixture_ms(const char *text);
/* A configuration without mistakes; state is conf_fixture's. */
struct conf *route_fixture_conf(void **state, const char *text);
/* A complaint that says "member=value" or "secret", "supervisory", a space
 * between; texts live in buf. */
struct hub_handoff route_fixture_case(const char *says, char *buf, size_t size);

#endif
