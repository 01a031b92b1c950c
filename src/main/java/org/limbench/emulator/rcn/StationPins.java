package org.limbench.emulator.rcn;

import java.util.Locale;
import org.limbench.protocol.rcn.RcnCommand;
import org.limbench.protocol.rcn.RcnReply;
import org.limbench.protocol.rcn.ReplyTexts;

/** Pins PD0 to PD9 and PD12 to PD15. A pin turned to input keeps what was written to it and drives nothing. Single-threaded. */
final class StationPins {
    private static final int STROBE = 9;
    private static final int PINS = 16;

    private final ChipUnderLines chip;
    private final boolean[] written = new boolean[PINS];
    private final boolean[] input = new boolean[PINS];

    StationPins(ChipUnderLines chip) {
        this.chip = chip;
    }

    RcnReply write(RcnCommand.DioWrite command) {
        for (int pin = 0; pin < 8; pin++) {
            written[pin] = ((command.mask() >> pin) & 1) == 1;
        }
        act();
        return ReplyTexts.dioWrite(command.mask());
    }

    /** An input is left alone, and the answer is the same. */
    RcnReply write(RcnCommand.DioWritePin command) {
        if (!input[command.pin()]) {
            written[command.pin()] = command.state() == 1;
        }
        act();
        return ReplyTexts.pin(command.pin(), command.state());
    }

    RcnReply turn(RcnCommand.DioDirection command) {
        input[command.pin()] = !command.output();
        act();
        return ReplyTexts.direction(command);
    }

    RcnReply read(RcnCommand.DioReadPin command) {
        return ReplyTexts.pin(command.pin(), level(command.pin()));
    }

    RcnReply readAll() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "PD0-7=0x%02X", mask()));
        for (int pin : new int[] {8, 9, 12, 13, 14, 15}) {
            text.append(",PD").append(pin).append('=').append(level(pin));
        }
        return new RcnReply.Done(text.toString());
    }

    /** What a capture does to PD9, past its direction's bookkeeping: an input stays where it is. */
    void step(boolean high) {
        written[STROBE] = high;
        act();
    }

    private int level(int pin) {
        return written[pin] && !input[pin] ? 1 : 0;
    }

    private int mask() {
        int mask = 0;
        for (int pin = 0; pin < 8; pin++) {
            mask |= level(pin) << pin;
        }
        return mask;
    }

    private void act() {
        chip.mux(mask());
        chip.strobe(level(STROBE) == 1);
    }
}
