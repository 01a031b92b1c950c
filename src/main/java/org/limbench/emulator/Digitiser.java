package org.limbench.emulator;

import org.limbench.device.RandomStream;
import org.limbench.device.ReadConverter;
import org.limbench.profile.ReadChain;

/**
 * The read converter with its faults: a bow over its range and codes that do not begin where they should. Where a code
 * begins is drawn once from the seed and clipped to half a code either way. Immutable.
 */
final class Digitiser {
    private final ReadConverter declared;
    private final double bowCodes;
    /** How much later than halfway each code but the first begins, codes; empty where all begin in time. */
    private final double[] late;

    Digitiser(ReadConverter declared, ReadChain chain, long seed) {
        this.declared = declared;
        this.bowCodes = chain.integralCodes();
        this.late = new double[chain.differentialCodes() == 0 ? 0 : declared.mostCode()];
        RandomStream.Cursor draws =
                RandomStream.of(seed, "emulator.read-converter").cursor();
        for (int code = 0; code < late.length; code++) {
            late[code] = Math.max(-0.5, Math.min(0.5, chain.differentialCodes() * draws.nextGaussian()));
        }
    }

    /** Code of a conductance. */
    int code(double siemens) {
        if (bowCodes == 0 && late.length == 0) {
            return declared.code(siemens);
        }
        double ideal = (siemens - declared.offsetSiemens()) / declared.lsbSiemens();
        double share = Math.max(0, Math.min(1, ideal / declared.mostCode()));
        double code = Math.max(0, Math.min(declared.mostCode(), ideal + bowCodes * 4 * share * (1 - share)));
        if (late.length == 0) {
            return (int) Math.rint(code);
        }
        int below = (int) Math.min(code, late.length - 1.0);
        return code - below >= 0.5 + late[below] ? below + 1 : below;
    }
}
