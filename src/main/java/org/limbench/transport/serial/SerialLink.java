package org.limbench.transport.serial;

import com.fazecast.jSerialComm.SerialPort;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

/**
 * A stream over a serial port, host side.
 *
 * <p>A reader thread blocks in the driver and hands bytes over; it also watches the writer, because a write to a device
 * that takes nothing has no time limit of its own: when the limit passes the port is closed under it, and how much was
 * sent is unknown. The state of the port is latched from failing reads and writes; the library's own {@code isOpen} and
 * last error tell nothing about it. Bytes sent right before {@link #close} may be lost, as the driver discards them.
 *
 * <p>The exclusive lock is advisory: a program that does not ask for it can still steal bytes.
 */
public final class SerialLink implements Link {
    /** How long a device may take no byte, beside the time that what the driver holds takes on the line. */
    private static final Duration WRITE_LIMIT = Duration.ofMillis(1500);

    private static final long DRIVER_BITS = 8192 * 10;
    private static final long CLOSE_LIMIT_MILLIS = 2000;
    private static final OpenPorts OPEN = new OpenPorts();
    /** The unit of the driver's read timer; at 25.6 s it overflows. */
    private static final int READ_SLICE_MILLIS = 100;

    private static final int CHUNK_BYTES = 8192;
    private static final long NOT_WRITING = Long.MIN_VALUE;

    private final SerialPort port;
    private final String address;
    private final LongSupplier nanoTime;
    private final long writeLimitNanos;
    private final InboundBytes inbound = new InboundBytes();
    private final AtomicLong writingSince = new AtomicLong(NOT_WRITING);
    private final AtomicBoolean closed = new AtomicBoolean();

    private SerialLink(SerialPort port, String address, LongSupplier nanoTime, Duration writeLimit) {
        this.port = port;
        this.address = address;
        this.nanoTime = nanoTime;
        this.writeLimitNanos = writeLimit.toNanos();
    }

    /**
     * Opens a port, 8 data bits, no parity, one stop bit, no flow control, and discards what earlier users left in it.
     *
     * @param path device or symbolic link, followed now; on Windows a name such as COM3
     * @param baud bits per second
     * @param nanoTime monotonic clock in ns, for the time limit on writing
     * @throws LinkException when the port does not exist, may not be used, or is taken
     */
    public static SerialLink open(String path, int baud, LongSupplier nanoTime) throws LinkException {
        return open(path, baud, nanoTime, WRITE_LIMIT.plusMillis(1000 * DRIVER_BITS / Math.max(1, baud)));
    }

    static SerialLink open(String path, int baud, LongSupplier nanoTime, Duration writeLimit) throws LinkException {
        SerialPort port = PortOpener.open(path, baud, READ_SLICE_MILLIS);
        SerialLink link = new SerialLink(port, "serial:" + path, nanoTime, writeLimit);
        OPEN.opened(link);
        Thread reader = new Thread(link::read, "serial-reader " + path);
        reader.setDaemon(true);
        reader.start();
        return link;
    }

    @Override
    public LinkKind kind() {
        return LinkKind.STREAM;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public void send(byte[] bytes, SendHints hints) throws LinkException {
        inbound.throwIfEnded(address);
        if (bytes.length == 0) {
            return;
        }
        writingSince.set(Math.max(nanoTime.getAsLong(), NOT_WRITING + 1));
        int written = port.writeBytes(bytes, bytes.length);
        writingSince.set(NOT_WRITING);
        inbound.throwIfEnded(address);
        if (written != bytes.length) {
            // a dead port takes 0 bytes and reports no error
            fail("the device is gone (it took " + Math.max(0, written) + " of " + bytes.length + " bytes)");
            inbound.throwIfEnded(address);
        }
    }

    @Override
    public byte @Nullable [] receive(Duration timeout) throws LinkException {
        return inbound.take(timeout, address);
    }

    @Override
    public void close() {
        inbound.end("closed");
        closePort();
    }

    private void read() {
        byte[] chunk = new byte[CHUNK_BYTES];
        while (!closed.get()) {
            int count = port.readBytes(chunk, chunk.length);
            if (count < 0) {
                fail("the device is gone (hung up or unplugged)");
                return;
            }
            if (count > 0) {
                byte[] bytes = Arrays.copyOf(chunk, count);
                while (!inbound.offer(bytes, READ_SLICE_MILLIS)) {
                    watchTheWriter();
                }
            }
            watchTheWriter();
        }
    }

    private void watchTheWriter() {
        long since = writingSince.get();
        if (since != NOT_WRITING && nanoTime.getAsLong() - since > writeLimitNanos) {
            fail("the device took no more bytes for "
                    + Duration.ofNanos(writeLimitNanos).toMillis() + " ms; closed");
        }
    }

    private void fail(String why) {
        inbound.end(why);
        closePort();
    }

    /** From a thread of its own: closing can hang in the driver of a dead device. */
    private void closePort() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Thread closer = new Thread(port::closePort, "serial-close " + address);
        closer.setDaemon(true);
        closer.start();
        try {
            closer.join(CLOSE_LIMIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            OPEN.closed(this);
        }
    }
}
