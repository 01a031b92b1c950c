package org.limbench.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.limbench.driver.Session;
import org.limbench.driver.SessionOptions;
import org.limbench.training.RunListener;
import org.limbench.training.Trainer;
import org.limbench.training.TrainingPlan;
import org.limbench.training.Workloads;

/**
 * What booking costs a run: the same training with journal, ledger and export, and without, in turns in one JVM.
 *
 * <p>Run by hand: {@code java -cp target/test-classes:target/limbench.jar org.limbench.bench.BookingCost}
 */
final class BookingCost {
    private static final int PAIRS = 5;

    private BookingCost() {}

    /** Prints one line a pair and the median ratio. */
    public static void main(String[] arguments) throws Exception {
        Host host = new Host(System::nanoTime, System::nanoTime, name -> null);
        TrainingPlan plan = TrainingPlan.builder().build();
        RunConfiguration configuration =
                new RunConfiguration("emulated:lim-chain", 1, "digits", Workloads.STANDARD_SPLIT, plan);
        double[] ratios = new double[PAIRS];
        for (int pair = -1; pair < PAIRS; pair++) {
            double without = unbooked(configuration, host);
            double with = booked(configuration, host);
            if (pair >= 0) {
                ratios[pair] = with / without;
                System.out.printf(
                        Locale.ROOT, "without %.2f s, with %.2f s, ratio %.2f%n", without, with, with / without);
            }
        }
        java.util.Arrays.sort(ratios);
        System.out.printf(Locale.ROOT, "median ratio %.2f%n", ratios[PAIRS / 2]);
    }

    private static double unbooked(RunConfiguration configuration, Host host) throws Exception {
        long start = System.nanoTime();
        DeviceAddress address = DeviceAddress.parse(configuration.device());
        SessionOptions options =
                SessionOptions.builder(host.nanoTime(), host.identifier()).build();
        try (Session session =
                Session.open(Carriers.open(address, configuration.deviceSeed(), host, line -> {}), options)) {
            Trainer.run(
                    session,
                    Workloads.named(configuration.task(), configuration.split()),
                    configuration.plan(),
                    RunListener.none());
        }
        return (System.nanoTime() - start) * 1e-9;
    }

    private static double booked(RunConfiguration configuration, Host host) throws Exception {
        Path directory = Files.createTempDirectory("booking-cost");
        long start = System.nanoTime();
        TrainingRun.start(configuration, "booking-cost", "benchmark", directory, host, RunListener.none(), null);
        double seconds = (System.nanoTime() - start) * 1e-9;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        return seconds;
    }
}
