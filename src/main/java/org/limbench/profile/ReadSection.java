package org.limbench.profile;

import org.jspecify.annotations.Nullable;
import org.limbench.device.ReadConverter;
import org.limbench.physics.FlickerNoise;
import org.limbench.physics.ReadNoiseLaw;

/** Reads {@code read}: the converter, and what the host is not told of it. A contribution left out is none. */
record ReadSection(QuantityReader in) {
    ReadChain chain() {
        return new ReadChain(
                in.number("read.voltage", "readVolts", Dimension.VOLTAGE),
                noise(),
                in.numberOr("read.integralNonlinearity", "integralCodes", Dimension.NUMBER, 0),
                in.numberOr("read.differentialNonlinearity", "differentialCodes", Dimension.NUMBER, 0),
                in.has("read.inputBits") ? in.whole("read.inputBits", "inputBits") : ReadChain.MOST_INPUT_BITS);
    }

    private ReadNoiseLaw noise() {
        return new ReadNoiseLaw(
                in.numberOr("read.noise.constant", "constantSiemens", Dimension.CONDUCTANCE, 0),
                in.numberOr("read.noise.proportional", "proportional", Dimension.NUMBER, 0),
                in.numberOr("read.noise.saturating.amplitude", "saturatedSiemens", Dimension.CONDUCTANCE, 0),
                in.numberOr("read.noise.saturating.scale", "saturationSiemens", Dimension.CONDUCTANCE, 1),
                in.numberOr("read.noise.bandwidth", "bandwidthHertz", Dimension.RATE, 0),
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

    /** What the datasheet says of the converter: its white noise at mid-range stands for that of every state. */
    ReadConverter converter(ReadChain chain, double middleSiemens, double temperatureKelvin) {
        return new ReadConverter(
                in.whole("read.bits", "bits"),
                in.number("read.offset", "offsetSiemens", Dimension.CONDUCTANCE),
                in.number("read.lsb", "lsbSiemens", Dimension.CONDUCTANCE),
                chain.noise().whiteSiemens(middleSiemens, chain.readVolts(), temperatureKelvin));
    }
}
