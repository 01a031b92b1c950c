package org.limbench.thermodynamics;

import static org.assertj.core.api.Assertions.assertThat;

import ch.obermuhlner.math.big.BigDecimalMath;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every quantity to 1e-12 of its value over its whole domain, against decimal arithmetic of 40 digits: at points spread
 * evenly in the logarithm, and next to every pole, zero and end of a domain.
 */
final class QuantityPrecisionTest {
    private static final int POINTS = 1000;
    private static final double TOLERANCE = 1e-12;
    private static final MathContext DIGITS = new MathContext(40);
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal BOLTZMANN = new BigDecimal("1.380649e-23");
    /** With digits to spare for its multiples. */
    private static final BigDecimal LN_TEN = BigDecimalMath.log(BigDecimal.TEN, new MathContext(60));

    private static final BigDecimal PI = BigDecimalMath.pi(DIGITS);
    private static final BigDecimal SMALLEST = new BigDecimal(Double.MIN_NORMAL);
    private static final BigDecimal LARGEST = new BigDecimal(Double.MAX_VALUE);

    /** Arguments as the exact values of their doubles. */
    static final class Point {
        private final Map<String, String> text = new LinkedHashMap<>();

        Point with(String name, double value) {
            text.put(name, Double.toString(value));
            return this;
        }

        Point with(String name, String word) {
            text.put(name, word);
            return this;
        }

        BigDecimal at(String name) {
            return new BigDecimal(Double.parseDouble(text.get(name)));
        }

