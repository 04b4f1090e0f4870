"""What a conforming user agent server for MESSAGE and OPTIONS answers: RFC 3261 8.2, RFC 3428 7.

`answer(request, device)` returns (status, extra fields). Pure but for what `device` remembers.
"""

import re
from urllib.parse import unquote_to_bytes

from grammar import Malformed, split_outside_quotes

ALLOW = "MESSAGE, OPTIONS, CANCEL"
KNOWN_METHODS = ("INVITE", "ACK", "BYE", "CANCEL", "REGISTER", "OPTIONS", "INFO", "PRACK", "UPDATE", "SUBSCRIBE",
                 "NOTIFY", "REFER", "PUBLISH", "MESSAGE")
USER = b"bob"


def answer_uri(uri):
    """Status of a Request-URI that is not ours, None when it is."""
    scheme = uri.partition(":")[0].lower()
    if scheme != "sip":
        return 416
    rest = uri[4:]
    if "?" in rest.rpartition("@")[2]:
        raise Malformed("header fields in Request-URI")
    userinfo, at, hostport = rest.rpartition("@")
    if not re.match(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.\-]+)(:\d+)?(;|$)", hostport):
        raise Malformed("Request-URI")
    user = userinfo.partition(":")[0]
    return 404 if at and unquote_to_bytes(user) != USER else None


def answer_body(request):
    """Status and fields of a body that is not taken, None when it is."""
    if not request.body:
        return None
    optional = any(re.search(r";\s*handling\s*=\s*\"?optional", value, re.I)
                   for value in request.values("content-disposition"))
    if optional:
        return None
    codings = [coding.lower() for coding in request.elements("content-encoding") if coding]
    if any(coding != "identity" for coding in codings):
        return 415, [("Accept-Encoding", "identity")]
    media = split_outside_quotes(request.value("content-type") or "", ";")[0]
    if re.sub(r"\s", "", media).lower() != "text/plain":
        return 415, [("Accept", "text/plain")]
    return None


def answer(request, device):
    if request.method == "CANCEL":
        return (200 if device.cancel_fits(request) else 481), []
    if request.method not in ("MESSAGE", "OPTIONS"):
        return (405, [("Allow", ALLOW)]) if request.method in KNOWN_METHODS else (501, [])
    status = answer_uri(request.uri)
    if status:
        return status, []
    if request.target.tag():
        return 481, []
    if device.is_merged(request):
        return 482, []
    required = [option for option in request.elements("require") if option]
    if required:
        return 420, [("Unsupported", ", ".join(required))]
    refused = answer_body(request)
    if refused:
        return refused
    if request.method == "OPTIONS":
        return 200, [("Allow", ALLOW), ("Accept", "text/plain"), ("Accept-Encoding", "identity"),
                     ("Accept-Language", "en"), ("Supported", "")]
    return 200, []
