package org.limbench.transport.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.limbench.text.HostPort;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.Release;
import org.limbench.transport.SendHints;

/**
 * A stream over one TCP connection, without Nagle's delay.
 *
 * <p>A selector for each direction, so that one thread may send while another receives and neither waits past its limit:
 * a plain socket has no time limit on writing.
 */
public final class TcpLink implements Link {
    /** How long a peer may take no byte at all before it counts as gone. Our assumption: no live peer is so slow. */
    static final Duration WRITE_STALL_LIMIT = Duration.ofSeconds(5);

    private static final int BUFFER_BYTES = 1 << 16;

    private final SocketChannel channel;
    private final String address;
    private final Selector readable;
    private final Selector writable;
    private final long writeStallMillis;
    private final ByteBuffer inbound = ByteBuffer.allocateDirect(BUFFER_BYTES);
    /** Why nothing is carried any more; the first reason stays. */
    private volatile String end = "closed";

    TcpLink(SocketChannel channel, String address, Duration writeStallLimit) throws IOException {
        this.channel = channel;
        this.address = address;
        this.writeStallMillis = Math.max(1, writeStallLimit.toMillis());
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        channel.configureBlocking(false);
        readable = Selector.open();
        writable = Selector.open();
        channel.register(readable, SelectionKey.OP_READ);
        channel.register(writable, SelectionKey.OP_WRITE);
    }

    /**
     * Connects.
     *
     * @throws LinkException when the name is unknown, nobody listens, or the time is over; names host and port
     */
    public static TcpLink connect(String host, int port, Duration connectTimeout) throws LinkException {
        return connect(host, port, connectTimeout, WRITE_STALL_LIMIT);
    }

    static TcpLink connect(String host, int port, Duration connectTimeout, Duration writeStallLimit)
            throws LinkException {
        String address = "tcp:" + HostPort.text(host, port);
        InetSocketAddress peer = new InetSocketAddress(host, port);
        if (peer.isUnresolved()) {
            throw new LinkException(address + ": the host name is unknown, or no name server answers");
        }
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open();
            channel.socket().connect(peer, Waits.atLeastOneMillisecond(connectTimeout));
            return new TcpLink(channel, address, writeStallLimit);
        } catch (IOException e) {
            Release.quietly(channel);
            throw new LinkException(address + ": cannot connect: " + Waits.reason(e), e);
        }
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
        ByteBuffer outbound = ByteBuffer.wrap(bytes);
        try {
            channel.write(outbound);
            while (outbound.hasRemaining()) {
                if (Waits.select(writable, writeStallMillis) == 0) {
                    close();
                    throw new LinkException(
                            address + ": the peer took no byte for " + writeStallMillis + " ms; closed");
                }
                channel.write(outbound);
            }
        } catch (LinkException e) {
            throw e;
        } catch (IOException | ClosedSelectorException e) {
            throw gone(e);
        }
    }

    @Override
    public byte @Nullable [] receive(Duration timeout) throws LinkException {
        try {
            byte[] bytes = readWhatIsThere();
            if (bytes == null && !timeout.isZero() && Waits.select(readable, Waits.roundedUpMillis(timeout)) > 0) {
                bytes = readWhatIsThere();
            }
            if (bytes == null && !channel.isOpen()) {
                throw new LinkException(address + ": " + end);
            }
            return bytes;
        } catch (LinkException e) {
            throw e;
        } catch (IOException | ClosedSelectorException e) {
            throw gone(e);
        }
    }

    @Override
    public void close() {
        Release.quietly(channel);
        Release.quietly(readable);
        Release.quietly(writable);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    private byte @Nullable [] readWhatIsThere() throws IOException {
        inbound.clear();
        int count = channel.read(inbound);
        if (count < 0) {
            end = "the peer closed the connection";
            close();
            throw new LinkException(address + ": " + end);
        }
        if (count == 0) {
            return null;
        }
        byte[] bytes = new byte[count];
        inbound.flip().get(bytes);
        return bytes;
    }

    private LinkException gone(Exception e) {
        if (channel.isOpen()) {
            end = "connection lost: " + Waits.reason(e);
        }
        close();
        return new LinkException(address + ": " + end, e);
    }
}
