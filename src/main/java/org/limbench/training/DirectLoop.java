package org.limbench.training;

import java.util.ArrayList;
import java.util.List;
import org.limbench.device.ArrayCommand;
import org.limbench.device.RandomStream;
import org.limbench.device.Rank1Update;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;

/**
 * The updates of an arm whose gradients go straight to the cells that hold the weights: an update of every layer, the layer's
 * read behind each, in one window. A lost update is not sent again, only read after.
 */
final class DirectLoop implements UpdateLoop {
    private final Exchange exchange;
    private final List<LayerBank> banks;
    private final ArmRecord record;
    private final RandomStream pulseSeeds;
    private final Readout[] readouts;

    DirectLoop(Exchange exchange, List<LayerBank> banks, ArmRecord record, long seed) {
        this.exchange = exchange;
        this.banks = banks;
        this.record = record;
        this.pulseSeeds = RandomStream.of(seed, "training.pulse-seed");
        this.readouts = banks.stream().map(LayerBank::read).toArray(Readout[]::new);
    }

    @Override
    public List<UpdateStep> update(long n, OuterProduct[] gradient) {
        List<Rank1Update> commands = new ArrayList<>();
        List<ArrayCommand> window = new ArrayList<>();
        for (int l = 0; l < gradient.length; l++) {
            LayerBank bank = banks.get(l);
            commands.add(bank.rule().command(n, gradient[l], pulseSeeds.bits(n * gradient.length + l)));
            window.add(commands.get(l));
            window.add(exchange.readRequest(bank.tile()));
        }
        List<Receipt> receipts = exchange.once(window);
        List<UpdateStep> steps = new ArrayList<>();
        for (int l = 0; l < gradient.length; l++) {
            LayerBank bank = banks.get(l);
            BarrierPulses.Pulse pulse = bank.rule().pulse(n);
            Receipt receipt = receipts.isEmpty() ? null : receipts.get(2 * l);
            ReceiptStatus status = record.update(receipt, pulse != null && pulse.clamped());
            Readout before = readouts[l];
            Readout after =
                    receipts.size() < 2 * l + 2 ? null : receipts.get(2 * l + 1).readout();
            readouts[l] = after == null ? exchange.read(bank.tile()) : after;
            bank.take(readouts[l]);
            double l1Siemens = bank.l1Siemens(n, gradient[l]);
            steps.add(
                    new UpdateStep(n, l, bank.rule().rate(n), commands.get(l), status, l1Siemens, before, readouts[l]));
        }
        return steps;
    }
}
