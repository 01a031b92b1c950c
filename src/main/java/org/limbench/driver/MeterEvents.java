package org.limbench.driver;

import java.util.function.Consumer;
import org.limbench.protocol.Message;
import org.limbench.protocol.MeterEvent;

/** Hears one stream of meter events, and counts those that did not come. Single-threaded. */
final class MeterEvents implements Consumer<Message> {
    private final Consumer<Message> listener;
    private long counter;
    private long missed;

    /** @param listener told of everything heard */
    MeterEvents(Consumer<Message> listener) {
        this.listener = listener;
    }

    @Override
    public void accept(Message message) {
        if (message instanceof MeterEvent event) {
            missed += event.missedSince(counter);
            counter = event.counter();
        }
        listener.accept(message);
    }

    /** Events that went and did not come, since the stream began. */
    long missed() {
        return missed;
    }
}
