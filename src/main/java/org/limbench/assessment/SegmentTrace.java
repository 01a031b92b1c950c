package org.limbench.assessment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.Datasheet;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.energy.EnergyMeasurement;
import org.limbench.thermodynamics.InformationBound;

/** What one segment did, as far as bounds need it. Single-threaded; used once. */
final class SegmentTrace {
    private final Datasheet datasheet;
    private final long seed;
    private final Segment segment;
    private final Knowledge knowledge;
    private final SharedHistory history;
    private final CellHeat cellHeat = CellHeat.whole();
    private final StepFigures figures;
    private final SteadyPulses steady;
    private double coolestKelvin = Double.POSITIVE_INFINITY;
    private double jumps;
    private boolean jumpsCounted = true;

    private @Nullable Readout before;
    private boolean beforePoolable;
    private @Nullable Readout after;
    private boolean pulsed;
    private boolean undecided;
    private int readsSincePulse;
    private int readsBetween;
    private double natsRead;
    private double natsReadSincePulse;

    private final ReadBacks last = new ReadBacks();
    private @Nullable CommandedPulses waiting;
    private @Nullable Receipt waitingReceipt;
    private @Nullable EnergyMeasurement waitingEnergy;

    SegmentTrace(
            Datasheet datasheet,
            long seed,
            Segment segment,
            Knowledge knowledge,
            SharedHistory history,
            @Nullable Readout lastReadout) {
        this.datasheet = datasheet;
        this.seed = seed;
        this.segment = segment;
        this.knowledge = knowledge;
        this.history = history;
        this.figures = new StepFigures(datasheet);
        this.steady = new SteadyPulses(datasheet);
        if (lastReadout != null) {
            last.carry(lastReadout);
            this.before = lastReadout;
            this.beforePoolable = history.poolable(lastReadout.tile());
        }
    }

    @Nullable
    Double observe(ArrayCommand command, @Nullable CommandedPulses pulses, Receipt receipt, EnergyMeasurement energy) {
        coolestKelvin = Math.min(coolestKelvin, receipt.temperatureKelvin());
        ReceiptStatus status = receipt.status();
        if (!status.accountedFor()) {
            undecided |= command.changesState()
                    && (status == ReceiptStatus.INDETERMINATE || status == ReceiptStatus.UNACCOUNTED);
            return null;
        }
        jumpsCounted &= receipt.jumps() >= 0;
        jumps += receipt.jumps();
        cellHeat.add(pulses, receipt, energy);
        if (pulses != null) {
            pulse(command, pulses, receipt, energy);
        }
        Readout readout = receipt.readout();
        return readout == null ? null : read(readout, command instanceof ReadRequest r ? r.averages() : 1);
    }

    /** Commands came that nobody knows any more. */
    void lost() {
        undecided = true;
        waiting = null;
        last.outdate();
    }

    private void pulse(ArrayCommand command, CommandedPulses pulses, Receipt receipt, EnergyMeasurement energy) {
        readsBetween += pulsed ? readsSincePulse : 0;
        natsRead += pulsed ? natsReadSincePulse : 0;
        readsSincePulse = 0;
        natsReadSincePulse = 0;
        pulsed = true;
        after = null;
        if (command instanceof ArrayUpdate) {
            figures.observe(pulses, receipt, energy);
        }
        last.pulsed(pulses.tile());
        waiting = command instanceof ArrayUpdate ? pulses : null;
        waitingReceipt = receipt;
        waitingEnergy = energy;
    }

    private @Nullable Double read(Readout readout, int averages) {
        readsSincePulse++;
        natsReadSincePulse += InformationTrace.mostReadNats(readout, averages, datasheet);
        if (!pulsed) {
            before = readout;
            beforePoolable = history.poolable(readout.tile());
        } else {
            after = readout;
        }
        Double steps = null;
        CommandedPulses asked = waiting;
        Readout from = last.beforeOnePulse(readout.tile());
        if (asked != null && from != null) {
            steps = steps(asked, from, readout);
        }
        last.take(readout);
        waiting = null;
        return steps;
    }

