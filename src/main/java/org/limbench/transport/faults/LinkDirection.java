package org.limbench.transport.faults;

/** Which way frames go. */
public enum LinkDirection {
    /** From the host. */
    TO_DEVICE("toDevice"),
    /** From the device. */
    TO_HOST("toHost");

    private final String word;

    LinkDirection(String word) {
        this.word = word;
    }

    /** The word for it in files. */
    public String word() {
        return word;
    }

    /** The other way. */
    public LinkDirection opposite() {
        return this == TO_DEVICE ? TO_HOST : TO_DEVICE;
    }
}
