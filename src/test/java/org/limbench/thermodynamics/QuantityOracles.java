package org.limbench.thermodynamics;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.util.FastMath;

/**
 * For every quantity of the catalogue: arguments at random within its domain, and its value by another road, a quadrature,
 * a root or a sum from the definition. Nothing here calls the code it judges.
 */
final class QuantityOracles {
    private static final BigDecimal BOLTZMANN = new BigDecimal("1.380649e-23");
    private static final BigDecimal CHARGE = new BigDecimal("1.602176634e-19");

    private QuantityOracles() {}

    /** Arguments by name. */
    static final class Point {
        private final Map<String, String> text = new LinkedHashMap<>();

        Point with(String name, double value) {
            text.put(name, Double.toString(value));
            return this;
        }

        Point with(String name, int value) {
            text.put(name, Integer.toString(value));
            return this;
        }

        Point with(String name, String word) {
            text.put(name, word);
            return this;
        }

        double at(String name) {
            return Double.parseDouble(text.get(name));
        }

        /** kT, J. */
        double kt() {
            return BOLTZMANN.multiply(new BigDecimal(text.get("temperature_k"))).doubleValue();
        }

        Map<String, String> text() {
            return text;
        }
    }

    /** A quantity, where to try it, and what it should be. */
    record Oracle(
            String name, Function<MersenneTwister, Point> point, ToDoubleFunction<Point> expected, double tolerance) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Oracle> all() {
        List<Oracle> all = new ArrayList<>();
        thermal(all);
        jumps(all);
        bounds(all);
        schedules(all);
        return all;
    }

    private static double uniform(MersenneTwister random, double least, double most) {
        return least + (most - least) * random.nextDouble();
    }

    private static double spread(MersenneTwister random, double least, double most) {
        return least * FastMath.pow(most / least, random.nextDouble());
    }

    private static Point warm(MersenneTwister random) {
        return new Point().with("temperature_k", uniform(random, 4, 500));
    }

    private static double integral(DoubleUnaryOperator function, double from, double to) {
        if (from >= to) {
            return from == to ? 0 : -integral(function, to, from);
        }
        return new IterativeLegendreGaussIntegrator(20, 1e-12, 1e-300)
                .integrate(1_000_000, function::applyAsDouble, from, to);
    }

    private static double logarithm(double ratio) {
        return integral(u -> 1, 0, FastMath.log(ratio));
    }

    private static void thermal(List<Oracle> all) {
        all.add(new Oracle("thermal-energy", QuantityOracles::warm, Point::kt, 1e-15));
        all.add(new Oracle(
                "thermal-voltage",
                QuantityOracles::warm,
                p -> BOLTZMANN.doubleValue() / CHARGE.doubleValue() * p.at("temperature_k"),
                1e-14));
        all.add(new Oracle(
                "barrier-raise-work",
                r -> new Point().with("barrier_kt", uniform(r, 0.1, 90)),
                p -> -FastMath.log(integral(
                        q -> FastMath.exp(-p.at("barrier_kt") * (1 - FastMath.cos(2 * FastMath.PI * q)) / 2), 0, 1)),
                1e-10));
        // time the law takes from V0 to V, by quadrature, solved for V
        all.add(new Oracle(
                "fn-voltage",
                r -> new Point()
                        .with("k2_v", 325.0)
                        .with("k1_per_s", 1e16)
                        .with("v0_v", uniform(r, 7, 9))
                        .with("time_s", spread(r, 1e2, 1e8)),
                p -> new BrentSolver(1e-14, 1e-14)
                        .solve(
                                500,
                                v -> integral(u -> 325 / 1e16 / (u * u) * FastMath.exp(325 / u), v, p.at("v0_v"))
                                                / p.at("time_s")
                                        - 1,
                                5.5,
                                p.at("v0_v")),
                1e-10));
        // slope of the voltages about a point, by a central difference
        all.add(new Oracle(
                "fn-slope",
                r -> new Point().with("k2_v", 325.0).with("k1_per_s", 1e16).with("v_v", uniform(r, 6, 8)),
                p -> {
                    double v = p.at("v_v");
                    double h = 1e-4;
                    double time = 325 / 1e16 * integral(u -> FastMath.exp(325 / u) / (u * u), v - h, v + h);
                    return -2 * h / time * (1 + curvature(v) * h * h / 6);
                },
                1e-7));
    }

