package org.limbench.soak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.limbench.device.ArrayCommand;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterWindow;
import org.limbench.device.ReadRequest;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.ledger.JournalEntry;

/**
 * Compares what a leg's journal tells with what the array was truly given.
 *
 * <p>None lost: every command has one final receipt, and one that says applied was carried out whole. None doubled: no
 * command or block was given to the array twice. Each unknown one reported: whatever the array was given is told as applied
 * or as INDETERMINATE. Accounts closed: the windows the journal tells, receipts and unaccounted rows alike, adjoin from
 * the first count of each life of the device to the last one told, with neither gap nor overlap; each applied command's
 * window holds exactly its own energy; and what a killed device took with it belongs to reads and INDETERMINATE commands
 * alone. Single-threaded.
 */
final class Audit {
    private final Map<Long, ArrayCommand> commands = new LinkedHashMap<>();
    private final Lives lives;
    private final List<String> findings = new ArrayList<>();
    private final Map<ReceiptStatus, Long> receipts = new EnumMap<>(ReceiptStatus.class);
    private final Map<Long, ReceiptStatus> outcome = new HashMap<>();
    private final Map<Long, ArrayCommand> ids = new HashMap<>();
    private final List<Long> indeterminate = new ArrayList<>();
    /** Registers last told of every life that has ended, as far as it has been told of. */
    private final List<long[]> closings = new ArrayList<>();

    private final EnergyAccounts energy = new EnergyAccounts();
    private long[] registers = new long[EnergyAccount.count()];
    private long lastId;
    private long unaccounted;

    private Audit(List<ArrayCommand> leg, List<List<Truth.Act>> truth) {
        for (ArrayCommand command : leg) {
            if (command.changesState()) {
                commands.put(SoakCommands.number(command), command);
            }
        }
        lives = new Lives(truth);
    }

    /** Counts by where they are told, all accounts together. */
    static final class EnergyAccounts {
        long applied;
        long indeterminate;
        long unaccounted;
        /** In acts after the last word of a device that was killed. */
        long died;
        /** In all acts. */
        long truth;
    }

    /**
     * What an audit found.
     *
     * @param findings one line for each fault; empty where all is well
     * @param receipts by status, reads included
     * @param indeterminate ids of the commands told as INDETERMINATE
     * @param indeterminateGiven how many of them the array was given, in part or whole
     * @param unaccounted rows of energy no receipt tells of
     * @param boots of the device, over all lives
     * @param energy where it is told
     */
    record Outcome(
            List<String> findings,
            Map<ReceiptStatus, Long> receipts,
            List<Long> indeterminate,
            long indeterminateGiven,
            long unaccounted,
            long boots,
            EnergyAccounts energy) {}

    /**
     * Audits a leg that came to its end.
     *
     * @param leg its commands, reads included
     * @param told its journal, whole
     * @param truth acts of every life of its device, in order; the last one was alive at the end
     */
    static Outcome of(List<ArrayCommand> leg, List<JournalEntry> told, List<List<Truth.Act>> truth) {
        Audit audit = new Audit(leg, truth);
        told.forEach(audit::take);
        audit.finish();
        long given = audit.outcome.entrySet().stream()
                .filter(entry -> entry.getValue() == ReceiptStatus.INDETERMINATE)
                .filter(entry -> !audit.lives.parts(entry.getKey()).isEmpty())
                .count();
        return new Outcome(
                audit.findings,
                audit.receipts,
                audit.indeterminate,
                given,
                audit.unaccounted,
                audit.lives.boots(),
                audit.energy);
    }

    private void find(String line) {
        findings.add(line);
    }

    private void take(JournalEntry entry) {
        if (entry instanceof JournalEntry.Intent intent) {
            intent(intent);
        } else if (entry instanceof JournalEntry.Answered answered) {
            receipts.merge(answered.receipt().status(), 1L, Long::sum);
            if (answered.command() instanceof ReadRequest) {
                read(answered);
            } else {
                change(answered);
            }
        } else if (entry instanceof JournalEntry.Unaccounted row) {
            unaccounted++;
            energy.unaccounted += follow(row.window(), "an unaccounted row", closings.size());
        }
    }

    private void intent(JournalEntry.Intent intent) {
        ArrayCommand before = ids.put(intent.commandId(), intent.command());
        // a host that goes on tells an intent again before it settles it
        if (before == null ? intent.commandId() <= lastId : !before.equals(intent.command())) {
            find("id " + intent.commandId() + " was given again, or after " + lastId);
        }
        lastId = Math.max(lastId, intent.commandId());
    }

    private void read(JournalEntry.Answered answered) {
        Receipt receipt = answered.receipt();
        if (receipt.status() != ReceiptStatus.APPLIED || receipt.readout() == null) {
            find("read " + answered.commandId() + " was answered " + receipt.status());
        }
        energy.applied += follow(receipt.window(), "read " + answered.commandId(), closings.size());
    }

