package org.limbench.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Rank1Update;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;

/**
 * An update that does not fit one frame, in pieces: {@link #split} on the host's side, an instance on the device's.
 *
 * <p>An instance holds one payload of at most a declared size; a new begin drops the old. Single-threaded.
 */
public final class StagedUpdate {
    private final UpdateBegin begin;
    private final byte[] payload;
    private int filled;

    private StagedUpdate(UpdateBegin begin) {
        this.begin = begin;
        this.payload = new byte[begin.totalBytes()];
    }

    /** The begin, the chunks and the commit of an update, in order. */
    public static List<Message> split(long updateId, long deadlineUptimeMillis, ArrayUpdate update) {
        byte[] payload = payload(update);
        List<Message> messages = new ArrayList<>();
        messages.add(new UpdateBegin(
                updateId,
                deadlineUptimeMillis,
                kind(update),
                tile(update),
                update.drive(),
                update.pulseSeconds(),
                payload.length));
        for (int at = 0; at < payload.length; at += WireLimits.CHUNK) {
            int end = Math.min(payload.length, at + WireLimits.CHUNK);
            messages.add(new UpdateChunk(updateId, at, Arrays.copyOfRange(payload, at, end)));
        }
        messages.add(new UpdateCommit(updateId, payload.length, FrameCodec.crc(payload, payload.length)));
        return messages;
    }

    /**
     * Opens staging.
     *
     * @param mostBytes what this device can hold
     * @throws StagingException TOO_LARGE, before anything is allocated
     */
    public static StagedUpdate open(UpdateBegin begin, int mostBytes) throws StagingException {
        if (begin.totalBytes() > mostBytes) {
            throw new StagingException(
                    FaultCode.TOO_LARGE,
                    "update_begin.total_bytes",
                    "totalBytes is " + begin.totalBytes() + "; allowed: at most " + mostBytes);
        }
        return new StagedUpdate(begin);
    }

    /** What was begun. */
    public UpdateBegin begun() {
        return begin;
    }

    /**
     * Takes the next chunk.
     *
     * @throws StagingException of another update, or not where the last one ended, or past the end
     */
    public void add(UpdateChunk chunk) throws StagingException {
        sameUpdate("update_chunk.update_id", chunk.updateId());
        if (chunk.offset() != filled || chunk.payload().length > payload.length - filled) {
            throw new StagingException(
                    FaultCode.STAGING,
                    "update_chunk.offset",
                    "offset is " + chunk.offset() + " with " + chunk.payload().length + " bytes; allowed: " + filled
                            + ", up to " + payload.length + " in all");
        }
        System.arraycopy(chunk.payload(), 0, payload, filled, chunk.payload().length);
        filled += chunk.payload().length;
    }

    /**
     * The update, if it is whole.
     *
     * @throws StagingException when bytes are missing, the CRC differs, or the payload is against the records' limits
     */
    public ArrayUpdate commit(UpdateCommit commit) throws StagingException {
        sameUpdate("update_commit.update_id", commit.updateId());
        if (commit.totalBytes() != payload.length || filled != payload.length) {
            throw new StagingException(
                    FaultCode.STAGING,
                    "update_commit.total_bytes",
                    "totalBytes is " + commit.totalBytes() + " with " + filled + " bytes staged; allowed: "
                            + payload.length + " of both");
        }
        int crc = FrameCodec.crc(payload, payload.length);
        if (crc != commit.payloadCrc()) {
            throw new StagingException(
                    FaultCode.STAGING,
                    "update_commit.payload_crc",
                    String.format("payloadCrc is %08X; allowed: the payload's, %08X", commit.payloadCrc(), crc));
        }
        try {
            return update();
        } catch (IllegalArgumentException e) {
            throw new StagingException(FaultCode.MALFORMED, "update_chunk.payload", String.valueOf(e.getMessage()));
        }
    }

    private void sameUpdate(String field, long updateId) throws StagingException {
        if (updateId != begin.updateId()) {
            throw new StagingException(
                    FaultCode.STAGING,
                    field,
                    "updateId is " + updateId + "; allowed: the one begun, " + begin.updateId());
        }
    }

    private ArrayUpdate update() {
        UpdateBegin.Kind kind = begin.kind();
        Tile tile = begin.tile();
        if (kind instanceof UpdateBegin.Kind.Rank1 rank1) {
            return new Rank1Update(
                    tile,
                    begin.drive(),
                    Arrays.copyOfRange(payload, 0, tile.rows()),
                    rank1.rowScaleQ16(),
                    Arrays.copyOfRange(payload, tile.rows(), payload.length),
                    rank1.columnScaleQ16(),
                    rank1.slots(),
                    begin.pulseSeconds(),
                    rank1.pulseSeed());
        }
        if (kind instanceof UpdateBegin.Kind.Dense) {
            return new DenseUpdate(tile, begin.drive(), payload, begin.pulseSeconds());
        }
        int entries = payload.length / UpdateBegin.Kind.Sparse.ENTRY;
        int[] cells = new int[entries];
        byte[] pulses = new byte[entries];
        for (int i = 0, at = 0; i < entries; i++) {
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                cells[i] |= (payload[at++] & 0xFF) << shift;
            }
            pulses[i] = payload[at++];
        }
        return new SparseUpdate(
                new ArrayGeometry(tile.rows(), tile.columns()), begin.drive(), cells, pulses, begin.pulseSeconds());
    }

    private static UpdateBegin.Kind kind(ArrayUpdate update) {
        if (update instanceof Rank1Update rank1) {
            return new UpdateBegin.Kind.Rank1(
                    rank1.rowScaleQ16(), rank1.columnScaleQ16(), rank1.slots(), rank1.pulseSeed());
        }
        return update instanceof DenseUpdate ? new UpdateBegin.Kind.Dense() : new UpdateBegin.Kind.Sparse();
    }

    private static Tile tile(ArrayUpdate update) {
        if (update instanceof Rank1Update rank1) {
            return rank1.tile();
        }
        if (update instanceof DenseUpdate dense) {
            return dense.tile();
        }
        return ((SparseUpdate) update).geometry().whole();
    }

    private static byte[] payload(ArrayUpdate update) {
        if (update instanceof Rank1Update rank1) {
            byte[] payload = Arrays.copyOf(rank1.rowCodes(), rank1.rowCodes().length + rank1.columnCodes().length);
            System.arraycopy(rank1.columnCodes(), 0, payload, rank1.rowCodes().length, rank1.columnCodes().length);
            return payload;
        }
        if (update instanceof DenseUpdate dense) {
            return dense.signedPulses();
        }
        SparseUpdate sparse = (SparseUpdate) update;
        int entries = sparse.cells().length;
        byte[] payload = new byte[Math.multiplyExact(entries, UpdateBegin.Kind.Sparse.ENTRY)];
        for (int i = 0, at = 0; i < entries; i++) {
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                payload[at++] = (byte) (sparse.cells()[i] >>> shift);
            }
            payload[at++] = sparse.signedPulses()[i];
        }
        return payload;
    }
}
