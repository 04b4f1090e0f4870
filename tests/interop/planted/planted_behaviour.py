"""Defects in when, how often, from where and to where the device answers, and in what it understands."""

import asyncio
import re

import response as responses
from defects import Defect

RETRANSMITTED = ("RFC3261-17.2.2-03",)


def first(status):
    """A provisional response, then the final one."""
    def deliver(device, channel, request, made, octets, destination):
        if request.method == "MESSAGE":
            tag = re.search(r";tag=(\w+)$", made.get("To") or "")
            early = responses.make(request, status, tag[1] if tag and status > 100 else "")
            if status == 100 and request.value("timestamp"):
                early.add("Timestamp", request.value("timestamp"))
            channel.send(early.octets(), destination)
            if channel.reliable:  # the stream may be closed right after the answer
                channel.send(octets, destination)
            else:
                device.later(0.05, lambda: channel.send(octets, destination))
        else:
            channel.send(octets, destination)
    return deliver


def late(seconds, status=None):
    """The final response, and after a while `status` as well, or the same octets once more."""
    def deliver(device, channel, request, made, octets, destination):
        channel.send(octets, destination)
        if request.method == "MESSAGE" and made.status == 200:
            again = octets if status is None else octets.replace(b" 200 OK", f" {status} {responses.REASONS[status]}".encode())
            device.later(seconds, lambda: channel.send(again, destination))
    return deliver


def slowly(device, channel, _request, _made, octets, destination):
    device.later(1.2, lambda: channel.send(octets, destination))


def asked_for_rport(request):
    return bool(request.vias) and request.vias[0].parameter("rport") is not None


def from_other_port(when):
    def deliver(device, channel, request, _made, octets, destination):
        if asked_for_rport(request) == when:
            device.other_udp.sendto(octets, destination)
        else:
            channel.send(octets, destination)
    return deliver


def on_new_connection(device, channel, request, _made, octets, _destination):
    """To the place that Via names, as a device does that takes a stream for a datagram."""
    async def connect():
        via = request.vias[0] if request.vias else None
        port = via.port if via and via.port else channel.source[1]
        try:
            _, writer = await asyncio.wait_for(asyncio.open_connection(channel.source[0], port), 2)
            writer.write(octets)
            await writer.drain()
            await asyncio.sleep(5)
            writer.close()
        except (OSError, asyncio.TimeoutError):
            pass
    task = asyncio.get_running_loop().create_task(connect())
    device.tasks.add(task)
    task.add_done_callback(device.tasks.discard)


def sent_by(request, channel, destination):
    return (channel.source[0], request.vias[0].port or 5060) if request.vias else destination


def to_source(_request, channel, _destination):
    return channel.source


def to_claimed_port(request, channel, destination):
    claimed = request.vias[0].parameter("rport") if request.vias else None
    return (channel.source[0], int(claimed)) if claimed else destination


def via_parameter(name, value):
    """Changes a parameter that the device has put into the topmost Via."""
    def rows(_request, response):
        if top := response.find("Via"):
            top[1] = re.sub(rf";{name}=([^;,\s]+)", lambda match: f";{name}={value(match[1])}", top[1], count=1)
    return rows


def accepts(*conditions):
    """200 whenever one of the conditions holds."""
    return lambda request, device: (200, []) if any(condition(request, device) for condition in conditions) else None


def method_in_any_case(request, _device):
    return request.method != "MESSAGE" and request.method.upper() == "MESSAGE"


def unknown_method(request, _device):
    return request.method not in ("MESSAGE", "OPTIONS", "CANCEL") and request.method.upper() not in (
        "MESSAGE", "PUBLISH", "REGISTER", "BYE", "INVITE", "ACK", "SUBSCRIBE", "NOTIFY") and "%" not in request.method


def refuses(status, condition):
    return lambda request, _device: (status, []) if request.method == "MESSAGE" and condition(request) else None


def type_text(request):
    return re.sub(r"\s", "", (request.value("content-type") or "").partition(";")[0])


def other_server_name(_request, transaction):
    return transaction.octets.replace(b"\r\nContent-Length", b"\r\nServer: planted/%d\r\nContent-Length" % transaction.answered, 1)


def without_tag_dialog(request, _device):
    return request.method == "MESSAGE" and request.target.tag() is not None


def forgive(word):
    """200 to what is malformed for that reason."""
    return lambda _request, status, why: (200, []) if status == 400 and why == word else None


def reads_version_7(request, status, _why):
    return (200, []) if status == 505 else None


