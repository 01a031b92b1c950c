package org.limbench.protocol;

/**
 * What lies between two delimiters, stuffing and CRC taken off, before anybody looks into the envelope.
 *
 * @param length bytes of the envelope, now at the beginning of the array it was taken from; -1 where it is no frame
 * @param fault why it is no frame, for people; empty where it is one
 */
public record FrameContent(int length, String fault) {
    static FrameContent of(int length) {
        return new FrameContent(length, "");
    }

    static FrameContent none(String fault) {
        return new FrameContent(-1, fault);
    }

    /** Whether stuffing and CRC are right. */
    public boolean whole() {
        return length >= 0;
    }
}
