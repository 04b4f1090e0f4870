"""The little of the SIP grammar (RFC 3261 section 25.1) that a user agent server has to read.

Written from the RFC for this device alone; it shares no line with the stack of sipspec, so that the
two can disagree.
"""

import re
from dataclasses import dataclass, field

TOKEN = r"[A-Za-z0-9\-.!%*_+`'~]+"
WORD = r"[A-Za-z0-9\-.!%*_+`'~()<>:\\\"/\[\]?{}]+"
QUOTED = r'"(?:[^"\\]|\\.)*"'

COMPACT = {"a": "accept-contact", "b": "referred-by", "c": "content-type", "e": "content-encoding", "f": "from",
           "i": "call-id", "k": "supported", "l": "content-length", "m": "contact", "o": "event", "r": "refer-to",
           "s": "subject", "t": "to", "u": "allow-events", "v": "via"}
SINGLE = ("call-id", "cseq", "from", "to", "max-forwards", "content-length", "content-type")
MANDATORY = ("via", "from", "to", "call-id", "cseq")
LARGEST_CSEQ = 2**31 - 1


class Malformed(Exception):
    """The request can't be what it says it is; the text goes into the reason phrase."""


class WrongVersion(Exception):
    """The request is of another protocol version."""


def split_outside_quotes(text, separator):
    """Parts of `text` between separators that stand neither in quotes nor in angle brackets."""
    parts, start, quoted, bracket, at = [], 0, False, False, 0
    while at < len(text):
        char = text[at]
        if quoted and char == "\\":
            at += 1
        elif char == '"':
            quoted = not quoted
        elif not quoted and char in "<>":
            bracket = char == "<"
        elif not quoted and not bracket and char == separator:
            parts.append(text[start:at])
            start = at + 1
        at += 1
    if quoted:
        raise Malformed("quote left open")
    return parts + [text[start:]]


def parse_parameters(text):
    """';a=b;c' as a list of (name, value or None), in order."""
    if not text.strip():
        return []
    pieces = split_outside_quotes(text, ";")
    if pieces[0].strip():
        raise Malformed("parameter without semicolon")
    parameters = []
    for piece in pieces[1:]:
        match = re.fullmatch(rf"\s*({TOKEN})\s*(?:=\s*({QUOTED}|\[[0-9A-Fa-f:.]+\]|{TOKEN}|[0-9A-Fa-f:.]+)\s*)?", piece, re.S)
        if not match:
            raise Malformed("parameter")
        parameters.append((match[1], match[2]))
    return parameters


@dataclass
class Via:
    head: str  # "SIP/2.0/UDP host:port" as it stood
    transport: str
    host: str
    port: int | None
    parameters: list

    def parameter(self, name):
        """Value, "" when there without value, None when not there."""
        for key, value in self.parameters:
            if key.lower() == name:
                return value or ""
        return None

    def set_parameter(self, name, value):
        for at, (key, _) in enumerate(self.parameters):
            if key.lower() == name:
                self.parameters[at] = (key, value)
                return
        self.parameters.append((name, value))

    def drop_parameter(self, name):
        self.parameters = [(key, value) for key, value in self.parameters if key.lower() != name]

    def text(self):
        return self.head + "".join(f";{key}" if value is None else f";{key}={value}" for key, value in self.parameters)


def parse_via(text):
    match = re.fullmatch(rf"\s*({TOKEN}\s*/\s*{TOKEN}\s*/\s*({TOKEN})\s+(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.\-]+)"
                         r"(?:\s*:\s*(\d{1,5}))?)\s*((?:;.*)?)", text, re.S)
    if not match:
        raise Malformed("Via")
    return Via(match[1], match[2], match[3].lower(), int(match[4]) if match[4] else None, parse_parameters(match[5]))


@dataclass
class NameAddr:
    display: str
    uri: str
    parameters: list

    def tag(self):
        return next((value for name, value in self.parameters if name.lower() == "tag"), None)


