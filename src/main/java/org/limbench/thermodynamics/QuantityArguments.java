package org.limbench.thermodynamics;

import java.util.LinkedHashMap;
import java.util.Map;

/** Arguments of a quantity as typed: text by name, read as numbers, counts, a schedule or a contraction. */
public final class QuantityArguments {
    private static final double MOST_COUNT = 1e8;

    private final String quantity;
    private final Map<String, String> given;

    QuantityArguments(String quantity, Map<String, String> given) {
        this.quantity = quantity;
        this.given = new LinkedHashMap<>(given);
    }

    private String text(String argument) {
        String text = given.get(argument);
        if (text == null) {
            throw new IllegalArgumentException(quantity + " needs argument '" + argument + "', which is missing");
        }
        return text;
    }

    double number(String argument) {
        String text = text(argument);
        try {
            return DecimalText.number(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    argument + " is '" + text + "'; allowed: a finite decimal number such as 12, -0.5 or 1e-9",
                    notANumber);
        }
    }

    int count(String argument) {
        double value = number(argument);
        if (value != Math.rint(value) || value < 1 || value > MOST_COUNT) {
            throw new IllegalArgumentException(
                    argument + " is " + text(argument) + "; allowed: a whole number from 1 to 1e8");
        }
        return (int) value;
    }

    RateSchedule schedule() {
        ScheduleName name = ScheduleName.of(text(ArgumentName.SCHEDULE));
        String parameter = name.parameter();
        return name.with(parameter == null ? 0 : number(parameter));
    }

    double[] contraction(RateSchedule schedule) {
        return Contraction.of(text(ArgumentName.CONTRACTION)).weights(count(ArgumentName.UPDATES), schedule);
    }

    /** The complaint under the argument's typed name and value, where the parameter stands for one that was typed. */
    OutOfDomainException inTheWordsTyped(OutOfDomainException outside) {
        for (String name : ArgumentName.typed(outside.argument())) {
            String text = given.get(name);
            if (text != null) {
                return outside.as(name, text);
            }
        }
        return outside;
    }

    /** All, as typed. */
    @Override
    public String toString() {
        StringBuilder all = new StringBuilder();
        given.forEach((name, text) ->
                all.append(all.isEmpty() ? "" : " ").append(name).append('=').append(text));
        return all.toString();
    }
}
