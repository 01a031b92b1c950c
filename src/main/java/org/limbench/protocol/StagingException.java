package org.limbench.protocol;

/** Staging refused a piece; what is staged may be dropped. Carries what the device answers. */
public final class StagingException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FaultCode code;
    private final String field;

    /** Why, the field at fault and one line for people. */
    public StagingException(FaultCode code, String field, String message) {
        super(message);
        this.code = code;
        this.field = field;
    }

    /** The answer to the frame refused. */
    public Fault fault(long refersSeq, long refersCommand) {
        return new Fault(code, field, String.valueOf(getMessage()), refersSeq, refersCommand);
    }
}
