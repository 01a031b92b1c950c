package org.limbench.driver;

/**
 * The device answers what cannot be: a receipt for a command it was not asked, codes outside its converter, time
 * running backwards. Nothing it said in this reply has been believed; the session is over.
 */
public final class ImplausibleReplyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ImplausibleReplyException(String message) {
        super(message);
    }
}
