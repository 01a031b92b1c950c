package org.limbench.bench;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.Listener;

/**
 * A listener at a broker whose links tell anyone there what the device tells its hosts. It stands next to the carrier, so that
 * faults and traces know of the conversation alone.
 */
final class MirroringListener implements Listener {
    private final Listener inner;
    private final Carriers.Announced device;

    MirroringListener(Listener inner, Carriers.Announced device) {
        this.inner = inner;
        this.device = device;
    }

    @Override
    public String address() {
        return inner.address();
    }

    @Override
    public @Nullable Link accept(Duration timeout) throws LinkException {
        Link link = inner.accept(timeout);
        return link == null ? null : new EnergyMirror(link, device.bootId(), device.datasheet());
    }

    @Override
    public @Nullable String trouble() {
        return inner.trouble();
    }

    @Override
    public int mostPeers() {
        return inner.mostPeers();
    }

    @Override
    public void close() {
        inner.close();
    }
}
