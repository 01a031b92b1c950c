package org.limbench.transport.faults;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a line that takes time: bytes go in when they are sent and come out when they have arrived, all of
 * them, in order. Waits for nothing itself. Single-threaded.
 *
 * <p>The latency timer is that of FTDI's USB serial adapters, towards the host alone: a packet goes when 62 bytes are
 * there (64 less 2 of status) or when the timer runs out, which counts from the last packet and is 16 ms unless set
 * (application note AN232B-04, "Data Throughput, Latency and Handshaking", FTDI 2006). Omits: event characters, changes
 * of modem lines, and the frames of the USB bus (1 ms).
 */
public final class TimedLine {
    /** User bytes in a USB packet of 64. */
    private static final int PACKET_BYTES = 62;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double TWO_TO_MINUS_53 = 0x1.0p-53;

    /** Bytes that arrive together; {@code at} in ns since the line was made. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Arrival(long at, byte[] bytes) {}

    private final LineTiming timing;
    private final long timerNanos;
    private final LongSupplier nanoTime;
    private final long origin;
    private final LongUnaryOperator draws;
    private final Deque<Arrival> arrivals = new ArrayDeque<>();
    private final byte[] packet = new byte[PACKET_BYTES];
    private int packed;
    private long packetLeaves;
    private long lastPacket;
    private long busyUntil;
    private long lastArrival;
    private long stalledUntil;
    private long drawn;
    private long waiting;

    /**
     * A line with nothing on it.
     *
     * @param stream whether bytes may be torn apart; else what is sent together arrives together
     * @param nanoTime monotone clock, ns
     * @param draws of the jitter: draw number to 64 random bits
     */
    public TimedLine(
            LineTiming timing,
            LinkDirection direction,
            boolean stream,
            LongSupplier nanoTime,
            LongUnaryOperator draws) {
        this.timing = timing;
        this.nanoTime = nanoTime;
        this.draws = draws;
        origin = nanoTime.getAsLong();
        timerNanos = stream && direction == LinkDirection.TO_HOST
                ? TimeUnit.MILLISECONDS.toNanos(timing.latencyTimerMillis())
                : 0;
    }

    /** Sends bytes, now. */
    public void offer(byte[] bytes) {
        long start = Math.max(now(), busyUntil);
        waiting += bytes.length;
        double nanosPerByte = timing.bytesPerSecond() > 0 ? NANOS_PER_SECOND / timing.bytesPerSecond() : 0;
        if (timerNanos == 0) {
            busyUntil = start + Math.round(bytes.length * nanosPerByte);
            arrive(busyUntil, bytes);
            return;
        }
        for (int i = 0; i < bytes.length; i++) {
            busyUntil = start + Math.round((i + 1) * nanosPerByte);
            pack(bytes[i], busyUntil);
        }
    }

    /** Lets nothing out for so long from now, what is on its way included. */
    public void stall(long millis) {
        stalledUntil = Math.max(stalledUntil, now() + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Bytes that have arrived by now; null when none have. */
    public byte @Nullable [] poll() {
        long now = now();
        if (packed > 0 && now >= packetLeaves) {
            send(packetLeaves);
        }
        Arrival next = arrivals.peek();
        if (next == null || now < next.at || now < stalledUntil) {
            return null;
        }
        arrivals.remove();
        waiting -= next.bytes.length;
        return next.bytes;
    }

    /** How long until more may have arrived, ns, 0 or more; {@link Long#MAX_VALUE} when nothing is on its way. */
    public long nanosToNext() {
        Arrival next = arrivals.peek();
        if (next == null && packed == 0) {
            return Long.MAX_VALUE;
        }
        long at = next == null ? packetLeaves : packed == 0 ? next.at : Math.min(next.at, packetLeaves);
        return Math.max(0, Math.max(at, stalledUntil) - now());
    }

    /** Bytes that were sent and have not arrived. */
    public long waitingBytes() {
        return waiting;
    }

    private void pack(byte value, long at) {
        if (packed > 0 && at > packetLeaves) {
            send(packetLeaves);
        }
        if (packed == 0) {
            long periods = Math.max(1, (at - lastPacket + timerNanos - 1) / timerNanos);
            packetLeaves = lastPacket + periods * timerNanos;
        }
        packet[packed++] = value;
        if (packed == PACKET_BYTES) {
            send(at);
        }
    }

    private void send(long at) {
        lastPacket = at;
        arrive(at, Arrays.copyOf(packet, packed));
        packed = 0;
    }

    private void arrive(long left, byte[] bytes) {
        double late =
                timing.latencyMillis() + timing.jitterMillis() * (draws.applyAsLong(drawn++) >>> 11) * TWO_TO_MINUS_53;
        lastArrival = Math.max(lastArrival, left + Math.round(late * NANOS_PER_MILLI));
        arrivals.add(new Arrival(lastArrival, bytes));
    }

    private long now() {
        return nanoTime.getAsLong() - origin;
    }
}
