"""The device: sockets, transactions (RFC 3261 17.2.2) and the way back (18.2, RFC 3581).

One planted defect, or none, may change what it does; see defects.py for the hooks.
"""

import asyncio
import secrets
import socket
from dataclasses import dataclass

import grammar
import response as responses
from answer import answer
from defects import CLEAN

LARGEST_DATAGRAM = 65535
LARGEST_MESSAGE = 2**20
IDLE_CONNECTION = 120


@dataclass
class Transaction:
    octets: bytes
    destination: tuple
    to_tag: str
    merge_key: tuple
    answered: int = 1


class Datagrams:
    """The way back of a request that came in a datagram."""

    reliable = False

    def __init__(self, device, source):
        self.device, self.source = device, source

    def send(self, octets, destination):
        self.device.udp.sendto(octets, destination)


class Stream:
    """The way back of a request that came on a connection."""

    reliable = True

    def __init__(self, device, writer):
        self.device, self.writer = device, writer
        self.source = writer.get_extra_info("peername")[:2]

    def send(self, octets, _destination):
        if not self.writer.is_closing():
            self.writer.write(octets)


class Device:
    def __init__(self, defect=CLEAN, t1=0.5):
        self.defect, self.timer_j = defect, 64 * t1
        self.transactions = {}
        self.tasks = set()
        self.udp = self.other_udp = self.server = None

    # --- Sockets -----------------------------------------------------------------------------------

    async def listen(self, host, port):
        """UDP and TCP on one port; returns the port."""
        for _ in range(50):
            self.udp = self.bound(host, port)
            bound = self.udp.getsockname()[1]
            try:
                self.server = await asyncio.start_server(self.serve, host, bound, limit=LARGEST_MESSAGE)
                break
            except OSError:
                self.udp.close()
                if port:
                    raise
        self.other_udp = self.bound(host, 0)
        asyncio.get_running_loop().add_reader(self.udp, self.readable)
        return bound

    @staticmethod
    def bound(host, port):
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2**21)
        sock.bind((host, port))
        sock.setblocking(False)
        return sock

    def readable(self):
        try:
            octets, source = self.udp.recvfrom(LARGEST_DATAGRAM)
        except OSError:
            return  # an ICMP error of an answer that nobody waited for
        self.on_datagram(octets, source)

    def later(self, seconds, action):
        async def wait():
            await asyncio.sleep(seconds)
            action()
        task = asyncio.get_running_loop().create_task(wait())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    # --- Framing -----------------------------------------------------------------------------------

    def on_datagram(self, octets, source):
        octets = octets.lstrip(b"\r\n")
        head, blank, rest = octets.partition(b"\r\n\r\n")
        if not blank:
            return
        request = grammar.parse_head(head)
        if request.start_line.upper().startswith("SIP/"):
            return  # a response: this device sent no request
        fault = None
        try:
            length = grammar.content_length(request)
            if length is not None and length > len(rest):
                raise grammar.Malformed("body shorter than Content-Length")
            request.body = rest if length is None else rest[:length]
        except grammar.Malformed as malformed:
            fault = malformed
        self.on_request(request, Datagrams(self, source), fault)
        if self.defect.reads_on and not fault and length is not None and rest[length:]:
            self.on_datagram(rest[length:], source)

    async def serve(self, reader, writer):
        channel = Stream(self, writer)
        try:
            while await self.serve_one(reader, channel):
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.TimeoutError, OSError):
            pass  # the peer went away, or what it sends has no end
        writer.close()

    async def serve_one(self, reader, channel):
        """One request of a stream; False when the next one can't be found any more."""
        head = b""
        while not head:
            head = (await asyncio.wait_for(reader.readuntil(b"\r\n"), IDLE_CONNECTION))[:-2]
        head = head + b"\r\n" + await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), IDLE_CONNECTION)
        request = grammar.parse_head(head[:-4])
        try:
            length = grammar.content_length(request)
            if length is None:
                raise grammar.Malformed("no Content-Length on a stream")
        except grammar.Malformed as malformed:
            self.on_request(request, channel, malformed)
            await channel.writer.drain()
            # What a defect keeps back still goes out before the end.
            await asyncio.sleep(0 if self.defect is CLEAN else 2)
            return False
        request.body = await asyncio.wait_for(reader.readexactly(length), IDLE_CONNECTION)
        self.on_request(request, channel, None)
        return not self.defect.closes

    # --- Transactions ------------------------------------------------------------------------------

    def on_request(self, request, channel, fault):
        status, fields = None, []
        try:
            grammar.judge(request)
            if fault:
                raise fault
        except grammar.WrongVersion:
            status = 505
        except grammar.Malformed as malformed:
            status = 400
            fault = malformed
        if request.start_line.startswith("ACK ") and not self.defect.answers_ack:
            return
        key = self.key(request)
        known = None if channel.reliable else self.transactions.get(key)
        if known:
            self.again(known, request, channel)
            return
        if status is None:
            try:
                status, fields = self.defect.answer(request, self) or answer(request, self)
            except grammar.Malformed as malformed:
                status = 400
                fault = malformed
        elif self.defect.forgives:
            status, fields = self.defect.forgives(request, status, str(fault)) or (status, fields)
        self.respond(request, channel, key, status, fields)

    def again(self, known, request, channel):
        known.answered += 1
        octets = self.defect.copy(request, known)
        if octets:
            channel.send(octets, known.destination)

    def respond(self, request, channel, key, status, fields):
        destination = self.way_back(request, channel)
        to_tag = self.to_tag(request)
        made = responses.make(request, status, to_tag, fields)
        octets = made.octets()
        if self.defect.over in (None, "tcp" if channel.reliable else "udp"):
            self.defect.rows(request, made)
            octets = self.defect.octets(request, made.octets())
            destination = self.defect.destination(request, channel, destination)
            self.defect.deliver(self, channel, request, made, octets, destination)
        else:
            channel.send(octets, destination)
        if not channel.reliable:
            self.transactions[key] = Transaction(octets, destination, to_tag, self.merge_key(request))
            self.later(min(self.timer_j, self.defect.remembers), lambda: self.transactions.pop(key, None))

    def to_tag(self, request):
        """A CANCEL's answer has the tag of what it cancels (RFC 3261 9.2)."""
        cancelled = self.transactions.get(self.key(request, "MESSAGE")) if request.method == "CANCEL" else None
        return cancelled.to_tag if cancelled else self.defect.to_tag() or secrets.token_hex(6)

    def key(self, request, method=None):
        """RFC 3261 17.2.3; a request that can't be read is told by its octets."""
        if not request.vias or not request.sender or not request.target or request.cseq < 0:
            return ("unreadable", request.start_line, tuple(request.fields), request.body)
        via = request.vias[0]
        branch = via.parameter("branch") or ""
        method = method or request.method
        if branch.lower().startswith("z9hg4bk") and len(branch) > 7:
            return (branch, via.host, via.port, method)
        return ("rfc2543", request.uri, request.target.tag(), request.sender.tag(), request.value("call-id"),
                request.cseq, method, via.text())

    @staticmethod
    def merge_key(request):
        if request.cseq < 0 or not request.sender:
            return None
        return (request.sender.tag(), request.value("call-id"), request.cseq, request.method)

    def is_merged(self, request):
        key = self.merge_key(request)
        return any(known.merge_key == key for known in self.transactions.values())

    def cancel_fits(self, request):
        return self.key(request, "MESSAGE") in self.transactions

    # --- The way back ------------------------------------------------------------------------------

    def way_back(self, request, channel):
        """Adds received and rport to the topmost Via; returns where a datagram goes."""
        if not request.vias:
            return channel.source
        via = request.vias[0]
        address, port = channel.source
        if via.parameter("rport") == "":
            if self.defect.fills_rport:
                via.set_parameter("rport", str(port))
            if self.defect.adds_received_with_rport:
                via.set_parameter("received", address)
            return (address, port)
        if via.host != address and self.defect.adds_received:
            via.set_parameter("received", address)
        elif via.host == address:
            via.drop_parameter("received")
        return (address, via.port or 5060)