def parse_name_addr(text):
    """From and To: display name and URI in brackets, or a URI that ends at the first semicolon."""
    bracketed = re.fullmatch(rf"\s*((?:{QUOTED}|(?:{TOKEN}\s+)*(?:{TOKEN})?))\s*<([^<>\s]+)>\s*((?:;.*)?)", text, re.S)
    bare = re.fullmatch(r"\s*()([A-Za-z][A-Za-z0-9+.\-]*:[^\s<>;?,\"]+)\s*((?:;.*)?)", text, re.S)
    match = bracketed or bare
    if not match or not re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", match[2]):
        raise Malformed("address")
    return NameAddr(match[1], match[2], parse_parameters(match[3]))


@dataclass
class Request:
    start_line: str = ""
    method: str = ""
    uri: str = ""
    version: str = ""
    fields: list = field(default_factory=list)  # (lower-case long name, unfolded value), in order
    body: bytes = b""
    vias: list = field(default_factory=list)
    sender: NameAddr | None = None  # From
    target: NameAddr | None = None  # To
    cseq: int = -1

    def values(self, name):
        return [value for key, value in self.fields if key == name]

    def value(self, name):
        return next(iter(self.values(name)), None)

    def elements(self, name):
        return [part.strip() for value in self.values(name) for part in split_outside_quotes(value, ",")]


def parse_fields(lines):
    """Rows with folding undone: (name, value). Rows without a name are kept under ""."""
    rows = []
    for line in lines:
        if line[:1] in (" ", "\t") and rows:
            rows[-1] += " " + line.strip(" \t")
        else:
            rows.append(line)
    fields = []
    for row in rows:
        match = re.fullmatch(rf"({TOKEN})[ \t]*:(.*)", row, re.S)
        name = match[1].lower() if match else ""
        fields.append((COMPACT.get(name, name), match[2].strip(" \t") if match else row))
    return fields


def parse_head(head):
    """Start line and fields of `head` (octets without the blank line), unjudged."""
    lines = head.decode("utf-8", "surrogateescape").split("\r\n")
    return Request(start_line=lines[0], fields=parse_fields(lines[1:]))


def judge(request):
    """Fills the parsed members; raises WrongVersion or Malformed with what is wrong first.

    What can be read is read all the same: the refusal has to find its way back.
    """
    faults = []

    def attempt(action):
        try:
            action()
        except (Malformed, WrongVersion) as fault:
            faults.append(fault)

    for step in (judge_start_line, judge_presence, judge_vias, judge_addresses, judge_numbers):
        attempt(lambda step=step: step(request))
    if faults:
        raise faults[0]


def judge_start_line(request):
    match = re.fullmatch(rf"({TOKEN}) ([^\s<>]+) (\S+)", request.start_line)
    if not match:
        raise Malformed("Request-Line")
    request.method, request.uri, request.version = match.groups()
    if request.version.upper() != "SIP/2.0":
        if re.fullmatch(r"SIP/\d+\.\d+", request.version, re.I):
            raise WrongVersion
        raise Malformed("SIP-Version")


def judge_presence(request):
    if any(name == "" for name, _ in request.fields):
        raise Malformed("row without name")
    for name in MANDATORY:
        if not request.values(name):
            raise Malformed(f"{name} missing")
    for name in SINGLE:
        if len(request.values(name)) > 1:
            raise Malformed(f"{name} twice")


def judge_vias(request):
    request.vias = [parse_via(part) for part in request.elements("via")]


def judge_addresses(request):
    request.sender = parse_name_addr(request.value("from") or "")
    request.target = parse_name_addr(request.value("to") or "")


def judge_numbers(request):
    call_id, cseq, hops = (request.value(name) or "" for name in ("call-id", "cseq", "max-forwards"))
    if not re.fullmatch(rf"{WORD}(@{WORD})?", call_id):
        raise Malformed("Call-ID")
    match = re.fullmatch(rf"(\d+)\s+({TOKEN})", cseq)
    if not match or int(match[1]) > LARGEST_CSEQ or match[2] != request.method:
        raise Malformed("CSeq")
    if hops and not re.fullmatch(r"\d+", hops):
        raise Malformed("Max-Forwards")
    request.cseq = int(match[1])


def content_length(request):
    """The declared length; None when there is none. Raises Malformed."""
    values = request.values("content-length")
    if not values:
        return None
    if len(set(values)) > 1 or not re.fullmatch(r"\d{1,9}", values[0]):
        raise Malformed("Content-Length")
    return int(values[0])
