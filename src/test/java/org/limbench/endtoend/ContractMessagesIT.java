package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.EnergyAccount;
import org.limbench.device.Rank1Update;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.protocol.BarrierSchedule;
import org.limbench.protocol.Bye;
import org.limbench.protocol.Command;
import org.limbench.protocol.DatasheetReply;
import org.limbench.protocol.DatasheetRequest;
import org.limbench.protocol.Fault;
import org.limbench.protocol.FaultCode;
import org.limbench.protocol.Hello;
import org.limbench.protocol.HelloAck;
import org.limbench.protocol.Message;
import org.limbench.protocol.QueryReply;
import org.limbench.protocol.QueryUpdate;
import org.limbench.protocol.Result;
import org.limbench.protocol.StagedUpdate;
import org.limbench.protocol.StatusReply;
import org.limbench.protocol.StatusRequest;
import org.limbench.protocol.UpdateBegin;
import org.limbench.protocol.UpdateChunk;
import org.limbench.protocol.UpdateCommit;
import org.limbench.protocol.VectorFile;
import org.limbench.protocol.WireLimits;
import org.limbench.protocol.wire.Wire;
import org.limbench.testkit.Await;
import org.limbench.testkit.DeviceUnderTest;
import org.limbench.testkit.WireHost;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import tools.jackson.databind.JsonNode;

/** What every device answers to single messages that no session of this program's would send, over every wire. */
final class ContractMessagesIT {
    private static final long LATER = 1L << 40;
    private static final Map<Bench, DeviceUnderTest> RUNNING = new EnumMap<>(Bench.class);
    private static final AtomicLong SESSIONS = new AtomicLong(0x3A55_0000L);

    @AfterAll
    static void stop() throws IOException {
        for (DeviceUnderTest device : RUNNING.values()) {
            device.close();
        }
        RUNNING.clear();
    }

