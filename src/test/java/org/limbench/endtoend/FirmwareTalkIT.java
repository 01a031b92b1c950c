package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.ReceiptStatus;
import org.limbench.protocol.Ack;
import org.limbench.protocol.Bye;
import org.limbench.protocol.Command;
import org.limbench.protocol.DatasheetReply;
import org.limbench.protocol.DatasheetRequest;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.Fault;
import org.limbench.protocol.FaultCode;
import org.limbench.protocol.FrameCodec;
import org.limbench.protocol.FrameDecoder;
import org.limbench.protocol.Hello;
import org.limbench.protocol.HelloAck;
import org.limbench.protocol.Message;
import org.limbench.protocol.QueryReply;
import org.limbench.protocol.QueryUpdate;
import org.limbench.protocol.Result;
import org.limbench.protocol.StagedUpdate;
import org.limbench.protocol.StatusReply;
import org.limbench.protocol.StatusRequest;
import org.limbench.testkit.Firmware;
import org.limbench.testkit.WireHost;
import org.limbench.transport.Channel;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.SendHints;

/** The C engine while it is busy, overfilled, or wanted by two: it answers, in time and in order. */
final class FirmwareTalkIT {
    private static final long LATER = 1L << 40;
    private static final int LEASE_MILLIS = 10_000;
    private static final Map<String, Firmware.Running> RUNNING = new TreeMap<>();
    private static long sessions = 0x7A1C_0000L;

    @AfterAll
    static void stop() throws IOException {
        for (Firmware.Running firmware : RUNNING.values()) {
            firmware.close();
        }
        RUNNING.clear();
    }

    private static synchronized Firmware.Running firmware(String port) throws IOException {
        Firmware.Running running = RUNNING.get(port);
        if (running == null) {
            running = port.equals("posix") ? Firmware.posix(true) : Firmware.cortexM3(true);
            RUNNING.put(port, running);
        }
        return running;
    }

    /** Says frames when told and keeps what comes back in its order. */
    private static final class Line implements AutoCloseable {
        private static final Duration PATIENCE = Duration.ofSeconds(30);

        final Link link;
        final long session;
        final List<Envelope> heard = new ArrayList<>();
        private final FrameDecoder decoder = new FrameDecoder();

        Line(Link link) {
            this(link, ++sessions);
        }

        Line(Link link, long session) {
            this.link = link;
            this.session = session;
        }

        void say(Envelope... envelopes) throws LinkException {
            ByteArrayOutputStream frames = new ByteArrayOutputStream();
            for (Envelope envelope : envelopes) {
                frames.writeBytes(FrameCodec.encode(envelope));
            }
            link.send(frames.toByteArray(), SendHints.on(Channel.COMMAND));
        }

        Envelope of(long seq, Message message) {
            return new Envelope(session, seq, message);
        }

        Hello hello() {
            return new Hello(1, 0, session, LEASE_MILLIS, "talk-" + session, 1024);
        }

        /** Everything heard up to a message. */
        List<Message> until(Predicate<Envelope> wanted) throws LinkException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            int from = 0;
            while (true) {
                for (; from < heard.size(); from++) {
                    if (wanted.test(heard.get(from))) {
                        List<Message> said = heard.subList(0, from + 1).stream()
                                .map(Envelope::body)
                                .toList();
                        heard.subList(0, from + 1).clear();
                        return said;
                    }
                }
                assertThat(System.nanoTime()).as("heard so far: " + heard).isLessThan(end);
                byte[] bytes = link.receive(Duration.ofMillis(200));
                if (bytes != null) {
                    for (DecodeResult result : decoder.accept(bytes)) {
                        heard.add(((DecodeResult.Decoded) result).envelope());
                    }
                }
            }
        }

        <T extends Message> T await(Class<T> type) throws LinkException {
            List<Message> said = until(envelope -> type.isInstance(envelope.body()));
            return type.cast(said.get(said.size() - 1));
        }

