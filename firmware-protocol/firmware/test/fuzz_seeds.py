"""Writes scripts for fuzz_engine.c out of the test vectors: python3 fuzz_seeds.py VECTORS FOLDER

A script for each vector by itself, one with all of them for each kind of device, sequences that staging and schedules need,
and one for each command with an extreme value in each of its fields. Steps are numbered as in fuzz_engine.c (enum step).
"""

import json
import pathlib
import struct
import sys

(HELLO, NEXT, NEXT_WITH_ITS_ID, AS_IT_IS, TWEAKED, STAGED, AGAIN, AGAIN_AS_NEXT, ACK, STREAM, DAMAGED, CUT_FRAME, WAIT) = range(13)
CLOCK, NEXT_RAW = 17, 18
ONE = 1  # which of the extreme whole numbers is 1
KINDS = [*range(16), 16, 17, 32, 64, 127]  # of device, see choose() in fuzz_engine.c


def sized(data):
    return struct.pack("<H", len(data)) + data


def hello(kind):
    return bytes([kind, HELLO, 0])


def scripts(vectors):
    messages = [bytes.fromhex(v["envelope_hex"]) for v in json.loads((vectors / "messages.json").read_text())["vectors"]]
    broken = json.loads((vectors / "broken.json").read_text())["vectors"]
    for envelope in messages:
        yield hello(0) + bytes([NEXT]) + sized(envelope) + bytes([AGAIN, AGAIN_AS_NEXT])
        yield hello(8) + bytes([NEXT_WITH_ITS_ID]) + sized(envelope) + bytes([AGAIN_AS_NEXT, ACK, 1, 1])
    for vector in broken:
        if "stream_hex" in vector:
            yield hello(0) + bytes([STREAM]) + sized(bytes.fromhex(vector["stream_hex"]))
        else:
            yield hello(0) + bytes([AS_IT_IS]) + sized(bytes.fromhex(vector["message_hex"]))
    for kind in KINDS:
        yield hello(kind) + b"".join(bytes([NEXT]) + sized(e) for e in messages)


def staged(spoiled=0):
    tile = bytes([0, 0, 64, 9])
    payload = bytes(range(1, 255)) * 3
    for kind in range(3):
        yield bytes([STAGED, kind, spoiled]) + tile + sized(payload[:650])


def sequences(vectors):
    """What only several messages in a row reach."""
    by_name = {v["name"]: bytes.fromhex(v["envelope_hex"])
               for v in json.loads((vectors / "messages.json").read_text())["vectors"]}
    rank1 = bytes([NEXT]) + sized(by_name["rank1-digits"])
    for kind in KINDS:
        for spoiled in range(16):
            yield hello(kind) + b"".join(staged(spoiled)) + bytes([AGAIN, AGAIN_AS_NEXT]) + b"".join(staged())
        schedule = bytes([NEXT]) + sized(by_name["barrier-schedule"])
        first = b"".join(bytes([TWEAKED, field, ONE]) + rank1 for field in (8, 9))
        yield hello(kind) + schedule + first + bytes([NEXT]) + sized(by_name["query-update"])
        late = bytes([WAIT, 255]) * 4 + bytes([HELLO, 1, NEXT_WITH_ITS_ID]) + sized(by_name["rank1-digits"])
        yield hello(kind) + late


def field(number, data):
    """A field of protobuf with a length."""
    def varint(value):
        return bytes([value & 127 | 128]) + varint(value >> 7) if value > 127 else bytes([value])
    return varint(number << 3 | 2) + varint(len(data)) + data


def overfull():
    """What the decoder cannot hold: it is answered, and the next message is taken."""
    status = bytes([NEXT_RAW]) + sized(field(17, b""))
    bodies = [
        field(6, b"\x08\x01" + field(3, field(3, bytes(513)))),  # row codes
        field(6, b"\x08\x01" + field(3, field(5, bytes(600)))),  # column codes
        field(24, b"\x08\x01" + field(4, bytes(range(1, 34)))),  # steps of a schedule
        field(24, b"\x08\x01" + field(5, bytes(33 * 8))),
        field(24, b"\x08\x01" + b"\x20\x01" * 33),  # not packed
        field(25, b"\x08\x01" + field(3, bytes(513))),  # input
        field(10, b"\x08\x01" + field(3, bytes(513))),  # a chunk
        field(29, field(1, bytes(65))),  # a life
        field(28, field(1, bytes(161))),  # a goodbye
    ]
    for body in bodies:
        yield hello(0) + bytes([NEXT_RAW]) + sized(body) + status
        yield hello(0) + bytes([CLOCK, 1]) + b"".join(staged()) + bytes([NEXT_RAW]) + sized(body) + status


def slowly(vectors):
    """A clock that goes while commands are carried out: in slices, with other frames between."""
    by_name = {v["name"]: bytes.fromhex(v["envelope_hex"])
               for v in json.loads((vectors / "messages.json").read_text())["vectors"]}
    for reads in (1, 2, 5):
        for name in ("rank1-digits", "pulse-train", "read", "time-advance", "consolidation"):
            if name in by_name:
                first = bytes([CLOCK, reads, NEXT]) + sized(by_name[name])
                yield hello(0) + first * 3 + bytes([HELLO, 0, HELLO, 1]) + first * 2 + bytes([AGAIN, ACK, 0, 1])


def extremes(vectors):
    for vector in json.loads((vectors / "messages.json").read_text())["vectors"]:
        if not {"command", "update_begin", "update_commit", "barrier_schedule", "read"} & vector["envelope"].keys():
            continue
        envelope = bytes.fromhex(vector["envelope_hex"])
        for value in range(15):
            tweaks = b"".join(bytes([TWEAKED, field, value]) for field in range(24) for _ in range(2))
            yield hello(value) + bytes([NEXT]) + sized(envelope) + tweaks


def main(vectors, folder):
    vectors = pathlib.Path(vectors)
    for number, script in enumerate([*scripts(vectors), *sequences(vectors), *overfull(), *slowly(vectors), *extremes(vectors)]):
        (pathlib.Path(folder) / f"{number:04}").write_bytes(script)


if __name__ == "__main__":
    main(*sys.argv[1:])
