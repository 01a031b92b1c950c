package org.limbench.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.protocol.wire.Wire;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.TestDevice;

/** What a device or a rival host calls itself, and what it says, is text on one line for everyone above the wire. */
final class LyingTextTest {
    private static final String LIE = "x\u001b]0;pwn\u0007\r\nlimbench: done\u202e<script>";
    private static final String HARMLESS = "x?]0;pwn???limbench: done?<script>";

    static Stream<Wire.Envelope> lies() throws Exception {
        byte[] honest = EnvelopeCodec.encode(
                new Envelope(7, 1, new DatasheetReply(TestDevice.small(new ManualClock()).datasheet)));
        Wire.Datasheet.Builder sheet = Wire.Envelope.parseFrom(honest).getDatasheetReply().getDatasheet().toBuilder();
        return Stream.of(
                Wire.Envelope.newBuilder()
                        .setSession(7)
                        .setSeq(1)
                        .setDatasheetReply(Wire.DatasheetReply.newBuilder()
                                .setDatasheet(sheet.setDevice(LIE).setFirmware(LIE)))
                        .build(),
                Wire.Envelope.newBuilder()
                        .setSession(7)
                        .setHello(Wire.Hello.newBuilder()
                                .setProtoMajor(1)
                                .setSession(7)
                                .setLeaseMillis(5000)
                                .setClientName(LIE)
                                .setMaxFrame(1024))
                        .build(),
                Wire.Envelope.newBuilder()
                        .setSession(7)
                        .setFault(Wire.Fault.newBuilder()
                                .setCode(Wire.FaultCode.FAULT_LEASE_HELD)
                                .setField(LIE)
                                .setText(LIE))
                        .build(),
                Wire.Envelope.newBuilder()
                        .setSession(7)
                        .setLog(Wire.Log.newBuilder()
                                .setLevel(Wire.LogLevel.LOG_INFO)
                                .setText(LIE))
                        .build(),
                Wire.Envelope.newBuilder()
                        .setSession(7)
                        .setBye(Wire.Bye.newBuilder().setReason(LIE))
                        .build());
    }

    @ParameterizedTest
    @MethodSource("lies")
    void aLieStaysOnItsLine(Wire.Envelope lie) {
        DecodeResult result = EnvelopeCodec.decode(lie.toByteArray());
        assertThat(result).isInstanceOf(DecodeResult.Decoded.class);
        assertThat(((DecodeResult.Decoded) result).envelope().body().toString())
                .contains(HARMLESS)
                .doesNotContain("\u001b", "\n", "\r", "\u0007", "\u202e");
    }
}
