package org.limbench.profile;

/** What kind of number a key of a profile holds: its base SI unit, and how to ask for one. */
enum Dimension {
    NUMBER("1", "a pure number such as 0.5 or 2 %"),
    ENERGY("J", "an energy such as 5 fJ, 0.1 eV or 24 kT"),
    POWER("W", "a power such as 3 nW"),
    POWER_DENSITY("W2/Hz", "a power noise density such as 4e-22 W2/Hz"),
    TIME("s", "a time such as 300 us or 10 a"),
    RATE("1/s", "a rate such as 1e9 /s or 2 GHz"),
    TEMPERATURE("K", "a temperature such as 300 K or 27 Cel"),
    VOLTAGE("V", "a voltage such as 1.6 V"),
    CAPACITANCE("F", "a capacitance such as 0.1 fF"),
    CHARGE("C", "a charge such as 5 aC"),
    CONDUCTANCE("S", "a conductance such as 10 uS"),
    TRANSCONDUCTANCE("S/V", "a conductance per volt such as 1 mS/V"),
    LEVER_ARM("J/V", "an energy per volt such as 1 eV/V or 20 kT/V");

    private final String unit;
    private final String example;

    Dimension(String unit, String example) {
        this.unit = unit;
        this.example = example;
    }

    /** Base SI unit in UCUM's notation. */
    String unit() {
        return unit;
    }

    /** What to write. */
    String example() {
        return example;
    }
}
