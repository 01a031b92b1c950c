package org.limbench.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;

/** The budget of golden.json's G54 is checked with the other golden numbers; here its parts and their meaning. */
final class ShuntMeterBudgetTest {
    private static final ShuntMeterBudget BOARD =
            new ShuntMeterBudget(1000, 1.8, 10, 10, 10e-9, 0.0005, 312.5e-9, 0.00412);

    /** Meters drawn at random and read as the bench reads them: run less scaled baseline. */
    @Test
    void budgetIsTheSpreadOfMetersDrawnAtRandom() {
        ShuntMeterBudget coarse = new ShuntMeterBudget(1000, 1.8, 10, 5, 10e-9, 0.01, 2e-6, 0.05);
        double energy = 50e-9;
        MersenneTwister random = new MersenneTwister(54);
        SummaryStatistics errors = new SummaryStatistics();
        for (int meter = 0; meter < 20_000; meter++) {
            double gain = 0.01 * rectangular(random);
            double run = windowVolts(random, coarse, coarse.runSeconds());
            double baseline = windowVolts(random, coarse, coarse.baselineSeconds());
            double read = energy * (1 + gain)
                    + (run - baseline) * coarse.railVolts() / coarse.shuntOhms() * coarse.runSeconds();
            errors.addValue(read - energy);
        }
        double budget = coarse.standardUncertaintyJoules(energy);
        // 20,000 draws tell a standard deviation to 0.5 %; four of those
        assertThat(errors.getStandardDeviation()).isCloseTo(budget, within(0.02 * budget));
        assertThat(errors.getMean()).isCloseTo(0, within(4 * budget / Math.sqrt(20_000)));
    }

    /** Mean error of a window: its offset, and the mean rounding of its conversions. */
    private static double windowVolts(MersenneTwister random, ShuntMeterBudget meter, double seconds) {
        int conversions = (int) Math.round(seconds / meter.conversionSeconds());
        double sum = 0;
        for (int i = 0; i < conversions; i++) {
            sum += meter.lsbVolts() / 2 * rectangular(random);
        }
        return meter.offsetDriftVolts() * rectangular(random) + sum / conversions;
    }

    private static double rectangular(MersenneTwister random) {
        return 2 * random.nextDouble() - 1;
    }

    @Test
    void offsetGrowsWithTheTimeAndGainWithTheEnergy() {
        ShuntMeterBudget longer = new ShuntMeterBudget(1000, 1.8, 40, 40, 10e-9, 0.0005, 312.5e-9, 0.00412);
        assertThat(longer.offsetJoules()).isCloseTo(4 * BOARD.offsetJoules(), within(1e-20));
        assertThat(longer.quantisationJoules()).isCloseTo(2 * BOARD.quantisationJoules(), within(1e-20));
        assertThat(BOARD.gainJoules(-2e-9)).isCloseTo(2 * BOARD.gainJoules(1e-9), within(1e-24));
    }

    /** 5 fJ in 1e7 updates are told to a third of a per cent; a single update is not told at all. */
    @Test
    void manyUpdatesAreMeteredAndOneIsNot() {
        assertThat(BOARD.relativeUncertainty(1e7 * 5e-15)).isBetween(0.003, 0.0032);
        assertThat(BOARD.relativeUncertainty(5e-15)).isGreaterThan(1e4);
    }

    @Test
    void argumentsOutsideTheirDomainAreNamed() {
        assertThatThrownBy(() -> new ShuntMeterBudget(0, 1.8, 10, 10, 0, 0, 0, 1))
                .hasMessageContaining("shuntOhms");
        assertThatThrownBy(() -> new ShuntMeterBudget(1, 1.8, 10, 10, -1, 0, 0, 1))
                .hasMessageContaining("offsetDriftVolts");
        assertThatThrownBy(() -> BOARD.relativeUncertainty(0)).hasMessageContaining("energyJoules");
    }
}
