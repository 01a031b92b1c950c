package org.limbench.profile;

import org.jspecify.annotations.Nullable;
import org.limbench.device.ReadConverter;
import org.limbench.physics.FlickerNoise;
import org.limbench.physics.ReadNoiseLaw;

/** Reads {@code read}: the converter, and what the host is not told of it. A contribution left out is none. */
record ReadSection(String file, QuantityReader in) {
    ReadChain chain() {
        return new ReadChain(
                in.number("read.voltage", "readVolts", Dimension.VOLTAGE),
                noise(),
                or("read.integralNonlinearity", "integralCodes", Dimension.NUMBER, 0),
                or("read.differentialNonlinearity", "differentialCodes", Dimension.NUMBER, 0),
                in.has("read.inputBits") ? in.whole("read.inputBits", "inputBits") : ReadChain.MOST_INPUT_BITS);
    }

    private ReadNoiseLaw noise() {
        return new ReadNoiseLaw(
                or("read.noise.constant", "constantSiemens", Dimension.CONDUCTANCE, 0),
                or("read.noise.proportional", "proportional", Dimension.NUMBER, 0),
                or("read.noise.saturated", "saturatedSiemens", Dimension.CONDUCTANCE, 0),
                or("read.noise.saturation", "saturationSiemens", Dimension.CONDUCTANCE, 1),
                or("read.noise.bandwidth", "bandwidthHertz", Dimension.RATE, 0),
                flicker());
    }

    private @Nullable FlickerNoise flicker() {
        if (!in.has("read.noise.flicker")) {
            return null;
        }
        return new FlickerNoise(
                in.number("read.noise.flicker.coefficient", "coefficient", Dimension.NUMBER),
                in.number("read.noise.flicker.exponent", "exponent", Dimension.NUMBER),
                in.number("read.noise.flicker.most", "most", Dimension.NUMBER),
                in.number("read.noise.flicker.reference", "referenceSiemens", Dimension.CONDUCTANCE),
                in.number("read.noise.flicker.readTime", "readSeconds", Dimension.TIME));
    }

    private double or(String keyPath, String component, Dimension dimension, double absent) {
        return in.has(keyPath) ? in.number(keyPath, component, dimension) : absent;
    }

    /** What the datasheet says of the converter: its white noise at mid-range stands for that of every state. */
    ReadConverter converter(ReadChain chain, double middleSiemens, double temperatureKelvin) {
        return new ReadConverter(
                in.whole("read.bits", "bits"),
                in.number("read.offset", "offsetSiemens", Dimension.CONDUCTANCE),
                in.number("read.lsb", "lsbSiemens", Dimension.CONDUCTANCE),
                chain.noise().whiteSiemens(middleSiemens, chain.readVolts(), temperatureKelvin));
    }
}
