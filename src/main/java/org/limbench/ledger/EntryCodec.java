package org.limbench.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.limbench.assessment.Knowledge;
import org.limbench.assessment.Segment;
import org.limbench.device.ArrayCommand;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterWindow;
import org.limbench.device.Receipt;

/**
 * Entries as octets: a type, then its payload. Keeps the intents that wait for a receipt, so that a command is stored
 * once. Single-threaded; one per file and side.
 */
final class EntryCodec {
    /** Intents that may wait at once; far above any session's window. */
    static final int MOST_WAITING = 65_536;

    private static final int OPENED = 1;
    private static final int RESUMED = 2;
    private static final int SESSION = 3;
    private static final int ARM = 4;
    private static final int SEGMENT = 5;
    private static final int INTENT = 6;
    private static final int ANSWERED = 7;
    private static final int METRIC = 8;
    private static final int UNACCOUNTED = 9;
    private static final int LINK = 10;
    private static final int FINISHED = 11;
    private static final int TRANSFER_TARGET = 12;
    private static final int ARM_ENDED = 13;
    private static final int SCORED = 14;
    private static final int LASTED = 15;
    private static final int DOCUMENT = 16;
    private static final int LOST = 17;
    private static final int REPLACED = 18;
    private static final int DOUBT = 19;
    private static final int LAST_TYPE = DOUBT;

    private final Map<Long, ArrayCommand> waiting = new LinkedHashMap<>();
    /** Intents of before a resumption that has not settled them yet: it can be killed too. */
    private final Map<Long, ArrayCommand> carried = new LinkedHashMap<>();

    private final int version;
    private ReceiptCodec receipts;

    /** For a journal of a layout version. */
    EntryCodec(int version) {
        this.version = version;
        this.receipts = receiptCodec();
    }

    /** Whether entries begin so. */
    static boolean known(int type) {
        return type >= OPENED && type <= LAST_TYPE;
    }

    /** Intents without a receipt, oldest first. */
    Map<Long, ArrayCommand> waiting() {
        return waiting;
    }

    /** Intents that nothing has settled, those of before a resumption included; by id, which is oldest first. */
    Map<Long, ArrayCommand> undecided() {
        Map<Long, ArrayCommand> all = new TreeMap<>(carried);
        all.putAll(waiting);
        return all;
    }

    void write(ByteSink out, JournalEntry entry) {
        if (entry instanceof JournalEntry.Intent e) {
            out.octet(INTENT).unsigned(e.commandId()).unsigned(e.wallNanos());
            CommandCodec.write(out, e.command());
            expect(e.commandId(), e.command());
        } else if (entry instanceof JournalEntry.Answered e) {
            if (waiting.remove(e.commandId()) == null) {
                throw new IllegalArgumentException("receipt for command " + e.commandId() + " has no intent");
            }
            out.octet(ANSWERED).unsigned(e.commandId()).unsigned(e.wallNanos());
            receipts.write(out, e.receipt());
        } else if (entry instanceof JournalEntry.Metric e) {
            out.octet(METRIC).text(e.name()).real(e.value());
        } else if (entry instanceof JournalEntry.Unaccounted e) {
            receipts.window(out.octet(UNACCOUNTED), e.window());
            out.real(e.temperatureKelvin());
        } else if (entry instanceof JournalEntry.Lost e) {
            lost(out.octet(LOST), e.commands());
        } else {
            writeMark(out, entry);
        }
    }

    private void writeMark(ByteSink out, JournalEntry entry) {
        if (entry instanceof JournalEntry.Opened e) {
            out.octet(OPENED).text(e.header().toJson());
        } else if (entry instanceof JournalEntry.SessionOpened e) {
            out.octet(SESSION).text(e.address()).fixed64(e.bootId()).fixed64(e.session());
        } else if (entry instanceof JournalEntry.ArmStarted e) {
            out.octet(ARM).text(e.arm()).flag(e.fromPowerOn());
        } else if (entry instanceof JournalEntry.TransferTarget e) {
            CommandCodec.tile(out.octet(TRANSFER_TARGET), e.slow());
        } else if (entry instanceof JournalEntry.SegmentStarted e) {
            out.octet(SEGMENT).name(e.segment()).name(e.knowledge());
        } else if (entry instanceof JournalEntry.Replaced e) {
            out.octet(REPLACED).text(e.why());
        } else if (entry instanceof JournalEntry.Doubt e) {
            out.octet(DOUBT).text(e.text());
        } else if (entry instanceof JournalEntry.Link e) {
            LinkCounters c = e.counters();
            out.octet(LINK).unsigned(c.framesSent()).unsigned(c.framesReceived());
            out.unsigned(c.retransmissions()).unsigned(c.corruptFrames());
            out.unsigned(c.duplicatesSuppressed()).unsigned(c.payloadBytes());
        } else if (entry instanceof JournalEntry.Resumed) {
            out.octet(RESUMED);
            startAfresh();
        } else if (entry instanceof JournalEntry.Finished) {
            out.octet(FINISHED);
        } else {
            writeOutcome(out, entry);
        }
    }

