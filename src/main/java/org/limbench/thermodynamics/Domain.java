package org.limbench.thermodynamics;

/** Argument domains; a violation names the argument, its value and what is allowed. Each check returns its value. */
final class Domain {
    private Domain() {}

    static double positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed: more than 0, finite");
        }
        return value;
    }

    static double atLeastZero(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed: 0 or more, finite");
        }
        return value;
    }

    static double finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed: a finite number");
        }
        return value;
    }

    /** Both ends allowed. */
    static double between(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed: " + least + " to " + most);
        }
        return value;
    }

    /** Neither end allowed. */
    static double inside(String name, double value, double above, double below) {
        if (!(value > above && value < below)) {
            throw new IllegalArgumentException(
                    name + " is " + value + "; allowed: more than " + above + ", less than " + below);
        }
        return value;
    }

    static int atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed: " + least + " or more");
        }
        return value;
    }
}
