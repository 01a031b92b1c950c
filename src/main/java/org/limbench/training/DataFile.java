package org.limbench.training;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import org.limbench.text.NotTextException;
import org.limbench.text.TextStream;

/**
 * A file of data, opened once and digested as it is read; what gzip packed is unpacked on the way, whatever the file's name.
 * Bytes are bounded before and after, so that no bomb goes off. Single-threaded; closed by {@link #read}.
 */
final class DataFile implements AutoCloseable {
    private final String name;
    private final DigestedStream digested;
    private final InputStream content;

    private DataFile(String name, DigestedStream digested, InputStream content) {
        this.name = name;
        this.digested = digested;
        this.content = content;
    }

    /** Makes something out of a file. */
    interface Parser<T> {
        T parse(DataFile file) throws IOException;
    }

    /**
     * Opens a file, has it parsed and closes it.
     *
     * @param path as people wrote it
     * @param what it must be, e.g. {@code a CSV file}
     * @param most bytes, packed and unpacked
     * @throws WorkloadException one line naming the file, what is wrong and what is allowed
     */
    static <T> T read(String path, String what, long most, Parser<T> parser) {
        try (DataFile file = open(path, what, most)) {
            return parser.parse(file);
        } catch (NotTextException e) {
            throw new WorkloadException(path + " " + e.getMessage() + "; allowed: " + NotTextException.ALLOWED, e);
        } catch (EOFException e) {
            throw new WorkloadException(path + " ends early; allowed: a file that is whole", e);
        } catch (ZipException e) {
            throw new WorkloadException(path + " begins as gzip does and is damaged: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new WorkloadException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static DataFile open(String path, String what, long most) throws IOException {
        Path at;
        try {
            at = Path.of(path);
        } catch (InvalidPathException e) {
            throw new WorkloadException("\"" + TableCollector.printable(path) + "\" is no path; allowed: " + what, e);
        }
        if (!Files.isRegularFile(at)) {
            throw new WorkloadException(path + " is not a file that can be read; allowed: " + what);
        }
        long bytes = Files.size(at);
        if (bytes > most) {
            throw new WorkloadException(path + " has " + bytes + " bytes; allowed: at most " + most);
        }
        DigestedStream digested = new DigestedStream(Files.newInputStream(at));
        try {
            BufferedInputStream raw = new BufferedInputStream(digested);
            raw.mark(2);
            boolean packed = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            return new DataFile(path, digested, packed ? new Bounded(path, new GzipMembers(raw), most) : raw);
        } catch (IOException | RuntimeException e) {
            digested.close();
            throw e;
        }
    }

    /** The path as people wrote it. */
    String name() {
        return name;
    }

    /** The bytes, unpacked; owned by the file. */
    InputStream bytes() {
        return content;
    }

    /** The text, checked to be UTF-8 as it is read; owned by the file. */
    Reader text() throws IOException {
        return new BufferedReader(new InputStreamReader(new TextStream(content), StandardCharsets.UTF_8));
    }

    /** Tells of the file, after the last byte was parsed. */
    void tell(Consumer<TaskInput> told, String role, Map<String, Long> counts, String form) throws IOException {
        told.accept(digested.input(role, name, counts, form));
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    /** Ends with a complaint where more comes than is allowed. */
    private static final class Bounded extends FilterInputStream {
        private final String name;
        private final long most;
        private long passed;

        Bounded(String name, InputStream in, long most) {
            super(in);
            this.name = name;
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            pass(octet < 0 ? 0 : 1);
            return octet;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int count = super.read(into, from, length);
            pass(Math.max(0, count));
            return count;
        }

        private void pass(int count) {
            passed += count;
            if (passed > most) {
                throw new WorkloadException(
                        name + " unpacks to more than " + most + " bytes; allowed: at most so many");
            }
        }
    }
}
