package org.limbench.driver;

import java.util.function.LongSupplier;
import org.limbench.protocol.Bye;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.transport.Channel;
import org.limbench.transport.LinkException;
import org.limbench.transport.SendHints;

/**
 * Gives a lease back: says bye until the device says it too, since closing a serial port may discard what was written last.
 * Bounded in time, whatever else arrives.
 */
final class Goodbye {
    private Goodbye() {}

    /**
     * Says bye for a session.
     *
     * @param tries times it is said while nobody answers
     * @param waitNanos longest wait for each answer
     */
    static void say(FramePort port, long session, String reason, int tries, long waitNanos, LongSupplier nanoTime)
            throws LinkException {
        byte[] bye = port.encode(new Envelope(session, 0, new Bye(reason)));
        for (int time = 0; time < tries; time++) {
            port.send(bye, SendHints.on(Channel.COMMAND));
            if (answered(port, nanoTime.getAsLong() + waitNanos, nanoTime)) {
                return;
            }
        }
    }

    private static boolean answered(FramePort port, long deadline, LongSupplier nanoTime) throws LinkException {
        DecodeResult next;
        do {
            next = port.receive(deadline - nanoTime.getAsLong());
            if (next instanceof DecodeResult.Decoded decoded
                    && decoded.envelope().body() instanceof Bye) {
                return true;
            }
        } while (next != null && deadline - nanoTime.getAsLong() > 0);
        return false;
    }
}
