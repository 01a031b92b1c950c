"""What a host does where the rules ask something of it: python3 -m unittest test_session"""

import unittest
from unittest import mock

import limbench_client as client
import limbench_pb2 as wire


class Device:
    """Answers hellos by a list of fault codes, then opens; time is its own."""

    def __init__(self, *faults):
        self.now = 0.0
        self.hellos = []  # (second, session)
        self._faults = list(faults)
        self._answers = []

    def monotonic(self):
        return self.now

    def send(self, data):
        asked = wire.Envelope.FromString(data)
        body, reply = asked.WhichOneof("body"), wire.Envelope(session=asked.session)
        if body == "hello":
            self.hellos.append((round(self.now, 3), asked.session))
            fault = self._faults.pop(0) if self._faults else None
            if fault is None:
                reply.hello_ack.boot_id, reply.hello_ack.last_update_id = 7, 3
            else:
                reply.fault.code, reply.fault.field, reply.fault.text = fault, "hello.session", "still starting"
        elif body == "datasheet_request":
            reply.seq = 1
            reply.datasheet_reply.datasheet.device = "fake"
        else:
            return
        self._answers.append(reply.SerializeToString())

    def receive(self, seconds):
        if self._answers:
            return self._answers.pop(0)
        self.now += seconds
        return None

    def close(self):
        pass


class Greeting(unittest.TestCase):
    def session(self, device):
        with mock.patch.object(client, "time", device):
            return client.Session(device)

    def test_a_busy_device_is_asked_again_under_another_session_and_less_and_less_often(self):
        device = Device(*[wire.FAULT_BUSY] * 4)
        session = self.session(device)
        self.assertEqual([second for second, _ in device.hellos], [0, 0.2, 0.6, 1.4, 2.4])
        asked = [number for _, number in device.hellos]
        self.assertEqual(len(set(asked)), 5)
        self.assertEqual(session.session, asked[-1])
        self.assertEqual((session.boot_id, session.last_id, session.datasheet.device), (7, 3, "fake"))

    def test_a_device_that_stays_busy_is_given_up_with_its_own_word(self):
        device = Device(*[wire.FAULT_BUSY] * 100)
        with self.assertRaisesRegex(client.DeviceError, "FAULT_BUSY still starting"):
            self.session(device)
        self.assertEqual([second for second, _ in device.hellos], [0, 0.2, 0.6, 1.4, 2.4, 3.4, 4.4])

    def test_another_refusal_is_no_reason_to_ask_again(self):
        device = Device(wire.FAULT_LEASE_HELD)
        with self.assertRaisesRegex(client.DeviceError, "FAULT_LEASE_HELD"):
            self.session(device)
        self.assertEqual(len(device.hellos), 1)


class Addresses(unittest.TestCase):
    def test_what_is_no_address_is_refused_by_one_line(self):
        for address in ("", "tcp:h", "tcp:h:x", "tcp:h:0", "tcp:h:65536", "tcp:::1:1", "serial:", "serial:p?baud=x", "mqtt://h:70000/b/d"):
            with self.subTest(address), self.assertRaisesRegex(client.DeviceError, "allowed: serial:PATH"):
                client.open_link(address)

    def test_a_host_of_colons_stands_in_brackets(self):
        with mock.patch.object(client, "open_tcp") as opened:
            client.open_link("tcp:[::1]:4000")
        opened.assert_called_once_with("::1", 4000)


if __name__ == "__main__":
    unittest.main()
