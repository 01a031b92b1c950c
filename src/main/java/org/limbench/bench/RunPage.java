package org.limbench.bench;

import java.io.IOException;
import java.nio.file.Path;
import org.limbench.ledger.RunRecord;

/** Draws the page of a run, for whoever makes a run's files. */
@FunctionalInterface
public interface RunPage {
    /** Name of the page in a run directory. */
    String NAME = "report.html";

    /**
     * Writes the page.
     *
     * @param ledger the run's rows; where it is missing, the page has no energy curves
     * @param html to be made
     * @throws IOException when it cannot be written
     */
    void write(RunRecord record, Path ledger, Path html) throws IOException;
}
