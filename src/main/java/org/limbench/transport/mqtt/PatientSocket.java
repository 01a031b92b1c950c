package org.limbench.transport.mqtt;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;

/**
 * A socket that can still be read after the other side has stopped reading: what cannot be written is dropped, so that
 * what the other side said before it closed is heard instead. Only for asking why.
 */
final class PatientSocket extends Socket {
    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                try {
                    out.write(bytes, from, count);
                } catch (SocketException torn) {
                    // the reason may be there to be read
                }
            }
        };
    }
}
