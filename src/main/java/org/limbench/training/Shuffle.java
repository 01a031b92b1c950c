package org.limbench.training;

import org.limbench.device.RandomStream;

/** Seeded permutations. */
final class Shuffle {
    private Shuffle() {}

    /** A uniform permutation of 0..n-1; Durstenfeld, Commun. ACM 7, 420 (1964). */
    static int[] permutation(int n, RandomStream stream) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        RandomStream.Cursor draws = stream.cursor();
        for (int i = n - 1; i > 0; i--) {
            int other = draws.nextBelow(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }
}
