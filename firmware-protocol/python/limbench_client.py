"""A small host for limbench devices: frames, a stop-and-wait session, and three carriers.

Written from ../README.md (rule numbers LIM-P-... refer to it). One command is under way at a time; that is slow and easy
to follow. Needs Python 3.9, protobuf and, by carrier, pyserial or paho-mqtt. Generate the messages once:

    protoc -I.. --python_out=. limbench.proto

From the shell:

    python3 limbench_client.py serial:/dev/ttyACM0
    python3 limbench_client.py tcp:127.0.0.1:4000
    LIMBENCH_MQTT_PASSWORD=... python3 limbench_client.py mqtt://me@127.0.0.1:1883/bench/lim0

identifies the device, fires one pulse at every cell of its first row, and prints what it read and what that cost.
"""

import os
import queue
import re
import secrets
import socket
import struct
import sys
import time

import limbench_pb2 as wire

PROTO_MAJOR = 1
MOST_ENVELOPE = 646  # LIM-P-006
ACCEPTED_ENVELOPE = 1024  # LIM-P-007
HELLO_SECONDS, HELLO_TRIES = 0.2, 25  # LIM-P-030
BUSY_SECONDS = 0.2  # LIM-P-033: at first, doubling to 1 s
TRIES = 8  # LIM-P-037
# barrier motion, half-select motion, half-select pulses, barrier return, lines return (LIM-P-011)
BASIC_ACCOUNT_OF_APART = (4, 4, 1, 4, 5)
ANSWER_SECONDS = 35  # the deadline of a command and a lease: a device that only acknowledges is given up


class DeviceError(Exception):
    """The device said no, or nothing at all."""


# ---- bytes (LIM-P-002 to 004)


def _crc_table():
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


_CRC_TABLE = _crc_table()


def crc32c(data):
    """CRC-32C as a number."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ _CRC_TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def stuff(data):
    """COBS, without delimiters; a full block at the end is not followed by an empty one."""
    out, block = bytearray(), bytearray()
    ended_full = False
    for byte in data:
        ended_full = False
        if byte:
            block.append(byte)
        if not byte or len(block) == 254:
            out.append(len(block) + 1)
            out += block
            ended_full = bool(byte)
            block.clear()
    if not ended_full:
        out.append(len(block) + 1)
        out += block
    return bytes(out)


def unstuff(stuffed):
    """The bytes behind a COBS run, or None where it is none."""
    out, at = bytearray(), 0
    while at < len(stuffed):
        code = stuffed[at]
        block = stuffed[at + 1 : at + code]
        if len(block) != code - 1:
            return None
        out += block
        at += code
        if code < 255 and at < len(stuffed):
            out.append(0)
    return bytes(out)


def frame(envelope):
    """An envelope as a frame of a byte stream."""
    return b"\0" + stuff(envelope + struct.pack("<I", crc32c(envelope))) + b"\0"


class FrameDecoder:
    """Finds frames in a stream of bytes, however it is cut."""

    def __init__(self):
        self._held = bytearray()
        self._overlong = False

    def accept(self, data):
        """Yields ("envelope", bytes), ("corrupt", None) or ("overlong", None) for every frame completed."""
        for byte in data:
            if byte:
                if len(self._held) > ACCEPTED_ENVELOPE + 4 + 5:
                    self._overlong = True
                    self._held.clear()
                self._held.append(byte)
                continue
            held, self._held = bytes(self._held), bytearray()
            overlong, self._overlong = self._overlong, False
            if overlong:
                yield "overlong", None
            elif held:
                raw = unstuff(held)
                good = raw is not None and len(raw) >= 4 and crc32c(raw[:-4]) == struct.unpack("<I", raw[-4:])[0]
                if not good:
                    yield "corrupt", None
                elif len(raw) - 4 > ACCEPTED_ENVELOPE:
                    yield "overlong", None
                else:
                    yield "envelope", raw[:-4]


# ---- pulses of a rank-1 update (LIM-P-020 to 022)

_MASK = (1 << 64) - 1


def draw(pulse_seed, k):
    """Upper half of SplitMix64's output k."""
    z = (pulse_seed + (k + 1) * 0x9E3779B97F4A7C15) & _MASK
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & _MASK
    z = (z ^ z >> 27) * 0x94D049BB133111EB & _MASK
    return (z ^ z >> 31) >> 32


def fired(row_codes, row_scale_q16, column_codes, column_scale_q16, slots, pulse_seed):
    """Per slot the lists of rows and columns that fire."""
    lines = [(code, row_scale_q16) for code in row_codes] + [(code, column_scale_q16) for code in column_codes]
    for slot in range(slots):
        on = [
            code != 0 and draw(pulse_seed, slot * len(lines) + line) < scale * abs(code) * 65536 // 127
            for line, (code, scale) in enumerate(lines)
        ]
        yield on[: len(row_codes)], on[len(row_codes) :]


