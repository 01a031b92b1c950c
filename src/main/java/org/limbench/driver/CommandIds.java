package org.limbench.driver;

/** Command ids, strictly increasing over all boots and links of a session. Single-threaded. */
final class CommandIds {
    private long next;

    CommandIds(long first) {
        this.next = first;
    }

    /** The first of {@code count} adjoining ids. */
    long take(int count) {
        long first = next;
        next = Math.addExact(next, count);
        return first;
    }

    /** Ids from now on are larger than {@code used}. */
    void skip(long used) {
        next = Math.max(next, Math.addExact(used, 1));
    }
}
