package org.limbench.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.protocol.Fault;
import org.limbench.protocol.FaultCode;
import org.limbench.protocol.Message;
import org.limbench.protocol.StatusRequest;
import org.limbench.protocol.VectorFile;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.RawHost;
import org.limbench.testkit.TestDevice;
import tools.jackson.databind.JsonNode;

/** The emulated device answers what is beyond a limit as the table of the contract says, and nothing else by that fault. */
final class LimitsTest {
    /** The session of the vectors, whose requests have the place 4. */
    private static final long SESSION = 0x1122334455667788L;

    static Stream<JsonNode> limits() {
        return VectorFile.read("limits.json").stream();
    }

    /** A host whose next place is 4; without a session open where the session itself is beside the point. */
    private static RawHost host(JsonNode vector) {
        RawHost host = new RawHost(TestDevice.small(new ManualClock()).device, SESSION);
        if (vector.get("fault_field").asString().equals("session")) {
            return host;
        }
        host.greet();
        for (int place = 1; place < 4; place++) {
            host.say(new StatusRequest());
        }
        return host;
    }

    private static boolean isAnswer(Fault fault, JsonNode vector) {
        return fault.code() == FaultCode.valueOf(vector.get("code").asString())
                && fault.field().equals(vector.get("fault_field").asString());
    }

    @ParameterizedTest
    @MethodSource("limits")
    void whatIsBeyondALimitIsAnsweredByTheFaultOfTheTable(JsonNode vector) {
        List<Message> within = host(vector).bytes(VectorFile.hex(vector, "at_hex"));
        List<Message> beyond = host(vector).bytes(VectorFile.hex(vector, "over_hex"));

        assertThat(RawHost.all(Fault.class, within)).noneMatch(fault -> isAnswer(fault, vector));
        Fault fault = RawHost.only(Fault.class, beyond);
        assertThat(fault.code()).isEqualTo(FaultCode.valueOf(vector.get("code").asString()));
        assertThat(fault.field()).isEqualTo(vector.get("fault_field").asString());
        assertThat(fault.text()).contains("allowed");
    }
}
