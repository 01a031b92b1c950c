package org.limbench.cli;

import org.jspecify.annotations.Nullable;
import org.limbench.bench.DeviceAddress;
import org.limbench.profile.ProfileLibrary;
import org.limbench.profile.TimeText;
import org.limbench.thermodynamics.PhysicalConstants;
import org.limbench.training.ConsolidationOrder;
import org.limbench.training.RetentionSpecification;
import picocli.CommandLine.Option;

/** How long the memory must keep, and how it is made to. */
@Heading.Under(Heading.RETENTION)
final class RetentionOptions {
    @Option(
            names = "--retention",
            paramLabel = "TIME",
            defaultValue = "10 a",
            description = "How long the memory must keep (default: ${DEFAULT-VALUE}).")
    private String time = "";

    @Option(
            names = "--age",
            paramLabel = "TIME",
            description =
                    "How old the trained array gets (default: the retention, or what an emulated device is published to"
                            + " have where that is shorter).")
    private @Nullable String age;

    @Option(
            names = "--retention-convention",
            completionCandidates = Candidates.Conventions.class,
            paramLabel = "CONVENTION",
            defaultValue = "any-jump",
            description = "What that means: mean-dwell, raise until kT ln(2 Gamma0 t) is met; or any-jump,"
                    + " until P(any jump in that time) is at most the risk (default: ${DEFAULT-VALUE}).")
    private String convention = "";

    @Option(
            names = "--retention-risk",
            paramLabel = "P",
            description = "Allowed probability of any jump in that time (default: 1e-9).")
    private @Nullable Double risk;

    @Option(
            names = "--consolidate-by",
            paramLabel = "PART",
            defaultValue = "array",
            description = "What is consolidated at once: array, row, or ROWSxCOLUMNS (default: ${DEFAULT-VALUE}).")
    private String consolidateBy = "";

    RetentionSpecification specification() {
        RetentionSpecification.Convention what = RetentionSpecification.Convention.named(convention);
        if (risk != null && what == RetentionSpecification.Convention.MEAN_DWELL) {
            throw new IllegalArgumentException(
                    "--retention-risk is " + risk + "; allowed with any-jump only, a mean dwell has no risk");
        }
        double years = TimeText.seconds("--retention", time) / PhysicalConstants.JULIAN_YEAR_SECONDS;
        double standard = RetentionSpecification.standard().errorProbability();
        return new RetentionSpecification(years, risk == null ? standard : risk, what);
    }

    /** How old the trained array gets, s. A device that is not emulated in this process publishes nothing. */
    double ageSeconds(String device) {
        if (age != null) {
            return TimeText.seconds("--age", age);
        }
        double keeps = specification().seconds();
        return DeviceAddress.parse(device) instanceof DeviceAddress.Emulated emulated
                ? Math.min(
                        keeps,
                        ProfileLibrary.load(emulated.profile())
                                .publishedRetentionSeconds()
                                .orElse(keeps))
                : keeps;
    }

    ConsolidationOrder order() {
        return ConsolidationOrder.named(consolidateBy);
    }
}
