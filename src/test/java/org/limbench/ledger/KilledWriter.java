package org.limbench.ledger;

import java.nio.file.Path;
import org.limbench.assessment.Knowledge;
import org.limbench.assessment.Segment;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ReadRequest;

/** Books updates and reads for ever, saying each command's number once it is booked, until it is killed. */
final class KilledWriter {
    private KilledWriter() {}

    public static void main(String[] arguments) {
        RunLedger ledger = RunLedger.create(Path.of(arguments[0]), Runs.header(), System::nanoTime);
        Runs.Device device = new Runs.Device(1);
        ledger.armStarted("lim", true);
        ledger.segmentStarted(Segment.TRAINING, Knowledge.READS_INSIDE);
        for (long id = 1; ; id++) {
            ArrayCommand command = id % 2 == 0 ? new ReadRequest(Runs.GEOMETRY.whole(), 1) : Runs.rank1(id);
            ledger.intent(id, command);
            ledger.receipt(id, command, device.answer(command));
            System.out.println(id);
            System.out.flush();
        }
    }
}
