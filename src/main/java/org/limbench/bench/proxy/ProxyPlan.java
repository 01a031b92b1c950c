package org.limbench.bench.proxy;

import org.jspecify.annotations.Nullable;
import org.limbench.bench.DeviceAddress;
import org.limbench.transport.faults.FrameFault;
import org.limbench.transport.faults.Outage;

/**
 * Between which ends a proxy stands, and what it does there.
 *
 * @param listen where hosts come; a serial path is offered as a pseudo-terminal, TCP port 0 is any free one
 * @param to where the device is
 * @param faults what goes wrong
 * @param control back door of an emulated device, for reboots; null for none
 * @param rebootCommand shell command that reboots any other device; null for none
 * @param mirror whether results and energies are told to anyone who listens at the broker where hosts come
 */
public record ProxyPlan(
        DeviceAddress listen,
        DeviceAddress to,
        ProxyFaults faults,
        DeviceAddress.@Nullable Tcp control,
        @Nullable String rebootCommand,
        boolean mirror) {
    public ProxyPlan {
        if (listen instanceof DeviceAddress.Emulated) {
            throw new IllegalArgumentException(
                    "nothing can listen at " + listen.text() + "; allowed: serial:, tcp: and mqtt: addresses");
        }
        if (to instanceof DeviceAddress.Emulated) {
            throw new IllegalArgumentException(
                    to.text() + " has no wire; allowed: a device behind one, such as 'limbench emulate' serves");
        }
        if (listen instanceof DeviceAddress.Rcn || to instanceof DeviceAddress.Rcn) {
            throw new IllegalArgumentException("an RCN station speaks in lines, and what is carried here is frames;"
                    + " allowed: serial:, tcp: and mqtt: addresses");
        }
        if (mirror && !(listen instanceof DeviceAddress.Mqtt)) {
            throw new IllegalArgumentException("a mirror at " + listen.text()
                    + ", where nobody else can listen; allowed: where hosts come through a broker");
        }
        if (control != null && rebootCommand != null) {
            throw new IllegalArgumentException("both a control port and a reboot command; allowed: one of them");
        }
        if (!faults.reboots().isEmpty() && control == null && rebootCommand == null) {
            throw new IllegalArgumentException("reboots are planned and nothing can reboot the device; allowed with"
                    + " --control HOST:PORT of its back door or --reboot-command CMD");
        }
        boolean messages = listen instanceof DeviceAddress.Mqtt && to instanceof DeviceAddress.Mqtt;
        if (messages && faults.link().damages()) {
            throw new IllegalArgumentException(
                    "flips and truncation between two brokers, which keep messages whole; allowed with a stream end");
        }
        if (!(listen instanceof DeviceAddress.Tcp) && refusesAttempts(faults)) {
            throw new IllegalArgumentException("a cut refuses attempts at " + listen.text()
                    + ", where they cannot be counted; allowed: refuse: {millis: N} or silent: {attempts: N}");
        }
    }

    /** A proxy that breaks nothing and bridges two ends. */
    public static ProxyPlan bridging(DeviceAddress listen, DeviceAddress to) {
        return new ProxyPlan(listen, to, ProxyFaults.NONE, null, null, false);
    }

    private static boolean refusesAttempts(ProxyFaults faults) {
        return faults.link().script().stream()
                .anyMatch(scripted -> scripted.fault() instanceof FrameFault.Cut cut
                        && cut.outage().manner() == Outage.Manner.REFUSE
                        && cut.outage().attempts() > 0);
    }
}
