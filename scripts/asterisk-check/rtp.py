#!/usr/bin/env python3
"""The voice of the check's calls: makes captures that SIPp plays, and reads those that tcpdump makes.

  rtp.py keys KEYS MILLISECONDS FILE       write a capture in which KEYS (0-9*#) are pressed, RFC 2833, that long after the call's start
  rtp.py heard CAPTURE ADDRESS FILE        write what ADDRESS heard until Asterisk dialled 127.0.0.3, as headerless A-law
  rtp.py all CAPTURE ADDRESS FILE          the same, until the end
  rtp.py share CAPTURE ADDRESS SPOKEN      print how many percent of the speech in the capture SPOKEN the address heard
"""
import struct
import sys

ALAW, KEY_EVENT = 8, 101
SILENCE = 0xD5
KEYS = "0123456789*#"


def packets(path):
    """Yields (seconds, source, destination, destination port, payload) of the UDP packets in a pcap file over Ethernet."""
    with open(path, "rb") as file:
        data = file.read()
    order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    place = 24
    while place + 16 <= len(data):
        seconds, fraction, length, _ = struct.unpack_from(order + "IIII", data, place)
        frame = data[place + 16 : place + 16 + length]
        place += 16 + length
        if len(frame) < 42 or frame[12:14] != b"\x08\x00" or frame[23] != 17:
            continue
        udp = 14 + (frame[14] & 15) * 4
        address = [".".join(str(byte) for byte in frame[at : at + 4]) for at in (26, 30)]
        (port,) = struct.unpack_from("!H", frame, udp + 2)
        yield seconds + fraction / 1e6, address[0], address[1], port, frame[udp + 8 :]


def voice(path, address=None, until_dialled=False):
    """Yields (seconds, A-law bytes) of the RTP packets that went to an address."""
    for seconds, _, destination, port, payload in packets(path):
        if until_dialled and destination == "127.0.0.3" and port == 5060 and payload.startswith(b"INVITE "):
            return
        is_rtp = len(payload) > 12 and payload[0] >> 6 == 2 and payload[1] & 127 == ALAW and port != 5060
        if is_rtp and address in (None, destination):
            yield seconds, payload[12 + 4 * (payload[0] & 15) :]


def line_of(pieces):
    """Lays the packets out in time, with silence where nothing was sent; gaps of less than 60 ms are the network's."""
    line, begin = bytearray(), None
    for seconds, piece in pieces:
        begin = seconds if begin is None else begin
        missing = int((seconds - begin) * 8000) - len(line)
        if missing > 480:
            line += bytes([SILENCE]) * missing
        line += piece
    return bytes(line)


def keys(pressed, milliseconds, path):
    """Each key is held for 100 ms and followed by a pause of 400 ms. Sequence numbers and times grow from call to call step."""
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for index, key in enumerate(pressed):
            begin = milliseconds + index * 500
            for count in range(8):
                # The last three packets of an event all say that it is over.
                at, duration = begin + count * 20, min(count + 1, 6) * 160
                event = struct.pack("!BBH", KEYS.index(key), 0x80 * (count >= 5) | 10, duration)
                rtp = struct.pack("!BBHII", 0x80, KEY_EVENT | 0x80 * (count == 0), (begin // 20 + count) & 0xFFFF, begin * 8, 0x52494E47)
                udp = struct.pack("!HHHH", 7000, 7000, 8 + len(rtp + event), 0) + rtp + event
                ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0, bytes(4), bytes(4)) + udp
                frame = bytes(12) + b"\x08\x00" + ip
                file.write(struct.pack("<IIII", at // 1000, at % 1000 * 1000, len(frame), len(frame)) + frame)


def share(capture, address, spoken):
    """Looks for each hundredth of a second of the speech among what was heard, byte for byte: Asterisk hands A-law on as it is."""
    speech = b"".join(piece for _, piece in voice(spoken))
    heard = b"".join(piece for _, piece in voice(capture, address))
    parts = [speech[at : at + 80] for at in range(0, len(speech) - 79, 80)]
    parts = [part for part in parts if len(set(part)) > 20]
    return 100 * sum(part in heard for part in parts) // len(parts)


def main(what, *arguments):
    if what == "keys":
        keys(arguments[0], int(arguments[1]), arguments[2])
    elif what in ("heard", "all"):
        with open(arguments[2], "wb") as file:
            file.write(line_of(voice(arguments[0], arguments[1], until_dialled=what == "heard")))
    elif what == "share":
        print(share(*arguments))
    else:
        sys.exit(__doc__)


main(*(sys.argv[1:] or ["help"]))
