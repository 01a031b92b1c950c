package org.limbench.physics;

/** {@link PulseResponse.Piecewise}. */
final class PiecewiseKernel extends PulseKernel {
    private final double[] upNodes;
    private final double[] downNodes;

    PiecewiseKernel(PulseResponse.Piecewise response, PulsedCell model, CellVariation cells) {
        super(model, cells);
        upNodes = response.upNodes().stream().mapToDouble(Double::doubleValue).toArray();
        downNodes =
                response.downNodes().stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Override
    double meanStep(int cell, boolean up, double weight) {
        double[] nodes = up ? upNodes : downNodes;
        double step = up ? cells.up[cell] : -cells.down[cell];
        int sections = nodes.length - 1;
        double span = cells.most[cell] - cells.least[cell];
        if (sections == 0 || span == 0) {
            return step * nodes[0];
        }
        double at = Math.max(0, Math.min(1, (weight - cells.least[cell]) / span)) * sections;
        int node = Math.min((int) at, sections - 1);
        double part = at - node;
        return step * ((1 - part) * nodes[node] + part * nodes[node + 1]);
    }
}
