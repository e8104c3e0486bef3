/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_import.h - cases that are brought over from elsewhere, a batch of
 * rows at a time, each on the same way through the ledger as a call of POST
 * /v1/cases.
 *
 * The answer comes when every row is committed or turned down.  A bounded
 * number of batches is under way at a time.
 */
#ifndef CONTROL_IMPORT_H
#define CONTROL_IMPORT_H

#include "control_call.h"

/* {"command":"import","source":"lapor","by":"...","rows":[{...}, ...]}: rows
 * as in import_row.h, none to ask whether that source may hand in.  Answers
 * {"results":[{"result":"new"|"there"|"bad"|"failed","case":id,
 * "error":"..."}]}, one for each row. */
void control_import(struct control_call *call);

#endif
