package org.limbench.protocol;

import java.util.List;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterLoss;
import org.limbench.device.MeterWindow;
import org.limbench.device.Require;
import org.limbench.protocol.wire.Wire;

/** Energy registers and the state of the device, to the wire form and back. */
final class MeterWire {
    private MeterWire() {}

    static Wire.MeterLatch to(MeterLatch latch) {
        return latch(latch.delivered(), latch.returned(), latch.losses());
    }

    private static Wire.MeterLatch latch(long[] delivered, long[] returned, int losses) {
        Wire.MeterLatch.Builder wire = Wire.MeterLatch.newBuilder().setLosses(losses);
        for (int i = 0, n = used(delivered); i < n; i++) {
            wire.addDelivered(delivered[i]);
        }
        for (int i = 0, n = used(returned); i < n; i++) {
            wire.addReturned(returned[i]);
        }
        return wire.build();
    }

    static MeterLatch from(String field, boolean present, Wire.MeterLatch wire) {
        FieldWire.present(field, present);
        return new MeterLatch(
                counts(field, wire.getDeliveredList()), counts(field, wire.getReturnedList()), wire.getLosses());
    }

    private static int used(long[] counts) {
        int n = counts.length;
        while (n > 0 && counts[n - 1] == 0) {
            n--;
        }
        return n;
    }

    private static long[] counts(String field, List<Long> wire) {
        if (wire.size() > EnergyAccount.count()) {
            throw new IllegalArgumentException(
                    field + " has " + wire.size() + " channels; allowed: at most " + EnergyAccount.count());
        }
        long[] counts = new long[EnergyAccount.count()];
        for (int i = 0; i < wire.size(); i++) {
            counts[i] = wire.get(i);
        }
        return counts;
    }

    static Wire.MeterWindow to(MeterWindow window) {
        MeterLoss unseen = window.unseen();
        return Wire.MeterWindow.newBuilder()
                .setStart(to(window.start()))
                .setAdded(latch(
                        difference(window.end().delivered(), window.start().delivered()),
                        difference(window.end().returned(), window.start().returned()),
                        window.end().losses() - window.start().losses()))
                .setStartSeconds(window.startSeconds())
                .setEndSeconds(window.endSeconds())
                .setUnseenAccounts(unseen.accountBits())
                .setUnseenCauses(unseen.causeBits())
                .setUnseenSeconds(unseen.seconds())
                .build();
    }

    static MeterWindow from(boolean present, Wire.MeterWindow wire) {
        FieldWire.present("window", present);
        MeterLatch start = from("start", wire.hasStart(), wire.getStart());
        MeterLatch added = from("added", wire.hasAdded(), wire.getAdded());
        MeterLatch end = new MeterLatch(
                sum(start.delivered(), added.delivered()),
                sum(start.returned(), added.returned()),
                start.losses() + added.losses());
        return new MeterWindow(
                start, end, wire.getStartSeconds(), wire.getEndSeconds(), unseen(added.losses() != 0, wire));
    }

    private static MeterLoss unseen(boolean losses, Wire.MeterWindow wire) {
        int accounts = wire.getUnseenAccounts();
        int causes = wire.getUnseenCauses();
        double seconds = wire.getUnseenSeconds();
        if (losses) {
            return MeterLoss.ofBits(accounts, causes, Require.atLeastZero("unseen_seconds", seconds, "s"));
        }
        if (accounts != 0 || causes != 0 || seconds != 0) {
            throw new IllegalArgumentException(
                    "losses is 0; allowed with unseen accounts, causes or seconds: 1 or more");
        }
        return MeterLoss.NONE;
    }

    private static long[] difference(long[] end, long[] start) {
        long[] added = new long[end.length];
        for (int i = 0; i < added.length; i++) {
            added[i] = end[i] - start[i];
        }
        return added;
    }

    private static long[] sum(long[] start, long[] added) {
        long[] end = new long[start.length];
        for (int i = 0; i < end.length; i++) {
            end[i] = start[i] + added[i];
        }
        return end;
    }

    static Wire.MeterReply to(MeterReply reply) {
        return Wire.MeterReply.newBuilder()
                .setLatch(to(reply.latch()))
                .setDeviceSeconds(reply.deviceSeconds())
                .build();
    }

    static MeterReply from(Wire.MeterReply wire) {
        return new MeterReply(from("latch", wire.hasLatch(), wire.getLatch()), wire.getDeviceSeconds());
    }

    static Wire.MeterStream to(MeterStream stream) {
        return Wire.MeterStream.newBuilder()
                .setOn(stream.on())
                .setPeriodMillis(stream.periodMillis())
                .build();
    }

    static MeterStream from(Wire.MeterStream wire) {
        return new MeterStream(wire.getOn(), wire.getPeriodMillis());
    }

    static Wire.MeterEvent to(MeterEvent event) {
        return Wire.MeterEvent.newBuilder()
                .setCounter((int) event.counter())
                .setLatch(to(event.latch()))
                .setDeviceSeconds(event.deviceSeconds())
                .build();
    }

    static MeterEvent from(Wire.MeterEvent wire) {
        return new MeterEvent(
                Integer.toUnsignedLong(wire.getCounter()),
                from("latch", wire.hasLatch(), wire.getLatch()),
                wire.getDeviceSeconds());
    }

    static Wire.StatusReply to(StatusReply status) {
        FaultCounters counters = status.counters();
        return Wire.StatusReply.newBuilder()
                .setUptimeMillis(status.uptimeMillis())
                .setDeviceSeconds(status.deviceSeconds())
                .setLastUpdateId(status.lastUpdateId())
                .setLatch(to(status.latch()))
                .setTemperatureKelvin(status.temperatureKelvin())
                .setCounters(Wire.FaultCounters.newBuilder()
                        .setCorrupt(counters.corrupt())
                        .setOverlong(counters.overlong())
                        .setOtherSession(counters.otherSession())
                        .setRepeated(counters.repeated())
                        .setOutOfOrder(counters.outOfOrder())
                        .setMalformed(counters.malformed()))
                .build();
    }

    static StatusReply from(Wire.StatusReply wire) {
        Wire.FaultCounters counters = wire.getCounters();
        return new StatusReply(
                wire.getUptimeMillis(),
                wire.getDeviceSeconds(),
                wire.getLastUpdateId(),
                from("latch", wire.hasLatch(), wire.getLatch()),
                wire.getTemperatureKelvin(),
                new FaultCounters(
                        counters.getCorrupt(),
                        counters.getOverlong(),
                        counters.getOtherSession(),
                        counters.getRepeated(),
                        counters.getOutOfOrder(),
                        counters.getMalformed()));
    }
}
