package org.limbench.cli;

import org.limbench.text.PlainNumber;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers and flags on the command line, in the environment and in limbench.yaml: plain decimal ones, true or false, the same for every option. */
final class PlainNumbers {
    private PlainNumbers() {}

    /** Has all options of a command and of those below it read numbers so. */
    static void install(CommandLine line) {
        ITypeConverter<Double> real = PlainNumbers::real;
        ITypeConverter<Integer> whole = text -> (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
        ITypeConverter<Long> longer = text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
        line.registerConverter(double.class, real)
                .registerConverter(Double.class, real)
                .registerConverter(int.class, whole)
                .registerConverter(Integer.class, whole)
                .registerConverter(long.class, longer)
                .registerConverter(Long.class, longer)
                .registerConverter(boolean.class, PlainNumbers::yesOrNo)
                .registerConverter(Boolean.class, PlainNumbers::yesOrNo);
    }

    private static boolean yesOrNo(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return text.equalsIgnoreCase("true");
        }
        throw new TypeConversionException("'" + text + "' is neither true nor false; allowed: true, false");
    }

    private static double real(String text) {
        try {
            return PlainNumber.real(text);
        } catch (NumberFormatException none) {
            throw new TypeConversionException(
                    "'" + text + "' is " + none.getMessage() + "; allowed: " + PlainNumber.REAL);
        }
    }

    private static long whole(String text, long least, long most) {
        try {
            long value = PlainNumber.whole(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException none) {
            throw new TypeConversionException("'" + text + "' is " + none.getMessage() + "; allowed: a whole number");
        }
        throw new TypeConversionException("'" + text + "' is too large; allowed: " + least + " to " + most);
    }
}