    /** Relative second derivative of exp(k2/u)/u^2, which the central difference above averages. */
    private static double curvature(double v) {
        double y = 325 / v;
        return (y * y + 6 * y + 6) / (v * v);
    }

    private static Point rates(MersenneTwister r) {
        double barrier = uniform(r, 1, 50);
        return new Point()
                .with("attempt_rate_per_s", spread(r, 1e8, 1e13))
                .with("barrier_kt", barrier)
                .with("tilt_kt", uniform(r, 0.01, 2 * barrier));
    }

    /** The rate along (+1) or against (-1) the tilt, as a power of e. */
    private static double up(Point p, int sign) {
        return p.at("attempt_rate_per_s") / FastMath.pow(FastMath.E, p.at("barrier_kt") - sign * p.at("tilt_kt") / 2);
    }

    private static void jumps(List<Oracle> all) {
        all.add(new Oracle("forward-rate", QuantityOracles::rates, p -> up(p, 1), 1e-12));
        all.add(new Oracle("backward-rate", QuantityOracles::rates, p -> up(p, -1), 1e-12));
        all.add(new Oracle("net-rate", QuantityOracles::rates, p -> up(p, 1) - up(p, -1), 1e-10));
        all.add(new Oracle("activity-rate", QuantityOracles::rates, p -> up(p, 1) + up(p, -1), 1e-12));
        // coth as the geometric series 1 + 2 sum exp(-k x)
        all.add(new Oracle(
                "fano-factor",
                r -> new Point().with("tilt_kt", uniform(r, 0.05, 20)),
                p -> {
                    double sum = 1;
                    for (int k = 1; k < 2000; k++) {
                        sum += 2 * FastMath.exp(-k * p.at("tilt_kt"));
                    }
                    return sum;
                },
                1e-12));
        // mean of the time to the first jump: the integral of its survival
        all.add(new Oracle(
                "mean-dwell",
                r -> new Point()
                        .with("attempt_rate_per_s", spread(r, 1e8, 1e13))
                        .with("barrier_kt", uniform(r, 0, 50)),
                p -> {
                    double rate = 2 * p.at("attempt_rate_per_s") * FastMath.exp(-p.at("barrier_kt"));
                    return integral(u -> FastMath.exp(-u), 0, 40) / rate;
                },
                1e-12));
        all.add(new Oracle(
                "barrier-for-dwell",
                QuantityOracles::keeping,
                p -> root(b -> FastMath.exp(b) / (2 * p.at("attempt_rate_per_s")) / p.at("time_s") - 1, 0, 120),
                1e-11));
        all.add(new Oracle(
                "barrier-for-error",
                QuantityOracles::keeping,
                p -> root(
                        b -> {
                            double jumps = 2 * p.at("attempt_rate_per_s") * p.at("time_s") * FastMath.exp(-b);
                            return FastMath.log(-FastMath.expm1(-jumps)) - FastMath.log(p.at("error_probability"));
                        },
                        1,
                        120),
                1e-10));
        all.add(new Oracle(
                "heat-per-step",
                r -> warm(r).with("attempt_rate_per_s", 1e9)
                        .with("barrier_kt", uniform(r, 2, 50))
                        .with("rate_per_s", spread(r, 1, 9e8)),
                p -> p.kt()
                        * root(
                                x -> 2e9 * FastMath.exp(-p.at("barrier_kt")) * FastMath.sinh(x / 2) / p.at("rate_per_s")
                                        - 1,
                                0,
                                110),
                1e-9));
        all.add(new Oracle(
                "open-loop-write",
                r -> {
                    double mean = uniform(r, 0.5, 60);
                    return warm(r).with("mean_levels", mean).with("variance_levels2", mean * uniform(r, 1.05, 9));
                },
                p -> 2
                        * p.kt()
                        * p.at("mean_levels")
                        * integral(z -> 1 / (1 - z * z), 0, p.at("mean_levels") / p.at("variance_levels2")),
                1e-10));
    }