def signed_counts(row_codes, row_scale_q16, column_codes, column_scale_q16, slots, pulse_seed):
    """Pulses per cell, row-major, the sign is the direction."""
    counts = [0] * (len(row_codes) * len(column_codes))
    for rows, columns in fired(row_codes, row_scale_q16, column_codes, column_scale_q16, slots, pulse_seed):
        for i, row in enumerate(rows):
            for j, column in enumerate(columns):
                if row and column:
                    counts[i * len(columns) + j] += 1 if row_codes[i] * column_codes[j] > 0 else -1
    return counts


# ---- carriers: send(envelope) and receive(seconds) -> envelope or None


class StreamLink:
    """Frames over something that reads and writes bytes."""

    def __init__(self, read, write, close):
        self._read, self._write, self.close = read, write, close
        self._decoder, self._ready = FrameDecoder(), []

    def send(self, envelope):
        self._write(frame(envelope))

    def receive(self, seconds):
        end = time.monotonic() + seconds
        while not self._ready and (left := end - time.monotonic()) > 0:
            data = self._read(left)
            self._ready += [body for kind, body in self._decoder.accept(data) if kind == "envelope"]
        return self._ready.pop(0) if self._ready else None


def open_serial(path, baud=921600):
    import serial

    port = serial.Serial(path, baud, timeout=0.05)

    def read(seconds):
        port.timeout = min(seconds, 0.05)
        return port.read(max(1, port.in_waiting))

    return StreamLink(read, port.write, port.close)


def open_tcp(host, port):
    stream = socket.create_connection((host, port), timeout=5)
    stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def read(seconds):
        stream.settimeout(seconds)
        try:
            data = stream.recv(4096)
        except socket.timeout:
            return b""
        if not data:
            raise DeviceError("the device has closed the connection")
        return data

    return StreamLink(read, stream.sendall, stream.close)


class MqttLink:
    """Bare envelopes through a broker (LIM-P-005, asyncapi.yaml)."""

    def __init__(self, host, port, bench, device, user=None, password=None):
        import paho.mqtt.client as mqtt
        from paho.mqtt.packettypes import PacketTypes
        from paho.mqtt.properties import Properties

        self._come = queue.Queue()
        name = "py-" + secrets.token_hex(8)
        self._root = f"lim/v1/{bench}/{device}"
        self._properties = Properties(PacketTypes.PUBLISH)
        self._properties.ResponseTopic = f"{self._root}/rsp/{name}"
        ready = queue.Queue()
        self._client = mqtt.Client(client_id=name, protocol=mqtt.MQTTv5)
        if user is not None:
            self._client.username_pw_set(user, password)
        self._client.on_message = lambda client, data, message: self._come.put(message.payload)
        self._client.on_connect = lambda client, data, flags, code, properties: ready.put(code)
        self._client.on_subscribe = lambda client, data, mid, codes, properties: ready.put(codes[0])
        self._client.connect(host, port)
        self._client.loop_start()
        self._require(ready.get(timeout=5), "the broker refuses")
        self._client.subscribe(f"{self._root}/rsp/{name}", qos=1)
        self._require(ready.get(timeout=5), "the broker refuses the reply topic")

    @staticmethod
    def _require(code, what):
        if code.value >= 128:
            raise DeviceError(f"{what}: {code}")

    def send(self, envelope):
        self._client.publish(f"{self._root}/cmd", envelope, qos=1, properties=self._properties)

    def receive(self, seconds):
        try:
            return self._come.get(timeout=max(seconds, 0.001))
        except queue.Empty:
            return None

    def close(self):
        self._client.disconnect()
        self._client.loop_stop()


# a port is a number, a host of colons stands in brackets
SERIAL = re.compile(r"serial:([^?]+)(?:\?baud=([0-9]{1,8}))?")
TCP = re.compile(r"tcp:(?:\[([0-9A-Fa-f:.]+)\]|([^:\[\]]+)):([0-9]{1,5})")
MQTT = re.compile(r"mqtt://(?:([^@/]+)@)?([^:/]+)(?::([0-9]{1,5}))?/([a-z0-9-]+)/([a-z0-9-]+)")
MOST_PORT = 65535


