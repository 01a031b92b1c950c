package org.limbench.thermodynamics;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Names of the catalogue's arguments, and which parameter of a function each stands for. */
final class ArgumentName {
    static final String ATTEMPTS = "attempt_rate_per_s";
    static final String BARRIER = "barrier_kt";
    static final String TILT = "tilt_kt";
    static final String KELVIN = "temperature_k";
    static final String TIME = "time_s";
    static final String PULSE = "pulse_s";
    static final String RATE = "rate_per_s";
    static final String SCHEDULE = "schedule";
    static final String UPDATES = "updates";
    static final String CONTRACTION = "contraction";
    static final String REFERENCE_TILT = "reference_tilt_kt";
    static final String LEVELS = "levels";
    static final String DIFFUSION = "diffusion_per_s";
    static final String ACTIVITY = "activity_jumps";

    /** Parameter to the names it may have been typed under. */
    private static final Map<String, List<String>> TYPED = Map.ofEntries(
            Map.entry("attemptsPerSecond", List.of(ATTEMPTS)),
            Map.entry("barrierKt", List.of(BARRIER)),
            Map.entry("tiltKt", List.of(TILT, REFERENCE_TILT)),
            Map.entry("temperatureKelvin", List.of(KELVIN)),
            Map.entry("seconds", List.of(TIME)),
            Map.entry("pulseSeconds", List.of(PULSE)),
            Map.entry("ratePerSecond", List.of(RATE)),
            Map.entry("diffusionPerSecond", List.of(DIFFUSION)),
            Map.entry("activityJumps", List.of(ACTIVITY)),
            Map.entry("distanceLevels", List.of("distance_levels")),
            Map.entry("totalVariationL1", List.of("distance_l1")),
            Map.entry("errorProbability", List.of("error_probability")),
            Map.entry("meanLevels", List.of("mean_levels")),
            Map.entry("varianceLevels2", List.of("variance_levels2")),
            Map.entry("sigmaLevels", List.of("sigma_levels")),
            Map.entry("residualStdLevels", List.of("residual_std_levels")),
            Map.entry("stdLevels", List.of("residual_std_levels")),
            Map.entry("relativeStd", List.of("relative_std")),
            Map.entry("meanBefore", List.of("mean_before")),
            Map.entry("stdBefore", List.of("std_before")),
            Map.entry("meanAfter", List.of("mean_after")),
            Map.entry("stdAfter", List.of("std_after")),
            Map.entry("natsBefore", List.of("nats_before")),
            Map.entry("natsAfter", List.of("nats_after")),
            Map.entry("natsReadInside", List.of("nats_read_inside")),
            Map.entry("storedChangeJoules", List.of("stored_change_j")),
            Map.entry("k2Volts", List.of("k2_v")),
            Map.entry("k1PerSecond", List.of("k1_per_s")),
            Map.entry("startVolts", List.of("v0_v")),
            Map.entry("volts", List.of("v_v")),
            Map.entry("offset", List.of("n0")),
            Map.entry("decayUpdates", List.of("decay_updates")));

    private ArgumentName() {}

    /** Names a parameter may have been typed under; its own where the two agree. */
    static List<String> typed(String parameter) {
        return TYPED.getOrDefault(parameter, List.of(parameter));
    }

    /** Whether some schedule has it. */
    static boolean ofAnySchedule(String argument) {
        return Arrays.stream(ScheduleName.values()).anyMatch(name -> argument.equals(name.parameter()));
    }
}
