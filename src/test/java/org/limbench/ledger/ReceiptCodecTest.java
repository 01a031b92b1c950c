package org.limbench.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterLoss;
import org.limbench.device.MeterWindow;

/** What the meter missed outlives the host: the ledger is made from the journal alone. */
final class ReceiptCodecTest {
    private static MeterLatch latch(long counts, int losses) {
        long[] delivered = new long[EnergyAccount.count()];
        delivered[1] = counts;
        return new MeterLatch(delivered, new long[EnergyAccount.count()], losses);
    }

    @Test
    void whatTheMeterMissedComesBackWithTheWindowsAroundIt() {
        MeterLoss gap = new MeterLoss(Set.of(EnergyAccount.UPDATE), Set.of(MeterLoss.Cause.GAP), 0.5);
        List<MeterWindow> windows = List.of(
                new MeterWindow(latch(0, 0), latch(5, 0), 0, 1),
                new MeterWindow(latch(5, 0), latch(5, 2), 1, 2, gap),
                new MeterWindow(latch(5, 2), latch(9, 2), 2, 3),
                new MeterWindow(latch(9, 2), latch(9, 3), 3, 4),
                new MeterWindow(latch(20, -1), latch(21, -1), 5, 6),
                new MeterWindow(latch(21, -1), latch(22, 0), 6, 7),
                new MeterWindow(latch(22, 0), latch(4, 0), 7, 8).begunAnew(),
                new MeterWindow(latch(4, 0), latch(6, 0), 8, 9));
        ReceiptCodec writer = new ReceiptCodec(EnergyAccount.count());
        ByteSink out = new ByteSink();
        windows.forEach(window -> writer.window(out, window));

        ReceiptCodec reader = new ReceiptCodec(EnergyAccount.count());
        ByteSource in = new ByteSource(out.buffer(), 0, out.length());

        assertThat(windows).allSatisfy(window -> assertThat(reader.window(in)).isEqualTo(window));
        assertThat(in.left()).isZero();
    }
}
