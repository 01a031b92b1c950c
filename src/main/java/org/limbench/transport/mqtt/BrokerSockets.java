package org.limbench.transport.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.SocketFactory;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.LinkException;

/** Sockets without Nagle's delay, which costs 44 ms a round trip; the client library asks only for unconnected ones. */
final class BrokerSockets {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private BrokerSockets() {}

    static SocketFactory plain() {
        return new Plain();
    }

    /** TLS 1.2 or 1.3, and a broker whose certificate is for the name asked for. */
    static SSLSocketFactory tls(@Nullable BrokerTls tls) throws LinkException {
        try {
            return new Tls(
                    (tls == null ? BrokerTls.ofThisJava() : tls).context().getSocketFactory());
        } catch (GeneralSecurityException e) {
            throw new LinkException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static Socket noDelay(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static final class Plain extends SocketFactory {
        @Override
        public Socket createSocket() throws IOException {
            return noDelay(new Socket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return noDelay(new Socket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return noDelay(new Socket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return noDelay(new Socket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return noDelay(new Socket(host, port, local, localPort));
        }
    }

    private static final class Tls extends SSLSocketFactory {
        private final SSLSocketFactory wrapped;

        Tls(SSLSocketFactory wrapped) {
            this.wrapped = wrapped;
        }

        private static Socket strict(Socket socket) throws IOException {
            SSLSocket secured = (SSLSocket) noDelay(socket);
            secured.setEnabledProtocols(VERSIONS);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            return secured;
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return wrapped.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return wrapped.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket() throws IOException {
            return strict(wrapped.createSocket());
        }

        @Override
        public Socket createSocket(Socket lower, String host, int port, boolean autoClose) throws IOException {
            return strict(wrapped.createSocket(lower, host, port, autoClose));
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return strict(wrapped.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return strict(wrapped.createSocket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return strict(wrapped.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return strict(wrapped.createSocket(host, port, local, localPort));
        }
    }
}
