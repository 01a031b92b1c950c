package org.limbench.cli;

/** How far a command is that does several runs of several arms: equal shares for the runs, and in each for its arms. */
final class RunShare {
    /** Steps of a run, whatever its arms count themselves. */
    static final long RUN_STEPS = 10_000;

    private final int runs;
    private int run;
    private int arms = 1;
    private int arm = -1;

    /** @param runs to be done, 1 or more */
    RunShare(int runs) {
        this.runs = runs;
    }

    /** A run begins, counted from 0. */
    void run(int index) {
        run = index;
        arm = -1;
    }

    /** The run has so many arms. */
    void arms(int count) {
        arms = Math.max(1, count);
    }

    /** The next arm of the run begins. */
    void nextArm() {
        arm = Math.min(arm + 1, arms - 1);
    }

    /** Steps of all runs. */
    long total() {
        return RUN_STEPS * runs;
    }

    /** Steps done, with so much of the arm. */
    long done(long steps, long of) {
        double within = of <= 0 ? 0 : Math.min(1.0, (double) steps / of);
        return RUN_STEPS * run + (long) (RUN_STEPS * (Math.max(0, arm) + within) / arms);
    }
}
