package org.limbench.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** What others rely on when they name a port where nobody is. */
final class PortsTest {
    @Test
    void aDeafPortRefusesAndIsNobodyElses() throws IOException {
        try (Ports.Deaf deaf = new Ports.Deaf()) {
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), deaf.port()))
                    .isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> new ServerSocket(deaf.port(), 1, InetAddress.getLoopbackAddress()))
                    .isInstanceOf(IOException.class);
        }
    }
}
