package org.limbench.transport.mqtt;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why TLS did not come about, in words for whoever can mend it. Java tells the broker's alerts (RFC 8446 section 6.2) and
 * a name that does not match by texts alone, so those are read here; one that is not known stays a lost connection, which
 * is tried again.
 */
final class TlsRefusal {
    private static final String ALERT = "received fatal alert: ";

    /** Alert to what the broker has against the certificate it was shown. */
    private static final Map<String, String> AGAINST_THE_CERTIFICATE = Map.of(
            "certificate_expired", "says that the certificate in %s has expired; renew it",
            "certificate_revoked", "says that the certificate in %s was revoked; ask for another one",
            "unknown_ca", "does not know the authority that signed the certificate in %s",
            "bad_certificate", "does not accept the certificate in %s",
            "certificate_unknown", "does not accept the certificate in %s",
            "unsupported_certificate", "does not accept the kind or purpose of the certificate in %s",
            "access_denied", "does not accept the certificate in %s",
            "certificate_required", "does not accept the certificate in %s",
            "handshake_failure", "does not accept the certificate in %s");

    private TlsRefusal() {}

    /**
     * What the broker did or showed, without its name; null when this is no matter of TLS, or may pass.
     *
     * @param host asked for
     */
    static @Nullable String because(Throwable failure, String host, @Nullable BrokerTls tls) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                return "shows a certificate that has expired, or the clock of this machine is wrong";
            }
            if (cause instanceof CertificateNotYetValidException) {
                return "shows a certificate that is not valid yet, or the clock of this machine is wrong";
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (cause instanceof CertificateException && text.startsWith("no ") && text.contains(" matching ")) {
                return "shows a certificate that is not for " + host
                        + "; use a name that stands in it, or give the broker a certificate with this one";
            }
            if (cause instanceof CertificateException && cause.getCause() == null) {
                return "shows a certificate that cannot be accepted: " + cause.getMessage();
            }
            if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
                return "shows a certificate of an authority that is not in " + authorities(tls);
            }
            if (cause instanceof SSLException && text.startsWith("unsupported or unrecognized ssl message")) {
                return "does not speak TLS on this port; mqtt:// is for the plain one";
            }
            if (cause instanceof SSLException && text.startsWith(ALERT)) {
                return byAlert(text.substring(ALERT.length()).strip(), tls == null ? null : tls.certificate());
            }
        }
        return null;
    }

    private static @Nullable String byAlert(String alert, @Nullable String certificate) {
        if (alert.equals("protocol_version")) {
            return "speaks neither TLS 1.2 nor 1.3";
        }
        String against = AGAINST_THE_CERTIFICATE.get(alert);
        if (against == null) {
            return null;
        }
        // that alert has two meanings, and no broker says which
        String or = alert.equals("handshake_failure") ? ", or has no cipher in common with this Java" : "";
        return certificate == null
                ? "wants a client certificate and was given none" + or + " (alert " + alert + ")"
                : String.format(Locale.ROOT, against, certificate) + or + " (alert " + alert + ")";
    }

    private static String authorities(@Nullable BrokerTls tls) {
        return tls == null ? "this Java installation" : tls.authorities();
    }
}
