package org.limbench.protocol.rcn;

import java.util.Optional;

/** The verbs of the dialect, by the word that opens a line. */
public enum RcnVerb {
    IDENTIFY,
    STATUS,
    DAC_SET,
    DAC_SET_ALL,
    DAC_CLEAR,
    ADS_READ,
    ADS_CONFIG,
    ADS_STATUS,
    ADS_STREAM,
    ADS_STOP,
    ADS_DMA_STREAM,
    ADS_DMA_STOP,
    ADS_DBG,
    ADS_CAL,
    TIA_GAIN,
    STMADC,
    STMADC_STREAM,
    STMADC_STOP,
    CAPTURE_STEP,
    ADCFAST_CAPTURE,
    ADCFAST_DBG,
    STMDIO_WRITE,
    STMDIO_WRITE_PIN,
    STMDIO_READ,
    STMDIO_READ_PIN,
    STMDIO_DIR;

    /** The verb of an upper-case word. */
    static Optional<RcnVerb> of(String word) {
        for (RcnVerb verb : values()) {
            if (verb.name().equals(word)) {
                return Optional.of(verb);
            }
        }
        return Optional.empty();
    }
}
