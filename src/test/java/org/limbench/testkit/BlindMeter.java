package org.limbench.testkit;

import java.io.IOException;
import java.util.List;
import org.limbench.bench.DeviceAddress;
import org.limbench.bench.Host;
import org.limbench.bench.Serving;
import org.limbench.emulator.FaultPlan;
import org.limbench.profile.ProfileLibrary;
import org.limbench.transport.faults.LinkFaults;

/** An emulated {@code lim-chain} of seed 3, served over TCP, whose meter misses what a test asks for. */
public final class BlindMeter implements AutoCloseable {
    /** This machine without an environment. */
    public static final Host HOST = new Host(System::nanoTime, System::nanoTime, name -> null);

    private final Serving serving;

    private BlindMeter(Serving serving) {
        this.serving = serving;
    }

    /** Serves until closed. */
    public static BlindMeter serve(FaultPlan.MeterGap... gaps) throws IOException {
        FaultPlan faults = new FaultPlan(List.of(), List.of(), List.of(gaps), LinkFaults.NONE, 0);
        Serving.Offer offer = new Serving.Offer(
                ProfileLibrary.load("lim-chain"),
                null,
                DeviceAddress.listening("127.0.0.1:0"),
                null,
                false,
                null,
                1,
                3,
                faults);
        return new BlindMeter(Serving.start(offer, HOST, news -> {}));
    }

    /** Where it is, as {@code --device} takes it. */
    public String address() {
        return "tcp:" + serving.ready().get(0).get("tcp");
    }

    @Override
    public void close() throws IOException {
        serving.close();
    }
}
