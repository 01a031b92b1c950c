package org.limbench.profile;

import org.limbench.device.BarrierLimits;
import org.limbench.device.Drive;
import org.limbench.physics.BarrierChain;
import org.limbench.physics.CellModel;
import org.limbench.physics.FowlerNordheim;
import org.limbench.physics.GainCell;
import org.limbench.physics.TwoLevelBarrier;

/** Reads {@code cell}, and of {@code powerOn}, {@code barrier}, {@code drive} and {@code ageing} what its model takes. */
record CellSection(QuantityReader in) {
    CellModel read() {
        return in.build("cell", () -> switch (in.text("cell.model")) {
            case "barrier-chain" -> barrierChain();
            case "two-level-barrier" -> twoLevelBarrier();
            case "fowler-nordheim" -> fowlerNordheim();
            case "gain-cell" -> gainCell();
            default -> new PulsedSection(in).read();
        });
    }

    private BarrierChain barrierChain() {
        return new BarrierChain(
                in.whole("cell.levels", "levels"),
                in.number("cell.leastConductance", "leastSiemens", Dimension.CONDUCTANCE),
                in.number("cell.mostConductance", "mostSiemens", Dimension.CONDUCTANCE),
                limits(),
                in.number("drive.pulse", "pulseSeconds", Dimension.TIME),
                in.number("barrier.attemptSpread", "attemptSpread", Dimension.NUMBER),
                in.number("barrier.spread", "barrierSpreadJoules", Dimension.ENERGY),
                in.whole("powerOn.leastLevel", "leastPowerOnLevel"),
                in.whole("powerOn.mostLevel", "mostPowerOnLevel"));
    }

    private TwoLevelBarrier twoLevelBarrier() {
        return new TwoLevelBarrier(
                in.number("cell.leastConductance", "leastSiemens", Dimension.CONDUCTANCE),
                in.number("cell.mostConductance", "mostSiemens", Dimension.CONDUCTANCE),
                bifurcation(in.number("barrier.biasExponent", "biasExponent", Dimension.NUMBER)),
                limits(),
                in.number("drive.pulse", "pulseSeconds", Dimension.TIME),
                in.number("barrier.attemptSpread", "attemptSpread", Dimension.NUMBER),
                in.number("barrier.spread", "barrierSpreadJoules", Dimension.ENERGY),
                in.whole("powerOn.leastLevel", "leastPowerOnLevel"),
                in.whole("powerOn.mostLevel", "mostPowerOnLevel"));
    }

    private static TwoLevelBarrier.Bifurcation bifurcation(double exponent) {
        if (exponent == 2) {
            return TwoLevelBarrier.Bifurcation.PITCHFORK;
        }
        if (exponent == 1.5) {
            return TwoLevelBarrier.Bifurcation.SADDLE_NODE;
        }
        throw new IllegalArgumentException("biasExponent is " + exponent + "; allowed: 2 or 1.5");
    }

    private BarrierLimits limits() {
        return new BarrierLimits(
                in.number("barrier.least", "leastJoules", Dimension.ENERGY),
                in.number("barrier.most", "mostJoules", Dimension.ENERGY),
                in.number("barrier.hold", "holdJoules", Dimension.ENERGY),
                in.number("drive.mostTilt", "mostTiltJoules", Dimension.ENERGY),
                in.number("barrier.attemptRate", "attemptsPerSecond", Dimension.RATE),
                in.number("barrier.mostAttemptRate", "mostAttemptsPerSecond", Dimension.RATE),
                in.number("drive.halfSelectFraction", "halfSelectFraction", Dimension.NUMBER));
    }

    private FowlerNordheim fowlerNordheim() {
        return new FowlerNordheim(
                in.number("cell.k2", "k2Volts", Dimension.VOLTAGE),
                in.number("cell.k1", "k1PerSecond", Dimension.RATE),
                in.number("powerOn.voltage", "powerOnVolts", Dimension.VOLTAGE),
                in.number("powerOn.spread", "powerOnSpreadVolts", Dimension.VOLTAGE),
                in.number("cell.rateSpread", "rateSpread", Dimension.NUMBER),
                in.number("cell.gateCoupling", "gateCoupling", Dimension.NUMBER),
                in.number("cell.nodeCapacitance", "nodeFarads", Dimension.CAPACITANCE),
                in.flag("cell.shotNoise", "shotNoise"),
                in.number("cell.midConductance", "midSiemens", Dimension.CONDUCTANCE),
                in.number("cell.conductancePerVolt", "siemensPerVolt", Dimension.TRANSCONDUCTANCE),
                in.number("cell.leastConductance", "leastSiemens", Dimension.CONDUCTANCE),
                in.number("cell.mostConductance", "mostSiemens", Dimension.CONDUCTANCE),
                voltage(in),
                in.number("drive.pulse", "pulseSeconds", Dimension.TIME));
    }

    private GainCell gainCell() {
        return new GainCell(
                in.number("cell.nodeCapacitance", "nodeFarads", Dimension.CAPACITANCE),
                in.number("cell.leastVoltage", "leastVolts", Dimension.VOLTAGE),
                in.number("cell.mostVoltage", "mostVolts", Dimension.VOLTAGE),
                in.number("cell.packet", "packetCoulombs", Dimension.CHARGE),
                in.number("cell.packetSpread", "packetSpread", Dimension.NUMBER),
                in.number("ageing.leak.lifetime", "leakSeconds", Dimension.TIME),
                in.number("ageing.leak.spread", "leakSpread", Dimension.NUMBER),
                in.flag("cell.noise", "noise"),
                in.number("powerOn.voltage", "powerOnVolts", Dimension.VOLTAGE),
                in.number("powerOn.spread", "powerOnSpreadVolts", Dimension.VOLTAGE),
                in.number("cell.leastConductance", "leastSiemens", Dimension.CONDUCTANCE),
                in.number("cell.mostConductance", "mostSiemens", Dimension.CONDUCTANCE),
                voltage(in),
                in.number("drive.pulse", "pulseSeconds", Dimension.TIME));
    }

    /** Nominal pulse amplitudes, V. */
    static Drive.Voltage voltage(QuantityReader in) {
        return new Drive.Voltage(
                in.number("drive.potentiateVoltage", "potentiateVolts", Dimension.VOLTAGE),
                in.number("drive.depressVoltage", "depressVolts", Dimension.VOLTAGE));
    }
}
