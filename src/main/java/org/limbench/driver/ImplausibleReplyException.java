package org.limbench.driver;

import org.limbench.protocol.DecodeResult;

/**
 * The device answers what cannot be: a receipt for a command it was not asked, codes outside its converter, time
 * running backwards. Nothing it said in this reply has been believed; the session is over.
 */
public final class ImplausibleReplyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ImplausibleReplyException(String message) {
        super(message);
    }

    /** A reply against the limits of the protocol, the field named. */
    static ImplausibleReplyException malformed(String address, DecodeResult.Malformed reply) {
        return new ImplausibleReplyException(
                address + ": the device's reply is malformed: " + reply.field() + ": " + reply.text());
    }
}
