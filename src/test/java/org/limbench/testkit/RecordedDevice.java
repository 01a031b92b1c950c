package org.limbench.testkit;

import java.io.UncheckedIOException;
import java.time.Duration;
import org.limbench.trace.TraceWriter;
import org.limbench.transport.Endpoint;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;

/** A device whose end of a message link is recorded, in the caller's thread. */
public final class RecordedDevice implements Endpoint {
    private final Endpoint device;
    private final ScriptedLink wire = new ScriptedLink(LinkKind.MESSAGES);
    private final Link link;

    public RecordedDevice(Endpoint device, TraceWriter.Tap tap) {
        this.device = device;
        link = tap.record(wire);
    }

    /** The link is taken away. */
    public void unplug() {
        link.close();
    }

    @Override
    public void receive(LinkKind kind, byte[] bytes, Outbox outbox) {
        try {
            wire.coming(bytes);
            byte[] heard = link.receive(Duration.ZERO);
            if (heard == null) {
                throw new IllegalStateException("what was coming did not come");
            }
            device.receive(kind, heard, (answer, hints) -> {
                try {
                    link.send(answer, hints);
                } catch (LinkException lost) {
                    throw new UncheckedIOException(lost);
                }
                outbox.send(answer, hints);
            });
        } catch (LinkException lost) {
            throw new UncheckedIOException(lost);
        }
    }
}
