package org.limbench.soak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.limbench.device.EnergyAccount;

/** The truth of all lives of a leg's device, ready to be asked. */
final class Lives {
    private final List<List<Truth.Act>> lives = new ArrayList<>();
    private final Map<Long, List<Part>> parts = new HashMap<>();
    private final List<String> doubled = new ArrayList<>();
    private long boots;

    /**
     * A command or block where it was carried out.
     *
     * @param life of the device's process
     * @param index among the acts of that life, boots left out
     */
    record Part(int life, int index, Truth.Act act) {}

    Lives(List<List<Truth.Act>> truth) {
        Set<List<Long>> seen = new HashSet<>();
        for (List<Truth.Act> life : truth) {
            List<Truth.Act> acts = new ArrayList<>(life.size());
            for (Truth.Act act : life) {
                if (act.number() == Truth.BOOT) {
                    boots++;
                    continue;
                }
                if (act.changesState()) {
                    Part part = new Part(lives.size(), acts.size(), act);
                    parts.computeIfAbsent(act.number(), number -> new ArrayList<>(1))
                            .add(part);
                    if (!seen.add(List.of(act.number(), (long) act.firstCell()))) {
                        doubled.add("command " + act.number() + " was carried out twice, from cell " + act.firstCell());
                    }
                }
                acts.add(act);
            }
            lives.add(acts);
        }
    }

    int count() {
        return lives.size();
    }

    long boots() {
        return boots;
    }

    /** One line for every command or block the array was given more than once. */
    List<String> doubled() {
        return doubled;
    }

    /** Numbers of the commands the array was given. */
    Set<Long> numbers() {
        return parts.keySet();
    }

    /** What the array was given of a command; empty for nothing. */
    List<Part> parts(long number) {
        return parts.getOrDefault(number, List.of());
    }

    /** Registers after all of a life. */
    long[] registers(int life) {
        return registers(life, lives.get(life).size());
    }

    /** Registers after the first acts of a life. */
    long[] registers(int life, int acts) {
        long[] counts = new long[EnergyAccount.count()];
        for (Truth.Act act : lives.get(life).subList(0, acts)) {
            counts[act.account()] += act.counts();
        }
        return counts;
    }

    /**
     * The acts of a life after which the registers were last as they are given.
     *
     * @return -1 where they never were
     */
    int lastWith(int life, long[] registers) {
        long[] counts = new long[EnergyAccount.count()];
        int last = Arrays.equals(counts, registers) ? 0 : -1;
        for (int i = 0; i < lives.get(life).size(); i++) {
            Truth.Act act = lives.get(life).get(i);
            counts[act.account()] += act.counts();
            if (Arrays.equals(counts, registers)) {
                last = i + 1;
            }
        }
        return last;
    }

    /** The acts of a life from an index on. */
    List<Truth.Act> from(int life, int index) {
        return lives.get(life).subList(index, lives.get(life).size());
    }
}
