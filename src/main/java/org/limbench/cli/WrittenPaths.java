package org.limbench.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Paths on the command line, in the environment and in limbench.yaml: Java takes an empty one for the working directory. */
final class WrittenPaths {
    private WrittenPaths() {}

    /** Has all options of a command and of those below it refuse a path that names nothing. */
    static void install(CommandLine line) {
        ITypeConverter<Path> path = text -> {
            if (text.isBlank()) {
                throw new TypeConversionException("'" + text + "' names nothing; allowed: a path");
            }
            return Path.of(text);
        };
        line.registerConverter(Path.class, path);
    }
}
