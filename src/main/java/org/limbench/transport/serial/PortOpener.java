package org.limbench.transport.serial;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.limbench.transport.LinkException;

/** Finds and opens a serial port, or says in one line why not. */
final class PortOpener {
    private static final int FASTEST_BAUD = 50_000_000;

    private PortOpener() {}

    static SerialPort open(String path, int baud, int readSliceMillis) throws LinkException {
        if (baud < 1 || baud > FASTEST_BAUD) {
            throw new IllegalArgumentException("baud is " + baud + " bit/s; allowed: 1 to " + FASTEST_BAUD + " bit/s");
        }
        String resolved = resolve(path);
        SerialPort port;
        try {
            port = SerialPort.getCommPort(resolved);
        } catch (SerialPortInvalidPortException e) {
            throw new LinkException("serial:" + path + ": no such port", e);
        }
        port.setComPortParameters(baud, 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
        port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, readSliceMillis, 0);
        // asked before opening, this waits out a kernel bug and then discards what earlier users left
        port.flushIOBuffers();
        if (!port.openPort()) {
            throw new LinkException("serial:" + path
                    + ": cannot be opened: it is taken (locked) by another program or another part of this one");
        }
        return port;
    }

    /** The device behind a path, so that the library never sees a link that changes. */
    private static String resolve(String path) throws LinkException {
        String where = "serial:" + path;
        if (!path.contains("/")) {
            return path;
        }
        try {
            Path given = Path.of(path);
            if (!Files.exists(given)) {
                boolean dangling = Files.exists(given, LinkOption.NOFOLLOW_LINKS);
                throw new LinkException(where
                        + (dangling
                                ? ": no such port: the link points to " + Files.readSymbolicLink(given)
                                        + ", which does not exist"
                                : ": no such port"));
            }
            Path device = given.toRealPath();
            if (!Files.readAttributes(device, BasicFileAttributes.class).isOther()) {
                throw new LinkException(where + ": is not a serial port but a file or directory");
            }
            if (!Files.isReadable(device) || !Files.isWritable(device)) {
                throw new LinkException(where + ": this user may not read and write it (on Linux: group dialout)");
            }
            return device.toString();
        } catch (LinkException e) {
            throw e;
        } catch (IOException | InvalidPathException e) {
            throw new LinkException(where + ": no such port: " + e.getMessage(), e);
        }
    }
}