    private @Nullable Double steps(CommandedPulses asked, Readout from, Readout readout) {
        Receipt receipt = waitingReceipt;
        EnergyMeasurement energy = waitingEnergy;
        if (receipt == null || energy == null || !asked.tile().equals(readout.tile())) {
            return null;
        }
        double levelsPerCode = datasheet.converter().lsbSiemens() / datasheet.minimumStepSiemens();
        double offset =
                (datasheet.converter().offsetSiemens() - datasheet.leastSiemens()) / datasheet.minimumStepSiemens();
        double[] start = new double[from.codes().length];
        double[] change = new double[start.length];
        double sum = 0;
        for (int i = 0; i < start.length; i++) {
            start[i] = from.codes()[i] * levelsPerCode + offset;
            change[i] = (readout.codes()[i] - from.codes()[i]) * levelsPerCode;
            sum += Integer.signum(asked.signed()[i]) * change[i];
        }
        figures.steps(asked, receipt, sum);
        steady.observe(asked, receipt, energy, start, change);
        return sum;
    }

    List<BoundResult> finish() {
        return switch (segment) {
            case RESET -> reset();
            case TRAINING -> training();
            case CONSOLIDATION -> List.of(consolidation());
            case EVALUATION, AGEING, RUN -> List.of();
        };
    }

    private List<BoundResult> training() {
        List<BoundResult> bounds = new ArrayList<>();
        bounds.add(
                knowledge == Knowledge.TARGET_ONLY && readsBetween == 0
                        ? BoundResult.notApplicable(
                                "B1",
                                segment,
                                "information",
                                BlindBounds.status(datasheet),
                                cellHeat.joules(),
                                "pulses fixed beforehand, differing from cell to cell: one trace does not tell the entropy of"
                                        + " a cell; repeats do, see the whole run")
                        : steered());
        bounds.add(steady.finish(segment, figures.heatJoules()));
        bounds.addAll(figures.kinetic(segment));
        bounds.add(figures.perStep(segment));
        bounds.add(figures.schedule(segment));
        return bounds;
    }

    private BoundResult consolidation() {
        double joules = cellHeat.joules();
        return new BoundResult(
                "B1",
                segment,
                "information",
                BoundStatus.STRICT,
                0.0,
                0,
                joules,
                cellHeat.quantity().standardUncertaintyJoules(),
                null,
                Verdict.DOES_NOT_BIND,
                "raising the barrier leaves the state as it is; nothing is erased. Beside all heat of the cells");
    }

    private List<BoundResult> reset() {
        Readout from = before;
        Readout to = after;
        if (undecided) {
            return absent("whether a pulse was applied is not known, so its energy is not either");
        }
        if (!pulsed) {
            return absent("the segment fired no pulse");
        }
        if (from == null || to == null || !InformationTrace.sameCells(from, to)) {
            return absent("needs a read of the same cells before the first and after the last pulse");
        }
        if (knowledge != Knowledge.TARGET_ONLY || readsBetween > 0) {
            return List.of(steered());
        }
        return new BlindBounds(datasheet, segment, cellHeat.quantity(), coolestKelvin)
                .of(from, to, beforePoolable, jumpsCounted ? jumps : -1, seed);
    }

    /**
     * (10'): every read that may have steered a pulse is paid for at the most it can tell. The read before the first pulse
     * belongs to K0, which leaves H before at 0; putting the reads inside into K as well would claim more than a Szilard
     * engine costs.
     */
    private BoundResult steered() {
        InformationTrace trace = new InformationTrace(datasheet);
        long read = last.cells();
        long cells = read == 0 ? datasheet.geometry().cells() : read;
        double kelvin = Double.isFinite(coolestKelvin) ? coolestKelvin : datasheet.temperatureKelvin();
        double bound = InformationBound.joules(0, cells * trace.mostNats(), natsRead, kelvin);
        String why = readsBetween > 0
                ? readsBetween + " reads between the pulses may have steered them; at up to "
                        + String.format(Locale.ROOT, "%.3g", natsRead) + " nat they can tell, "
                : "the pulses depended on a read-back, so H before may be as low as 0: ";
        return BoundResult.compare(
                "B1",
                segment,
                "information",
                BlindBounds.status(datasheet),
                new BoundResult.Quantity(bound, 0),
                cellHeat.quantity(),
                why + "the bound is " + String.format(Locale.ROOT, "%.3g", bound) + " J; beside all heat of the cells"
                        + BlindBounds.condition(datasheet));
    }

    private List<BoundResult> absent(String because) {
        return List.of(BoundResult.notApplicable(
                "B1", segment, "information", BlindBounds.status(datasheet), cellHeat.joules(), because));
    }
}
