package org.limbench.natives;

import java.util.Locale;
import java.util.Map;

/**
 * jSerialComm's native code. Its first class looks into the temporary directory and the home directory for what an earlier
 * start left, takes it as it is, makes both writable for all, and deletes there what has other names, through symbolic
 * links too; so while it is initialised both are a directory of ours.
 */
public final class SerialPortLibrary {
    private static final String NAME = "jSerialComm";
    private static boolean done;

    private SerialPortLibrary() {}

    /**
     * Makes jSerialComm load its code from a place of ours, once.
     *
     * @throws UnusableLibraryException when there is none, or no code for this system
     */
    public static synchronized void ready() {
        if (!done) {
            load();
            done = true;
        }
    }

    private static void load() {
        LibraryOwner owner = LibraryOwner.of(NAME, "com.fazecast.jSerialComm.SerialPort");
        String resource = resource(
                System.getProperty("os.name", ""),
                System.getProperty("os.arch", ""),
                System.getProperty("sun.arch.abi", ""));
        String fileName = resource.substring(resource.lastIndexOf('/') + 1);
        try (PlacedLibrary placed = owner.place(resource, fileName)) {
            String directory = placed.directory().toString();
            owner.initialise(
                    Map.of("jSerialComm.library.path", directory, "java.io.tmpdir", directory, "user.home", directory));
        }
    }

    /** Where the jar has it: the names are the library's own. */
    static String resource(String osName, String arch, String abi) {
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.contains("win")) {
            return "Windows/" + (arch.equals("amd64") ? "x86_64" : arch) + "/jSerialComm.dll";
        }
        if (os.contains("mac")) {
            return "OSX/" + (arch.equals("amd64") ? "x86_64" : arch) + "/libjSerialComm.jnilib";
        }
        if (os.contains("freebsd")) {
            String bsd = arch.equals("aarch64") ? "arm64" : arch.equals("amd64") ? "x86_64" : "x86";
            return "FreeBSD/" + bsd + "/libjSerialComm.so";
        }
        if (os.contains("openbsd")) {
            return "OpenBSD/" + (arch.equals("amd64") ? "amd64" : "x86") + "/libjSerialComm.so";
        }
        return "Linux/" + linux(arch, abi) + "/libjSerialComm.so";
    }

    private static String linux(String arch, String abi) {
        return switch (arch) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "armv8_64";
            // that of the oldest processors with hardware floating point runs on all of them
            case "arm" -> abi.endsWith("hf") ? "armv6hf" : "armv5";
            case "i386", "i486", "i586", "i686", "x86" -> "x86";
            default -> arch;
        };
    }
}
