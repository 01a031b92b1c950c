package org.limbench.physics;

/** Adds up what the pulses of one command cost in selected and half-selected cells. Single-threaded; one per command. */
final class PulseBook {
    private final PulseEnergy energy;
    private final double upVolts;
    private final double downVolts;
    private final double halfVolts;
    /** Width of a pulse if current flows during it, s. */
    private final double conductingSeconds;

    private double upSiemens;
    private double downSiemens;
    private double halfSiemens;
    private long ups;
    private long downs;
    private long halves;

    PulseBook(PulseEnergy energy, double upVolts, double downVolts, double swingFraction, double pulseSeconds) {
        this.energy = energy;
        this.upVolts = upVolts;
        this.downVolts = downVolts;
        this.halfVolts = swingFraction * Math.max(upVolts, downVolts);
        this.conductingSeconds = energy.conduction() == PulseEnergy.Conduction.NONE ? 0 : pulseSeconds;
    }

    /** Pulses of one cell, signed, and the sum of the conductances they met, S. */
    void fired(int pulses, double siemens) {
        if (pulses > 0) {
            ups += pulses;
            upSiemens += siemens;
        } else {
            downs -= pulses;
            downSiemens += siemens;
        }
    }

    /** Slots in which one cell was half-selected, and its conductance, S. */
    void half(int slots, double siemens) {
        halves += slots;
        halfSiemens += slots * siemens;
    }

    /** Energy of selected cells, J. */
    double cellJoules() {
        return upVolts * upVolts * (upSiemens * conductingSeconds + ups * energy.gateFarads())
                + downVolts * downVolts * (downSiemens * conductingSeconds + downs * energy.gateFarads())
                + (ups + downs) * energy.joulesPerPulse();
    }

    /** Energy of half-selected cells, J. */
    double halfJoules() {
        return halfVolts * halfVolts * (halfSiemens * conductingSeconds + halves * energy.gateFarads());
    }
}
