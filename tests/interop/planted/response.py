"""A response as a list of rows that a planted defect can change before it becomes octets."""

from dataclasses import dataclass, field

REASONS = {100: "Trying", 180: "Ringing", 200: "OK", 202: "Accepted", 400: "Bad Request", 404: "Not Found",
           405: "Method Not Allowed", 415: "Unsupported Media Type", 416: "Unsupported URI Scheme", 420: "Bad Extension",
           481: "Call/Transaction Does Not Exist", 482: "Loop Detected", 483: "Too Many Hops", 501: "Not Implemented",
           505: "Version Not Supported"}


@dataclass
class Response:
    status: int
    reason: str
    rows: list = field(default_factory=list)  # [name, value], in order
    body: bytes = b""
    version: str = "SIP/2.0"
    start_line: str | None = None  # instead of the one made of version, status and reason

    def find(self, name):
        return next((row for row in self.rows if row[0].lower() == name.lower()), None)

    def get(self, name):
        row = self.find(name)
        return row[1] if row else None

    def set(self, name, value):
        row = self.find(name)
        if row:
            row[1] = value
        else:
            self.add(name, value)

    def add(self, name, value):
        """A row above Content-Length, which stays last."""
        at = len(self.rows)
        if self.rows and self.rows[-1][0] == "Content-Length":
            at -= 1
        self.rows.insert(at, [name, value])

    def drop(self, name):
        self.rows = [row for row in self.rows if row[0].lower() != name.lower()]

    def octets(self):
        line = self.start_line or f"{self.version} {self.status} {self.reason}"
        text = "".join(part + "\r\n" for part in [line] + [f"{name}: {value}" for name, value in self.rows] + [""])
        return text.encode("utf-8", "surrogateescape") + self.body


def make(request, status, to_tag, fields=(), body=b"", body_type="text/plain"):
    """RFC 3261 8.2.6.2: what is copied, To with a tag of ours, then `fields`.

    Works for malformed requests too: what the request lacks, the response lacks.
    """
    response = Response(status, REASONS[status])
    if request.vias:
        response.rows += [["Via", via.text()] for via in request.vias]
    else:
        response.rows += [["Via", value] for value in request.values("via")]
    for name in ("From", "To", "Call-ID", "CSeq"):
        value = request.value(name.lower())
        if value is not None:
            response.rows.append([name, value])
    to = response.find("To")
    if to and to_tag and not (request.target and request.target.tag()) and ";tag=" not in to[1].replace(" ", "").lower():
        to[1] += f";tag={to_tag}"
    for name, value in fields:
        response.rows.append([name, value])
    if body:
        response.rows.append(["Content-Type", body_type])
    response.rows.append(["Content-Length", str(len(body))])
    response.body = body
    return response
