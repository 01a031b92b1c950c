package org.limbench.transport.faults;

import java.util.List;

/** What faults must know of frames, told by a room that knows the protocol; this one carries opaque bytes. */
public interface FrameView {
    /** Every piece received is a frame, and none opens a session. */
    FrameView OPAQUE = new FrameView() {
        @Override
        public List<byte[]> cut(byte[] received) {
            return List.of(received);
        }

        @Override
        public long sessionOpened(byte[] frame) {
            return 0;
        }
    };

    /** The frames that were completed by bytes of a stream, which may come in any pieces; keeps what is not whole. */
    List<byte[]> cut(byte[] received);

    /** The session a frame of the host opens; 0 when it opens none. */
    long sessionOpened(byte[] frame);
}
