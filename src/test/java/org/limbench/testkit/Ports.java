package org.limbench.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of this machine that behave as a test needs, whatever other programs and tests do at the same time. */
public final class Ports {
    /** Linux hands out those from 32768 on to whoever asks for any. */
    private static final int LEAST = 20_000;

    private static final int HANDED_OUT = 32_768;

    private Ports() {}

    /**
     * One that the system gives to nobody, so that who has let it go for a while gets it back. It may be in use: who binds it
     * tries another then.
     */
    public static int lasting() {
        return ThreadLocalRandom.current().nextInt(LEAST, HANDED_OUT);
    }

    /** One where nobody listens until it is closed: it is taken, so that nobody else can. */
    public static final class Deaf implements AutoCloseable {
        private final Socket bound = new Socket();

        public Deaf() throws IOException {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }

        public int port() {
            return bound.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            bound.close();
        }
    }
}
