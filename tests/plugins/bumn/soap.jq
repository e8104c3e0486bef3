# SPDX-License-Identifier: Apache-2.0
# For tests of seals: a system that speaks SOAP, as far as a map can read XML.
def envelope(inside): "<soap:Envelope xmlns:soap=" +
  "\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Header>" +
  "<wsa:MessageID xmlns:wsa=\"http://www.w3.org/2005/08/addressing\">" +
  "urn:uji:\(.at.key)</wsa:MessageID></soap:Header><soap:Body>\(inside)" +
  "</soap:Body></soap:Envelope>";
def of($name): capture("<\($name)>(?<x>[^<]*)</\($name)>").x // "";
def compose: {method: "POST", path: ["soap"], type: "text/xml",
  body: envelope("<Kasus><Nomor>\(.handoff.id)</Nomor><Isi>" +
    "\(.handoff.narrative | @html)</Isi></Kasus>")};
def conclude:
  if .status == 200 and (.text | test("<Diterima>")) then
    {kind: "delivered", remote_ref: (.text | of("Diterima"))}
  elif (.text // "" | test("Ditolak")) then {kind: "refused",
    reason: "not_authority", text: "ditolak"}
  elif .status >= 500 then {kind: "deferred", after: 1}
  else malformed("expected another answer") end;
def receive:
  if .method == "GET" then []
  else {kind: "progress", handoff_id: (.text | of("Nomor")),
    text: (.text | of("Isi")), their_id: (.text | of("Nota"))} end;
def reply:
  if .method == "GET" then {status: 200, body: {wsdl: true}}
  else {status: 200, headers: {}, type: "text/xml",
    body: envelope("<Hasil>\(.results[0].applied)</Hasil>")} end;
