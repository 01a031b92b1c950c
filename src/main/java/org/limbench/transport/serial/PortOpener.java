package org.limbench.transport.serial;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import org.limbench.natives.SerialPortLibrary;
import org.limbench.natives.UnusableLibraryException;
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
        requireLibrary(path);
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
            throw new LinkException("serial:" + path + ": "
                    + PortRefusal.because(Path.of(port.getSystemPortPath()), port.getLastErrorCode()));
        }
        return port;
    }

    private static void requireLibrary(String path) throws LinkException {
        try {
            SerialPortLibrary.ready();
        } catch (UnusableLibraryException e) {
            throw new LinkException("serial:" + path + ": " + e.getMessage(), e);
        }
    }

    /** The device behind a path, so that the library never sees a link that changes. */
    private static String resolve(String path) throws LinkException {
        String where = "serial:" + path;
        if (!path.contains("/")) {
            return path;
        }
        try {
            Path given = Path.of(path);
            if (!Files.exists(given) && Files.isSymbolicLink(given)) {
                throw new LinkException(where + ": no such port: the link points to " + Files.readSymbolicLink(given)
                        + ", which does not exist");
            }
            Path device = given.toRealPath();
            if (!Files.readAttributes(device, BasicFileAttributes.class).isOther()) {
                throw new LinkException(
                        where + ": is not a serial port but a " + (Files.isDirectory(device) ? "directory" : "file"));
            }
            if (!Files.isReadable(device) || !Files.isWritable(device)) {
                throw new LinkException(where + ": this user may not read and write it" + whoMay(device));
            }
            return device.toString();
        } catch (LinkException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new LinkException(where + ": no such port", e);
        } catch (AccessDeniedException e) {
            throw new LinkException(where + ": this user may not enter the directory it is in", e);
        } catch (FileSystemException e) {
            throw new LinkException(where + ": cannot be looked up: " + e.getReason(), e);
        } catch (IOException | InvalidPathException e) {
            throw new LinkException(where + ": no such port: " + e.getMessage(), e);
        }
    }

    private static String whoMay(Path device) {
        try {
            return "; members of group '"
                    + Files.readAttributes(device, PosixFileAttributes.class)
                            .group()
                            .getName() + "' may";
        } catch (IOException | UnsupportedOperationException untold) {
            return "";
        }
    }
}
