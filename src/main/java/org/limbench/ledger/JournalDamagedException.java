package org.limbench.ledger;

import java.nio.file.Path;
import org.limbench.text.ShellWord;

/**
 * A journal is not what its writer left: sound records follow a bad one, or octets follow the end of the run. Not what a
 * kill or a power cut does, so nothing is guessed and nothing written.
 */
public final class JournalDamagedException extends RunDirectoryException {
    private static final long serialVersionUID = 1L;

    private JournalDamagedException(String message) {
        super(message);
    }

    /** A bad record with sound ones behind it. */
    static JournalDamagedException before(Path file, long octet, SoundRecords.Found follow, long octets) {
        return new JournalDamagedException(file + " is damaged at octet " + octet + ": " + follow.told()
                + " in the " + octets + " octets from there, so it is no end torn by a kill; nothing was changed."
                + " Put an intact copy in its place"
                + advice(file));
    }

    /** Something that no writer puts behind the end of a run. */
    static JournalDamagedException atTheEnd(Path file, long octet, long octets) {
        return new JournalDamagedException(file + " is damaged at octet " + octet + ": the last " + octets
                + " octets are not the end of a run as it is written; nothing was changed. Put an intact copy in its place"
                + advice(file));
    }

    private static String advice(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        return directory == null
                ? ""
                : ", or make the files from what is sound before it: limbench report --force "
                        + ShellWord.of(directory);
    }
}
