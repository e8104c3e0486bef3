# SPDX-License-Identifier: Apache-2.0
"""The forms that GeoReport v2 and service-request-updates publish for lists and
errors, as schemas of JSON and XML in our own words: what must be there, and
that a value is one text."""
import io
import json

import jsonschema
from lxml import etree

# By service: the elements around a record, what it must have, what it may.
FORMS = {
    "services": (
        "services", "service",
        ["service_code", "service_name", "description", "metadata", "type"],
        ["keywords", "group"]),
    "requests": (
        "service_requests", "request", ["service_request_id", "status"],
        ["status_notes", "service_name", "service_code", "description",
         "agency_responsible", "service_notice", "requested_datetime",
         "updated_datetime", "expected_datetime", "address", "address_id",
         "zipcode", "lat", "long", "media_url", "service_request_id_ext",
         "attributes"]),
    "filed": ("service_requests", "request", [],
              ["service_request_id", "token", "service_notice",
               "account_id"]),
    "servicerequestupdates": (
        "service_request_updates", "request_update",
        ["update_id", "service_request_id"],
        ["status", "updated_datetime", "description", "media_url"]),
    "errors": ("errors", "error", ["code", "description"], []),
}
TEXT = {"type": ["string", "null"]}
TIME = (r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"
        r"(Z|[+\-][0-9]{2}:[0-9]{2})")
VALUES = {"metadata": "true|false", "type": "realtime|batch|blackbox",
          "code": "[0-9]{3}",
          **{f"{n}_datetime": TIME for n in
             ("requested", "updated", "expected")}}


def value(name):
    """JSON's schema of a value."""
    if name == "attributes":
        return {"type": ["array", "object"]}
    if name in VALUES:
        return {"anyOf": [{"type": "string", "pattern": f"^({VALUES[name]})?$"},
                          {"type": ["integer", "boolean", "null"]}]}
    return TEXT


def json_schema(kind):
    _, _, must, may = FORMS[kind]
    return {"type": "array", "items": {
        "type": "object", "required": must, "additionalProperties": False,
        "properties": {name: value(name) for name in must + may}}}


def element(name, must):
    """XML's schema of an element."""
    least = 1 if must else 0
    if name == "attributes":
        return f'<xs:element name="{name}" minOccurs="{least}"/>'
    kind = (f'<xs:simpleType><xs:restriction base="xs:string">'
            f'<xs:pattern value="({VALUES[name]})?"/></xs:restriction>'
            f'</xs:simpleType>' if name in VALUES else
            '<xs:simpleType><xs:restriction base="xs:string"/>'
            '</xs:simpleType>')
    return f'<xs:element name="{name}" minOccurs="{least}">{kind}</xs:element>'


def xml_schema(kind):
    outer, inner, must, may = FORMS[kind]
    rows = "".join([element(n, True) for n in must] +
                   [element(n, False) for n in may])
    return etree.XMLSchema(etree.parse(io.BytesIO(f"""\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
 <xs:element name="{outer}"><xs:complexType><xs:sequence>
  <xs:element name="{inner}" minOccurs="0" maxOccurs="unbounded">
   <xs:complexType><xs:all>{rows}</xs:all></xs:complexType>
  </xs:element>
 </xs:sequence></xs:complexType></xs:element>
</xs:schema>""".encode())))


def check(method, service, status, body, xml):
    """Fails where an answer is not as the standard has it."""
    kind = service.partition("/")[0]
    if status >= 400:
        kind = "errors"
    elif kind == "tokens" or method == "POST":
        kind = "filed" if kind != "servicerequestupdates" else kind
    elif kind == "services" and "/" in service:
        return
    if xml:
        xml_schema(kind).assertValid(etree.fromstring(body))
    else:
        jsonschema.validate(json.loads(body), json_schema(kind))