        BigDecimal kt() {
            return BOLTZMANN.multiply(at(ArgumentName.KELVIN));
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    /** A quantity, its points, and its value in decimals. */
    record Exact(String name, IntFunction<Point> point, Function<Point, BigDecimal> value) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** i-th of the points, evenly in the logarithm from least to most, both ends included; strides visit them in other orders. */
    private static double spread(int i, int stride, double least, double most) {
        double place = (double) ((long) i * stride % POINTS) / (POINTS - 1);
        double logarithm = Math.log(least) + place * (Math.log(most) - Math.log(least));
        return Math.max(least, Math.min(most, Math.exp(logarithm)));
    }

    private static Point warm(int i) {
        return new Point().with(ArgumentName.KELVIN, spread(i, 37, 1e-3, 1e5));
    }

    private static BigDecimal times(BigDecimal... factors) {
        BigDecimal product = BigDecimal.ONE;
        for (BigDecimal factor : factors) {
            product = product.multiply(factor, DIGITS);
        }
        return product;
    }

    private static BigDecimal over(BigDecimal numerator, BigDecimal denominator) {
        return numerator.divide(denominator, DIGITS);
    }

    private static BigDecimal half(BigDecimal value) {
        return over(value, TWO);
    }

    /** By powers of ten and a rest from 0.3 to 3, where the library is quick. */
    private static BigDecimal ln(BigDecimal value) {
        int powers = value.precision() - value.scale() - 1;
        BigDecimal rest = value.scaleByPowerOfTen(-powers);
        if (rest.compareTo(BigDecimal.valueOf(3)) > 0) {
            powers++;
            rest = rest.scaleByPowerOfTen(-1);
        }
        return BigDecimalMath.log(rest, DIGITS).add(times(BigDecimal.valueOf(powers), LN_TEN), DIGITS);
    }

    /** ln(1 + small), by its series where the sum would leave no digits. */
    private static BigDecimal ln1p(BigDecimal value) {
        if (value.abs().compareTo(new BigDecimal("1e-20")) > 0) {
            return ln(BigDecimal.ONE.add(value));
        }
        return value.subtract(half(times(value, value)), DIGITS)
                .add(over(times(value, value, value), BigDecimal.valueOf(3)), DIGITS);
    }

    private static BigDecimal exp(BigDecimal value) {
        int powers = over(value, LN_TEN).setScale(0, RoundingMode.HALF_EVEN).intValueExact();
        BigDecimal rest = value.subtract(LN_TEN.multiply(BigDecimal.valueOf(powers)));
        return BigDecimalMath.exp(rest, DIGITS).scaleByPowerOfTen(powers);
    }

    /** e^x - 1. */
    private static BigDecimal expm1(BigDecimal x) {
        if (x.abs().compareTo(new BigDecimal("0.01")) > 0) {
            return exp(x).subtract(BigDecimal.ONE);
        }
        BigDecimal term = x;
        BigDecimal sum = x;
        for (int k = 2; k < 30 && term.signum() != 0; k++) {
            term = over(times(term, x), BigDecimal.valueOf(k));
            sum = sum.add(term, DIGITS);
        }
        return sum;
    }

    private static BigDecimal asinh(BigDecimal y) {
        BigDecimal root = BigDecimalMath.sqrt(BigDecimal.ONE.add(times(y, y)), new MathContext(100));
        // y + y^2/(1 + root) is what 1 is exceeded by
        return ln1p(y.add(over(times(y, y), BigDecimal.ONE.add(root)), DIGITS));
    }

    private static BigDecimal artanh(BigDecimal part, BigDecimal whole) {
        return half(ln1p(over(part.add(part), whole.subtract(part))));
    }

    private static BigDecimal coth(BigDecimal x) {
        BigDecimal grown = expm1(x.add(x));
        return over(grown.add(TWO), grown);
    }

    static List<Exact> all() {
        List<Exact> all = new ArrayList<>();
        thermal(all);
        jumps(all);
        constraints(all);
        information(all);
        dynamics(all);
        schedules(all);
        return all;
    }

    private static void thermal(List<Exact> all) {
        all.add(new Exact(
                "thermal-energy", i -> new Point().with(ArgumentName.KELVIN, spread(i, 1, 1e-280, 1e300)), Point::kt));
        all.add(new Exact(
                "thermal-voltage",
                i -> new Point().with(ArgumentName.KELVIN, spread(i, 1, 1e-280, 1e300)),
                p -> over(p.kt(), new BigDecimal("1.602176634e-19"))));
        all.add(new Exact(
                "barrier-raise-work",
                i -> new Point()
                        .with(ArgumentName.BARRIER, i % 5 == 0 ? spread(i, 7, 1e-300, 1e308) : spread(i, 7, 1e-6, 400)),
                p -> raise(half(p.at(ArgumentName.BARRIER)))));
        all.add(new Exact(
                "fn-voltage",
                i -> new Point()
                        .with("k2_v", spread(i, 3, 1, 1e4))
                        .with("k1_per_s", spread(i, 7, 1e-300, 1e300))
                        .with("v0_v", spread(i, 11, 1e-2, 1e4))
                        .with("time_s", i == 5 ? 0 : spread(i, 13, 1e-300, 1e300)),
                p -> {
                    BigDecimal y = over(p.at("k2_v"), p.at("v0_v"));
                    BigDecimal grown = ln1p(times(p.at("k1_per_s"), p.at("time_s"), exp(y.negate())));
                    return over(p.at("k2_v"), y.add(grown));
                }));
        all.add(new Exact(
                "fn-slope",
                i -> new Point()
                        .with("k2_v", spread(i, 3, 1e-100, 1e4))
                        .with("k1_per_s", spread(i, 7, 1e-300, 1e300))
                        .with("v_v", spread(i, 11, 1, 1e150)),
                p -> {
                    BigDecimal v = p.at("v_v");
                    BigDecimal tunnelling = exp(over(p.at("k2_v"), v).negate());
                    return over(times(p.at("k1_per_s"), v, v, tunnelling), p.at("k2_v"))
                            .negate();
                }));
    }

    /** z - ln I0(z): the power series of I0 up to 60, its asymptotic series beyond. */
    private static BigDecimal raise(BigDecimal z) {
        if (z.compareTo(BigDecimal.valueOf(60)) < 0) {
            BigDecimal square = half(half(times(z, z)));
            BigDecimal term = BigDecimal.ONE;
            BigDecimal sum = BigDecimal.ZERO;
            for (int k = 1; k < 400; k++) {
                term = over(times(term, square), BigDecimal.valueOf((long) k * k));
                sum = sum.add(term, DIGITS);
            }
            return z.subtract(ln1p(sum));
        }
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ZERO;
        for (int k = 1; k <= 40; k++) {
            long odd = 2L * k - 1;
            term = over(times(term, BigDecimal.valueOf(odd * odd)), times(BigDecimal.valueOf(8L * k), z));
            sum = sum.add(term, DIGITS);
        }
        return half(ln(times(TWO, PI, z))).subtract(ln1p(sum));
    }

    private static Point rates(int i) {
        double barrier = spread(i, 7, 1e-3, 1400);
        // from no tilt to the clamp, both included
        double tilt = i % 9 == 0 ? 2 * barrier : Math.min(2 * barrier, spread(i, 11, 1e-300, 2800));
        return new Point()
                .with(ArgumentName.ATTEMPTS, spread(i, 13, 1e-200, 1e300))
                .with(ArgumentName.BARRIER, barrier)
                .with(ArgumentName.TILT, i % 2 == 0 ? tilt : -tilt);
    }

    private static BigDecimal rate(Point p, int sign) {
        BigDecimal exponent =
                half(p.at(ArgumentName.TILT)).multiply(BigDecimal.valueOf(sign)).subtract(p.at(ArgumentName.BARRIER));
        return times(p.at(ArgumentName.ATTEMPTS), exp(exponent));
    }

    private static void jumps(List<Exact> all) {
        all.add(new Exact("forward-rate", QuantityPrecisionTest::rates, p -> rate(p, 1)));
        all.add(new Exact("backward-rate", QuantityPrecisionTest::rates, p -> rate(p, -1)));
        all.add(new Exact(
                "net-rate", QuantityPrecisionTest::rates, p -> times(rate(p, -1), expm1(p.at(ArgumentName.TILT)))));
        all.add(new Exact(
                "activity-rate", QuantityPrecisionTest::rates, p -> rate(p, 1).add(rate(p, -1))));
        all.add(new Exact(
                "fano-factor",
                i -> new Point().with(ArgumentName.TILT, spread(i, 1, 2e-308, 1e308)),
                p -> p.at(ArgumentName.TILT).compareTo(BigDecimal.valueOf(500)) > 0
                        ? BigDecimal.ONE
                        : coth(half(p.at(ArgumentName.TILT)))));
        all.add(new Exact(
                "mean-dwell",
                i -> new Point()
                        .with(ArgumentName.ATTEMPTS, i == 3 ? 1e15 : spread(i, 3, 1e-300, 1e300))
                        .with(ArgumentName.BARRIER, i == 3 ? 720 : spread(i, 7, 1e-3, 1400)),
                p -> over(exp(p.at(ArgumentName.BARRIER)), times(TWO, p.at(ArgumentName.ATTEMPTS)))));
        all.add(new Exact("heat-per-step", QuantityPrecisionTest::steps, p -> {
            BigDecimal steep = exp(p.at(ArgumentName.BARRIER));
            BigDecimal y = over(times(p.at(ArgumentName.RATE), steep), times(TWO, p.at(ArgumentName.ATTEMPTS)));
            return times(TWO, p.kt(), asinh(y));
        }));
        all.add(new Exact(
                "open-loop-write",
                i -> {
                    double mean = spread(i, 7, 1e-100, 1e100);
                    // from next to the Poisson floor to far above it
                    double beyond = i == 2 ? Math.nextUp(mean) : mean * (1 + spread(i, 11, 1e-15, 1e100));
                    return warm(i).with("mean_levels", mean)
                            .with("variance_levels2", Math.max(beyond, Math.nextUp(mean)));
                },
                p -> times(TWO, p.kt(), p.at("mean_levels"), artanh(p.at("mean_levels"), p.at("variance_levels2")))));
    }

    private static Point steps(int i) {
        double attempts = spread(i, 3, 1, 1e15);
        double barrier = spread(i, 7, 1e-3, 700);
        double most = -attempts * Math.expm1(-2 * barrier);
        double rate = i % 8 == 0 ? most * (1 - 1e-15) : Math.min(most * (1 - 1e-15), spread(i, 11, 1e-310, 1e15));
        return new Point()
                .with(ArgumentName.KELVIN, 1e20)
                .with(ArgumentName.ATTEMPTS, attempts)
                .with(ArgumentName.BARRIER, barrier)
                .with(ArgumentName.RATE, i == 4 ? 1e-310 : rate);
    }

    private static Point keeping(int i) {
        double attempts = spread(i, 3, 1e-300, 1e300);
        // every fourth next to the barrier of no height
        double seconds = i % 4 == 0 ? 0.5 / attempts * (1 + spread(i, 11, 1e-15, 1e-2)) : spread(i, 7, 1e-300, 1e300);
        return new Point().with(ArgumentName.ATTEMPTS, attempts).with(ArgumentName.TIME, seconds);
    }

    private static void constraints(List<Exact> all) {
        all.add(new Exact(
                "barrier-for-dwell",
                QuantityPrecisionTest::keeping,
                p -> ln(times(TWO, p.at(ArgumentName.ATTEMPTS), p.at(ArgumentName.TIME)))));
        all.add(new Exact(
                "barrier-for-error",
                i -> new Point()
                        .with(ArgumentName.ATTEMPTS, spread(i, 3, 1e-300, 1e300))
                        .with(ArgumentName.TIME, spread(i, 7, 1e-300, 1e300))
                        .with(
                                "error_probability",
                                i == 7 ? Math.nextDown(1.0) : spread(i, 11, Double.MIN_VALUE, 0.999)),
                p -> {
                    BigDecimal missed = ln1p(p.at("error_probability").negate()).negate();
                    return ln(over(times(TWO, p.at(ArgumentName.ATTEMPTS), p.at(ArgumentName.TIME)), missed));
                }));
    }

    private static void information(List<Exact> all) {
        all.add(new Exact(
                "cycle-floor",
                i -> new Point().with("stored_change_j", (i % 2 == 0 ? 1 : -1) * spread(i, 1, 1e-300, 1e300)),
                p -> p.at("stored_change_j")));
        all.add(new Exact(
                "information-bound",
                i -> {
                    double before = spread(i, 3, 1e-10, 1e300);
                    return warm(i).with("nats_before", before)
                            .with("nats_after", i % 3 == 0 ? before * (1 - 1e-13) : -spread(i, 7, 1e-10, 1e300))
                            .with("nats_read_inside", i % 3 == 0 ? before * 1e-14 : spread(i, 11, 1e-10, 1e10));
                },
                p -> times(
                        p.kt(), p.at("nats_before").subtract(p.at("nats_after")).subtract(p.at("nats_read_inside")))));
        all.add(new Exact("blind-reset", QuantityPrecisionTest::reset, p -> {
            BigDecimal s = p.at("residual_std_levels");
            BigDecimal most = times(
                    TWO,
                    PI,
                    exp(BigDecimal.ONE),
                    times(s, s).add(over(BigDecimal.ONE, BigDecimal.valueOf(12)), DIGITS));
            return times(p.at("cells"), p.kt(), ln(p.at("levels")).subtract(half(ln(most))));
        }));
        all.add(new Exact(
                "overwrite-exact",
                i -> warm(i).with("levels", Math.rint(spread(i, 7, 2, 1e8))),
                p -> times(p.kt(), ln(p.at("levels")))));
        all.add(new Exact("landauer-bit", QuantityPrecisionTest::warm, p -> times(p.kt(), ln(TWO))));
        all.add(new Exact(
                "training-floor",
                i -> warm(i).with("operations", spread(i, 3, 1e-300, 1e300))
                        .with("bits", spread(i, 999, 1e-300, 1e300)),
                p -> times(p.at("operations"), p.at("bits"), p.kt(), ln(TWO))));
        all.add(new Exact(
                "overwrite-gaussian",
                i -> {
                    double levels = Math.rint(spread(i, 7, 4, 1e8));
                    double sigma = i % 7 == 0 ? levels / 6 : Math.min(levels / 6, spread(i, 11, 0.5, 2e7));
                    return warm(i).with("levels", levels).with("sigma_levels", sigma);
                },
                p -> {
                    BigDecimal sigma = p.at("sigma_levels");
                    return times(
                            p.kt(),
                            ln(p.at("levels")).subtract(half(ln(times(TWO, PI, exp(BigDecimal.ONE), sigma, sigma)))));
                }));
        all.add(new Exact(
                "gaussian-level-entropy",
                i -> new Point().with("sigma_levels", i % 3 == 0 ? spread(i, 7, 0.03, 3) : spread(i, 7, 0.027, 8)),
                p -> levelNats(p.at("sigma_levels"))));
    }

    /** Cells from one to many; every third with a residue next to the one at which the bound is 0. */
    private static Point reset(int i) {
        double levels = Math.rint(spread(i, 7, 1, 1e8));
        double zero = Math.sqrt(Math.max(0, levels * levels / (2 * Math.PI * Math.E) - 1.0 / 12));
        double residue = i % 3 == 0 ? zero * (1 + spread(i, 11, 1e-14, 1)) : spread(i, 13, 1e-300, 1e300);
        return warm(i).with("cells", Math.rint(spread(i, 3, 1, 1e8)))
                .with("levels", levels)
                .with("residual_std_levels", i == 1 ? 0 : residue);
    }

    private static BigDecimal levelNats(BigDecimal sigma) {
        BigDecimal others = BigDecimal.ZERO;
        BigDecimal squares = BigDecimal.ZERO;
        int last = (int) (14 * sigma.doubleValue()) + 3;
        for (int k = 1; k <= last; k++) {
            BigDecimal distance = over(BigDecimal.valueOf(k), sigma);
            BigDecimal exponent = half(times(distance, distance));
            BigDecimal weight = times(TWO, exp(exponent.negate()));
            others = others.add(weight, DIGITS);
            squares = squares.add(times(weight, exponent), DIGITS);
        }
        return ln1p(others).add(over(squares, BigDecimal.ONE.add(others)), DIGITS);
    }

    private static void dynamics(List<Exact> all) {
        all.add(new Exact(
                "jump-floor",
                i -> {
                    double activity = spread(i, 7, 1e-100, 1e100);
                    // up to next to the activity, where every jump goes one way
                    double distance = i % 2 == 0
                            ? activity * (1 - spread(i, 11, 1.2e-16, 0.5))
                            : activity * spread(i, 11, 1e-100, 0.5);
                    return new Point()
                            .with("distance_levels", i == 8 ? Math.nextDown(activity) : distance)
                            .with(ArgumentName.ACTIVITY, activity);
                },
                p -> times(
                        TWO, p.at("distance_levels"), artanh(p.at("distance_levels"), p.at(ArgumentName.ACTIVITY)))));
        all.add(new Exact(
                "jump-floor-weak",
                i -> {
                    double distance = spread(i, 7, 1e-250, 2);
                    return new Point()
                            .with("distance_l1", distance)
                            .with(ArgumentName.ACTIVITY, distance * spread(i, 11, 0.6, 1e50));
                },
                p -> over(times(p.at("distance_l1"), p.at("distance_l1")), times(TWO, p.at(ArgumentName.ACTIVITY)))));
        all.add(new Exact(
                "overdamped-floor",
                i -> warm(i).with("mean_before", i == 6 ? 0 : -spread(i, 3, 1e-150, 1e200))
                        .with("std_before", spread(i, 7, 1e-150, 1e200))
                        .with("mean_after", i == 6 ? 0 : spread(i, 11, 1e-150, 1e200))
                        .with("std_after", spread(i, 13, 1e-150, 1e200))
                        .with(ArgumentName.DIFFUSION, spread(i, 3, 1e-10, 1e200))
                        .with(ArgumentName.TIME, spread(i, 17, 1e-10, 1e200)),
                p -> {
                    BigDecimal mean = p.at("mean_after").subtract(p.at("mean_before"));
                    BigDecimal std = p.at("std_after").subtract(p.at("std_before"));
                    return over(
                            times(p.kt(), mean.multiply(mean).add(std.multiply(std), DIGITS)),
                            times(p.at(ArgumentName.DIFFUSION), p.at(ArgumentName.TIME)));
                }));
        all.add(new Exact(
                "finite-time-erasure",
                i -> warm(i).with("variance", i == 6 ? 0 : spread(i, 7, 1e-300, 1e300))
                        .with(ArgumentName.DIFFUSION, spread(i, 3, 1e-200, 1e200))
                        .with(ArgumentName.TIME, spread(i, 17, 1e-200, 1e200)),
                p -> times(p.kt(), ln(TWO))
                        .add(over(
                                times(p.kt(), p.at("variance")),
                                times(TWO, p.at(ArgumentName.DIFFUSION), p.at(ArgumentName.TIME))))));
        all.add(new Exact(
                "tur-floor",
                i -> warm(i).with("relative_std", spread(i, 7, 1e-160, 1e130)),
                p -> over(times(TWO, p.kt()), times(p.at("relative_std"), p.at("relative_std")))));
        all.add(new Exact(
                "tur-product",
                i -> new Point().with(ArgumentName.TILT, spread(i, 1, Double.MIN_VALUE, 1e308)),
                p -> p.at(ArgumentName.TILT).compareTo(BigDecimal.valueOf(500)) > 0
                        ? p.at(ArgumentName.TILT)
                        : times(p.at(ArgumentName.TILT), coth(half(p.at(ArgumentName.TILT))))));
        all.add(new Exact(
                "kinetic-floor",
                i -> {
                    double attempts = spread(i, 7, 1e-100, 1e100);
                    double rate = i % 2 == 0
                            ? attempts * (1 - spread(i, 11, 1.2e-16, 0.5))
                            : attempts * spread(i, 11, 1e-100, 0.5);
                    return warm(i).with(ArgumentName.ATTEMPTS, attempts)
                            .with(ArgumentName.RATE, i == 8 ? Math.nextDown(attempts) : rate);
                },
                p -> times(
                                p.kt(),
                                ln1p(over(p.at(ArgumentName.RATE), p.at(ArgumentName.ATTEMPTS))
                                        .negate()))
                        .negate()));
    }

    private static Point schedule(int i, double most) {
        return switch (i % 5) {
            case 0 -> new Point().with(ArgumentName.SCHEDULE, "1/n");
            case 1 -> new Point().with(ArgumentName.SCHEDULE, "1/sqrt(n)");
            case 2 -> new Point().with(ArgumentName.SCHEDULE, "constant");
            case 3 ->
                new Point()
                        .with(ArgumentName.SCHEDULE, "exponential")
                        .with("decay_updates", spread(i, 7, most / 500, 1e100));
            default -> new Point().with(ArgumentName.SCHEDULE, "fn").with("n0", 1 + spread(i, 7, 1e-12, 1e12));
        };
    }

    /** How far the rate has fallen from update {@code from} to {@code to}, as a factor of 1 or less. */
    private static BigDecimal fall(Point p, BigDecimal from, BigDecimal to) {
        return switch (p.text.get(ArgumentName.SCHEDULE)) {
            case "1/n" -> over(from, to);
            case "1/sqrt(n)" -> BigDecimalMath.sqrt(over(from, to), DIGITS);
            case "constant" -> BigDecimal.ONE;
            case "exponential" -> exp(over(from.subtract(to), p.at("decay_updates")));
            default -> over(tunnelling(from.add(p.at("n0"))), tunnelling(to.add(p.at("n0"))));
        };
    }

    private static BigDecimal tunnelling(BigDecimal x) {
        BigDecimal log = ln1p(x.subtract(BigDecimal.ONE));
        return times(x, log, log);
    }

    private static BigDecimal share(Point p, long n) {
        return fall(p, BigDecimal.ONE, BigDecimal.valueOf(n));
    }

    private static void schedules(List<Exact> all) {
        all.add(new Exact(
                "barrier-rise",
                i -> schedule(i, 1e12).with("n", i % 4 == 0 ? 1 + spread(i, 11, 1e-12, 1) : spread(i, 11, 1, 1e12)),
                p -> {
                    BigDecimal first =
                            p.text.get(ArgumentName.SCHEDULE).equals("fn") ? BigDecimal.ZERO : BigDecimal.ONE;
                    return p.text.containsKey("decay_updates")
                            ? over(p.at("n").subtract(first), p.at("decay_updates"))
                            : ln(fall(p, first, p.at("n"))).negate();
                }));
        all.add(new Exact(
                "approach-a",
                i -> schedule(i, 40)
                        .with(ArgumentName.UPDATES, 1 + i * 7 % 40)
                        .with(ArgumentName.BARRIER, spread(i, 3, 1, 300))
                        .with(ArgumentName.ATTEMPTS, 1e9)
                        .with(ArgumentName.PULSE, spread(i, 11, 2e-9, 1e100)),
                p -> sum(p, n -> {
                    BigDecimal steps = share(p, n);
                    BigDecimal y = over(
                            times(steps, exp(p.at(ArgumentName.BARRIER))),
                            times(TWO, p.at(ArgumentName.ATTEMPTS), p.at(ArgumentName.PULSE)));
                    return times(steps, TWO, asinh(y));
                })));
        all.add(new Exact(
                "approach-b",
                i -> schedule(i, 200)
                        .with(ArgumentName.UPDATES, 1 + i * 7 % 200)
                        .with(ArgumentName.TILT, spread(i, 3, 1e-300, 1e300)),
                p -> times(p.at(ArgumentName.TILT), sum(p, n -> share(p, n)))));
        all.add(new Exact(
                "approach-b-barrier",
                i -> {
                    double tilt = spread(i, 11, 1e-10, 1000);
                    double least = -1 / Math.expm1(-tilt) * 1e-9;
                    // every third next to the clamp
                    double pulse =
                            i % 3 == 0 ? least * (1 + spread(i, 3, 1e-14, 1)) : least * spread(i, 3, 1.01, 1e100);
                    return schedule(i, 1e6)
                            .with("n", i % 2 == 0 ? 1 : Math.rint(spread(i, 13, 1, 1e6)))
                            .with(ArgumentName.TILT, tilt)
                            .with(ArgumentName.ATTEMPTS, 1e9)
                            .with(ArgumentName.PULSE, pulse);
                },
                p -> {
                    BigDecimal tilt = p.at(ArgumentName.TILT);
                    BigDecimal steps = times(
                            p.at(ArgumentName.ATTEMPTS),
                            p.at(ArgumentName.PULSE),
                            expm1(tilt.negate()).negate());
                    return half(tilt).add(ln(over(steps, fall(p, BigDecimal.ONE, p.at("n")))));
                }));
        all.add(new Exact(
                "approach-c",
                i -> schedule(i, 12)
                        .with(ArgumentName.UPDATES, 2 + i * 7 % 6)
                        .with(ArgumentName.CONTRACTION, i % 2 == 0 ? "(n/N)^2" : "none")
                        .with(ArgumentName.REFERENCE_TILT, spread(i, 3, 1e-3, 20)),
                QuantityPrecisionTest::bothModulated));
    }

    private static BigDecimal sum(Point p, Function<Long, BigDecimal> term) {
        BigDecimal sum = BigDecimal.ZERO;
        for (long n = 1; n <= p.at(ArgumentName.UPDATES).longValue(); n++) {
            sum = sum.add(term.apply(n), DIGITS);
        }
        return sum;
    }

    /** Least heat at the variance of the reference tilt: s by secant steps. */
    private static BigDecimal bothModulated(Point p) {
        long updates = p.at(ArgumentName.UPDATES).longValue();
        boolean squares = p.text.get(ArgumentName.CONTRACTION).startsWith("(");
        List<BigDecimal> roots = new ArrayList<>();
        List<BigDecimal> shares = new ArrayList<>();
        BigDecimal floor = BigDecimal.ZERO;
        for (long n = 1; n <= updates; n++) {
            BigDecimal root = squares ? over(BigDecimal.valueOf(n), BigDecimal.valueOf(updates)) : BigDecimal.ONE;
            roots.add(root);
            shares.add(share(p, n));
            floor = floor.add(times(root, root, share(p, n)), DIGITS);
        }
        BigDecimal excess = over(times(TWO, floor), expm1(p.at(ArgumentName.REFERENCE_TILT)));
        // secant steps: ln of the excess falls with ln s at a slope from -1 to -2, bending one way
        BigDecimal log = BigDecimal.valueOf(-8);
        BigDecimal before = log.subtract(BigDecimal.ONE);
        BigDecimal atBefore = ln(over(excess(exp(before), roots, shares), excess));
        for (int step = 0; step < 40; step++) {
            BigDecimal at = ln(over(excess(exp(log), roots, shares), excess));
            if (at.abs().compareTo(new BigDecimal("1e-22")) < 0) {
                break;
            }
            BigDecimal next = log.subtract(over(times(at, log.subtract(before)), at.subtract(atBefore)), DIGITS);
            before = log;
            atBefore = at;
            log = next;
        }
        BigDecimal heat = BigDecimal.ZERO;
        BigDecimal s = exp(log);
        for (int n = 0; n < updates; n++) {
            heat = heat.add(times(shares.get(n), TWO, asinh(times(s, roots.get(n)))), DIGITS);
        }
        return heat;
    }

    private static BigDecimal excess(BigDecimal s, List<BigDecimal> roots, List<BigDecimal> shares) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int n = 0; n < roots.size(); n++) {
            BigDecimal z = times(s, roots.get(n));
            BigDecimal hypotenuse = BigDecimalMath.sqrt(BigDecimal.ONE.add(times(z, z)), DIGITS);
            BigDecimal more = over(BigDecimal.ONE, times(z, hypotenuse.add(z)));
            sum = sum.add(times(roots.get(n), roots.get(n), shares.get(n), more), DIGITS);
        }
        return sum;
    }

