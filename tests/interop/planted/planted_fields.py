"""Defects in header fields and bodies that a response has, has not, or has wrong."""

from defects import Defect
from planted_copies import edit


def applies(request, response, statuses, methods):
    return (not statuses or response.status in statuses) and (not methods or request.method in methods)


def adds(name, value, statuses=(200,), methods=("MESSAGE",)):
    def rows(request, response):
        if applies(request, response, statuses, methods):
            response.add(name, value)
    return rows


def drops(name, status):
    def rows(_request, response):
        if response.status == status:
            response.drop(name)
    return rows


def sets(name, value, status):
    def rows(_request, response):
        if response.status == status and response.get(name) is not None:
            response.set(name, value)
    return rows


def body(status, content_type, length_error=0, text=b"planted body"):
    def rows(request, response):
        if applies(request, response, (status,), ("MESSAGE",)):
            if content_type:
                response.add("Content-Type", content_type)
            response.set("Content-Length", str(len(text) + length_error))
            response.body = text
    return rows


def present(name, requirement, value, sentence, defect=None):
    """A field with that value in the 200 to MESSAGE breaks the requirement."""
    return Defect(defect or f"{name.lower()}-in-200", (requirement,), sentence, rows=adds(name, value))


def list_hop_options(request, response):
    hops = request.elements("proxy-require")
    if response.status == 420 and hops:
        edit("Unsupported", lambda value: value + ", " + ", ".join(hops))(request, response)


def unsupported_without_one(_request, response):
    if response.status == 420:
        edit("Unsupported", lambda value: value.partition(",")[0])(None, response)


