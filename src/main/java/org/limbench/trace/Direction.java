package org.limbench.trace;

/** Which way a frame went. */
public enum Direction {
    /** Commands. */
    TO_DEVICE,
    /** Answers. */
    TO_HOST;

    static Direction of(Side recorder, boolean sent) {
        return (recorder == Side.HOST) == sent ? TO_DEVICE : TO_HOST;
    }
}
