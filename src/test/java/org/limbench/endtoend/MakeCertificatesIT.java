package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limbench.testkit.LabCertificates;

/** The script that makes a lab's certificates. */
final class MakeCertificatesIT {
    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";

    @TempDir
    private Path directory;

    private LabCertificates lab;

    @BeforeEach
    void makeAnAuthority() throws IOException, InterruptedException {
        lab = LabCertificates.in(directory.resolve("lab"));
    }

    private static X509Certificate read(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    @Test
    void whatItMakesIsForItsPurposeAloneAndForNobodyElsesEyes() throws Exception {
        X509Certificate authority = read(lab.authority());
        X509Certificate broker =
                read(lab.broker("broker.lab", "192.0.2.7", "2001:db8::7").certificate());
        X509Certificate host = read(lab.host("alice").certificate());
        X509Certificate device = read(lab.device("lab", "lim0").certificate());
        assertThat(authority.getBasicConstraints())
                .as("signs, but makes no further authority")
                .isZero();
        for (X509Certificate signed : List.of(broker, host, device)) {
            signed.verify(authority.getPublicKey());
            assertThat(signed.getBasicConstraints()).isEqualTo(-1);
        }
        assertThat(broker.getExtendedKeyUsage()).containsExactly(SERVER_AUTHENTICATION);
        assertThat(host.getExtendedKeyUsage()).containsExactly(CLIENT_AUTHENTICATION);
        List<String> names = broker.getSubjectAlternativeNames().stream()
                .map(name -> String.valueOf(name.get(1)))
                .toList();
        assertThat(names).containsExactly("broker.lab", "192.0.2.7", "2001:db8:0:0:0:0:0:7");
        assertThat(host.getSubjectX500Principal().getName()).isEqualTo("CN=alice");
        assertThat(device.getSubjectX500Principal().getName()).isEqualTo("CN=lab/lim0");
        try (Stream<Path> files = Files.list(lab.directory())) {
            assertThat(files.toList())
                    .hasSize(8)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void whatIsThereIsLeftAlone() throws Exception {
        for (String[] words :
                new String[][] {{"ca"}, {"broker", "localhost"}, {"host", "alice"}, {"device", "lab/lim0"}}) {
            if (!words[0].equals("ca")) {
                assertThat(lab.make(Map.of(), words).code()).isZero();
            }
            Map<Path, String> before = contents();
            LabCertificates.Outcome again = lab.make(Map.of(), words);
            assertThat(again.code()).isEqualTo(2);
            assertThat(again.said())
                    .contains("exists already and is left alone")
                    .hasLineCount(1);
            assertThat(contents()).isEqualTo(before);
        }
    }

    private Map<Path, String> contents() throws IOException {
        try (Stream<Path> files = Files.list(lab.directory())) {
            Map<Path, String> contents = new java.util.HashMap<>();
            for (Path file : files.toList()) {
                contents.put(file, Files.readString(file));
            }
            return contents;
        }
    }

    @Test
    void aPassphraseEncryptsTheKeyAndIsNotTold() throws Exception {
        LabCertificates.Outcome made = lab.make(Map.of("LIMBENCH_MQTT_KEY_PASSPHRASE", "open-sesame"), "host", "bob");
        assertThat(made.code()).as(made.said()).isZero();
        assertThat(made.said()).doesNotContain("open-sesame");
        assertThat(Files.readString(lab.directory().resolve("host-bob.key")))
                .startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                "host a b",
                "host Alice",
                "host lab/lim0",
                "host #",
                "device lab",
                "device lab/lim0/x",
                "device /lim0",
                "device lab/",
                "device lab/+",
                "broker",
                "broker host,IP:1.2.3.4",
                "nonsense x"
            })
    void wrongWordsAreRefusedWithWhatIsAllowed(String words) throws Exception {
        Map<Path, String> before = contents();
        LabCertificates.Outcome outcome = lab.make(Map.of(), words.split(" ", -1));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.said()).containsAnyOf("allowed: ", "usage: ");
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void withoutAnAuthorityNothingIsSigned() throws Exception {
        Files.delete(lab.authority());
        LabCertificates.Outcome outcome = lab.make(Map.of(), "host", "alice");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.said()).contains("has no authority yet").hasLineCount(1);
    }
}
