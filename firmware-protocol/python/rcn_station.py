"""A small host for an RCN test station: one ASCII line out, one reply in.

Written from rcn.md beside ../README.md. Needs Python 3.9 and pyserial. From the shell:

    python3 rcn_station.py /dev/ttyACM0

asks the station who it is, sets and clears an output, chooses a feedback, reads the converters, captures a step, and prints
what came back. It touches outputs: no chip should be on the adapter that minds 1 V on output 8 of chip 5.
"""

import struct
import sys

import serial

TENTHS_PER_VOLT = 10_000  # whatever unit a reply prints


class Station:
    def __init__(self, path, seconds=2.0):
        self.port = serial.Serial(path, 115_200, timeout=seconds)
        self.port.reset_input_buffer()

    def _line(self):
        while True:
            raw = self.port.readline()
            if not raw.endswith(b"\n"):
                raise TimeoutError("no whole reply from the station")
            if raw.strip():
                return raw.decode("ascii").strip()

    def ask(self, line):
        """Sends a line, gives what stands behind OK: or DATA:. The next line must wait until this has returned."""
        self.port.write(line.encode("ascii") + b"\n")
        reply = self._line()
        kind, _, text = reply.partition(":")
        if kind not in ("OK", "DATA"):
            raise RuntimeError(f"'{line}' was answered '{reply}'")
        return text

    def set_output(self, chip, channel, volts):
        told = self.ask(f"DAC_SET {chip} {channel} {volts:.4f}")
        return int(told.split("=")[1].rstrip("mV")) / TENTHS_PER_VOLT

    def read_converters(self, chip):
        pairs = (part.split("=") for part in self.ask(f"ADS_READ {chip}").split(","))
        return {name: int(value) / TENTHS_PER_VOLT for name, value in pairs}

    def capture_step(self, samples, prescaler, period, pretrigger):
        """Volts at PA1, and how many of them lie before PD9 rose."""
        self.port.write(f"CAPTURE_STEP {samples} {prescaler} {period} {pretrigger}\n".encode("ascii"))
        before = int(self._line().removeprefix("PRETRIG:"))
        count = int(self._line().removeprefix("BINARY:"))
        block = self.port.read(count)
        done = self._line()
        if len(block) != count or done != f"OK:CAPTURE_STEP_DONE n={samples}":
            raise RuntimeError(f"{len(block)} of {count} bytes, then '{done}'")
        return [code * 3.3 / 65_535 for code in struct.unpack(f"<{count // 2}H", block)], before


def main(path):
    station = Station(path)
    print("station", station.ask("IDENTIFY"))
    print("output", station.set_output(5, 8, 1.0), "V, back to", station.set_output(5, 8, 0.0), "V")
    print("feedback", station.ask("TIA_GAIN B 200K"))
    print("converters", station.read_converters(2))
    volts, before = station.capture_step(100, 0, 74, 20)
    print("captured", len(volts), "samples,", before, "before the step, first", round(volts[0], 2), "V")
    try:
        station.ask("DAC_SET 6 1 1.0")
    except RuntimeError as refused:
        print("refused", refused)


if __name__ == "__main__":
    main(sys.argv[1])
