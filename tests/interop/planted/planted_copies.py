"""Defects in what a response copies from its request (RFC 3261 8.2.6.2)."""

import re

from defects import Defect

COPIED = ("RFC3261-8.2.6.2-01",)
TO = ("RFC3261-8.2.6.2-02",)


def edit(name, change):
    """Changes the value of the first row of that name."""
    def rows(_request, response):
        row = response.find(name)
        if row:
            row[1] = change(row[1])
    return rows


def drop(name):
    return lambda _request, response: response.drop(name)


def only_topmost_via(_request, response):
    top = response.find("Via")
    response.rows = [row for row in response.rows if row[0] != "Via" or row is top]


def reverse_vias(_request, response):
    """Those below the topmost, so that the response still finds its way."""
    places = [at for at, row in enumerate(response.rows) if row[0] == "Via"][1:]
    values = [response.rows[at][1] for at in places]
    for at, value in zip(places, reversed(values)):
        response.rows[at][1] = value


def extra_via(_request, response):
    response.rows.insert(1, ["Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKplanted"])


def without_sent_by_port(value):
    return re.sub(r"(\d):\d+", r"\1", value, count=1)


def branch_less_one(value):
    return re.sub(r"(branch\s*=\s*[^;,\s]+)[^;,\s]", r"\1", value, count=1)


def change_call_id_case(value):
    return value.swapcase()


def short_tag(_request, response):
    row = response.find("To")
    if row and response.status != 481:
        row[1] = re.sub(r"(;tag=\w{4})\w+$", r"\1", row[1])


def other_tag_than_asked(request, response):
    if request.target and request.target.tag():
        edit("To", lambda value: re.sub(r";\s*tag\s*=\s*[^;\s]+", ";tag=planted4711", value))(request, response)


def same_field_again(name):
    def rows(_request, response):
        if row := response.find(name):
            response.rows.insert(response.rows.index(row), list(row))
    return rows


DEFECTS = (
    Defect("via-branch-cut", COPIED, "the last character of the branch is lost", rows=edit("Via", branch_less_one)),
    Defect("via-port-lost", COPIED, "sent-by comes back without its port", rows=edit("Via", without_sent_by_port)),
    Defect("via-lower-ones-lost", COPIED, "of several Via values only the topmost comes back", rows=only_topmost_via),
    Defect("via-lower-ones-reversed", COPIED, "the Via values below the topmost change their order", rows=reverse_vias),
    Defect("via-one-more", COPIED, "a Via of the device's own is added", rows=extra_via),
    Defect("via-extension-lost", COPIED, "an unknown Via parameter is not copied",
           rows=edit("Via", lambda value: re.sub(r";x-sipspec=\"[^\"]*\"", "", value))),
    Defect("via-flag-lost", COPIED, "a Via parameter without value is not copied",
           rows=edit("Via", lambda value: value.replace(";hidden", ""))),
    Defect("via-other-transport", COPIED, "Via names SCTP",
           rows=edit("Via", lambda value: re.sub(r"(/\s*)(UDP|TCP)", r"\1SCTP", value, count=1))),
    Defect("from-tag-lost", COPIED, "From comes back without its tag",
           rows=edit("From", lambda value: re.sub(r"\s*;\s*tag\s*=\s*[^;\s]+", "", value))),
    Defect("from-host-changed", COPIED, "From comes back with another host",
           rows=edit("From", lambda value: re.sub(r"@[^>;]+", "@planted.example.com", value))),
    Defect("legal-from-parameter-lost", (), "an unknown parameter of From is not copied",
           rows=edit("From", lambda value: value.replace(";x-sipspec=Kept", ""))),
    Defect("call-id-case", COPIED, "the case of Call-ID is changed", rows=edit("Call-ID", change_call_id_case)),
    Defect("call-id-lost", COPIED, "Call-ID is not copied", rows=drop("Call-ID")),
    Defect("cseq-before", COPIED, "the number in CSeq is one too low",
           rows=edit("CSeq", lambda value: re.sub(r"\d+", lambda number: str(abs(int(number[0]) - 1)), value, count=1))),
    Defect("cseq-method-case", COPIED, "the method in CSeq comes back in lower case", rows=edit("CSeq", str.lower)),
    Defect("cseq-lost", COPIED, "CSeq is not copied", rows=drop("CSeq")),
    Defect("to-user-changed", TO, "To comes back with another user",
           rows=edit("To", lambda value: re.sub(r"(sips?:)[^@>;]+@", r"\1robert@", value))),
    Defect("legal-to-parameter-lost", (), "an unknown parameter of To is not copied",
           rows=edit("To", lambda value: re.sub(r";unknownparam1=\w+", "", value))),
    Defect("to-tag-lost", TO, "To has no tag", rows=edit("To", lambda value: re.sub(r";tag=\w{12}$", "", value))),
    Defect("to-tag-always-the-same", ("RFC3261-8.2.6.2-04",), "every response has the same To tag", to_tag=lambda: "plantedplanted"),
    Defect("to-tag-short", ("RFC3261-19.3-01",), "the To tag has four characters", rows=short_tag),
    Defect("to-tag-exchanged", ("RFC3261-8.2.6.2-03",), "a To tag of the request is replaced", rows=other_tag_than_asked),
    Defect("to-tag-twice", ("RFC3261-7.3.1-05",), "To has two tags",
           rows=edit("To", lambda value: re.sub(r"(;tag=\w{12})$", r"\1;tag=second", value))),
    Defect("to-tag-empty", ("RFC3261-20.39-01",), "the To tag has no value",
           rows=edit("To", lambda value: re.sub(r";tag=\w{12}$", ";tag=", value))),
    Defect("cseq-without-method", ("RFC3261-20.16-02",), "CSeq is a number alone",
           rows=edit("CSeq", lambda value: value.split()[0])),
    Defect("call-id-twice", ("RFC3261-7.3.1-06",), "Call-ID stands twice", rows=same_field_again("Call-ID")),
    Defect("to-twice", ("RFC3261-7.3.1-06",), "To stands twice", rows=same_field_again("To")),
)
