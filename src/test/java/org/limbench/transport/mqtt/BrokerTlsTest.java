package org.limbench.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.testkit.LabCertificates;

/** Files as openssl writes them, and files as people mix them up. */
final class BrokerTlsTest {
    private static final String PASSPHRASE = "staple-of-the-key";

    @TempDir
    private static Path directory;

    private static LabCertificates lab;
    private static LabCertificates.Pair elliptic;
    private static LabCertificates.Pair sealed;
    private static LabCertificates.Pair rsa;

    @BeforeAll
    static void makeCertificates() throws IOException, InterruptedException {
        lab = LabCertificates.in(directory.resolve("lab"));
        elliptic = lab.host("elliptic");
        sealed = lab.host("sealed", PASSPHRASE);
        rsa = lab.rsa("rsa", PASSPHRASE);
    }

    private static BrokerTls load(Path certificate, Path key, @Nullable String passphrase) {
        return BrokerTls.load(new BrokerTls.Files(lab.authority(), certificate, key), passphrase);
    }

    private static Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static void refused(Path certificate, Path key, @Nullable String passphrase, Path named, String why) {
        assertThatThrownBy(() -> load(certificate, key, passphrase))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named.toString())
                .hasMessageContaining(why)
                .hasMessageNotContaining(PASSPHRASE)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void ellipticAndRsaKeysAreTakenOpenAndEncrypted() {
        assertThat(load(elliptic.certificate(), elliptic.key(), null).certificate())
                .isEqualTo(elliptic.certificate().toString());
        assertThat(load(sealed.certificate(), sealed.key(), PASSPHRASE)).isNotNull();
        assertThat(load(rsa.certificate(), rsa.key(), PASSPHRASE)).isNotNull();
    }

    @Test
    void onlyTls12And13AreSpokenAndTheNameIsChecked() throws Exception {
        BrokerTls tls = load(elliptic.certificate(), elliptic.key(), null);
        try (SSLSocket socket = (SSLSocket) BrokerSockets.tls(tls).createSocket()) {
            assertThat(socket.getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
            assertThat(socket.getSSLParameters().getEndpointIdentificationAlgorithm())
                    .isEqualTo("HTTPS");
            assertThat(socket.getTcpNoDelay()).isTrue();
        }
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        String why = "is not the key of the first certificate in";
        refused(elliptic.certificate(), sealed.key(), PASSPHRASE, sealed.key(), why);
        refused(rsa.certificate(), elliptic.key(), null, elliptic.key(), why);
        refused(elliptic.certificate(), rsa.key(), PASSPHRASE, rsa.key(), why);
    }

    @Test
    void aKeyThatIsNotOpenedIsRefused() {
        refused(sealed.certificate(), sealed.key(), null, sealed.key(), "is encrypted, and there is no passphrase");
        refused(sealed.certificate(), sealed.key(), "", sealed.key(), "is encrypted, and there is no passphrase");
        refused(sealed.certificate(), sealed.key(), "wrong", sealed.key(), "is not opened by the passphrase");
        refused(rsa.certificate(), rsa.key(), PASSPHRASE + "x", rsa.key(), "is not opened by the passphrase");
    }

    @Test
    void filesThatAreNoSuchThingAreNamed() throws Exception {
        Path missing = directory.resolve("missing");
        refused(missing, elliptic.key(), null, missing, "does not exist");
        refused(elliptic.certificate(), missing, null, missing, "does not exist");
        refused(elliptic.certificate(), directory, null, directory, "cannot be read");
        refused(elliptic.key(), elliptic.key(), null, elliptic.key(), "no certificate");
        refused(elliptic.certificate(), elliptic.certificate(), null, elliptic.certificate(), "no private key");
        Path empty = file("empty", "");
        refused(empty, elliptic.key(), null, empty, "no certificate");
        Path long_ = file("long", " ".repeat((1 << 20) + 1));
        refused(elliptic.certificate(), long_, null, long_, "more than 1048576 bytes");
        Path broken = file("broken", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        refused(elliptic.certificate(), broken, null, broken, "key of another kind");
        Path brokenSealed =
                file("sealed", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        refused(elliptic.certificate(), brokenSealed, PASSPHRASE, brokenSealed, "is not opened");
        assertThatThrownBy(() -> BrokerTls.load(new BrokerTls.Files(empty, null, null), null))
                .hasMessageContaining("CA file " + empty)
                .hasMessageContaining("holds no certificate");
    }

    @Test
    void aKeyOfTheOlderFormIsRefusedWithTheWayToConvertIt() throws Exception {
        Path older = directory.resolve("older.key");
        assertThat(LabCertificates.run(
                                Map.of(), "openssl", "ec", "-in", elliptic.key().toString(), "-out", older.toString())
                        .code())
                .isZero();
        refused(elliptic.certificate(), older, null, older, "openssl pkcs8 -topk8");
    }

    @Test
    void certificateAndKeyComeTogether() {
        assertThatThrownBy(() -> new BrokerTls.Files(null, elliptic.certificate(), null))
                .hasMessageContaining(elliptic.certificate() + " has no key beside it");
        assertThatThrownBy(() -> new BrokerTls.Files(null, null, elliptic.key()))
                .hasMessageContaining(elliptic.key() + " has no certificate beside it");
    }
}