def open_link(address):
    """The carrier of an address, as limbench writes them."""
    serial, tcp, mqtt = (kind.fullmatch(address) for kind in (SERIAL, TCP, MQTT))
    port = tcp.group(3) if tcp else mqtt.group(3) if mqtt else None
    if not (serial or tcp or mqtt) or port and not 1 <= int(port) <= MOST_PORT:
        raise DeviceError(
            f"address is '{address}'; allowed: serial:PATH[?baud=N], tcp:HOST:PORT,"
            f" mqtt://[USER@]HOST[:PORT]/BENCH/DEVICE, ports from 1 to {MOST_PORT}"
        )
    if serial:
        return open_serial(serial.group(1), int(serial.group(2) or 921600))
    if tcp:
        return open_tcp(tcp.group(1) or tcp.group(2), int(port))
    user, host, _, bench, device = mqtt.groups()
    return MqttLink(host, int(port or 1883), bench, device, user, os.environ.get("LIMBENCH_MQTT_PASSWORD"))


# ---- session (LIM-P-030 to 049)


class Session:
    """One host's hold on a device; a context manager that says goodbye."""

    def __init__(self, link, name="python"):
        self._link = link
        self._sent = self._heard = 0
        self._alive = False
        answer = self._open(name)
        self.boot_id = answer.hello_ack.boot_id
        self.last_id = answer.hello_ack.last_update_id
        self._uptime = answer.hello_ack.uptime_millis
        self.datasheet = self.ask(lambda e: e.datasheet_request.SetInParent()).datasheet_reply.datasheet

    def _open(self, name):
        """The HelloAck of a session just opened; where the device cannot open this one, another is asked for (LIM-P-033)."""
        pause, end = BUSY_SECONDS, time.monotonic() + HELLO_SECONDS * HELLO_TRIES
        while True:
            self.session = secrets.randbits(64) | 1
            answer = self._greet(name)
            if answer.WhichOneof("body") == "hello_ack":
                return answer
            fault = answer.fault
            if fault.code != wire.FAULT_BUSY or time.monotonic() + pause > end:
                raise DeviceError(f"the device refuses the session: {wire.FaultCode.Name(fault.code)} {fault.text}")
            self._until(pause, lambda envelope: False)
            pause = min(1, 2 * pause)

    def _greet(self, name):
        """What the device answers to the hello of this session."""
        hello = wire.Envelope(session=self.session)
        hello.hello.proto_major = PROTO_MAJOR
        hello.hello.session = self.session
        hello.hello.lease_millis = 5000
        hello.hello.client_name = name
        hello.hello.max_frame = ACCEPTED_ENVELOPE
        for _ in range(HELLO_TRIES):
            self._link.send(hello.SerializeToString())
            answer = self._until(HELLO_SECONDS, lambda e: e.WhichOneof("body") in ("hello_ack", "fault"))
            if answer is not None:
                return answer
        raise DeviceError("no answer to the hello; is a limbench device there?")

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        bye = wire.Envelope(session=self.session)
        bye.bye.reason = "done"
        for _ in range(3):
            self._link.send(bye.SerializeToString())
            if self._until(0.2, lambda e: e.WhichOneof("body") == "bye") is not None:
                break
        self._link.close()

    def _until(self, seconds, wanted):
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            data = self._link.receive(left)
            if data is None:
                return None
            envelope = wire.Envelope.FromString(data)
            if envelope.session in (self.session, 0) and wanted(envelope):
                return envelope
        return None

    def _acknowledge(self, nak=False):
        ack = wire.Envelope(session=self.session)
        ack.ack.cumulative_seq = self._heard
        ack.ack.credits = 1
        ack.ack.nak = nak
        self._link.send(ack.SerializeToString())

    def _sequenced(self, envelope):
        """Whether this is the next message of the device; acknowledges it."""
        if envelope.WhichOneof("body") == "ack":
            self._uptime = envelope.ack.uptime_millis
            self._alive = True
        if envelope.seq == self._heard + 1:
            self._heard += 1
            self._acknowledge()
            return True
        if envelope.seq:
            self._acknowledge(nak=envelope.seq > self._heard)
        return False

    def ask(self, fill, last=lambda envelope: True):
        """Sends one request; returns its last answer, with all of them in .answers of this session."""
        self._sent += 1
        request = wire.Envelope(session=self.session, seq=self._sent)
        fill(request)
        data, self.answers = request.SerializeToString(), []
        if len(data) > MOST_ENVELOPE:
            raise DeviceError(f"the request has {len(data)} bytes; allowed: {MOST_ENVELOPE}")
        pause, silent, end = 0.05, 0, time.monotonic() + ANSWER_SECONDS
        while silent < TRIES and time.monotonic() < end:
            silent, self._alive = silent + 1, False
            self._link.send(data)
            while (answer := self._until(pause, self._sequenced)) is not None:
                self.answers.append(answer)
                if answer.WhichOneof("body") == "fault":
                    raise DeviceError(f"{wire.FaultCode.Name(answer.fault.code)}: {answer.fault.text}")
                if last(answer):
                    return answer
            if self._alive:
                silent = 0  # an Ack is a sign of life: the device is at a long command (LIM-P-037)
            self._acknowledge(nak=True)
            pause = min(1, 2 * pause)
        raise DeviceError(f"no answer to {TRIES} tries of the same request")

    def execute(self, fill):
        """Carries out one Command; fill gets it with id and deadline set. Returns its Result."""
        self.last_id += 1

        def request(envelope):
            envelope.command.command_id = self.last_id
            envelope.command.deadline_uptime_millis = self._uptime + 30000
            fill(envelope.command)

        result = self.ask(request, lambda e: e.WhichOneof("body") == "result").result
        if result.status == wire.RECEIPT_REJECTED:
            raise DeviceError(f"rejected: {result.detail}")
        return result

    def _tile(self, tile, row=0, column=0, rows=0, columns=0):
        tile.row, tile.column = row, column
        tile.rows, tile.columns = rows or self.datasheet.rows, columns or self.datasheet.columns

    def drive(self, drive):
        """A drive the device takes: a quarter of the hold barrier tilted by half of that, or its nominal volts."""
        if self.datasheet.WhichOneof("drive") == "barrier":
            drive.barrier.barrier_joules = self.datasheet.barrier.hold_joules / 4
            drive.barrier.tilt_joules = drive.barrier.barrier_joules / 2
        else:
            drive.voltage.CopyFrom(self.datasheet.voltage)

    def pulse(self, count=1, up=True, **tile):
        """Fires a pulse train at a tile."""

        def fill(command):
            train = command.pulse_train
            self._tile(train.tile, **tile)
            self.drive(train.drive)
            train.operation = wire.OPERATION_UPDATE
            train.polarity = wire.POLARITY_POTENTIATE if up else wire.POLARITY_DEPRESS
            train.pulse_seconds = train.period_seconds = self.datasheet.pulse_seconds
            train.count = count

        return self.execute(fill)

    def rank1(self, row_codes, column_codes, slots=8, pulse_seed=1):
        """Fires a rank-1 update with every line's scale at 1."""

        def fill(command):
            update = command.rank1
            self._tile(update.tile, rows=len(row_codes), columns=len(column_codes))
            self.drive(update.drive)
            update.row_codes = struct.pack(f"{len(row_codes)}b", *row_codes)
            update.column_codes = struct.pack(f"{len(column_codes)}b", *column_codes)
            update.row_scale_q16 = update.column_scale_q16 = 65536
            update.slots, update.pulse_seed = slots, pulse_seed
            update.pulse_seconds = self.datasheet.pulse_seconds

        return self.execute(fill)

    def read(self, **tile):
        """Conductances of a tile in siemens, row-major."""

        def fill(command):
            command.deadline_uptime_millis = 0
            self._tile(command.read.tile, **tile)
            command.read.averages = 1

        self.execute(fill)
        codes = b"".join(e.tile_chunk.codes for e in self.answers if e.WhichOneof("body") == "tile_chunk")
        wide = 2 if self.datasheet.converter.bits > 8 else 1
        numbers = struct.unpack("<" + ("H" if wide == 2 else "B") * (len(codes) // wide), codes)
        converter = self.datasheet.converter
        return [converter.offset_siemens + number * converter.lsb_siemens for number in numbers]

    def joules(self, result):
        """Net energy of a result over the accounts that are metered, J; None where the meter did not see all of it."""
        meter = self.datasheet.meter
        added = result.window.added
        if added.losses:
            return None
        lsb = [0 if meter.unmetered_accounts >> n & 1 else j for n, j in enumerate(meter.lsb_joules)]
        for n, basic in enumerate(BASIC_ACCOUNT_OF_APART, start=len(lsb)):
            lsb.append(lsb[basic] if meter.apart_accounts >> n & 1 else 0)
        return sum(c * j for c, j in zip(added.delivered, lsb)) - sum(c * j for c, j in zip(added.returned, lsb))


def main(address):
    with Session(open_link(address)) as device:
        sheet = device.datasheet
        print(f"{sheet.device}, {sheet.firmware}: {sheet.rows} x {sheet.columns} cells")
        before = device.read(rows=1)
        result = device.pulse(rows=1)
        after = device.read(rows=1)
        moved = sum(b - a for a, b in zip(before, after)) / sheet.minimum_step_siemens
        joules = device.joules(result)
        energy = "energy not measured" if joules is None else f"{joules:.3e} J"
        print(f"one pulse at {result.cells} cells: {moved:+.1f} steps in all, {energy}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: limbench_client.py ADDRESS")
    try:
        main(sys.argv[1])
    except (DeviceError, OSError) as failed:
        sys.exit(f"limbench_client: {failed}")
