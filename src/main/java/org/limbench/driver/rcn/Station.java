package org.limbench.driver.rcn;

import java.util.function.LongSupplier;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.Datasheet;
import org.limbench.device.Drive;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterLoss;
import org.limbench.device.Operation;
import org.limbench.device.PulseTrain;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.driver.DeviceRefusedException;
import org.limbench.driver.ImplausibleReplyException;
import org.limbench.driver.LinkStatistics;
import org.limbench.driver.ReplyTimeoutException;
import org.limbench.driver.SessionOptions;
import org.limbench.protocol.rcn.RcnCommand;
import org.limbench.protocol.rcn.RcnReply;
import org.limbench.protocol.rcn.ReplyTexts;
import org.limbench.protocol.rcn.TiaRange;
import org.limbench.protocol.rcn.Wiring;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;

/** A station that has told its name: its port, its lines, the reader and the meter made of them. Single-threaded. */
final class Station {
    private static final int MOST_STRAYS = 32;

    private final Wiring wiring;
    private final StationPort port;
    private final StationLines lines;
    private final StationMeter meter;
    private final CellReader reader;
    private final String firmware;

    private Station(StationPort port, Wiring wiring) throws LinkException {
        this.wiring = wiring;
        this.port = port;
        this.lines = new StationLines(wiring, port);
        this.meter = new StationMeter(wiring);
        this.reader = new CellReader(wiring, port, lines, meter);
        this.firmware = identify();
    }

    /** Asks who is there and brings all lines to rest. */
    static Station greet(Link link, Wiring wiring, LongSupplier nanoTime) throws LinkException {
        Station station = new Station(new StationPort(link, wiring.read().oversampling(), nanoTime), wiring);
        station.prepare();
        return station;
    }

    /** Asks for the name; replies to earlier lines and what a stream has left may come first. */
    private String identify() throws LinkException {
        RcnReply reply = port.say(new RcnCommand.Identify());
        for (int strays = 0; strays < MOST_STRAYS; strays++) {
            if (reply instanceof RcnReply.Done done && done.text().startsWith(ReplyTexts.FIRMWARE_PREFIX)) {
                return done.text();
            }
            reply = port.stray(new RcnCommand.Identify());
        }
        throw port.implausible("'" + reply.line() + "' came in answer to 'IDENTIFY'; expected: OK:"
                + ReplyTexts.FIRMWARE_PREFIX + "...: no RCN test station, or one that is streaming");
    }

    private void prepare() throws LinkException {
        lines.makeSafe();
        TiaRange range = wiring.read().range();
        RcnReply reply = port.ask(new RcnCommand.TiaGain(range));
        String set = "TIA_" + range.amplifier() + "=" + range.word() + ",Rf=" + range.ohms();
        if (!(reply instanceof RcnReply.Done done) || !done.text().contains(set)) {
            throw port.implausible("'" + reply.line() + "' came in answer to a range; expected: " + set + " in it");
        }
        RcnCommand.AdsConfig config =
                new RcnCommand.AdsConfig(wiring.read().chip(), wiring.read().oversampling());
        port.require(config, ReplyTexts.adsConfig(config));
    }

    /** After a failure: the same station must answer, and its lines are brought to rest before anything else. */
    void greetAgain() throws LinkException {
        lines.forget();
        String now = identify();
        if (!now.equals(firmware)) {
            throw port.implausible("another station answers, " + now + " instead of " + firmware);
        }
        prepare();
    }

    /** Goes on over a new link. */
    void over(SessionOptions.LinkMaker maker) throws LinkException {
        port.link().close();
        port.over(maker.open());
    }

    Datasheet datasheet() {
        return StationDatasheet.of(wiring, firmware, meter);
    }

    Readout read(ReadRequest request) throws LinkException {
        return reader.read(request);
    }

    void moveBarrier(double joules, double rampSeconds) throws LinkException {
        lines.moveBarrier(joules / wiring.ktJoules(), rampSeconds);
    }

    /** Fires the pulses of a command, metering each; returns pulses that reached selected cells. */
    long pulse(ArrayCommand command) throws LinkException {
        boolean train = command instanceof PulseTrain;
        Drive drive = train ? ((PulseTrain) command).drive() : ((ArrayUpdate) command).drive();
        double seconds = train ? ((PulseTrain) command).pulseSeconds() : ((ArrayUpdate) command).pulseSeconds();
        EnergyAccount account = train && ((PulseTrain) command).operation() == Operation.PROGRAM
                ? EnergyAccount.PROGRAM
                : EnergyAccount.UPDATE;
        Drive.Barrier open = (Drive.Barrier) drive;
        double openKt = open.barrierJoules() / wiring.ktJoules();
        double volts = wiring.drive().volts(open.tiltJoules() / wiring.ktJoules());
        RcnCommand.CaptureStep capture = wiring.pulse().setting().of(seconds);
        Phases phases = Phases.of(command, wiring.lines().geometry());
        long pulses = 0;
        for (int repeat = 0; repeat < phases.repeats(); repeat++) {
            for (Phases.Phase phase : phases.once()) {
                lines.aim(phase.rows(), phase.columns(), phase.sign() * volts, openKt);
                int[] codes = port.capture(capture);
                if (StationMeter.clipped(codes)) {
                    meter.saturated(account, seconds);
                } else {
                    meter.add(account, meter.pulseJoules(capture, codes, lines.drivenVolts(phase.sign() * volts)));
                }
                pulses += phase.cells();
            }
        }
        lines.relax();
        return pulses;
    }

    /** Brings the lines to rest if the station still answers; where it does not, nothing more can be done from here. */
    void rest() {
        lines.forget();
        try {
            lines.makeSafe();
        } catch (LinkException
                | ReplyTimeoutException
                | ImplausibleReplyException
                | DeviceRefusedException unreachable) {
            lines.forget();
        }
    }

    /** The command under way broke off, its energy with it. */
    void missed() {
        meter.miss();
    }

    MeterLatch latch() {
        return meter.latch();
    }

    /** The meter at the begin of a command. */
    MeterLatch begin() {
        return meter.begin();
    }

    /** What the meter missed since {@link #begin}. */
    MeterLoss unseen() {
        return meter.unseen();
    }

    double seconds() {
        return port.stationSeconds();
    }

    LinkStatistics statistics() {
        return port.statistics();
    }

    String address() {
        return port.link().address();
    }

    void close() {
        port.link().close();
    }
}
