"""What a planted defect may change. A defect is a subclass-free bundle of hooks, each of which does the right thing
by default; planted.py fills in one or two."""

from dataclasses import dataclass
from typing import Callable

FOREVER = 10**6


def no_change(*_):
    return None


def same_octets(_request, octets):
    return octets


def same_destination(_request, _channel, destination):
    return destination


def first_answer(_request, transaction):
    return transaction.octets


def send_at_once(_device, channel, _request, _made, octets, destination):
    channel.send(octets, destination)


@dataclass
class Defect:
    name: str
    breaks: tuple  # ids of requirements; () = legal, however odd: nothing may be found
    sentence: str
    and_so: tuple = ()  # ids that the same octets break as well, in the eyes of some cases
    over: str | None = None  # "udp" or "tcp": shows on that transport only
    answer: Callable = no_change  # (request, device) -> (status, fields) instead of the right ones
    forgives: Callable | None = None  # (request, status, why) -> (status, fields) for what is malformed
    rows: Callable = no_change  # (request, response): changes it
    octets: Callable = same_octets  # (request, octets) -> octets
    destination: Callable = same_destination  # (request, channel, destination) -> destination
    deliver: Callable = send_at_once  # (device, channel, request, response, octets, destination)
    copy: Callable = first_answer  # (request, transaction) -> octets for a retransmission, None = nothing
    to_tag: Callable = no_change  # () -> tag
    remembers: float = FOREVER  # seconds of a transaction
    fills_rport: bool = True
    adds_received: bool = True
    adds_received_with_rport: bool = True
    answers_ack: bool = False
    closes: bool = False  # a connection after each answer
    reads_on: bool = False  # behind the body of a datagram
    cases_at_once: int = 16  # the device is one thread: more at once would measure its queue
    long: bool = False  # seen only by the case that waits for half a minute


CLEAN = Defect("", (), "conforms")
