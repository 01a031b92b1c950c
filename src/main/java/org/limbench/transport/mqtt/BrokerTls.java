package org.limbench.transport.mqtt;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust at the other end of TLS, and what to show of oneself. Read once, when it is made: renewed files count from
 * the next start. Immutable.
 */
public final class BrokerTls {
    /** What a signature is tried on, to see whether key and certificate belong together. */
    private static final byte[] PROBE = {'l', 'i', 'm'};

    private final Files files;
    private final @Nullable TrustManagerFactory authorities;
    private final @Nullable KeyManagerFactory identity;

    private BrokerTls(Files files, @Nullable TrustManagerFactory authorities, @Nullable KeyManagerFactory identity) {
        this.files = files;
        this.authorities = authorities;
        this.identity = identity;
    }

    /**
     * Where all of it stands, in PEM.
     *
     * @param authorities to trust; null for those of the Java installation
     * @param certificate to show, its chain behind it; null for none
     * @param key of the certificate, PKCS#8; null exactly when there is no certificate
     */
    public record Files(
            @Nullable Path authorities,
            @Nullable Path certificate,
            @Nullable Path key) {
        public Files {
            if (certificate == null && key != null) {
                throw new IllegalArgumentException(
                        "key file " + key + " has no certificate beside it; allowed: both or neither");
            }
            if (certificate != null && key == null) {
                throw new IllegalArgumentException(
                        "certificate file " + certificate + " has no key beside it; allowed: both or neither");
            }
        }
    }

    /** Java's own authorities, and no certificate. */
    static BrokerTls ofThisJava() {
        return new BrokerTls(new Files(null, null, null), null, null);
    }

    /**
     * Reads the files.
     *
     * @param passphrase of the key when it is encrypted; null for none; not kept
     * @throws IllegalArgumentException in one line naming the file: not there, not PEM, key not opened by the passphrase or
     *     of another certificate
     */
    public static BrokerTls load(Files files, @Nullable String passphrase) {
        try {
            return new BrokerTls(
                    files,
                    files.authorities() == null ? null : trusted(files.authorities()),
                    files.certificate() == null || files.key() == null
                            ? null
                            : shown(files.certificate(), files.key(), passphrase));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("TLS cannot be set up with " + files + ": " + e.getMessage(), e);
        }
    }

    /** A context of its own for every connection: resuming a session would pass the check of the certificates by. */
    SSLContext context() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                identity == null ? null : identity.getKeyManagers(),
                authorities == null ? null : authorities.getTrustManagers(),
                null);
        return context;
    }

    /** The file of authorities, or what stands in for it, for messages. */
    String authorities() {
        return files.authorities() == null
                ? "this Java installation"
                : files.authorities().toString();
    }

    /** The file of the certificate shown, for messages; null when there is none. */
    @Nullable
    String certificate() {
        return files.certificate() == null ? null : files.certificate().toString();
    }

    private static TrustManagerFactory trusted(Path pem) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        int number = 0;
        for (X509Certificate authority : new PemFile("CA file", pem).certificates()) {
            store.setCertificateEntry("ca-" + number++, authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    private static KeyManagerFactory shown(Path certificate, Path key, @Nullable String passphrase)
            throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = new PemFile("certificate file", certificate).certificates();
        PemFile keyFile = new PemFile("key file", key);
        PrivateKey secret = keyFile.privateKey(passphrase);
        if (!belongTogether(secret, chain.get(0))) {
            throw keyFile.wrong("is not the key of the first certificate in " + certificate, null);
        }
        KeyStore store = empty();
        char[] unlocked = new char[0];
        store.setKeyEntry("client", secret, unlocked, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, unlocked);
        return factory;
    }

    private static boolean belongTogether(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        String algorithm = key.getAlgorithm();
        if (!algorithm.equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(algorithm.equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(PROBE);
        try {
            return signature.verify(signed);
        } catch (SignatureException ofAnotherLength) {
            return false;
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }
}
