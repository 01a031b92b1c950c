package org.limbench.bench;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.limbench.device.Datasheet;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterLoss;
import org.limbench.device.MeterWindow;
import org.limbench.device.Receipt;
import org.limbench.energy.EnergyMeasurement;
import org.limbench.protocol.DatasheetReply;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.EnvelopeCodec;
import org.limbench.protocol.HelloAck;
import org.limbench.protocol.Message;
import org.limbench.protocol.MeterEvent;
import org.limbench.protocol.MeterReply;
import org.limbench.protocol.Result;
import org.limbench.transport.Channel;
import org.limbench.transport.ForwardingLink;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;
import tools.jackson.databind.json.JsonMapper;

/**
 * A device's link to a broker that also tells anyone who listens there what the device tells its host: every result, once, as
 * it is; and in JSON the energy of every result and what the meter reads ({@code firmware-protocol/asyncapi.yaml}, channels
 * result and energy). What passes to the host and from it stays as it is.
 *
 * <p>A result is told the first time it passes under a boot; of those told the {@value #MOST_IDS} last are remembered.
 * Threads as the wrapped link.
 */
final class EnergyMirror extends ForwardingLink {
    private static final int MOST_IDS = 1024;

    private final Set<Long> told = new LinkedHashSet<>();
    private long bootId;
    private Datasheet datasheet;

    /**
     * Around a link that carries messages.
     *
     * @param bootId of the device now; a later one is heard from its greeting
     * @param datasheet what the device declares now, its meter's units among it
     */
    EnergyMirror(Link inner, long bootId, Datasheet datasheet) {
        super(inner);
        if (inner.kind() != LinkKind.MESSAGES) {
            throw new IllegalArgumentException(
                    inner.address() + " is a stream, which has no topics; allowed with a mirror: a broker");
        }
        this.bootId = bootId;
        this.datasheet = datasheet;
    }

    @Override
    public void send(byte[] bytes, SendHints hints) throws LinkException {
        inner.send(bytes, hints);
        if (EnvelopeCodec.decode(bytes) instanceof DecodeResult.Decoded whole) {
            mirror(whole.envelope());
        }
    }

    private void mirror(Envelope envelope) throws LinkException {
        Message body = envelope.body();
        if (body instanceof HelloAck greeting) {
            if (greeting.bootId() != bootId) {
                bootId = greeting.bootId();
                told.clear();
            }
        } else if (body instanceof DatasheetReply reply) {
            datasheet = reply.datasheet();
        } else if (body instanceof Result result) {
            if (isNews(result.commandId())) {
                inner.send(EnvelopeCodec.encode(withoutSession(envelope)), SendHints.on(Channel.RESULT));
                tell(energy(result));
            }
        } else if (body instanceof MeterReply reply) {
            tell(reading(reply.latch(), reply.deviceSeconds()));
        } else if (body instanceof MeterEvent event) {
            tell(reading(event.latch(), event.deviceSeconds()));
        }
    }

    /** The session lets its host in: strangers are told a digest of it, by which sessions can be told apart. */
    private static Envelope withoutSession(Envelope envelope) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(ByteBuffer.allocate(Long.BYTES)
                            .putLong(envelope.session())
                            .array());
            long told = ByteBuffer.wrap(digest).getLong();
            return new Envelope(told == 0 ? 1 : told, envelope.seq(), envelope.body());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private boolean isNews(long id) {
        boolean news = told.add(id);
        if (told.size() > MOST_IDS) {
            told.remove(told.iterator().next());
        }
        return news;
    }

    private Map<String, Object> energy(Result result) {
        Receipt receipt = result.receipt();
        Map<String, Object> line = begun("result", receipt.window().endSeconds());
        line.put("id", result.commandId());
        line.put("status", receipt.status().name().toLowerCase(Locale.ROOT));
        line.put("temperatureKelvin", receipt.temperatureKelvin());
        line.put("cells", receipt.cells());
        line.put("pulses", receipt.pulses());
        line.put("jumps", receipt.jumps() < 0 ? null : receipt.jumps());
        putJoules(line, receipt.window());
        return line;
    }

    /** The registers as they stand: what has flowed since the meter was at zero. */
    private Map<String, Object> reading(MeterLatch latch, double deviceSeconds) {
        Map<String, Object> line = begun("meter", deviceSeconds);
        putJoules(line, new MeterWindow(MeterLatch.zero(), latch, 0, deviceSeconds));
        return line;
    }

    private Map<String, Object> begun(String kind, double deviceSeconds) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("kind", kind);
        line.put("bootId", String.format("%016x", bootId));
        line.put("emulated", datasheet.emulated());
        line.put("deviceSeconds", deviceSeconds);
        return line;
    }

    private void putJoules(Map<String, Object> line, MeterWindow window) {
        EnergyMeasurement measured = EnergyMeasurement.of(window, datasheet.meter());
        Map<String, @Nullable Double> joules = new LinkedHashMap<>();
        Map<String, @Nullable Double> losses = new LinkedHashMap<>();
        for (EnergyAccount account : EnergyAccount.values()) {
            if (account.basic() == account) {
                joules.put(account.label(), orNull(measured.basicJoules(account)));
            }
            losses.put(account.loss(), orNull(measured.joules(account)));
        }
        line.put("joules", joules);
        line.put("lossJoules", losses);
        line.put("totalJoules", orNull(measured.totalJoules()));
        line.put("standardUncertaintyJoules", orNull(measured.totalStandardUncertaintyJoules()));
        if (!window.unseen().isNone()) {
            line.put("notMeasured", unseen(window.unseen()));
        }
    }

    private static Map<String, Object> unseen(MeterLoss loss) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("accounts", loss.accounts().stream().map(EnergyAccount::label).toList());
        told.put("causes", loss.causes().stream().map(MeterLoss.Cause::label).toList());
        told.put("seconds", loss.seconds());
        return told;
    }

    private static @Nullable Double orNull(double joules) {
        return Double.isNaN(joules) ? null : joules;
    }

    private void tell(Map<String, Object> line) throws LinkException {
        inner.send(JsonMapper.shared().writeValueAsBytes(line), SendHints.on(Channel.ENERGY));
    }
}