    private void writeOutcome(ByteSink out, JournalEntry entry) {
        if (entry instanceof JournalEntry.ArmEnded e) {
            out.octet(ARM_ENDED).text(e.arm());
            barriers(out, e.barriersKt());
            out.unsigned(e.retention().size());
            e.retention().forEach(point -> out.real(point.seconds()).real(point.accuracy()));
        } else if (entry instanceof JournalEntry.Scored e) {
            out.octet(SCORED).text(e.label()).flag(e.lowerIsBetter());
        } else if (entry instanceof JournalEntry.Lasted e) {
            out.octet(LASTED).real(e.wallSeconds());
        } else if (entry instanceof JournalEntry.Document e) {
            out.octet(DOCUMENT).text(e.name()).text(e.text());
        } else {
            throw new IllegalArgumentException("entry is a " + entry.getClass() + "; allowed: those of JournalEntry");
        }
    }

    JournalEntry read(ByteSource in) {
        int type = in.octet();
        JournalEntry entry = switch (type) {
            case OPENED -> new JournalEntry.Opened(version == 1 ? RunHeader.read(in) : RunHeader.fromJson(in.text()));
            case RESUMED -> {
                startAfresh();
                yield new JournalEntry.Resumed();
            }
            case SESSION -> new JournalEntry.SessionOpened(in.text(), in.fixed64(), in.fixed64());
            case ARM -> new JournalEntry.ArmStarted(in.text(), in.flag());
            case SEGMENT -> new JournalEntry.SegmentStarted(in.name(Segment.class), in.name(Knowledge.class));
            case INTENT -> intent(in);
            case ANSWERED -> answered(in);
            case METRIC -> new JournalEntry.Metric(in.text(), in.real());
            case UNACCOUNTED -> new JournalEntry.Unaccounted(receipts.window(in), in.real());
            case LINK ->
                new JournalEntry.Link(new LinkCounters(
                        in.unsigned(), in.unsigned(), in.unsigned(), in.unsigned(), in.unsigned(), in.unsigned()));
            case FINISHED -> new JournalEntry.Finished();
            case TRANSFER_TARGET -> new JournalEntry.TransferTarget(CommandCodec.tile(in));
            case ARM_ENDED -> armEnded(in);
            case SCORED -> new JournalEntry.Scored(in.text(), in.flag());
            case LASTED -> new JournalEntry.Lasted(in.real());
            case DOCUMENT -> new JournalEntry.Document(in.text(), in.text());
            case LOST -> new JournalEntry.Lost(lost(in));
            case REPLACED -> new JournalEntry.Replaced(in.text());
            case DOUBT -> new JournalEntry.Doubt(in.text());
            default -> throw new JournalFormatException("entry type is " + type + "; allowed: 1 to " + LAST_TYPE);
        };
        in.end();
        return entry;
    }

    private static void barriers(ByteSink out, RunRecord.@Nullable BarriersKt kt) {
        out.flag(kt != null);
        if (kt != null) {
            out.unsigned(kt.write().size());
            kt.write().forEach(out::real);
            out.real(kt.hold()).real(kt.retention());
        }
    }

    private static JournalEntry armEnded(ByteSource in) {
        String arm = in.text();
        RunRecord.BarriersKt barriers = null;
        if (in.flag()) {
            List<Double> write = new ArrayList<>();
            for (int left = in.count(Double.BYTES); left > 0; left--) {
                write.add(in.real());
            }
            barriers = new RunRecord.BarriersKt(write, in.real(), in.real());
        }
        List<RunRecord.RetentionPoint> retention = new ArrayList<>();
        for (int left = in.count(2 * Double.BYTES); left > 0; left--) {
            retention.add(new RunRecord.RetentionPoint(in.real(), in.real()));
        }
        return new JournalEntry.ArmEnded(arm, barriers, retention);
    }

    private void lost(ByteSink out, LostCommands lost) {
        out.unsigned(lost.firstId()).unsigned(lost.lastId());
        receipts.window(out, lost.since());
        out.unsigned(lost.kept().size());
        lost.kept().forEach((id, receipt) -> {
            out.unsigned(id);
            receipts.write(out, receipt);
        });
    }

    private LostCommands lost(ByteSource in) {
        long first = in.unsigned();
        long last = in.unsigned();
        MeterWindow since = receipts.window(in);
        Map<Long, Receipt> kept = new TreeMap<>();
        for (int left = in.count(2); left > 0; left--) {
            long id = in.unsigned();
            kept.put(id, receipts.read(in));
        }
        return new LostCommands(first, last, since, kept);
    }

    private JournalEntry intent(ByteSource in) {
        long id = in.unsigned();
        long nanos = in.unsigned();
        ArrayCommand command = CommandCodec.read(in);
        expect(id, command);
        return new JournalEntry.Intent(id, command, nanos);
    }

    private JournalEntry answered(ByteSource in) {
        long id = in.unsigned();
        long nanos = in.unsigned();
        ArrayCommand command = waiting.remove(id);
        if (command == null) {
            throw new JournalFormatException("receipt for command " + id + " has no intent");
        }
        return new JournalEntry.Answered(id, command, receipts.read(in), nanos);
    }

    private void expect(long id, ArrayCommand command) {
        if (waiting.size() >= MOST_WAITING) {
            throw new JournalFormatException(
                    waiting.size() + " commands wait for a receipt; allowed: fewer than " + MOST_WAITING);
        }
        // a resumed run tells an intent again to settle it, and asks for nothing new before all are settled
        if (!command.equals(carried.remove(id))) {
            carried.clear();
        }
        waiting.put(id, command);
    }

    private void startAfresh() {
        carried.putAll(waiting);
        waiting.clear();
        receipts = receiptCodec();
    }

    /** Up to version 2 a latch told the basic accounts. */
    private ReceiptCodec receiptCodec() {
        return new ReceiptCodec(version < 3 ? EnergyAccount.BASIC : EnergyAccount.count());
    }
}
