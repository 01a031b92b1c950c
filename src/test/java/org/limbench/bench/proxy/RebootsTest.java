package org.limbench.bench.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limbench.device.ReadRequest;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;
import org.limbench.emulator.FaultPlan.Moment;
import org.limbench.emulator.FaultPlan.Reboot;
import org.limbench.protocol.Command;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.FrameCodec;
import org.limbench.protocol.HelloAck;
import org.limbench.protocol.Message;
import org.limbench.protocol.Result;
import org.limbench.protocol.UpdateCommit;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.TestDevice;
import org.limbench.transport.LinkKind;

final class RebootsTest {
    private final List<String> told = new ArrayList<>();

    @TempDir
    private Path directory;

    private Reboots reboots(String command, Reboot... planned) {
        return new Reboots(List.of(planned), null, new RebootCommand(command), LinkKind.STREAM, told::add);
    }

    private String rebooting() {
        return "echo once >> '" + directory.resolve("reboots") + "'";
    }

    private long rebooted() throws IOException {
        Path file = directory.resolve("reboots");
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    private static byte[] frame(long seq, Message message) {
        return FrameCodec.encode(new Envelope(5, seq, message));
    }

    private static byte[] change(long seq, long id) {
        return frame(seq, new Command(id, 1000, new TimeAdvance(1, false)));
    }

    private static byte[] result(long id) {
        TestDevice device = TestDevice.small(new ManualClock());
        return frame(1, new Result(id, device.device.advance(new TimeAdvance(1, false)), ""));
    }

    private static byte[] helloAck(long boot, long lastId) {
        return frame(0, new HelloAck(boot, 1, 0, lastId, 8, 1024, 0, 0, 1000, true));
    }

    @ParameterizedTest
    @CsvSource({"BEFORE, 1, 1, true", "COMMIT, 0, 1, true", "AFTER, 0, 0, false"})
    void theDeviceIsRebootedAtTheMomentPlanned(Moment moment, long before, long after, boolean resultPasses)
            throws Exception {
        Reboots reboots = reboots(rebooting(), new Reboot(2, moment));
        reboots.beforeSending(change(1, 11));
        reboots.afterSending();
        assertThat(rebooted()).isZero();
        reboots.beforeSending(change(2, 12));
        assertThat(rebooted()).isEqualTo(before);
        reboots.afterSending();
        assertThat(rebooted()).isEqualTo(after);
        assertThat(reboots.passes(result(11))).isTrue();
        assertThat(reboots.passes(result(12))).isEqualTo(resultPasses);
        assertThat(rebooted()).isOne();
        assertThat(reboots.carriedOut()).isOne();
        assertThat(told).hasSize(1);
    }

    @Test
    void readsRepetitionsAndBrokenFramesDoNotCount() throws Exception {
        Reboots reboots = reboots(rebooting(), new Reboot(2, Moment.BEFORE));
        byte[] broken = change(9, 20);
        broken[9] ^= 2;
        reboots.beforeSending(frame(1, new Command(10, 0, new ReadRequest(new Tile(0, 0, 1, 1), 1))));
        reboots.beforeSending(change(2, 11));
        reboots.beforeSending(change(2, 11));
        reboots.beforeSending(broken);
        assertThat(rebooted()).isZero();
        reboots.beforeSending(frame(3, new UpdateCommit(12, 9, 1)));
        assertThat(rebooted()).isOne();
    }

    @Test
    void aDeviceThatHasBootedAnewCountsItsIdsAnew() throws Exception {
        Reboots reboots = reboots(rebooting(), new Reboot(2, Moment.BEFORE));
        assertThat(reboots.passes(helloAck(1, 0))).isTrue();
        reboots.beforeSending(change(1, 50));
        assertThat(reboots.passes(helloAck(1, 0))).isTrue();
        reboots.beforeSending(change(2, 1));
        assertThat(rebooted()).as("an old id in the same boot").isZero();
        assertThat(reboots.passes(helloAck(2, 0))).isTrue();
        reboots.beforeSending(change(1, 1));
        assertThat(rebooted()).isOne();
    }

    @Test
    void aCommandThatFailsIsToldWithItsCode() {
        Reboots reboots = reboots("exit 3", new Reboot(1, Moment.BEFORE));
        assertThatThrownBy(() -> reboots.beforeSending(change(1, 1)))
                .isInstanceOf(IOException.class)
                .hasMessage("reboot command 'exit 3' ended with code 3");
    }
}
