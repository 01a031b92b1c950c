package org.limbench.protocol;

import java.util.ArrayList;
import java.util.List;
import org.limbench.device.ArrayCommand;
import org.limbench.device.BarrierChange;
import org.limbench.device.Consolidation;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadRequest;
import org.limbench.device.TimeAdvance;
import org.limbench.protocol.wire.Wire;

/** Commands of one frame, to the wire form and back. */
final class CommandWire {
    private CommandWire() {}

    static Wire.Command to(Command command) {
        Wire.Command.Builder wire = Wire.Command.newBuilder()
                .setCommandId(command.commandId())
                .setDeadlineUptimeMillis(command.deadlineUptimeMillis());
        ArrayCommand verb = command.command();
        if (verb instanceof Rank1Update rank1) {
            wire.setRank1(to(rank1));
        } else if (verb instanceof PulseTrain train) {
            wire.setPulseTrain(to(train));
        } else if (verb instanceof BarrierChange change) {
            wire.setBarrierChange(Wire.BarrierChange.newBuilder()
                    .setTile(FieldWire.to(change.tile()))
                    .setBarrierJoules(change.barrierJoules())
                    .setRampSeconds(change.rampSeconds()));
        } else if (verb instanceof Consolidation consolidation) {
            wire.setConsolidation(Wire.Consolidation.newBuilder()
                    .setTile(FieldWire.to(consolidation.tile()))
                    .setBarrierJoules(consolidation.barrierJoules())
                    .setRampSeconds(consolidation.rampSeconds()));
        } else if (verb instanceof TimeAdvance advance) {
            wire.setTimeAdvance(
                    Wire.TimeAdvance.newBuilder().setSeconds(advance.seconds()).setPowered(advance.powered()));
        } else if (verb instanceof ReadRequest read) {
            wire.setRead(Wire.ReadRequest.newBuilder()
                    .setTile(FieldWire.to(read.tile()))
                    .setAverages(read.averages()));
        }
        return wire.build();
    }

    static Command from(Wire.Command wire) {
        return new Command(wire.getCommandId(), wire.getDeadlineUptimeMillis(), verb(wire));
    }

    private static ArrayCommand verb(Wire.Command wire) {
        return switch (wire.getVerbCase()) {
            case RANK1 -> from(wire.getRank1());
            case PULSE_TRAIN -> from(wire.getPulseTrain());
            case BARRIER_CHANGE -> {
                Wire.BarrierChange change = wire.getBarrierChange();
                yield new BarrierChange(
                        FieldWire.from(change.hasTile(), change.getTile()),
                        change.getBarrierJoules(),
                        change.getRampSeconds());
            }
            case CONSOLIDATION -> {
                Wire.Consolidation consolidation = wire.getConsolidation();
                yield new Consolidation(
                        FieldWire.from(consolidation.hasTile(), consolidation.getTile()),
                        consolidation.getBarrierJoules(),
                        consolidation.getRampSeconds());
            }
            case TIME_ADVANCE ->
                new TimeAdvance(
                        wire.getTimeAdvance().getSeconds(),
                        wire.getTimeAdvance().getPowered());
            case READ ->
                new ReadRequest(
                        FieldWire.from(wire.getRead().hasTile(), wire.getRead().getTile()),
                        wire.getRead().getAverages());
            case VERB_NOT_SET -> throw new IllegalArgumentException("verb is missing; allowed: exactly one");
        };
    }

    private static Wire.Rank1Update to(Rank1Update update) {
        return Wire.Rank1Update.newBuilder()
                .setTile(FieldWire.to(update.tile()))
                .setDrive(FieldWire.to(update.drive()))
                .setRowCodes(FieldWire.bytes(update.rowCodes()))
                .setRowScaleQ16(update.rowScaleQ16())
                .setColumnCodes(FieldWire.bytes(update.columnCodes()))
                .setColumnScaleQ16(update.columnScaleQ16())
                .setSlots(update.slots())
                .setPulseSeconds(update.pulseSeconds())
                .setPulseSeed(update.pulseSeed())
                .build();
    }

    private static Rank1Update from(Wire.Rank1Update wire) {
        return new Rank1Update(
                FieldWire.from(wire.hasTile(), wire.getTile()),
                FieldWire.from(wire.getDrive()),
                wire.getRowCodes().toByteArray(),
                wire.getRowScaleQ16(),
                wire.getColumnCodes().toByteArray(),
                wire.getColumnScaleQ16(),
                wire.getSlots(),
                wire.getPulseSeconds(),
                wire.getPulseSeed());
    }

