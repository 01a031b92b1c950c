package org.limbench.profile;

/**
 * One thing wrong with a profile.
 *
 * @param file name or path of the profile
 * @param keyPath where in it, e.g. {@code cell.holdBarrier}, or {@code line 12}
 * @param value what stands there, as written
 * @param allowed what may stand there
 * @param lineNumber in the file, from 1; 0 where there is none to tell
 */
public record ProfileProblem(String file, String keyPath, String value, String allowed, int lineNumber) {
    private static final int MOST_CHARACTERS = 160;
    private static final int MOST_ALLOWED_CHARACTERS = 480;

    public ProfileProblem {
        file = printable(file, MOST_CHARACTERS);
        keyPath = printable(keyPath, MOST_CHARACTERS);
        value = value.isBlank() ? "empty" : printable(value, MOST_CHARACTERS);
        allowed = printable(allowed, MOST_ALLOWED_CHARACTERS);
    }

    /** Without a line. */
    ProfileProblem(String file, String keyPath, String value, String allowed) {
        this(file, keyPath, value, allowed, 0);
    }

    /** The same on a line of its file. */
    ProfileProblem on(int number) {
        return new ProfileProblem(file, keyPath, value, allowed, number);
    }

    /** The one line a reader gets. */
    public String line() {
        return file + (lineNumber > 0 ? ", line " + lineNumber : "") + ": " + keyPath + " is " + value + "; allowed: "
                + allowed;
    }

    /** Keeps foreign text on one line, of bounded length, without control characters. */
    private static String printable(String text, int most) {
        String flat = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
        return flat.length() <= most ? flat : flat.substring(0, most) + "…";
    }
}
