package org.limbench.thermodynamics;

/** Argument domains; a violation names the argument, its value and what is allowed. Each check returns its value. */
final class Domain {
    private Domain() {}

    static double positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new OutOfDomainException(name, Double.toString(value), "more than 0, finite");
        }
        return value;
    }

    static double atLeastZero(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new OutOfDomainException(name, Double.toString(value), "0 or more, finite");
        }
        return value;
    }

    static double finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new OutOfDomainException(name, Double.toString(value), "a finite number");
        }
        return value;
    }

    /** Both ends allowed. */
    static double between(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new OutOfDomainException(name, Double.toString(value), least + " to " + most);
        }
        return value;
    }

    /** Neither end allowed. */
    static double inside(String name, double value, double above, double below) {
        if (!(value > above && value < below)) {
            throw new OutOfDomainException(name, Double.toString(value), "more than " + above + ", less than " + below);
        }
        return value;
    }

    static int atLeast(String name, int value, int least) {
        if (value < least) {
            throw new OutOfDomainException(name, Integer.toString(value), least + " or more");
        }
        return value;
    }
}