    private static Wire.PulseTrain to(PulseTrain train) {
        return Wire.PulseTrain.newBuilder()
                .setTile(FieldWire.to(train.tile()))
                .setOperation(
                        switch (train.operation()) {
                            case PROGRAM -> Wire.Operation.OPERATION_PROGRAM;
                            case UPDATE -> Wire.Operation.OPERATION_UPDATE;
                        })
                .setDrive(FieldWire.to(train.drive()))
                .setPolarity(
                        switch (train.polarity()) {
                            case POTENTIATE -> Wire.Polarity.POLARITY_POTENTIATE;
                            case DEPRESS -> Wire.Polarity.POLARITY_DEPRESS;
                        })
                .setPulseSeconds(train.pulseSeconds())
                .setPeriodSeconds(train.periodSeconds())
                .setCount(train.count())
                .build();
    }

    private static PulseTrain from(Wire.PulseTrain wire) {
        Operation operation = switch (wire.getOperation()) {
            case OPERATION_PROGRAM -> Operation.PROGRAM;
            case OPERATION_UPDATE -> Operation.UPDATE;
            case OPERATION_UNSPECIFIED, UNRECOGNIZED -> throw FieldWire.unknown("operation", wire.getOperationValue());
        };
        Polarity polarity = switch (wire.getPolarity()) {
            case POLARITY_POTENTIATE -> Polarity.POTENTIATE;
            case POLARITY_DEPRESS -> Polarity.DEPRESS;
            case POLARITY_UNSPECIFIED, UNRECOGNIZED -> throw FieldWire.unknown("polarity", wire.getPolarityValue());
        };
        return new PulseTrain(
                FieldWire.from(wire.hasTile(), wire.getTile()),
                operation,
                FieldWire.from(wire.getDrive()),
                polarity,
                wire.getPulseSeconds(),
                wire.getPeriodSeconds(),
                wire.getCount());
    }

    static Wire.BarrierSchedule to(BarrierSchedule schedule) {
        Wire.BarrierSchedule.Builder wire = Wire.BarrierSchedule.newBuilder()
                .setCommandId(schedule.commandId())
                .setDeadlineUptimeMillis(schedule.deadlineUptimeMillis())
                .setTile(FieldWire.to(schedule.tile()));
        for (BarrierSchedule.Step step : schedule.steps()) {
            wire.addAfterUpdates(step.afterUpdates()).addBarrierJoules(step.barrierJoules());
        }
        return wire.build();
    }

    static BarrierSchedule from(Wire.BarrierSchedule wire) {
        if (wire.getAfterUpdatesCount() != wire.getBarrierJoulesCount()) {
            throw new IllegalArgumentException("after_updates has " + wire.getAfterUpdatesCount()
                    + " entries and barrier_joules " + wire.getBarrierJoulesCount() + "; allowed: the same number");
        }
        List<BarrierSchedule.Step> steps = new ArrayList<>();
        for (int i = 0; i < wire.getAfterUpdatesCount(); i++) {
            steps.add(step(wire, i));
        }
        return new BarrierSchedule(
                wire.getCommandId(),
                wire.getDeadlineUptimeMillis(),
                FieldWire.from(wire.hasTile(), wire.getTile()),
                steps);
    }

    private static BarrierSchedule.Step step(Wire.BarrierSchedule wire, int i) {
        try {
            return new BarrierSchedule.Step(wire.getAfterUpdates(i), wire.getBarrierJoules(i));
        } catch (IllegalArgumentException e) {
            String text = String.valueOf(e.getMessage());
            int word = text.indexOf(' ');
            throw new IllegalArgumentException(text.substring(0, word) + "[" + i + "]" + text.substring(word), e);
        }
    }

    static Wire.MatrixVector to(MatrixVector product) {
        return Wire.MatrixVector.newBuilder()
                .setCommandId(product.commandId())
                .setTile(FieldWire.to(product.tile()))
                .setInput(FieldWire.bytes(product.input()))
                .setVoltsAt127(product.voltsAt127())
                .build();
    }

    static MatrixVector from(Wire.MatrixVector wire) {
        return new MatrixVector(
                wire.getCommandId(),
                FieldWire.from(wire.hasTile(), wire.getTile()),
                wire.getInput().toByteArray(),
                wire.getVoltsAt127());
    }
}
