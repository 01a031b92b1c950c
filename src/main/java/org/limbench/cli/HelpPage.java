package org.limbench.cli;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The look of every help page: as wide as the terminal, options under headings in the order they are declared, continuation lines below
 * the first, exit codes, an example at the end. Not picocli's own groups, because options in a group get no default from the
 * environment or a file unless another option of the group is typed.
 */
final class HelpPage {
    /** Columns of names, with two before and at least two behind them. */
    private static final int NAMES_COLUMNS = 28;
    /** Columns of what a name means below which it stands under the name. */
    private static final int LEAST_MEANING = 36;

    private static final String INDENT = "  ";
    private static final String EXAMPLE = "limbench ";

    private HelpPage() {}

    /**
     * Gives the look to a command and all below it.
     *
     * @param columns of a page, 55 or more
     */
    static void shape(CommandLine command, int columns) {
        UsageMessageSpec page = command.getCommandSpec().usageMessage();
        page.width(columns).abbreviateSynopsis(true).sortOptions(false);
        page.exitCodeList(exitCodes()).commandListHeading("%nCommands%n").exitCodeListHeading("%nExit codes%n");
        Map<String, IHelpSectionRenderer> sections = new LinkedHashMap<>(command.getHelpSectionMap());
        sections.put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, HelpPage::parameters);
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpPage::options);
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpPage::commands);
        sections.put(UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST, HelpPage::meanings);
        sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, HelpPage::footer);
        command.setHelpSectionMap(sections);
        command.setHelpSectionKeys(exampleLast(command.getHelpSectionKeys()));
        exampleOfHelp(command);
        command.getSubcommands().values().forEach(below -> shape(below, columns));
    }

    private static List<String> exampleLast(List<String> keys) {
        List<String> ordered = new ArrayList<>(keys);
        List<String> last = List.of(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING, UsageMessageSpec.SECTION_KEY_FOOTER);
        ordered.removeAll(last);
        ordered.addAll(last);
        return ordered;
    }

    /** An example that fits whatever help is asked of. */
    private static void exampleOfHelp(CommandLine command) {
        Object user = command.getCommandSpec().userObject();
        UsageMessageSpec page = command.getCommandSpec().usageMessage();
        if (user instanceof HelpCommand) {
            CommandLine parent = command.getParent();
            page.footer(
                    "",
                    "Example",
                    INDENT + parent.getCommandSpec().qualifiedName() + " help "
                            + parent.getSubcommands().keySet().iterator().next());
        }
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put(String.valueOf(ExitCode.DONE), "done");
        codes.put(String.valueOf(ExitCode.CHECK_FAILED), "a check or a limit failed");
        codes.put(String.valueOf(ExitCode.BAD_INPUT), "wrong usage or bad input");
        codes.put(String.valueOf(ExitCode.DEVICE_FAILED), "the device or the link to it failed");
        codes.put(
                String.valueOf(ExitCode.INTERNAL_ERROR),
                "a bug, or a machine short of memory, threads or a safe place for native code");
        codes.put(String.valueOf(ExitCode.INTERRUPTED), "stopped by Ctrl-C");
        return codes;
    }

    private static String parameters(Help help) {
        StringBuilder page = new StringBuilder();
        for (PositionalParamSpec parameter : help.commandSpec().positionalParameters()) {
            Text label = help.createDefaultParamLabelRenderer()
                    .renderParameterLabel(
                            parameter, help.ansi(), help.colorScheme().parameterStyles());
            row(page, label, parameter.description(), help);
        }
        return page.isEmpty() ? "" : String.format("%n") + page;
    }

    private static String options(Help help) {
        Map<Heading, List<OptionSpec>> groups = new EnumMap<>(Heading.class);
        help.commandSpec().options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> groups.computeIfAbsent(heading(option), heading -> new ArrayList<>())
                        .add(option));
        StringBuilder page = new StringBuilder();
        groups.forEach((heading, options) -> {
            page.append(String.format("%n"));
            WrappedText.lines(heading.title(), help.commandSpec().usageMessage().width())
                    .forEach(title ->
                            page.append(String.format("%s%n", help.colorScheme().text("@|bold " + title + "|@"))));
            options.forEach(option -> row(page, names(option, help), option.description(), help));
        });
        return page.toString();
    }

    private static Text names(OptionSpec option, Help help) {
        Text names = help.colorScheme().text("");
        String separator = "";
        for (String name : option.names()) {
            names = names.concat(separator).concat(help.colorScheme().optionText(name));
            separator = ", ";
        }
        return names.concat(help.createDefaultParamLabelRenderer()
                .renderParameterLabel(option, help.ansi(), help.colorScheme().optionParamStyles()));
    }

    /** What an option is declared under; what picocli declares itself is general. */
    static Heading heading(ArgSpec option) {
        if (option.userObject() instanceof Field field) {
            for (AnnotatedElement place : List.<AnnotatedElement>of(field, field.getDeclaringClass())) {
                Heading.Under under = place.getAnnotation(Heading.Under.class);
                if (under != null) {
                    return under.value();
                }
            }
        }
        return Heading.GENERAL;
    }

    private static String commands(Help help) {
        StringBuilder page = new StringBuilder();
        help.subcommands().forEach((name, command) -> {
            String[] description = command.commandSpec().usageMessage().description();
            String[] first = description.length == 0 ? description : new String[] {description[0]};
            row(page, help.colorScheme().commandText(name), first, help);
        });
        return page.toString();
    }

    private static String meanings(Help help) {
        StringBuilder page = new StringBuilder();
        help.commandSpec()
                .usageMessage()
                .exitCodeList()
                .forEach((code, meaning) -> row(page, help.colorScheme().text(code), new String[] {meaning}, help));
        return page.toString();
    }

    /** Defaults from the environment or a file stand in descriptions, and the page is printed with its colours left in. */
    private static String harmless(String[] description) {
        return PrintableWriter.printable(String.join(" ", description).replaceAll("\\R", " "));
    }

    /** Lines as they are where they fit; an example is a command, which is pasted whole. */
    private static String footer(Help help) {
        String[] written = help.commandSpec().usageMessage().footer();
        StringBuilder page = new StringBuilder();
        for (String line : String.format(String.join("\n", written)).split("\\R", -1)) {
            for (String part : fitted(line, help.commandSpec().usageMessage().width())) {
                page.append(help.colorScheme().text(part)).append(System.lineSeparator());
            }
        }
        return page.toString();
    }

    /** A name keeps its line and has what it means below it. */
    private static List<String> fitted(String line, int columns) {
        int gap = line.lastIndexOf("  ");
        if (line.length() <= columns || line.startsWith(INDENT + EXAMPLE)) {
            return List.of(line);
        }
        if (gap <= 0) {
            return WrappedText.lines(line, columns);
        }
        List<String> parts = new ArrayList<>(List.of(line.substring(0, gap).stripTrailing()));
        String below = INDENT.repeat(3);
        WrappedText.lines(line.substring(gap).strip(), columns - below.length())
                .forEach(part -> parts.add(below + part));
        return parts;
    }

    /** A name and what it means; a name too long for its column stands on a line of its own. */
    private static void row(StringBuilder page, Text name, String[] description, Help help) {
        int columns = help.commandSpec().usageMessage().width();
        int names = columns - NAMES_COLUMNS >= LEAST_MEANING ? NAMES_COLUMNS : 3 * INDENT.length();
        page.append(INDENT).append(name);
        int used = INDENT.length() + name.getCJKAdjustedLength();
        boolean fits = used + INDENT.length() <= names;
        String gap = " ".repeat(names);
        String before = fits ? " ".repeat(names - used) : System.lineSeparator() + gap;
        for (String line : WrappedText.lines(harmless(description), columns - names)) {
            page.append(before).append(help.colorScheme().text(line)).append(System.lineSeparator());
            before = gap;
        }
    }
}
