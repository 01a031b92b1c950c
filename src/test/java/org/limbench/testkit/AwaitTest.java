package org.limbench.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A wait that would not end, or end too late for a program that could not run, would make other tests worthless. */
final class AwaitTest {
    @Test
    void whatDoesNotHappenIsSaid() {
        assertThatThrownBy(() -> Await.until("pigs fly", Duration.ofMillis(20), () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessage("not within 20 ms: pigs fly");
    }

    @Test
    void whatStandsInLineForAProcessorIsTold() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        RunDelay delay = RunDelay.of(ProcessHandle.current().pid());
        Stream<Thread> more = IntStream.rangeClosed(0, Runtime.getRuntime().availableProcessors())
                .mapToObj(i -> new Thread(() -> {
                    while (!over.get()) {
                        Thread.onSpinWait();
                    }
                }));
        Thread[] threads = more.toArray(Thread[]::new);
        for (Thread thread : threads) {
            thread.start();
        }
        try {
            Await.until("somebody has waited a while", Duration.ofSeconds(20), () -> delay.nanos() > 2_000_000);
        } finally {
            over.set(true);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
