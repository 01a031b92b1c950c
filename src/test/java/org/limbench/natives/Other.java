package org.limbench.natives;

/** Where the call of {@link Caller} is led. */
public final class Other {
    private Other() {}

    public static String answer(String question) {
        return "other: " + question;
    }
}