DEFECTS = (
    Defect("100-at-once", ("RFC4320-4.1-02",), "a 100 comes before the final response", over="udp", deliver=first(100)),
    Defect("180-before-200", ("RFC4320-4.1-01",), "a MESSAGE rings", deliver=first(180)),
    Defect("202-after-200", ("RFC3261-17.2.2-06",), "a second final response follows", deliver=late(0.3, 202)),
    Defect("100-after-200", ("RFC3261-17.2.2-06",), "a 100 follows the final response", deliver=late(0.3, 100)),
    Defect("200-again", ("RFC3261-17.2.2-04",), "the final response is repeated unasked", deliver=late(0.8)),
    Defect("slow", ("RFC3428-7-02",), "the final response takes 1.2 seconds", deliver=slowly),
    Defect("copies-ignored", RETRANSMITTED, "a retransmission is not answered", copy=lambda _request, _transaction: None),
    Defect("copies-answered-otherwise", RETRANSMITTED, "a retransmission gets another Server field", copy=other_server_name),
    Defect("forgets-after-8-seconds", ("RFC3261-8.2.6.2-02",), "a transaction is forgotten after 8 seconds", remembers=8, long=True),

    Defect("other-port-with-rport", ("RFC3581-4-04",), "rport asks for the same port, another one answers", over="udp",
           deliver=from_other_port(True)),
    Defect("other-port", ("RFC3261-18.2.2-04",), "without rport, another port answers", over="udp", deliver=from_other_port(False)),
    Defect("rport-not-filled", ("RFC3581-4-01",), "rport comes back empty", fills_rport=False),
    Defect("rport-plus-one", ("RFC3581-4-01",), "rport comes back wrong",
           rows=via_parameter("rport", lambda value: str(int(value) + 1))),
    Defect("rport-without-received", ("RFC3581-4-02",), "rport is filled and received is not", adds_received_with_rport=False),
    Defect("received-missing", ("RFC3261-18.2.1-02",), "received is not added when Via names another host", adds_received=False),
    Defect("received-of-nobody", ("RFC3581-4-02", "RFC3261-18.2.1-02"), "received holds another address", over="udp",
           rows=via_parameter("received", lambda value: "192.0.2.77")),
    Defect("rport-ignored", ("RFC3581-4-03",), "the answer goes to sent-by though rport was asked for", over="udp",
           destination=lambda request, channel, destination: sent_by(request, channel, destination)
           if asked_for_rport(request) else destination),
    Defect("always-to-source", ("RFC3261-18.2.2-02",), "the answer goes to the source port though Via names another",
           destination=to_source),
    Defect("forged-rport-trusted", ("RFC3581-4-05",), "the answer goes to a port that the request claims", over="udp",
           destination=to_claimed_port),
    Defect("new-connection", ("RFC3261-18.2.2-01",), "the answer comes on a connection of its own", over="tcp",
           deliver=on_new_connection),
    Defect("closes", ("RFC3261-18-02",), "the connection is closed after each answer", ("RFC3261-18.3-05",), closes=True, cases_at_once=128),

    Defect("silent", ("RFC3261-8.2.6-01",), "nothing is ever answered to MESSAGE", cases_at_once=128,
           copy=lambda _request, _transaction: None,
           deliver=lambda device, channel, request, made, octets, destination:
           None if request.method == "MESSAGE" else channel.send(octets, destination)),
    Defect("message-in-small-letters", ("RFC3428-9-02",), "the method is compared without case", answer=accepts(method_in_any_case)),
    Defect("type-with-case", ("RFC3428-9-23",), "Content-Type is compared with case",
           answer=lambda request, _device: (415, [("Accept", "text/plain")])
           if request.method == "MESSAGE" and request.body and type_text(request) != "text/plain"
           and type_text(request).lower() == "text/plain" else None),
    Defect("contact-refused", ("RFC3428-4-05",), "a Contact is a reason to refuse",
           answer=refuses(400, lambda request: request.values("contact"))),
    Defect("subject-not-utf8-refused", ("RFC3261-8.2.2-02",), "a Subject that is no UTF-8 is a reason to refuse",
           answer=refuses(400, lambda request: any("\udc80" <= char <= "\udcff" for value in request.values("subject")
                                                   for char in value))),
    Defect("max-forwards-0-refused", ("RFC3261-16.3-05",), "Max-Forwards 0 is a reason to refuse",
           answer=refuses(483, lambda request: request.value("max-forwards") == "0")),
    Defect("any-to-tag", ("RFC3261-12.2.2-03",), "a To tag of no dialog is taken", answer=accepts(without_tag_dialog)),
    Defect("require-ignored", ("RFC3261-8.2.2.3-01",), "Require is not read",
           answer=accepts(lambda request, _device: request.method == "MESSAGE" and request.values("require"))),
    Defect("merged-taken", ("RFC3261-8.2.2.2-01",), "a request that came by two ways is taken twice",
           answer=accepts(lambda request, device: request.method == "MESSAGE" and not request.target.tag()
                          and device.is_merged(request))),
    Defect("ack-answered", ("RFC3261-17-01",), "an ACK is answered", answers_ack=True),
    Defect("cancel-unanswered", ("RFC3261-9.2-01",), "a CANCEL is not answered",
           deliver=lambda device, channel, request, made, octets, destination:
           None if request.method == "CANCEL" else channel.send(octets, destination)),
    Defect("datagram-read-on", ("RFC3261-18.3-01",), "octets behind the body are taken for a request",
           reads_on=True),
    Defect("short-body-taken", ("RFC3261-18.3-02",), "a datagram that ends too early is taken",
           forgives=forgive("body shorter than Content-Length")),
    Defect("version-7-taken", ("RFC3261-7.1-03",), "SIP/7.0 is taken", forgives=reads_version_7),
    Defect("two-call-ids-taken", ("RFC4475-3.3.8-01",), "a request with two Call-IDs is taken", forgives=forgive("call-id twice")),
    Defect("large-cseq-taken", ("RFC4475-3.1.2.4-01",), "a CSeq of 65 bits is taken",
           forgives=lambda request, status, why: (200, []) if why == "CSeq" and re.match(r"\d{11}", request.value("cseq") or "")
           else None),
    Defect("scheme-guessed", ("RFC3261-8.2.2.1-02",), "any URI scheme is taken",
           answer=accepts(lambda request, _device: request.method == "MESSAGE"
                          and request.uri.partition(":")[0].lower() not in ("sip", "im"))),
)
