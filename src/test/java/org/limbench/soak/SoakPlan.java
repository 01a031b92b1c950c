package org.limbench.soak;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.limbench.device.RandomStream;
import org.limbench.emulator.FaultPlan;
import org.limbench.transport.faults.FaultProbabilities;

/**
 * What is to happen in a soak, and when: by count of commands, never by time, so that the same seed gives the same plan.
 *
 * @param seed of everything
 * @param updates array updates in all legs together
 * @param odds of what each end sends
 * @param legs one after the other, each with processes and a journal of its own
 */
public record SoakPlan(long seed, int updates, FaultProbabilities odds, List<Leg> legs) {
    /**
     * One frame in a hundred lost, one in a thousand with one to three bits inverted; beyond what is asked for, the host's
     * link cut at one frame in five thousand.
     */
    private static final FaultProbabilities ODDS = new FaultProbabilities(0.01, 0.001, 0, 0, 0, 0.0002, 1);

    private static final int UPDATES_PER_LEG = 25_000;
    private static final int UPDATES_PER_REBOOT = 10_000;
    private static final int UPDATES_PER_MISHAP = 20_000;
    private static final int FEWEST_REBOOTS = 9;
    private static final int FEWEST_MISHAPS = 2;
    /** Nothing is planned later in a leg: commands a reset swallowed are not carried out, and so not counted. */
    private static final double LATEST = 0.8;

    /** How a host reaches its device. */
    public enum Carrier {
        TCP,
        SERIAL,
        MQTT
    }

    /** What the supervisor does to the processes. */
    public enum Mishap {
        /** kill -9 of the host, which then goes on. */
        HOST_KILLED,
        /** kill -9 of the device, which comes back with new cells and registers. */
        DEVICE_KILLED,
        /** kill -9 of both. */
        BOTH_KILLED,
        /** kill -9 of the host, and again while it is going on. */
        HOST_KILLED_TWICE,
        /** kill -9 of the broker, which comes back on the same port. */
        BROKER_RESTARTED
    }

    /**
     * A mishap to come.
     *
     * @param atAct as soon as the device's processes have carried out so many commands of the leg, reads included
     */
    public record Planned(long atAct, Mishap mishap) {}

    /**
     * A leg.
     *
     * @param number from 0
     * @param updates array updates in it
     * @param reboots power cuts of the controller, by state-changing command of the leg
     * @param mishaps in order
     */
    public record Leg(
            int number,
            Carrier carrier,
            int updates,
            long seed,
            List<FaultPlan.Reboot> reboots,
            List<Planned> mishaps) {}

    /** The plan for so many updates: everything in proportion to a million, but never too few of anything. */
    public static SoakPlan of(int updates, long seed) {
        int carriers = Carrier.values().length;
        int legs = Math.max(carriers, (updates + UPDATES_PER_LEG - 1) / UPDATES_PER_LEG);
        int reboots = Math.max(FEWEST_REBOOTS, updates / UPDATES_PER_REBOOT);
        int mishaps = Math.max(FEWEST_MISHAPS, updates / UPDATES_PER_MISHAP);
        RandomStream stream = RandomStream.of(seed, "soak.plan");
        List<Leg> planned = new ArrayList<>();
        int mqttLegs = legs / carriers;
        for (int i = 0; i < legs; i++) {
            RandomStream.Cursor draws = stream.split(i).cursor();
            Carrier carrier = Carrier.values()[i % carriers];
            int size = updates / legs + (i < updates % legs ? 1 : 0);
            List<Planned> harm = new ArrayList<>();
            int first = 0;
            for (Mishap mishap : Mishap.values()) {
                int own = mishap == Mishap.BROKER_RESTARTED
                        ? carrier == Carrier.MQTT ? share(mishaps, mqttLegs, i / carriers, 0) : 0
                        : share(mishaps, legs, i, first++);
                for (int k = 0; k < own; k++) {
                    harm.add(new Planned(1 + draws.nextBelow((int) (size * LATEST)), mishap));
                }
            }
            harm.sort(Comparator.comparingLong(Planned::atAct));
            List<FaultPlan.Reboot> cuts = reboots(share(reboots, legs, i, 0), i, (int) (size * LATEST), draws);
            planned.add(new Leg(i, carrier, size, stream.bits(i), cuts, List.copyOf(harm)));
        }
        return new SoakPlan(seed, updates, ODDS, List.copyOf(planned));
    }

    /** How many of {@code all} fall to leg {@code i} of {@code legs} when they are dealt from leg {@code first} on. */
    private static int share(int all, int legs, int i, int first) {
        return all / legs + (Math.floorMod(i - first, legs) < all % legs ? 1 : 0);
    }

    private static List<FaultPlan.Reboot> reboots(int count, int leg, int latest, RandomStream.Cursor draws) {
        TreeSet<Long> places = new TreeSet<>();
        while (places.size() < count) {
            places.add(1L + draws.nextBelow(latest));
        }
        FaultPlan.Moment[] moments = FaultPlan.Moment.values();
        List<FaultPlan.Reboot> reboots = new ArrayList<>();
        for (long place : places) {
            reboots.add(new FaultPlan.Reboot(place, moments[(leg + reboots.size()) % moments.length]));
        }
        return reboots;
    }

    /** How many of a mishap are planned in all legs. */
    public long count(Mishap mishap) {
        return legs.stream()
                .flatMap(leg -> leg.mishaps().stream())
                .filter(planned -> planned.mishap() == mishap)
                .count();
    }

    /** How many reboots are planned at a moment in all legs. */
    public long count(FaultPlan.Moment moment) {
        return legs.stream()
                .flatMap(leg -> leg.reboots().stream())
                .filter(reboot -> reboot.moment() == moment)
                .count();
    }
}
