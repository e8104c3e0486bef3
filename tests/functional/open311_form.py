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


# A document that is no list: what it must have, in the order of the published
# description; a list has one kind of child.
NESTED = {
    "discovery": {
        "changeset": "[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}",
        "contact": ".*", "key_service": ".*",
        "endpoints": ["endpoint", {
            "specification": r"http://wiki\.open311\.org/GeoReport_v2",
            "url": "(https://.+)?",
            "changeset": "[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}",
            "type": "production|test",
            "formats": ["format", "text/xml|application/json"]}]},
    "service_definition": {
        "service_code": ".+",
        "attributes": ["attribute", {
            "variable": "true|false", "code": ".+",
            "datatype": "string|number|datetime|text|singlevaluelist|"
                        "multivaluelist",
            "required": "true|false", "datatype_description": ".*",
            "order": "[0-9]+", "description": ".*"}]},
}
# What a POST may have, and what it must; attributes and files besides.
POSTS = {
    "requests": (
        ["service_code", "description"],
        ["jurisdiction_id", "lat", "long", "address_string", "address_id",
         "email", "device_id", "account_id", "first_name", "last_name",
         "phone", "media_url", "api_key"]),
    "servicerequestupdates": (
        ["service_request_id", "update_id", "updated_datetime", "status",
         "description"],
        ["jurisdiction_id", "service_request_id_ext", "email", "first_name",
         "last_name", "phone", "title", "media_url", "account_id",
         "api_key"]),
}
POST_VALUES = {"updated_datetime": f"^({TIME})$",
               "lat": r"^-?[0-9]{1,2}(\.[0-9]+)?$",
               "long": r"^-?[0-9]{1,3}(\.[0-9]+)?$"}
URLENCODED = "application/x-www-form-urlencoded"


def nested_json(form):
    """JSON's schema of such a document."""
    if isinstance(form, str):
        return {"type": "string", "pattern": f"^({form})$"}
    if isinstance(form, list):
        return {"type": "array", "items": nested_json(form[1])}
    return {"type": "object", "required": list(form),
            "additionalProperties": False,
            "properties": {n: nested_json(f) for n, f in form.items()}}


def nested_xml(name, form, many=False):
    """XML's schema of such an element."""
    often = ' minOccurs="0" maxOccurs="unbounded"' if many else ""
    if isinstance(form, str):
        return (f'<xs:element name="{name}"{often}><xs:simpleType>'
                f'<xs:restriction base="xs:string"><xs:pattern '
                f'value="{form}"/></xs:restriction></xs:simpleType>'
                f'</xs:element>')
    rows = nested_xml(form[0], form[1], True) if isinstance(form, list) \
        else "".join(nested_xml(n, f) for n, f in form.items())
    return (f'<xs:element name="{name}"{often}><xs:complexType><xs:sequence>'
            f'{rows}</xs:sequence></xs:complexType></xs:element>')


def check_nested(name, body, xml):
    if xml:
        etree.XMLSchema(etree.fromstring(
            '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
            f'{nested_xml(name, NESTED[name])}</xs:schema>')).assertValid(
                etree.fromstring(body))
    else:
        jsonschema.validate(json.loads(body), nested_json(NESTED[name]))


def check_post(service, media, query, fields):
    """Fails where what the hub posts is not as the standard has it."""
    must, may = POSTS[service]
    files = [n for n in fields if n.startswith("file:")]
    assert media == URLENCODED or media.startswith("multipart/form-data;")
    assert media != URLENCODED or not files
    jsonschema.validate(
        {n: v for n, v in fields.items() if n not in files},
        {"type": "object", "required": must, "additionalProperties": False,
         "properties": {n: {"type": "string", "minLength": 1,
                            "pattern": POST_VALUES.get(n, "")}
                        for n in must + may},
         "patternProperties": {r"^attribute\[[A-Za-z0-9_-]+\]$":
                               {"type": "string"}}})
    assert ("api_key" in query) != ("api_key" in fields), "the key, once"
    if service == "requests":
        assert len(fields["description"]) <= 4000
        assert "address_string" in fields or "address_id" in fields or \
            {"lat", "long"} <= set(fields), "a place"


def check(method, service, status, body, xml):
    """Fails where an answer is not as the standard has it."""
    kind = service.partition("/")[0]
    if status >= 400:
        kind = "errors"
    elif kind == "tokens" or method == "POST":
        kind = "filed" if kind != "servicerequestupdates" else kind
    elif kind == "services" and "/" in service:
        kind = "service_definition"
    if kind in NESTED:
        check_nested(kind, body, xml)
    elif xml:
        xml_schema(kind).assertValid(etree.fromstring(body))
    else:
        jsonschema.validate(json.loads(body), json_schema(kind))
