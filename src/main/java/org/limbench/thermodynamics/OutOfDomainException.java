package org.limbench.thermodynamics;

/** An argument outside its domain: which, its value and what is allowed, so that a caller can tell it in his own words. */
public final class OutOfDomainException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String argument;
    private final String allowed;

    OutOfDomainException(String argument, String value, String allowed) {
        super(argument + " is " + value + "; allowed: " + allowed);
        this.argument = argument;
        this.allowed = allowed;
    }

    /** Name of the parameter, as the function has it. */
    public String argument() {
        return argument;
    }

    /** The same, under the name and with the value a person typed. */
    public OutOfDomainException as(String typedName, String typedValue) {
        OutOfDomainException renamed = new OutOfDomainException(typedName, typedValue, allowed);
        renamed.initCause(this);
        return renamed;
    }
}
