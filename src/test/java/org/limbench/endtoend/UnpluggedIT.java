package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.device.ArrayCommand;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.driver.Session;
import org.limbench.driver.SessionOptions;
import org.limbench.driver.SessionWatcher;
import org.limbench.testkit.Await;
import org.limbench.transport.Link;

/** Whatever is pulled, and whenever: within two seconds one line says what is gone, or the session has gone on. */
final class UnpluggedIT {
    /** The requirement's. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final AtomicLong SESSIONS = new AtomicLong(0x7A55_0000L);

    /** When it is pulled. */
    enum Moment {
        HELLO,
        IDLE,
        EXECUTING,
        STAGING
    }

    static Stream<Arguments> everyPlugAtEveryMoment() {
        return Stream.of(Plug.values())
                .flatMap(plug -> Stream.of(Moment.values()).map(at -> Arguments.of(plug, at)));
    }

    /** Keeps what it is told; where asked to, ends the wait as a person at Ctrl-C does. */
    private static final class Watcher implements SessionWatcher {
        private final boolean impatient;
        private volatile @Nullable String lost;
        private volatile @Nullable String back;
        private final AtomicInteger losses = new AtomicInteger();

        Watcher(boolean impatient) {
            this.impatient = impatient;
        }

        @Override
        public void lost(String line) {
            losses.incrementAndGet();
            lost = line;
        }

        @Override
        public void back(String line) {
            back = line;
        }

        @Override
        public void waiting() {
            if (impatient && lost != null) {
                throw new Stopped();
            }
        }
    }

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("stopped");
        }
    }

    private static SessionOptions options(Plug.Plugged device, SessionWatcher watcher) {
        return SessionOptions.builder(System::nanoTime, SESSIONS.incrementAndGet())
                .watcher(watcher)
                .reconnect(device::connect)
                .build();
    }

    /** Executes without an end; what ended it all the same. */
    private static CompletableFuture<Throwable> execute(Session session, List<ArrayCommand> commands, AtomicLong done) {
        return CompletableFuture.supplyAsync(() -> catchThrowable(() -> {
            while (true) {
                session.execute(commands);
                done.incrementAndGet();
            }
        }));
    }

    @ParameterizedTest
    @MethodSource("everyPlugAtEveryMoment")
    void whatIsGoneIsToldInOneLineWithinTwoSeconds(Plug plug, Moment moment) throws Exception {
        Watcher watcher = new Watcher(true);
        try (Plug.Plugged device = plug.start()) {
            CompletableFuture<Throwable> end;
            if (moment == Moment.HELLO) {
                Link link = device.connect();
                device.unplug();
                end = CompletableFuture.supplyAsync(() -> catchThrowable(() -> {
                    try (Session session = Session.open(link, options(device, watcher))) {
                        session.status();
                    }
                }));
            } else {
                end = unplugAt(moment, device, Session.open(device.connect(), options(device, watcher)));
            }
            long unplugged = System.nanoTime();
            boolean mayGoOn = plug == Plug.TCP_RESET || plug == Plug.TCP_SILENT;
            Await.until(
                    "told, or over",
                    LIMIT,
                    () -> watcher.lost != null || (mayGoOn && moment == Moment.HELLO && end.isDone()));
            Throwable why = end(end, unplugged);
            if (watcher.lost != null) {
                assertThat(watcher.lost).doesNotContain("\n").hasSizeBetween(20, 250);
                assertThat(why).isInstanceOf(Stopped.class);
                assertThat(watcher.losses).hasValue(1);
            }
        }
    }

    private static CompletableFuture<Throwable> unplugAt(Moment moment, Plug.Plugged device, Session session)
            throws Exception {
        ContractCommands commands = new ContractCommands(session.datasheet());
        AtomicLong done = new AtomicLong();
        List<ArrayCommand> work = moment == Moment.STAGING
                ? List.of(commands.dense(), commands.sparse(9))
                : List.of(commands.train(20), commands.rank1(), commands.train(20));
        CompletableFuture<Throwable> end;
        if (moment == Moment.IDLE) {
            session.execute(work);
            device.unplug();
            end = execute(session, work, done);
        } else {
            end = execute(session, work, done);
            Await.until("it is at work", PATIENCE, () -> done.get() > 1);
            device.unplug();
        }
        return end.whenComplete((why, none) -> session.close());
    }

    private static Throwable end(CompletableFuture<Throwable> end, long since) throws Exception {
        try {
            return end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("after " + (System.nanoTime() - since) / 1_000_000 + " ms", e);
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"BROKER", "DEVICE_AT_BROKER", "TCP_RESET", "TCP_SILENT", "PTY_FROZEN", "TCP_FROZEN", "QEMU_FROZEN"
            })
    void whatComesBackIsToldAndEveryCommandIsAppliedOnce(Plug plug) throws Exception {
        Watcher watcher = new Watcher(false);
        try (Plug.Plugged device = plug.start();
                Session session = Session.open(device.connect(), options(device, watcher))) {
            ContractCommands commands = new ContractCommands(session.datasheet());
            long last = session.status().lastUpdateId();
            List<Receipt> receipts = new ArrayList<>();
            CompletableFuture<Void> work = CompletableFuture.runAsync(() -> {
                while (watcher.back == null || receipts.size() < 50) {
                    receipts.addAll(session.execute(List.of(commands.train(1), commands.train(1))));
                }
            });
            device.unplug();
            Await.until("told", LIMIT, () -> watcher.lost != null);
            device.plugIn();
            work.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(watcher.back).contains("there again");
            assertThat(receipts).allMatch(receipt -> receipt.status() == ReceiptStatus.APPLIED);
            assertThat(session.status().lastUpdateId()).isEqualTo(last + receipts.size());
        }
    }
}
