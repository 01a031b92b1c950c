package org.limbench.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Carries a plan out, leg after leg. Directories of legs without findings are deleted. Single-threaded. */
public final class Soak {
    private Soak() {}

    /** Runs every leg in a directory of its own under {@code directory}, which is emptied first. */
    public static SoakReport run(SoakPlan plan, Path directory) throws IOException, InterruptedException {
        delete(directory);
        long began = System.nanoTime();
        List<SoakLeg.Outcome> legs = new ArrayList<>();
        for (SoakPlan.Leg leg : plan.legs()) {
            Path own = directory.resolve("leg-" + leg.number());
            SoakLeg.Outcome outcome;
            try (SoakLeg running = new SoakLeg(plan, leg, own)) {
                outcome = running.run();
            }
            legs.add(outcome);
            if (outcome.audit().findings().isEmpty() && outcome.notReached() == 0) {
                delete(own);
            }
        }
        return new SoakReport(plan, legs, (System.nanoTime() - began) * 1e-9);
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
