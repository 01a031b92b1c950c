package org.limbench.text;

import java.util.regex.Pattern;

/** A password somebody wrote into an address, {@code mqtt://user:password@host}: found, and never shown. */
public final class AddressSecret {
    /** Whatever stands between a user's name and the last at sign before a blank: passwords hold slashes and at signs too. */
    private static final Pattern SECRET =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*:(?://)?[^\\s/:@'\"]*):([^\\s'\"]*)@");

    private static final String HIDDEN = "$1:***@";

    private AddressSecret() {}

    /** Whether an address of any scheme but a file's carries a password. */
    public static boolean isIn(String address) {
        return SECRET.matcher(address).lookingAt();
    }

    /** A text for people with every such password replaced by three asterisks. */
    public static String hidden(String text) {
        return text.indexOf('@') < 0 ? text : SECRET.matcher(text).replaceAll(HIDDEN);
    }
}
