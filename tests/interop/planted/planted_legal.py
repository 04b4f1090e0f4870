"""Odd and legal: nothing may be found. Each would be a false alarm of a harness that knows one style only."""

import re
import secrets

from defects import Defect
from planted_copies import edit
from planted_fields import adds

COMPACT = {"Via": "v", "From": "f", "To": "t", "Call-ID": "i", "Content-Length": "l", "Content-Type": "c", "Supported": "k"}


def rename(change):
    def rows(_request, response):
        for row in response.rows:
            row[0] = change(row[0])
    return rows


def backwards(_request, response):
    """Fields of different names in another order; Via values keep theirs."""
    vias = [row for row in response.rows if row[0] == "Via"]
    response.rows = [row for row in reversed(response.rows) if row[0] != "Via"] + vias


def vias_in_one_row(_request, response):
    vias = [row for row in response.rows if row[0] == "Via"]
    if vias:
        vias[0][1] = ", ".join(row[1] for row in vias)
        response.rows = [vias[0]] + [row for row in response.rows if row[0] != "Via"]


def fold(_request, octets):
    head, blank, body = octets.partition(b"\r\n\r\n")
    return re.sub(rb"(\r\n(?:From|To|Call-ID|CSeq):) ", rb"\1\r\n\t ", head) + blank + body


def reason(text):
    def rows(_request, response):
        response.reason = text
    return rows


def legal(name, sentence, **hooks):
    return Defect(f"legal-{name}", (), sentence, **hooks)


DEFECTS = (
    legal("compact-names", "all names in compact form", rows=rename(lambda name: COMPACT.get(name, name))),
    legal("small-names", "all names in lower case", rows=rename(str.lower)),
    legal("large-names", "all names in upper case", rows=rename(str.upper)),
    legal("blanks-before-colon", "blanks before each colon", rows=rename(lambda name: name + "  ")),
    legal("no-blank-after-colon", "no blank after the colons",
          octets=lambda _request, octets: re.sub(rb"(\r\n[A-Za-z-]+:) ", rb"\1", octets)),
    legal("folded", "values on a line of their own", octets=fold),
    legal("order", "header fields in another order", rows=backwards),
    legal("vias-in-one-row", "all Via values in one row", rows=vias_in_one_row),
    legal("via-transport-case", "the transport in Via in lower case",
          rows=edit("Via", lambda value: re.sub(r"(/\s*)(UDP|TCP)", lambda match: match[1] + match[2].lower(), value, count=1))),
    legal("blanks-in-via", "blanks around the separators of Via",
          rows=edit("Via", lambda value: re.sub(r"^SIP/2.0/(\w+) ", r"SIP / 2.0 / \1  ", value).replace(";branch=", " ; branch = "))),
    legal("received-always", "received in each Via that came without rport", over="udp",
          rows=edit("Via", lambda value: value if ";received" in value else value + ";received=127.0.0.1")),
    legal("no-reason", "an empty reason phrase", rows=reason("")),
    legal("reason-in-german", "a reason phrase in UTF-8", rows=reason("Schöne Grüße")),
    legal("cseq-zeros", "leading zeros in CSeq", rows=edit("CSeq", lambda value: "000" + value)),
    legal("length-zeros", "leading zeros in Content-Length", rows=edit("Content-Length", lambda value: "00" + value)),
    legal("202", "202 for 200", rows=lambda request, response: (setattr(response, "status", 202), reason("Accepted")(request, response))
          if request.method == "MESSAGE" and response.status == 200 else None),
    legal("unknown-fields", "fields that nobody knows", rows=adds("X-Planted", ";;,,\"<", (), ())),
    legal("server-and-date", "Server with comments, Date in GMT",
          rows=lambda request, response: (adds("Server", "planted/1.0 (a (nested) comment) x", (), ())(request, response),
                                          adds("Date", "Sun, 22 Nov 2026 20:00:00 GMT", (), ())(request, response))),
    legal("warning", "two warnings", rows=adds("Warning", '399 planted.example.com "one \\" two", 301 [::1]:5060 "three"', (), ())),
    legal("organization-empty", "an empty Organization", rows=adds("Organization", "", (), ())),
    legal("supported-empty", "an empty Supported", rows=adds("Supported", "", (), ())),
    legal("display-name", "the display name of From dropped, which takes no part in the comparison",
          rows=edit("From", lambda value: re.sub(r'^\s*"(?:[^"\\]|\\.)*"\s*', "", value))),
    legal("explained-refusals", "a body in each refusal",
          rows=lambda _request, response: (setattr(response, "body", b"no\r\n"), response.add("Content-Type", "text/plain"),
                                           response.set("Content-Length", "4")) if response.status >= 400 else None),
    legal("405-for-unknown", "405 with Allow for methods that nobody knows",
          rows=lambda _request, response: (setattr(response, "status", 405), setattr(response, "reason", "Method Not Allowed"),
                                           response.add("Allow", "MESSAGE,OPTIONS , CANCEL")) if response.status == 501 else None),
    legal("long-tag", "a To tag of 200 characters", to_tag=lambda: secrets.token_hex(100)),
)
