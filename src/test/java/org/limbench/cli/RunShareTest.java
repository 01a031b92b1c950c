package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One bar goes over all runs and arms, never back, and is full at the end alone. */
final class RunShareTest {
    @Test
    void oneBarGoesOverAllRunsAndArms() {
        RunShare share = new RunShare(3);
        long last = 0;
        for (int run = 0; run < 3; run++) {
            share.run(run);
            int arms = 4 - run;
            share.arms(arms);
            for (int arm = 0; arm < arms; arm++) {
                share.nextArm();
                for (int step = 0; step <= 7; step++) {
                    long done = share.done(step, 7);
                    assertThat(done).isGreaterThanOrEqualTo(last);
                    assertThat(done == share.total()).isEqualTo(run == 2 && arm == arms - 1 && step == 7);
                    last = done;
                }
            }
        }
        assertThat(last).isEqualTo(share.total()).isEqualTo(3 * RunShare.RUN_STEPS);
    }

    @Test
    void anArmWithoutStepsCountsNothing() {
        RunShare share = new RunShare(1);
        share.nextArm();
        assertThat(share.done(0, 0)).isZero();
    }
}
