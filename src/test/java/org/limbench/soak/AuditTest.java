package org.limbench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.limbench.device.ArrayCommand;
import org.limbench.device.BarrierChange;
import org.limbench.device.DenseUpdate;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterWindow;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.ledger.JournalEntry;
import org.limbench.testkit.CountingArray;

/** The audit finds every fault it is there for, and none where there is none. */
final class AuditTest {
    private static final List<ArrayCommand> LEG = new SoakCommands(7).leg(200);
    /** A command in the middle that fires pulses and goes whole. */
    private static final int AT = at(command -> command.changesState() && SoakCommands.pulses(command) > 5);
    /** A command that goes in two blocks. */
    private static final int CUT =
            at(command -> command instanceof DenseUpdate update && update.tile().cells() == 48);

    private static int at(Predicate<ArrayCommand> wanted) {
        for (int i = 20; i < LEG.size(); i++) {
            if (wanted.test(LEG.get(i))) {
                return i;
            }
        }
        throw new AssertionError("the leg has no such command");
    }

    /** Tells the journal and the truth of a leg. */
    private static class Story {
        final List<JournalEntry> told = new ArrayList<>();
        final List<List<Truth.Act>> truth = new ArrayList<>();
        CountingArray cells;
        MeterLatch latch;
        long id;

        Story() {
            newLife();
        }

        final void newLife() {
            truth.add(new ArrayList<>());
            truth.get(truth.size() - 1).add(new Truth.Act(Truth.BOOT, 0, 0, 0, 99));
            cells = new CountingArray(SoakCommands.GEOMETRY, 1);
            latch = MeterLatch.zero();
        }

        /** The array carries a command or a block out: its window. */
        MeterWindow give(ArrayCommand command) {
            Truth.Act act = RecordingArray.act(command, cells.apply(command));
            truth.get(truth.size() - 1).add(act);
            MeterLatch start = latch;
            latch = new MeterLatch(start.delivered().clone(), start.returned().clone());
            latch.delivered()[act.account()] += act.counts();
            return new MeterWindow(start, latch, 0, 0);
        }

        MeterWindow now() {
            return new MeterWindow(latch, latch, 0, 0);
        }

        void tell(ArrayCommand command, ReceiptStatus status, MeterWindow window) {
            Readout readout = command instanceof ReadRequest read ? new Readout(read.tile(), new int[48]) : null;
            long pulses = status.applied() ? SoakCommands.pulses(command) : 0;
            told.add(new JournalEntry.Intent(++id, command, 0));
            told.add(new JournalEntry.Answered(
                    id, command, new Receipt(status, window, 300, 48, pulses, -1, readout), 0));
        }

        /** What happens with command number {@code i}; all is well unless a test says otherwise. */
        void command(int i) {
            tell(LEG.get(i), ReceiptStatus.APPLIED, give(LEG.get(i)));
        }

        Audit.Outcome audit() {
            for (int i = 0; i < LEG.size(); i++) {
                command(i);
            }
            return Audit.of(LEG, told, truth);
        }
    }

    private static DenseUpdate block(DenseUpdate whole, int row, int rows) {
        byte[] pulses = Arrays.copyOfRange(whole.signedPulses(), row * 6, (row + rows) * 6);
        return new DenseUpdate(new Tile(row, 0, rows, 6), whole.drive(), pulses, whole.pulseSeconds());
    }

