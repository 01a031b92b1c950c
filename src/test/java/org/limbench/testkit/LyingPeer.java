package org.limbench.testkit;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.limbench.emulator.DeviceOptions;
import org.limbench.emulator.EmulatedDevice;
import org.limbench.profile.ProfileLibrary;
import org.limbench.protocol.FrameCodec;
import org.limbench.protocol.FrameSplitter;
import org.limbench.protocol.wire.Wire;
import org.limbench.transport.LinkKind;

/**
 * A device at a TCP port of this machine that tells the truth until it is told to lie. Its answers are bent in their wire form,
 * below every check of ours, and leave as whole frames: any field can hold anything.
 */
public final class LyingPeer implements AutoCloseable {
    private final ServerSocket server;
    private final EmulatedDevice device;
    private volatile UnaryOperator<Wire.Envelope> lie = UnaryOperator.identity();

    private LyingPeer(ServerSocket server, EmulatedDevice device) {
        this.server = server;
        this.device = device;
    }

    /** An emulated device of a shipped profile, fresh from power-on. */
    public static LyingPeer of(String profile, long seed) throws IOException {
        AtomicLong boots = new AtomicLong(100);
        LyingPeer peer = new LyingPeer(
                new ServerSocket(0, 16, InetAddress.getLoopbackAddress()),
                EmulatedDevice.of(
                        ProfileLibrary.load(profile),
                        seed,
                        DeviceOptions.of(boots::incrementAndGet, System::nanoTime)));
        Thread serving = new Thread(peer::serve, "lying-peer");
        serving.setDaemon(true);
        serving.start();
        return peer;
    }

    /** Bends every answer from now on. */
    public void lies(UnaryOperator<Wire.Envelope> how) {
        lie = how;
    }

    /** Says what is so from now on. */
    public void tellsTheTruth() {
        lie = UnaryOperator.identity();
    }

    /** Where it is, for {@code --device}. */
    public String address() {
        return "tcp:127.0.0.1:" + server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket host = server.accept()) {
                host.setTcpNoDelay(true);
                talk(host);
            } catch (IOException gone) {
                // the host, or this peer: the loop's condition tells
            }
        }
    }

    private void talk(Socket host) throws IOException {
        InputStream in = host.getInputStream();
        byte[] buffer = new byte[8192];
        FrameSplitter answers = new FrameSplitter(4096);
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            byte[] heard = java.util.Arrays.copyOf(buffer, count);
            java.io.ByteArrayOutputStream said = new java.io.ByteArrayOutputStream();
            device.receive(
                    LinkKind.STREAM,
                    heard,
                    (bytes, hints) -> answers.accept(
                            bytes, 0, bytes.length, (piece, length, all) -> said.writeBytes(bent(piece, length))));
            host.getOutputStream().write(said.toByteArray());
        }
    }

    private byte[] bent(byte[] piece, int length) {
        int envelope = FrameCodec.content(piece, length).length();
        try {
            return FrameCodec.frame(lie.apply(Wire.Envelope.parser().parseFrom(piece, 0, envelope))
                    .toByteArray());
        } catch (InvalidProtocolBufferException never) {
            throw new IllegalStateException("the device says what is no envelope", never);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
