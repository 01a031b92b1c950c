package org.limbench.protocol;

import com.google.protobuf.ByteString;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.protocol.wire.Wire;
import org.limbench.text.ForeignText;

/** What became of commands, to the wire form and back. */
final class ReceiptWire {
    private ReceiptWire() {}

    static Wire.Result to(Result result) {
        Receipt receipt = result.receipt();
        Wire.Result.Builder wire = Wire.Result.newBuilder()
                .setCommandId(result.commandId())
                .setStatus(
                        switch (receipt.status()) {
                            case APPLIED -> Wire.ReceiptStatus.RECEIPT_APPLIED;
                            case DUPLICATE -> Wire.ReceiptStatus.RECEIPT_DUPLICATE;
                            case REJECTED -> Wire.ReceiptStatus.RECEIPT_REJECTED;
                            case EXPIRED -> Wire.ReceiptStatus.RECEIPT_EXPIRED;
                            case INDETERMINATE -> Wire.ReceiptStatus.RECEIPT_INDETERMINATE;
                            case UNACCOUNTED ->
                                throw new IllegalArgumentException(
                                        "status is UNACCOUNTED; allowed on the wire: what a device says");
                        })
                .setWindow(MeterWire.to(receipt.window()))
                .setTemperatureKelvin(receipt.temperatureKelvin())
                .setCells(receipt.cells())
                .setPulses(receipt.pulses())
                .setDetail(result.detail());
        if (receipt.jumps() >= 0) {
            wire.setJumps(receipt.jumps());
        }
        return wire.build();
    }

    static Result from(Wire.Result wire) {
        ReceiptStatus status = switch (wire.getStatus()) {
            case RECEIPT_APPLIED -> ReceiptStatus.APPLIED;
            case RECEIPT_DUPLICATE -> ReceiptStatus.DUPLICATE;
            case RECEIPT_REJECTED -> ReceiptStatus.REJECTED;
            case RECEIPT_EXPIRED -> ReceiptStatus.EXPIRED;
            case RECEIPT_INDETERMINATE -> ReceiptStatus.INDETERMINATE;
            case RECEIPT_UNSPECIFIED, UNRECOGNIZED -> throw FieldWire.unknown("status", wire.getStatusValue());
        };
        if (wire.hasJumps() && wire.getJumps() < 0) {
            throw new IllegalArgumentException(
                    "jumps is " + Long.toUnsignedString(wire.getJumps()) + "; allowed: 0 to 2^63-1");
        }
        Receipt receipt = new Receipt(
                status,
                MeterWire.from(wire.hasWindow(), wire.getWindow()),
                wire.getTemperatureKelvin(),
                wire.getCells(),
                wire.getPulses(),
                wire.hasJumps() ? wire.getJumps() : -1,
                null);
        return new Result(wire.getCommandId(), receipt, ForeignText.oneLine(wire.getDetail()));
    }

    static Wire.TileChunk to(TileChunk chunk) {
        int[] codes = chunk.codes();
        byte[] packed = new byte[codes.length * chunk.codeBytes()];
        if (chunk.codeBytes() == 1) {
            for (int i = 0; i < codes.length; i++) {
                packed[i] = (byte) codes[i];
            }
        } else {
            for (int i = 0; i < codes.length; i++) {
                packed[2 * i] = (byte) codes[i];
                packed[2 * i + 1] = (byte) (codes[i] >>> 8);
            }
        }
        return Wire.TileChunk.newBuilder()
                .setCommandId(chunk.commandId())
                .setTile(FieldWire.to(chunk.tile()))
                .setOffset(chunk.offset())
                .setCodeBytes(chunk.codeBytes())
                .setCodes(FieldWire.bytes(packed))
                .build();
    }

    static TileChunk from(Wire.TileChunk wire) {
        Tile tile = FieldWire.from(wire.hasTile(), wire.getTile());
        ByteString packed = wire.getCodes();
        int codeBytes = wire.getCodeBytes();
        whole("codes", packed.size(), codeBytes == 2 ? 2 : 1);
        int[] codes = new int[codeBytes == 2 ? packed.size() / 2 : packed.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = codeBytes == 2
                    ? (packed.byteAt(2 * i) & 0xFF) | (packed.byteAt(2 * i + 1) & 0xFF) << 8
                    : packed.byteAt(i) & 0xFF;
        }
        return new TileChunk(wire.getCommandId(), tile, wire.getOffset(), codeBytes, codes);
    }

    private static void whole(String field, int bytes, int each) {
        if (bytes % each != 0) {
            throw new IllegalArgumentException(field + " has " + bytes + " bytes; allowed: a multiple of " + each);
        }
    }

    static Wire.MatrixVectorReply to(MatrixVectorReply reply) {
        short[] codes = reply.codes();
        byte[] packed = new byte[codes.length * 2];
        for (int i = 0; i < codes.length; i++) {
            packed[2 * i] = (byte) codes[i];
            packed[2 * i + 1] = (byte) (codes[i] >>> 8);
        }
        return Wire.MatrixVectorReply.newBuilder()
                .setCommandId(reply.commandId())
                .setOffset(reply.offset())
                .setCodes(FieldWire.bytes(packed))
                .setLsbAmperes(reply.lsbAmperes())
                .build();
    }

    static MatrixVectorReply from(Wire.MatrixVectorReply wire) {
        ByteString packed = wire.getCodes();
        whole("codes", packed.size(), 2);
        short[] codes = new short[packed.size() / 2];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (short) ((packed.byteAt(2 * i) & 0xFF) | packed.byteAt(2 * i + 1) << 8);
        }
        return new MatrixVectorReply(wire.getCommandId(), wire.getOffset(), codes, wire.getLsbAmperes());
    }

    static Wire.QueryUpdate to(QueryUpdate query) {
        return Wire.QueryUpdate.newBuilder().setUpdateId(query.updateId()).build();
    }

    static QueryUpdate from(Wire.QueryUpdate wire) {
        return new QueryUpdate(wire.getUpdateId());
    }

    static Wire.QueryReply to(QueryReply reply) {
        Wire.QueryReply.Builder wire = Wire.QueryReply.newBuilder().setUpdateId(reply.updateId());
        Result result = reply.result();
        if (result == null) {
            wire.setOutcome(Wire.QueryOutcome.QUERY_NOT_SEEN);
        } else {
            wire.setOutcome(Wire.QueryOutcome.QUERY_KNOWN).setResult(to(result));
        }
        return wire.build();
    }

    static QueryReply from(Wire.QueryReply wire) {
        return switch (wire.getOutcome()) {
            case QUERY_NOT_SEEN -> new QueryReply(wire.getUpdateId(), null);
            case QUERY_KNOWN -> {
                FieldWire.present("result", wire.hasResult());
                yield new QueryReply(wire.getUpdateId(), from(wire.getResult()));
            }
            case QUERY_UNSPECIFIED, UNRECOGNIZED -> throw FieldWire.unknown("outcome", wire.getOutcomeValue());
        };
    }
}
