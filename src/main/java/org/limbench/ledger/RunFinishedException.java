package org.limbench.ledger;

import java.nio.file.Path;

/** The run in a directory has come to its end: there is nothing to resume, only files to be made from its journal. */
public final class RunFinishedException extends RunDirectoryException {
    private static final long serialVersionUID = 1L;

    RunFinishedException(Path directory) {
        super(directory + " holds a run that came to its end; there is nothing to resume");
    }
}
