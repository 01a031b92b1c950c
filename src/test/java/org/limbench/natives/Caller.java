package org.limbench.natives;

/** Calls a method of its own; has constants that take two places in the pool. */
public final class Caller {
    private static final double WIDE = Double.parseDouble("-1.5");

    private Caller() {}

    public static String ask(String question) {
        return answer(question) + " " + WIDE + " " + Long.sum(9_000_000_000L, 0L) + (WIDE == 2.25 ? "!" : "");
    }

    private static String answer(String question) {
        return "own: " + question;
    }
}
