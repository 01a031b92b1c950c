package org.limbench.transport.mqtt;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.Channel;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

/**
 * Messages to one device over a broker, host side.
 *
 * <p>Lives through losses of the broker up to the options' limit: commands not acknowledged by it are published again,
 * replies sent meanwhile are lost, so the session above must be able to repeat. That a device is offline is what the broker
 * was told, by whomever: it is asked all the same, and an answer settles it. One that stays offline and silent for the same
 * limit ends the link.
 */
public final class MqttLink implements Link {
    private static final int LONGEST_MESSAGE_BYTES = 1 << 20;
    private static final int RADIX = 36;
    private static final String ASKED = ", which is asked all the same";
    private static final Duration WAIT_SLICE = Duration.ofMillis(250);
    /** For a device that is there to answer a false word about it, or none, with its own. */
    private static final Duration CLAIM_LIMIT = Duration.ofMillis(1500);

    private static final AtomicLong NUMBER = new AtomicLong();

    private final MqttAddress address;
    private final MqttOptions options;
    private final MqttTopics topics;
    private final String replyTopic;
    private final BrokerInbox inbox = new BrokerInbox();
    private final DevicePresence presence;
    private final BrokerSession session;

    private MqttLink(MqttAddress address, MqttOptions options, Consumer<String> waiting) throws LinkException {
        this.address = address;
        this.options = options;
        topics = new MqttTopics(address);
        String client = clientId(options);
        replyTopic = topics.reply(client);
        presence = new DevicePresence(options.nanoTime());
        // not what is told to anyone: a host has its own results as replies
        List<String> filters = List.of(
                topics.of(MqttTopics.STATE), replyTopic, topics.of(MqttTopics.METER), topics.of(MqttTopics.LOG));
        session = BrokerSession.open(
                new BrokerConnection.Profile(address, options, client, filters, null, LONGEST_MESSAGE_BYTES),
                inbox,
                this::route,
                connection -> {},
                waiting);
    }

    /**
     * Connects to the broker and waits until the device is online, each for at most the options' connect timeout. Where the
     * broker keeps another word of it, or none, that is not waited out: whoever greets the device finds out.
     *
     * @throws LinkException one line: broker away, or refuses the password
     */
    public static MqttLink connect(MqttAddress address, MqttOptions options) throws LinkException {
        return connect(address, options, options.connectTimeout(), line -> {});
    }

    /**
     * The same, telling what is waited for.
     *
     * @param waiting told in this thread, again and again while the wait lasts; what it throws ends the wait
     */
    public static MqttLink connect(MqttAddress address, MqttOptions options, Consumer<String> waiting)
            throws LinkException {
        return connect(address, options, options.connectTimeout(), waiting);
    }

    static MqttLink connect(MqttAddress address, MqttOptions options, Duration deviceLimit) throws LinkException {
        return connect(address, options, deviceLimit, line -> {});
    }

    private static MqttLink connect(
            MqttAddress address, MqttOptions options, Duration deviceLimit, Consumer<String> waiting)
            throws LinkException {
        MqttLink link = new MqttLink(address, options, waiting);
        try {
            link.awaitDevice(deviceLimit, waiting);
            return link;
        } catch (LinkException | RuntimeException e) {
            link.close();
            throw e;
        } catch (InterruptedException e) {
            link.close();
            Thread.currentThread().interrupt();
            throw new LinkException(address + ": interrupted while connecting", e);
        }
    }

    private void awaitDevice(Duration limit, Consumer<String> waiting) throws LinkException, InterruptedException {
        long start = options.nanoTime().getAsLong();
        while (!presence.awaitOnline(WAIT_SLICE.compareTo(limit) < 0 ? WAIT_SLICE : limit)) {
            String broker = session.trouble();
            long waited = options.nanoTime().getAsLong() - start;
            if (broker != null && waited >= limit.toNanos()) {
                throw new LinkException(broker);
            }
            if (broker == null && waited >= Math.min(limit.toNanos(), CLAIM_LIMIT.toNanos())) {
                // what is kept may have been cleared by anybody, and a list may hide it: the device itself is asked
                presence.nothingSaid(
                        "broker " + address.broker() + " is there, but the device never announced itself" + unheard());
                return;
            }
            String claim = presence.claim();
            String amiss = claim == null ? ": the device has not announced itself so far" : ": " + claim + ASKED;
            waiting.accept(broker != null ? broker : address + amiss);
        }
    }

    /** A broker may grant a subscription and then deliver nothing of it, so that silence has more reasons than one. */
    private String unheard() {
        return " (nothing came on " + topics.of(MqttTopics.STATE)
                + ": it was never started, is called otherwise, or the" + " broker's access list does not let "
                + BrokerRefusal.client(address, options) + " read there)";
    }

    @Override
    public LinkKind kind() {
        return LinkKind.MESSAGES;
    }

    @Override
    public String address() {
        return address.toString();
    }

    @Override
    public void send(byte[] bytes, SendHints hints) throws LinkException {
        if (hints.channel() != Channel.COMMAND) {
            throw new IllegalArgumentException("channel is " + hints.channel() + "; allowed from a host: COMMAND");
        }
        session.send(topics.of(MqttTopics.COMMAND), bytes, hints, replyTopic);
    }

    @Override
    public byte @Nullable [] receive(Duration timeout) throws LinkException {
        Inbound message = inbox.take(timeout, address());
        if (message != null) {
            return message.payload;
        }
        long offlineNanos = presence.offlineNanos();
        if (offlineNanos > options.reconnectLimit().toNanos()) {
            throw new LinkException(address + ": the device has been offline for "
                    + TimeUnit.NANOSECONDS.toMillis(offlineNanos) + " ms (" + presence.claim() + ", and it is silent)");
        }
        return null;
    }

    @Override
    public @Nullable String trouble() {
        String broker = session.trouble();
        String claim = presence.claim();
        return broker != null || claim == null ? broker : address + ": " + claim + ASKED;
    }

    @Override
    public boolean carries() {
        return session.trouble() == null;
    }

    @Override
    public void close() {
        session.close(connection -> {});
    }

    /** Whether the device's last word about itself was that it is online. */
    public boolean deviceOnline() {
        return presence.isOnline();
    }

    /** Connections made again after a loss. */
    public long reconnections() {
        return session.reconnections();
    }

    /** Commands dropped here because their time ran out while the broker was away. */
    public long expiredCommands() {
        return session.expired();
    }

    private void route(String topic, MqttMessage message) {
        if (topic.equals(topics.of(MqttTopics.STATE))) {
            presence.said(MqttPresence.State.of(message.getPayload()), message.isRetained());
        } else if (message.isRetained() || message.getPayload().length > LONGEST_MESSAGE_BYTES) {
            inbox.refuse();
        } else {
            if (topic.equals(replyTopic)) {
                presence.heard();
            }
            inbox.add(BrokerCallback.inbound(message));
        }
    }

    /** One of its own for every link of every process: machine, process, clock and a count. */
    private static String clientId(MqttOptions options) {
        String machine;
        try {
            machine = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            machine = "unnamed";
        }
        return String.format(
                Locale.ROOT,
                "host-%s-%s-%s-%s",
                Integer.toUnsignedString(machine.hashCode(), RADIX),
                Long.toUnsignedString(ProcessHandle.current().pid(), RADIX),
                Long.toUnsignedString(options.nanoTime().getAsLong(), RADIX),
                Long.toUnsignedString(NUMBER.incrementAndGet(), RADIX));
    }
}
