package org.limbench.training;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.RandomStream;
import org.limbench.device.Rank1Update;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;

/**
 * The updates of an arm with a fast and a slow array. Update n: gradient pulses to the fast array and the reads of its rows
 * that are due, in one window; then what those rows do to the slow array and the read of it that the next gradient needs, in
 * another. What a restart takes is not sent again: a row that was not read moves nothing.
 */
final class TransferLoop implements UpdateLoop {
    private final Exchange exchange;
    private final List<TransferLayer> layers;
    private final ArmRecord record;
    private final RandomStream gradientSeeds;
    private final RandomStream transferSeeds;
    private final Readout[] readouts;
    private long reads;

    TransferLoop(Exchange exchange, List<TransferLayer> layers, ArmRecord record, long seed) {
        this.exchange = exchange;
        this.layers = layers;
        this.record = record;
        this.gradientSeeds = RandomStream.of(seed, "training.pulse-seed");
        this.transferSeeds = RandomStream.of(seed, "training.transfer-seed");
        this.readouts = layers.stream().map(layer -> layer.slow().read()).toArray(Readout[]::new);
    }

    @Override
    public List<UpdateStep> update(long n, OuterProduct[] gradient) {
        List<Rank1Update> commands = new ArrayList<>();
        List<List<Tile>> due = new ArrayList<>();
        List<ArrayCommand> window = new ArrayList<>();
        for (int l = 0; l < gradient.length; l++) {
            TransferLayer layer = layers.get(l);
            commands.add(layer.gradient(n, gradient[l], gradientSeeds.bits(n * gradient.length + l)));
            due.add(layer.due(n));
            window.add(commands.get(l));
            due.get(l).forEach(row -> window.add(exchange.readRequest(row)));
        }
        Iterator<Receipt> receipts = exchange.once(window).iterator();
        List<ReceiptStatus> statuses = new ArrayList<>();
        List<List<ArrayUpdate>> transfers = new ArrayList<>();
        for (int l = 0; l < gradient.length; l++) {
            statuses.add(record.update(next(receipts), false));
            transfers.add(transfers(n, layers.get(l), due.get(l).size(), receipts));
        }
        return transfer(n, gradient, commands, statuses, transfers);
    }

    private List<ArrayUpdate> transfers(long n, TransferLayer layer, int due, Iterator<Receipt> receipts) {
        List<ArrayUpdate> pulses = new ArrayList<>();
        for (int k = 0; k < due; k++) {
            Receipt receipt = next(receipts);
            if (receipt != null && receipt.readout() != null) {
                record.rowsRead(receipt.readout().tile().rows());
                pulses.addAll(layer.pulses(n, receipt.readout(), transferSeeds.bits(reads)));
            }
            reads++;
        }
        return pulses;
    }

    private List<UpdateStep> transfer(
            long n,
            OuterProduct[] gradient,
            List<Rank1Update> commands,
            List<ReceiptStatus> statuses,
            List<List<ArrayUpdate>> transfers) {
        List<ArrayCommand> window = new ArrayList<>();
        for (int l = 0; l < gradient.length; l++) {
            window.addAll(transfers.get(l));
            window.addAll(layers.get(l).slow().readRequests());
        }
        Iterator<Receipt> receipts = exchange.once(window).iterator();
        List<UpdateStep> steps = new ArrayList<>();
        for (int l = 0; l < gradient.length; l++) {
            for (int k = 0; k < transfers.get(l).size(); k++) {
                record.transfer(next(receipts));
            }
            LayerBank slow = layers.get(l).slow();
            Readout before = readouts[l];
            readouts[l] = slow.take(receipts);
            steps.add(new UpdateStep(
                    n,
                    l,
                    slow.rule().rate(n),
                    commands.get(l),
                    statuses.get(l),
                    slow.l1Siemens(n, gradient[l]),
                    before,
                    readouts[l]));
        }
        return steps;
    }

    private static @Nullable Receipt next(Iterator<Receipt> receipts) {
        return receipts.hasNext() ? receipts.next() : null;
    }
}
