"""Defects in start line, line ends and rows."""

import re

from defects import Defect


def start_line(change):
    def rows(_request, response):
        response.start_line = change(f"{response.version} {response.status} {response.reason}")
    return rows


def bare_line_feeds(_request, octets):
    head, blank, body = octets.partition(b"\r\n\r\n")
    return (head + blank).replace(b"\r\n", b"\n") + body


def one_bare_line_feed(_request, octets):
    return octets.replace(b"\r\nCall-ID", b"\nCall-ID", 1)


def row(text):
    """A row in front of Call-ID."""
    return lambda _request, octets: octets.replace(b"\r\nCall-ID", b"\r\n" + text + b"\r\nCall-ID", 1)


DEFECTS = (
    Defect("line-feeds", ("RFC3261-7-01",), "all lines end in LF", over="udp", octets=bare_line_feeds),
    Defect("one-line-feed", ("RFC3261-7-01",), "one row ends in LF", octets=one_bare_line_feed),
    Defect("no-blank-line", ("RFC3261-7-02",), "no empty line ends the header fields", over="udp",
           octets=lambda _request, octets: octets[:-2] if octets.endswith(b"\r\n\r\n") else octets),
    Defect("version-2.1", ("RFC3261-7.1-02",), "the version is SIP/2.1", rows=start_line(lambda line: line.replace("2.0", "2.1", 1))),
    Defect("version-small", ("RFC3261-7.1-02",), "the version is written sip/2.0",
           rows=start_line(lambda line: line.replace("SIP", "sip", 1))),
    Defect("no-space-before-reason", ("RFC3261-7.2-01",), "nothing follows the status code, not even a blank",
           rows=start_line(lambda line: line[:11])),
    Defect("two-spaces-before-status", ("RFC3261-7.2-01",), "two blanks stand before the status code",
           rows=start_line(lambda line: line.replace(" ", "  ", 1))),
    Defect("tab-before-status", ("RFC3261-7.2-01",), "a tab stands before the status code",
           rows=start_line(lambda line: line.replace(" ", "\t", 1))),
    Defect("reason-not-utf8", ("RFC3261-7.2-01",), "the reason is in Latin-1",
           rows=start_line(lambda line: line[:12] + "Gr\udcfc\udcdfe")),
    Defect("row-without-colon", ("RFC3261-7.3.1-07",), "a row has no colon", octets=row(b"X-Planted row")),
    Defect("name-with-blank", ("RFC3261-7.3.1-07",), "a header field name has a blank inside", octets=row(b"X Planted: row")),
    Defect("name-empty", ("RFC3261-7.3.1-07",), "a row starts with its colon", octets=row(b": planted")),
    Defect("first-row-folded", ("RFC3261-7.3.1-07",), "the first row starts with a blank",
           octets=lambda _request, octets: re.sub(rb"\r\n", b"\r\n X-Planted: row\r\n", octets, count=1)),
)
