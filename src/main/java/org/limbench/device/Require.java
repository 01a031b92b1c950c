package org.limbench.device;

/** Argument checks that name the argument, its value, its unit and what is allowed; each returns the value it passed. */
public final class Require {
    private Require() {}

    /** A unit as it stands behind a number; a pure number, whose unit is 1 or none, has nothing there. */
    private static String behind(String unit) {
        return unit.isEmpty() || unit.equals("1") ? "" : " " + unit;
    }

    public static double finite(String name, double value, String unit) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + behind(unit) + "; allowed: a finite number");
        }
        return value;
    }

    public static double atLeastZero(String name, double value, String unit) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    name + " is " + value + behind(unit) + "; allowed: 0" + behind(unit) + " or more");
        }
        return value;
    }

    public static double positive(String name, double value, String unit) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    name + " is " + value + behind(unit) + "; allowed: more than 0" + behind(unit));
        }
        return value;
    }

    public static int between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed: " + least + " to " + most);
        }
        return value;
    }

    public static double between(String name, double value, double least, double most, String unit) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    name + " is " + value + behind(unit) + "; allowed: " + least + " to " + most + behind(unit));
        }
        return value;
    }

    /** So many bytes at once, before they are asked for: the most that Java may use here bounds them. */
    public static void memory(String what, long bytes) {
        long most = Runtime.getRuntime().maxMemory();
        if (bytes > most) {
            throw new IllegalArgumentException(what + " needs " + bytes + " bytes of memory; allowed: the " + most
                    + " that Java may use here ('java -Xmx' or JDK_JAVA_OPTIONS=-Xmx... allows more)");
        }
    }

    public static long atLeastZero(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed: 0 or more");
        }
        return value;
    }
}
