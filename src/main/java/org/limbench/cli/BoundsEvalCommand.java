package org.limbench.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limbench.thermodynamics.Quantity;
import org.limbench.thermodynamics.QuantityCatalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code limbench bounds eval}: one quantity by name. */
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Evaluate one quantity; without a name, list them with their arguments.",
        footer = {
            "",
            "Example",
            "  limbench bounds eval barrier-for-error attempt_rate_per_s=1e9 \\",
            "    time_s=315576000 error_probability=1e-9"
        })
final class BoundsEvalCommand implements Callable<Integer> {
    /** Columns of arguments below which they stand under the name. */
    private static final int LEAST_ARGUMENTS = 32;

    private static final String INDENT = "  ";

    private final Console console;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            completionCandidates = Candidates.Quantities.class,
            description = "Name of the quantity.")
    private @Nullable String name;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "KEY=VALUE", description = "Its arguments.")
    private List<String> arguments = List.of();

    @Option(names = "--json", description = "Print one JSON document.")
    @Heading.Under(Heading.OUTPUT)
    private boolean json;

    BoundsEvalCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (name == null) {
            list();
            return ExitCode.DONE;
        }
        Quantity quantity = QuantityCatalogue.named(name);
        Map<String, String> given = given();
        double value = quantity.evaluate(given);
        if (json) {
            console.out().println(JsonMapper.shared().writeValueAsString(document(quantity, given, value)));
        } else {
            String source = "(" + quantity.status().label() + "; " + quantity.source() + ")";
            console.out().println(value + " " + quantity.unit());
            WrappedText.lines(source, console.columns() - INDENT.length())
                    .forEach(line -> console.out().println(INDENT + line));
        }
        return ExitCode.DONE;
    }

    private void list() {
        for (String known : QuantityCatalogue.names()) {
            Quantity quantity = QuantityCatalogue.named(known);
            String head = String.format(
                    "%-23s %-5s %-12s ",
                    known, quantity.unit(), quantity.status().label());
            String arguments = String.join(" ", quantity.arguments());
            String below = " ".repeat(head.length());
            if (console.columns() - head.length() < LEAST_ARGUMENTS) {
                console.out().println(head.stripTrailing());
                below = INDENT;
                head = INDENT;
            }
            for (String line : WrappedText.lines(arguments, console.columns() - head.length())) {
                console.out().println((head + line).stripTrailing());
                head = below;
            }
        }
    }

    private Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 1 || given.put(argument.substring(0, equals), argument.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("argument is '" + argument + "'; allowed: KEY=VALUE, each key once");
            }
        }
        return given;
    }

    private static Map<String, Object> document(Quantity quantity, Map<String, String> given, double value) {
        Map<String, Object> numbers = new LinkedHashMap<>();
        given.forEach((key, text) -> {
            try {
                numbers.put(key, Double.valueOf(text));
            } catch (NumberFormatException word) {
                numbers.put(key, text);
            }
        });
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", quantity.name());
        document.put("arguments", numbers);
        document.put("value", value);
        document.put("unit", quantity.unit());
        document.put("status", quantity.status().label());
        document.put("source", quantity.source());
        return document;
    }
}
