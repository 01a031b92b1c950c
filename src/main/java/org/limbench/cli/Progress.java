package org.limbench.cli;

import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on stderr, for people only: on a pipe it stays silent. */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 78;

    private final Console console;
    private @Nullable ProgressBar bar;

    Progress(Console console) {
        this.console = console;
    }

    /** Starts a new stretch of work, ending the one before. */
    void start(String name, long steps) {
        close();
        if (!console.terminal()) {
            return;
        }
        bar = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(steps)
                .setMaxRenderedLength(WIDTH)
                .setUpdateIntervalMillis(200)
                .setStyle(console.decorated() ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                .startsFrom(0, Duration.ZERO)
                .clearDisplayOnFinish()
                .build();
    }

    /** What is at work now, behind the bar. */
    void saying(String what) {
        if (bar != null) {
            bar.setExtraMessage(what);
        }
    }

    /** So many steps are done, out of how many. */
    void stepTo(long done, long total) {
        if (bar != null) {
            bar.maxHint(total);
            bar.stepTo(done);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
