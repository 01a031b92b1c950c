package org.limbench.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Forwards TCP connections of this machine to one of its ports until they are cut, without a word to either side. */
public final class CuttableProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Set<Socket> silenced = ConcurrentHashMap.newKeySet();

    public CuttableProxy(int target) throws IOException {
        this.target = target;
        server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Cuts every connection; new ones are still taken. */
    public void cut() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    /** Drops what the present connections carry from now on, without a word to either side; new ones are forwarded. */
    public void silence() {
        silenced.addAll(sockets);
        sockets.clear();
    }

    /** Cuts every connection and takes no more. */
    public void cutForGood() throws IOException {
        server.close();
        cut();
    }

    @Override
    public void close() throws IOException {
        cutForGood();
        for (Socket socket : silenced) {
            socket.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                sockets.add(near);
                sockets.add(far);
                daemon(() -> forward(near, far));
                daemon(() -> forward(far, near));
            } catch (IOException e) {
                // the target is away or the proxy is closed: the loop's condition tells
            }
        }
    }

    private void forward(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (!silenced.contains(from)) {
                    out.write(buffer, 0, count);
                }
            }
        } catch (IOException e) {
            // cut
        }
        if (!silenced.contains(from)) {
            end(from);
            end(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is cut, which is all that is wanted
        }
    }

    private static void daemon(Runnable body) {
        Thread thread = new Thread(body, "proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
