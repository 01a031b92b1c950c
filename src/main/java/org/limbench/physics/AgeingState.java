package org.limbench.physics;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.limbench.device.RandomStream;

/**
 * How long ago each cell of an array of {@link PulsedCell} was written, and what that did to it.
 *
 * <p>Leak without diffusion and drift are functions of the time since the last pulse, evaluated on reading: no number of
 * small steps adds up rounding. Diffusion is drawn for every command, together with the leak ({@link ReflectedDiffusion}).
 * Single-threaded.
 */
final class AgeingState {
    /** The source's floor of the relative conductance. */
    private static final double LEAST_RELATIVE = 1e-7;

    private final Ageing model;
    private final CellVariation cells;
    private final double @Nullable [] lifetime;
    private final double @Nullable [] rest;
    private final double @Nullable [] rate;
    /** The standard normal number each cell's drift exponent is made of. */
    private final double @Nullable [] driftNormal;

    /** Seconds since the last pulse. */
    private final double @Nullable [] age;
    /** Drift exponent since the last pulse. */
    private final double @Nullable [] exponent;

    private AgeingState(Ageing model, CellVariation cells) {
        this.model = model;
        this.cells = cells;
        int count = cells.cells();
        lifetime = model.leak() == null ? null : new double[count];
        rest = model.leak() == null ? null : new double[count];
        rate = model.diffusion() == null ? null : new double[count];
        driftNormal = model.drift() == null ? null : new double[count];
        exponent = model.drift() == null ? null : new double[count];
        age = model.drift() != null || (model.leak() != null && model.diffusion() == null) ? new double[count] : null;
        for (int cell = 0; cell < count; cell++) {
            draw(cell);
        }
    }

    /** Numbers kept for each cell; see the constructor. */
    static int numbersPerCell(Ageing model) {
        int leak = model.leak() == null ? 0 : 2;
        int diffusion = model.diffusion() == null ? 0 : 1;
        int drift = model.drift() == null ? 0 : 2;
        int age = model.drift() != null || (model.leak() != null && model.diffusion() == null) ? 1 : 0;
        return leak + diffusion + drift + age;
    }

    /** The ageing of a model's cells; null where time does nothing to them. */
    static @Nullable AgeingState of(PulsedCell model, CellVariation cells) {
        return model.ageing().equals(Ageing.NONE) ? null : new AgeingState(model.ageing(), cells);
    }

    private void draw(int cell) {
        Ageing.Leak leak = model.leak();
        if (leak != null && lifetime != null && rest != null) {
            CellVariation.Normals normals = cells.normals("leak", cell);
            lifetime[cell] = leak.lifetimeSeconds() * Math.abs(1 + leak.lifetimeSpread() * normals.next());
            rest[cell] = cells.clip(cell, leak.restWeight() + leak.restSpread() * normals.next());
        }
        Ageing.Diffusion diffusion = model.diffusion();
        if (diffusion != null && rate != null) {
            double normal = cells.normals("diffusion", cell).next();
            rate[cell] = diffusion.weightPerRootSecond() * Math.abs(1 + diffusion.spread() * normal);
        }
        if (driftNormal != null) {
            driftNormal[cell] = cells.normals("drift", cell).next();
        }
    }

    /** Lets time pass for every cell. */
    void pass(double seconds, RandomStream noise, double[] hidden) {
        if (age != null) {
            for (int cell = 0; cell < age.length; cell++) {
                age[cell] += seconds;
            }
        }
        if (rate != null && seconds > 0) {
            for (int cell = 0; cell < rate.length; cell++) {
                hidden[cell] = walked(
                        cell,
                        hidden[cell],
                        seconds,
                        rate[cell],
                        noise.split(cell).cursor());
            }
        }
    }

    private double walked(int cell, double weight, double seconds, double perRoot, RandomStream.Cursor cursor) {
        double least = cells.least[cell];
        double most = cells.most[cell];
        if (lifetime == null || rest == null) {
            double kick = perRoot * GaussianSampler.next(cursor) * Math.sqrt(seconds);
            return ReflectedDiffusion.wiener(weight, kick, least, most);
        }
        double deviation = perRoot * Math.sqrt(lifetime[cell] / 2);
        return ReflectedDiffusion.ornsteinUhlenbeck(
                weight, rest[cell], seconds / lifetime[cell], deviation, least, most, cursor);
    }

    /** Hidden weight now, given that when last written. */
    double weight(int cell, double written) {
        if (lifetime == null || rest == null || age == null || rate != null || age[cell] == 0) {
            return written;
        }
        return rest[cell] + (written - rest[cell]) * StrictMath.exp(-age[cell] / lifetime[cell]);
    }

    /** Share of its conductance a cell has kept since its last pulse. */
    double kept(int cell) {
        Ageing.Drift drift = model.drift();
        if (drift == null || age == null || exponent == null || age[cell] == 0) {
            return 1;
        }
        return StrictMath.exp(-exponent[cell] * StrictMath.log1p(age[cell] / drift.referenceSeconds()));
    }

    /** Starts the clock of a cell left at a conductance, relative to the nominal greatest. */
    void written(int cell, double relative) {
        if (age != null) {
            age[cell] = 0;
        }
        Ageing.Drift drift = model.drift();
        if (drift != null && exponent != null && driftNormal != null) {
            double log = StrictMath.log(Math.max(LEAST_RELATIVE, relative));
            double mean = clamp(drift.meanSlope() * log + drift.meanOffset(), drift.leastMean(), drift.mostMean());
            double deviation = clamp(
                    drift.deviationSlope() * log + drift.deviationOffset(),
                    drift.leastDeviation(),
                    drift.mostDeviation());
            exponent[cell] = Math.abs(mean + deviation * driftNormal[cell]);
        }
    }

    private static double clamp(double value, double least, double most) {
        return Math.max(least, Math.min(most, value));
    }

    /** Doubles a snapshot holds per cell. */
    int doublesPerCell() {
        return (age == null ? 0 : 1) + (exponent == null ? 0 : 1);
    }

    /** Writes ages, then exponents, s and 1, those the model has. */
    void write(ByteBuffer out) {
        for (double[] values : new double[][] {age, exponent}) {
            if (values != null) {
                for (double value : values) {
                    out.putDouble(value);
                }
            }
        }
    }

    /** Takes over what {@link #write} wrote, checked by the caller to be finite. */
    void read(double[] values, int from) {
        int at = from;
        for (double[] own : new double[][] {age, exponent}) {
            if (own != null) {
                System.arraycopy(values, at, own, 0, own.length);
                at += own.length;
            }
        }
    }
}
