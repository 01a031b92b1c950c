package org.limbench.thermodynamics;

import static org.limbench.thermodynamics.ArgumentName.ATTEMPTS;
import static org.limbench.thermodynamics.ArgumentName.BARRIER;
import static org.limbench.thermodynamics.ArgumentName.CONTRACTION;
import static org.limbench.thermodynamics.ArgumentName.PULSE;
import static org.limbench.thermodynamics.ArgumentName.REFERENCE_TILT;
import static org.limbench.thermodynamics.ArgumentName.SCHEDULE;
import static org.limbench.thermodynamics.ArgumentName.TILT;
import static org.limbench.thermodynamics.ArgumentName.UPDATES;

import java.util.List;

/** M2: energies and barriers of whole schedules. Estimates all: finer steps, feedback or recovery undercut them. */
final class ScheduleQuantities {
    private static final String DERIVED = "; derived (class Approaches)";

    private ScheduleQuantities() {}

    static List<Quantity> all() {
        return List.of(
                new Quantity(
                        "barrier-rise",
                        List.of(SCHEDULE, "n"),
                        "kT",
                        QuantityStatus.ESTIMATE,
                        "-ln of the rate's fall, which tracks it at fixed tilt; derived (class RateSchedule)",
                        a -> a.schedule().barrierRiseKt(a.number("n"))),
                new Quantity(
                        "approach-a",
                        List.of(UPDATES, SCHEDULE, BARRIER, ATTEMPTS, PULSE),
                        "kT",
                        QuantityStatus.ESTIMATE,
                        "M2, fixed barrier, sum m_n 2 asinh(m_n e^barrier / (2 Gamma0 t_p))" + DERIVED,
                        a -> Approaches.fixedBarrierHeatKt(
                                a.count(UPDATES),
                                a.schedule(),
                                a.number(BARRIER),
                                a.number(ATTEMPTS),
                                a.number(PULSE))),
                new Quantity(
                        "approach-b",
                        List.of(UPDATES, SCHEDULE, TILT),
                        "kT",
                        QuantityStatus.ESTIMATE,
                        "M2, fixed tilt, tilt x sum m_n" + DERIVED,
                        a -> Approaches.fixedTiltHeatKt(a.count(UPDATES), a.schedule(), a.number(TILT))),
                new Quantity(
                        "approach-b-barrier",
                        List.of("n", SCHEDULE, TILT, ATTEMPTS, PULSE),
                        "kT",
                        QuantityStatus.ESTIMATE,
                        "barrier of update n at fixed tilt, ln(2 Gamma0 t_p sinh(tilt/2) / m_n)" + DERIVED,
                        a -> Approaches.fixedTiltBarrierKt(
                                a.number("n"), a.schedule(), a.number(TILT), a.number(ATTEMPTS), a.number(PULSE))),
                new Quantity(
                        "approach-c",
                        List.of(UPDATES, SCHEDULE, CONTRACTION, REFERENCE_TILT),
                        "kT",
                        QuantityStatus.ESTIMATE,
                        "M2, both modulated, least sum m_n x_n at the variance of the reference tilt" + DERIVED,
                        ScheduleQuantities::bothModulatedKt));
    }

    private static double bothModulatedKt(QuantityArguments a) {
        RateSchedule schedule = a.schedule();
        double[] contraction = a.contraction(schedule);
        double tilt = Domain.between(REFERENCE_TILT, a.number(REFERENCE_TILT), 0, ScheduleCase.MOST_TILT_KT);
        return Approaches.bothModulatedAtTilt(schedule, contraction, tilt).heatKt();
    }
}