    private static Point keeping(MersenneTwister r) {
        return new Point()
                .with("attempt_rate_per_s", spread(r, 1e8, 1e12))
                .with("time_s", spread(r, 1, 1e10))
                .with("error_probability", spread(r, 1e-10, 0.4));
    }

    private static double root(DoubleUnaryOperator function, double least, double most) {
        return new BrentSolver(1e-14, 1e-13).solve(1000, function::applyAsDouble, least, most);
    }

    private static void bounds(List<Oracle> all) {
        all.add(new Oracle(
                "cycle-floor",
                r -> new Point().with("stored_change_j", uniform(r, -1e-15, 1e-15)),
                // what is metered goes into the store, and nothing need go to the bath
                p -> new BigDecimal(p.text().get("stored_change_j")).doubleValue(),
                1e-15));
        all.add(new Oracle(
                "information-bound",
                r -> warm(r).with("nats_before", uniform(r, 0, 9))
                        .with("nats_after", uniform(r, 0, 9))
                        .with("nats_read_inside", uniform(r, 0, 3)),
                p -> p.kt() * integral(u -> 1, p.at("nats_after") + p.at("nats_read_inside"), p.at("nats_before")),
                1e-11));
        // entropy of a Gaussian of that variance, by quadrature of its density
        all.add(new Oracle(
                "blind-reset",
                r -> warm(r).with("cells", 1 + r.nextInt(900))
                        .with("levels", 3 + r.nextInt(500))
                        .with("residual_std_levels", uniform(r, 0, 20)),
                p -> p.at("cells")
                        * p.kt()
                        * (logarithm(p.at("levels"))
                                - gaussianNats(FastMath.sqrt(
                                        p.at("residual_std_levels") * p.at("residual_std_levels") + 1.0 / 12))),
                1e-8));
        all.add(new Oracle(
                "overwrite-exact",
                r -> warm(r).with("levels", 2 + r.nextInt(1000)),
                p -> p.kt() * integral(u -> 1 / u, 1, p.at("levels")),
                1e-10));
        all.add(new Oracle("landauer-bit", QuantityOracles::warm, p -> p.kt() * integral(u -> 1 / u, 1, 2), 1e-12));
        all.add(new Oracle(
                "training-floor",
                r -> warm(r).with("operations", spread(r, 1, 1e30)).with("bits", uniform(r, 1, 64)),
                p -> p.at("operations") * p.at("bits") * p.kt() * integral(u -> 1 / u, 1, 2),
                1e-12));
        all.add(new Oracle(
                "overwrite-gaussian",
                r -> {
                    int levels = 8 + r.nextInt(500);
                    return warm(r).with("levels", levels).with("sigma_levels", uniform(r, 0.5, levels / 6.0));
                },
                p -> p.kt() * (logarithm(p.at("levels")) - gaussianNats(p.at("sigma_levels"))),
                1e-8));
        all.add(new Oracle(
                "gaussian-level-entropy",
                r -> new Point().with("sigma_levels", spread(r, 0.2, 50)),
                p -> levelNats(p.at("sigma_levels")),
                1e-10));
        all.add(new Oracle(
                "jump-floor",
                r -> {
                    double activity = spread(r, 0.1, 100);
                    return new Point()
                            .with("activity_jumps", activity)
                            .with("distance_levels", activity * uniform(r, 0.01, 0.95));
                },
                p -> {
                    double share = p.at("distance_levels") / p.at("activity_jumps");
                    return 2 * p.at("distance_levels") * integral(z -> 1 / (1 - z * z), 0, share);
                },
                1e-10));
        // the quadratic term of the strong form's series
        all.add(new Oracle(
                "jump-floor-weak",
                r -> new Point().with("activity_jumps", spread(r, 1.1, 100)).with("distance_l1", uniform(r, 0.01, 2)),
                p -> p.at("distance_l1") / p.at("activity_jumps") * integral(z -> 1, 0, p.at("distance_l1") / 2),
                1e-12));
        dynamics(all);
    }

