package org.limbench.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.limbench.device.ReceiptStatus;
import org.limbench.emulator.FaultPlan;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a soak came to.
 *
 * @param seconds wall time of all legs, audits included
 */
public record SoakReport(SoakPlan plan, List<SoakLeg.Outcome> legs, double seconds) {
    private static final double LSB_JOULES = 1e-18;

    /** One line for each fault, with its leg; empty where none is lost, none doubled, all reported and closed. */
    public List<String> findings() {
        List<String> findings = new ArrayList<>();
        for (SoakLeg.Outcome leg : legs) {
            for (String line : leg.audit().findings()) {
                findings.add("leg " + leg.leg().number() + " (" + leg.leg().carrier() + "): " + line);
            }
        }
        return findings;
    }

    /** Mishaps and reboots planned and not carried out, since the leg was over before. */
    public int notReached() {
        return legs.stream().mapToInt(SoakLeg.Outcome::notReached).sum();
    }

    /** Frames both ends sent. */
    public WireCounts wire() {
        return legs.stream()
                .map(leg -> leg.fromHost().plus(leg.fromDevice()))
                .reduce(WireCounts.NONE, WireCounts::plus);
    }

    /** Receipts of a status, reads included. */
    public long receipts(ReceiptStatus status) {
        return legs.stream()
                .mapToLong(leg -> leg.audit().receipts().getOrDefault(status, 0L))
                .sum();
    }

    /** As a document of keys and values. */
    public Map<String, Object> document() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("seed", plan.seed());
        root.put("seconds", seconds);
        root.put("updates", plan.updates());
        root.put("updatesPerSecond", plan.updates() / seconds);
        root.put("legs", legs.size());
        Map<String, Object> receipts = new LinkedHashMap<>();
        for (ReceiptStatus status : ReceiptStatus.values()) {
            receipts.put(status.name().toLowerCase(Locale.ROOT), receipts(status));
        }
        root.put("receipts", receipts);
        root.put(
                "indeterminateGivenToTheArray",
                legs.stream().mapToLong(leg -> leg.audit().indeterminateGiven()).sum());
        root.put("wire", wireDocument());
        root.put("mishaps", mishaps());
        root.put("energyJoules", energy());
        root.put("findings", findings());
        root.put("notReached", notReached());
        root.put("perLeg", legs.stream().map(SoakReport::legDocument).toList());
        return root;
    }

    private Map<String, Object> wireDocument() {
        WireCounts sent = wire();
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("frames", sent.frames());
        wire.put("lost", sent.lost());
        wire.put("flipped", sent.flipped());
        wire.put("linksCut", sent.cut());
        wire.put("retransmissionsOfTheHost", sent.retransmissions());
        wire.put("corruptAtTheHost", sent.corrupt());
        wire.put("duplicatesSuppressed", sent.duplicates());
        return wire;
    }

    private Map<String, Object> mishaps() {
        Map<String, Object> mishaps = new LinkedHashMap<>();
        for (FaultPlan.Moment moment : FaultPlan.Moment.values()) {
            mishaps.put("reboots_" + moment.name().toLowerCase(Locale.ROOT), plan.count(moment));
        }
        for (SoakPlan.Mishap mishap : SoakPlan.Mishap.values()) {
            long done = legs.stream()
                    .mapToLong(leg -> leg.done().getOrDefault(mishap, 0L))
                    .sum();
            mishaps.put(mishap.name().toLowerCase(Locale.ROOT), done);
        }
        mishaps.put(
                "deviceBoots",
                legs.stream().mapToLong(leg -> leg.audit().boots()).sum());
        mishaps.put(
                "deviceProcesses",
                legs.stream().mapToInt(SoakLeg.Outcome::lives).sum());
        mishaps.put(
                "hostProcesses", legs.stream().mapToInt(SoakLeg.Outcome::hosts).sum());
        mishaps.put(
                "linksGivenUp",
                legs.stream().mapToInt(SoakLeg.Outcome::linksLost).sum());
        return mishaps;
    }

    private Map<String, Object> energy() {
        double applied = 0;
        double indeterminate = 0;
        double unaccounted = 0;
        double died = 0;
        double truth = 0;
        long rows = 0;
        for (SoakLeg.Outcome leg : legs) {
            Audit.EnergyAccounts energy = leg.audit().energy();
            applied += energy.applied * LSB_JOULES;
            indeterminate += energy.indeterminate * LSB_JOULES;
            unaccounted += energy.unaccounted * LSB_JOULES;
            died += energy.died * LSB_JOULES;
            truth += energy.truth * LSB_JOULES;
            rows += leg.audit().unaccounted();
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("takenByTheArray", truth);
        document.put("inReceiptsOfAppliedCommands", applied);
        document.put("inReceiptsOfIndeterminateCommands", indeterminate);
        document.put("inUnaccountedRows", unaccounted);
        document.put("unaccountedRows", rows);
        document.put("diedWithKilledDevices", died);
        return document;
    }

    private static Map<String, Object> legDocument(SoakLeg.Outcome leg) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("carrier", leg.leg().carrier().name());
        document.put("seed", leg.leg().seed());
        document.put("updates", leg.leg().updates());
        document.put("seconds", leg.seconds());
        document.put("reboots", leg.leg().reboots().size());
        document.put("mishaps", leg.done());
        document.put("indeterminateIds", leg.audit().indeterminate());
        return document;
    }

    /** Writes the document as JSON. */
    public void write(Path file) throws IOException {
        JsonMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.writeString(file, mapper.writeValueAsString(document()));
    }

    /** The document without its legs and with its first findings, for people. */
    public String text() {
        Map<String, Object> document = document();
        document.remove("perLeg");
        document.put("findings", findings().stream().limit(20).toList());
        StringBuilder text = new StringBuilder("soak\n");
        document.forEach((key, value) ->
                text.append("  ").append(key).append(": ").append(value).append('\n'));
        return text.toString();
    }
}
