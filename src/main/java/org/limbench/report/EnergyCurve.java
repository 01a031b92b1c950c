package org.limbench.report;

import java.util.List;

/**
 * Cell heat per update over the updates of one arm, in bins.
 *
 * @param arm name
 * @param points in order of update number
 */
public record EnergyCurve(String arm, List<Point> points) {
    public EnergyCurve {
        points = List.copyOf(points);
    }

    /**
     * One bin.
     *
     * @param update number of the middle update of the bin, from 1
     * @param medianJoules median of the cell heat, J; of either sign
     */
    public record Point(double update, double medianJoules) {}
}
