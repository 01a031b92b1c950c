package org.limbench.protocol;

import org.limbench.protocol.wire.Wire;

/** Staged updates, to the wire form and back. */
final class StagingWire {
    private StagingWire() {}

    static Wire.UpdateBegin to(UpdateBegin begin) {
        Wire.UpdateBegin.Builder wire = Wire.UpdateBegin.newBuilder()
                .setUpdateId(begin.updateId())
                .setDeadlineUptimeMillis(begin.deadlineUptimeMillis())
                .setTile(FieldWire.to(begin.tile()))
                .setDrive(FieldWire.to(begin.drive()))
                .setPulseSeconds(begin.pulseSeconds())
                .setTotalBytes(begin.totalBytes());
        if (begin.kind() instanceof UpdateBegin.Kind.Dense) {
            wire.setDense(Wire.StagedDense.getDefaultInstance());
        } else if (begin.kind() instanceof UpdateBegin.Kind.Sparse) {
            wire.setSparse(Wire.StagedSparse.getDefaultInstance());
        } else if (begin.kind() instanceof UpdateBegin.Kind.Rank1 rank1) {
            wire.setRank1(Wire.StagedRank1.newBuilder()
                    .setRowScaleQ16(rank1.rowScaleQ16())
                    .setColumnScaleQ16(rank1.columnScaleQ16())
                    .setSlots(rank1.slots())
                    .setPulseSeed(rank1.pulseSeed()));
        }
        return wire.build();
    }

    static UpdateBegin from(Wire.UpdateBegin wire) {
        UpdateBegin.Kind kind = switch (wire.getKindCase()) {
            case DENSE -> new UpdateBegin.Kind.Dense();
            case SPARSE -> new UpdateBegin.Kind.Sparse();
            case RANK1 ->
                new UpdateBegin.Kind.Rank1(
                        wire.getRank1().getRowScaleQ16(),
                        wire.getRank1().getColumnScaleQ16(),
                        wire.getRank1().getSlots(),
                        wire.getRank1().getPulseSeed());
            case KIND_NOT_SET -> throw new IllegalArgumentException("kind is missing; allowed: exactly one");
        };
        return new UpdateBegin(
                wire.getUpdateId(),
                wire.getDeadlineUptimeMillis(),
                kind,
                FieldWire.from(wire.hasTile(), wire.getTile()),
                FieldWire.from(wire.getDrive()),
                wire.getPulseSeconds(),
                wire.getTotalBytes());
    }

    static Wire.UpdateChunk to(UpdateChunk chunk) {
        return Wire.UpdateChunk.newBuilder()
                .setUpdateId(chunk.updateId())
                .setOffset(chunk.offset())
                .setPayload(FieldWire.bytes(chunk.payload()))
                .build();
    }

    static UpdateChunk from(Wire.UpdateChunk wire) {
        return new UpdateChunk(
                wire.getUpdateId(), wire.getOffset(), wire.getPayload().toByteArray());
    }

    static Wire.UpdateCommit to(UpdateCommit commit) {
        return Wire.UpdateCommit.newBuilder()
                .setUpdateId(commit.updateId())
                .setTotalBytes(commit.totalBytes())
                .setPayloadCrc(commit.payloadCrc())
                .build();
    }

    static UpdateCommit from(Wire.UpdateCommit wire) {
        return new UpdateCommit(wire.getUpdateId(), wire.getTotalBytes(), wire.getPayloadCrc());
    }
}