DEFECTS = (
    present("Contact", "RFC3428-7-05", "<sip:bob@127.0.0.1>", "the 200 has a Contact"),
    present("m", "RFC3428-7-05", "<sip:bob@127.0.0.1>", "the 200 has a Contact in compact form", "compact-contact-in-200"),
    Defect("body-in-200", ("RFC3428-7-03",), "the 200 has a body", rows=body(200, "text/plain")),
    present("Accept", "RFC3428-9-04", "text/plain", "the 200 has Accept"),
    present("Accept-Language", "RFC3428-9-04", "en", "the 200 has Accept-Language"),
    present("Record-Route", "RFC3428-9-15", "<sip:planted.example.com;lr>", "the 200 has a Record-Route that no request had"),
    present("Alert-Info", "RFC3428-9-06", "<http://www.example.com/ring.wav>", "the 200 has Alert-Info"),
    present("Retry-After", "RFC3428-9-19", "60", "the 200 has Retry-After"),
    present("Max-Forwards", "RFC3261-20-01", "70", "the 200 has Max-Forwards"),
    present("Subject", "RFC3261-20-01", "planted", "the 200 has a Subject"),
    present("Route", "RFC3261-20-01", "<sip:planted.example.com;lr>", "the 200 has a Route"),
    present("Unsupported", "RFC3261-20-03", "x-planted", "the 200 has Unsupported"),
    present("Min-Expires", "RFC3261-20-03", "60", "the 200 has Min-Expires"),
    present("WWW-Authenticate", "RFC3261-20-03", 'Digest realm="planted", nonce="4711"', "the 200 has a challenge"),
    present("Require", "RFC3261-8.2.4-01", "x-planted", "the 200 requires an option that was not offered"),
    present("Transfer-Encoding", "RFC3261-7.4.2-01", "chunked", "the 200 has Transfer-Encoding"),
    Defect("405-without-allow", ("RFC3261-8.2.1-01",), "a 405 does not say what is allowed", rows=drops("Allow", 405)),
    Defect("415-without-accept", ("RFC3428-7-11",), "a 415 does not say what is accepted", rows=drops("Accept", 415)),
    Defect("415-coding-with-accept-only", ("RFC3261-8.2.3-02",), "a 415 for a coding names types",
           rows=lambda request, response: response.rows.__setitem__(
               slice(None), [["Accept", "text/plain"] if row[0] == "Accept-Encoding" and response.status == 415 else row
                             for row in response.rows])),
    Defect("420-without-unsupported", ("RFC3261-8.2.2.3-01",), "a 420 does not name the option", rows=drops("Unsupported", 420)),
    Defect("420-names-one-of-two", ("RFC3261-8.2.2.3-01",), "a 420 names the first option only", rows=unsupported_without_one),
    Defect("420-names-hop-options", ("RFC4475-3.3.5-01",), "a 420 names options of Proxy-Require", rows=list_hop_options),
    Defect("options-without-allow", ("RFC3261-11.2-01",), "the 200 to OPTIONS has no Allow",
           rows=lambda request, response: response.drop("Allow") if request.method == "OPTIONS" else None),
    Defect("options-without-accept", ("RFC3261-11.2-01",), "the 200 to OPTIONS has no Accept",
           rows=lambda request, response: response.drop("Accept") if request.method == "OPTIONS" else None),

    Defect("no-length-in-datagram", ("RFC3261-20.14-02",), "no Content-Length in a datagram", over="udp",
           rows=lambda _request, response: response.drop("Content-Length")),
    Defect("no-length-on-stream", ("RFC3428-9-12",), "no Content-Length on a stream", over="tcp",
           rows=lambda _request, response: response.drop("Content-Length")),
    Defect("length-of-no-body", ("RFC3261-20.14-01",), "Content-Length 7 and no body", over="udp",
           rows=edit("Content-Length", lambda value: "7")),
    Defect("length-too-small", ("RFC3261-20.14-03",), "Content-Length is less than the body", over="udp",
           rows=body(415, "text/plain", -3)),
    Defect("length-too-large", ("RFC3261-20.14-03",), "Content-Length is more than the body", over="udp",
           rows=body(415, "text/plain", 3)),
    Defect("length-in-words", ("RFC3261-20.14-04",), "Content-Length is no number", over="udp",
           rows=edit("Content-Length", lambda value: "none")),
    Defect("body-without-type", ("RFC3261-7.4.1-01",), "a refusal has a body without Content-Type", rows=body(415, None)),
    Defect("octets-behind-datagram", ("RFC3261-20.14-03",), "four octets stand behind the end of the response", over="udp",
           octets=lambda _request, octets: octets + b"\0\1\2\3"),

    present("Date", "RFC3261-20.17-01", "Sun, 22 Nov 2026 20:00:00 CET", "Date in another zone than GMT", "date-zone"),
    present("Date", "RFC3261-20.17-01", "Sun Nov 22 20:00:00 2026", "Date as C writes it", "date-asctime"),
    present("Server", "RFC3261-20.35-01", "planted (left open", "a comment in Server is left open", "server-comment-open"),
    present("Warning", "RFC3261-20.43-01", '99 planted "text"', "a warn-code of two digits", "warning-two-digits"),
    present("Warning", "RFC3261-20.43-01", "399 planted text", "a warn-text without quotes", "warning-unquoted"),
    present("Timestamp", "RFC3261-20.38-01", "soon", "Timestamp is no number", "timestamp-word"),
    present("Organization", "RFC3261-20.25-01", "\udcc3(", "octets in Organization that are no UTF-8", "organization-not-utf8"),
    present("Reply-To", "RFC3261-20.31-01", "Bell, Bob <sip:bob@example.com>", "a comma in a display name without quotes",
            "reply-to-comma"),
    present("Supported", "RFC3261-20.37-01", "x-planted, @x", "an option that is no token", "supported-no-token"),
    present("MIME-Version", "RFC3261-20.24-01", "one", "MIME-Version is no number", "mime-version-word"),
    present("Expires", "RFC3261-20.19-01", "-1", "Expires is negative", "expires-negative"),
    present("Call-Info", "RFC3261-20.9-01", "http://www.example.com/bob", "Call-Info without angle brackets", "call-info-bare"),
    Defect("error-info-bare", ("RFC3261-20.18-01",), "Error-Info without angle brackets",
           rows=adds("Error-Info", "sip:busy@example.com", (404, 415, 481), ())),
    Defect("allow-semicolon", ("RFC3261-20.5-01",), "Allow separated by semicolons",
           rows=sets("Allow", "MESSAGE; OPTIONS; CANCEL", 405)),
    Defect("accept-without-subtype", ("RFC3261-20.1-02",), "Accept has a type without subtype", rows=sets("Accept", "text", 415)),
    Defect("type-without-subtype", ("RFC3261-20.15-01",), "Content-Type has no subtype", rows=body(415, "text")),
)
