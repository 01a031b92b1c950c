package org.limbench.transport.mqtt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Certificates and private keys in PEM (RFC 7468), of at most 1 MiB a file.
 *
 * <p>Every refusal is an {@link IllegalArgumentException} that names the file and what is allowed, and nothing of its
 * content.
 */
final class PemFile {
    private static final int MOST_BYTES = 1 << 20;
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END \\1PRIVATE KEY-----");
    private static final String CONVERT = "; allowed: PKCS#8, RSA or EC, as 'openssl pkcs8 -topk8' writes it";
    private static final List<String> ALGORITHMS = List.of("EC", "RSA");

    private final String what;
    private final Path path;

    /**
     * Names a file; nothing is read yet.
     *
     * @param what it is for, for messages
     */
    PemFile(String what, Path path) {
        this.what = what;
        this.path = path;
    }

    /** All certificates in it, in their order; at least one. */
    List<X509Certificate> certificates() {
        try {
            List<X509Certificate> found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes()))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (found.isEmpty()) {
                throw wrong("holds no certificate; allowed: PEM", null);
            }
            return found;
        } catch (GeneralSecurityException e) {
            throw wrong("holds no certificate that can be read; allowed: PEM", e);
        }
    }

    /**
     * The private key in it.
     *
     * @param passphrase of an encrypted one; null for none
     */
    PrivateKey privateKey(@Nullable String passphrase) {
        Matcher found = KEY.matcher(new String(bytes(), StandardCharsets.US_ASCII));
        if (!found.find()) {
            throw wrong("holds no private key" + CONVERT, null);
        }
        byte[] content;
        try {
            content = Base64.getMimeDecoder().decode(found.group(2));
        } catch (IllegalArgumentException e) {
            throw wrong("is not in base 64" + CONVERT, null);
        }
        return switch (found.group(1)) {
            case "" -> decoded(new PKCS8EncodedKeySpec(content));
            case "ENCRYPTED " -> decoded(decrypted(content, passphrase));
            default ->
                throw wrong("holds a key of the older form '" + found.group(1).strip() + "'" + CONVERT, null);
        };
    }

    private PrivateKey decoded(PKCS8EncodedKeySpec key) {
        InvalidKeySpecException ofAnotherKind = null;
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(key);
            } catch (InvalidKeySpecException e) {
                ofAnotherKind = e;
            } catch (GeneralSecurityException e) {
                throw wrong("needs " + algorithm + ", which this Java lacks", e);
            }
        }
        throw wrong("holds a key of another kind" + CONVERT, ofAnotherKind);
    }

    private PKCS8EncodedKeySpec decrypted(byte[] content, @Nullable String passphrase) {
        if (passphrase == null || passphrase.isEmpty()) {
            throw wrong("is encrypted, and there is no passphrase", null);
        }
        PBEKeySpec secret = new PBEKeySpec(passphrase.toCharArray());
        try {
            EncryptedPrivateKeyInfo sealed = new EncryptedPrivateKeyInfo(content);
            // the name of the scheme stands in its parameters: the algorithm's own name is the family's, PBES2
            String scheme = String.valueOf(sealed.getAlgParameters());
            Cipher cipher = Cipher.getInstance(scheme);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(scheme).generateSecret(secret),
                    sealed.getAlgParameters());
            return sealed.getKeySpec(cipher);
        } catch (java.security.NoSuchAlgorithmException | javax.crypto.NoSuchPaddingException e) {
            throw wrong("is encrypted in a way this Java does not know; allowed: 'openssl pkcs8 -topk8 -v2 aes256'", e);
        } catch (IOException | GeneralSecurityException e) {
            throw wrong("is not opened by the passphrase", null);
        } finally {
            secret.clearPassword();
        }
    }

    private byte[] bytes() {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                Arrays.fill(bytes, (byte) 0);
                throw wrong("has more than " + MOST_BYTES + " bytes", null);
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw wrong("does not exist", e);
        } catch (IOException e) {
            throw wrong("cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    IllegalArgumentException wrong(String why, @Nullable Throwable cause) {
        return new IllegalArgumentException(this + " " + why, cause);
    }

    @Override
    public String toString() {
        return what + " " + path;
    }
}
