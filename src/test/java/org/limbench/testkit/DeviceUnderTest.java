package org.limbench.testkit;

import java.io.IOException;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;

/** A running device, whatever it is made of, behind one wire. */
public interface DeviceUnderTest extends AutoCloseable {
    /** A new link of a host to it; the one before should be closed. */
    Link connect() throws LinkException;

    /** Takes the power away from its controller and gives it back; the array keeps what it holds where the device does. */
    void cutPower() throws IOException;

    /**
     * Has the power fail within the next command that pulses: pulses have been fired, no result is kept.
     *
     * @throws UnsupportedOperationException where that cannot be arranged
     */
    void cutPowerWithinTheNextCommand() throws IOException;

    /** Ends it. */
    @Override
    void close() throws IOException;
}