    private static void dynamics(List<Oracle> all) {
        // squared distance of the quantiles, integrated
        all.add(new Oracle(
                "overdamped-floor",
                r -> warm(r).with("mean_before", uniform(r, -20, 20))
                        .with("std_before", uniform(r, 0.5, 5))
                        .with("mean_after", uniform(r, -20, 20))
                        .with("std_after", uniform(r, 0.5, 5))
                        .with("diffusion_per_s", spread(r, 1e3, 1e7))
                        .with("time_s", spread(r, 1e-6, 1)),
                p -> {
                    NormalDistribution normal = new NormalDistribution();
                    double w2 = integral(
                            z -> {
                                double gap = p.at("mean_after")
                                        - p.at("mean_before")
                                        + z * (p.at("std_after") - p.at("std_before"));
                                return gap * gap * normal.density(z);
                            },
                            -12,
                            12);
                    return p.kt() * w2 / p.at("diffusion_per_s") / p.at("time_s");
                },
                1e-9));
        // the wrong half of a Gaussian brought to the divide
        all.add(new Oracle(
                "finite-time-erasure",
                r -> warm(r).with("variance", uniform(r, 0.1, 9))
                        .with("diffusion_per_s", spread(r, 0.1, 100))
                        .with("time_s", spread(r, 0.1, 100)),
                p -> {
                    NormalDistribution normal = new NormalDistribution(0, FastMath.sqrt(p.at("variance")));
                    double w2 = integral(x -> x * x * normal.density(x), -40, 0);
                    double bit = integral(u -> 1 / u, 1, 2);
                    return p.kt() * (bit + w2 / p.at("diffusion_per_s") / p.at("time_s"));
                },
                1e-9));
        // entropy production times relative variance is 2
        all.add(new Oracle(
                "tur-floor",
                r -> warm(r).with("relative_std", spread(r, 1e-3, 1)),
                p -> p.kt() * root(sigma -> sigma * p.at("relative_std") * p.at("relative_std") / 2 - 1, 1e-3, 1e8),
                1e-9));
        // entropy production x times Fano factor, from the two rates
        all.add(new Oracle(
                "tur-product",
                r -> new Point().with("tilt_kt", uniform(r, 0.01, 30)),
                p -> {
                    double back = FastMath.exp(-p.at("tilt_kt"));
                    return FastMath.log(1 / back) * (1 + back) / (1 - back);
                },
                1e-11));
        all.add(new Oracle(
                "kinetic-floor",
                r -> {
                    double attempts = spread(r, 1e8, 1e12);
                    return warm(r).with("attempt_rate_per_s", attempts)
                            .with("rate_per_s", attempts * uniform(r, 0.01, 0.99));
                },
                p -> p.kt() * integral(u -> 1 / (1 - u), 0, p.at("rate_per_s") / p.at("attempt_rate_per_s")),
                1e-9));
    }

    private static double gaussianNats(double sigma) {
        NormalDistribution normal = new NormalDistribution();
        double unit = integral(z -> -normal.density(z) * normal.logDensity(z), -12, 12);
        return unit + FastMath.log(sigma);
    }

    private static double levelNats(double sigma) {
        int last = (int) (12 * sigma) + 2;
        double sum = 0;
        for (int i = -last; i <= last; i++) {
            sum += FastMath.exp(-i * (double) i / (2 * sigma * sigma));
        }
        double entropy = 0;
        for (int i = -last; i <= last; i++) {
            double p = FastMath.exp(-i * (double) i / (2 * sigma * sigma)) / sum;
            entropy -= p > 0 ? p * FastMath.log(p) : 0;
        }
        return entropy;
    }

    private static Point schedule(MersenneTwister r) {
        return switch (r.nextInt(5)) {
            case 0 -> new Point().with("schedule", "1/n");
            case 1 -> new Point().with("schedule", "1/sqrt(n)");
            case 2 -> new Point().with("schedule", "constant");
            case 3 -> new Point().with("schedule", "exponential").with("decay_updates", uniform(r, 20, 300));
            default -> new Point().with("schedule", "fn").with("n0", uniform(r, 2, 300));
        };
    }

