package org.limbench.thermodynamics;

import java.util.List;
import java.util.Map;

/**
 * A quantity that can be evaluated by name.
 *
 * @param name as on the command line
 * @param arguments all needed, in order; a schedule may need one more, its own
 * @param unit of the value
 * @param status what the value claims
 * @param source formula and where it is from
 * @param formula computes it
 */
public record Quantity(
        String name, List<String> arguments, String unit, QuantityStatus status, String source, Formula formula) {
    public Quantity {
        arguments = List.copyOf(arguments);
    }

    /** Computes a value from arguments. */
    @FunctionalInterface
    public interface Formula {
        /** The value; arguments that are missing or wrong are refused by name. */
        double value(QuantityArguments arguments);
    }

    /**
     * The value, a finite number.
     *
     * @throws IllegalArgumentException naming an argument that is missing, unknown, of another schedule, no number or
     *     outside its domain, or saying that the result is no finite number
     */
    public double evaluate(Map<String, String> given) {
        for (String argument : given.keySet()) {
            if (!arguments.contains(argument)) {
                requireOfItsSchedule(argument, given);
            }
        }
        QuantityArguments typed = new QuantityArguments(name, given);
        double value;
        try {
            value = formula.value(typed);
        } catch (OutOfDomainException outside) {
            throw typed.inTheWordsTyped(outside);
        }
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " with " + typed + " is " + value
                    + ", beyond what a double holds; allowed: arguments with a finite result");
        }
        return value;
    }

    private void requireOfItsSchedule(String argument, Map<String, String> given) {
        String word = given.get(ArgumentName.SCHEDULE);
        if (arguments.contains(ArgumentName.SCHEDULE) && word != null) {
            ScheduleName schedule = ScheduleName.of(word);
            if (argument.equals(schedule.parameter())) {
                return;
            }
            if (ArgumentName.ofAnySchedule(argument)) {
                throw new IllegalArgumentException("argument '" + argument + "' is not one of schedule " + word
                        + "; allowed with it: "
                        + (schedule.parameter() == null ? "none of its own" : schedule.parameter()));
            }
        }
        throw new IllegalArgumentException(
                "argument '" + argument + "' is not one of " + name + "; allowed: " + String.join(", ", arguments));
    }
}
