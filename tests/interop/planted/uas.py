"""A conforming user agent server for SIP MESSAGE and OPTIONS over UDP and TCP, or one with a planted defect.

Usage: python3 uas.py [--listen HOST:PORT] [--defect NAME] [--t1 SECONDS] | --list
Prints "listening HOST:PORT" when it can be used. Python, standard library only; nothing of sipspec is in it.
"""

import argparse
import asyncio
import signal
import sys

import planted
from device import Device


async def serve(listen, defect, t1):
    host, _, port = listen.rpartition(":")
    device = Device(defect, t1)
    print(f"listening {host}:{await device.listen(host, int(port))}", flush=True)
    done = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, done.set)
    await done.wait()


def main():
    parser = argparse.ArgumentParser(description="A SIP device with at most one planted defect")
    parser.add_argument("--listen", default="127.0.0.1:0", metavar="HOST:PORT")
    parser.add_argument("--defect", default="", metavar="NAME")
    parser.add_argument("--t1", type=float, default=0.5, metavar="SECONDS")
    parser.add_argument("--list", action="store_true", help="the defects, one a line")
    options = parser.parse_args()
    if options.list:
        for defect in planted.DEFECTS.values():
            print(f"{defect.name:36} {' '.join(defect.breaks) or 'nothing':40} {defect.sentence}")
        return 0
    if options.defect and options.defect not in planted.DEFECTS:
        print(f"there is no defect '{options.defect}'; --list names them", file=sys.stderr)
        return 2
    asyncio.run(serve(options.listen, planted.DEFECTS.get(options.defect, planted.CLEAN), options.t1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
