package org.limbench.transport.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.LinkException;

/** Sockets without Nagle's delay, which costs 44 ms a round trip; the client library asks only for unconnected ones. */
final class BrokerSockets {
    private BrokerSockets() {}

    static SocketFactory plain() {
        return new Plain();
    }

    /** TLS trusting the authorities of a PEM file, or those of the Java installation. */
    static SocketFactory tls(@Nullable Path caCertificates) throws LinkException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    null, caCertificates == null ? null : trust(caCertificates).getTrustManagers(), null);
            return new Tls(context.getSocketFactory());
        } catch (IOException | GeneralSecurityException e) {
            throw new LinkException("CA file " + caCertificates + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static TrustManagerFactory trust(Path pem) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(pem)) {
            int number = 0;
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + number++, authority);
            }
            if (number == 0) {
                throw new IOException("no certificate in it");
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
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
            return noDelay(wrapped.createSocket());
        }

        @Override
        public Socket createSocket(Socket lower, String host, int port, boolean autoClose) throws IOException {
            return noDelay(wrapped.createSocket(lower, host, port, autoClose));
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return noDelay(wrapped.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return noDelay(wrapped.createSocket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return noDelay(wrapped.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return noDelay(wrapped.createSocket(host, port, local, localPort));
        }
    }
}
