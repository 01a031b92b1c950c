package org.limbench.text;

/**
 * A text that another party chose, as it may stand inside a sentence of ours: a device's name, a fault, a rival host's name.
 * It stays on its line, so that it cannot pass for a line of ours, and nothing in it acts on a terminal or deceives the eye.
 */
public final class ForeignText {
    private static final char SHOWN = '?';

    private ForeignText() {}

    /**
     * The text with a question mark for everything that {@link #acts}: never longer than it was, so that what fitted a limit
     * fits it still.
     */
    public static String oneLine(String text) {
        if (text.codePoints().noneMatch(ForeignText::acts)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(character -> shown.appendCodePoint(acts(character) ? SHOWN : character));
        return shown.toString();
    }

    /**
     * Whether a character does something, or shows nothing, instead of being shown: controls, line feeds and tabs among them,
     * bidirectional controls and others of no width, line and paragraph separators, surrogates that stand alone.
     */
    public static boolean acts(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
