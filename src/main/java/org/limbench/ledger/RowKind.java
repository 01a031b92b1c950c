package org.limbench.ledger;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.limbench.assessment.Segment;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.BarrierChange;
import org.limbench.device.Consolidation;
import org.limbench.device.Operation;
import org.limbench.device.PulseTrain;
import org.limbench.device.ReadRequest;
import org.limbench.device.TimeAdvance;

/** What a ledger row is about. */
public enum RowKind {
    /** Program pulses of a reset segment. */
    RESET,
    /** A relative, open-loop change. */
    UPDATE,
    /** Program pulses elsewhere: write-verify. */
    PROGRAM,
    /** A read of a tile. */
    READ,
    /** A change of the rest barrier. */
    BARRIER,
    /** A consolidation: of barriers, or by pulses that transfer a fast array's content to a slow one. */
    CONSOLIDATE,
    /** Time passing with nothing driven. */
    AGE,
    /** A command whose fate cannot be decided, or energy no receipt tells of. */
    UNACCOUNTED;

    /** As written in the ledger. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of a command that was carried out. */
    static RowKind of(ArrayCommand command, @Nullable Segment segment) {
        if (command instanceof PulseTrain train && train.operation() == Operation.PROGRAM) {
            return segment == Segment.RESET ? RESET : PROGRAM;
        }
        if (command instanceof PulseTrain || command instanceof ArrayUpdate) {
            return UPDATE;
        }
        if (command instanceof BarrierChange) {
            return BARRIER;
        }
        if (command instanceof Consolidation) {
            return CONSOLIDATE;
        }
        if (command instanceof TimeAdvance) {
            return AGE;
        }
        if (command instanceof ReadRequest) {
            return READ;
        }
        throw new IllegalArgumentException("command is a " + command.getClass() + "; allowed: those of device");
    }
}