    @Test
    void everyQuantityIsHeldToItsDigits() {
        Set<String> held = all().stream().map(Exact::name).collect(Collectors.toCollection(TreeSet::new));
        assertThat(held).isEqualTo(QuantityCatalogue.names());
    }

    @ParameterizedTest
    @MethodSource("all")
    void valueIsRightToTwelveDigitsOverTheWholeDomain(Exact exact) {
        Quantity quantity = QuantityCatalogue.named(exact.name());
        int judged = 0;
        for (int i = 0; i < POINTS; i++) {
            Point point = exact.point().apply(i);
            BigDecimal expected = exact.value().apply(point);
            if (expected.abs().compareTo(LARGEST) > 0
                    || (expected.signum() != 0 && expected.abs().compareTo(SMALLEST) < 0)) {
                continue; // no double with all its digits is near
            }
            judged++;
            BigDecimal error = new BigDecimal(quantity.evaluate(point.text))
                    .subtract(expected)
                    .abs();
            assertThat(error.doubleValue())
                    .as("%s %s: %s, exactly %s", exact.name(), point, quantity.evaluate(point.text), expected)
                    .isLessThanOrEqualTo(TOLERANCE * expected.abs().doubleValue());
        }
        assertThat(judged).as("points with a result that a double holds").isGreaterThan(POINTS / 3);
    }
}
