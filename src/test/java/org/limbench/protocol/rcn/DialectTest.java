package org.limbench.protocol.rcn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dialect, letter by letter, as the station's published firmware and Python client have it. */
final class DialectTest {
    private static RcnCommand parsed(String line) {
        return CommandParser.parse(line).command().orElseThrow(() -> new AssertionError("refused: " + line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IDENTIFY",
                "STATUS",
                "DAC_SET 3 8 2.5000",
                "DAC_SET_ALL 1.2345",
                "DAC_CLEAR",
                "ADS_READ ALL",
                "ADS_READ 1",
                "ADS_READ 2 4",
                "ADS_CONFIG 2 4096",
                "ADS_STATUS 1",
                "ADS_STREAM 1 100",
                "ADS_STOP",
                "ADS_DMA_STREAM 2 0",
                "ADS_DMA_STOP",
                "ADS_DBG",
                "ADS_CAL 1",
                "TIA_GAIN A 2K",
                "TIA_GAIN B OFF",
                "STMADC ALL",
                "STMADC 3",
                "STMADC_STREAM 0 10",
                "STMADC_STOP",
                "CAPTURE_STEP 8000 0 74 20",
                "ADCFAST_CAPTURE 1000 23 999",
                "ADCFAST_DBG",
                "STMDIO_WRITE 0x0055",
                "STMDIO_WRITE_PIN 9 1",
                "STMDIO_READ",
                "STMDIO_READ_PIN 15",
                "STMDIO_DIR 8 IN"
            })
    void everyLineIsReadAsItIsWritten(String line) {
        assertThat(parsed(line).line()).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "identify|IDENTIFY",
                "DAC_SET 0x1 2 5|DAC_SET 1 2 5.0000",
                "DAC_SET 1 1 volts|DAC_SET 1 1 0.0000",
                "DAC_SET 1 1 1.5V|DAC_SET 1 1 1.5000",
                "DAC_SET 1 1 1.0 and more|DAC_SET 1 1 1.0000",
                "CAPTURE_STEP 100 0 74|CAPTURE_STEP 100 0 74 20",
                "CAPTURE_STEP 100 0 74 many|CAPTURE_STEP 100 0 74 20",
                "STMDIO_WRITE 65535|STMDIO_WRITE 0x00FF",
                "STMDIO_WRITE_PIN 3 3|STMDIO_WRITE_PIN 3 1",
                "tia_gain b 200k|TIA_GAIN B 200K"
            })
    void theStationsTolerancesAreKept(String line, String meaning) {
        assertThat(parsed(line).line()).isEqualTo(meaning);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DAC_SET 6 1 1",
                "DAC_SET 1 9 1",
                "DAC_SET 1 1 5.0001",
                "DAC_SET 1 1 -0.1",
                "DAC_SET 1.5 1 1",
                "DAC_SET 1 1",
                "DAC_SET_ALL",
                "ADS_READ 3",
                "ADS_READ 1 5",
                "ADS_CONFIG 1 100",
                "TIA_GAIN A 2M",
                "TIA_GAIN C 2K",
                "STMADC 5",
                "STMADC_STREAM 5 1",
                "CAPTURE_STEP 8001 0 74",
                "CAPTURE_STEP 100 0",
                "STMDIO_WRITE_PIN 10 1",
                "STMDIO_DIR 7 IN",
                "STMDIO_DIR 8 UP",
                "STMDIO_READ_PIN x"
            })
    void whatIsOutOfRangeIsRefused(String line) {
        assertThat(CommandParser.parse(line).refusal()).isPresent();
    }

    @Test
    void anUnknownVerbIsNamedInCapitals() {
        assertThat(CommandParser.parse("dio_write 9 0").refusal().orElseThrow().line())
                .isEqualTo("ERR:Unknown command 'DIO_WRITE'");
    }

    @Test
    void aReplyThatSaysMillivoltsCountsTenthsOfThem() {
        RcnCommand.DacSet set = RcnCommand.DacSet.of(new DacPin(1, 1), 10_000);
        assertThat(set.line()).isEqualTo("DAC_SET 1 1 1.0000");
        assertThat(ReplyTexts.dacSet(set).line()).isEqualTo("OK:DAC_C1_CH1=10000mV");
        assertThat(ReplyTexts.dacSetAll(new RcnCommand.DacSetAll(2.5f)).line()).isEqualTo("OK:DAC_ALL=25000mV");
        assertThat(ReplyTexts.dacClear().line()).isEqualTo("OK:DAC_ALL=0.0000V");
        assertThat(ReplyTexts.value("C1CH1=12345,C1CH2=-500", "C1CH2")).hasValue(-500);
        assertThat(StationVolts.volts(12_345)).isEqualTo(1.2345);
    }

    @Test
    void singlePrecisionCutsOffWhereItDoesAtTheStation() {
        int short1 = 0;
        for (int tenths = 0; tenths <= 50_000; tenths++) {
            long echo = StationVolts.echo(Float.parseFloat(StationVolts.text(tenths)));
            assertThat(echo).isBetween(tenths - 1L, (long) tenths);
            short1 += echo < tenths ? 1 : 0;
        }
        // 4.0001 V, for one, is 4.00009990 in single precision
        assertThat(short1).isPositive().isLessThan(25_000);
        assertThat(StationVolts.made(5f)).isEqualTo(5.0);
        assertThat(StationVolts.made(2.5f)).isLessThan(2.5).isGreaterThan(2.4999);
    }

    @Test
    void theRemainingRepliesAreTheStations() {
        assertThat(ReplyTexts.tiaGain(TiaRange.A_2K, TiaRange.B_20K).line())
                .isEqualTo("OK:TIA_A=2K,Rf=2000,TIA_B=20K,Rf=20000");
        assertThat(ReplyTexts.tiaGain(TiaRange.A_20K, TiaRange.B_OFF).line())
                .isEqualTo("OK:TIA_A=20K,Rf=20000,TIA_B=OFF,Rf=0");
        assertThat(ReplyTexts.adsConfig(new RcnCommand.AdsConfig(2, 400)).line())
                .isEqualTo("OK:ADS2 OSR=400");
        assertThat(ReplyTexts.dioWrite(0xAA).line()).isEqualTo("OK:DIO=0x00AA");
        assertThat(ReplyTexts.pin(8, 1).line()).isEqualTo("OK:PIN8=1");
        assertThat(ReplyTexts.direction(new RcnCommand.DioDirection(8, false)).line())
                .isEqualTo("OK:PIN8_DIR=IN");
        assertThat(ReplyTexts.captured(1000).line()).isEqualTo("OK:CAPTURE_STEP_DONE n=1000");
        assertThat(RcnReply.parse("BINARY:16000")).isEqualTo(new RcnReply.Binary(16_000));
        assertThat(RcnReply.parse("PRETRIG:20")).isEqualTo(new RcnReply.Pretrigger(20));
        assertThat(RcnReply.parse("BINARY:-1")).isInstanceOf(RcnReply.Noise.class);
        assertThat(RcnReply.parse("gibberish")).isInstanceOf(RcnReply.Noise.class);
    }

    @Test
    void aBinaryPacketIsLaidOutOctetByOctet() {
        byte[] packet = DmaPacket.encode(2, 258, List.of(new int[] {1, -1, 0x7FFFFF, -0x800000}));
        assertThat(HexFormat.ofDelimiter(" ").formatHex(packet))
                .isEqualTo("44 02 00 00 01 02 00 00 00 00 00 01 ff ff ff 7f ff ff 80 00 00");
        assertThat(DmaPacket.code(5)).isEqualTo(0x7FFFFF);
        assertThat(DmaPacket.volts(DmaPacket.code(1))).isEqualTo(1f);
    }

    @Test
    void linesAndBlocksAreTakenOutOfAnyPieces() {
        ReplyBuffer buffer = new ReplyBuffer();
        for (byte octet : "\r\nBINARY:4\r\n\n\r\n\nOK:x\r\n".getBytes(StandardCharsets.US_ASCII)) {
            buffer.add(new byte[] {octet});
        }
        assertThat(buffer.line()).isEqualTo("BINARY:4");
        assertThat(buffer.block(4)).containsExactly('\n', '\r', '\n', '\n');
        assertThat(buffer.line()).isEqualTo("OK:x");
        assertThat(buffer.line()).isNull();
        buffer.add(new byte[100_000]);
        assertThat(buffer.line()).isNull();
        assertThat(buffer.waiting()).isZero();
        assertThat(buffer.dropped()).isEqualTo(100_000);
    }

    @Test
    void aLineTakesTheTimeOfTheFirmwaresOwnWaits() {
        assertThat(StationTiming.seconds(new RcnCommand.DacSet(1, 1, 1f), 400)).isEqualTo(21e-3);
        assertThat(StationTiming.seconds(new RcnCommand.AdsRead(1, 0), 400)).isEqualTo(200e-6);
        assertThat(StationTiming.seconds(new RcnCommand.CaptureStep(8000, 0, 74, 20), 400))
                .isEqualTo(1e-3 + 8000 / 3.2e6);
    }
}