        /** Says hello again every second, as a host does: a line just opened may lose the first one. */
        HelloAck greet() throws LinkException {
            for (int time = 0; time < 20; time++) {
                say(of(0, hello()));
                List<Message> said = hear(Duration.ofSeconds(1), HelloAck.class::isInstance);
                if (!said.isEmpty() && said.get(said.size() - 1) instanceof HelloAck opened) {
                    return opened;
                }
            }
            throw new AssertionError("no answer to a hello over " + link.address() + "; heard: " + heard);
        }

        /** What is heard within a time, up to a message. */
        private List<Message> hear(Duration time, Predicate<Message> wanted) throws LinkException {
            long end = System.nanoTime() + time.toNanos();
            List<Message> said = new ArrayList<>();
            while (System.nanoTime() < end) {
                byte[] bytes = link.receive(Duration.ofMillis(100));
                for (DecodeResult result : bytes == null ? List.<DecodeResult>of() : decoder.accept(bytes)) {
                    said.add(((DecodeResult.Decoded) result).envelope().body());
                }
                if (!said.isEmpty() && wanted.test(said.get(said.size() - 1))) {
                    return said;
                }
            }
            return said;
        }

        @Override
        public void close() throws LinkException {
            say(of(0, new Bye("done")));
            until(envelope -> envelope.session() == session && envelope.body() instanceof Bye);
            link.close();
        }
    }

    private static byte[] field(int number, byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, number << 3 | 2);
        varint(out, bytes.length);
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int left = value;
        for (; left > 127; left >>>= 7) {
            out.write((left & 127) | 128);
        }
        out.write(left);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] envelope(long session, long seq, byte[] body) {
        byte[] head = ByteBuffer.allocate(9)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 9)
                .putLong(session)
                .array();
        return joined(head, seq == 0 ? new byte[0] : new byte[] {16, (byte) seq}, body);
    }

    /** Bodies that no static array of the schema's limits holds, by the field that is too long; each is about id 1. */
    private static Map<String, byte[]> overfull() {
        byte[] id = {8, 1};
        byte[] steps = new byte[33];
        Arrays.fill(steps, (byte) 1);
        Map<String, byte[]> bodies = new TreeMap<>();
        bodies.put("command.rank1.row_codes", field(6, joined(id, field(3, field(3, new byte[513])))));
        bodies.put("command.rank1.column_codes", field(6, joined(id, field(3, field(5, new byte[600])))));
        bodies.put(
                "barrier_schedule.after_updates", field(24, joined(id, field(4, steps), field(5, new byte[33 * 8]))));
        bodies.put("matrix_vector.input", field(25, joined(id, field(3, new byte[513]))));
        bodies.put("update_chunk.payload", field(10, joined(id, field(3, new byte[600]))));
        bodies.put("power_on.life", field(29, field(1, new byte[65])));
        return bodies;
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "cortex-m3"})
    void whatItCannotHoldIsRefusedByNameAndTheSequenceGoesOn(String port) throws IOException {
        try (Link link = firmware(port).connect()) {
            WireHost host = new WireHost(link, ++sessions);
            host.greet();
            for (Map.Entry<String, byte[]> body : overfull().entrySet()) {
                long seq = host.takeSeq();
                Fault fault = host.askBytes(envelope(host.session, seq, body.getValue()), Fault.class);
                assertThat(fault.code()).as(body.getKey()).isEqualTo(FaultCode.MALFORMED);
                assertThat(fault.field()).isEqualTo(body.getKey());
                assertThat(fault.text()).contains("allowed");
                assertThat(fault.refersSeq()).isEqualTo(seq);
                assertThat(fault.refersCommand()).isEqualTo(body.getKey().startsWith("power_on") ? 0 : 1);
                host.ask(new StatusRequest(), StatusReply.class);
            }
            host.ask(0, new Bye("done"), Bye.class);
            byte[] longName = field(3, joined(field(5, new byte[65]), new byte[] {8, 1}));
            Fault nameless = host.askBytes(envelope(host.session, 0, longName), Fault.class);
            assertThat(nameless.code()).isEqualTo(FaultCode.MALFORMED);
            assertThat(nameless.field()).isEqualTo("hello.client_name");
        }
    }

    private static PulseTrain train(Line line, int count) throws LinkException {
        line.say(line.of(1, new DatasheetRequest()));
        ContractCommands commands =
                new ContractCommands(line.await(DatasheetReply.class).datasheet());
        return new PulseTrain(
                commands.whole, Operation.UPDATE, commands.drive(), Polarity.POTENTIATE, 1e-6, 1e-6, count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "cortex-m3"})
    void whileACommandRunsItIsAcknowledgedAndTheDeviceGoesOnTalking(String port) throws IOException {
        try (Line line = new Line(firmware(port).connect())) {
            long id = line.greet().lastUpdateId() + 1;
            PulseTrain train = train(line, port.equals("posix") ? 10_000 : 600);
            Line other = new Line(line.link);
            line.say(
                    line.of(2, new Command(id, LATER, train)),
                    line.of(0, line.hello()),
                    other.of(0, other.hello()),
                    line.of(3, new StatusRequest()),
                    line.of(4, new QueryUpdate(id)),
                    line.of(0, new Ack(1, 8, true, 0)));
            List<Message> before = line.until(envelope -> envelope.body() instanceof Result);
            Result result = (Result) before.get(before.size() - 1);
            assertThat(result.receipt().pulses())
                    .isEqualTo((long) train.count() * train.tile().cells());
            // all of this was heard while the pulses were fired
            assertThat(before.get(0))
                    .isInstanceOfSatisfying(
                            Ack.class, ack -> assertThat(ack.cumulativeSeq()).isGreaterThanOrEqualTo(1));
            assertThat(before)
                    .filteredOn(Ack.class::isInstance)
                    .anyMatch(ack -> ((Ack) ack).cumulativeSeq() == 2 && ((Ack) ack).credits() == 1);
            assertThat(before)
                    .filteredOn(HelloAck.class::isInstance)
                    .singleElement()
                    .extracting(ack -> ((HelloAck) ack).lastUpdateId())
                    .isEqualTo(id);
            assertThat(before)
                    .filteredOn(Fault.class::isInstance)
                    .singleElement()
                    .extracting(fault -> ((Fault) fault).code())
                    .isEqualTo(FaultCode.LEASE_HELD);
            assertThat(before).noneMatch(StatusReply.class::isInstance);
            // what came meanwhile is answered in its order; the frame without a place is asked for
            assertThat(line.await(StatusReply.class).lastUpdateId()).isEqualTo(id);
            line.say(line.of(4, new QueryUpdate(id)), line.of(0, new Ack(3, 8, true, 0)));
            assertThat(line.await(QueryReply.class).result().receipt().window())
                    .isEqualTo(result.receipt().window());
        }
    }

    @Test
    void aSessionThatEndsWhileItsCommandRunsLosesNoResult() throws IOException {
        Link link = firmware("posix").connect();
        Line first = new Line(link);
        long id = first.greet().lastUpdateId() + 1;
        PulseTrain train = train(first, 10_000);
        Line second = new Line(link);
        second.say(
                first.of(2, new Command(id, LATER, train)),
                first.of(0, new Bye("gone")),
                second.of(0, second.hello()),
                second.of(1, new QueryUpdate(id)));
        List<Message> said = second.until(envelope -> envelope.body() instanceof QueryReply);
        assertThat(said).noneMatch(Result.class::isInstance);
        QueryReply reply = (QueryReply) said.get(said.size() - 1);
        assertThat(reply.result().receipt().status()).isEqualTo(ReceiptStatus.DUPLICATE);
        assertThat(reply.result().receipt().pulses())
                .isEqualTo((long) train.count() * train.tile().cells());
        second.close();
    }

    @Test
    void aCommandThatWouldOutlastTheLeaseIsRefusedByItsFieldAndItsIdStaysFree() throws IOException {
        try (Line line = new Line(firmware("posix").connect())) {
            long id = line.greet().lastUpdateId() + 1;
            PulseTrain train = train(line, 1_000_000);
            line.say(line.of(2, new Command(id, LATER, train)));
            Fault fault = line.await(Fault.class);
            assertThat(fault.code()).isEqualTo(FaultCode.OUT_OF_RANGE);
            assertThat(fault.field()).isEqualTo("command.pulse_train.count");
            assertThat(fault.refersSeq()).isEqualTo(2);
            assertThat(fault.refersCommand()).isEqualTo(id);
            PulseTrain once =
                    new PulseTrain(train.tile(), train.operation(), train.drive(), train.polarity(), 1e-6, 1e-6, 1);
            line.say(line.of(3, new Command(id, LATER, once)));
            assertThat(line.await(Result.class).receipt().status()).isEqualTo(ReceiptStatus.APPLIED);
        }
    }

    @Test
    void aCommitSaidAgainUnderAnotherNumberIsADuplicate() throws IOException {
        try (Line line = new Line(firmware("posix").connect())) {
            long id = line.greet().lastUpdateId() + 1;
            line.say(line.of(1, new DatasheetRequest()));
            ContractCommands commands =
                    new ContractCommands(line.await(DatasheetReply.class).datasheet());
            List<Message> staged = StagedUpdate.split(id, LATER, commands.sparse(3));
            line.say(line.of(2, staged.get(0)), line.of(3, staged.get(1)), line.of(4, staged.get(2)));
            Result applied = line.await(Result.class);
            line.say(line.of(5, staged.get(2)));
            Result again = line.await(Result.class);
            assertThat(again.receipt().status()).isEqualTo(ReceiptStatus.DUPLICATE);
            assertThat(again.receipt().window()).isEqualTo(applied.receipt().window());
        }
    }

    @Test
    void aSecondConnectionIsToldWhoHoldsTheLeaseAndGetsTheLineWhenItIsFree() throws IOException {
        Firmware.Running firmware = firmware("posix");
        Line holder = new Line(firmware.connect());
        holder.greet();
        Line visitor = new Line(firmware.connect());
        visitor.say(visitor.of(0, visitor.hello()));
        List<Message> told = visitor.until(envelope -> envelope.session() == visitor.session);
        assertThat(told.get(told.size() - 1)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo(FaultCode.LEASE_HELD);
            assertThat(fault.text()).contains("talk-" + holder.session);
        });
        holder.say(holder.of(1, new StatusRequest()));
        holder.await(StatusReply.class);
        holder.close();
        visitor.greet();
        visitor.close();
    }

    @Test
    void theHolderComesBackOverANewConnectionThoughAnotherHasTheOld() throws IOException {
        Firmware.Running firmware = firmware("posix");
        Line holder = new Line(firmware.connect());
        holder.greet();
        Line stranger = new Line(firmware.connect());
        stranger.say(stranger.of(0, stranger.hello()));
        stranger.until(envelope -> envelope.session() == stranger.session);
        holder.link.close();
        stranger.say(stranger.of(0, stranger.hello()));
        stranger.until(envelope -> envelope.session() == stranger.session);
        Line back = new Line(firmware.connect(), holder.session);
        back.greet();
        back.say(back.of(1, new StatusRequest()));
        back.await(StatusReply.class);
        stranger.link.close();
        back.close();
    }

    @Test
    void aHostGoneWithoutAWordKeepsNobodyOutOnceItsLeaseIsOver() throws IOException {
        Firmware.Running firmware = firmware("posix");
        Line silent = new Line(firmware.connect());
        silent.say(silent.of(0, new Hello(1, 0, silent.session, 300, "silent", 1024)));
        silent.await(HelloAck.class);
        Line next = new Line(firmware.connect());
        next.greet();
        next.close();
        silent.link.close();
    }
}
