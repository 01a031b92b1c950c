"""The contract's vectors, taken by the Python client: python3 -m unittest test_vectors"""

import json
import pathlib
import unittest

from google.protobuf.message import DecodeError

import limbench_client as client
import limbench_pb2 as wire

VECTORS = pathlib.Path(__file__).resolve().parent.parent / "test-vectors"


def load(name, key="vectors"):
    return json.loads((VECTORS / f"{name}.json").read_text())[key]


class Vectors(unittest.TestCase):
    def test_stuffing_is_the_vectors_both_ways(self):
        for vector in load("framing", "cobs"):
            raw, stuffed = bytes.fromhex(vector["raw_hex"]), bytes.fromhex(vector["stuffed_hex"])
            with self.subTest(vector["name"]):
                self.assertEqual(client.stuff(raw), stuffed)
                self.assertEqual(client.unstuff(stuffed), raw)

    def test_checksum_is_the_vectors(self):
        for vector in load("framing", "crc"):
            with self.subTest(vector["name"]):
                self.assertEqual(client.crc32c(bytes.fromhex(vector["bytes_hex"])), int(vector["crc_hex"], 16))

    def test_messages_are_framed_and_read_as_the_same_bytes(self):
        for vector in load("messages"):
            envelope, frame = bytes.fromhex(vector["envelope_hex"]), bytes.fromhex(vector["frame_hex"])
            with self.subTest(vector["name"]):
                self.assertEqual(client.frame(envelope), frame)
                self.assertEqual(list(client.FrameDecoder().accept(frame)), [("envelope", envelope)])
                self.assertEqual(wire.Envelope.FromString(envelope).SerializeToString(deterministic=True), envelope)

    def test_broken_frames_are_dropped_and_the_next_good_one_found(self):
        for vector in load("broken"):
            if "stream_hex" not in vector:
                continue
            told = [self.outcome(*found) for found in client.FrameDecoder().accept(bytes.fromhex(vector["stream_hex"]))]
            # what is malformed or unsupported is the device's to say; here it is an envelope all the same
            expected = ["decoded" if e["result"] in ("malformed", "unsupported") else e["result"] for e in vector["expect"]]
            with self.subTest(vector["name"]):
                self.assertEqual(told, expected)

    @staticmethod
    def outcome(kind, envelope):
        if kind != "envelope":
            return kind
        try:
            wire.Envelope.FromString(envelope)
            return "decoded"
        except DecodeError:
            return "corrupt"

    def test_lines_fire_where_the_vector_says(self):
        for vector in load("bit-lines"):
            seed = int(vector["pulse_seed"])
            rank1 = (
                vector["row_codes"],
                vector["row_scale_q16"],
                vector["column_codes"],
                vector["column_scale_q16"],
                vector["slots"],
                seed,
            )
            with self.subTest(vector["name"]):
                self.assertEqual([f"{client.draw(seed, k):08x}" for k in range(4)], vector["first_draws"])
                bits = lambda lines: "".join(str(int(on)) for on in lines)
                self.assertEqual(
                    [f"{bits(rows)} {bits(columns)}" for rows, columns in client.fired(*rank1)], vector["fired"]
                )
                self.assertEqual(client.signed_counts(*rank1), vector["signed_counts"])

    def test_staged_payload_has_the_checksum_of_the_vector(self):
        for vector in load("staging"):
            with self.subTest(vector["name"]):
                payload = bytes.fromhex(vector["payload_hex"])
                self.assertEqual(client.crc32c(payload), int(vector["payload_crc_hex"], 16))


if __name__ == "__main__":
    unittest.main()