    @Test
    void allIsWellWhereAllIsWell() {
        Audit.Outcome outcome = new Story().audit();
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.receipts()).containsEntry(ReceiptStatus.APPLIED, (long) LEG.size());
        assertThat(outcome.energy().applied).isPositive().isEqualTo(outcome.energy().truth);
        assertThat(outcome.boots()).isOne();
    }

    @Test
    void aLostCommandIsFound() {
        Audit.Outcome outcome = new Story() {
            @Override
            void command(int i) {
                if (i == AT) {
                    tell(LEG.get(i), ReceiptStatus.APPLIED, now());
                } else {
                    super.command(i);
                }
            }
        }.audit();
        assertThat(outcome.findings())
                .hasSize(1)
                .first()
                .asString()
                .contains("told as applied", "was given 0 in 0 parts");
    }

    @Test
    void aLostBlockIsFound() {
        Audit.Outcome outcome = new Story() {
            @Override
            void command(int i) {
                if (i == CUT) {
                    tell(LEG.get(i), ReceiptStatus.APPLIED, give(block((DenseUpdate) LEG.get(i), 0, 5)));
                } else {
                    super.command(i);
                }
            }
        }.audit();
        assertThat(outcome.findings()).hasSize(1).first().asString().contains("in 1 parts");
    }

    @Test
    void aDoubledCommandIsFoundEvenIfItsEnergyIsTold() {
        Audit.Outcome outcome = new Story() {
            @Override
            void command(int i) {
                super.command(i);
                if (i == AT) {
                    told.add(new JournalEntry.Unaccounted(give(LEG.get(i)), 300));
                }
            }
        }.audit();
        assertThat(outcome.findings()).anyMatch(line -> line.contains("carried out twice"));
    }

    @Test
    void aCommandAppliedAndNeverToldIsFound() {
        Audit.Outcome outcome = new Story() {
            @Override
            void command(int i) {
                if (i == AT) {
                    told.add(new JournalEntry.Unaccounted(give(LEG.get(i)), 300));
                } else {
                    super.command(i);
                }
            }
        }.audit();
        assertThat(outcome.findings())
                .hasSize(2)
                .anyMatch(line -> line.contains("never answered"))
                .anyMatch(line -> line.contains("given to the array and is told as null"));
    }

    @Test
    void anAppliedCommandToldAsExpiredIsFound() {
        Audit.Outcome outcome = new Story() {
            @Override
            void command(int i) {
                MeterWindow window = give(LEG.get(i));
                tell(LEG.get(i), i == AT ? ReceiptStatus.EXPIRED : ReceiptStatus.APPLIED, window);
            }
        }.audit();
        assertThat(outcome.findings()).anyMatch(line -> line.contains("given to the array and is told as"));
    }

    @Test
    void aCommandToldTwiceIsFound() {
        Audit.Outcome outcome = new Story() {
            @Override
            void command(int i) {
                super.command(i);
                if (i == AT) {
                    tell(LEG.get(i), ReceiptStatus.DUPLICATE, now());
                }
            }
        }.audit();
        assertThat(outcome.findings()).anyMatch(line -> line.contains("answered twice"));
    }

    @Test
    void anIdGivenToTwoCommandsIsFound() {
        Audit.Outcome outcome = new Story() {
            @Override
            void command(int i) {
                id -= i == AT ? 1 : 0;
                super.command(i);
            }
        }.audit();
        assertThat(outcome.findings()).hasSize(1).first().asString().contains("was given again");
    }

    @Test
    void energyNobodyTellsOfIsFound() {
        Audit.Outcome outcome = new Story() {
            @Override
            void command(int i) {
                if (i == AT) {
                    give(new ReadRequest(SoakCommands.GEOMETRY.whole(), 1));
                }
                super.command(i);
            }
        }.audit();
        assertThat(outcome.findings()).hasSize(1).first().asString().contains("accounts do not close");
    }

    @Test
    void energyToldTwiceIsFound() {
        Audit.Outcome outcome = new Story() {
            @Override
            void command(int i) {
                MeterLatch start = latch;
                super.command(i);
                if (i == AT) {
                    told.add(new JournalEntry.Unaccounted(new MeterWindow(start, latch, 0, 0), 300));
                }
            }
        }.audit();
        assertThat(outcome.findings()).isNotEmpty().allMatch(line -> line.contains("accounts do not close"));
    }

    @Test
    void aReceiptOfAnotherEnergyThanTheArrayTookIsFound() {
        Audit.Outcome outcome = new Story() {
            @Override
            void command(int i) {
                if (i != AT) {
                    super.command(i);
                    return;
                }
                MeterWindow read = give(new ReadRequest(SoakCommands.GEOMETRY.whole(), 1));
                MeterWindow own = give(LEG.get(i));
                tell(LEG.get(i), ReceiptStatus.APPLIED, new MeterWindow(read.start(), own.end(), 0, 0));
            }
        }.audit();
        assertThat(outcome.findings()).hasSize(1).first().asString().contains("counts; its receipt says");
    }

    @Test
    void lastWordsOfALivingDeviceMustBeItsRegisters() {
        Audit.Outcome outcome = new Story() {
            @Override
            void command(int i) {
                super.command(i);
                if (i == LEG.size() - 1) {
                    give(new ReadRequest(SoakCommands.GEOMETRY.whole(), 1));
                }
            }
        }.audit();
        assertThat(outcome.findings()).hasSize(1).first().asString().contains("its registers ended at");
    }

    @Test
    void indeterminateCommandsAreListedWhetherTheArrayWasGivenThemOrNot() {
        Audit.Outcome outcome = new Story() {
            @Override
            void command(int i) {
                if (i == AT) {
                    tell(LEG.get(i), ReceiptStatus.INDETERMINATE, give(LEG.get(i)));
                } else if (i == AT + 1) {
                    tell(LEG.get(i), ReceiptStatus.INDETERMINATE, now());
                } else {
                    super.command(i);
                }
            }
        }.audit();
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.indeterminate()).containsExactly(AT + 1L, AT + 2L);
        assertThat(outcome.indeterminateGiven()).isOne();
        assertThat(outcome.energy().indeterminate).isPositive();
    }

    /** A device killed after the command at AT was carried out and before anybody was told. */
    private static final class Killed extends Story {
        @Override
        void command(int i) {
            if (i == AT) {
                give(LEG.get(i));
                newLife();
                tell(LEG.get(i), ReceiptStatus.INDETERMINATE, now());
            } else {
                super.command(i);
            }
        }
    }

    @Test
    void whatDiedWithAKilledDeviceMayBeIndeterminate() {
        Audit.Outcome outcome = new Killed().audit();
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.energy().died).isPositive();
        assertThat(outcome.energy().applied + outcome.energy().died).isEqualTo(outcome.energy().truth);
        assertThat(outcome.boots()).isEqualTo(2);
    }

    @Test
    void whatDiedWithAKilledDeviceMayNotBeLeftOut() {
        Audit.Outcome outcome = new Story() {
            @Override
            void command(int i) {
                super.command(i);
                if (i == AT) {
                    // carried out in the life that ends, and never told of
                    give(new BarrierChange(SoakCommands.GEOMETRY.whole(), 1e-19, ramp(LEG.size() * 2L)));
                    newLife();
                }
            }
        }.audit();
        assertThat(outcome.findings()).anyMatch(line -> line.contains("died with life 0"));
    }

    private static double ramp(long number) {
        return Double.longBitsToDouble(Double.doubleToLongBits(1e-3) + number);
    }

    @Test
    void aCommandBegunInOneLifeAndEndedInAnotherIsFollowedThroughBoth() {
        Audit.Outcome outcome = new Story() {
            @Override
            void command(int i) {
                if (i != CUT) {
                    super.command(i);
                    return;
                }
                DenseUpdate whole = (DenseUpdate) LEG.get(i);
                MeterWindow first = give(block(whole, 0, 5));
                newLife();
                MeterWindow second = give(block(whole, 5, 3));
                long[] sum = first.end().delivered().clone();
                for (int k = 0; k < sum.length; k++) {
                    sum[k] += second.end().delivered()[k];
                }
                MeterLatch end = new MeterLatch(sum, new long[sum.length]);
                tell(whole, ReceiptStatus.APPLIED, new MeterWindow(first.start(), end, 0, 0));
            }
        }.audit();
        assertThat(outcome.findings()).isEmpty();
    }
}
