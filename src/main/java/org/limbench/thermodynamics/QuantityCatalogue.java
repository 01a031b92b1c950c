package org.limbench.thermodynamics;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Quantities of this package by name, with argument names, unit, status and source: what a calculator needs.
 *
 * <p>Arguments come as text, since a schedule is a word; numbers are in the units their names end with. Immutable.
 */
public final class QuantityCatalogue {
    private static final Map<String, Quantity> QUANTITIES = quantities();

    private QuantityCatalogue() {}

    /** All names, sorted. */
    public static Set<String> names() {
        return QUANTITIES.keySet();
    }

    /**
     * The quantity of a name.
     *
     * @throws IllegalArgumentException listing what there is
     */
    public static Quantity named(String name) {
        Quantity quantity = QUANTITIES.get(name);
        if (quantity == null) {
            throw new IllegalArgumentException(
                    "quantity is '" + name + "'; allowed: " + String.join(", ", QUANTITIES.keySet()));
        }
        return quantity;
    }

    private static Map<String, Quantity> quantities() {
        Map<String, Quantity> byName = new TreeMap<>();
        Stream.of(
                        CellQuantities.thermal(),
                        CellQuantities.jumps(),
                        BoundQuantities.information(),
                        BoundQuantities.dynamics(),
                        ScheduleQuantities.all())
                .flatMap(group -> group.stream())
                .forEach(quantity -> byName.put(quantity.name(), quantity));
        return Collections.unmodifiableMap(byName);
    }
}
