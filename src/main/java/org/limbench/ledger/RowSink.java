package org.limbench.ledger;

/** Takes the rows of a run, in order. */
interface RowSink {
    /** Forgets them: for whoever only wants the sums. */
    RowSink NONE = new RowSink() {
        @Override
        public void add(LedgerRow row) {}

        @Override
        public void add(LinkRow row) {}
    };

    void add(LedgerRow row);

    void add(LinkRow row);
}
