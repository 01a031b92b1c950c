package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.limbench.driver.Session;
import org.limbench.driver.SessionOptions;
import org.limbench.testkit.Await;
import org.limbench.testkit.Firmware;

/** A boot id that comes again would hide a reset: a command it swallowed would be sent a second time. */
final class FirmwareBootIT {
    private static final int RESETS = 25;

    @Test
    void theCoreNeverRepeatsABootIdHoweverSoonAfterAResetItIsAsked() throws Exception {
        Set<Long> ids = new HashSet<>();
        try (Firmware.Running firmware = Firmware.cortexM3(true);
                Session session = Session.open(
                        firmware.connect(),
                        SessionOptions.builder(System::nanoTime, 0xB007).build())) {
            ids.add(session.identity().bootId());
            for (int reset = 0; reset < RESETS; reset++) {
                long boot = session.identity().bootId();
                firmware.cutPower();
                Await.until("reset " + reset + " is noticed", Duration.ofSeconds(20), () -> {
                    session.status();
                    return session.identity().bootId() != boot;
                });
                assertThat(ids.add(session.identity().bootId()))
                        .as("boot id of reset %d is a new one", reset)
                        .isTrue();
            }
        }
    }

    @Test
    void twoCoresOfTheSameImageDrawDifferentBootIds() throws Exception {
        Set<Long> ids = new HashSet<>();
        for (int core = 0; core < 3; core++) {
            try (Firmware.Running firmware = Firmware.cortexM3(true);
                    Session session = Session.open(
                            firmware.connect(),
                            SessionOptions.builder(System::nanoTime, 0xB007).build())) {
                assertThat(ids.add(session.identity().bootId())).isTrue();
            }
        }
    }
}
