package org.limbench.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Headings of a command's options, in the order in which every help page has them. */
enum Heading {
    DEVICE("Device"),
    CARRIERS("Carriers"),
    TASK("Task"),
    TRAINING("Training"),
    ARMS("Arms and barriers"),
    RETENTION("Retention"),
    BIT_LINES("Bit lines, on devices without a tunable barrier"),
    TRANSFER("Transfer to a slow array, on devices without a tunable barrier"),
    ANNEALING("Annealing, with ising and maxcut"),
    SCHEDULE("Schedule"),
    SCALING("Scaling"),
    PHYSICS("Physics"),
    FAULTS("Faults"),
    FILTER("What is shown"),
    REPLAY("Sending it again"),
    SEEDS("Seeds"),
    OUTPUT("Output"),
    GENERAL("General");

    private final String title;

    Heading(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Puts an option, or all options of a class, under a heading; an option's own goes before its class's. */
    @Target({ElementType.TYPE, ElementType.FIELD})
    @Retention(RetentionPolicy.RUNTIME)
    @interface Under {
        Heading value();
    }
}