    /** m_n = eta_n/eta_1 as the user guide words it. */
    private static double share(Point p, double n) {
        return switch (p.text().get("schedule")) {
            case "1/n" -> 1 / n;
            case "1/sqrt(n)" -> 1 / FastMath.sqrt(n);
            case "constant" -> 1;
            case "exponential" -> FastMath.exp((1 - n) / p.at("decay_updates"));
            default -> fall(1 + p.at("n0")) / fall(n + p.at("n0"));
        };
    }

    private static double fall(double x) {
        return x * FastMath.pow(FastMath.log(x), 2);
    }

    private static void schedules(List<Oracle> all) {
        all.add(new Oracle(
                "barrier-rise",
                r -> schedule(r).with("n", 1 + r.nextInt(3000)),
                p -> {
                    boolean tunnelling = p.text().get("schedule").equals("fn");
                    double first = tunnelling ? 0 : 1;
                    return FastMath.log(share(p, first) / share(p, p.at("n")));
                },
                1e-9));
        all.add(new Oracle(
                "approach-a",
                r -> schedule(r)
                        .with("updates", 1 + r.nextInt(60))
                        .with("barrier_kt", uniform(r, 5, 50))
                        .with("attempt_rate_per_s", 1e9)
                        .with("pulse_s", spread(r, 1e-8, 1e-5)),
                p -> sum(p, (m, n) -> m * tiltOver(m / p.at("pulse_s") / 1e9, p.at("barrier_kt"))),
                1e-9));
        all.add(new Oracle(
                "approach-b",
                r -> schedule(r).with("updates", 1 + r.nextInt(300)).with("tilt_kt", uniform(r, 0.1, 10)),
                p -> sum(p, (m, n) -> m * p.at("tilt_kt")),
                1e-11));
        all.add(new Oracle(
                "approach-b-barrier",
                r -> schedule(r)
                        .with("n", 1 + r.nextInt(900))
                        .with("tilt_kt", uniform(r, 0.1, 8))
                        .with("attempt_rate_per_s", 1e9)
                        .with("pulse_s", spread(r, 1e-7, 1e-4)),
                p -> root(
                        b -> 1e9
                                        * p.at("pulse_s")
                                        * FastMath.exp(-b)
                                        * 2
                                        * FastMath.sinh(p.at("tilt_kt") / 2)
                                        / share(p, p.at("n"))
                                - 1,
                        0,
                        90),
                1e-10));
        all.add(new Oracle(
                "approach-c",
                r -> schedule(r)
                        .with("updates", 2 + r.nextInt(60))
                        .with("contraction", "(n/N)^2")
                        .with("reference_tilt_kt", uniform(r, 0.2, 8)),
                QuantityOracles::bothModulated,
                1e-8));
    }

    private interface Term {
        double of(double share, int n);
    }

    private static double sum(Point p, Term term) {
        double sum = 0;
        for (int n = 1; n <= p.at("updates"); n++) {
            sum += term.of(share(p, n), n);
        }
        return sum;
    }

    private static double tiltOver(double relativeRate, double barrier) {
        return root(
                x -> FastMath.log(2 * FastMath.sinh(x / 2)) - barrier - FastMath.log(relativeRate),
                1e-12,
                2 * barrier + 1);
    }

    /** Stationarity, csch^2(x/2) c = const, with the constant found from the variance. */
    private static double bothModulated(Point p) {
        double total = p.at("updates");
        double variance =
                sum(p, (m, n) -> FastMath.pow(n / total, 2) * m / FastMath.tanh(p.at("reference_tilt_kt") / 2));
        double log = root(
                s -> sum(p, (m, n) -> FastMath.pow(n / total, 2) * m / FastMath.tanh(tilt(s, n / total) / 2)) / variance
                        - 1,
                -20,
                20);
        return sum(p, (m, n) -> m * tilt(log, n / total));
    }

    private static double tilt(double logMultiplier, double root) {
        return 2 * FastMath.asinh(FastMath.exp(logMultiplier) * root);
    }
}
