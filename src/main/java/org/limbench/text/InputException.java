package org.limbench.text;

import org.jspecify.annotations.Nullable;

/** A text from outside that cannot be used, told in one line: file, line, where in it, what stands there, what is allowed. */
public final class InputException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int MOST_CHARACTERS = 160;

    private final int line;
    private final String where;
    private final String value;
    private final String allowed;

    /**
     * @param file name of the text
     * @param line from 1; 0 where there is none to tell
     * @param where key or part; empty for the line itself
     * @param value what stands there; made printable and cut
     */
    public InputException(
            String file, int line, String where, String value, String allowed, @Nullable Throwable cause) {
        super(
                at(file, line) + (where.isEmpty() ? "" : where + " is ") + printable(value) + "; allowed: " + allowed,
                cause);
        this.line = line;
        this.where = where;
        this.value = value;
        this.allowed = allowed;
    }

    private InputException(String file, int line, String where, IllegalArgumentException wrong) {
        super(at(file, line) + (where.isEmpty() ? "" : where + ": ") + wrong.getMessage(), wrong);
        this.line = line;
        this.where = where;
        this.value = String.valueOf(wrong.getMessage());
        this.allowed = "";
    }

    /** What a record itself said against the values of a key; told already where file and key are told already. */
    static InputException of(String file, int line, String where, IllegalArgumentException wrong) {
        return wrong instanceof InputException told ? told : new InputException(file, line, where, wrong);
    }

    private static String at(String file, int line) {
        return file + (line > 0 ? ", line " + line : "") + ": ";
    }

    /** Without a cause. */
    public InputException(String file, int line, String where, String value, String allowed) {
        this(file, line, where, value, allowed, null);
    }

    /** Line the complaint is about, from 1; 0 where there is none to tell. */
    public int line() {
        return line;
    }

    /** Key or part; empty for the line itself. */
    public String where() {
        return where;
    }

    /** What stands there. */
    public String value() {
        return value;
    }

    /** What may stand there. */
    public String allowed() {
        return allowed;
    }

    /** A foreign text on one line, of bounded length, without characters that a terminal acts upon. */
    static String printable(String text) {
        String flat =
                text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cn}\\s]+", " ").strip();
        return flat.length() <= MOST_CHARACTERS ? flat : flat.substring(0, MOST_CHARACTERS) + "…";
    }
}
