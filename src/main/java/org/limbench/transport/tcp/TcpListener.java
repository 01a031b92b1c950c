package org.limbench.transport.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.limbench.text.HostPort;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.Listener;
import org.limbench.transport.Release;

/** Serves a device on a TCP port. One thread accepts; {@link #close} may come from any. */
public final class TcpListener implements Listener {
    /** A host, some that ask who holds the device, and strangers; each costs 64 KiB and two selectors. */
    private static final int MOST_PEERS = 8;

    private final ServerSocketChannel server;
    private final Selector acceptable;
    private final String address;
    private final List<TcpLink> given = new CopyOnWriteArrayList<>();

    /**
     * Listens.
     *
     * @param host the interface, e.g. 127.0.0.1
     * @param port 0 for any free one; {@link #port} tells which
     * @throws LinkException when the port is taken or the host is not this machine
     */
    public TcpListener(String host, int port) throws LinkException {
        InetSocketAddress wanted = new InetSocketAddress(host, port);
        if (wanted.isUnresolved()) {
            throw new LinkException(
                    "tcp:" + HostPort.text(host, port) + ": the host name is unknown, or no name server answers");
        }
        ServerSocketChannel opened = null;
        try {
            opened = ServerSocketChannel.open();
            opened.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            opened.bind(wanted);
            opened.configureBlocking(false);
            acceptable = Selector.open();
            opened.register(acceptable, SelectionKey.OP_ACCEPT);
            server = opened;
        } catch (IOException e) {
            Release.quietly(opened);
            throw new LinkException("tcp:" + HostPort.text(host, port) + ": cannot listen: " + Waits.reason(e), e);
        }
        address = "tcp:" + HostPort.text(host, server.socket().getLocalPort());
    }

    /** The port listened on. */
    public int port() {
        return server.socket().getLocalPort();
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public int mostPeers() {
        return MOST_PEERS;
    }

    @Override
    public @Nullable Link accept(Duration timeout) throws LinkException {
        try {
            SocketChannel peer = server.accept();
            if (peer == null && Waits.select(acceptable, Waits.roundedUpMillis(timeout)) > 0) {
                peer = server.accept();
            }
            if (peer == null) {
                if (!server.isOpen()) {
                    throw new LinkException(address + ": closed");
                }
                return null;
            }
            TcpLink link = new TcpLink(peer, "tcp:" + peer.getRemoteAddress(), TcpLink.WRITE_STALL_LIMIT);
            given.removeIf(old -> !old.isOpen());
            given.add(link);
            return link;
        } catch (LinkException e) {
            throw e;
        } catch (IOException | ClosedSelectorException e) {
            throw new LinkException(address + ": " + (server.isOpen() ? Waits.reason(e) : "closed"), e);
        }
    }

    @Override
    public void close() {
        Release.quietly(server);
        Release.quietly(acceptable);
        given.forEach(TcpLink::close);
    }
}