    private static Link connect(Bench bench) throws LinkException {
        return RUNNING.computeIfAbsent(bench, kind -> {
                    try {
                        return kind.start();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .connect();
    }

    /** A host with an open session, and the first command id it may use. */
    private static final class Opened implements AutoCloseable {
        final Link link;
        final WireHost host;
        final ContractCommands commands;
        long nextId;

        Opened(Bench bench) throws LinkException {
            link = connect(bench);
            host = new WireHost(link, SESSIONS.incrementAndGet());
            nextId = host.greet().lastUpdateId() + 1;
            commands = new ContractCommands(
                    host.ask(new DatasheetRequest(), DatasheetReply.class).datasheet());
        }

        Receipt staged(ArrayUpdate update) throws LinkException {
            List<Message> messages = StagedUpdate.split(nextId++, LATER, update);
            for (Message message : messages.subList(0, messages.size() - 1)) {
                host.tell(message);
            }
            return host.ask(messages.get(messages.size() - 1), Result.class).receipt();
        }

        Result train(long id, long deadline) throws LinkException {
            return host.ask(new Command(id, deadline, commands.train(1)), Result.class);
        }

        @Override
        public void close() throws LinkException {
            host.ask(0, new Bye("done"), Bye.class);
            link.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void rank1UpdateOfAnySizeMayBeStaged(Bench bench) throws LinkException {
        try (Opened device = new Opened(bench)) {
            Rank1Update update = device.commands.rank1();
            Receipt receipt = device.staged(update);
            assertThat(receipt.status()).isEqualTo(ReceiptStatus.APPLIED);
            assertThat(receipt.pulses())
                    .isEqualTo(ContractCommands.pulses(update))
                    .isPositive();
        }
    }

    /** Whoever numbers a message waits for that number to be taken; the next one would be asked for again for ever. */
    @ParameterizedTest
    @EnumSource(Bench.class)
    void aMessageThatIsNeverNumberedTakesTheNumberItWasGivenAndIsRefusedForIt(Bench bench) throws LinkException {
        try (Opened device = new Opened(bench)) {
            Wire.Envelope.Builder said = Wire.Envelope.newBuilder().setSession(device.host.session);
            List<Wire.Envelope.Builder> never = List.of(
                    said.clone().setBye(Wire.Bye.newBuilder().setReason("over")),
                    said.clone().setAck(Wire.Ack.newBuilder().setCumulativeSeq(1)),
                    said.clone().setMeterEvent(Wire.MeterEvent.newBuilder().setCounter(1)),
                    said.clone().setLog(Wire.Log.getDefaultInstance()),
                    said.clone().setHello(Wire.Hello.newBuilder().setSession(device.host.session)));
            for (Wire.Envelope.Builder message : never) {
                long seq = device.host.takeSeq();
                Fault fault =
                        device.host.askBytes(message.setSeq((int) seq).build().toByteArray(), Fault.class);
                assertThat(fault.code()).as("%s", message).isEqualTo(FaultCode.MALFORMED);
                assertThat(fault.field()).as("%s", message).isEqualTo("seq");
                assertThat(fault.refersSeq()).as("%s", message).isEqualTo(seq);
                assertThat(device.host.ask(new StatusRequest(), StatusReply.class))
                        .isNotNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void scheduledBarrierIsSetByTheUpdateThatCompletesItsStep(Bench bench) throws LinkException {
        try (Opened device = new Opened(bench)) {
            device.host.ask(new Command(device.nextId++, LATER, device.commands.barrier(24)), Result.class);
            List<BarrierSchedule.Step> steps = List.of(
                    new BarrierSchedule.Step(2, 30 * ContractCommands.KT),
                    new BarrierSchedule.Step(3, 36 * ContractCommands.KT));
            Result taken = device.host.ask(
                    new BarrierSchedule(device.nextId++, LATER, device.commands.whole, steps), Result.class);
            assertThat(taken.receipt().status()).isEqualTo(ReceiptStatus.APPLIED);
            long[] paid = new long[4];
            for (int i = 0; i < paid.length; i++) {
                Receipt update = device.staged(device.commands.sparse(1));
                assertThat(update.status()).isEqualTo(ReceiptStatus.APPLIED);
                paid[i] = ContractCommands.delivered(update)[EnergyAccount.BARRIER.channel()];
            }
            // a step raises the barriers of all cells, an update opens one of them at most
            assertThat(Math.min(paid[1], paid[2]))
                    .isGreaterThan(10 * Math.max(paid[0], paid[3]))
                    .isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void updateLargerThanTheStagingIsTooLargeAndItsIdStaysFree(Bench bench) throws LinkException {
        try (Opened device = new Opened(bench)) {
            Message begin = StagedUpdate.split(device.nextId, LATER, device.commands.sparseBeyondStaging())
                    .get(0);
            Fault fault = device.host.ask(begin, Fault.class);
            assertThat(fault.code()).isEqualTo(FaultCode.TOO_LARGE);
            assertThat(fault.refersCommand()).isEqualTo(device.nextId);
            assertThat(device.train(device.nextId, LATER).receipt().status()).isEqualTo(ReceiptStatus.APPLIED);
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void stagedUpdateThatIsNotWhatItsCrcSaysIsRefusedAndItsIdStaysFree(Bench bench) throws LinkException {
        try (Opened device = new Opened(bench)) {
            List<Message> messages = StagedUpdate.split(device.nextId, LATER, device.commands.sparse(2));
            UpdateBegin begin = (UpdateBegin) messages.get(0);
            UpdateChunk chunk = (UpdateChunk) messages.get(1);
            UpdateCommit commit = (UpdateCommit) messages.get(2);
            device.host.tell(begin);
            device.host.tell(chunk);
            Fault fault = device.host.ask(
                    new UpdateCommit(device.nextId, commit.totalBytes(), ~commit.payloadCrc()), Fault.class);
            assertThat(fault.code()).isEqualTo(FaultCode.STAGING);
            assertThat(device.train(device.nextId, LATER).receipt().status()).isEqualTo(ReceiptStatus.APPLIED);
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void commandPastItsDeadlineIsNotAppliedAndStaysExpired(Bench bench) throws LinkException {
        try (Opened device = new Opened(bench)) {
            long id = device.nextId;
            while (device.host.ask(new StatusRequest(), StatusReply.class).uptimeMillis() < 2) {
                Thread.onSpinWait();
            }
            Result late = device.train(id, 1);
            assertThat(late.receipt().status()).isEqualTo(ReceiptStatus.EXPIRED);
            assertThat(ContractCommands.delivered(late.receipt())).containsOnly(0);
            assertThat(device.train(id, LATER).receipt().status()).isEqualTo(ReceiptStatus.EXPIRED);
            assertThat(device.train(id + 1, LATER).receipt().status()).isEqualTo(ReceiptStatus.APPLIED);
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void repeatedCommandIdIsAnsweredByTheKeptResult(Bench bench) throws LinkException {
        try (Opened device = new Opened(bench)) {
            long id = device.nextId;
            Result first = device.train(id, LATER);
            Result again = device.train(id, LATER);
            assertThat(again.receipt().status()).isEqualTo(ReceiptStatus.DUPLICATE);
            assertThat(again.receipt().window()).isEqualTo(first.receipt().window());
            assertThat(device.host
                            .ask(new QueryUpdate(id), QueryReply.class)
                            .result()
                            .receipt()
                            .window())
                    .isEqualTo(first.receipt().window());
            assertThat(device.host
                            .ask(new QueryUpdate(id + 1), QueryReply.class)
                            .result())
                    .isNull();
            for (int i = 1; i <= WireLimits.KEPT_RESULTS; i++) {
                device.train(id + i, LATER);
            }
            Result forgotten = device.train(id, LATER);
            assertThat(forgotten.receipt().status()).isEqualTo(ReceiptStatus.INDETERMINATE);
            assertThat(ContractCommands.delivered(forgotten.receipt())).containsOnly(0);
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void secondHostIsToldWhoHoldsTheLeaseUntilItIsGivenBack(Bench bench) throws LinkException {
        try (Link link = connect(bench)) {
            WireHost first = new WireHost(link, SESSIONS.incrementAndGet());
            WireHost second = new WireHost(link, SESSIONS.incrementAndGet());
            first.greet();
            Fault fault = second.ask(0, second.hello(WireLimits.PROTO_MAJOR, 0), Fault.class);
            assertThat(fault.code()).isEqualTo(FaultCode.LEASE_HELD);
            assertThat(fault.text()).contains("wire-" + first.session);
            assertThat(second.sessionOfLastAnswer())
                    .as("said to the host it concerns")
                    .isEqualTo(second.session);
            first.ask(new StatusRequest(), StatusReply.class);
            first.ask(0, new Bye("done"), Bye.class);
            second.greet();
            second.ask(0, new Bye("done"), Bye.class);
        }
    }

    /** Over two connections; a second one alone, or what it said while the lease ran, ends no session. */
    @ParameterizedTest
    @EnumSource(names = {"EMULATOR_TCP", "POSIX_TCP"})
    void aHolderWhoseLeaseIsOverIsServedUntilAnotherHostsHello(Bench bench) throws LinkException {
        try (Link one = connect(bench);
                Link two = connect(bench)) {
            WireHost first = new WireHost(one, SESSIONS.incrementAndGet());
            WireHost second = new WireHost(two, SESSIONS.incrementAndGet());
            int shortLease = 300;
            first.ask(
                    0, new Hello(WireLimits.PROTO_MAJOR, 0, first.session, shortLease, "short", 1024), HelloAck.class);
            long greeted = System.nanoTime();
            Fault fault = second.ask(0, second.hello(WireLimits.PROTO_MAJOR, 0), Fault.class);
            assertThat(fault.code()).isEqualTo(FaultCode.LEASE_HELD);
            Await.until(
                    "the lease is over",
                    Duration.ofSeconds(5),
                    () -> System.nanoTime() - greeted > 2_000_000L * shortLease);
            first.ask(new StatusRequest(), StatusReply.class);
            long asked = System.nanoTime();
            Await.until(
                    "the lease is over again",
                    Duration.ofSeconds(5),
                    () -> System.nanoTime() - asked > 2_000_000L * shortLease);
            second.greet();
            second.ask(new StatusRequest(), StatusReply.class);
            second.ask(0, new Bye("done"), Bye.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void anotherMajorVersionIsRefusedWithBothNamed(Bench bench) throws LinkException {
        try (Link link = connect(bench)) {
            WireHost host = new WireHost(link, SESSIONS.incrementAndGet());
            Fault fault = host.ask(0, host.hello(WireLimits.PROTO_MAJOR + 1, 7), Fault.class);
            assertThat(fault.code()).isEqualTo(FaultCode.VERSION);
            assertThat(fault.text()).contains("2.7").contains("1.0");
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void laterMinorVersionIsWelcomeAndItsMessagesAreAnsweredUnsupported(Bench bench) throws LinkException {
        try (Link link = connect(bench)) {
            WireHost host = new WireHost(link, SESSIONS.incrementAndGet());
            HelloAck opened = host.ask(0, host.hello(WireLimits.PROTO_MAJOR, 99), HelloAck.class);
            assertThat(opened.protoMinor()).isZero();
            // body 200 of a later minor version, empty: its key is the varint 200 * 8 + 2
            Fault fault = host.askBytes(envelope(host, 0xC2, 12, 0), Fault.class);
            assertThat(fault.code()).isEqualTo(FaultCode.UNSUPPORTED);
            assertThat(fault.refersSeq()).isEqualTo(1);
            // a status request (field 17, empty) beside a field 201 of two octets
            host.askBytes(envelope(host, 0x8A, 1, 0, 0xCA, 12, 2, 1, 2), StatusReply.class);
            host.ask(0, new Bye("done"), Bye.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void aCommitSaidAgainIsAnsweredByTheKeptResult(Bench bench) throws LinkException {
        try (Opened device = new Opened(bench)) {
            List<Message> messages = StagedUpdate.split(device.nextId++, LATER, device.commands.sparse(2));
            for (Message message : messages.subList(0, messages.size() - 1)) {
                device.host.tell(message);
            }
            Message commit = messages.get(messages.size() - 1);
            Receipt applied = device.host.ask(commit, Result.class).receipt();
            Receipt again = device.host.ask(commit, Result.class).receipt();
            assertThat(applied.status()).isEqualTo(ReceiptStatus.APPLIED);
            assertThat(again.status()).isEqualTo(ReceiptStatus.DUPLICATE);
            assertThat(again.pulses()).isEqualTo(applied.pulses());
            assertThat(again.window()).isEqualTo(applied.window());
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void anIdFarAboveTheLastIsRefusedAndStaysFree(Bench bench) throws LinkException {
        try (Opened device = new Opened(bench)) {
            Fault fault = device.host.ask(new Command(Long.MAX_VALUE, LATER, device.commands.train(1)), Fault.class);
            assertThat(fault.code()).isEqualTo(FaultCode.OUT_OF_RANGE);
            assertThat(fault.field()).isEqualTo("command.command_id");
            assertThat(fault.refersCommand()).isEqualTo(Long.MAX_VALUE);
            assertThat(device.train(device.nextId++, LATER).receipt().status()).isEqualTo(ReceiptStatus.APPLIED);
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void aRejectedCommandTakesItsId(Bench bench) throws LinkException {
        try (Opened device = new Opened(bench)) {
            long id = device.nextId++;
            Command outside = new Command(id, LATER, device.commands.barrier(10_000));
            assertThat(device.host.ask(outside, Result.class).receipt().status())
                    .isEqualTo(ReceiptStatus.REJECTED);
            assertThat(device.train(id, LATER).receipt().status()).isEqualTo(ReceiptStatus.REJECTED);
            assertThat(device.train(device.nextId++, LATER).receipt().status()).isEqualTo(ReceiptStatus.APPLIED);
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void whatIsBeyondALimitIsAnsweredByTheFaultOfTheTable(Bench bench) throws Exception {
        try (Opened device = new Opened(bench)) {
            for (JsonNode vector : VectorFile.read("limits.json")) {
                Wire.Envelope over = Wire.Envelope.parseFrom(VectorFile.hex(vector, "over_hex"));
                if (over.getSession() == 0
                        || vector.get("fault_field").asString().equals("seq")) {
                    continue; // another session's, or out of its place, once a session is open
                }
                Wire.Envelope.Builder said = over.toBuilder().setSession(device.host.session);
                if (over.hasHello()) {
                    long away = over.getHello().getSession() - over.getSession();
                    said.getHelloBuilder().setSession(device.host.session + away);
                }
                if (over.getSeq() != 0) {
                    said.setSeq((int) device.host.takeSeq());
                }
                Fault fault = device.host.askBytes(said.build().toByteArray(), Fault.class);
                assertThat(fault.code() + " " + fault.field())
                        .as(vector.get("name").asString())
                        .isEqualTo(vector.get("code").asString() + " "
                                + vector.get("fault_field").asString());
                if (over.getSeq() == 0) {
                    // it may have been asked more than once: a late answer must not be taken for that of the next
                    device.host.ask(new StatusRequest(), StatusReply.class);
                }
            }
        }
    }

    /** The next envelope of a host: session (field 1, fixed64), sequence number (field 2, a varint below 128), and more. */
    private static byte[] envelope(WireHost host, int... more) {
        ByteBuffer bytes = ByteBuffer.allocate(11 + more.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 9).putLong(host.session).put((byte) 16).put((byte) host.takeSeq());
        for (int octet : more) {
            bytes.put((byte) octet);
        }
        return bytes.array();
    }
}
