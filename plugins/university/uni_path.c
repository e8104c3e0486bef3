/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "uni_path.h"

#include <string.h>

#include "hub_buf.h"

#define PATH_MAX_BYTES 8192u

void
uni_path(struct hub_request *r, const struct university_conf *conf,
    const char *method, const char *path, const char *id)
{
	struct hub_buf text;

	hub_buf_init(&text, PATH_MAX_BYTES);
	hub_buf_fmt(&text, "%s.%s", id == NULL ? path : id, conf->format);
	if (id == NULL) {
		hub_request_http(r, method, hub_buf_str(&text));
	} else {
		hub_request_http(r, method, path);
		hub_request_segment(r, hub_buf_str(&text));
	}
	hub_buf_release(&text);
	if (conf->api_key[0] != '\0' && conf->key_in_form &&
	    strcmp(method, "POST") == 0)
		hub_request_secret_field(r, conf->api_key);
	else if (conf->api_key[0] != '\0')
		hub_request_secret(r, conf->api_key);
	hub_request_header(r, "Accept",
	    conf->format[0] == 'x' ? "application/xml, text/xml"
				   : "application/json");
}