    private void change(JournalEntry.Answered answered) {
        long number = SoakCommands.number(answered.command());
        String name = "command " + number + " (id " + answered.commandId() + ")";
        Receipt receipt = answered.receipt();
        if (!answered.command().equals(commands.get(number))) {
            find(name + " is none of the leg");
        }
        if (receipt.status() != ReceiptStatus.EXPIRED && outcome.put(number, receipt.status()) != null) {
            find(name + " was answered twice");
        }
        List<Lives.Part> parts = lives.parts(number);
        switch (receipt.status()) {
            case APPLIED, DUPLICATE -> {
                requireWhole(name, answered.command(), receipt, parts);
                energy.applied += follow(receipt.window(), name, parts);
            }
            case INDETERMINATE -> {
                indeterminate.add(answered.commandId());
                energy.indeterminate += follow(receipt.window(), name, closings.size());
            }
            case EXPIRED -> energy.applied += follow(receipt.window(), name, closings.size());
            // a killed process leaves its journal whole, so nothing is lost from it here
            case REJECTED, UNACCOUNTED -> find(name + " was answered " + receipt.status());
        }
    }

    private void requireWhole(String name, ArrayCommand command, Receipt receipt, List<Lives.Part> parts) {
        long pulses = 0;
        long[] counts = new long[EnergyAccount.count()];
        for (Lives.Part part : parts) {
            pulses += part.act().pulses();
            counts[part.act().account()] += part.act().counts();
        }
        if (parts.isEmpty() || pulses != SoakCommands.pulses(command)) {
            find(name + " is told as applied; of its " + SoakCommands.pulses(command) + " pulses the array was given "
                    + pulses + " in " + parts.size() + " parts");
        } else if (pulses != receipt.pulses()) {
            find(name + " took " + pulses + " pulses; its receipt says " + receipt.pulses());
        }
        if (!Arrays.equals(counts, gained(receipt.window()))) {
            find(name + " took " + Arrays.toString(counts) + " counts; its receipt says "
                    + Arrays.toString(gained(receipt.window())));
        }
    }

    /** The window of an applied command, which says itself in which life it was carried out, or in which two. */
    private long follow(MeterWindow window, String name, List<Lives.Part> parts) {
        int first = parts.isEmpty() ? closings.size() : parts.get(0).life();
        Lives.Part last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
        long sum = follow(window, name, first);
        if (last != null && last.life() > closings.size()) {
            // begun in one life, ended in another: its window is the sum of both
            long[] left = registers;
            for (Lives.Part part : parts) {
                left[part.act().account()] -=
                        part.life() == first ? 0 : part.act().counts();
            }
            beginLife(last.life());
            registers = lives.registers(last.life(), last.index() + 1);
        }
        return sum;
    }

    /** Takes the next window of the journal, in a life no earlier than the given one; what it gained. */
    private long follow(MeterWindow window, String name, int life) {
        beginLife(life);
        long[] start = net(window.start().delivered(), window.start().returned());
        boolean anew = !Arrays.equals(start, registers)
                && Arrays.stream(start).allMatch(count -> count == 0)
                && closings.size() + 1 < lives.count();
        if (anew) {
            beginLife(closings.size() + 1);
        }
        if (!Arrays.equals(start, registers)) {
            find("the accounts do not close: " + name + " starts at " + Arrays.toString(start)
                    + ", what was told before" + " ended at " + Arrays.toString(registers));
        }
        long[] gained = gained(window);
        registers = start;
        for (int i = 0; i < registers.length; i++) {
            registers[i] += gained[i];
        }
        if (Arrays.stream(gained).anyMatch(count -> count < 0)) {
            find("the accounts do not close: the registers ran backwards during " + name);
        }
        return Arrays.stream(gained).sum();
    }

    private void beginLife(int life) {
        while (closings.size() < Math.min(life, lives.count() - 1)) {
            closings.add(registers);
            registers = new long[EnergyAccount.count()];
        }
    }

    private static long[] gained(MeterWindow window) {
        long[] gained = net(window.end().delivered(), window.end().returned());
        long[] start = net(window.start().delivered(), window.start().returned());
        for (int i = 0; i < gained.length; i++) {
            gained[i] -= start[i];
        }
        return gained;
    }

    private static long[] net(long[] delivered, long[] returned) {
        long[] net = delivered.clone();
        for (int i = 0; i < net.length; i++) {
            net[i] -= returned[i];
        }
        return net;
    }

    private void finish() {
        findings.addAll(lives.doubled());
        for (long number : commands.keySet()) {
            if (!outcome.containsKey(number)) {
                find("command " + number + " was never answered");
            }
        }
        for (long number : lives.numbers()) {
            ReceiptStatus told = outcome.get(number);
            if (told == null || !(told.applied() || told == ReceiptStatus.INDETERMINATE)) {
                find("command " + number + " was given to the array and is told as " + told);
            }
        }
        beginLife(lives.count() - 1);
        closings.add(registers);
        for (int life = 0; life < lives.count(); life++) {
            close(life, closings.get(life));
            energy.truth += Arrays.stream(lives.registers(life)).sum();
        }
    }

    private void close(int life, long[] told) {
        boolean killed = life + 1 < lives.count();
        int last = lives.lastWith(life, told);
        if (last < 0 || (!killed && !Arrays.equals(told, lives.registers(life)))) {
            find("the accounts do not close: life " + life + " is told up to " + Arrays.toString(told)
                    + ", its registers ended at " + Arrays.toString(lives.registers(life)));
            return;
        }
        for (Truth.Act act : lives.from(life, last)) {
            energy.died += act.counts();
            if (act.changesState() && outcome.get(act.number()) != ReceiptStatus.INDETERMINATE) {
                find("command " + act.number() + " died with life " + life + " and is told as "
                        + outcome.get(act.number()));
            }
        }
    }
}
