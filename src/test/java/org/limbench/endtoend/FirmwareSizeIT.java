package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.limbench.testkit.Firmware;

/** The image for the small core stays as small as its README says. */
final class FirmwareSizeIT {
    private static final Pattern ENGINE =
            Pattern.compile("engine with nanopb: flash (\\d+) B \\(target 8192\\), RAM (\\d+) B \\(target 4096\\)");
    /**
     * 28,485 B and 7,794 B by arm-none-eabi-gcc 12.2.1, and 2 % for another compiler: whoever adds more to the engine says so in
     * its README and here.
     */
    private static final int MOST_FLASH = 29_055;

    private static final int MOST_RAM = 7_950;

    @Test
    void engineIsAsLargeAsItsReadmeExplains() throws IOException, InterruptedException {
        Path image = Firmware.built("cortex-m3", "lim-cortex-m3.elf");
        String sizes = Firmware.run(List.of(
                "./sizes.sh",
                image.toString(),
                image.resolveSibling("lim-cortex-m3.map").toString()));
        System.out.print(sizes);
        Matcher engine = ENGINE.matcher(sizes);
        assertThat(engine.find()).as(sizes).isTrue();
        assertThat(Integer.parseInt(engine.group(1))).isBetween(8_000, MOST_FLASH);
        assertThat(Integer.parseInt(engine.group(2))).isBetween(4_000, MOST_RAM);
    }
}
